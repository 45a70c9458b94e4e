#include "report/followed_leads.hpp"

#include "base/rounded.hpp"
#include "report/moment.hpp"

#include <handoff/error.hpp>
#include <handoff/words.hpp>

#include <fmt/format.h>

namespace handoff {

namespace {

Followups follow(const ReportInput& input, std::string_view report, bool may_be_none) {
    if (input.handovers.empty() && !may_be_none)
        throw Error(Fault::request,
                    fmt::format("the report '{}' needs leads that were given to reps", report),
                    "name the ledger with --ledger, or give a lead file that 'handoff route' wrote");
    return followups_of(input);
}

constexpr const char* weekdays[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                    "Friday", "Saturday", "Sunday"};

} // namespace

Followups followups_of(const ReportInput& input) {
    return Followups({.agreement = input.agreement,
                      .as_of = input.as_of,
                      .leads = &input.leads,
                      .contacts = &input.contacts,
                      .merges = &input.merges,
                      .touches = input.touches,
                      .handovers = input.handovers,
                      .answers = input.answers,
                      .holds = input.holds});
}

const Rep* chosen_rep(const ReportInput& input) {
    if (input.rep.empty()) return nullptr;
    if (const Rep* const rep = input.agreement->rep_of_owner(input.rep)) return rep;
    std::vector<std::string> ids;
    for (const Rep& each : input.agreement->reps) ids.push_back(each.id);
    throw Error(Fault::request, fmt::format("unknown rep '{}'", input.rep), did_you_mean(input.rep, ids));
}

double hours(Duration duration) noexcept { return static_cast<double>(duration.count()) / 3600e6; }

std::string rough_text(Duration duration) {
    const double size = hours(duration);
    return size < 1    ? rounded_text(size * 60) + " min"
           : size < 48 ? rounded_text(size) + " h"
                       : rounded_text(size / 24) + " days";
}

FollowedLeads::FollowedLeads(const ReportInput& input, std::string_view report, bool may_be_none)
    : input_(input), followups_(follow(input, report, may_be_none)), rep_(chosen_rep(input)),
      name_(input.leads) {
    const Period period{input.from, input.to};
    period.check();
    for (const Followup& each : followups_.all()) {
        if (!period.contains(Moment(each.handover->at), input.agreement->timezone)) continue;
        of_all_reps_.push_back(&each);
        if (!rep_ || each.handover->rep == rep_->id) chosen_.push_back(&each);
    }
}

std::function<std::string(const Followup&)> FollowedLeads::group_by(const std::string& by) const {
    const auto or_none = [](const std::string& text) { return text.empty() ? std::string("(none)") : text; };
    const Zone& zone = input_.agreement->timezone;
    if (by == "sla") return [=](const Followup& one) { return or_none(one.handover->sla); };
    if (by == "rep") return [=](const Followup& one) { return or_none(one.handover->rep); };
    if (by == "pool") return [=](const Followup& one) { return or_none(one.handover->pool); };
    if (by == "route") return [=](const Followup& one) { return or_none(one.handover->route); };
    if (by == "hour")
        return [&zone](const Followup& one) {
            const auto local = zone.to_local(one.clock_start);
            const auto hour =
                std::chrono::floor<std::chrono::hours>(local - std::chrono::floor<std::chrono::days>(local));
            return fmt::format("{:02}:00", hour.count());
        };
    if (by == "weekday")
        return [&zone](const Followup& one) {
            const std::chrono::weekday day{std::chrono::sys_days(zone.date_of(one.clock_start))};
            return std::string(weekdays[day.iso_encoding() - 1]);
        };
    const Cells column(input_.leads, by);
    if (!column.there()) {
        std::vector<std::string> names = {"sla", "rep", "pool", "route", "hour", "weekday"};
        for (std::string& name : input_.leads.names()) names.push_back(std::move(name));
        throw Error(Fault::request, fmt::format("the leads have no column '{}' to split the report by", by),
                    did_you_mean(by, names));
    }
    return [column](const Followup& one) {
        return column[one.row].empty() ? std::string("(blank)") : std::string(column[one.row]);
    };
}

void FollowedLeads::add_notes(std::vector<std::string>& notes) const {
    const Period period{input_.from, input_.to};
    if (!period.whole())
        notes.push_back("only leads handed over " + period.text() + ", days of " +
                        input_.agreement->timezone.name());
    if (!input_.rep.empty()) notes.push_back("only leads of '" + input_.rep + "'");
    followups_.add_notes(notes);
}

} // namespace handoff
