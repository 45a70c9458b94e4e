#include "route/roster.hpp"

#include <algorithm>

namespace handoff {

Roster::Roster(const Agreement& agreement, const RoutePast& past, Instant as_of)
    : agreement_(&agreement), day_(agreement.timezone.date_of(as_of)) {
    for (const auto& [rep, number] : past.last) number_ = std::max(number_, number);
    for (const Rep& rep : agreement.reps) {
        Member member{.rep = &rep};
        for (const Rep::Away& away : rep.away)
            if (away.from <= day_ && day_ <= away.to) member.away = &away;
        if (const auto today = past.today.find({rep.id, day_}); today != past.today.end())
            member.today = today->second;
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
    if (it.away) return Bar::away;
    if (it.rep->max_day && it.today >= *it.rep->max_day) return Bar::full_today;
    if (it.rep->max_open && it.open >= *it.rep->max_open) return Bar::full;
    return Bar::none;
}

std::string Roster::words(std::uint32_t member, Bar bar) const {
    const Member& it = members_[member];
    switch (bar) {
    case Bar::none:
        return {};
    case Bar::away:
        return "skipped: away until " + to_text(it.away->to);
    case Bar::full_today:
        return "skipped: " + std::to_string(it.today) + " of " + std::to_string(*it.rep->max_day) + " today";
    case Bar::full:
        return "skipped: " + std::to_string(it.open) + " of " + std::to_string(*it.rep->max_open) + " open";
    }
    return {};
}

std::uint64_t Roster::give(std::uint32_t member) {
    ++members_[member].open;
    ++members_[member].today;
    return members_[member].last = ++number_;
}

void Roster::store(RoutePast& past) const {
    for (const Member& member : members_) {
        if (member.last != 0) past.last[member.rep->id] = member.last;
        if (member.today != 0) past.today[{member.rep->id, day_}] = member.today;
    }
}

} // namespace handoff
