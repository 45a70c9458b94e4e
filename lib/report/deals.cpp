#include "report/deals.hpp"

#include "base/parallel.hpp"
#include "ingest/merges.hpp"
#include "report/cells.hpp"
#include "report/joined_rows.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <thread>
#include <unordered_map>

namespace handoff {
namespace {

DealStatus read_status(std::string_view text) noexcept {
    if (same_text(text, "open")) return DealStatus::open;
    if (same_text(text, "won")) return DealStatus::won;
    return same_text(text, "lost") ? DealStatus::lost : DealStatus::unknown;
}

/// Rows of a table by the deal that a column of it names; several may share one.
class ByDeal {
  public:
    ByDeal(const Table& table, std::string_view column, const Merges& merged_deals)
        : merged_deals_(merged_deals) {
        const Cells deal_ids(table, column);
        if (!deal_ids.there()) return;
        for (std::uint32_t row = 0; row < table.rows(); ++row)
            if (!deal_ids[row].empty()) rows_.emplace(join_id(merged_deals.survivor(deal_ids[row])), row);
    }
    template <class Visit>
    void for_each(std::string_view deal_id, Visit visit) const {
        if (deal_id.empty()) return;
        const auto [begin, end] = rows_.equal_range(join_id(merged_deals_.survivor(deal_id)));
        for (auto each = begin; each != end; ++each) visit(each->second);
    }

  private:
    const Merges& merged_deals_;
    std::unordered_multimap<std::string_view, std::uint32_t> rows_;
};

/// The people on deals, as the CRM lists them.
class DealContacts {
  public:
    DealContacts(const ReportInput& input, const LeadIndex& index)
        : index_(index), contact_(input.deal_contacts, "contact_id"), lead_(input.deal_contacts, "lead_id"),
          by_deal_(input.deal_contacts, "deal_id", input.merged_deals) {}
    void add_to(std::vector<std::uint32_t>& found, std::string_view deal_id) const {
        by_deal_.for_each(deal_id, [&](std::uint32_t row) {
            // Where leads and contacts are one list, a contact's id is a lead's.
            std::uint32_t lead = index_.by_id(lead_[row]);
            if (lead == LeadIndex::none) lead = index_.by_contact(contact_[row]);
            if (lead == LeadIndex::none) lead = index_.by_id(contact_[row]);
            if (lead != LeadIndex::none) found.push_back(lead);
        });
    }

  private:
    const LeadIndex& index_;
    Cells contact_, lead_;
    ByDeal by_deal_;
};

/// Each lead once, in the order in which they were found.
void leave_out_repeated(std::vector<std::uint32_t>& leads) {
    auto end = leads.begin();
    for (const std::uint32_t lead : leads)
        if (std::find(leads.begin(), end, lead) == end) *end++ = lead;
    leads.erase(end, leads.end());
}

void add_named(std::vector<std::uint32_t>& found, std::string_view ids, const LeadIndex& index) {
    for_each_id(ids, [&](std::string_view id) {
        if (const std::uint32_t row = index.by_id(id); row != LeadIndex::none) found.push_back(row);
    });
}

/// Whether the cell is an id as it stands, not a list of some.
bool is_one_id(std::string_view cell) noexcept {
    return cell.find_first_of(";,: \t[]\"") == std::string_view::npos;
}

/// For each row, whether it is another row's deal too: the survivor's, or a later row's with the same id.
std::vector<bool> replaced_rows(const Table& deals, const Cells& ids, const Merges& merged) {
    std::unordered_map<std::string_view, std::size_t> last;
    std::vector<bool> replaced(deals.rows(), false);
    for (std::size_t row = 0; row < deals.rows(); ++row) {
        if (ids[row].empty()) continue;
        const std::string_view deal = join_id(merged.survivor(ids[row]));
        const auto [known, is_new] = last.try_emplace(deal, row);
        if (is_new) continue;
        const bool is_survivor = join_id(ids[row]) == deal,
                   was_survivor = join_id(ids[known->second]) == deal;
        const bool wins = is_survivor || !was_survivor;
        replaced[wins ? known->second : row] = true;
        if (wins) known->second = row;
    }
    return replaced;
}

} // namespace

Deals read_deals(const ReportInput& input, const LeadIndex& index) {
    const Table& table = input.deals;
    const Cells id(table, "deal_id"), status(table, "status"), lead_id(table, "lead_id"),
        lead_ids(table, "lead_ids"), created(table, "created_at"), closed(table, "closed_at"),
        won(table, "won_at"), lost(table, "lost_at");
    const ByDeal converted(input.leads, "converted_deal_id", input.merged_deals);
    const DealContacts contacts(input, index);
    const std::vector<bool> replaced = replaced_rows(table, id, input.merged_deals);
    const LeadKeys::Columns by_id = by_lead_id(table);
    const auto read = [&](Deal& deal, std::uint32_t lead_of_id) {
        const std::size_t row = deal.row;
        deal.status = read_status(status[row]);
        deal.created = Moment::read(created[row]);
        const std::string_view own_time = deal.status == DealStatus::won ? won[row] : lost[row];
        if (deal.status == DealStatus::won || deal.status == DealStatus::lost)
            deal.closed = Moment::read(own_time.empty() ? closed[row] : own_time);

        if (!is_one_id(lead_id[row]))
            add_named(deal.leads, lead_id[row], index);
        else if (lead_of_id != LeadIndex::none)
            deal.leads.push_back(lead_of_id);
        add_named(deal.leads, lead_ids[row], index);
        converted.for_each(id[row], [&](std::uint32_t lead) { deal.leads.push_back(lead); });
        contacts.add_to(deal.leads, id[row]);
        if (deal.leads.empty())
            if (const std::uint32_t lead = index.find(table, row); lead != LeadIndex::none)
                deal.leads.push_back(lead);
        leave_out_repeated(deal.leads);
    };
    constexpr std::size_t at_once = 1024;
    Deals deals{.all = std::vector<Deal>(table.rows())};
    in_parallel(std::thread::hardware_concurrency(), table.rows(), at_once,
                [&](std::size_t from, std::size_t to, unsigned) {
                    std::uint32_t leads[at_once];
                    find_leads(index.keys(), table, by_id, from, {leads, to - from});
                    for (std::size_t row = from; row < to; ++row) {
                        deals.all[row].row = row;
                        if (!replaced[row]) read(deals.all[row], leads[row - from]);
                    }
                });
    deals.repeated = std::erase_if(deals.all, [&](const Deal& deal) { return replaced[deal.row]; });
    for (const Deal& deal : deals.all) {
        if (!deal.leads.empty()) ++deals.joined;
        if (deal.status != DealStatus::unknown) continue;
        ++deals.unknown;
        auto& known = deals.unknown_statuses;
        if (std::find(known.begin(), known.end(), status[deal.row]) == known.end())
            known.emplace_back(status[deal.row]);
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
