#include <handoff/words.hpp>

#include <algorithm>
#include <ingest/export.hpp>
#include <ingest/lead_keys.hpp>
#include <map>
#include <unordered_map>

namespace handoff {

namespace {

/// By what two rows of a kind are the same: rows with an id by that, the others by a second key.
struct Keys {
    KeyIndex ids, others;
};

std::string_view cell(const Table& table, std::size_t column, std::size_t row) {
    const std::vector<std::string_view>& cells = table[column].cells; // none where the export has nothing
    return cells.empty() ? std::string_view() : cells[row];
}

KeyIndex index_of(const Table& table, const std::function<std::string_view(std::size_t, std::string&)>& key) {
    KeyBlock block;
    block.reserve(table.rows());
    std::string made;
    for (std::size_t row = 0; row < table.rows(); ++row) block.add(key(row, made));
    std::vector<KeyBlock> blocks;
    blocks.push_back(std::move(block));
    return KeyIndex(std::move(blocks));
}

Keys keys_of(Kind kind, const Table& table, const Merges& merges) {
    Keys keys;
    const auto by_id = [&](std::string_view name) {
        const std::size_t id = canonical_position(kind, name);
        keys.ids = index_of(table, [&, id](std::size_t row, std::string&) {
            return join_id(merges.survivor(cell(table, id, row)));
        });
        return id;
    };
    switch (kind) {
    case Kind::leads:
    case Kind::contacts: {
        const std::size_t id = by_id(kind == Kind::leads ? "lead_id" : "contact_id");
        const std::size_t email = canonical_position(kind, "email");
        keys.others = index_of(table, [&, id, email](std::size_t row, std::string& made) -> std::string_view {
            if (!cell(table, id, row).empty()) return {};
            return made = lower(cell(table, email, row));
        });
        break;
    }
    case Kind::touches: {
        const std::size_t id = by_id("touch_id");
        keys.others = index_of(table, [&, id](std::size_t row, std::string&) -> std::string_view {
            return cell(table, id, row).empty() ? table.original(row) : std::string_view();
        });
        break;
    }
    case Kind::deals:
        by_id("deal_id");
        break;
    case Kind::accounts:
        by_id("account_id");
        break;
    case Kind::campaigns:
        by_id("campaign_id");
        break;
    case Kind::deal_contacts:
    case Kind::stages:
    case Kind::merges:
        keys.others = index_of(table, [&](std::size_t row, std::string&) { return table.original(row); });
        break;
    case Kind::members: {
        const std::size_t columns[] = {
            canonical_position(kind, "campaign_id"), canonical_position(kind, "lead_id"),
            canonical_position(kind, "contact_id"), canonical_position(kind, "email")};
        keys.ids = index_of(table, [&table, columns](std::size_t row, std::string& made) -> std::string_view {
            made.clear();
            for (const std::size_t column : columns)
                made.append(join_id(cell(table, column, row))).append(1, '\n');
            return made.size() == std::size(columns) ? std::string_view() : std::string_view(made);
        });
        break;
    }
    case Kind::outcomes: {
        const std::size_t id = canonical_position(kind, "lead_id"), at = canonical_position(kind, "at");
        keys.ids = index_of(table, [&, id, at](std::size_t row, std::string& made) -> std::string_view {
            if (cell(table, id, row).empty()) return {};
            made.assign(cell(table, id, row)).append(1, '\n').append(cell(table, at, row));
            return made;
        });
        break;
    }
    }
    return keys;
}

/// Rows that are the same, by the first of them.
std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> repeated(const Keys& keys, std::size_t rows) {
    std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> groups;
    for (const KeyIndex* index : {&keys.ids, &keys.others}) {
        if (!index->repeats()) continue;
        for (std::uint32_t row = 0; row < rows; ++row)
            if (const std::uint32_t first = index->first_of(row); first != row) groups[first].push_back(row);
    }
    return groups;
}

/// The records that were merged, and where they say so.
struct MergedRecords {
    std::size_t id, into, ids; ///< columns
    const Merges& merges;

    bool was_merged(const Table& table, std::uint32_t row) const {
        const std::string_view own = cell(table, id, row);
        return join_id(merges.survivor(own)) != join_id(own);
    }
    /// Each survivor that is there goes by its own id, and keeps those of the others.
    void write(Table& table) const {
        if (merges.empty()) return;
        std::map<std::string_view, std::string, std::less<>> merged;
        for (const Merge& merge : merges.list()) {
            std::string& all = merged[join_id(merge.survivor)];
            all += (all.empty() ? "" : ";") + merge.merged;
        }
        for (const std::size_t column : {into, ids}) table[column].cells.resize(table.rows());
        for (std::uint32_t row = 0; row < table.rows(); ++row) {
            std::string_view& own = table[id].cells[row];
            if (was_merged(table, row)) own = table.keep(merges.survivor(own));
            const auto found = merged.find(join_id(own));
            if (own.empty() || found == merged.end()) continue;
            table[into].cells[row] = {};
            table[ids].cells[row] = table.keep(found->second);
        }
    }
};

/// Puts the newest value of each field into the first of some rows that are the same. A record that was
/// merged only fills canonical columns that its survivor leaves blank.
void merge_into(Table& table, std::uint32_t first, std::vector<std::uint32_t> rows, std::size_t updated_at,
                std::size_t canonical_columns, const MergedRecords* merged) {
    rows.insert(rows.begin(), first);
    if (updated_at < table.columns().size()) {
        std::unordered_map<std::uint32_t, Instant> updated;
        for (const std::uint32_t row : rows)
            updated[row] = read_instant(cell(table, updated_at, row)).value_or(Instant::min());
        std::stable_sort(rows.begin(), rows.end(),
                         [&](std::uint32_t a, std::uint32_t b) { return updated[a] < updated[b]; });
    }
    auto survivors = rows.begin();
    if (merged)
        survivors = std::stable_partition(rows.begin(), rows.end(),
                                          [&](std::uint32_t row) { return merged->was_merged(table, row); });
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

bool has_something(const Column& column) {
    return std::any_of(column.cells.begin(), column.cells.end(),
                       [](std::string_view text) { return !text.empty(); });
}

} // namespace

Ingested ingest(Export& from, const Merges& given) {
    Export::Impl& impl = *from.impl_;
    std::vector<std::size_t> known;
    for (std::size_t i = 0; i < impl.names.size(); ++i)
        if (!impl.names[i].blank) known.push_back(i);
    Ingested result{.table = impl.read_table(known)};
    Table& table = result.table;
    result.read = impl.rows_read;
    result.rejected = impl.bad.size();

    const std::size_t all = impl.columns.size(), updated = canonical_position(impl.kind, "updated_at");
    const std::string_view key = impl.kind == Kind::leads      ? "lead_id"
                                 : impl.kind == Kind::contacts ? "contact_id"
                                 : impl.kind == Kind::deals    ? "deal_id"
                                                               : "";
    Merges merges;
    if (!key.empty()) {
        merges = given;
        merges.add_from(table, key);
    }
    const MergedRecords merged{.id = canonical_position(impl.kind, key),
                               .into = canonical_position(impl.kind, "merged_into"),
                               .ids = canonical_position(impl.kind, "merged_ids"),
                               .merges = merges};
    const auto groups = repeated(keys_of(impl.kind, table, merges), table.rows());
    std::vector<std::uint8_t> keep(table.rows(), 1);
    Memory memory;
    for (const auto& [first, rows] : groups) {
        merge_into(table, first, rows, updated == all ? table.columns().size() : updated, all,
                   merges.empty() ? nullptr : &merged);
        for (const std::uint32_t row : rows) keep[row] = 0;
        result.merged += rows.size();
        for (std::size_t i = 0; i < all; ++i) {
            if (!impl.columns[i].derived || impl.names[i].blank) continue;
            if (!from.source(i)) table[i].cells[first] = {};
            impl.derivation.fill(i, table, first, first + 1, *impl.words, memory);
        }
    }
    if (!groups.empty()) table = table.select(keep);
    merged.write(table);
    result.kept = table.rows();

    for (std::size_t i = table.columns().size(); i-- > 0;) {
        const bool original =
            std::find(impl.originals.begin(), impl.originals.end(), i) != impl.originals.end();
        const auto uncleaned = std::find(impl.uncleaned.begin(), impl.uncleaned.end(), i);
        const bool changed =
            uncleaned != impl.uncleaned.end() &&
            impl.cleaned[static_cast<std::size_t>(uncleaned - impl.uncleaned.begin())].changed;
        const bool wanted = original || (i < all ? has_something(table[i]) : changed);
        if (!wanted) table.remove(i);
    }
    if (result.read != result.kept + result.rejected + result.merged)
        throw Error(Fault::ours, "rows do not add up: " + std::to_string(result.read) + " read, " +
                                     std::to_string(result.kept) + " kept, " +
                                     std::to_string(result.rejected) + " rejected, " +
                                     std::to_string(result.merged) + " merged");
    return result;
}

} // namespace handoff
