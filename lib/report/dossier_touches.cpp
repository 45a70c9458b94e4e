#include "ingest/lead_keys.hpp"
#include "report/touch_reading.hpp"

#include <handoff/dossier.hpp>

#include <map>
#include <mutex>

namespace handoff {

Table touches_of_lead(Export& touches, std::size_t lead, Instant as_of, const Table& leads,
                      const Table& contacts, const Merges& merges) {
    const LeadKeys keys = LeadKeys::of(leads, &contacts, merges);
    const auto at = touch_column(touches, "at");
    std::mutex access;
    std::map<std::uint64_t, Table> found; // by batch: hardly any has some
    TouchReading reading;
    for (std::size_t column = 0; column < touches.names().size(); ++column) reading.columns.insert(column);
    reading.read = [&](const csv::Reader::Batch& batch, std::span<const std::uint32_t> leads_of_rows) {
        std::vector<std::uint32_t> its;
        for (std::uint32_t touch = 0; touch < leads_of_rows.size(); ++touch) {
            if (leads_of_rows[touch] != lead) continue;
            const auto time = at ? read_instant(batch.table[*at].cells[touch]) : std::nullopt;
            if (!time || *time <= as_of) its.push_back(touch);
        }
        if (its.empty()) return;
        const std::lock_guard lock(access);
        found.emplace(batch.chunk, batch.table.copy(its));
    };
    read_touches(touches, keys, {&reading, 1});
    Table all;
    for (auto& [chunk, some] : found) {
        if (all.columns().empty())
            all = std::move(some);
        else
            all.append(some);
    }
    return all;
}

} // namespace handoff
