#pragma once

#include "csv/byte_stream.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace handoff::csv {

/// The encoding of a text that starts like this, by the name that ICU has for
/// it. A byte order mark decides, then the zero bytes of UTF-16, then whether
/// it is UTF-8 throughout; what is left is guessed from the letters, and
/// Windows-1252 where they are too few. `whole`: the text ends here.
std::string find_encoding(std::string_view first_bytes, bool whole);

/// UTF-8 in which some bytes are Windows-1252.
inline constexpr std::string_view mixed_encoding = "mixed";

/// Whether a name is one of an encoding that can be read.
bool is_encoding(std::string_view name);
/// "UTF-8" for every spelling of it, any other name as it is.
std::string plain_encoding_name(std::string_view name);

/// The same text in UTF-8, in constant memory; what has no meaning in its
/// encoding becomes U+FFFD.
std::unique_ptr<ByteStream> to_utf8(std::unique_ptr<ByteStream>, const std::string& encoding);

} // namespace handoff::csv
