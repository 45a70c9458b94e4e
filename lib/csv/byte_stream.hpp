#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>

namespace handoff::csv {

/// Bytes that come one after the other: those of a file, or what unpacking makes of them.
class ByteStream {
  public:
    virtual ~ByteStream() = default;
    /// The next bytes, at least one; 0 only at the end.
    virtual std::size_t read(char* to, std::size_t size) = 0;
};

/// A stream whose first bytes can be looked at before they are read.
class PeekedStream final : public ByteStream {
  public:
    explicit PeekedStream(std::unique_ptr<ByteStream> stream) : stream_(std::move(stream)) {}

    /// Fewer than `size` bytes only when there are no more. Before reading.
    std::string_view peek(std::size_t size);
    std::size_t read(char* to, std::size_t size) override;

  private:
    std::unique_ptr<ByteStream> stream_;
    std::unique_ptr<char[]> first_;
    std::size_t room_ = 0, have_ = 0; ///< for and of the first bytes
    std::size_t given_ = 0;           ///< of them, those that were read
};

} // namespace handoff::csv
