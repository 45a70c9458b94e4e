#include "csv/copy_cells.hpp"
#include "csv/formats.hpp"

#include <handoff/csv.hpp>

#include <algorithm>
#include <vector>

namespace handoff::csv {

namespace {

bool needs_quotes(std::string_view cell, char delimiter) noexcept {
    if (cell.empty()) return false;
    if (is_blank(cell.front()) || is_blank(cell.back())) return true;
    return std::any_of(cell.begin(), cell.end(),
                       [=](char c) { return c == delimiter || c == '"' || c == '\n' || c == '\r'; });
}

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

/// Writes rows behind a text.
class RowWriter {
  public:
    RowWriter(std::string& out, const Table& table, char delimiter)
        : out_(out), delimiter_(delimiter), copy_(copy_cells()), used_(out.size()) {
        for (const Column& column : table.columns()) columns_.push_back(column.cells.data());
    }

    void write(std::size_t row) {
        std::size_t size = 0;
        for (const std::string_view* cells : columns_) size += cells[row].size() + 1;
        // New room is filled with zeros: a little at a time, so that they are still in the cache.
        if (used_ + size + behind_row > out_.size()) out_.resize(used_ + size + behind_row + 8 * 1024);
        char* const start = out_.data() + used_;
        if (size <= 1 || !copy_(columns_.data(), columns_.size(), row, delimiter_, start))
            return write_carefully(row);
        start[size - 1] = '\n';
        used_ += size;
    }

    void finish() { out_.resize(used_); }

  private:
    void write_carefully(std::size_t row) {
        careful_.clear();
        for (std::size_t column = 0; column < columns_.size(); ++column) {
            if (column > 0) careful_ += delimiter_;
            append_field(careful_, columns_[column][row], delimiter_);
        }
        end_line(careful_, 0);
        out_.replace(used_, std::min(careful_.size(), out_.size() - used_), careful_);
        used_ += careful_.size();
    }

    std::string& out_;
    char delimiter_;
    CopyCells copy_;
    std::size_t used_; ///< of the text, which is longer until all is written
    std::vector<const std::string_view*> columns_;
    std::string careful_; ///< a row with quotes
};

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

void append_rows(std::string& out, const Table& table, std::size_t from, std::size_t to, char delimiter) {
    RowWriter writer(out, table, delimiter);
    for (std::size_t row = from; row < to; ++row) writer.write(row);
    writer.finish();
}

std::string to_csv(const Table& table) {
    std::string out;
    append_header(out, table);
    append_rows(out, table, 0, table.rows());
    return out;
}

} // namespace handoff::csv
