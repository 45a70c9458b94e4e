#pragma once

#include <handoff/files.hpp>

#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace handoff {

/// Writes pieces that several threads finish in any order in the order of their numbers (from 0, without
/// gaps), after what was written before. A piece whose turn has not come is kept; a thread that is far ahead
/// gives the others a moment to catch up, so that not many are. Where the file can seek, threads write at the
/// same time.
class OrderedOutput {
  public:
    explicit OrderedOutput(OutputFile& out);

    /// An empty text to fill, with room where a written piece had some.
    std::string take();
    void put(std::uint64_t number, std::string piece);
    /// After the last piece: from here on `out.write` goes on behind it. Throws Error (ours) when a piece is
    /// missing.
    void finish();

  private:
    OutputFile& out_;
    bool seeks_;
    std::uint64_t most_early_;
    std::mutex access_;
    std::condition_variable caught_up_;
    std::map<std::uint64_t, std::string> early_;
    std::vector<std::string> spare_;
    std::uint64_t next_ = 0, offset_ = 0;
};

} // namespace handoff
