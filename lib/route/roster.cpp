#include "route/roster.hpp"

#include <algorithm>

namespace handoff {

namespace {

// The week of the ramp that a day lies in, from 1; 0 before and after it.
std::uint32_t week_of_ramp(const Rep& rep, Date day) {
    if (!rep.starts || rep.ramp.empty() || day < *rep.starts) return 0;
    const auto week = (std::chrono::sys_days{day} - std::chrono::sys_days{*rep.starts}).count() / 7;
    return week < static_cast<std::int64_t>(rep.ramp.size()) ? static_cast<std::uint32_t>(week + 1) : 0;
}

} // namespace

Roster::Roster(const Agreement& agreement, const RoutePast& past, Instant as_of)
    : agreement_(&agreement), day_(agreement.timezone.date_of(as_of)) {
    const std::chrono::sys_days today{day_};
    const Date monday{today - std::chrono::days{std::chrono::weekday{today}.iso_encoding() - 1}};
    for (const auto& [rep, number] : past.last) number_ = std::max(number_, number);
    for (const Rep& rep : agreement.reps) {
        Member member{.rep = &rep, .weight = rep.weight, .week_of_ramp = week_of_ramp(rep, day_)};
        if (member.week_of_ramp != 0) member.weight *= rep.ramp[member.week_of_ramp - 1];
        for (const Rep::Away& away : rep.away)
            if (away.from <= day_ && day_ <= away.to) member.away = &away;
        for (auto day = past.by_day.lower_bound({rep.id, monday});
             day != past.by_day.end() && day->first.first == rep.id && day->first.second <= day_; ++day) {
            member.this_week += day->second;
            if (day->first.second == day_) member.today = day->second;
        }
        if (const auto last = past.last.find(rep.id); last != past.last.end()) member.last = last->second;
        members_.push_back(member);
    }
}

std::uint32_t Roster::find(const Rep* rep) const noexcept {
    if (!rep) return nobody;
    return static_cast<std::uint32_t>(rep - agreement_->reps.data());
}

std::uint32_t Roster::cover_of(std::uint32_t member) const noexcept {
    const Rep::Away* away = members_[member].away;
    return away && !away->cover.empty() ? find(agreement_->rep(away->cover)) : nobody;
}

Roster::Bar Roster::bar(std::uint32_t member) const noexcept {
    const Member& it = members_[member];
    if (it.rep->starts && day_ < *it.rep->starts) return Bar::not_started;
    if (it.rep->leaves && *it.rep->leaves < day_) return Bar::gone;
    if (it.away) return Bar::away;
    if (it.rep->max_day && it.today >= *it.rep->max_day) return Bar::full_today;
    if (it.rep->max_week && it.this_week >= *it.rep->max_week) return Bar::full_this_week;
    if (it.rep->max_open && it.open >= *it.rep->max_open) return Bar::full;
    return Bar::none;
}

std::string Roster::words(std::uint32_t member, Bar bar) const {
    const Member& it = members_[member];
    const auto of = [](std::uint32_t count, const std::optional<std::uint32_t>& most, const char* when) {
        return "skipped: " + std::to_string(count) + " of " + std::to_string(*most) + when;
    };
    switch (bar) {
    case Bar::none:
        return {};
    case Bar::not_started:
        return "skipped: starts on " + to_text(*it.rep->starts);
    case Bar::gone:
        return "skipped: left on " + to_text(*it.rep->leaves);
    case Bar::away:
        return "skipped: away until " + to_text(it.away->to);
    case Bar::full_today:
        return of(it.today, it.rep->max_day, " today");
    case Bar::full_this_week:
        return of(it.this_week, it.rep->max_week, " this week");
    case Bar::full:
        return of(it.open, it.rep->max_open, " open");
    }
    return {};
}

std::uint64_t Roster::give(std::uint32_t member) {
    ++members_[member].open;
    ++members_[member].today;
    ++members_[member].this_week;
    return members_[member].last = ++number_;
}

void Roster::store(RoutePast& past) const {
    for (const Member& member : members_) {
        if (member.last != 0) past.last[member.rep->id] = member.last;
        if (member.today != 0) past.by_day[{member.rep->id, day_}] = member.today;
    }
}

} // namespace handoff
