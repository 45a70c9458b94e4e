// The CSV reader on any bytes: it ends with rows or an error; a file and a pipe, and chunks of any size on
// any number of threads, give the same rows; and what is written of them is read again as it was.
#include <handoff/csv.hpp>
#include <handoff/error.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <sys/mman.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace handoff;

namespace {

struct Outcome {
    std::string refused;
    std::vector<std::string> header;
    std::string rows; ///< as they are written
    std::vector<std::uint64_t> lines;
    std::vector<std::string> bad; ///< what is wrong, and the original text

    friend bool operator==(const Outcome&, const Outcome&) = default;
};

std::string path_of(int descriptor) { return "/proc/self/fd/" + std::to_string(descriptor); }

void without(std::string& text, const std::string& name) {
    for (auto at = text.find(name); at != std::string::npos; at = text.find(name))
        text.replace(at, name.size(), "FILE");
}

Outcome read(const std::string& path, std::size_t chunk, unsigned threads, const csv::Dialect& dialect = {}) {
    Outcome outcome;
    try {
        csv::Options options;
        options.dialect = dialect;
        options.chunk = chunk;
        options.threads = threads;
        csv::Reader reader(path, options);
        std::vector<csv::BadRow> bad;
        const Table table = reader.read_all(bad);
        outcome.header = reader.header();
        outcome.rows = csv::to_csv(table);
        outcome.lines = table.lines;
        for (const csv::BadRow& row : bad) outcome.bad.push_back(to_string(row.diagnostic) + row.original);
    } catch (const Error& error) {
        outcome.refused = error.what();
    }
    without(outcome.refused, path);
    for (std::string& text : outcome.bad) without(text, path);
    return outcome;
}

Outcome read_file(std::string_view bytes, std::size_t chunk, unsigned threads,
                  const csv::Dialect& dialect = {}) {
    const int descriptor = ::memfd_create("fuzz", MFD_CLOEXEC);
    if (descriptor < 0 ||
        ::write(descriptor, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
        std::abort();
    Outcome outcome = read(path_of(descriptor), chunk, threads, dialect);
    ::close(descriptor);
    return outcome;
}

Outcome read_pipe(std::string_view bytes, std::size_t chunk, unsigned threads) {
    int ends[2];
    if (::pipe(ends) != 0) std::abort();
    std::jthread writer([bytes, to = ends[1]]() mutable {
        while (!bytes.empty()) {
            const ssize_t written = ::write(to, bytes.data(), bytes.size());
            if (written <= 0) break;
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        ::close(to);
    });
    Outcome outcome = read(path_of(ends[0]), chunk, threads);
    // What a refusal left unread must not hold up the writer.
    char rest[4096];
    while (::read(ends[0], rest, sizeof rest) > 0) {
    }
    writer.join();
    ::close(ends[0]);
    return outcome;
}

void must(bool holds) {
    if (!holds) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const Outcome whole = read_file(bytes, 512 * 1024, 1);
    must(read_file(bytes, std::max(1 + size % 97, size / 500), static_cast<unsigned>(1 + size % 3)) == whole);
    must(read_pipe(bytes, std::max(64 + size % 301, size / 500), 2) == whole);
    if (!whole.refused.empty()) return 0;

    const csv::Dialect ours = {.delimiter = ",",
                               .quote = "\"",
                               .escape = csv::Dialect::Escape::doubled,
                               .encoding = "UTF-8",
                               .skip = 0,
                               .header_rows = 1,
                               .units = false,
                               .footer = ""};
    const Outcome again = read_file(whole.rows, 512 * 1024, 1, ours);
    must(again.refused.empty() && again.bad.empty());
    must(again.header == whole.header && again.rows == whole.rows);
    return 0;
}
