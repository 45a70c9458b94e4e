#include "report/stays.hpp"

#include "report/cells.hpp"
#include "report/estimate.hpp"
#include "report/followed_leads.hpp"
#include "report/lead_cell.hpp"
#include "report/person_name.hpp"
#include "route/due.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

namespace handoff {

namespace {

/// Who has each lead now: by the handovers, else by the owners that the leads name.
class Holders {
  public:
    Holders(const ReportInput& input, const People& people)
        : agreement_(*input.agreement), owner_(input.leads, "owner"), handed_(people.all().size()) {
        for (const Handover& each : input.handovers) {
            std::uint32_t row = people.index().by_id(each.lead);
            if (row == LeadIndex::none) row = people.index().by_email(each.lead);
            if (row == LeadIndex::none || each.at > input.as_of) continue;
            const bool has_it = !each.ended || *each.ended > input.as_of;
            handed_[people.person_of(row)] = has_it ? each.rep : "";
        }
    }

    std::string of(std::uint32_t person, std::uint32_t row) const {
        if (!handed_[person].empty()) return handed_[person];
        const Rep* const rep = agreement_.rep_of_owner(owner_[row]);
        return rep ? rep->id : std::string(owner_[row]);
    }

  private:
    const Agreement& agreement_;
    Cells owner_;
    std::vector<std::string> handed_; ///< by person
};

/// When stays end. Each stage is timed as a service level is that starts when the lead comes to it.
class StayLimits {
  public:
    StayLimits(const Agreement& agreement, const StageHistory& history)
        : agreement_(agreement), due_(agreement), limits_(history.places()), allowed_(history.places()) {
        for (std::size_t place = 0; place < history.places(); ++place) {
            const auto limit = agreement.lifecycle.max_stay.find(history.name(place));
            if (limit == agreement.lifecycle.max_stay.end()) continue;
            limits_[place].starts = Sla::Starts::assigned;
            limits_[place].first_touch = limit->second;
            allowed_[place] = &limit->second;
        }
        if (!agreement.calendars.empty()) nobody_.calendar = agreement.calendars.front().name;
    }

    const TimeLimit* at(std::size_t place) const noexcept { return allowed_[place]; }
    std::optional<Instant> end(std::size_t place, const std::string& rep, Instant since) {
        const Rep* const who = agreement_.rep(rep);
        return due_.of(&limits_[place], who ? *who : nobody_, {.assigned = since}, nullptr).at;
    }

  private:
    const Agreement& agreement_;
    DueTimes due_;
    std::vector<Sla> limits_;               ///< by place
    std::vector<const TimeLimit*> allowed_; ///< the agreement's, by place; none without a limit
    Rep nobody_;
};

} // namespace

std::vector<Stay> stays_of(const ReportInput& input, const People& people, const StageHistory& history) {
    const Holders holders(input, people);
    StayLimits limits(*input.agreement, history);
    std::vector<Stay> stays;
    for (std::uint32_t person = 0; person < people.all().size(); ++person) {
        const StageStep* const since = history.standing(person, input.as_of);
        if (!since) continue;
        Stay stay{.person = person, .since = since, .allowed = limits.at(since->stage)};
        if (stay.allowed) {
            stay.rep = holders.of(person, people.all()[person].row);
            stay.until = limits.end(since->stage, stay.rep, since->to);
            stay.too_long = stay.until && *stay.until < input.as_of;
        }
        stays.push_back(std::move(stay));
    }
    return stays;
}

ReportTable standing_table(const ReportInput& input, const People& people, const StageHistory& history,
                           std::span<const std::uint32_t> chosen) {
    ReportTable out{.key = "standing", .title = "Where leads stand now"};
    out.columns = {
        {.key = "stage", .title = "stage", .definition = "a stage of the lifecycle, then those aside"},
        {.key = "leads",
         .title = "leads",
         .unit = Unit::count,
         .definition =
             "leads that stand there as of the report: each in one stage, so that they add up to all",
         .bar = true},
        {.key = "median_days",
         .title = "median days",
         .unit = Unit::days,
         .definition = "days since they came there, of those for which that is known: half no longer"},
        {.key = "untimed",
         .title = "since unknown",
         .unit = Unit::count,
         .definition = "leads of which nothing says when they came there: they are never too long"},
        {.key = "allowed",
         .title = "allowed",
         .definition = "the longest stay by [lifecycle] max_stay of the agreement",
         .wrap = true},
        {.key = "too_long",
         .title = "too long",
         .unit = Unit::count,
         .definition = "leads that surely stand there longer than is allowed",
         .tone = Tone::bad}};
    std::vector<std::uint8_t> is_chosen(people.all().size());
    for (const std::uint32_t person : chosen) is_chosen[person] = 1;
    struct Standing {
        std::vector<std::uint32_t> leads, untimed, too_long;
        Measured days;
        const TimeLimit* allowed = nullptr;
    };
    std::vector<Standing> places(history.places());
    for (const Stay& stay : stays_of(input, people, history)) {
        if (is_chosen[stay.person] == 0) continue;
        Standing& place = places[stay.since->stage];
        const std::uint32_t row = people.all()[stay.person].row;
        place.leads.push_back(row);
        place.allowed = stay.allowed;
        if (stay.is_untimed(input.as_of))
            place.untimed.push_back(row);
        else
            place.days.add(row, stay.days(input.as_of));
        if (stay.too_long) place.too_long.push_back(row);
    }
    for (std::size_t i = 0; i < places.size(); ++i) {
        Standing& place = places[i];
        if (place.leads.empty() && i >= history.of_path()) continue;
        ReportCell too_long;
        if (place.allowed) too_long = count_cell(std::move(place.too_long));
        out.rows.push_back({history.name(i), count_cell(std::move(place.leads)),
                            median_cell(std::move(place.days)), count_cell(std::move(place.untimed)),
                            place.allowed ? place.allowed->text : std::string(), std::move(too_long)});
    }
    return out;
}

ReportTable overstay_table(const ReportInput& input) {
    ReportTable out{.key = "overstays", .title = "Too long in their stage"};
    out.columns = {
        {.key = "rep",
         .title = "rep",
         .definition = "who has the lead: its rep, else its owner as the export has it",
         .group = true},
        lead_column(),
        {.key = "stage", .title = "stage", .definition = "where it stands"},
        {.key = "since",
         .title = "since",
         .unit = Unit::date,
         .definition = "the day on which it came there, at the latest"},
        {.key = "days", .title = "days", .unit = Unit::days, .definition = "days since then"},
        {.key = "allowed",
         .title = "allowed",
         .definition = "the longest stay by [lifecycle] max_stay of the agreement"},
        {.key = "until", .title = "until", .unit = Unit::date, .definition = "the day on which that ended"}};
    const People people(input);
    const StageHistory history(input, people);
    std::vector<Stay> stays = stays_of(input, people, history);
    const Rep* const only = chosen_rep(input);
    std::erase_if(stays, [&](const Stay& stay) { return !stay.too_long || (only && stay.rep != only->id); });
    std::stable_sort(stays.begin(), stays.end(), [](const Stay& a, const Stay& b) {
        return a.rep != b.rep ? a.rep < b.rep : *a.until < *b.until;
    });
    const LeadName name(input.leads);
    const Zone& zone = input.agreement->timezone;
    std::set<std::string> seen;
    for (const Stay& stay : stays) {
        const std::uint32_t row = people.all()[stay.person].row;
        Measured days;
        days.add(row, stay.days(input.as_of));
        const std::string& stage = history.name(stay.since->stage);
        out.rows.push_back({stay.rep.empty() ? std::string("(nobody)") : stay.rep, name[row], stage,
                            to_text(zone.date_of(stay.since->to)), median_cell(std::move(days)),
                            stay.allowed->text, to_text(zone.date_of(*stay.until))});
        seen.insert(stage);
    }
    for (const std::string& stage : seen)
        out.notes.push_back(
            fmt::format("what comes after '{}': {}", stage, next_stages(input.agreement->lifecycle, stage)));
    return out;
}

std::string next_stages(const Lifecycle& lifecycle, std::string_view stage) {
    std::string text;
    const auto at = std::find(lifecycle.stages.begin(), lifecycle.stages.end(), stage);
    if (at != lifecycle.stages.end() && at + 1 == lifecycle.stages.end()) return text; // the end of the path
    if (at != lifecycle.stages.end()) text = fmt::format("on to '{}'", *(at + 1));
    std::vector<std::string> aside;
    for (const std::string& each : lifecycle.aside)
        if (each != stage) aside.push_back("'" + each + "'");
    if (at == lifecycle.stages.end()) return "back on the path, or aside for good";
    if (aside.empty()) return text;
    text += text.empty() ? "aside to " : ", or aside to ";
    const std::string last = aside.back();
    aside.pop_back();
    return text + (aside.empty() ? last : fmt::format("{} or {}", fmt::join(aside, ", "), last));
}

} // namespace handoff
