#include "score/lead_resets.hpp"

#include <handoff/error.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <table/clean_instant.hpp>

namespace handoff {

namespace {

std::optional<Instant> time_in(std::string_view cell, const Zone& zone) {
    if (cell.empty()) return std::nullopt;
    bool ambiguous = false; // then nobody knows which day it was
    const std::optional<CleanInstant> moment = read_moment(cell, DayMonth::undecided, zone, ambiguous);
    if (!moment) return std::nullopt;
    return moment->day_only ? zone.start_of(Date{std::chrono::floor<std::chrono::days>(moment->at)})
                            : moment->at;
}

} // namespace

LeadResets::LeadResets(const Agreement& agreement, const Scope& scope) : zone_(agreement.timezone) {
    std::vector<Diagnostic> mistakes;
    for (std::uint32_t number = 0; number < agreement.score.resets.size(); ++number) {
        const ScoreReset& reset = agreement.score.resets[number];
        if (reset.column.empty()) continue;
        const auto found = std::find_if(scope.names.begin(), scope.names.end(),
                                        [&](const Scope::Name& name) { return name.name == reset.column; });
        if (found == scope.names.end())
            mistakes.push_back({.place = reset.column_place,
                                .what = "there is no column '" + reset.column + "'",
                                .hint = did_you_mean(reset.column, scope.all_names()),
                                .source = std::string(agreement.line(reset.column_place.line)),
                                .width = static_cast<std::uint32_t>(reset.column.size())});
        else if (!found->blank)
            columns_.push_back({number, static_cast<std::size_t>(found - scope.names.begin())});
    }
    if (!mistakes.empty()) throw Error(Fault::request, std::move(mistakes));
}

void LeadResets::add_columns(std::set<std::size_t>& wanted) const {
    for (const Column& column : columns_) wanted.insert(column.position);
}

std::vector<ResetEvent> LeadResets::events(const Table& leads) const {
    std::vector<ResetEvent> events;
    for (const Column& column : columns_)
        for (std::uint32_t row = 0; row < leads.rows(); ++row)
            if (const auto at = time_in(leads[column.position].cells[row], zone_))
                events.push_back({row, column.reset, *at});
    return events;
}

} // namespace handoff
