#pragma once

#include <handoff/report.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// Where something stands in the agreement's file, and the text of that line.
struct AgreementLine {
    std::uint32_t number = 0; ///< from 1
    std::string text;
};
/// The line of a key of the table that begins at `place`; none where it stands in an inline table.
std::optional<AgreementLine> line_of_key(const Agreement&, const Place& table, std::string_view key);
/// The last line of the table that begins at `place`, blank lines and remarks behind it left out.
AgreementLine end_of_table(const Agreement&, const Place& table);
/// A line with another value behind its '='; a remark behind it stays.
std::string with_value(const std::string& line, std::string_view value);

/// Changes of the agreement that the data speak for, each tried out on the leads at hand. Nothing is applied.
class Suggestions {
  public:
    explicit Suggestions(const ReportInput& input) : input_(input) {}

    /// Another text for a line. `because` are the numbers that speak for it. What follows is found by
    /// judging the leads again, unless `effect` says it.
    void change(const AgreementLine& line, std::string changed, std::string because, std::string effect = {});
    /// New lines behind a line.
    void insert(const AgreementLine& after, std::string added, std::string because, std::string effect = {});
    bool empty() const noexcept { return all_.empty(); }

    /// Ends a report with them; `needed` is the note where nothing can be suggested. `answers` are those of
    /// leads (by row): 1 accepted, -1 came back; may be none.
    void add_to(Report&, const std::string& needed, const std::map<std::uint32_t, int>& answers = {}) const;

  private:
    struct Suggestion {
        std::uint32_t line = 0;
        std::string before, after, because, effect;
        bool added = false;
    };
    ReportTable table(const std::map<std::uint32_t, int>& answers) const;
    std::string text_with(const Suggestion&) const;
    ReportCell effect_of(const Suggestion&, const std::vector<std::uint8_t>& before,
                         const std::map<std::uint32_t, int>& answers) const;

    const ReportInput& input_;
    std::vector<Suggestion> all_;
};

} // namespace handoff
