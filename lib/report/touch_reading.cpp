#include "report/touch_reading.hpp"

#include "ingest/lead_keys.hpp"

#include <algorithm>
#include <vector>

namespace handoff {

void read_touches(Export& touches, const LeadKeys& keys, std::span<const TouchReading> readings) {
    const auto joined_by =
        LeadKeys::columns_of_rows([&](std::string_view name) { return touch_column(touches, name); });
    std::set<std::size_t> wanted;
    joined_by.add_to(wanted);
    for (const TouchReading& each : readings) wanted.insert(each.columns.begin(), each.columns.end());
    const std::vector<std::size_t> columns(wanted.begin(), wanted.end());

    std::vector<std::vector<std::uint32_t>> leads_of_rows(touches.threads());
    touches.for_each(columns, csv::Reader::Keep::cells, [&](csv::Reader::Batch& batch) {
        std::vector<std::uint32_t>& leads = leads_of_rows[batch.thread];
        leads.resize(batch.table.rows());
        LeadKeys::Search search;
        for (std::size_t from = 0; from < leads.size(); from += KeySearch::most) {
            const std::size_t to = std::min(from + KeySearch::most, leads.size());
            search.start(keys, batch.table, joined_by, from, to);
            search.look();
            search.finish(std::span(leads).subspan(from, to - from));
        }
        for (const TouchReading& each : readings) each.read(batch, leads);
    });
}

std::optional<std::size_t> touch_column(const Export& touches, std::string_view name) {
    const auto position = touches.find(name);
    return position && !touches.names()[*position].blank ? position : std::nullopt;
}

} // namespace handoff
