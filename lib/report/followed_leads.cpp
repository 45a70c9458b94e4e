#include "report/followed_leads.hpp"

#include "base/rounded.hpp"
#include "report/lead_cell.hpp"
#include "report/moment.hpp"

#include <handoff/error.hpp>
#include <handoff/words.hpp>

#include <cmath>
#include <fmt/format.h>

namespace handoff {

namespace {

Followups follow(const ReportInput& input, std::string_view report, bool may_be_none,
                 const LeadIndex* index) {
    if (input.handovers.empty() && !may_be_none)
        throw Error(Fault::request,
                    fmt::format("the report '{}' needs leads that were given to reps", report),
                    "name the ledger with --ledger, or give a lead file that 'handoff route' wrote");
    return followups_of(input, index);
}

constexpr std::string_view weekdays[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                         "Friday", "Saturday", "Sunday"};
constexpr std::string_view hours_of_day[] = {"00:00", "01:00", "02:00", "03:00", "04:00", "05:00",
                                             "06:00", "07:00", "08:00", "09:00", "10:00", "11:00",
                                             "12:00", "13:00", "14:00", "15:00", "16:00", "17:00",
                                             "18:00", "19:00", "20:00", "21:00", "22:00", "23:00"};

} // namespace

Followups followups_of(const ReportInput& input, const LeadIndex* index, const TouchReading* beside) {
    return Followups({.agreement = input.agreement,
                      .as_of = input.as_of,
                      .leads = &input.leads,
                      .contacts = &input.contacts,
                      .merges = &input.merges,
                      .touches = input.touches,
                      .handovers = input.handovers,
                      .answers = input.answers,
                      .holds = input.holds,
                      .leads_are_newer = input.leads_are_newer,
                      .index = index,
                      .beside = beside});
}

const Rep* chosen_rep(const ReportInput& input) {
    if (input.rep.empty()) return nullptr;
    if (const Rep* const rep = input.agreement->rep_of_owner(input.rep)) return rep;
    std::vector<std::string> ids;
    for (const Rep& each : input.agreement->reps) ids.push_back(each.id);
    throw Error(Fault::request, fmt::format("unknown rep '{}'", input.rep), did_you_mean(input.rep, ids));
}

double hours(Duration duration) noexcept { return static_cast<double>(duration.count()) / 3600e6; }

ReportCell hours_cell(std::optional<double> hours) {
    constexpr double parts = 100;
    return hours ? ReportCell(std::round(*hours * parts) / parts) : ReportCell();
}

std::string rough_text(Duration duration) {
    const double size = hours(duration);
    return size < 1    ? rounded_text(size * 60) + " min"
           : size < 48 ? rounded_text(size) + " h"
                       : rounded_text(size / 24) + " days";
}

FollowedLeads::FollowedLeads(const ReportInput& input, std::string_view report, bool may_be_none,
                             const LeadIndex* index)
    : input_(input), followups_(follow(input, report, may_be_none, index)), rep_(chosen_rep(input)),
      name_(input.leads), id_(input.leads, "lead_id"), email_(input.leads, "email") {
    const Period period{input.from, input.to};
    period.check();
    const bool always = period.whole();
    of_all_reps_.reserve(followups_.all().size());
    for (const Followup& each : followups_.all())
        if (always || period.contains(Moment(each.handover->at), input.agreement->timezone))
            of_all_reps_.push_back(&each);
    chosen_ = of_all_reps_;
    if (rep_) std::erase_if(chosen_, [&](const Followup* each) { return each->handover->rep != rep_->id; });
}

ReportCell FollowedLeads::lead(std::uint32_t row) const {
    return lead_cell(id_[row].empty() ? email_[row] : id_[row], name_[row], row);
}

std::function<std::string_view(const Followup&)> FollowedLeads::group_by(const std::string& by) const {
    const auto or_none = [](std::string_view text) { return text.empty() ? "(none)" : text; };
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
            return hours_of_day[hour.count()];
        };
    if (by == "weekday")
        return [&zone](const Followup& one) {
            const std::chrono::weekday day{std::chrono::sys_days(zone.date_of(one.clock_start))};
            return weekdays[day.iso_encoding() - 1];
        };
    const Cells column(input_.leads, by);
    if (!column.there()) {
        std::vector<std::string> names = {"sla", "rep", "pool", "route", "hour", "weekday"};
        for (std::string& name : input_.leads.names()) names.push_back(std::move(name));
        throw Error(Fault::request, fmt::format("the leads have no column '{}' to split the report by", by),
                    did_you_mean(by, names));
    }
    return [column](const Followup& one) {
        return column[one.row].empty() ? std::string_view("(blank)") : column[one.row];
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
