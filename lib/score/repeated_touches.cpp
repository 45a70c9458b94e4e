#include "score/repeated_touches.hpp"

#include "score/score_state.hpp"
#include "table/key_index.hpp"

#include <algorithm>

namespace handoff {

RepeatedTouches::RepeatedTouches(const Export& touches)
    : several_(touches.paths().size() > 1), id_(column_of(touches, "touch_id")) {}

std::vector<std::size_t> RepeatedTouches::wanted(std::vector<std::size_t> columns) const {
    if (several_ && id_ && std::find(columns.begin(), columns.end(), *id_) == columns.end())
        columns.push_back(*id_);
    return columns;
}

csv::Reader::Keep RepeatedTouches::keep() const noexcept {
    return several_ ? csv::Reader::Keep::cells_and_originals : csv::Reader::Keep::cells;
}

std::uint64_t RepeatedTouches::hash_of(const Table& table, std::size_t row) const {
    const std::string_view id = id_ ? table[*id_].cells[row] : std::string_view();
    return PackedKey::of(id.empty() ? table.original(row) : id).hash() ^ (id.empty() ? 1U : 0U);
}

std::optional<Table> RepeatedTouches::leave_out(const csv::Reader::Batch& batch) {
    if (!several_) return std::nullopt;
    const Table& table = batch.table;
    std::vector<std::uint64_t> hashes(table.rows());
    for (std::size_t row = 0; row < table.rows(); ++row) hashes[row] = hash_of(table, row);
    {
        const std::lock_guard lock(mutex_);
        if (file_ != table.file.get()) {
            before_.insert(now_.begin(), now_.end());
            now_.clear();
            file_ = table.file.get();
        }
        now_.insert(now_.end(), hashes.begin(), hashes.end());
    }
    // While a file is read, nothing is added to what the files before it had.
    std::vector<std::uint8_t> keep(table.rows(), 1);
    bool some = false;
    for (std::size_t row = 0; row < table.rows(); ++row)
        if (before_.contains(hashes[row])) {
            keep[row] = 0;
            some = true;
        }
    if (!some) return std::nullopt;
    return table.select(keep);
}

} // namespace handoff
