#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// Where something stands in a file. Lines and columns count from 1; 0 means unknown. Columns count bytes.
struct Place {
    std::string file;
    std::uint32_t line = 0;
    std::uint32_t column = 0;

    friend auto operator<=>(const Place&, const Place&) = default;
};

/// "file:line:column", leaving out what is unknown.
std::string to_string(const Place&);

enum class Severity { error, warning };

/// One thing that is wrong: where, what, and what to do about it. Used for flags, agreements and rows alike.
struct Diagnostic {
    Severity severity = Severity::error;
    Place place;
    std::string what;        ///< one sentence, no full stop, values in 'single quotes'
    std::string hint;        ///< what to do, often "did you mean 'x'?"; may be empty
    std::string source;      ///< the source line, without its newline; may be empty
    std::uint32_t width = 1; ///< how many characters from `place.column` the carets mark
};

/// The text a person reads: "place: error: what", the source line with carets, and the hint. Ends with a
/// newline.
std::string to_string(const Diagnostic&);

/// Whose fault a failure is; the value is the exit code.
enum class Fault { data = 1, request = 2, ours = 3 };

/// What the library throws, and all it throws on purpose. Carries everything that was found wrong, sorted by
/// place.
class Error : public std::exception {
  public:
    Error(Fault fault, std::vector<Diagnostic> diagnostics);
    Error(Fault fault, std::string what, std::string hint = {}); ///< without a place

    Fault fault() const noexcept { return fault_; }
    const std::vector<Diagnostic>& diagnostics() const noexcept { return diagnostics_; }
    const char* what() const noexcept override { return text_.c_str(); } ///< every diagnostic as text

  private:
    Fault fault_;
    std::vector<Diagnostic> diagnostics_;
    std::string text_;
};

/// Collects everything wrong in one run, so that all of it can be reported together.
class Diagnostics {
  public:
    void add(Diagnostic);
    void error(Place, std::string what, std::string hint = {});
    void warning(Place, std::string what, std::string hint = {});
    bool has_errors() const noexcept;
    const std::vector<Diagnostic>& all() const noexcept { return all_; }
    /// Sorted by place, errors and warnings together.
    std::vector<Diagnostic> take();
    /// Throws an Error with everything collected if there is at least one error; keeps the warnings
    /// otherwise.
    void throw_if_errors(Fault);

  private:
    std::vector<Diagnostic> all_;
};

} // namespace handoff
