#include "csv/sniff.hpp"

#include "csv/look.hpp"
#include "csv/shape.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace handoff::csv {

namespace {

/// Lines end with CR alone when there is one outside quotes and no LF. Where a delimiter stands does not
/// matter for that, so any quote is taken to open or close.
bool ends_lines_with_cr(std::string_view text, bool whole) {
    if (text.find('\r') == std::string_view::npos) return false;
    // A CR that ends the sample may be half of a CRLF.
    const std::size_t end = whole ? text.size() : text.size() - 1;
    if (text.find('\n') == std::string_view::npos)
        return text.substr(0, end).find('\r') != std::string_view::npos;
    bool inside = false, found = false;
    for (std::size_t i = 0; i < end; ++i) {
        if (text[i] == '"') inside = !inside;
        if (inside) continue;
        if (text[i] == '\n') return false;
        found = found || text[i] == '\r';
    }
    return found;
}

std::string in_words(char delimiter) {
    return delimiter == '\t' ? "tab" : delimiter == ' ' ? "space" : std::string("'") + delimiter + "'";
}

/// One way of reading the text.
struct Reading {
    Marks marks;
    Shape shape;
    char second = 0; ///< a delimiter that explains the text about as well
};

class Sniffer {
  public:
    Sniffer(std::string_view text, bool whole, const Dialect& given)
        : text_(text), whole_(whole), given_(given) {
        marks_.line_end = ends_lines_with_cr(text, whole) ? '\r' : '\n';
        marks_.quotes = given.quote != "";
        if (given.quote && marks_.quotes) marks_.quote = given.quote->front();
        marks_.backslash = given.escape == Dialect::Escape::backslash;
    }

    Sniffed run() {
        cut_lines_above();
        result_.header = cut_;
        result_.header_rows = given_.header_rows.value_or(1);
        Reading best = with_delimiter(marks_);
        try_backslash(best);
        try_single_quotes(best);
        try_no_quotes(best);
        try_blanks(best);
        result_.marks = best.marks;

        const Records records = read(best.marks);
        if (records.count() == 0) return result_;
        const std::size_t header = best.shape.header;
        if (header > 0) result_.skipped = lines_before(records.begin(header));
        result_.header = cut_ + records.begin(header);
        if (best.second != 0)
            result_.doubts.push_back(
                {0, "the delimiter may be " + in_words(best.marks.delimiter) + " or " + in_words(best.second),
                 in_words(best.marks.delimiter) + " is taken; name the right one as delimiter"});
        find_header_rows(records, header);
        return result_;
    }

  private:
    std::string_view line_ends() const { return marks_.line_end == '\n' ? "\n" : "\r\n"; }
    std::string_view text() const { return text_.substr(cut_); }
    Records read(const Marks& marks) const { return Records(text(), marks, whole_); }

    Reading look(const Marks& marks) const {
        return {.marks = marks, .shape = shape_of(read(marks), !given_.skip && given_.header_rows != 0U)};
    }

    /// The lines that are to be skipped, or the one that tells a spreadsheet the delimiter.
    void cut_lines_above() {
        if (given_.skip) {
            for (std::uint32_t line = 0; line < *given_.skip && cut_ < text_.size(); ++line)
                cut_ = std::min(text_.find_first_of(line_ends(), cut_), text_.size() - 1) + 1;
            result_.skipped = *given_.skip;
            return;
        }
        if (text_.size() < 6 || !same_text(text_.substr(0, 4), "sep=")) return;
        const std::size_t end = text_.find_first_of(line_ends(), 5);
        const bool bare = end == 5 || (end == 6 && text_[5] == '\r');
        if (!bare || !read_delimiter(text_.substr(4, 1))) return;
        marked_delimiter_ = text_[4];
        cut_ = end + 1;
        result_.skipped = 1;
    }

    /// The best delimiter together with these quotes.
    Reading with_delimiter(Marks marks) const {
        if (given_.delimiter || marked_delimiter_ != 0) {
            marks.delimiter = given_.delimiter ? given_.delimiter->front() : marked_delimiter_;
            marks.blanks = given_.delimiter && given_.delimiter->size() > 1;
            return look(marks);
        }
        std::vector<Reading> readings;
        bool one_is_absent = false; // all that stand nowhere read alike
        for (const char delimiter : {',', ';', '\t', '|'}) {
            if (text().find(delimiter) == std::string_view::npos && std::exchange(one_is_absent, true))
                continue;
            marks.delimiter = delimiter;
            readings.push_back(look(marks));
        }
        std::size_t best = 0;
        for (std::size_t i = 1; i < readings.size(); ++i)
            if (readings[i].shape.better_than(readings[best].shape)) best = i;
        const Shape& shape = readings[best].shape;
        for (std::size_t i = 0; i < readings.size(); ++i) {
            const Shape& other = readings[i].shape;
            if (i != best && shape.records > 2 && other.fields > 1 && other.explains_all() &&
                shape.fields <= other.fields + 1)
                readings[best].second = readings[i].marks.delimiter;
        }
        if (shape.fields > 1) return readings[best];
        marks.delimiter = ' ';
        Reading spaces = look(marks);
        return is_surely_parted_by_spaces(spaces) ? spaces : readings[best];
    }

    /// Words in a single column have spaces between them too.
    bool is_surely_parted_by_spaces(const Reading& spaces) const {
        const Shape& shape = spaces.shape;
        if (shape.fields < 3 || shape.records < 3 || !shape.explains_all() || !shape.clean) return false;
        const Records records = read(spaces.marks);
        for (std::size_t c = 0; c < shape.fields; ++c) {
            bool typed = true;
            for (std::size_t r = shape.header + 1; r < shape.header + shape.records && typed; ++r) {
                const Look look = look_of(records.field(r, c));
                typed = look == Look::number || look == Look::date || look == Look::email;
            }
            if (typed) return true;
        }
        return false;
    }

    bool quotes_are_open() const { return !given_.quote; }

    void try_backslash(Reading& best) const {
        if (given_.escape || text().find('\\') == std::string_view::npos) return;
        Marks marks = best.marks;
        marks.backslash = true;
        const Reading other = with_delimiter(marks);
        if (!other.shape.sound || other.shape.fields < best.shape.fields) return;
        if (!best.shape.sound || other.shape.explains_more_than(best.shape)) best = other;
    }

    /// Fields that stand in a pair of these, and columns of which all do.
    struct Wrapped {
        std::size_t fields = 0;
        bool column = false;
    };
    Wrapped wrapped_in(char quote, const Reading& reading) const {
        Marks marks = reading.marks;
        marks.quotes = false;
        const Records records = read(marks);
        const std::size_t last = std::min<std::size_t>(records.count(), 100);
        std::vector<std::size_t> of_column(reading.shape.fields), filled(reading.shape.fields);
        Wrapped wrapped;
        for (std::size_t r = reading.shape.header; r < last; ++r)
            for (std::size_t c = 0; c < records.size(r); ++c) {
                const std::string_view field = trim(records.field(r, c));
                const bool is = field.size() >= 2 && field.front() == quote && field.back() == quote;
                wrapped.fields += is ? 1 : 0;
                if (c >= of_column.size() || field.empty()) continue;
                of_column[c] += is ? 1 : 0;
                ++filled[c];
            }
        for (std::size_t c = 0; c < of_column.size(); ++c)
            wrapped.column = wrapped.column || (of_column[c] >= 2 && of_column[c] + 1 >= filled[c]);
        return wrapped;
    }

    void try_single_quotes(Reading& best) const {
        if (!quotes_are_open() || text().find('\'') == std::string_view::npos) return;
        const Wrapped single = wrapped_in('\'', best);
        const bool around = single.fields >= 2 && single.fields > wrapped_in('"', best).fields;
        Marks marks = best.marks;
        marks.quote = '\'';
        marks.backslash = marks_.backslash;
        Reading other = with_delimiter(marks);
        try_backslash(other);
        if (!other.shape.sound || best.shape.explains_more_than(other.shape)) return;
        if ((around && single.column) || other.shape.explains_more_than(best.shape)) best = other;
    }

    /// Where a quote is only text, reading it as a quote leads nowhere.
    void try_no_quotes(Reading& best) {
        if (!quotes_are_open() || best.shape.sound || wrapped_in('"', best).fields > 0) return;
        Marks marks = marks_;
        marks.quotes = false;
        const Reading other = with_delimiter(marks);
        if (other.shape.fields < 2 || other.shape.records < 3 || !other.shape.explains_all()) return;
        const Records records = read(other.marks);
        std::size_t opening = 0, line = 0;
        for (std::size_t r = records.count(); r-- > 0;)
            for (std::size_t c = 0; c < records.size(r); ++c)
                if (records.field(r, c).starts_with('"')) {
                    ++opening;
                    line = lines_before(records.begin(r)) + 1;
                }
        if (opening < (other.marks.delimiter == '\t' ? 1U : 3U)) return;
        best = other;
        result_.doubts.push_back({static_cast<std::uint32_t>(line),
                                  "quotes are taken for text, since they are not closed",
                                  "if fields stand in quotes here, say quote = '\"'"});
    }

    /// Whether one stands behind a delimiter in the header; asked before all bytes are looked at for blanks.
    bool has_blanks(const Reading& reading) const {
        const std::string_view line = text().substr(0, text().find_first_of(line_ends()));
        return reading.shape.header > 0 || line.find(std::string{reading.marks.delimiter, ' '}) != line.npos;
    }

    /// A blank behind every delimiter belongs to it.
    void try_blanks(Reading& best) const {
        if (given_.delimiter || best.shape.fields < 2 || best.marks.delimiter == ' ' ||
            best.marks.delimiter == '\t' || !has_blanks(best))
            return;
        Marks marks = best.marks;
        marks.blanks = true;
        const Reading other = look(marks);
        if (best.shape.explains_more_than(other.shape) || (best.shape.sound && !other.shape.sound)) return;
        const Records records = read(marks);
        std::size_t with_blank = 0;
        for (std::size_t r = other.shape.header; r < std::min<std::size_t>(records.count(), 100); ++r)
            for (std::size_t c = 1; c < records.size(r); ++c) {
                const std::string_view field = records.field(r, c);
                if (field.empty()) continue;
                if (field.front() != ' ') return;
                ++with_blank;
            }
        if (with_blank >= 2) best = {.marks = marks, .shape = other.shape, .second = best.second};
    }

    std::uint32_t lines_before(std::size_t position) const {
        const std::string_view before = text_.substr(0, cut_ + position);
        return static_cast<std::uint32_t>(std::count_if(before.begin(), before.end(), [this](char c) {
            return c == marks_.line_end || c == marks_.other_line_end;
        }));
    }

    void find_header_rows(const Records& records, std::size_t header) {
        result_.header_rows = given_.header_rows.value_or(count_header_rows(records, header));
        if (!given_.header_rows && result_.header_rows == 0)
            result_.doubts.push_back(
                {lines_before(records.begin(header)) + 1,
                 "there is no header: the first line looks like the rows below it",
                 "columns are called column_1, column_2 …; if it is a header, say header_rows = 1"});
        if (!given_.header_rows && result_.header_rows == 2)
            result_.doubts.push_back(
                {lines_before(records.begin(header)) + 1,
                 "two lines are taken for the header, names of groups above names of columns",
                 "if only the first is one, say header_rows = 1"});
        const std::size_t row = header + result_.header_rows;
        result_.units = given_.units.value_or(result_.header_rows > 0 && row < records.count() &&
                                              holds_units(records, row));
    }

    std::string_view text_;
    bool whole_;
    const Dialect& given_;
    Marks marks_;
    char marked_delimiter_ = 0;
    std::size_t cut_ = 0; ///< what stands before is skipped
    Sniffed result_;
};

} // namespace

Sniffed sniff(std::string_view text, bool whole, const Dialect& given) {
    return Sniffer(text, whole, given).run();
}

} // namespace handoff::csv
