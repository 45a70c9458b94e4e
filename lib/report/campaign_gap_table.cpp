#include "report/campaign_gap_table.hpp"

#include "ingest/lead_keys.hpp"
#include "report/campaign_gap.hpp"
#include "report/cells.hpp"
#include "report/sums.hpp"
#include "report/touch_log.hpp"

#include <algorithm>
#include <map>

namespace handoff {
namespace {

constexpr std::chrono::hours soon{24}; ///< after a lead came, for its first touch by sales

class GapTable {
  public:
    GapTable(const ReportInput& input, const CampaignFacts& facts)
        : input_(input), facts_(facts), zone_(input.agreement->timezone) {}

    ReportTable make() const {
        ReportTable out{.key = "gap", .title = "Why some bring more than all together would for their cost"};
        if (input_.touches == nullptr || !facts_.amounts) return out;
        std::vector<std::size_t> old;
        for (const int days : {CampaignFacts::looks[1], CampaignFacts::looks[0]}) {
            old.clear();
            for (std::size_t i = 0; i < facts_.all.size(); ++i)
                if (facts_.all[i].cost.value_or(0) > 0 && facts_.all[i].starts.known() &&
                    !facts_.by_then(facts_.all[i], Moment(input_.as_of), days, zone_))
                    old.push_back(i);
            if (old.size() > 1) break;
        }
        if (old.size() < 2) return out;
        const std::vector<CampaignChain> each = chains();
        CampaignChain all;
        for (const std::size_t i : old) all += each[i];
        if (all.revenue + all.other <= 0) return out;
        add_gap_columns(out);
        const std::vector<Measured> won = won_deals();
        const Cells id(input_.campaigns, "campaign_id"), name(input_.campaigns, "name");
        for (const std::size_t i : old) {
            const CampaignGap gap = gap_to(all, each[i]);
            const std::uint32_t at = facts_.all[i].row;
            std::vector<ReportCell> row;
            row.reserve(out.columns.size());
            row.emplace_back(std::string(name[at].empty() ? id[at] : name[at]));
            row.push_back(sum_cell(won[i], RowsBehind::Of::deals));
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

  private:
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
        std::vector<CampaignChain> chains(facts_.all.size());
        for (std::size_t i = 0; i < facts_.all.size(); ++i) chains[i].cost = facts_.all[i].cost.value_or(0);
        const std::vector<std::optional<Instant>> touched = first_touches();
        enum : std::uint8_t { none, late, in_time };
        std::vector<std::map<std::uint32_t, std::uint8_t>> speed(
            facts_.all.size()); // of touched leads, by row
        for (const auto& [campaign, person, at] : facts_.leads) {
            CampaignChain& chain = chains[campaign];
            ++chain.leads;
            if (!facts_.qualified_at || person.reached < *facts_.qualified_at) continue;
            ++chain.qualified;
            if (!touched[person.row]) continue;
            ++chain.touched;
            const bool fast = person.created.known() &&
                              *touched[person.row] <= person.created.first(zone_) + Duration(soon);
            if (fast) ++chain.soon;
            speed[campaign][person.row] = fast ? in_time : late;
        }
        for (const auto& [campaign, deal] : facts_.deals) {
            if (deal->status != DealStatus::won) continue;
            CampaignChain& chain = chains[campaign];
            std::uint8_t best = none;
            for (const std::uint32_t lead : deal->leads)
                if (const auto known = speed[campaign].find(lead); known != speed[campaign].end())
                    best = std::max(best, known->second);
            const double amount = facts_.amounts->of(deal->row).value_or(0);
            (best == none ? chain.other : chain.revenue) += amount;
            if (best != none) ++(best == in_time ? chain.won_soon : chain.won_late);
        }
        return chains;
    }

    std::vector<Measured> won_deals() const {
        std::vector<Measured> won(facts_.all.size());
        for (const auto& [campaign, deal] : facts_.deals)
            if (deal->status == DealStatus::won)
                won[campaign].add(static_cast<std::uint32_t>(deal->row),
                                  facts_.amounts->of(deal->row).value_or(0));
        return won;
    }

    void add_gap_columns(ReportTable& table) const {
        const auto money = [&](const char* key, const char* title, const char* definition) {
            table.columns.push_back({.key = key,
                                     .title = title,
                                     .unit = Unit::money,
                                     .definition = definition,
                                     .currency = facts_.costs->currency(),
                                     .derived = true});
        };
        table.columns.push_back(
            {.key = "campaign", .title = "campaign", .definition = "its name, else its id", .wrap = true});
        money("revenue", "revenue", "amount of its won deals to this day");
        table.columns.back().derived = false;
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

    const ReportInput& input_;
    const CampaignFacts& facts_;
    const Zone& zone_;
};

} // namespace

ReportTable campaign_gap_table(const ReportInput& input, const CampaignFacts& facts) {
    return GapTable(input, facts).make();
}

} // namespace handoff
