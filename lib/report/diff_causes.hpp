#pragma once

#include "report/disqualifiers.hpp"

#include <handoff/diff.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// What of two agreements makes them judge the same leads otherwise: rules, the bounds of groups, rules that
/// disqualify, `lifecycle.mql`, and the steps of grades.
class DiffCauses {
  public:
    DiffCauses(const Judged& before, const Judged& after, Instant as_of);

    /// Every cause with the leads that it changes, and those that it turns.
    ReportTable table() const;
    /// What changes a lead most; of one that becomes or ceases to be qualified, what turns it.
    std::string of(std::uint32_t row) const;
    /// The same for the points and the grade of a score (the main one: no name).
    std::string of(std::uint32_t row, std::string_view score) const;

  private:
    /// What only one of the agreements has, or both (by its group and name).
    struct Cause {
        std::string group, name;
        bool before = false, after = false;
        std::string_view what() const noexcept { return !before ? "new" : !after ? "gone" : "changed"; }
    };
    /// A rule, or the bounds of a group.
    struct PointsCause : Cause {
        const std::vector<Points>* old_points = nullptr;
        const std::vector<Points>* new_points = nullptr;
        std::vector<Points> own; ///< in place of these: by how much it changes each lead
        Points change(std::uint32_t row) const;
    };
    /// A rule that disqualifies, a condition or a grade: whether it says otherwise of a lead (-1: it
    /// disqualifies it now, 1: anything else), and whether that made it qualified (1) or not (-1).
    struct VerdictCause : Cause {
        enum class Kind { disqualifies, condition, grade } kind = Kind::disqualifies;
        std::string score; ///< of a grade
        std::vector<std::int8_t> otherwise, turns;
        std::string text(std::uint32_t row) const;
    };

    void add_rules();
    void add_bounds();
    void add_disqualifiers();
    void add_condition();
    void add_grades();
    void add_grade(const std::string& score);
    /// Where the second says otherwise than the first: 1 up, -1 down.
    void add_turns(std::vector<std::int8_t>& turns, const std::vector<std::uint8_t>& from,
                   const std::vector<std::uint8_t>& to) const;
    bool turned_by_points(const PointsCause&, std::uint32_t row) const;
    std::string strongest(std::uint32_t row, std::string_view score, bool that_turns) const;

    const Judged &before_, &after_;
    Instant as_of_;
    std::uint32_t rows_;
    std::vector<std::int8_t> turn_; ///< [row] 1: becomes qualified, -1: is no more
    std::vector<PointsCause> points_;
    std::vector<VerdictCause> verdicts_;
    std::vector<std::uint8_t> old_holds_, new_holds_; ///< each condition with the points of its agreement
    std::vector<std::int8_t> points_turn_;            ///< [row] as `turn_`, by points alone
};

} // namespace handoff
