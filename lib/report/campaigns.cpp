#include "report/campaigns.hpp"

#include "ingest/lead_keys.hpp"
#include "report/amounts.hpp"
#include "report/campaign_gap.hpp"
#include "report/campaign_members.hpp"
#include "report/cells.hpp"
#include "report/estimate.hpp"
#include "report/people.hpp"
#include "report/touch_log.hpp"

#include <handoff/error.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <unordered_map>

namespace handoff {
namespace {

/// Days after the start: is it alive, has it paid, and what came of it in the end?
constexpr int to_this_day = 1'000'000;
constexpr int looks[] = {30, 180, to_this_day};
constexpr std::chrono::hours soon{24}; ///< after a lead came, for its first touch by sales

/// What came of one campaign by a look, or of all.
struct Outcome {
    Measured cost; ///< campaigns with a cost
    std::vector<std::uint32_t> leads, accepted;
    Measured pipeline, revenue; ///< deals with their amounts
};

struct Campaign {
    std::uint32_t row = 0;
    Moment starts;
    std::optional<double> cost;
};

double sum_of(const Measured& measured) {
    return tidy_sum(std::accumulate(measured.values.begin(), measured.values.end(), 0.0));
}

ReportCell sum_cell(const Measured& measured, RowsBehind::Of of) {
    ReportCell cell(sum_of(measured));
    cell.behind = std::make_shared<const RowsBehind>(RowsBehind{of, measured.rows, measured.values});
    return cell;
}

class Campaigns {
  public:
    explicit Campaigns(const ReportInput& input) : input_(input), zone_(input.agreement->timezone) {}

    Report make() {
        if (input_.campaigns.columns().empty())
            throw Error(Fault::request, "the report 'campaigns' needs campaigns",
                        "name their file with --campaigns, or in [exports.campaigns] of the agreement");
        period_.check();
        choose_campaigns();
        join_leads();
        join_deals();

        Report report{.name = "campaigns",
                      .title = "Campaigns",
                      .question = std::string(campaigns_question),
                      .stamp = stamp(*input_.agreement, input_.as_of)};
        for (const int days : looks) report.tables.push_back(table(days));
        if (ReportTable gaps = gap_table(); !gaps.rows.empty()) report.tables.push_back(std::move(gaps));
        report.facts = facts();
        add_notes(report.notes);
        return report;
    }

  private:
    void choose_campaigns() {
        const Cells id(input_.campaigns, "campaign_id"), starts(input_.campaigns, "starts_on");
        std::vector<std::size_t> rows;
        for (std::uint32_t row = 0; row < input_.campaigns.rows(); ++row) {
            const Moment start = Moment::read(starts[row]);
            if (!period_.contains(start, zone_)) continue;
            if (!id[row].empty()) by_id_.emplace(join_id(id[row]), all_.size());
            all_.push_back({.row = row, .starts = start});
            rows.push_back(row);
        }
        costs_.emplace(input_.campaigns, rows, *input_.agreement,
                       Amounts::Of{.noun = "campaign", .column = "cost"});
        for (Campaign& each : all_) each.cost = costs_->of(each.row);
        std::stable_sort(all_.begin(), all_.end(), [](const Campaign& a, const Campaign& b) {
            return a.cost.value_or(-1) > b.cost.value_or(-1);
        });
        for (std::size_t i = 0; i < all_.size(); ++i)
            if (!id[all_[i].row].empty()) by_id_[join_id(id[all_[i].row])] = i;
    }

    std::optional<std::size_t> campaign_named(std::string_view id) const {
        const auto known = by_id_.find(join_id(id));
        return known == by_id_.end() ? std::nullopt : std::optional(known->second);
    }

    void join_leads() {
        const People people(input_);
        const auto& stages = input_.agreement->lifecycle.stages;
        const auto accepting = std::find_if(stages.begin(), stages.end(),
                                            [](const std::string& stage) { return same_text(stage, "sal"); });
        if (accepting != stages.end()) accepted_at_ = static_cast<std::uint32_t>(accepting - stages.begin());
        const auto qualifying = std::find_if(
            stages.begin(), stages.end(), [](const std::string& stage) { return same_text(stage, "mql"); });
        if (qualifying != stages.end())
            qualified_at_ = static_cast<std::uint32_t>(qualifying - stages.begin());
        const Cells campaign(input_.leads, "campaign_id");
        members_.emplace(input_, [this](std::string_view id) { return campaign_named(id); });
        for (const Person& person : people.all()) {
            const std::map<std::size_t, Moment>* const member_of = members_->of(person.row);
            if (member_of)
                for (const auto& [known, at] : *member_of) leads_.push_back({known, person, at});
            if (campaign[person.row].empty()) {
                without_ += member_of ? 0 : 1;
                continue;
            }
            const auto known = campaign_named(campaign[person.row]);
            if (!known)
                ++unknown_;
            else if (!member_of || !member_of->contains(*known))
                leads_.push_back({*known, person, person.created});
        }
        members_->add_notes(notes_);
        people.add_notes(notes_);
    }

    /// A deal is of the campaign that it names, else of that of the first of its leads that names one, else
    /// of that which one of its leads joined first.
    void join_deals() {
        if (input_.deals.columns().empty()) return;
        const LeadIndex index(input_.leads, &input_.contacts, input_.merges);
        deals_ = read_deals(input_, index);
        const Cells own(input_.deals, "campaign_id"), of_lead(input_.leads, "campaign_id");
        std::vector<std::size_t> rows;
        for (const Deal& deal : deals_.all) {
            std::string_view id = own[deal.row];
            for (std::size_t i = 0; id.empty() && i < deal.leads.size(); ++i) id = of_lead[deal.leads[i]];
            const auto known = id.empty() ? members_->first_of(deal) : campaign_named(id);
            if (known) {
                joined_.push_back({*known, &deal});
                rows.push_back(deal.row);
            }
        }
        amounts_.emplace(input_.deals, rows, *input_.agreement);
    }

    /// Whether something happened by so many days after a campaign began.
    bool by_then(const Campaign& campaign, Moment at, int days) const {
        if (days == to_this_day) return true;
        return campaign.starts.known() && at.known() && days_between(campaign.starts, at, zone_) <= days;
    }

    std::vector<Outcome> outcomes(int days) const {
        std::vector<Outcome> outcomes(all_.size());
        for (std::size_t i = 0; i < all_.size(); ++i)
            if (all_[i].cost) outcomes[i].cost.add(all_[i].row, *all_[i].cost);
        for (const auto& [campaign, person, at] : leads_) {
            if (!by_then(all_[campaign], at, days)) continue;
            outcomes[campaign].leads.push_back(person.row);
            if (accepted_at_ && person.reached >= *accepted_at_)
                outcomes[campaign].accepted.push_back(person.row);
        }
        for (const auto& [campaign, deal] : joined_) {
            const auto row = static_cast<std::uint32_t>(deal->row);
            const double amount = amounts_->of(deal->row).value_or(0);
            if (by_then(all_[campaign], deal->created, days)) outcomes[campaign].pipeline.add(row, amount);
            if (deal->status == DealStatus::won && by_then(all_[campaign], deal->closed, days))
                outcomes[campaign].revenue.add(row, amount);
        }
        return outcomes;
    }

    static void add(Outcome& sum, const Outcome& more) {
        // A lead that was in several campaigns is still one lead.
        const auto unite = [](std::vector<std::uint32_t>& to, const std::vector<std::uint32_t>& from) {
            to.insert(to.end(), from.begin(), from.end());
            std::sort(to.begin(), to.end());
            to.erase(std::unique(to.begin(), to.end()), to.end());
        };
        unite(sum.leads, more.leads);
        unite(sum.accepted, more.accepted);
        const auto append = [](Measured& to, const Measured& from) {
            for (std::size_t i = 0; i < from.rows.size(); ++i) to.add(from.rows[i], from.values[i]);
        };
        append(sum.cost, more.cost);
        append(sum.pipeline, more.pipeline);
        append(sum.revenue, more.revenue);
    }

    std::vector<ReportCell> row(std::string name, std::string channel, std::string starts,
                                const Outcome& of) const {
        const double cost = sum_of(of.cost), accepted = static_cast<double>(of.accepted.size());
        const bool known = !of.cost.rows.empty();
        return {std::move(name),
                std::move(channel),
                starts.empty() ? ReportCell() : ReportCell(std::move(starts)),
                known ? sum_cell(of.cost, RowsBehind::Of::campaigns) : ReportCell(),
                count_cell(of.leads),
                count_cell(of.accepted),
                known && accepted > 0 ? ReportCell(cost / accepted) : ReportCell(),
                sum_cell(of.pipeline, RowsBehind::Of::deals),
                sum_cell(of.revenue, RowsBehind::Of::deals),
                cost > 0 ? ReportCell((sum_of(of.revenue) - cost) / cost) : ReportCell()};
    }

    std::vector<ReportColumn> columns(int days) const {
        const std::string by_then = days == to_this_day ? std::string(" to this day")
                                                        : " no later than " + std::to_string(days) +
                                                              " days after the campaign's start";
        const std::string currency = costs_->currency();
        return {
            {.key = "campaign", .title = "campaign", .definition = "its name, else its id", .wrap = true},
            {.key = "channel", .title = "channel", .definition = "the campaign's channel"},
            {.key = "starts_on", .title = "start", .unit = Unit::date, .definition = "the day it began"},
            {.key = "cost",
             .title = "cost",
             .unit = Unit::money,
             .definition = "what it cost in all, to this day",
             .currency = currency},
            {.key = "leads",
             .title = "leads",
             .unit = Unit::count,
             .definition = "leads that name it and were created, or that it lists as its members and that "
                           "joined or responded," +
                           by_then,
             .bar = true},
            {.key = "accepted",
             .title = "accepted",
             .unit = Unit::count,
             .definition = "of these leads, those that sales accepted (stage 'sal' or beyond), to this day"},
            {.key = "cost_per_accepted",
             .title = "cost per accepted",
             .unit = Unit::money,
             .definition = "cost / accepted",
             .currency = currency,
             .derived = true},
            {.key = "pipeline",
             .title = "pipeline",
             .unit = Unit::money,
             .definition = "amount of its deals created" + by_then + ", the lost ones too",
             .currency = currency},
            {.key = "revenue",
             .title = "revenue",
             .unit = Unit::money,
             .definition = "amount of its deals won" + by_then,
             .currency = currency},
            {.key = "return",
             .title = "return",
             .unit = Unit::share,
             .definition = "(revenue - cost) / cost"},
        };
    }

    ReportTable table(int days) const {
        const std::string number = std::to_string(days);
        ReportTable out{.key = days == to_this_day ? "to_date" : "after_" + number,
                        .title =
                            days == to_this_day ? "To this day" : "By " + number + " days after the start",
                        .columns = columns(days)};
        const Cells id(input_.campaigns, "campaign_id"), name(input_.campaigns, "name"),
            channel(input_.campaigns, "channel"), starts(input_.campaigns, "starts_on");
        const std::vector<Outcome> each = outcomes(days);
        Outcome all;
        std::vector<std::string> young;
        for (std::size_t i = 0; i < all_.size(); ++i) {
            const std::uint32_t at = all_[i].row;
            std::string called(name[at].empty() ? id[at] : name[at]);
            if (days != to_this_day && by_then(all_[i], Moment(input_.as_of), days)) young.push_back(called);
            out.rows.push_back(
                row(std::move(called), std::string(channel[at]), std::string(starts[at]), each[i]));
            add(all, each[i]);
        }
        out.total = row("all", "", "", all);
        if (!young.empty())
            out.notes.push_back(counted(young.size(), "campaign") + " began no more than " +
                                std::to_string(days) + " days ago and may still grow: " + listed(young));
        return out;
    }

    /// When sales first touched each lead; nothing without touches.
    std::vector<std::optional<Instant>> first_touches() const {
        std::vector<std::optional<Instant>> first(input_.leads.rows());
        const TouchLog log(*input_.touches, LeadKeys::of(input_.leads, &input_.contacts, input_.merges),
                           input_.leads.rows(), Table(), *input_.agreement, input_.as_of, "type", {});
        for (std::uint32_t lead = 0; lead < first.size(); ++lead)
            for (const TouchLog::Touch& touch : log.of(lead))
                if (touch.by() == TouchLog::Side::sales && !first[lead]) first[lead] = touch.instant();
        return first;
    }

    std::vector<CampaignChain> chains() const {
        std::vector<CampaignChain> chains(all_.size());
        for (std::size_t i = 0; i < all_.size(); ++i) chains[i].cost = all_[i].cost.value_or(0);
        const std::vector<std::optional<Instant>> touched = first_touches();
        enum : std::uint8_t { none, late, in_time };
        std::vector<std::map<std::uint32_t, std::uint8_t>> speed(all_.size()); // of touched leads, by row
        for (const auto& [campaign, person, at] : leads_) {
            CampaignChain& chain = chains[campaign];
            ++chain.leads;
            if (!qualified_at_ || person.reached < *qualified_at_) continue;
            ++chain.qualified;
            if (!touched[person.row]) continue;
            ++chain.touched;
            const bool fast = person.created.known() &&
                              *touched[person.row] <= person.created.first(zone_) + Duration(soon);
            if (fast) ++chain.soon;
            speed[campaign][person.row] = fast ? in_time : late;
        }
        for (const auto& [campaign, deal] : joined_) {
            if (deal->status != DealStatus::won) continue;
            CampaignChain& chain = chains[campaign];
            std::uint8_t best = none;
            for (const std::uint32_t lead : deal->leads)
                if (const auto known = speed[campaign].find(lead); known != speed[campaign].end())
                    best = std::max(best, known->second);
            const double amount = amounts_->of(deal->row).value_or(0);
            (best == none ? chain.other : chain.revenue) += amount;
            if (best != none) ++(best == in_time ? chain.won_soon : chain.won_late);
        }
        return chains;
    }

    /// What each campaign brought beside what all together bring for the same cost, and why.
    ReportTable gap_table() const {
        ReportTable out{.key = "gap", .title = "Why some bring more than all together would for their cost"};
        if (input_.touches == nullptr || !amounts_) return out;
        std::vector<std::size_t> old;
        for (const int days : {looks[1], looks[0]}) {
            old.clear();
            for (std::size_t i = 0; i < all_.size(); ++i)
                if (all_[i].cost.value_or(0) > 0 && all_[i].starts.known() &&
                    !by_then(all_[i], Moment(input_.as_of), days))
                    old.push_back(i);
            if (old.size() > 1) break;
        }
        if (old.size() < 2) return out;
        const std::vector<CampaignChain> each = chains();
        CampaignChain all;
        for (const std::size_t i : old) all += each[i];
        if (all.revenue + all.other <= 0) return out;
        add_gap_columns(out);
        const Cells id(input_.campaigns, "campaign_id"), name(input_.campaigns, "name");
        for (const std::size_t i : old) {
            const CampaignGap gap = gap_to(all, each[i]);
            const std::uint32_t at = all_[i].row;
            std::vector<ReportCell> row;
            row.reserve(out.columns.size());
            row.emplace_back(std::string(name[at].empty() ? id[at] : name[at]));
            row.emplace_back(tidy_sum(each[i].revenue + each[i].other));
            row.emplace_back(gap.expected);
            row.emplace_back(gap.gap);
            for (const double part : gap.parts) row.emplace_back(part);
            row.emplace_back(gap.other);
            out.rows.push_back(std::move(row));
        }
        std::stable_sort(out.rows.begin(), out.rows.end(), [](const auto& a, const auto& b) {
            return std::get<double>(a[3].value) < std::get<double>(b[3].value); // the gap
        });
        out.notes.emplace_back(
            "to this day, of campaigns that had the time to pay; each gap is the sum of the "
            "parts to the right of it");
        return out;
    }

    void add_gap_columns(ReportTable& table) const {
        const auto money = [&](const char* key, const char* title, const char* definition) {
            table.columns.push_back({.key = key,
                                     .title = title,
                                     .unit = Unit::money,
                                     .definition = definition,
                                     .currency = costs_->currency(),
                                     .derived = true});
        };
        table.columns.push_back(
            {.key = "campaign", .title = "campaign", .definition = "its name, else its id", .wrap = true});
        money("revenue", "revenue", "amount of its won deals to this day");
        money("expected", "expected", "its cost x revenue / cost of all campaigns of this table together");
        money("gap", "gap", "revenue - expected: the sum of the parts to the right");
        money("volume", "volume", "since it brought more or fewer leads for its cost");
        money("fit", "fit", "since more or fewer of the leads qualified (stage 'mql' or beyond)");
        money("coverage", "coverage", "since sales touched more or fewer of the qualified leads");
        money("latency", "latency",
              "since more or fewer of the touched were touched within a day of their creation");
        money("win_rate", "win rate", "since more or fewer deals were won of those touched as soon");
        money("deal_size", "deal size", "since the won deals were larger or smaller");
        money("other", "other",
              "deals that came another way: of leads that did not qualify or were not touched, "
              "or of no lead");
    }

    static std::string listed(const std::vector<std::string>& names) {
        constexpr std::size_t most = 3;
        std::string text;
        for (std::size_t i = 0; i < std::min(names.size(), most); ++i)
            text += (text.empty() ? "'" : ", '") + names[i] + "'";
        if (names.size() > most) text += " and " + std::to_string(names.size() - most) + " more";
        return text;
    }

    std::vector<std::pair<std::string, std::string>> facts() const {
        double cost = 0;
        for (const Campaign& each : all_) cost += each.cost.value_or(0);
        const std::string in = costs_->currency().empty() ? "" : costs_->currency() + " ";
        return {{all_.size() == 1 ? "campaign" : "campaigns",
                 with_thousands(static_cast<std::int64_t>(all_.size()))},
                {in + "spent", with_thousands(std::llrint(cost))}};
    }

    void add_notes(std::vector<std::string>& notes) const {
        const Cells why(input_.campaigns, "why"), name(input_.campaigns, "name");
        std::vector<std::string> aimless;
        double spent = 0;
        std::size_t undated = 0;
        for (const Campaign& each : all_) {
            undated += each.starts.known() ? 0 : 1;
            if (!why[each.row].empty() || each.cost.value_or(0) <= 0) continue;
            aimless.emplace_back(name[each.row]);
            spent += *each.cost;
        }
        if (!aimless.empty())
            notes.push_back(with_thousands(std::llrint(spent)) +
                            (costs_->currency().empty() ? "" : " " + costs_->currency()) +
                            " spent without a 'why': " + listed(aimless));
        if (undated > 0)
            notes.push_back(counted(undated, "campaign") +
                            " without a readable starts_on: nothing is known to have come in time");
        if (unknown_ > 0)
            notes.push_back(counted(unknown_, "lead") + " of campaigns that are not in the list: left out");
        if (without_ > 0) notes.push_back(counted(without_, "lead") + " of no campaign");
        if (!accepted_at_) notes.emplace_back("the lifecycle has no stage 'sal': no lead is accepted");
        if (!period_.whole())
            notes.push_back("only campaigns that began " + period_.text() + ", days of " + zone_.name());
        if (!input_.by.empty()) notes.push_back("not split by '" + input_.by + "': each campaign has a row");
        costs_->add_notes(notes);
        if (amounts_) amounts_->add_notes(notes);
        notes.insert(notes.end(), notes_.begin(), notes_.end());
    }

    const ReportInput& input_;
    const Zone& zone_;
    const Period period_{input_.from, input_.to};
    std::vector<Campaign> all_; ///< the dearest first
    std::unordered_map<std::string_view, std::size_t> by_id_;
    struct Joined {
        std::size_t campaign = 0;
        Person person;
        Moment at; ///< created, or joined the campaign
    };
    std::vector<Joined> leads_;
    std::optional<CampaignMembers> members_;
    Deals deals_;
    std::vector<std::pair<std::size_t, const Deal*>> joined_;
    std::optional<Amounts> costs_, amounts_;
    std::optional<std::uint32_t> accepted_at_, qualified_at_;
    std::size_t unknown_ = 0, without_ = 0;
    std::vector<std::string> notes_;
};

} // namespace

Report campaigns(const ReportInput& input) { return Campaigns(input).make(); }

} // namespace handoff
