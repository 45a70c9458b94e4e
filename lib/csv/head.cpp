#include "csv/head.hpp"

#include "csv/field.hpp"
#include "csv/formats.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <string_view>
#include <tuple>
#include <unordered_set>
#include <utility>

namespace handoff::csv {

namespace {

constexpr std::size_t first_sample = 256 * 1024;
constexpr std::size_t largest_header = 64 * 1024 * 1024;
constexpr std::size_t records_to_compare = 100;

/// The first bytes of a file, behind a byte order mark.
struct Sample {
    std::vector<char> buffer;
    std::size_t start = 0, end = 0;
    bool whole = false; ///< the file ends here

    const char* bytes() const { return buffer.data() + start; }
    std::size_t size() const { return end - start; }
    std::string_view text() const { return {bytes(), size()}; }
};

Sample read_sample(Source& source, std::size_t size) {
    Sample sample;
    sample.buffer.resize(size + padding);
    sample.end = source.read(0, sample.buffer.data(), size);
    sample.whole = sample.end < size || sample.end == source.size();
    if (sample.text().starts_with(byte_order_mark)) sample.start = byte_order_mark.size();
    return sample;
}

void refuse_other_formats(const Sample& sample, const InputFile& file) {
    const std::string_view format = other_format(sample.text());
    if (!format.empty())
        throw Error(Fault::data, file.quoted() + " is no CSV file, it is " + std::string(format),
                    format.starts_with("compressed") ? "unpack it first" : "save it as CSV UTF-8");
}

/// Lines end with CR alone when there is one outside quotes and no LF. Where a delimiter stands does not
/// matter for that, so any quote is taken to open or close.
bool ends_lines_with_cr(const Sample& sample, char quote) {
    bool inside = false, found = false;
    const std::string_view text = sample.text();
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == quote) inside = !inside;
        if (inside) continue;
        if (text[i] == '\n') return false;
        // A CR that ends the sample may be half of a CRLF.
        if (text[i] == '\r' && (i + 1 < text.size() || sample.whole)) found = true;
    }
    return found;
}

/// The records of a sample as fields. The last one is there only when it is known to be whole.
class Records {
  public:
    Records(const Sample& sample, const Marks& marks) : bytes_(sample.bytes()), marks_(marks) {
        index_.clear();
        end_ = scan(bytes_, 0, sample.size(), marks, State::record_start, index_);
        const std::size_t complete = index_.record_count();
        if (sample.whole && end_ != State::record_start) index_.add_record_end(sample.size());
        for (std::size_t r = 0; r < index_.record_count(); ++r)
            if (!line(r).empty()) not_empty_.push_back(r);
        unclosed_ = index_.record_count() > complete && end_ == State::quoted;
    }

    std::size_t count() const { return not_empty_.size(); }
    /// Quotes stand only where fields start and end.
    bool clean() const { return !index_.literal && !index_.junk && !unclosed_; }
    bool never_closed(std::size_t record) const {
        return unclosed_ && not_empty_[record] + 1 == index_.record_count();
    }
    std::size_t size(std::size_t record) const {
        return fields_before(not_empty_[record] + 1) - fields_before(not_empty_[record]);
    }
    std::size_t begin(std::size_t record) const { return start(not_empty_[record]); }
    /// Where the next record starts.
    std::size_t behind(std::size_t record) const {
        return index_.fields()[fields_before(not_empty_[record] + 1) - 1] + std::size_t{1};
    }
    std::string_view text(std::size_t record) const { return line(not_empty_[record]); }
    std::string_view field(std::size_t record, std::size_t position) const {
        const std::size_t at = fields_before(not_empty_[record]) + position;
        const std::uint32_t* const fields = index_.fields();
        const std::size_t from = std::uint32_t(*(fields + at - 1) + 1);
        const std::string_view whole = text(record);
        return {bytes_ + from, std::min<std::size_t>(fields[at], begin(record) + whole.size()) - from};
    }

  private:
    std::size_t fields_before(std::size_t record) const {
        return record == 0 ? 0 : index_.records()[record - 1];
    }
    std::size_t start(std::size_t record) const {
        return std::uint32_t(*(index_.fields() + fields_before(record) - 1) + 1);
    }
    std::string_view line(std::size_t record) const {
        const std::size_t from = start(record);
        std::size_t to = index_.fields()[fields_before(record + 1) - 1];
        if (to > from && marks_.line_end == '\n' && bytes_[to - 1] == '\r') --to;
        return {bytes_ + from, to - from};
    }

    const char* bytes_;
    Marks marks_;
    Index index_;
    State end_ = State::record_start;
    bool unclosed_ = false;
    std::vector<std::size_t> not_empty_;
};

/// How well a delimiter explains the first records: how many of them have as many fields as the first, and
/// whether quotes stand only where fields start and end.
struct Fit {
    std::size_t same = 0, records = 0, fields = 0;
    bool clean = false;
    bool operator<(const Fit& other) const {
        const std::size_t mine = same * other.records, theirs = other.same * records;
        return std::tuple(fields > 1, mine, clean, fields) <
               std::tuple(other.fields > 1, theirs, other.clean, other.fields);
    }
};

char find_delimiter(const Sample& sample, Marks marks) {
    Fit best;
    char delimiter = ',';
    for (const char candidate : {',', ';', '\t', '|'}) {
        marks.delimiter = candidate;
        const Records records(sample, marks);
        Fit fit;
        fit.records = std::min(records.count(), records_to_compare);
        fit.fields = fit.records > 0 ? records.size(0) : 0;
        fit.clean = records.clean();
        for (std::size_t r = 0; r < fit.records; ++r) fit.same += records.size(r) == fit.fields ? 1 : 0;
        if (best < fit) {
            best = fit;
            delimiter = candidate;
        }
    }
    return delimiter;
}

/// How many columns there are: those at the end that have no name and hold nothing in the sample are left
/// out.
std::size_t count_columns(const Records& records, char quote) {
    std::size_t columns = records.size(0);
    while (columns > 0 && trim(records.field(0, columns - 1)).empty()) --columns;
    if (columns == 0) return records.size(0);
    for (std::size_t r = 1; r < records.count(); ++r)
        for (std::size_t c = columns; c < std::min(records.size(r), records.size(0)); ++c)
            if (!is_blank(records.field(r, c), quote)) columns = c + 1;
    return columns;
}

void name_columns(std::vector<std::string>& names) {
    std::unordered_set<std::string> taken;
    for (std::size_t i = 0; i < names.size(); ++i) {
        std::string name = names[i].empty() ? "column_" + std::to_string(i + 1) : names[i];
        // A name that stands further on in the header as it is stays free for that column.
        const auto used = [&](const std::string& candidate) {
            return taken.contains(candidate) ||
                   (candidate != names[i] && std::find(names.begin(), names.end(), candidate) != names.end());
        };
        if (used(name)) {
            const std::string repeated = name;
            for (std::size_t n = 2; used(name); ++n) name = repeated + "_" + std::to_string(n);
        }
        taken.insert(name);
        names[i] = std::move(name);
    }
}

class HeaderReader {
  public:
    HeaderReader(const Sample& sample, const Records& records, const InputFile& file, char quote)
        : sample_(sample), records_(records), file_(file), quote_(quote) {}

    std::vector<std::string> names(std::size_t columns) const {
        std::vector<std::string> result;
        for (std::size_t c = 0; c < records_.size(0); ++c) {
            const std::string_view field = records_.field(0, c);
            if (records_.never_closed(0) && c + 1 == records_.size(0)) refuse(field, "quote is never closed");
            if (has_junk(field, quote_))
                refuse(field, "text stands behind the closing quote",
                       "a quote inside a quoted field is written twice");
            if (field.find('\0') != std::string_view::npos)
                refuse(field, "the header holds a NUL byte", "is this a text file?");
            if (c >= columns) continue;
            std::string room(field.size(), '\0');
            char* to = room.data();
            result.emplace_back(unquoted(field, quote_, to));
        }
        return result;
    }

  private:
    [[noreturn]] void refuse(std::string_view field, std::string what, std::string hint = {}) const {
        const std::string_view before =
            sample_.text().substr(0, static_cast<std::size_t>(field.data() - sample_.bytes()));
        const std::size_t lines = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
        const std::size_t line_start = before.rfind('\n') + 1; // 0 when there is none
        throw Error(Fault::data,
                    {Diagnostic{.place = {file_.name(), static_cast<std::uint32_t>(lines + 1),
                                          static_cast<std::uint32_t>(before.size() - line_start + 1)},
                                .what = std::move(what),
                                .hint = std::move(hint)}});
    }

    const Sample& sample_;
    const Records& records_;
    const InputFile& file_;
    char quote_;
};

} // namespace

Head read_head(Source& source, const Options& options) {
    Head head;
    head.dialect = options.dialect;
    head.marks.quote = options.dialect.quote;

    for (std::size_t size = first_sample;; size *= 4) {
        const Sample sample = read_sample(source, size);
        refuse_other_formats(sample, source.file());
        if (ends_lines_with_cr(sample, head.marks.quote)) head.marks.line_end = '\r';
        head.marks.delimiter = options.dialect.delimiter.value_or(find_delimiter(sample, head.marks));
        head.dialect.delimiter = head.marks.delimiter;

        const Records records(sample, head.marks);
        if (records.count() == 0 && !sample.whole) {
            if (size < largest_header) continue;
            throw Error(Fault::data, {Diagnostic{.place = {source.file().name(), 1, 0},
                                                 .what = "the header is longer than 64 MB",
                                                 .hint = "is a quote in it never closed?"}});
        }
        if (records.count() == 0)
            throw Error(Fault::data, source.file().quoted() + " is empty: no header was found");

        const HeaderReader reader(sample, records, source.file(), head.marks.quote);
        if (options.dialect.header) {
            const std::vector<std::string> names = reader.names(count_columns(records, head.marks.quote));
            for (const std::string& name : names) head.header.emplace_back(trim(name));
            name_columns(head.header);
            head.header_line = records.text(0);
            head.plain = head.header == names && names.size() == records.size(0) &&
                         head.marks.delimiter == ',' && head.marks.quote == '"';
        } else {
            head.header.resize(records.size(0));
            name_columns(head.header);
        }
        const std::size_t body =
            options.dialect.header ? std::min(records.behind(0), sample.size()) : records.begin(0);
        head.body = sample.start + body;
        std::uint64_t lines = 0;
        skim(sample.bytes(), body, head.marks, State::record_start, lines);
        head.line += lines;
        return head;
    }
}

} // namespace handoff::csv
