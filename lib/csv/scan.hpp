#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace handoff::csv {

/// The bytes that have a meaning. Records end with one of two bytes, which are the same but in files whose
/// lines end with CR alone.
struct Marks {
    char delimiter = ',';
    char quote = '"';
    char line_end = '\n';
    char other_line_end = '\n';
    bool quotes = true;     ///< a field may stand in quotes
    bool backslash = false; ///< a backslash takes the meaning from the byte behind it
    bool blanks = false;    ///< blanks behind a delimiter belong to it, as in "a, b"
};

/// Where in a record a byte stands that comes next. A quote opens a quoted field only where a field starts;
/// anywhere else outside quotes it is text. The numbers matter to the scan.
enum class State : std::uint8_t {
    unquoted = 0,
    field_start = 1,
    record_start = 3,
    after_quote = 4, ///< behind a quote inside a quoted field: it was the closing one, or the first of two
    quoted = 8,
    escaped = 16, ///< behind a backslash
    quoted_escaped = 24,
};
inline bool in_quotes(State state) noexcept {
    return state == State::quoted || state == State::quoted_escaped;
}

/// Bytes that must be readable behind those that are scanned; what they hold does not matter.
inline constexpr std::size_t padding = 64;

/// The separators of a stretch of bytes, as positions from its start. Memory is reused.
class Index {
  public:
    /// Positions where fields end. Before the first stands a position that is one less than the start of the
    /// stretch (it wraps around), so that every field starts one behind its predecessor's end.
    const std::uint32_t* fields() const noexcept { return fields_.get() + 1; }
    /// For every record the number of fields up to its end, counted from the first record.
    const std::uint32_t* records() const noexcept { return records_.get(); }
    std::size_t field_count() const noexcept { return field_count_; }
    std::size_t record_count() const noexcept { return record_count_; }

    std::uint64_t lines = 0; ///< how many line ends there are, inside and outside of quotes
    bool multiline = false;  ///< a line end stands inside a record
    bool quotes = false;     ///< there is a quote somewhere
    bool literal = false;    ///< there is a quote in unquoted text
    bool junk = false;       ///< there may be text behind a closing quote
    bool nul = false;        ///< there is a NUL byte
    bool high = false;       ///< there is a byte beyond ASCII

    void clear();
    void reserve(std::size_t bytes); ///< room for that many more separators
    void add_record_end(std::size_t position);
    void cut_after_record(std::size_t count); ///< forgets what stands behind that many records

  private:
    friend struct IndexAccess;
    void grow(std::unique_ptr<std::uint32_t[]>& values, std::size_t used, std::size_t& room,
              std::size_t more);

    std::unique_ptr<std::uint32_t[]> fields_, records_;
    std::size_t fields_room_ = 0, records_room_ = 0, field_count_ = 0, record_count_ = 0;
};

/// The scan and the skim as compiled for some instructions.
struct Variant {
    const char* instructions;
    State (*scan)(const char* bytes, std::size_t from, std::size_t to, const Marks&, State, Index&);
    State (*skim)(const char* bytes, std::size_t size, const Marks&, State, std::uint64_t& lines);
};
/// Those that this machine can run, the best first.
const std::vector<Variant>& variants();

/// Adds the separators of bytes [from, to) to the index. Returns the state behind them.
State scan(const char* bytes, std::size_t from, std::size_t to, const Marks&, State, Index&,
           const Variant& variant = variants().front());

/// The state behind `size` bytes; adds the number of line ends, inside and outside of quotes, to `lines`.
State skim(const char* bytes, std::size_t size, const Marks&, State, std::uint64_t& lines,
           const Variant& variant = variants().front());

} // namespace handoff::csv
