#include "route/pool.hpp"

#include <handoff/values.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <cmath>

namespace handoff {

namespace {

bool in_pool(const Rep& rep, const std::string& pool) {
    return std::find(rep.pools.begin(), rep.pools.end(), pool) != rep.pools.end();
}

std::string leads(double count) {
    const double rounded = std::round(count * 100) / 100;
    return to_text(rounded == 0 ? 0.0 : rounded) + (rounded == 1 ? " lead" : " leads");
}

// "the most of 3", or, when others are level with the pick, "the first of 2 that are level".
std::string rank(std::string_view best, const Rotation::Choice& choice) {
    if (choice.able == 1) return "the only one who can";
    if (choice.level == Rotation::most_level && choice.able > choice.level)
        return "the first of more than " + std::to_string(choice.level - 1) + " that are level";
    if (choice.level > 1) return "the first of " + std::to_string(choice.level) + " that are level";
    return "the " + std::string(best) + " of " + std::to_string(choice.able);
}

std::string words(By by, const Rotation::Choice& choice, const Roster::Member& member) {
    switch (by) {
    case By::rotation:
        return "owed " + leads(choice.owed) + ", " + rank("most", choice);
    case By::least_loaded:
        return leads(member.open) + " open" +
               (choice.ahead == 0
                    ? ""
                    : ", as if " + to_text(member.open + static_cast<double>(choice.ahead) / 2) +
                          " while it is new") +
               ", " + rank("fewest for its weight", choice);
    case By::least_recent:
        return (member.last == 0 ? "had no lead yet, " : "waited since its last lead, ") +
               rank("longest", choice);
    case By::in_order:
        break;
    }
    return "the first in order who can";
}

} // namespace

RepPool::RepPool(std::string name, const Use& use, const std::vector<std::string>& skills,
                 const Agreement& agreement, const Roster& roster, const RoutePast& past)
    : name_(std::move(name)), rotation_(0, {}) {
    find_candidates(agreement, roster);
    given_.resize(candidates_.size());
    rotation_ = Rotation(candidates_.size(), use.ways);
    for (std::uint32_t place = 0; place < candidates_.size(); ++place) {
        Candidate& candidate = candidates_[place];
        places_.emplace(candidate.member, place);
        const Roster::Member& member = roster[candidate.member];
        if (roster.bar(candidate.member) != Roster::Bar::none) continue;
        Rotation::Skills has;
        for (const std::uint32_t skill : use.skills)
            if (std::any_of(member.rep->skills.begin(), member.rep->skills.end(),
                            [&](const std::string& each) { return same_text(each, skills[skill]); }))
                has.push_back(skill);
        candidate.joined = true;
        rotation_.join(place, candidate.weight, std::move(has), member.open, member.last);
    }
    load(roster, past);
    if (std::find(use.ways.begin(), use.ways.end(), By::least_loaded) != use.ways.end())
        level_joiners(roster);
    std::vector<double> owed;
    for (const Candidate& candidate : candidates_) owed.push_back(candidate.turn.owed);
    rotation_.start(owed);
}

// Who had no share of the pool yet begins level with those who had, not with an empty desk.
void RepPool::level_joiners(const Roster& roster) {
    double loads = 0, others = 0;
    const auto is_new = [](const Candidate& each) { return each.turn.entitled == 0 && each.turn.given == 0; };
    for (const Candidate& each : candidates_) {
        if (!each.joined || is_new(each)) continue;
        loads += roster[each.member].open / each.weight;
        ++others;
    }
    for (std::uint32_t place = 0; place < candidates_.size(); ++place) {
        Candidate& each = candidates_[place];
        if (each.joined && is_new(each) && others > 0) {
            const double above = loads / others * each.weight - roster[each.member].open;
            each.turn.ahead = static_cast<std::uint64_t>(std::llround(2 * std::max(above, 0.0)));
        }
        rotation_.set_ahead(place, each.turn.ahead);
    }
}

void RepPool::find_candidates(const Agreement& agreement, const Roster& roster) {
    for (const Rep& rep : agreement.reps)
        if (const std::uint32_t member = roster.find(&rep); in_pool(rep, name_))
            candidates_.push_back({.member = member, .weight = roster[member].weight});
    for (std::size_t i = 0, members = candidates_.size(); i < members; ++i) {
        const std::uint32_t cover = roster.cover_of(candidates_[i].member);
        const bool has_a_turn =
            std::any_of(candidates_.begin(), candidates_.end(),
                        [&](const Candidate& candidate) { return candidate.member == cover; });
        if (cover == Roster::nobody || roster[cover].away || has_a_turn) continue;
        candidates_.push_back(
            {.member = cover, .stands_in_for = candidates_[i].member, .weight = candidates_[i].weight});
    }
}

void RepPool::load(const Roster& roster, const RoutePast& past) {
    std::vector<double> known;
    std::vector<Candidate*> joiners;
    for (Candidate& candidate : candidates_) {
        const std::pair<std::string, std::string> where{name_, roster[candidate.member].rep->id};
        const auto before = past.turns.find(where);
        if (before != past.turns.end()) {
            candidate.turn = before->second;
            known.push_back(candidate.turn.owed);
        } else {
            joiners.push_back(&candidate);
        }
    }
    for (Candidate* joiner : joiners) joiner->turn.owed = baseline(known);
    // Of what a rep has coming one lead a run, so that many that come back at once are no flood. All who are
    // there make up for it, by their weights.
    double more = 0, weights = 0;
    for (Candidate& candidate : candidates_) {
        if (!candidate.joined) continue;
        weights += candidate.weight;
        const auto made_up = past.made_up.find({name_, roster[candidate.member].rep->id});
        if (made_up == past.made_up.end()) continue;
        const double one = std::clamp(made_up->second - candidate.turn.made_up, 0.0, 1.0);
        candidate.turn.owed += one;
        candidate.turn.made_up += one;
        more += one;
    }
    for (Candidate& candidate : candidates_)
        if (candidate.joined) candidate.turn.owed -= more * candidate.weight / weights;
}

RepPool::Pick RepPool::pick(By by, const Rotation::Skills& needs,
                            const std::vector<std::uint32_t>& without_members, double points,
                            const Roster& roster, std::string* why) {
    std::vector<std::uint32_t> without;
    for (const std::uint32_t member : without_members)
        if (const auto place = places_.find(member); place != places_.end()) without.push_back(place->second);
    const Rotation::Choice choice = rotation_.pick(by, needs, without, why != nullptr, points);
    if (choice.place == Rotation::nobody) return {};
    ++given_[choice.place].leads;
    given_[choice.place].points += points;
    if (why) *why = "chosen: " + words(by, choice, roster[candidates_[choice.place].member]);
    return {choice.place, choice.able};
}

void RepPool::changed(std::uint32_t member, const Roster& roster) {
    const auto place = places_.find(member);
    if (place == places_.end()) return;
    if (roster.bar(member) != Roster::Bar::none)
        rotation_.leave(place->second);
    else
        rotation_.update(place->second, roster[member].open, roster[member].last);
}

void RepPool::store(RoutePast& past, const Roster& roster) const {
    for (std::uint32_t place = 0; place < candidates_.size(); ++place) {
        const Candidate& candidate = candidates_[place];
        RoutePast::Turn turn = candidate.turn;
        if (candidate.joined) turn.owed = rotation_.owed(place);
        const Rotation::Entitled entitled = rotation_.entitled(place);
        turn.entitled += entitled.leads;
        turn.entitled_points += entitled.points;
        turn.given += given_[place].leads;
        turn.given_points += given_[place].points;
        turn.ahead = rotation_.ahead(place);
        past.turns[{name_, roster[candidate.member].rep->id}] = turn;
    }
}

std::uint32_t Pools::skill(const std::string& name) {
    const std::string small = lower(name);
    const auto known = std::find(skills_.begin(), skills_.end(), small);
    if (known == skills_.end())
        return skills_.push_back(small), static_cast<std::uint32_t>(skills_.size() - 1);
    return static_cast<std::uint32_t>(known - skills_.begin());
}

std::size_t Pools::use(const std::string& name, By by, const std::vector<std::string>& skills) {
    auto known =
        std::find_if(used_.begin(), used_.end(), [&](const auto& each) { return each.first == name; });
    if (known == used_.end()) known = used_.insert(used_.end(), {name, {}});
    RepPool::Use& use = known->second;
    if (std::find(use.ways.begin(), use.ways.end(), by) == use.ways.end()) use.ways.push_back(by);
    for (const std::string& each : skills) use.skills.insert(skill(each));
    return static_cast<std::size_t>(known - used_.begin());
}

void Pools::open(const Agreement& agreement, const Roster& roster, const RoutePast& past) {
    pools_of_.resize(roster.size());
    for (const auto& [name, use] : used_) {
        pools_.emplace_back(name, use, skills_, agreement, roster, past);
        for (const RepPool::Candidate& candidate : pools_.back().candidates())
            pools_of_[candidate.member].push_back(static_cast<std::uint32_t>(pools_.size() - 1));
    }
}

void Pools::changed(std::uint32_t member, const Roster& roster) {
    for (const std::uint32_t pool : pools_of_[member]) pools_[pool].changed(member, roster);
}

void Pools::store(RoutePast& past, const Roster& roster) const {
    for (const RepPool& pool : pools_) pool.store(past, roster);
}

} // namespace handoff
