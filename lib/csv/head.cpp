#include "csv/head.hpp"

#include "csv/field.hpp"
#include "csv/formats.hpp"
#include "csv/records.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace handoff::csv {

namespace {

constexpr std::size_t first_sample = 128 * 1024;
constexpr std::size_t largest_header = 64 * 1024 * 1024;
constexpr std::size_t records_to_compare = 100;

/// The first bytes of a file, behind a byte order mark.
struct Sample {
    std::unique_ptr<char[]> buffer;
    std::size_t start = 0, end = 0;
    bool whole = false; ///< the file ends here

    const char* bytes() const { return buffer.get() + start; }
    std::size_t size() const { return end - start; }
    std::string_view text() const { return {bytes(), size()}; }
};

Sample read_sample(Source& source, std::size_t size) {
    Sample sample;
    sample.buffer = std::make_unique_for_overwrite<char[]>(size + padding);
    sample.end = source.read(0, sample.buffer.get(), size);
    std::memset(sample.buffer.get() + sample.end, 0, padding);
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

/// How many columns there are: those at the end that have no name and hold nothing in the sample are left
/// out.
std::size_t count_columns(const Records& records, std::size_t header_rows) {
    const std::size_t all = records.size(header_rows - 1);
    std::size_t columns = all;
    while (columns > 0 && trim(records.field(header_rows - 1, columns - 1)).empty()) --columns;
    if (columns == 0) return all;
    for (std::size_t r = header_rows; r < records.count(); ++r)
        for (std::size_t c = columns; c < std::min(records.size(r), all); ++c)
            if (!records.is_blank(r, c)) columns = c + 1;
    return columns;
}

void name_columns(std::vector<std::string>& names) {
    // A name that stands further on in the header as it is stays free for that column.
    const std::unordered_set<std::string> standing(names.begin(), names.end());
    std::unordered_set<std::string> taken;
    std::unordered_map<std::string, std::size_t> last; // number of a repeated name
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::string own = names[i].empty() ? "column_" + std::to_string(i + 1) : names[i];
        const auto used = [&](const std::string& candidate) {
            return taken.contains(candidate) || (candidate != names[i] && standing.contains(candidate));
        };
        std::string name = own;
        if (used(name)) {
            std::size_t& number = last.try_emplace(own, 1).first->second;
            do name = own + "_" + std::to_string(++number);
            while (used(name));
        }
        taken.insert(name);
        names[i] = std::move(name);
    }
}

class HeaderReader {
  public:
    HeaderReader(const Sample& sample, const Records& records, const InputFile& file, const Marks& marks)
        : sample_(sample), records_(records), file_(file), marks_(marks) {}

    std::vector<std::string> names(std::size_t row, std::size_t columns) const {
        std::vector<std::string> result;
        for (std::size_t c = 0; c < records_.size(row); ++c) {
            const std::string_view field = records_.field(row, c);
            if (records_.never_closed(row) && c + 1 == records_.size(row))
                refuse(field, "quote is never closed", std::string(unclosed_quote_hint));
            if (has_junk(field, marks_))
                refuse(field, "text stands behind the closing quote",
                       "a quote inside a quoted field is written twice");
            if (field.find('\0') != std::string_view::npos)
                refuse(field, "the header holds a NUL byte", "is this a text file?");
            if (c >= columns) continue;
            std::string room(field.size(), '\0');
            char* to = room.data();
            result.emplace_back(unquoted(field, marks_, to));
        }
        return result;
    }

    /// Names of groups, each of which holds up to the next, before the names of their columns.
    std::vector<std::string> joined_names(std::size_t rows, std::size_t columns) const {
        std::vector<std::string> result(columns);
        for (std::size_t row = 0; row < rows; ++row) {
            std::string group;
            const std::vector<std::string> parts = names(row, columns);
            for (std::size_t c = 0; c < std::min(columns, parts.size()); ++c) {
                const std::string part(trim(parts[c]));
                if (!part.empty() || row + 1 == rows) group = part;
                if (group.empty()) continue;
                result[c] += (result[c].empty() ? "" : " ") + group;
            }
        }
        return result;
    }

  private:
    [[noreturn]] void refuse(std::string_view field, std::string what, std::string hint = {}) const {
        const std::string_view before =
            sample_.text().substr(0, static_cast<std::size_t>(field.data() - sample_.bytes()));
        const std::size_t lines =
            static_cast<std::size_t>(std::count(before.begin(), before.end(), marks_.line_end));
        const std::size_t line_start = before.rfind(marks_.line_end) + 1; // 0 when there is none
        throw Error(Fault::data,
                    {Diagnostic{.place = {file_.name(), static_cast<std::uint32_t>(lines + 1),
                                          static_cast<std::uint32_t>(before.size() - line_start + 1)},
                                .what = std::move(what),
                                .hint = std::move(hint)}});
    }

    const Sample& sample_;
    const Records& records_;
    const InputFile& file_;
    const Marks& marks_;
};

/// That is not empty.
std::string_view first_line(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    return trim(text.substr(0, text.find_first_of("\r\n")));
}

void describe(Head& head, const Sniffed& found, const Source& source) {
    const Marks& marks = found.marks;
    Dialect& dialect = head.dialect;
    dialect.delimiter = std::string(1, marks.delimiter) + (marks.blanks ? " " : "");
    dialect.quote = marks.quotes ? std::string(1, marks.quote) : std::string();
    dialect.escape = marks.backslash ? Dialect::Escape::backslash : Dialect::Escape::doubled;
    dialect.encoding = source.encoding();
    dialect.skip = found.skipped;
    dialect.header_rows = found.header_rows;
    dialect.units = found.units;
}

} // namespace

Head read_head(Source& source, const Options& options) {
    Head head;
    head.dialect = options.dialect;

    for (std::size_t size = first_sample;; size = std::min(size * 4, largest_header)) {
        const Sample sample = read_sample(source, size);
        refuse_other_formats(sample, source.file());
        const Sniffed found = sniff(sample.text(), sample.whole, options.dialect);
        head.marks = found.marks;
        head.doubts = found.doubts;
        describe(head, found, source);

        const Records records(sample.text().substr(found.header), head.marks, sample.whole);
        const std::size_t above = std::size_t{found.header_rows} + (found.units ? 1 : 0);
        if (records.count() < std::max<std::size_t>(above, 1) && !sample.whole) {
            if (size < largest_header) continue;
            throw Error(Fault::data, {Diagnostic{.place = {source.file().name(), 1, 0},
                                                 .what = "the header is longer than 64 MB",
                                                 .hint = "is a quote in it never closed?"}});
        }
        if (records.count() < std::max<std::size_t>(found.header_rows, 1))
            throw Error(Fault::data, source.file().quoted() + " is empty: no header was found");
        if (sample.text().find('\r') != std::string_view::npos)
            head.line_end = head.marks.line_end == '\r'                            ? "CR"
                            : sample.text().find("\r\n") != std::string_view::npos ? "CRLF"
                                                                                   : "LF";

        const bool usual = found.header_rows == 1 && found.skipped == 0;
        head.header_line = usual ? records.text(0) : first_line(sample.text());
        const HeaderReader reader(sample, records, source.file(), head.marks);
        if (found.header_rows > 0) {
            const std::size_t columns = count_columns(records, found.header_rows);
            const std::vector<std::string> names = found.header_rows == 1
                                                       ? reader.names(0, columns)
                                                       : reader.joined_names(found.header_rows, columns);
            for (const std::string& name : names) head.header.emplace_back(trim(name));
            name_columns(head.header);
            const Marks& marks = head.marks;
            head.plain = usual && head.header == names && names.size() == records.size(0) &&
                         marks.delimiter == ',' && marks.quotes && marks.quote == '"' && !marks.backslash &&
                         !marks.blanks;
        } else {
            head.header.resize(records.size(0));
            name_columns(head.header);
        }
        if (found.skipped > 0) head.above = first_line(sample.text());
        if (found.units && above <= records.count()) head.units = records.text(above - 1);
        const std::size_t rows_from =
            above == 0 ? records.begin(0) : records.behind(std::min(above, records.count()) - 1);
        const std::size_t body = found.header + std::min(rows_from, sample.size() - found.header);
        head.body = sample.start + body;
        std::uint64_t lines = 0;
        skim(sample.bytes(), found.header, head.marks, State::record_start, lines);
        head.header_at = head.line + lines;
        skim(sample.bytes() + found.header, body - found.header, head.marks, State::record_start, lines);
        head.line += lines;
        return head;
    }
}

} // namespace handoff::csv
