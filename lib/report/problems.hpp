#pragma once

#include <handoff/report.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// One thing that is wrong with some leads.
struct Problem {
    enum class Kind { incomplete, invalid, stale, repeated } kind = Kind::incomplete;
    std::string what;                ///< "employees is blank"
    std::string fix;                 ///< "fill in employees"
    std::string effect;              ///< what it keeps from working
    double weight = 1;               ///< how much it matters for one lead, see docs/reports/hygiene.md
    std::vector<std::uint32_t> rows; ///< the leads, in order
};
inline constexpr std::array problem_kinds = {Problem::Kind::incomplete, Problem::Kind::invalid,
                                             Problem::Kind::stale, Problem::Kind::repeated};
std::string_view to_text(Problem::Kind) noexcept;

/// Every problem that at least one of the leads has.
std::vector<Problem> find_problems(const ReportInput&);

/// Leads that repeat an earlier one. Each row counts with the first of the keys by which it does.
std::vector<Problem> find_repeated(const Table& leads);

/// What the agreement reads a column of the leads for.
struct Readers {
    std::string column; ///< the one that people fill in: title for seniority
    bool qualification = false;
    std::vector<std::string> rules, routes;
    double points = 0; ///< the most that these rules can give or take, together

    double weight() const noexcept; ///< of a lead in which they find nothing
    std::string effect() const;     ///< "rule 'company size' (18 points) and route 'x' find nothing"
};
/// The columns that every lead should have filled: what every report needs, then what rules and routes read.
std::vector<Readers> needed_columns(const Agreement&, const Table& leads);

} // namespace handoff
