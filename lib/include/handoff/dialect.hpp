#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace handoff::csv {

/// How a file is written. What is not set is found from its bytes.
struct Dialect {
    enum class Escape { doubled, backslash };

    std::optional<std::string> delimiter;     ///< one character, or one with a blank behind it: ", "
    std::optional<std::string> quote;         ///< `"`, `'`, or empty: fields never stand in quotes
    std::optional<Escape> escape;             ///< of a quote inside a quoted field
    std::optional<std::string> encoding;      ///< a name that ICU knows, or "mixed": UTF-8 and Windows-1252
    std::optional<std::uint32_t> skip;        ///< lines above the header
    std::optional<std::uint32_t> header_rows; ///< 0: the first line is a row already
    std::optional<bool> units;                ///< a row behind the header tells the units
    std::optional<std::string> footer; ///< how the first line below the rows begins; empty: all are rows

    friend bool operator==(const Dialect&, const Dialect&) = default;
};

/// The values as people write them: "tab", "space", ", " and any other sign; "none"; "double" and
/// "backslash"; an encoding. Nothing when they are not understood.
std::optional<std::string> read_delimiter(std::string_view);
std::optional<std::string> read_quote(std::string_view);
std::optional<Dialect::Escape> read_escape(std::string_view);
std::optional<std::string> read_encoding(std::string_view);
/// Words for an error about each of these.
extern const char* const delimiter_words;
extern const char* const quote_words;
extern const char* const escape_words;
std::string encoding_words(std::string_view mistyped);
/// What is set in `first`, else in `second`.
Dialect combined(Dialect first, const Dialect& second);

} // namespace handoff::csv
