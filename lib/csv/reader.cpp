#include "csv/head.hpp"
#include "csv/source.hpp"
#include "csv/stream.hpp"

#include <handoff/csv.hpp>

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

} // namespace

struct Reader::Impl {
    Impl(std::string path, const Options& given)
        : options(given), source(std::move(path), given.again),
          name(std::make_shared<const std::string>(source.file().name())), head(read_head(source, given)),
          threads(threads_for(source, given)), progress(head.body) {}

    void run(std::span<const std::size_t> wanted, Keep keep, const std::function<void(Batch&)>& work) {
        if (std::exchange(was_read, true) && !source.repeatable())
            throw Error(Fault::ours, source.file().quoted() + " can be read only once");
        progress = head.body;
        stream(wanted, keep, options.chunk, threads, work);
    }

    void stream(std::span<const std::size_t> wanted, Keep keep, std::size_t chunk, unsigned by_threads,
                const std::function<void(Batch&)>& work) {
        Stream(source, head,
               {.file = name,
                .wanted = {wanted.begin(), wanted.end()},
                .keep = keep,
                .chunk = std::max<std::size_t>(chunk, 1),
                .threads = by_threads,
                .hand_over = keep == Keep::forever},
               progress)
            .run(work);
    }

    Options options;
    Source source;
    std::shared_ptr<const std::string> name;
    Head head;
    unsigned threads;
    std::atomic<std::uint64_t> progress;
    bool was_read = false;
};

Reader::Reader(std::string path, Options options) : impl_(std::make_unique<Impl>(std::move(path), options)) {}
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

const std::string& Reader::path() const noexcept { return *impl_->name; }
const std::vector<std::string>& Reader::header() const noexcept { return impl_->head.header; }
const Dialect& Reader::dialect() const noexcept { return impl_->head.dialect; }
std::string_view Reader::header_line() const noexcept { return impl_->head.header_line; }
bool Reader::plain() const noexcept { return impl_->head.plain; }
unsigned Reader::threads() const noexcept { return impl_->threads; }
std::uint64_t Reader::bytes() const noexcept { return impl_->progress; }

void Reader::for_each(std::span<const std::size_t> wanted, Keep keep,
                      const std::function<void(Batch&)>& work) {
    impl_->run(wanted, keep, work);
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
