#include "csv/tail.hpp"

#include "csv/field.hpp"
#include "csv/look.hpp"
#include "csv/records.hpp"

#include <handoff/words.hpp>

#include <algorithm>

namespace handoff::csv {

namespace {

std::string cell_of(const Records& records, std::size_t record, std::size_t position, const Marks& marks) {
    const std::string_view field = records.field(record, position);
    std::string room(field.size(), '\0');
    char* to = room.data();
    return std::string(trim(unquoted(field, marks, to)));
}

class Finder {
  public:
    Finder(std::string_view text, const Head& head) : text_(text), head_(head), marks_(head.marks) {}

    /// `whole`: the text starts where the rows do. The end is one in the text.
    Tail run(bool whole) {
        tail_.end = text_.size();
        if (head_.dialect.footer) {
            if (!head_.dialect.footer->empty()) find_named_footer(*head_.dialect.footer);
            return tail_;
        }
        if (head_.header.size() > 1) {
            find_footer();
            find_second_table(whole);
        }
        return tail_;
    }

  private:
    /// Where the line starts that ends before this position.
    std::size_t line_start(std::size_t end) const {
        return end == 0 ? 0 : text_.rfind(marks_.line_end, end - 1) + 1; // 0 when there is none
    }
    std::string_view line_at(std::size_t start) const {
        return trim(text_.substr(start, text_.find(marks_.line_end, start) - start));
    }

    void end_at(std::size_t start) {
        tail_.end = start;
        tail_.footer = line_at(start);
    }

    void find_named_footer(std::string_view words) {
        for (std::size_t end = text_.size(), lines = 0; end > 0;) {
            const std::size_t start = line_start(end - 1);
            std::string_view line = line_at(start);
            lines += line.empty() ? 0 : 1;
            while (!line.empty() && (line.front() == marks_.quote || line.front() == ' '))
                line.remove_prefix(1);
            if (same_text(line.substr(0, words.size()), words)) {
                end_at(start);
                tail_.footer_lines = lines;
                return;
            }
            end = start;
        }
    }

    enum class Line { empty, footer, maybe, other };

    /// What a line is when it is read on its own.
    Line line_kind(std::size_t start, std::size_t end) const {
        const std::string_view line = text_.substr(start, end - start);
        if (trim(line).empty()) return Line::empty;
        const Records records(line, marks_, true);
        if (records.count() != 1 || !records.clean()) return Line::other;
        const std::size_t fields = records.size(0), columns = head_.header.size();
        const std::size_t filled = records.filled(0);
        if (filled == 0) return fields < columns ? Line::maybe : Line::other;
        std::size_t first = 0;
        while (records.is_blank(0, first)) ++first;
        const std::string cell = cell_of(records, 0, first, marks_);
        if (filled == 1) {
            if (could_be_footer(cell, fields == 1)) return Line::footer;
            return fields == 1 && columns > 2 ? Line::maybe : Line::other;
        }
        if (!could_be_total(cell) || filled * 2 > columns + 1) return Line::other;
        for (std::size_t c = first + 1; c < fields; ++c)
            if (const Look look = look_of(cell_of(records, 0, c, marks_));
                look != Look::blank && look != Look::number)
                return Line::other;
        return Line::footer;
    }

    void find_footer() {
        std::size_t lines = 0, maybe_start = 0;
        bool maybe = false; // the lines since are part of it only below an empty line or another one
        for (std::size_t end = text_.size(); end > 0;) {
            const std::size_t start = line_start(end - 1);
            const Line kind = line_kind(start, end);
            if (kind == Line::other) break;
            if (kind == Line::empty && maybe) end_at(maybe_start);
            if (kind == Line::footer) end_at(start);
            lines += kind == Line::empty ? 0 : 1;
            maybe = kind == Line::maybe;
            maybe_start = start;
            if (kind == Line::footer || (kind == Line::empty && tail_.end == end)) tail_.footer_lines = lines;
            end = start;
        }
    }

    /// The first line from which on a text is read as it was meant, though its start may be inside quotes.
    std::size_t find_rows() const {
        constexpr std::size_t most_lines = 200, rows_in_a_row = 3;
        std::size_t start = text_.find(marks_.line_end) + 1;
        for (std::size_t tried = 0; tried < most_lines && start > 0 && start < text_.size(); ++tried) {
            const std::size_t size = std::min<std::size_t>(text_.size() - start, 16 * 1024);
            const Records records(text_.substr(start, size), marks_, false);
            std::size_t good = 0;
            while (good < std::min(records.count(), rows_in_a_row) &&
                   records.size(good) == head_.header.size())
                ++good;
            if (good == rows_in_a_row && records.sound()) return start;
            start = text_.find(marks_.line_end, start) + 1;
        }
        return text_.size();
    }

    bool names_columns(const Records& records, std::size_t record) const {
        for (std::size_t c = 0; c < records.size(record); ++c)
            if (!could_be_name(cell_of(records, record, c, marks_))) return false;
        return records.size(record) > 1;
    }

    /// An empty line, perhaps a title, then names and a row of as many cells.
    bool starts_table(const Records& records, std::size_t record) const {
        if (!records.behind_gap(record)) return false;
        const bool title = records.size(record) == 1;
        const std::size_t names = record + (title ? 1 : 0);
        if (names + 1 >= records.count() || !names_columns(records, names)) return false;
        const std::size_t fields = records.size(names);
        return (title || fields != head_.header.size()) && records.size(names + 1) == fields;
    }

    void find_second_table(bool whole) {
        const std::size_t from = whole ? 0 : find_rows();
        if (from >= tail_.end) return;
        const Records records(text_.substr(from, tail_.end - from), marks_, true);
        for (std::size_t r = 0; r < records.count(); ++r)
            if (starts_table(records, r)) {
                tail_ = {};
                tail_.end = from + records.begin(r);
                tail_.second_table = line_at(tail_.end);
                return;
            }
    }

    std::string_view text_;
    const Head& head_;
    const Marks& marks_;
    Tail tail_;
};

} // namespace

Tail find_tail(std::string_view last_bytes, std::uint64_t offset, const Head& head) {
    const std::uint64_t from = std::max(offset, head.body);
    if (from >= offset + last_bytes.size()) return {.end = offset + last_bytes.size()};
    Tail tail =
        Finder(last_bytes.substr(static_cast<std::size_t>(from - offset)), head).run(offset <= head.body);
    tail.end += from;
    return tail;
}

} // namespace handoff::csv
