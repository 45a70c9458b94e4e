#include "base/ordered_output.hpp"
#include "base/parallel.hpp"

#include <handoff/csv.hpp>
#include <handoff/files.hpp>

#include <algorithm>
#include <thread>

namespace handoff::csv {

void write_csv(OutputFile& out, const Table& table, unsigned threads) {
    std::string header;
    append_header(header, table);
    out.write(header);
    if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
    constexpr std::size_t rows_at_once = 4096;
    OrderedOutput ordered(out);
    in_parallel(threads, table.rows(), rows_at_once, [&](std::size_t from, std::size_t to, unsigned) {
        std::string piece = ordered.take();
        append_rows(piece, table, from, to);
        ordered.put(from / rows_at_once, std::move(piece));
    });
    ordered.finish();
}

} // namespace handoff::csv
