#include "ingest/same_rows.hpp"

#include "ingest/derive.hpp"
#include "ingest/lead_keys.hpp"

#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <utility>

namespace handoff {

namespace {

std::string_view cell(const Table& table, std::size_t column, std::size_t row) {
    const std::vector<std::string_view>& cells = table[column].cells; // none where the export has nothing
    return cells.empty() ? std::string_view() : cells[row];
}

} // namespace

SameRows::SameRows(const KeyIndex& keys) {
    if (!keys.repeats()) return;
    for (std::uint32_t row = 0; row < keys.rows(); ++row) {
        const std::uint32_t first = keys.first_of(row);
        if (first == row) continue;
        rows_.push_back({first, first});
        rows_.push_back({row, first});
    }
    const auto before = [](const Row& a, const Row& b) { return a.row < b.row; };
    const auto same = [](const Row& a, const Row& b) { return a.row == b.row; };
    std::sort(rows_.begin(), rows_.end(), before);
    rows_.erase(std::unique(rows_.begin(), rows_.end(), same), rows_.end());
}

std::span<const SameRows::Row> SameRows::within(std::size_t from, std::size_t to) const noexcept {
    const auto before = [](const Row& each, std::size_t row) { return each.row < row; };
    const auto begin = std::lower_bound(rows_.begin(), rows_.end(), from, before);
    return {begin, std::lower_bound(begin, rows_.end(), to, before)};
}

void SameRows::for_each_group(const std::function<void(const std::vector<std::uint32_t>&)>& work) const {
    std::vector<std::uint32_t> order(rows_.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return rows_[a].first < rows_[b].first; });
    for (auto begin = order.begin(); begin != order.end();) {
        const auto end = std::find_if(
            begin, order.end(), [&](std::uint32_t each) { return rows_[each].first != rows_[*begin].first; });
        work({begin, end});
        begin = end;
    }
}

MergedRecords::MergedRecords(Kind kind, Merges merges) {
    const std::string_view id = kind == Kind::leads      ? "lead_id"
                                : kind == Kind::contacts ? "contact_id"
                                : kind == Kind::deals    ? "deal_id"
                                                         : "";
    if (id.empty()) return;
    columns_ = {canonical_position(kind, id), canonical_position(kind, "merged_into"),
                canonical_position(kind, "merged_ids")};
    merges_ = std::move(merges);
    for (const Merge& merge : merges_.list()) {
        std::string& all = ids_[std::string(join_id(merge.survivor))];
        all += (all.empty() ? "" : ";") + merge.merged;
    }
}

bool MergedRecords::was_merged(const Table& table, std::size_t row) const {
    if (merges_.empty()) return false;
    const std::string_view own = cell(table, *columns_.id, row);
    return join_id(merges_.survivor(own)) != join_id(own);
}

void MergedRecords::write(Table& table) const {
    if (merges_.empty() || table[*columns_.id].cells.empty()) return;
    for (const auto& column : {columns_.into, columns_.ids}) table[*column].cells.resize(table.rows());
    for (std::size_t row = 0; row < table.rows(); ++row) {
        std::string_view& own = table[*columns_.id].cells[row];
        if (was_merged(table, row)) own = table.keep(merges_.survivor(own));
        const auto found = ids_.find(join_id(own));
        if (own.empty() || found == ids_.end()) continue;
        table[*columns_.into].cells[row] = {};
        table[*columns_.ids].cells[row] = table.keep(found->second);
    }
}

void merge_into_first(Table& table, std::vector<std::uint32_t> rows, std::optional<std::size_t> updated_at,
                      std::size_t canonical_columns, const MergedRecords& merged) {
    const std::uint32_t first = rows.front();
    if (updated_at) {
        std::unordered_map<std::uint32_t, Instant> updated;
        for (const std::uint32_t row : rows)
            updated[row] = read_instant(cell(table, *updated_at, row)).value_or(Instant::min());
        std::stable_sort(rows.begin(), rows.end(),
                         [&](std::uint32_t a, std::uint32_t b) { return updated[a] < updated[b]; });
    }
    const auto survivors = std::stable_partition(
        rows.begin(), rows.end(), [&](std::uint32_t row) { return merged.was_merged(table, row); });
    for (std::size_t i = 0; i < table.columns().size(); ++i) {
        std::vector<std::string_view>& cells = table[i].cells;
        if (cells.empty()) continue;
        std::string_view newest;
        const bool all = i < canonical_columns || survivors == rows.end();
        for (auto row = all ? rows.begin() : survivors; row != rows.end(); ++row)
            if (!cells[*row].empty()) newest = cells[*row];
        cells[first] = newest;
    }
}

} // namespace handoff
