#include "route/pool.hpp"

#include <handoff/values.hpp>

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

// "the most of 3", or, when others are level with the pick, "as the first of 2 that are level".
std::string rank(std::string_view best, std::size_t level, std::size_t of) {
    if (of == 1) return "the only one who can";
    if (level > 1) return "the first of " + std::to_string(level) + " that are level";
    return "the " + std::string(best) + " of " + std::to_string(of);
}

} // namespace

RepPool::RepPool(std::string name, const Agreement& agreement, const Roster& roster, const RoutePast& past)
    : name_(std::move(name)) {
    std::vector<double> weights;
    const auto is_candidate = [&](std::uint32_t member) {
        return std::any_of(candidates_.begin(), candidates_.end(),
                           [&](const Candidate& candidate) { return candidate.member == member; });
    };
    for (const Rep& rep : agreement.reps) {
        if (!in_pool(rep, name_)) continue;
        candidates_.push_back({roster.find(&rep)});
        weights.push_back(rep.weight);
    }
    for (std::size_t i = 0, members = candidates_.size(); i < members; ++i) {
        const std::uint32_t cover = roster.cover_of(candidates_[i].member);
        if (cover == Roster::nobody || roster[cover].away || is_candidate(cover)) continue;
        candidates_.push_back({cover, candidates_[i].member});
        weights.push_back(weights[i]);
    }

    std::vector<std::int64_t> known;
    std::vector<std::size_t> joiners;
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
        RotationTurn turn{.weight = std::max<std::int64_t>(std::llround(weights[i] * one_lead), 0)};
        const auto before = past.turns.find({name_, roster[candidates_[i].member].rep->id});
        if (before == past.turns.end()) {
            joiners.push_back(i);
        } else {
            turn.credit = std::llround(before->second.credit * one_lead);
            turn.given = before->second.given;
            known.push_back(turn.credit);
        }
        turns_.push_back(turn);
    }
    for (const std::size_t joiner : joiners) turns_[joiner].credit = baseline(known);
}

std::uint32_t RepPool::pick(By by, const std::vector<std::uint32_t>& able, const Roster& roster,
                            std::string* why) {
    const auto member = [&](std::uint32_t candidate) -> const Roster::Member& {
        return roster[candidates_[candidate].member];
    };
    const auto first_by = [&](auto less) { return *std::min_element(able.begin(), able.end(), less); };
    const auto level_with = [&](std::uint32_t picked, auto less) {
        return static_cast<std::size_t>(std::count_if(able.begin(), able.end(), [&](std::uint32_t each) {
            return !less(picked, each) && !less(each, picked);
        }));
    };
    std::uint32_t picked = able.front();
    switch (by) {
    case By::rotation: {
        if (why) {
            const auto more = [&](std::uint32_t a, std::uint32_t b) {
                return turns_[a].credit + turns_[a].weight > turns_[b].credit + turns_[b].weight;
            };
            picked = first_by(more);
            *why = "chosen: owed " + leads(owed(turns_, able, picked)) + ", " +
                   rank("most", level_with(picked, more), able.size());
        }
        picked = rotate(turns_, able);
        break;
    }
    case By::least_loaded: {
        const auto lighter = [&](std::uint32_t a, std::uint32_t b) {
            return static_cast<double>(member(a).open) * static_cast<double>(turns_[b].weight) <
                   static_cast<double>(member(b).open) * static_cast<double>(turns_[a].weight);
        };
        picked = first_by(lighter);
        if (why)
            *why = "chosen: " + leads(member(picked).open) + " open, " +
                   rank("fewest for its weight", level_with(picked, lighter), able.size());
        break;
    }
    case By::least_recent: {
        const auto earlier = [&](std::uint32_t a, std::uint32_t b) {
            return member(a).last < member(b).last;
        };
        picked = first_by(earlier);
        if (why)
            *why = std::string("chosen: ") +
                   (member(picked).last == 0 ? "had no lead yet, " : "waited since its last lead, ") +
                   rank("longest", level_with(picked, earlier), able.size());
        break;
    }
    case By::in_order:
        if (why) *why = "chosen: the first in order who can";
        break;
    }
    ++turns_[picked].given;
    return picked;
}

void RepPool::store(RoutePast& past, const Roster& roster) const {
    for (std::size_t i = 0; i < candidates_.size(); ++i)
        past.turns[{name_, roster[candidates_[i].member].rep->id}] = {
            .credit = static_cast<double>(turns_[i].credit) / one_lead, .given = turns_[i].given};
}

} // namespace handoff
