#include "report/sla_conversion.hpp"

#include "report/cells.hpp"
#include "report/estimate.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <set>

namespace handoff {

namespace {

constexpr std::chrono::days landmark{7};

struct Response {
    const char* name;
    Duration to;
};
constexpr Response responses[] = {{"within 1 hour", std::chrono::hours(1)},
                                  {"1 to 4 hours", std::chrono::hours(4)},
                                  {"4 to 24 hours", std::chrono::hours(24)},
                                  {"1 to 7 days", landmark}};
constexpr std::size_t not_by_then = std::size(responses);

std::size_t response_of(const Followup& one) {
    if (!one.first_touch || *one.first_touch > one.clock_start + landmark) return not_by_then;
    std::size_t response = 0;
    while (*one.first_touch - one.clock_start > responses[response].to) ++response;
    return response;
}

/// The stage that counts as converted: 'opportunity', else the last.
std::size_t converts_at(const std::vector<std::string>& stages) {
    const auto found = std::find(stages.begin(), stages.end(), "opportunity");
    return static_cast<std::size_t>(found - stages.begin()) - (found == stages.end() ? 1 : 0);
}

class Conversion {
  public:
    Conversion(const ReportInput& input, const People& people)
        : input_(input), stages_(input.agreement->lifecycle.stages), stage_(converts_at(stages_)),
          people_(people), grade_(input.leads, "grade") {}

    ReportTable table(const std::vector<const Followup*>& followups) {
        std::vector<bool> seen(input_.leads.rows());
        for (const Followup* each : followups) { // of a lead that came back, the first time
            if (each->handover->again || !each->sla || seen[each->row]) continue;
            seen[each->row] = true;
            add(*each);
        }
        return write();
    }

  private:
    struct Cell {
        std::vector<std::uint32_t> leads, converted;
    };

    void add(const Followup& one) {
        const std::uint32_t person = people_.person_of(one.row);
        if (people_.all()[person].row != one.row) return;
        const Instant at = one.clock_start + landmark;
        if (at > input_.as_of || (one.handover->ended && *one.handover->ended <= at)) return;
        const bool converted = people_.all()[person].reached >= stage_;
        Moment when;
        for (std::size_t stage = stage_; converted && stage < stages_.size(); ++stage)
            when = earlier(when, people_.time(person, stage));
        if (converted && !when.known()) {
            ++undated_;
            return;
        }
        if (converted && when.first(input_.agreement->timezone) <= at) {
            ++before_;
            return;
        }
        Cell& cell = strata_[grade_of(one)][response_of(one)];
        cell.leads.push_back(one.row);
        if (converted) cell.converted.push_back(one.row);
    }

    /// As it was when the lead qualified: touches since then have changed it.
    std::string grade_of(const Followup& one) const {
        const auto first = input_.first_qualified.find(one.handover->lead);
        if (first != input_.first_qualified.end() && !first->second.grade.empty()) return first->second.grade;
        return grade_[one.row].empty() ? "(none)" : std::string(grade_[one.row]);
    }

    ReportTable write() const {
        ReportTable out{.key = "conversion",
                        .title = fmt::format("Reached '{}' after the first week, by how soon sales reacted",
                                             stages_[stage_])};
        out.columns = {
            {.key = "grade",
             .title = "grade",
             .definition = "when the lead first qualified, where the ledger knows; else now",
             .group = true},
            {.key = "response",
             .title = "first touch",
             .definition =
                 "time on the clock from its start to the first touch, nights and weekends counted"},
            {.key = "leads",
             .title = "leads",
             .unit = Unit::count,
             .definition = "that somebody had, and that had not converted, 7 days after their clock started"},
            {.key = "converted",
             .title = "converted",
             .unit = Unit::count,
             .definition = "of these, since then",
             .tone = Tone::good},
            {.key = "share",
             .title = "share",
             .unit = Unit::share,
             .definition = "converted / leads; beside it the 95% range (Wilson)",
             .ranged = true}};
        for (const auto& [grade, cells] : strata_)
            for (std::size_t i = 0; i < cells.size(); ++i)
                if (!cells[i].leads.empty())
                    out.rows.push_back({grade, i == not_by_then ? "not in 7 days" : responses[i].name,
                                        count_cell(cells[i].leads), count_cell(cells[i].converted),
                                        share_cell(cells[i].converted.size(), cells[i].leads.size())});
        out.notes.push_back("an association, no effect: reps call the best first, so that leads that were "
                            "called soon would convert more often anyway; compare only within a grade");
        if (before_ > 0)
            out.notes.push_back(counted(before_, "lead") + " converted within the first 7 days: left out");
        if (undated_ > 0)
            out.notes.push_back(counted(undated_, "lead") + " converted, nobody knows when: left out");
        return out;
    }

    const ReportInput& input_;
    const std::vector<std::string>& stages_;
    std::size_t stage_;
    const People& people_;
    Cells grade_;
    std::map<std::string, std::array<Cell, not_by_then + 1>> strata_;
    std::size_t before_ = 0, undated_ = 0;
};

} // namespace

ReportTable sla_conversion(const ReportInput& input, const People& people,
                           const std::vector<const Followup*>& followups) {
    return Conversion(input, people).table(followups);
}

} // namespace handoff
