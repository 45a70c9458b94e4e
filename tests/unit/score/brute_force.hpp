#pragma once

#include <handoff/agreement.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace handoff::brute_force {

struct Lead {
    std::string id, email, contact, country, employees, recycled;
};

struct Touch {
    std::string lead_id, contact_id, email, type, at, content;
};

/// A rule of the agreement beside the same condition as plain code.
struct Rule {
    ScoreRule rule;
    std::function<bool(const Lead&)> lead;
    std::function<bool(const Touch&)> touch;
};

/// A reset of the agreement beside the same condition as plain code; none: by the lead's column `recycled`.
struct Reset {
    ScoreReset reset;
    std::function<bool(const Touch&)> touch;
};

struct Result {
    std::vector<std::int64_t> groups; ///< in 1e-9 points
    std::int64_t score = 0;
    std::string grade;
    std::vector<std::int64_t> named; ///< scores, and their grades
    std::vector<std::string> named_grades;
    bool disqualified = false, qualified = false;
    std::size_t touches = 0;
};

struct Results {
    std::vector<Result> leads;
    std::size_t orphans = 0, undated = 0, future = 0;
};

/// Scores the slow way: each lead by itself, each touch by itself, formulas as they stand in the docs.
Results score(const Agreement& agreement, const std::vector<Rule>& rules, const std::vector<Reset>& resets,
              const std::vector<Lead>& leads, const std::vector<Touch>& touches, Instant as_of,
              const std::function<bool(const Lead&, const Result&)>& qualifies);

} // namespace handoff::brute_force
