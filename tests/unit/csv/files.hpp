#pragma once

#include <handoff/csv.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace handoff::csv {

/// A file that holds these bytes while the object lives.
class TemporaryFile {
  public:
    explicit TemporaryFile(std::string_view bytes, std::string_view name = "input.csv");
    TemporaryFile(const TemporaryFile&) = delete;
    ~TemporaryFile();
    const std::string& path() const { return path_; }

  private:
    std::string folder_, path_;
};

using Rows = std::vector<std::vector<std::string>>;

/// Everything a reader makes of some bytes, to be compared.
struct Result {
    std::vector<std::string> header;
    Rows rows;
    std::vector<std::uint64_t> lines;
    std::vector<std::string> originals;
    std::vector<std::string> bad; ///< "line:column what", without the file name

    friend bool operator==(const Result&, const Result&) = default;
};

Result read(std::string_view bytes, const Options& = {});
/// The text of the error that reading these bytes throws, with "FILE" for the path.
std::string refusal(std::string_view bytes, const Options& = {});

} // namespace handoff::csv
