#include "base/ordered_output.hpp"

#include <handoff/files.hpp>

#include <algorithm>
#include <atomic>
#include <ingest/export.hpp>
#include <ingest/joining.hpp>
#include <ingest/row_keys.hpp>
#include <ingest/same_rows.hpp>
#include <mutex>
#include <numeric>
#include <utility>

namespace handoff {

struct CleanExport::Impl {
    Impl(Export& of, const Merges& given);

    // What must be known before the first row can be written.
    void read_keys(Export::Impl::Shown&);
    std::vector<KeyBlock> keys_of_rows(Export::Impl::Shown&, std::vector<Merge>& said);
    void merge_rows(const SameRows&, Export::Impl::Shown&);
    Table collect(const SameRows&, Export::Impl::Shown&);
    void choose_columns(const Export::Impl::Shown&);

    /// Throws Error (data) when the files are not what they were.
    void check_unchanged(const csv::Reader::Batch&) const;
    /// Leaves the rows that are kept, as they are in the end.
    void settle(csv::Reader::Batch&) const;
    /// Streams the rows; tables hold the cells at these positions of the export's names, in that order.
    void for_each(std::span<const std::size_t> wanted, csv::Reader::Keep,
                  const std::function<void(csv::Reader::Batch&)>& work);
    Table read(std::span<const std::size_t> wanted, csv::Reader::Keep);

    Export& from;
    Export::Impl& impl;
    std::vector<std::size_t> known; ///< positions that may hold something
    MergedRecords merged;
    std::vector<std::size_t> first_row;     ///< of each batch; at the end the number of all rows
    std::vector<std::uint32_t> merged_rows; ///< what several rows became one at, in order
    Table merged_cells;                     ///< a row for each of them
    std::vector<std::uint8_t> keep;         ///< a row's sign; empty: all are kept
    std::vector<std::size_t> positions;     ///< of the columns, in the export's names
    std::vector<std::string> columns;
    Counts counts;
};

CleanExport::Impl::Impl(Export& of, const Merges& given)
    : from(of), impl(*of.impl_), merged(of.kind(), given) {
    for (std::size_t i = 0; i < impl.names.size(); ++i)
        if (!impl.names[i].blank) known.push_back(i);
    Export::Impl::Shown shown = impl.shown_by_first_rows(known);
    read_keys(shown);
    choose_columns(shown);
    counts.read = impl.rows_read;
    counts.rejected = impl.bad.size();
    counts.kept = first_row.back() - counts.merged;
    if (counts.read != counts.kept + counts.rejected + counts.merged)
        throw Error(Fault::ours, "rows do not add up: " + std::to_string(counts.read) + " read, " +
                                     std::to_string(counts.kept) + " kept, " +
                                     std::to_string(counts.rejected) + " rejected, " +
                                     std::to_string(counts.merged) + " merged");
}

void CleanExport::Impl::read_keys(Export::Impl::Shown& shown) {
    std::vector<Merge> said;
    std::vector<KeyBlock> blocks = keys_of_rows(shown, said);
    if (!said.empty()) {
        Merges all = merged.merges();
        all.add(said);
        merged = MergedRecords(impl.kind, std::move(all));
        blocks = keys_of_rows(shown, said);
    }
    first_row.assign(1, 0);
    for (const KeyBlock& block : blocks) first_row.push_back(first_row.back() + block.size());
    const SameRows same(KeyIndex(std::move(blocks), from.threads()));
    if (!same.empty() || !merged.merges().empty()) merge_rows(same, shown);
}

/// The keys of all rows in order, what they say of merges, and what of their columns was not shown yet.
std::vector<KeyBlock> CleanExport::Impl::keys_of_rows(Export::Impl::Shown& shown, std::vector<Merge>& said) {
    const RowKeys keys(impl.kind, merged.merges());
    std::set<std::size_t> wanted;
    const auto want = [&](std::size_t position) {
        if (!impl.names[position].blank) wanted.insert(position);
    };
    for (const std::size_t position : keys.columns()) want(position);
    for (const auto& column : {merged.columns().into, merged.columns().ids})
        if (column) want(*column);
    for (const std::size_t position : impl.not_shown(shown)) want(position);

    std::mutex mutex;
    std::vector<KeyBlock> blocks;
    said.clear();
    const std::vector<std::size_t> read(wanted.begin(), wanted.end());
    from.for_each(read,
                  keys.need_originals() ? csv::Reader::Keep::cells_and_originals : csv::Reader::Keep::cells,
                  [&](csv::Reader::Batch& batch) {
                      KeyBlock block = keys.of(batch.table);
                      const std::vector<Merge> here = merges_said_by(batch.table, merged.columns());
                      const std::lock_guard lock(mutex);
                      if (blocks.size() <= batch.chunk) blocks.resize(batch.chunk + 1);
                      blocks[batch.chunk] = std::move(block);
                      said.insert(said.end(), here.begin(), here.end());
                      shown.add(batch.table);
                  });
    for (std::size_t i = 0; i < impl.columns.size(); ++i)
        shown.changed[i] = shown.changed[i] || impl.cleaned[i].changed;
    return blocks;
}

void CleanExport::Impl::merge_rows(const SameRows& same, Export::Impl::Shown& shown) {
    std::fill(shown.something.begin(), shown.something.end(), false); // of the rows as they are in the end
    Table all = collect(same, shown);
    const std::size_t updated_at = canonical_position(impl.kind, "updated_at");
    const std::optional<std::size_t> newest_by =
        updated_at < impl.columns.size() ? std::optional(updated_at) : std::nullopt;
    std::vector<std::size_t> derived;
    for (std::size_t i = 0; i < impl.columns.size(); ++i)
        if (impl.columns[i].derived && !impl.names[i].blank) derived.push_back(i);
    std::vector<std::uint32_t> firsts;
    Memory memory;
    same.for_each_group([&](const std::vector<std::uint32_t>& rows) {
        const std::uint32_t first = rows.front();
        merge_into_first(all, rows, newest_by, impl.columns.size(), merged);
        for (const std::size_t position : derived)
            if (!from.source(position)) all[position].cells[first] = {};
        impl.derivation.fill(derived, all, first, first + 1, *impl.words, memory);
        firsts.push_back(first);
        merged_rows.push_back(same.all()[first].row);
        counts.merged += rows.size() - 1;
    });
    merged_cells = all.pick(firsts);
    merged_cells.share(impl.words);
    merged.write(merged_cells);
    shown.add(merged_cells);

    if (same.empty()) return;
    keep.assign(first_row.back(), 1);
    for (const SameRows::Row& each : same.all())
        if (each.row != each.first) keep[each.row] = 0;
}

/// The rows that are the same as others, in order; of all others, which columns hold something.
Table CleanExport::Impl::collect(const SameRows& same, Export::Impl::Shown& shown) {
    std::vector<std::string> names;
    for (const Scope::Name& name : impl.names) names.push_back(name.name);
    Joining joining(names);
    joining.expect_rows(same.all().size());
    std::mutex mutex;
    from.for_each(known, csv::Reader::Keep::cells, [&](csv::Reader::Batch& batch) {
        check_unchanged(batch);
        const std::size_t begin = first_row[batch.chunk];
        std::vector<std::uint32_t> rows;
        std::vector<std::uint8_t> others(batch.table.rows(), 1);
        for (const SameRows::Row& each : same.within(begin, begin + batch.table.rows())) {
            rows.push_back(each.row - static_cast<std::uint32_t>(begin));
            others[rows.back()] = 0;
        }
        Table piece;
        if (!rows.empty()) {
            piece = batch.table.copy(rows);
            batch.table = batch.table.select(others);
        }
        merged.write(batch.table);
        joining.put(batch.chunk, std::move(piece));
        const std::lock_guard lock(mutex);
        shown.add(batch.table);
    });
    return joining.take();
}

void CleanExport::Impl::choose_columns(const Export::Impl::Shown& shown) {
    const std::set<std::size_t> originals(impl.originals.begin(), impl.originals.end());
    std::set<std::size_t> chosen = originals;
    for (std::size_t i = 0; i < impl.columns.size(); ++i) {
        if (shown.something[i]) chosen.insert(i);
        if (shown.changed[i] && impl.uncleaned[i] != Export::Impl::nowhere) chosen.insert(impl.uncleaned[i]);
    }
    positions.assign(chosen.begin(), chosen.end());
    for (const std::size_t position : positions) columns.push_back(impl.names[position].name);
}

void CleanExport::Impl::check_unchanged(const csv::Reader::Batch& batch) const {
    if (batch.chunk + 1 < first_row.size() &&
        first_row[batch.chunk] + batch.table.rows() == first_row[batch.chunk + 1])
        return;
    throw Error(Fault::data, "'" + *batch.table.file + "' changed while it was read");
}

void CleanExport::Impl::settle(csv::Reader::Batch& batch) const {
    check_unchanged(batch);
    const std::size_t begin = first_row[batch.chunk], rows = batch.table.rows();
    auto row = std::lower_bound(merged_rows.begin(), merged_rows.end(), begin);
    if (row != merged_rows.end() && *row < begin + rows) batch.table.share(merged_cells);
    for (; row != merged_rows.end() && *row < begin + rows; ++row)
        for (std::size_t i = 0; i < impl.names.size(); ++i) {
            const std::vector<std::string_view>& merged_column = merged_cells[i].cells;
            std::vector<std::string_view>& cells = batch.table[i].cells;
            if (!cells.empty() && !merged_column.empty())
                cells[*row - begin] = merged_column[static_cast<std::size_t>(row - merged_rows.begin())];
        }
    if (!keep.empty()) {
        const std::span<const std::uint8_t> signs(keep.data() + begin, rows);
        if (std::find(signs.begin(), signs.end(), 0) != signs.end()) batch.table = batch.table.select(signs);
    }
    merged.write(batch.table);
}

void CleanExport::Impl::for_each(std::span<const std::size_t> wanted, csv::Reader::Keep keep_what,
                                 const std::function<void(csv::Reader::Batch&)>& work) {
    std::set<std::size_t> read(wanted.begin(), wanted.end());
    if (!merged.merges().empty())
        for (const auto& column : {merged.columns().id, merged.columns().into, merged.columns().ids})
            read.insert(*column);
    const std::vector<std::size_t> columns_read(read.begin(), read.end());
    std::vector<csv::Reader::Batch> batches(from.threads());
    std::atomic<std::uint64_t> rows = 0;
    from.for_each(columns_read, keep_what, [&](csv::Reader::Batch& in) {
        settle(in);
        csv::Reader::Batch& out = batches[in.thread];
        out.chunk = in.chunk;
        out.thread = in.thread;
        if (out.table.columns().empty())
            for (const std::size_t position : wanted) out.table.add(impl.names[position].name);
        out.table.start_batch(in.table.rows(), {});
        for (std::size_t i = 0; i < wanted.size(); ++i) out.table[i].cells.swap(in.table[wanted[i]].cells);
        out.table.file = in.table.file;
        out.table.lines.swap(in.table.lines);
        out.table.originals.swap(in.table.originals);
        if (keep_what == csv::Reader::Keep::forever) out.table.share(in.table);
        rows += out.table.rows();
        work(out);
    });
    if (rows != counts.kept)
        throw Error(Fault::ours,
                    std::to_string(counts.kept) + " rows are to be kept, not " + std::to_string(rows));
}

Table CleanExport::Impl::read(std::span<const std::size_t> wanted, csv::Reader::Keep keep_what) {
    std::vector<std::string> names;
    for (const std::size_t position : wanted) names.push_back(impl.names[position].name);
    Joining joining(names);
    joining.expect_rows(counts.kept);
    for_each(wanted, keep_what, [&](csv::Reader::Batch& batch) {
        Table piece;
        if (keep_what == csv::Reader::Keep::forever) {
            piece = std::exchange(batch.table, Table());
        } else { // a few columns need not keep the bytes of all
            std::vector<std::uint32_t> rows(batch.table.rows());
            std::iota(rows.begin(), rows.end(), 0U);
            piece = batch.table.copy(rows);
        }
        joining.put(batch.chunk, std::move(piece));
    });
    return joining.take();
}

CleanExport::CleanExport(Export& from, const Merges& merges) : impl_(std::make_unique<Impl>(from, merges)) {}
CleanExport::CleanExport(CleanExport&&) noexcept = default;
CleanExport::~CleanExport() = default;

const CleanExport::Counts& CleanExport::rows() const noexcept { return impl_->counts; }
const std::vector<std::string>& CleanExport::columns() const noexcept { return impl_->columns; }

void CleanExport::reject(std::span<const std::size_t> rows) {
    std::vector<std::uint8_t>& keep = impl_->keep;
    if (keep.empty()) keep.assign(impl_->first_row.back(), 1);
    std::size_t position = 0;
    auto next = rows.begin();
    for (std::uint8_t& sign : keep) {
        if (next == rows.end()) break;
        if (sign == 0 || position++ != *next) continue;
        sign = 0;
        ++next;
    }
    impl_->counts.kept -= rows.size();
    impl_->counts.rejected += rows.size();
}

Table CleanExport::read(std::span<const std::string_view> names) {
    std::vector<std::size_t> wanted;
    for (std::size_t i = 0; i < impl_->columns.size(); ++i)
        if (std::find(names.begin(), names.end(), impl_->columns[i]) != names.end())
            wanted.push_back(impl_->positions[i]);
    return impl_->read(wanted, csv::Reader::Keep::cells);
}

Table CleanExport::read_all() { return impl_->read(impl_->positions, csv::Reader::Keep::forever); }

void CleanExport::write(OutputFile& out) {
    Table header;
    for (const std::string& name : impl_->columns) header.add(name);
    std::string text;
    csv::append_header(text, header);
    out.write(text);
    OrderedOutput ordered(out);
    impl_->for_each(impl_->positions, csv::Reader::Keep::cells, [&](csv::Reader::Batch& batch) {
        std::string piece = ordered.take();
        csv::append_rows(piece, batch.table, 0, batch.table.rows());
        ordered.put(batch.chunk, std::move(piece));
    });
    ordered.finish();
}

} // namespace handoff
