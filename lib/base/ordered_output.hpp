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
/// gaps), after what was written before. One thread writes at a time, and takes along what the others finish
/// meanwhile: nobody waits for the file, which the system would have them do one after the other anyway. A
/// thread that is far ahead gives the others a moment to catch up, so that not many pieces are kept.
class OrderedOutput {
  public:
    explicit OrderedOutput(OutputFile& out);

    /// An empty text to fill, with room where a written piece had some.
    std::string take();
    void put(std::uint64_t number, std::string piece);
    /// After the last piece. Throws Error (ours) when a piece is missing.
    void finish();

  private:
    OutputFile& out_;
    std::uint64_t most_early_;
    std::mutex access_; ///< guards the members below
    std::condition_variable caught_up_;
    std::map<std::uint64_t, std::string> early_;
    std::vector<std::string> spare_;
    std::uint64_t next_ = 0;
    bool writing_ = false; ///< somebody is
};

} // namespace handoff
