#pragma once

#include "csv/byte_stream.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace handoff::csv {

/// How the bytes of a file are packed; all that can be are told by their first bytes.
enum class Packing { none, gzip, zstandard };

inline constexpr std::size_t packing_is_known_by = 4; ///< bytes

Packing packing_of(std::string_view first_bytes) noexcept;

/// The bytes that were packed, in constant memory. `name` is the file in quotes, for errors: reading throws
/// Error (data) when the archive is damaged or ends too early.
std::unique_ptr<ByteStream> unpack(std::unique_ptr<ByteStream> packed, Packing, std::string name);

} // namespace handoff::csv
