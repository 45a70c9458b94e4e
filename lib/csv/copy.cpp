#include <handoff/csv.hpp>

#include <algorithm>
#include <numeric>
#include <utility>

namespace handoff::csv {

namespace {

struct Closed {}; ///< nobody wants more

RowCount pass(Reader& reader, std::span<const std::size_t> wanted,
              const std::function<void(Reader::Batch&)>& work,
              const std::function<void(const Reader::Batch&)>& write,
              const std::function<void(BadRow&&)>& refuse) {
    RowCount rows;
    try {
        reader.for_each(wanted, Reader::Keep::cells, work, [&](Reader::Batch& batch) {
            rows.kept += batch.table.rows();
            rows.bad += batch.bad.size();
            for (BadRow& row : batch.bad) refuse(std::move(row));
            write(batch);
        });
    } catch (const Closed&) {
        // What was written is all that was asked for.
    }
    return rows;
}

} // namespace

RowCount copy_as_is(Reader& reader, const std::function<bool(std::string_view)>& write,
                    const std::function<void(BadRow&&)>& refuse, bool with_header) {
    if (with_header) {
        Table header;
        for (const std::string& name : reader.header()) header.add(name);
        std::string text;
        append_header(text, header);
        if (!write(text)) return {};
    }
    std::vector<std::size_t> every_column(reader.header().size());
    std::iota(every_column.begin(), every_column.end(), std::size_t{0});
    std::vector<std::string> texts(reader.threads());
    return pass(
        reader, every_column,
        [&](Reader::Batch& batch) {
            std::string& text = texts[batch.thread];
            text.clear();
            append_rows(text, batch.table, 0, batch.table.rows());
        },
        [&](const Reader::Batch& batch) {
            if (const std::string& text = texts[batch.thread]; !text.empty() && !write(text)) throw Closed{};
        },
        refuse);
}

RowCount count_rows(Reader& reader, const std::function<void(BadRow&&)>& refuse) {
    return pass(
        reader, {}, [](const Reader::Batch&) {}, [](const Reader::Batch&) {}, refuse);
}

} // namespace handoff::csv
