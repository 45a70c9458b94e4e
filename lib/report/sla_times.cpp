#include "report/sla_times.hpp"

#include "report/stats.hpp"

#include <algorithm>
#include <optional>

namespace handoff {

namespace {

/// How long the leads of a group waited, in hours.
struct Times {
    struct One {
        Waits waits;
        std::optional<double> longest;
        void add(double time, bool touched) {
            waits.add(time, touched);
            if (touched) longest = std::max(time, longest.value_or(0));
        }
    } worked, elapsed, since_created;

    void add(const Followup& one) {
        const bool touched = one.first_touch.has_value();
        worked.add(hours(one.worked), touched);
        elapsed.add(hours(one.elapsed), touched);
        if (one.created)
            since_created.add(hours(std::max(one.clock_start + one.elapsed - *one.created, Duration::zero())),
                              touched);
    }
};

std::vector<ReportCell> row(std::string_view group, const char* time, const Times::One& one) {
    constexpr double shares[] = {.5, .9};
    const auto quantiles = one.waits.quantiles(shares);
    return {group, time, hours_cell(quantiles[0]), hours_cell(quantiles[1]), hours_cell(one.longest)};
}

} // namespace

ReportTable waiting_times_table(const FollowedLeads& leads, const std::string& what, const std::string& by) {
    ReportTable out{.key = "times", .title = "Hours to the first touch"};
    out.columns = {{.key = "group", .title = what, .definition = "of the handover", .group = true},
                   {.key = "time",
                    .title = "hours",
                    .definition =
                        "working time: on the rep's calendar, without holds; by the clock: from when "
                        "the service level starts, nights and weekends counted; since created: from "
                        "when the lead came in"},
                   {.key = "p50",
                    .title = "p50",
                    .unit = Unit::number,
                    .definition = "by which half of the leads were touched, those still waiting counted as "
                                  "waiting (Kaplan-Meier); blank: not reached"},
                   {.key = "p90",
                    .title = "p90",
                    .unit = Unit::number,
                    .definition = "by which nine of ten were touched; blank: not reached"},
                   {.key = "slowest",
                    .title = "slowest",
                    .unit = Unit::number,
                    .definition = "the longest until a first touch"}};
    for (const auto& [group, times] : leads.grouped<Times>(by)) {
        out.rows.push_back(row(group, "working time", times.worked));
        out.rows.push_back(row(group, "by the clock", times.elapsed));
        if (times.since_created.waits.size() > 0)
            out.rows.push_back(row(group, "since created", times.since_created));
    }
    if (std::string note = note_on_not_reached(out); !note.empty()) out.notes.push_back(std::move(note));
    return out;
}

std::string note_on_not_reached(const ReportTable& table) {
    const auto not_reached = [&](const std::vector<ReportCell>& cells) {
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            if ((table.columns[i].key == "p50" || table.columns[i].key == "p90") && cells[i].blank())
                return true;
        return false;
    };
    const bool any = std::any_of(table.rows.begin(), table.rows.end(), not_reached);
    return any ? "– is not reached: too many still wait to tell" : "";
}

} // namespace handoff
