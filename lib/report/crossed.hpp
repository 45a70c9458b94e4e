#pragma once

#include <handoff/diff.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

// What one agreement says of the points that another gave, to tell which part of an agreement turned a lead.

/// The grades of a score (the main one: no name) that an agreement gives to leads which were scored by it or
/// by another. Blank where it has no such grade.
std::vector<std::string> grades_by(const Agreement&, std::string_view score, const Table& scored);

/// The names of the scores beside the main one that one of them has, or both; those of the first in front.
std::vector<std::string> named_scores(const Agreement& before, const Agreement& after);

/// The column of a score's grade: "grade", "grade_NAME".
std::string grade_column(std::string_view score);

/// Grades that stand in the place of a column.
struct OtherGrades {
    std::string column;
    const std::vector<std::string>& grades;
};

/// [row] 1 where `lifecycle.mql` of `by` holds for its leads, with the points and grades of `points`.
std::vector<std::uint8_t> qualified_by(const Judged& by, const Judged& points, Instant as_of,
                                       const OtherGrades* = nullptr);

} // namespace handoff
