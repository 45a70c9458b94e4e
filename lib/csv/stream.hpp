#pragma once

#include "csv/batch.hpp"
#include "csv/head.hpp"
#include "csv/source.hpp"

#include <handoff/csv.hpp>

#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

namespace handoff::csv {

/// Hands the state of the quotes and the line number from each chunk to the next: exact, since what
/// was found in a chunk before its turn counts only when it starts outside of quotes, and else it is skimmed.
/// Only the thread whose turn it is may touch them.
class Turns {
  public:
    explicit Turns(std::uint64_t first_line) : line(first_line) {}
    bool wait_for(std::uint64_t chunk); ///< false when the run was stopped
    void pass_on(std::uint64_t chunk);
    void stop();

    State state = State::record_start;
    std::uint64_t line;

  private:
    static constexpr std::uint64_t stopped = ~std::uint64_t{0};
    std::atomic<std::uint64_t> turn_{0};
};

/// One pass over the rows of a file, by several threads. Chunks are taken in order by whichever thread is
/// free; a thread owns the records that start in its chunk and reads on to the end of the last of them.
class Stream {
  public:
    struct Plan {
        std::shared_ptr<const std::string> file; ///< the name for places
        std::vector<std::size_t> wanted;
        Reader::Keep keep = Reader::Keep::cells;
        std::size_t chunk = 0;
        unsigned threads = 1;
        bool hand_over = false; ///< batches keep their bytes alive, so that they may be kept
    };
    Stream(Source&, const Head&, Plan, std::atomic<std::uint64_t>& progress);

    /// Throws what `work` or reading threw first in the order of the file.
    void run(const std::function<void(Reader::Batch&)>& work,
             const std::function<void(Reader::Batch&)>& in_order = {});
    /// After running: the number of the line behind the last byte, and what looks garbled.
    std::uint64_t end_line() const noexcept { return turns_.line; }
    const Garbled& garbled() const noexcept { return garbled_; }

  private:
    class Worker;
    void found_garbled(std::uint64_t chunk, const Garbled&);
    std::uint64_t take_chunk(unsigned thread);
    void leave(unsigned thread);
    void failed(std::uint64_t chunk);

    Source& source_;
    const Head& head_;
    Plan plan_;
    std::atomic<std::uint64_t>& progress_;
    Turns turns_;
    Turns order_{0}; ///< in which batches are handed out, where that matters
    std::atomic<bool> stop_{false};
    std::mutex mutex_; ///< guards the members below
    std::uint64_t next_chunk_ = 0;
    std::vector<std::uint64_t> working_on_; ///< the chunk of each thread; 0 before its first
    std::exception_ptr failure_;
    std::uint64_t failed_chunk_ = 0;
    Garbled garbled_;
    std::uint64_t garbled_chunk_ = 0; ///< where the first of it stands
};

} // namespace handoff::csv
