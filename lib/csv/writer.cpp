#include "base/short_text.hpp"
#include "csv/formats.hpp"

#include <handoff/csv.hpp>

#include <algorithm>

namespace handoff::csv {

namespace {

bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }

bool needs_quotes(std::string_view cell, char delimiter) noexcept {
    if (cell.empty()) return false;
    if (is_blank(cell.front()) || is_blank(cell.back())) return true;
    return std::any_of(cell.begin(), cell.end(),
                       [=](char c) { return c == delimiter || c == '"' || c == '\n' || c == '\r'; });
}

/// Copies cells to where there is room for them, and notes whether one needs quotes.
class PlainCells {
  public:
    explicit PlainCells(char delimiter) noexcept : delimiter_(delimiter) {}
    char* copy(std::string_view cell, char* to) noexcept {
        if (cell.empty()) return to;
        if (is_blank(cell.front()) || is_blank(cell.back())) ++blank_ends_;
        return copy_bytes(cell, to, [this](std::uint64_t bytes) {
            marks_ |=
                delimiter_.in(bytes) | quote_.in(bytes) | line_feed_.in(bytes) | carriage_return_.in(bytes);
        });
    }
    bool need_quotes() const noexcept { return (marks_ | blank_ends_) != 0; }

  private:
    WantedByte delimiter_, quote_{'"'}, line_feed_{'\n'}, carriage_return_{'\r'};
    std::uint64_t marks_ = 0, blank_ends_ = 0;
};

void append_quoted(std::string& out, std::string_view cell) {
    out += '"';
    for (;;) {
        const std::size_t quote = cell.find('"');
        out += cell.substr(0, quote);
        if (quote == std::string_view::npos) break;
        out += "\"\"";
        cell.remove_prefix(quote + 1);
    }
    out += '"';
}

/// A line with one blank cell would be an empty line, which is no record.
void end_line(std::string& out, std::size_t start) {
    if (out.size() == start) out += "\"\"";
    out += '\n';
}

} // namespace

void append_field(std::string& out, std::string_view cell, char delimiter) {
    if (needs_quotes(cell, delimiter))
        append_quoted(out, cell);
    else
        out += cell;
}

void append_header(std::string& out, const Table& table, char delimiter) {
    const std::size_t start = out.size();
    for (const Column& column : table.columns()) {
        if (&column != table.columns().data()) out += delimiter;
        // A reader that finds the delimiter for itself must not take a byte in a name for it, nor the file
        // for another kind of file.
        if (column.name.find_first_of(",;\t|") != std::string::npos ||
            column.name.starts_with(byte_order_mark) || !other_format(column.name).empty())
            append_quoted(out, column.name);
        else
            append_field(out, column.name, delimiter);
    }
    end_line(out, start);
}

void append_row(std::string& out, const Table& table, std::size_t row, char delimiter) {
    const std::size_t start = out.size();
    std::size_t size = 0;
    for (const Column& column : table.columns()) size += column.cells[row].size() + 1;
    if (size > 1) {
        out.resize(start + size);
        char* at = out.data() + start;
        PlainCells cells(delimiter);
        for (const Column& column : table.columns()) {
            at = cells.copy(column.cells[row], at);
            *at++ = delimiter;
        }
        at[-1] = '\n';
        if (!cells.need_quotes()) return;
        out.resize(start);
    }
    for (const Column& column : table.columns()) {
        if (&column != table.columns().data()) out += delimiter;
        append_field(out, column.cells[row], delimiter);
    }
    end_line(out, start);
}

std::string to_csv(const Table& table) {
    std::string out;
    append_header(out, table);
    for (std::size_t row = 0; row < table.rows(); ++row) append_row(out, table, row);
    return out;
}

} // namespace handoff::csv
