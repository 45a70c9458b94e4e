#include "report/touch_reading.hpp"

#include "report/joined_rows.hpp"

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
        find_leads(keys, batch.table, joined_by, 0, leads);
        for (const TouchReading& each : readings) each.read(batch, leads);
    });
}

std::optional<std::size_t> touch_column(const Export& touches, std::string_view name) {
    const auto position = touches.find(name);
    return position && !touches.names()[*position].blank ? position : std::nullopt;
}

} // namespace handoff
