#include "csv/encoding.hpp"
#include "csv/head.hpp"
#include "csv/source.hpp"
#include "csv/stream.hpp"
#include "csv/tail.hpp"

#include <handoff/csv.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <numeric>
#include <thread>
#include <utility>

namespace handoff::csv {

namespace {

unsigned threads_for(const Source& source, const Options& options) {
    const unsigned wanted =
        options.threads > 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
    const auto size = source.size();
    if (!size) return wanted;
    const std::uint64_t chunks = *size / std::max<std::size_t>(options.chunk, 1) + 1;
    return static_cast<unsigned>(std::min<std::uint64_t>(wanted, chunks));
}

/// What a footer starts with every night: not the number of records in it.
std::string footer_words(std::string_view line) {
    line.remove_prefix(std::min(line.find_first_not_of("\"' "), line.size()));
    const std::string_view words = trim(line.substr(0, line.find_first_of("0123456789(\"':,;\t|")));
    return std::string(words.size() < 4 ? line : words);
}

} // namespace

struct Reader::Impl {
    Impl(std::string path, const Options& given)
        : options(given), source(std::move(path), given.again, given.dialect.encoding),
          name(std::make_shared<const std::string>(source.file().name())), head(read_head(source, given)) {
        source.end_where([this](std::string_view last_bytes, std::uint64_t offset) {
            tail = find_tail(last_bytes, offset, head);
            return tail.end;
        });
        found = head.dialect;
        if (!found.footer && tail.footer_lines > 0) found.footer = footer_words(tail.footer);
        threads = threads_for(source, given);
        progress = head.body;
    }

    void run(std::span<const std::size_t> wanted, Keep keep, const std::function<void(Batch&)>& work,
             const std::function<void(Batch&)>& in_order = {}) {
        if (std::exchange(was_read, true) && !source.repeatable())
            throw Error(Fault::ours, source.file().quoted() + " can be read only once");
        progress = head.body;
        stream(wanted, keep, options.chunk, threads, work, in_order);
    }

    void stream(std::span<const std::size_t> wanted, Keep keep, std::size_t chunk, unsigned by_threads,
                const std::function<void(Batch&)>& work, const std::function<void(Batch&)>& in_order = {}) {
        Stream rows(source, head,
                    {.file = name,
                     .wanted = {wanted.begin(), wanted.end()},
                     .keep = keep,
                     .chunk = std::max<std::size_t>(chunk, 1),
                     .threads = by_threads,
                     .hand_over = keep == Keep::forever},
                    progress);
        rows.run(work, in_order);
        end_line = rows.end_line();
        garbled = rows.garbled();
    }

    Place place(std::uint64_t line, std::uint64_t column = 0) const {
        return {*name, static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(column)};
    }

    Options options;
    Source source;
    std::shared_ptr<const std::string> name;
    Head head;
    Dialect found;
    Tail tail; ///< known once the source has seen its end
    unsigned threads = 1;
    std::atomic<std::uint64_t> progress = 0;
    std::uint64_t end_line = 0; ///< the line behind the rows; 0 before they were read
    Garbled garbled;
    bool was_read = false;
};

Reader::Reader(std::string path, Options options) : impl_(std::make_unique<Impl>(std::move(path), options)) {}
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

const std::string& Reader::path() const noexcept { return *impl_->name; }
const std::vector<std::string>& Reader::header() const noexcept { return impl_->head.header; }
const Dialect& Reader::dialect() const noexcept { return impl_->found; }
std::string_view Reader::header_line() const noexcept { return impl_->head.header_line; }
bool Reader::plain() const noexcept { return impl_->head.plain; }
unsigned Reader::threads() const noexcept { return impl_->threads; }
std::uint64_t Reader::bytes() const noexcept { return impl_->progress; }

void Reader::for_each(std::span<const std::size_t> wanted, Keep keep, const std::function<void(Batch&)>& work,
                      const std::function<void(Batch&)>& in_order) {
    impl_->run(wanted, keep, work, in_order);
}

Table Reader::first_rows() {
    std::vector<std::size_t> every_column(header().size());
    std::iota(every_column.begin(), every_column.end(), std::size_t{0});
    struct Enough {};
    const bool again = impl_->source.again();
    impl_->source.set_again(true);
    Table rows;
    try {
        impl_->stream(every_column, Keep::forever, 64 * 1024, 1, [&](Batch& batch) {
            rows = std::move(batch.table);
            throw Enough{};
        });
    } catch (const Enough&) {
        // The rest is read when it is asked for.
    }
    if (rows.columns().empty()) // there is no row
        for (const std::string& name : header()) rows.add(name);
    impl_->source.set_again(again);
    impl_->progress = impl_->head.body;
    return rows;
}

std::string Reader::text() {
    impl_->source.end_where_it_ends();
    std::string text;
    constexpr std::size_t step = 256 * 1024;
    for (std::size_t got = step; got == step;) {
        text.resize(text.size() + step);
        const std::size_t before = text.size() - step;
        got = impl_->source.read(before, text.data() + before, step);
        text.resize(before + got);
    }
    return text;
}

namespace {

std::string shown(std::string_view line) {
    constexpr std::size_t longest = 60;
    if (line.size() <= longest) return "'" + std::string(line) + "'";
    std::size_t end = longest;
    while (end > 0 && (line[end] & 0xC0) == 0x80) --end;
    return "'" + std::string(line.substr(0, end)) + "…'";
}

std::string delimiter_in_words(std::string_view delimiter) {
    if (delimiter == ",") return "comma";
    if (delimiter == ";") return "semicolon";
    if (delimiter == "\t") return "tab";
    if (delimiter == " ") return "space";
    return "delimiter '" + std::string(delimiter) + "'";
}

} // namespace

std::string Reader::description() const {
    const Head& head = impl_->head;
    const Dialect& dialect = head.dialect;
    std::string text = delimiter_in_words(*dialect.delimiter);
    text += dialect.quote->empty() ? ", no quotes" : ", quote " + *dialect.quote;
    if (dialect.escape == Dialect::Escape::backslash) text += ", escape \\";
    text += ", " + *dialect.encoding + (impl_->source.marked() ? " with byte order mark" : "");
    text += ", " + std::string(head.line_end);
    const std::string line = with_thousands(static_cast<std::int64_t>(head.header_at));
    text += dialect.header_rows == 0U ? ", no header"
            : dialect.header_rows == 1U
                ? ", header in line " + line
                : ", header of " + std::to_string(*dialect.header_rows) + " lines from line " + line;
    return text + ", " + counted(head.header.size(), "column");
}

std::vector<std::string> Reader::left_out() const {
    const Head& head = impl_->head;
    const Tail& tail = impl_->tail;
    std::vector<std::string> sentences;
    const auto say = [&](std::uint64_t line, const std::string& what, std::string_view text) {
        sentences.push_back(to_string(impl_->place(line)) + ": " + what + ": " + shown(text));
    };
    if (*head.dialect.skip > 0)
        say(1, counted(*head.dialect.skip, "line") + " above the header left out", head.above);
    if (!head.units.empty()) say(head.line - 1, "a row of units left out", head.units);
    if (tail.footer_lines > 0)
        say(impl_->end_line, counted(tail.footer_lines, "line") + " below the rows left out", tail.footer);
    return sentences;
}

std::vector<Diagnostic> Reader::warnings() const {
    std::vector<Diagnostic> warnings;
    const auto warn = [&](Place place, std::string what, std::string hint) {
        warnings.push_back({.severity = Severity::warning,
                            .place = std::move(place),
                            .what = std::move(what),
                            .hint = std::move(hint)});
    };
    for (const Doubt& doubt : impl_->head.doubts) warn(impl_->place(doubt.line), doubt.what, doubt.hint);
    if (impl_->head.dialect.encoding == mixed_encoding && !impl_->options.dialect.encoding)
        warn(impl_->place(0), "some bytes are not UTF-8, as the others are, and are read as Windows-1252",
             "say encoding = \"mixed\" if that is right");
    if (!impl_->tail.second_table.empty())
        warn(impl_->place(impl_->end_line),
             "a second table starts here and is not read: " + shown(impl_->tail.second_table),
             "put it into a file of its own");
    if (const Garbled& garbled = impl_->garbled; garbled.rows > 0)
        warn(impl_->place(garbled.line, garbled.column),
             "'" + garbled.word + "' looks like UTF-8 that was read as another encoding (" +
                 counted(garbled.rows, "row") + ")",
             "it is kept as it stands; export it again as UTF-8");
    return warnings;
}

void Reader::keep_for_again() { impl_->source.set_again(true); }

Table Reader::read_all(std::vector<BadRow>& bad) {
    std::vector<std::size_t> every_column(header().size());
    std::iota(every_column.begin(), every_column.end(), std::size_t{0});

    std::mutex mutex;
    std::vector<Batch> batches; // in file order
    impl_->run(every_column, Keep::forever, [&](Batch& batch) {
        const std::lock_guard lock(mutex);
        if (batches.size() <= batch.chunk) batches.resize(batch.chunk + 1);
        batches[batch.chunk] = std::move(batch);
    });

    std::size_t rows = 0;
    for (const Batch& batch : batches) rows += batch.table.rows();
    Table all;
    for (const std::string& name : header()) all.add(name);
    all.file = impl_->name;
    all.reserve(rows);
    all.lines.reserve(rows);
    all.originals.reserve(rows);
    for (Batch& batch : batches) {
        all.append(std::exchange(batch.table, Table()));
        bad.insert(bad.end(), std::make_move_iterator(batch.bad.begin()),
                   std::make_move_iterator(batch.bad.end()));
    }
    return all;
}

} // namespace handoff::csv
