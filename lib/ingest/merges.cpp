#include <handoff/words.hpp>

#include <ingest/lead_keys.hpp>
#include <ingest/merges.hpp>
#include <set>

namespace handoff {

namespace {

std::string_view cell(const Table& table, std::optional<std::size_t> column, std::size_t row) {
    if (!column || table[*column].cells.empty()) return {};
    return table[*column].cells[row];
}

} // namespace

Merges::Merges(const Table& merges, Of of) {
    const auto survivor = merges.find("survivor_id"), merged = merges.find("merged_id"),
               record = merges.find("of"), at = merges.find("at");
    for (std::size_t row = 0; row < merges.rows(); ++row) {
        const std::string_view kind = cell(merges, record, row);
        const Of its = same_text(kind, "deal") || same_text(kind, "deals") ? Of::deals : Of::people;
        if (its != of || cell(merges, survivor, row).empty()) continue;
        for_each_id(cell(merges, merged, row), [&](std::string_view id) {
            insert({std::string(cell(merges, survivor, row)), std::string(id),
                    read_instant(cell(merges, at, row))});
        });
    }
    follow();
}

std::vector<Merge> merges_said_by(const Table& rows, const MergeColumns& columns) {
    std::vector<Merge> said;
    const auto is_there = [&](const std::optional<std::size_t>& column) {
        return column && !rows[*column].cells.empty();
    };
    if (!is_there(columns.into) && !is_there(columns.ids)) return said;
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        const std::string_view own = cell(rows, columns.id, row);
        if (own.empty()) continue;
        if (const std::string_view survivor = cell(rows, columns.into, row); !survivor.empty())
            said.push_back({.survivor = std::string(survivor), .merged = std::string(own), .at = {}});
        for_each_id(cell(rows, columns.ids, row), [&](std::string_view merged) {
            said.push_back({.survivor = std::string(own), .merged = std::string(merged), .at = {}});
        });
    }
    return said;
}

void Merges::add_from(const Table& rows, std::string_view key) {
    add(merges_said_by(rows, {rows.find(key), rows.find("merged_into"), rows.find("merged_ids")}));
}

void Merges::add(std::span<const Merge> merges) {
    for (const Merge& merge : merges) insert(merge);
    follow();
}

void Merges::insert(Merge merge) {
    if (join_id(merge.survivor) == join_id(merge.merged)) return;
    links_.emplace(merge.at, std::move(merge.survivor), std::move(merge.merged));
}

void Merges::follow() {
    std::map<std::string, std::string, std::less<>> next;
    const auto end_of = [&](std::string_view id) {
        for (auto found = next.find(join_id(id)); found != next.end(); found = next.find(join_id(id)))
            id = found->second;
        return id;
    };
    for (const auto& [at, survivor, merged] : links_) {
        // Two records that were merged into each other: the first of the two merges is the one that happened.
        if (join_id(end_of(survivor)) == join_id(merged)) continue;
        next[std::string(join_id(merged))] = survivor;
    }
    survivors_.clear();
    for (const auto& [merged, survivor] : next) survivors_.emplace(merged, end_of(survivor));
    list_.clear();
    std::set<std::string_view> listed;
    for (const auto& [at, survivor, merged] : links_) {
        const auto known = next.find(join_id(merged));
        if (known == next.end() || known->second != survivor || !listed.insert(known->first).second) continue;
        list_.push_back({std::string(this->survivor(merged)), merged, at});
    }
}

std::string_view Merges::survivor(std::string_view id) const noexcept {
    const auto found = survivors_.find(join_id(id));
    return found == survivors_.end() ? id : std::string_view(found->second);
}

} // namespace handoff
