#include "csv/batch.hpp"

#include "csv/field.hpp"
#include "csv/utf8.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

namespace handoff::csv {

namespace {

/// Longer source lines are left out of messages.
constexpr std::size_t longest_shown_line = 400;

std::string name_of_delimiter(char delimiter) {
    switch (delimiter) {
    case ',':
        return "comma";
    case ';':
        return "semicolon";
    case '\t':
        return "tab";
    case ' ':
        return "space";
    default:
        return std::string("'") + delimiter + "'";
    }
}

/// The word around a place, for a message.
std::string_view word_at(std::string_view text, std::size_t at) {
    constexpr std::size_t longest = 40;
    constexpr std::string_view ends = " \t\r\n,;|\"'";
    std::size_t from = text.find_last_of(ends, at) + 1; // 0 when there is none
    std::size_t to = std::min(text.find_first_of(ends, at), text.size());
    if (at - from > longest) from = at;
    while (to - from > longest) --to;
    while (to < text.size() && (text[to] & 0xC0) == 0x80) --to;
    return text.substr(from, to - from);
}

} // namespace

BatchBuilder::BatchBuilder(const Head& head, std::shared_ptr<const std::string> file,
                           std::span<const std::size_t> wanted, Reader::Keep keep)
    : head_(head), file_(std::move(file)), wanted_(wanted.begin(), wanted.end()), keep_(keep) {
    std::vector<std::size_t> sorted = wanted_;
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t i = 1; i < sorted.size(); ++i) times_wanted_ += sorted[i] == sorted[i - 1] ? 1 : 0;
}

std::shared_ptr<const void> BatchBuilder::hand_over() {
    unquoted_room_ = 0;
    return std::exchange(unquoted_, nullptr);
}

std::string_view BatchBuilder::field(std::size_t first, std::size_t position) const {
    const std::uint32_t* const ends = index_->fields() + first + position;
    const std::uint32_t from = *(ends - 1) + 1;
    return {stretch_.bytes + from, *ends - from};
}

std::string_view BatchBuilder::record(std::size_t number) const {
    const std::uint32_t* const fields = index_->fields();
    const std::size_t first = number == 0 ? 0 : index_->records()[number - 1];
    const std::uint32_t from = *(fields + first - 1) + 1;
    std::uint32_t to = fields[index_->records()[number] - 1];
    if (to > from && head_.marks.line_end == '\n' && stretch_.bytes[to - 1] == '\r') --to;
    return {stretch_.bytes + from, to - from};
}

void BatchBuilder::build(const Stretch& stretch, const Index& index, Reader::Batch& batch) {
    stretch_ = stretch;
    index_ = &index;
    line_known_at_ = stretch.bytes;
    line_ = stretch.line;
    room_ = nullptr;

    batch.bad.clear();
    look_at_text();
    choose_rows(batch.bad);
    if (batch.table.columns().size() != wanted_.size()) {
        batch.table = Table();
        for (const std::size_t column : wanted_) batch.table.add(head_.header[column]);
    }
    batch.table.file = file_;
    batch.table.set_rows(rows_.size());
    fill_cells(batch.table);
    if (keep_ != Reader::Keep::cells) fill_originals(batch.table);
}

void BatchBuilder::look_at_text() {
    all_utf8_ = true;
    garbled_ = {};
    if (!index_->high || index_->record_count() <= stretch_.first_record) return;
    const char* const from = record(stretch_.first_record).data();
    const std::string_view last = record(index_->record_count() - 1);
    const std::string_view text(from, static_cast<std::size_t>(last.data() + last.size() - from));
    all_utf8_ = first_not_utf8(text) == std::string_view::npos;
    if (find_garbled(text) == std::string_view::npos) return;
    for (std::size_t number = stretch_.first_record; number < index_->record_count(); ++number) {
        const std::string_view whole = record(number);
        const std::size_t at = find_garbled(whole);
        if (at == std::string_view::npos || garbled_.rows++ > 0) continue;
        const std::size_t line_start = at == 0 ? 0 : whole.rfind(head_.marks.line_end, at - 1) + 1;
        garbled_.line = line_of(whole.data() + line_start);
        garbled_.column = at - line_start + 1;
        garbled_.word = word_at(whole, at);
    }
}

void BatchBuilder::choose_rows(std::vector<BadRow>& bad) {
    rows_.clear();
    numbers_.clear();
    const std::size_t columns = head_.header.size();
    const std::uint32_t* const records = index_->records();
    const std::size_t count = index_->record_count();
    const bool careful = index_->junk || index_->nul || !all_utf8_ || columns == 1;
    std::uint32_t first = stretch_.first_record == 0 ? 0 : records[stretch_.first_record - 1];
    for (std::size_t number = stretch_.first_record; number < count; ++number) {
        const std::uint32_t fields = records[number] - first;
        const bool certain = fields == columns && !careful && !(stretch_.never_closed && number + 1 == count);
        if (certain || is_good(number, fields, bad)) {
            rows_.push_back({first, fields});
            if (keep_ != Reader::Keep::cells) numbers_.push_back(static_cast<std::uint32_t>(number));
        }
        first = records[number];
    }
}

bool BatchBuilder::is_good(std::size_t number, std::size_t fields, std::vector<BadRow>& bad) {
    const std::string_view whole = record(number);
    if (whole.empty()) return false; // an empty line
    const std::size_t first = number == 0 ? 0 : index_->records()[number - 1];
    const Marks& marks = head_.marks;
    // The last field goes to the end of the record, without its CR.
    const auto cut = [&](std::size_t position) {
        const std::string_view text = field(first, position);
        const char* const end = whole.data() + whole.size();
        return std::string_view(text.data(),
                                std::min(text.size(), static_cast<std::size_t>(end - text.data())));
    };

    if (stretch_.never_closed && number + 1 == index_->record_count()) {
        refuse(number, cut(fields - 1).substr(0, 1), 1, "quote is never closed",
               std::string(unclosed_quote_hint), bad);
        return false;
    }
    if (index_->nul && whole.find('\0') != std::string_view::npos) {
        refuse(number, whole.substr(whole.find('\0')), 1, "row holds a NUL byte", "is this a text file?",
               bad);
        return false;
    }
    if (const std::size_t at = all_utf8_ ? std::string_view::npos : first_not_utf8(whole);
        at != std::string_view::npos) {
        refuse(number, whole.substr(at), 1, "row holds bytes that are not UTF-8, as the first 1 MB was",
               "name the encoding: windows-1252, or mixed where both occur", bad);
        return false;
    }
    if (index_->junk) {
        for (std::size_t c = 0; c < fields; ++c) {
            if (!has_junk(cut(c), marks)) continue;
            refuse(number, cut(c), static_cast<std::uint32_t>(cut(c).size()),
                   "text stands behind the closing quote", "a quote inside a quoted field is written twice",
                   bad);
            return false;
        }
    }
    const std::size_t columns = head_.header.size();
    const std::string what = "row has " + counted(fields, "field") + ", the header has " +
                             with_thousands(static_cast<std::int64_t>(columns));
    if (fields < columns) {
        refuse(number, {}, 1, what, "a line end inside a field needs quotes around the field", bad);
        return false;
    }
    for (std::size_t c = columns; c < fields; ++c) {
        if (is_blank(cut(c), marks)) continue;
        refuse(number, cut(columns), static_cast<std::uint32_t>(cut(columns).size()), what,
               "a " + name_of_delimiter(head_.marks.delimiter) +
                   " inside a field needs quotes around the field",
               bad);
        return false;
    }
    return true;
}

std::uint64_t BatchBuilder::line_of(const char* position) {
    State state = State::unquoted;
    // Positions are asked for in rising order, but for the lines within a bad row.
    if (position < line_known_at_) {
        line_known_at_ = stretch_.bytes;
        line_ = stretch_.line;
    }
    const char* const from = std::exchange(line_known_at_, position);
    const auto bytes = static_cast<std::size_t>(position - from);
    const bool one_line_end = head_.marks.line_end == head_.marks.other_line_end;
    if (one_line_end && bytes > 0 && std::memchr(from, head_.marks.line_end, bytes) == position - 1)
        return ++line_; // as most records are
    skim(from, bytes, head_.marks, state, line_);
    return line_;
}

/// A place of length 0 means the whole row.
void BatchBuilder::refuse(std::size_t number, std::string_view place, std::uint32_t width, std::string what,
                          std::string hint, std::vector<BadRow>& bad) {
    const std::string_view whole = record(number);
    const char line_end = head_.marks.line_end;
    const std::size_t at =
        place.data() == nullptr ? 0 : static_cast<std::size_t>(place.data() - whole.data());
    const std::size_t line_start = at == 0 ? 0 : whole.rfind(line_end, at - 1) + 1; // 0 when there is none
    std::string_view source = whole.substr(line_start);
    source = source.substr(0, source.find(line_end));
    if (source.ends_with('\r')) source.remove_suffix(1);

    BadRow row;
    row.original = whole;
    row.diagnostic.what = std::move(what);
    row.diagnostic.hint = std::move(hint);
    row.diagnostic.place.file = *file_;
    row.diagnostic.place.line = static_cast<std::uint32_t>(line_of(whole.data() + line_start));
    if (place.data() != nullptr)
        row.diagnostic.place.column = static_cast<std::uint32_t>(at - line_start + 1);
    row.diagnostic.width = std::max<std::uint32_t>(
        1, std::min<std::uint32_t>(width, static_cast<std::uint32_t>(line_start + source.size() - at)));
    // What a terminal cannot show is left out.
    if (source.size() <= longest_shown_line && source.find('\0') == std::string_view::npos &&
        first_not_utf8(source) == std::string_view::npos)
        row.diagnostic.source = source;
    bad.push_back(std::move(row));
}

void BatchBuilder::fill_cells(Table& table) {
    for (std::size_t i = 0; i < wanted_.size(); ++i) fill_column(wanted_[i], table[i].cells.data());
}

void BatchBuilder::fill_column(std::size_t column, std::string_view* cells) {
    const char* const bytes = stretch_.bytes;
    const std::uint32_t* const fields = index_->fields() + column;
    const Row* const rows = rows_.data();
    const std::size_t count = rows_.size();
    const Marks& marks = head_.marks;
    const bool last = column + 1 == head_.header.size() && marks.line_end == '\n';
    const bool careful = marks.backslash || marks.blanks, look = index_->quotes || careful;
    const char quote = marks.quote;
    for (std::size_t row = 0; row < count; ++row) {
        const std::uint32_t* const end = fields + rows[row].first_field;
        const std::uint32_t from = end[-1] + 1;
        std::string_view cell(bytes + from, *end - from);
        if (last && rows[row].fields == column + 1 && cell.ends_with('\r')) cell.remove_suffix(1);
        if (look && !cell.empty() && (cell.front() == quote || careful)) cell = without_quotes(cell);
        cells[row] = cell;
    }
}

std::string_view BatchBuilder::without_quotes(std::string_view cell) {
    if (room_ == nullptr) {
        // Every wanted field stands once in these bytes, unless a column is wanted twice.
        const std::size_t needed = index_->fields()[index_->field_count() - 1] * times_wanted_;
        if (unquoted_room_ < needed) {
            unquoted_ = std::make_shared_for_overwrite<char[]>(needed);
            unquoted_room_ = needed;
        }
        room_ = unquoted_.get();
    }
    return unquoted(cell, head_.marks, room_);
}

void BatchBuilder::fill_originals(Table& table) {
    table.lines.resize(rows_.size());
    table.originals.resize(rows_.size());
    const std::size_t columns = head_.header.size();
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        const std::uint32_t* const fields = index_->fields() + rows_[row].first_field;
        const std::uint32_t from = fields[-1] + 1;
        std::string_view text(stretch_.bytes + from, fields[columns - 1] - from);
        if (rows_[row].fields == columns && head_.marks.line_end == '\n' && text.ends_with('\r'))
            text.remove_suffix(1);
        table.originals[row] = text;
        table.lines[row] = index_->multiline ? line_of(stretch_.bytes + from) : stretch_.line + numbers_[row];
    }
}

} // namespace handoff::csv
