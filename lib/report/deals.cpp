#include "report/deals.hpp"

#include "ingest/lead_keys.hpp"
#include "report/cells.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <unordered_map>

namespace handoff {
namespace {

DealStatus read_status(std::string_view text) noexcept {
    if (same_text(text, "open")) return DealStatus::open;
    if (same_text(text, "won")) return DealStatus::won;
    return same_text(text, "lost") ? DealStatus::lost : DealStatus::unknown;
}

/// Leads by the deal they were converted into; several people of a company may share one.
class Converted {
  public:
    explicit Converted(const Table& leads) {
        const Cells deal_ids(leads, "converted_deal_id");
        if (!deal_ids.there()) return;
        for (std::uint32_t row = 0; row < leads.rows(); ++row)
            if (!deal_ids[row].empty()) leads_.emplace(join_id(deal_ids[row]), row);
    }
    void add_to(std::vector<std::uint32_t>& found, std::string_view deal_id) const {
        const auto [begin, end] = leads_.equal_range(join_id(deal_id));
        for (auto each = begin; each != end; ++each) found.push_back(each->second);
    }

  private:
    std::unordered_multimap<std::string_view, std::uint32_t> leads_;
};

void add_named(std::vector<std::uint32_t>& found, std::string_view ids, const LeadIndex& index) {
    while (!ids.empty()) {
        const std::size_t end = std::min(ids.find_first_of(";,"), ids.size());
        const std::string_view id = trim(ids.substr(0, end));
        ids.remove_prefix(std::min(end + 1, ids.size()));
        if (const std::uint32_t row = index.by_id(id); row != LeadIndex::none) found.push_back(row);
    }
}

/// For each row, whether a later row has the same id.
std::vector<bool> replaced_rows(const Table& deals, const Cells& ids) {
    std::unordered_map<std::string_view, std::size_t> last;
    std::vector<bool> replaced(deals.rows(), false);
    for (std::size_t row = 0; row < deals.rows(); ++row) {
        if (ids[row].empty()) continue;
        const auto [known, is_new] = last.try_emplace(join_id(ids[row]), row);
        if (is_new) continue;
        replaced[known->second] = true;
        known->second = row;
    }
    return replaced;
}

} // namespace

Deals read_deals(const Table& table, const Table& leads, const LeadIndex& index) {
    const Cells id(table, "deal_id"), status(table, "status"), lead_id(table, "lead_id"),
        lead_ids(table, "lead_ids"), created(table, "created_at"), closed(table, "closed_at"),
        won(table, "won_at"), lost(table, "lost_at");
    const Converted converted(leads);
    const std::vector<bool> replaced = replaced_rows(table, id);
    Deals deals;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        if (replaced[row]) {
            ++deals.repeated;
            continue;
        }
        Deal deal{.row = row, .status = read_status(status[row]), .created = Moment::read(created[row])};
        if (deal.status == DealStatus::unknown) {
            ++deals.unknown;
            auto& known = deals.unknown_statuses;
            if (std::find(known.begin(), known.end(), status[row]) == known.end())
                known.emplace_back(status[row]);
        }
        const std::string_view own_time = deal.status == DealStatus::won ? won[row] : lost[row];
        if (deal.status == DealStatus::won || deal.status == DealStatus::lost)
            deal.closed = Moment::read(own_time.empty() ? closed[row] : own_time);

        add_named(deal.leads, lead_id[row], index);
        add_named(deal.leads, lead_ids[row], index);
        if (!id[row].empty()) converted.add_to(deal.leads, id[row]);
        if (deal.leads.empty())
            if (const std::uint32_t lead = index.find(table, row); lead != LeadIndex::none)
                deal.leads.push_back(lead);
        if (!deal.leads.empty()) ++deals.joined;
        deals.all.push_back(std::move(deal));
    }
    return deals;
}

void add_notes(std::vector<std::string>& notes, const Deals& deals) {
    if (deals.repeated > 0)
        notes.push_back(counted(deals.repeated, "row") +
                        " of deals came again with the same deal_id: the last of them counts");
    if (deals.unknown > 0) {
        std::string statuses;
        for (const std::string& status : deals.unknown_statuses)
            statuses += (statuses.empty() ? "" : ", ") + (status.empty() ? "blank" : "'" + status + "'");
        notes.push_back(counted(deals.unknown, "deal") +
                        " with a status that is neither open, won nor lost (" + statuses +
                        "): counted as deals only");
    }
    if (deals.joined < deals.all.size())
        notes.push_back(with_thousands(static_cast<std::int64_t>(deals.all.size() - deals.joined)) + " of " +
                        counted(deals.all.size(), "deal") + " join none of these leads");
}

} // namespace handoff
