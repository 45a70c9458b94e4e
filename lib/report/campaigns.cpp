#include "report/campaigns.hpp"

#include "base/rounded.hpp"
#include "ingest/lead_keys.hpp"
#include "report/campaign_facts.hpp"
#include "report/campaign_gap_table.hpp"
#include "report/campaign_members.hpp"
#include "report/cells.hpp"
#include "report/if_any.hpp"
#include "report/reached.hpp"
#include "report/sums.hpp"

#include <handoff/error.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <map>
#include <unordered_map>

namespace handoff {
namespace {

constexpr int to_this_day = CampaignFacts::to_this_day;

/// What came of one campaign by a look, or of all.
struct Outcome {
    Measured cost;                                                 ///< campaigns with a cost
    std::vector<std::uint32_t> leads, accepted, accepted_some_day; ///< the last: nobody knows when
    Measured pipeline, revenue;                                    ///< deals with their amounts
};

using Campaign = CampaignFacts::One;

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
        for (const int days : CampaignFacts::looks) report.tables.push_back(table(days));
        add_if_any(report.tables, campaign_gap_table(input_, facts_));
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
            if (!id[row].empty()) by_id_.emplace(join_id(id[row]), facts_.all.size());
            facts_.all.push_back({.row = row, .starts = start});
            rows.push_back(row);
        }
        facts_.costs.emplace(input_.campaigns, rows, *input_.agreement,
                             Amounts::Of{.noun = "campaign", .column = "cost"});
        for (Campaign& each : facts_.all) each.cost = facts_.costs->of(each.row);
        std::stable_sort(facts_.all.begin(), facts_.all.end(), [](const Campaign& a, const Campaign& b) {
            return a.cost.value_or(-1) > b.cost.value_or(-1);
        });
        for (std::size_t i = 0; i < facts_.all.size(); ++i)
            if (!id[facts_.all[i].row].empty()) by_id_[join_id(id[facts_.all[i].row])] = i;
    }

    std::optional<std::size_t> campaign_named(std::string_view id) const {
        const auto known = by_id_.find(join_id(id));
        return known == by_id_.end() ? std::nullopt : std::optional(known->second);
    }

    void join_leads() {
        const People people(input_);
        facts_.accepted_at = stage_at(input_.agreement->lifecycle, "sal");
        facts_.qualified_at = stage_at(input_.agreement->lifecycle, "mql");
        know_acceptances(people);
        const Cells campaign(input_.leads, "campaign_id");
        members_.emplace(input_, [this](std::string_view id) { return campaign_named(id); });
        for (const Person& person : people.all()) {
            const std::map<std::size_t, Moment>* const member_of = members_->of(person.row);
            if (member_of)
                for (const auto& [known, at] : *member_of) facts_.leads.push_back({known, person, at});
            if (campaign[person.row].empty()) {
                without_ += member_of ? 0 : 1;
                continue;
            }
            const auto known = campaign_named(campaign[person.row]);
            if (!known)
                ++unknown_;
            else if (!member_of || !member_of->contains(*known))
                facts_.leads.push_back({*known, person, person.created});
        }
        members_->add_notes(notes_);
        people.add_notes(notes_);
    }

    /// When sales accepted each lead, where that is known.
    void know_acceptances(const People& people) {
        accepted_.resize(input_.leads.rows());
        if (!facts_.accepted_at) return;
        const Reached reached(input_, people);
        for (std::size_t person = 0; person < people.all().size(); ++person)
            accepted_[people.all()[person].row] = reached.at(person, *facts_.accepted_at);
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
                facts_.deals.push_back({*known, &deal});
                rows.push_back(deal.row);
            }
        }
        facts_.amounts.emplace(input_.deals, rows, *input_.agreement);
    }

    std::vector<Outcome> outcomes(int days) const {
        std::vector<Outcome> outcomes(facts_.all.size());
        for (std::size_t i = 0; i < facts_.all.size(); ++i)
            if (facts_.all[i].cost) outcomes[i].cost.add(facts_.all[i].row, *facts_.all[i].cost);
        for (const auto& [campaign, person, at] : facts_.leads) {
            if (!facts_.by_then(facts_.all[campaign], at, days, zone_)) continue;
            outcomes[campaign].leads.push_back(person.row);
            if (!facts_.accepted_at || person.reached < *facts_.accepted_at) continue;
            const Moment accepted = accepted_[person.row];
            if (accepted.known() && !facts_.by_then(facts_.all[campaign], accepted, days, zone_)) continue;
            outcomes[campaign].accepted.push_back(person.row);
            if (!accepted.known()) outcomes[campaign].accepted_some_day.push_back(person.row);
        }
        for (const auto& [campaign, deal] : facts_.deals) {
            const auto row = static_cast<std::uint32_t>(deal->row);
            const double amount = facts_.amounts->of(deal->row).value_or(0);
            if (facts_.by_then(facts_.all[campaign], deal->created, days, zone_))
                outcomes[campaign].pipeline.add(row, amount);
            if (deal->status == DealStatus::won &&
                facts_.by_then(facts_.all[campaign], deal->closed, days, zone_))
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
        unite(sum.accepted_some_day, more.accepted_some_day);
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
        const std::string currency = facts_.costs->currency();
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
             .definition = "of these leads, those that sales accepted (stage 'sal' or beyond)," + by_then +
                           (days == to_this_day ? "" : ", where the day is known; the others to this day")},
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

    /// Still within so many days of its start.
    bool is_young(const Campaign& each, int days) const {
        return facts_.by_then(each, Moment(input_.as_of), days, zone_);
    }
    /// So old that all of a look is seen.
    bool is_seen(const Campaign& each, int days) const {
        return days == to_this_day || (each.starts.known() && !is_young(each, days));
    }
    bool none_is_older_than(int days) const {
        return std::none_of(facts_.all.begin(), facts_.all.end(),
                            [&](const Campaign& each) { return is_seen(each, days); });
    }

    ReportTable table(int days) const {
        const std::string number = std::to_string(days);
        ReportTable out{.key = days == to_this_day ? "to_date" : "after_" + number,
                        .title =
                            days == to_this_day ? "To this day" : "By " + number + " days after the start",
                        .columns = columns(days)};
        const Cells id(input_.campaigns, "campaign_id"), name(input_.campaigns, "name"),
            channel(input_.campaigns, "channel"), starts(input_.campaigns, "starts_on");
        if (days == CampaignFacts::looks[1] && none_is_older_than(days)) {
            out.notes.push_back("no campaign is old enough: none began more than " + number + " days ago");
            return out;
        }
        const std::vector<Outcome> each = outcomes(days);
        Outcome all, seen;
        std::vector<std::string> young;
        for (std::size_t i = 0; i < facts_.all.size(); ++i) {
            const std::uint32_t at = facts_.all[i].row;
            std::string called(name[at].empty() ? id[at] : name[at]);
            if (days != to_this_day && is_young(facts_.all[i], days)) young.push_back(called);
            out.rows.push_back(
                row(std::move(called), std::string(channel[at]), std::string(starts[at]), each[i]));
            add(all, each[i]);
            if (is_seen(facts_.all[i], days)) add(seen, each[i]);
        }
        if (!none_is_older_than(days)) out.total = row("all", "", "", seen);
        if (!young.empty())
            out.notes.push_back(counted(young.size(), "campaign") + " began no more than " + number +
                                " days ago and may still grow, so that 'all' is without " +
                                (young.size() == 1 ? "it: " : "them: ") + listed(young));
        if (days != to_this_day && !all.accepted_some_day.empty())
            out.notes.push_back(counted(all.accepted_some_day.size(), "accepted lead") +
                                " of which nothing says when: counted, whenever it was");
        return out;
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
        bool is_known = false; // of any
        for (const Campaign& each : facts_.all) {
            cost += each.cost.value_or(0);
            is_known = is_known || each.cost.has_value();
        }
        const std::string in = facts_.costs->currency().empty() ? "" : facts_.costs->currency() + " ";
        std::vector<std::pair<std::string, std::string>> facts = {
            {facts_.all.size() == 1 ? "campaign" : "campaigns",
             with_thousands(static_cast<std::int64_t>(facts_.all.size()))}};
        if (is_known) facts.emplace_back(in + "spent", rounded_text(cost));
        return facts;
    }

    void add_notes(std::vector<std::string>& notes) const {
        const Cells why(input_.campaigns, "why"), name(input_.campaigns, "name");
        std::vector<std::string> aimless;
        double spent = 0;
        std::size_t undated = 0;
        for (const Campaign& each : facts_.all) {
            undated += each.starts.known() ? 0 : 1;
            if (!why[each.row].empty() || each.cost.value_or(0) <= 0) continue;
            aimless.emplace_back(name[each.row]);
            spent += *each.cost;
        }
        if (!aimless.empty())
            notes.push_back(rounded_text(spent) +
                            (facts_.costs->currency().empty() ? "" : " " + facts_.costs->currency()) +
                            " spent without a 'why': " + listed(aimless));
        if (undated > 0)
            notes.push_back(counted(undated, "campaign") +
                            " without a readable starts_on: nothing is known to have come in time, and 'all' "
                            "by 30 and by 180 days is without " +
                            (undated == 1 ? "it" : "them"));
        if (unknown_ > 0)
            notes.push_back(counted(unknown_, "lead") + " of campaigns that are not in the list: left out");
        if (without_ > 0) notes.push_back(counted(without_, "lead") + " of no campaign");
        if (!facts_.accepted_at) notes.emplace_back("the lifecycle has no stage 'sal': no lead is accepted");
        if (!period_.whole())
            notes.push_back("only campaigns that began " + period_.text() + ", days of " + zone_.name());
        if (!input_.by.empty()) notes.push_back("not split by '" + input_.by + "': each campaign has a row");
        facts_.costs->add_notes(notes);
        if (facts_.amounts) facts_.amounts->add_notes(notes);
        notes.insert(notes.end(), notes_.begin(), notes_.end());
    }

    const ReportInput& input_;
    const Zone& zone_;
    const Period period_{input_.from, input_.to};
    CampaignFacts facts_;
    std::unordered_map<std::string_view, std::size_t> by_id_;
    std::optional<CampaignMembers> members_;
    std::vector<Moment> accepted_; ///< by row of the leads
    Deals deals_;
    std::size_t unknown_ = 0, without_ = 0;
    std::vector<std::string> notes_;
};

} // namespace

bool CampaignFacts::by_then(const One& campaign, Moment at, int days, const Zone& zone) {
    if (days == to_this_day) return true;
    return campaign.starts.known() && at.known() && days_between(campaign.starts, at, zone) <= days;
}

Report campaigns(const ReportInput& input) { return Campaigns(input).make(); }

} // namespace handoff
