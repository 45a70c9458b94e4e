#include "report/joined_rows.hpp"

#include <algorithm>

namespace handoff {

void find_leads(const LeadKeys& keys, const Table& rows, const LeadKeys::Columns& columns, std::size_t from,
                std::span<std::uint32_t> found) {
    LeadKeys::Search search;
    for (std::size_t done = 0; done < found.size(); done += KeySearch::most) {
        const auto some = found.subspan(done, std::min(KeySearch::most, found.size() - done));
        search.start(keys, rows, columns, from + done, from + done + some.size());
        search.look();
        search.finish(some);
    }
}

LeadKeys::Columns by_lead_id(const Table& rows) {
    LeadKeys::Columns columns;
    const auto id = rows.find("lead_id");
    if (id && rows[*id].cells.size() == rows.rows()) columns.id = id;
    return columns;
}

} // namespace handoff
