#include "ingest/lead_keys.hpp"

#include <handoff/dossier.hpp>

#include <algorithm>
#include <map>
#include <mutex>
#include <numeric>
#include <optional>

namespace handoff {

Table touches_of_lead(Export& touches, std::size_t lead, Instant as_of, const Table& leads,
                      const Table& contacts, const Merges& merges) {
    const LeadKeys keys = LeadKeys::of(leads, &contacts, merges);
    const auto column_of = [&](std::string_view name) {
        const auto position = touches.find(name);
        return position && !touches.names()[*position].blank ? position : std::nullopt;
    };
    const LeadKeys::Columns joined_by = LeadKeys::columns_of_rows(column_of);
    std::vector<std::size_t> columns(touches.names().size());
    std::iota(columns.begin(), columns.end(), std::size_t{0});
    const auto at = column_of("at");
    std::mutex access;
    std::map<std::uint64_t, Table> found; // by batch: hardly any has some
    touches.for_each(columns, csv::Reader::Keep::cells, [&](csv::Reader::Batch& batch) {
        std::vector<std::uint32_t> its;
        LeadKeys::Search search;
        std::uint32_t leads_of_rows[KeySearch::most];
        for (std::size_t from = 0; from < batch.table.rows(); from += KeySearch::most) {
            const std::size_t to = std::min(from + KeySearch::most, batch.table.rows());
            search.start(keys, batch.table, joined_by, from, to);
            search.look();
            search.finish({leads_of_rows, to - from});
            for (std::size_t touch = from; touch < to; ++touch) {
                if (leads_of_rows[touch - from] != lead) continue;
                const auto time = at ? read_instant(batch.table[*at].cells[touch]) : std::nullopt;
                if (!time || *time <= as_of) its.push_back(static_cast<std::uint32_t>(touch));
            }
        }
        if (its.empty()) return;
        const std::lock_guard lock(access);
        found.emplace(batch.chunk, batch.table.copy(its));
    });
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
