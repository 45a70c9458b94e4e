#pragma once

#include <handoff/files.hpp>

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace handoff {

/// Writes pieces that several threads finish in any order in the order of their numbers (from 0, without
/// gaps), after what was written before. Nobody waits: a piece whose turn has not come is kept. Where the
/// file can seek, threads write at the same time.
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
    std::mutex access_;
    std::map<std::uint64_t, std::string> early_;
    std::vector<std::string> spare_;
    std::uint64_t next_ = 0, offset_ = 0;
};

} // namespace handoff
