#pragma once

#include <handoff/error.hpp>
#include <handoff/time.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

struct TomlTable;

/// A value of a TOML file and where it stands.
struct TomlValue {
    enum class Kind { text, integer, number, boolean, date, moment, array, table };
    Kind kind{};
    Place place;
    std::uint32_t width = 1; ///< characters on its first line
    std::size_t offset = 0;  ///< of its first byte in the file
    std::string text;        ///< of text; of a moment: as canonical text (a local time of day: "10:30:00")
    std::int64_t integer = 0;
    double number = 0; ///< also of an integer
    bool boolean = false;
    Date date{};
    std::vector<TomlValue> items;
    std::shared_ptr<TomlTable> table;
};

/// A key, its value, and where the key stands.
struct TomlEntry {
    std::string key;
    Place place;
    std::uint32_t width = 1;
    TomlValue value;
};

struct TomlTable {
    Place place;                    ///< of its [header] or its {
    std::vector<TomlEntry> entries; ///< in the order of the file

    const TomlEntry* find(std::string_view key) const noexcept;
};

/// A parsed TOML file: the one layer above the TOML library, which keeps what it leaves out or does its own
/// way: keys in the order of the file, columns in bytes, syntax errors as our diagnostics.
class TomlDocument {
  public:
    /// Throws Error (request) with the place of the first syntax error.
    TomlDocument(std::string text, std::string path);

    const TomlTable& root() const noexcept { return root_; }
    const std::string& text() const noexcept { return text_; }
    const std::string& path() const noexcept { return path_; }
    std::string_view
    line(std::uint32_t number) const noexcept; ///< without its line end; empty when there is none

    /// Where the bytes of a text value stand, for placing mistakes inside it.
    struct TextPlace {
        Place place;        ///< of its first byte
        std::string source; ///< the line shown; empty: the text itself must do
        std::vector<std::uint32_t>
            columns; ///< when the text is written with escapes: the column of each byte
    };
    TextPlace place_of_text(const TomlValue&) const;

  private:
    std::string text_, path_;
    std::vector<std::size_t> lines_; ///< offset of each line's first byte
    TomlTable root_;

    friend class TomlConverter;
};

} // namespace handoff
