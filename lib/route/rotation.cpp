#include "route/rotation.hpp"

#include <algorithm>
#include <cmath>

namespace handoff {

namespace {

constexpr double unit = 1'000'000; // of a weight

__extension__ using Wide = __int128;

std::size_t index(By by) { return static_cast<std::size_t>(by); }

bool has(std::span<const std::uint32_t> places, std::uint32_t place) {
    return std::find(places.begin(), places.end(), place) != places.end();
}

} // namespace

Rotation::Rotation(std::size_t places, std::span<const By> ways_used) : positions_(places) {
    for (const By by : ways_used) used_[index(by)] = true;
}

void Rotation::join(std::uint32_t place, double weight, Skills skills, std::uint32_t open,
                    std::uint64_t last) {
    const std::int64_t units = std::max<std::int64_t>(std::llround(weight * unit), 1);
    auto its_class = std::find_if(classes_.begin(), classes_.end(), [&](const Class& each) {
        return each.weight == units && each.skills == skills;
    });
    if (its_class == classes_.end()) {
        classes_.push_back({.weight = units, .skills = std::move(skills)});
        its_class = classes_.end() - 1;
    }
    ++its_class->count;
    one_lead_ += units;
    positions_[place] = {.its_class = static_cast<std::uint32_t>(its_class - classes_.begin()),
                         .here = true,
                         .open = open,
                         .last = last};
}

void Rotation::start(std::span<const double> owed) {
    for (std::uint32_t place = 0; place < positions_.size(); ++place) {
        Position& position = positions_[place];
        if (!position.here) continue;
        position.credit = std::llround(owed[place] * static_cast<double>(one_lead_));
        for (std::size_t way = 0; way < ways; ++way)
            if (used_[way])
                classes_[position.its_class].order[way].insert({rank(static_cast<By>(way), position), place});
    }
}

std::int64_t Rotation::rank(By by, const Position& position) const noexcept {
    switch (by) {
    case By::rotation:
        return -position.credit;
    case By::least_loaded:
        return position.load();
    case By::least_recent:
        return static_cast<std::int64_t>(position.last);
    case By::in_order:
        break;
    }
    return 0;
}

template <class Change>
void Rotation::change(std::uint32_t place, Change apply) {
    Position& position = positions_[place];
    Class& its_class = classes_[position.its_class];
    std::array<std::int64_t, ways> before{};
    for (std::size_t way = 0; way < ways; ++way) before[way] = rank(static_cast<By>(way), position);
    apply(position);
    for (std::size_t way = 0; way < ways; ++way) {
        const std::int64_t now = rank(static_cast<By>(way), position);
        if (!used_[way] || now == before[way]) continue;
        auto node = its_class.order[way].extract({before[way], place});
        node.value().rank = now;
        its_class.order[way].insert(std::move(node));
    }
}

void Rotation::leave(std::uint32_t place) {
    Position& position = positions_[place];
    if (!position.here) return;
    Class& its_class = classes_[position.its_class];
    for (std::size_t way = 0; way < ways; ++way)
        if (used_[way]) its_class.order[way].erase({rank(static_cast<By>(way), position), place});
    position.credit += its_class.earned;
    position.entitled.leads += its_class.entitled.leads;
    position.entitled.points += its_class.entitled.points;
    position.here = false;
    --its_class.count;
    ++version_;
}

void Rotation::update(std::uint32_t place, std::uint32_t open, std::uint64_t last) {
    if (!positions_[place].here) return;
    change(place, [&](Position& position) {
        position.open = open;
        position.last = last;
    });
}

void Rotation::share_out(Able& able) const {
    able.pays = 0;
    able.shares.clear();
    for (const std::uint32_t each : able.classes) {
        const Class& its_class = classes_[each];
        // Rounded to the nearest; the one who is picked pays what was really earned, so that all stay even.
        const Wide wide = Wide{its_class.weight} * one_lead_;
        able.shares.push_back({each, static_cast<std::int64_t>((wide + able.weight / 2) / able.weight),
                               static_cast<double>(its_class.weight) / static_cast<double>(able.weight)});
    }
}

Rotation::Able& Rotation::able(const Skills& needs) {
    Able& able = able_[needs];
    if (able.version == version_) return able;
    able = {.version = version_};
    for (std::uint32_t each = 0; each < classes_.size(); ++each) {
        const Class& its_class = classes_[each];
        if (its_class.count == 0 ||
            !std::includes(its_class.skills.begin(), its_class.skills.end(), needs.begin(), needs.end()))
            continue;
        able.classes.push_back(each);
        able.weight += its_class.weight * static_cast<std::int64_t>(its_class.count);
        able.count += its_class.count;
    }
    if (able.count == 0) return able;
    share_out(able);
    for (const Share& share : able.shares)
        able.pays += share.earns * static_cast<std::int64_t>(classes_[share.its_class].count);
    return able;
}

Rotation::Able Rotation::reduced(const Able& all, std::span<const std::uint32_t> without) const {
    Able able = all;
    const auto is_able = [&](std::uint32_t place) {
        const Position& position = positions_[place];
        return position.here && has(all.classes, position.its_class);
    };
    for (const std::uint32_t place : without) {
        if (!is_able(place)) continue;
        able.weight -= classes_[positions_[place].its_class].weight;
        --able.count;
    }
    if (able.count == 0) return able;
    share_out(able);
    for (const Share& share : able.shares)
        able.pays += share.earns * static_cast<std::int64_t>(classes_[share.its_class].count);
    for (const std::uint32_t place : without)
        if (is_able(place))
            for (const Share& share : able.shares)
                if (share.its_class == positions_[place].its_class) able.pays -= share.earns;
    return able;
}

std::uint32_t Rotation::first(const Class& its_class, By by, std::span<const std::uint32_t> without) const {
    for (const Key& key : its_class.order[index(by)])
        if (!has(without, key.place)) return key.place;
    return nobody;
}

// Whether `a` comes strictly before `b`, places aside.
bool Rotation::before(By by, std::uint32_t a, const Share& share_of_a, std::uint32_t b,
                      const Share& share_of_b) const {
    const Position &at_a = positions_[a], &at_b = positions_[b];
    const Class &of_a = classes_[at_a.its_class], &of_b = classes_[at_b.its_class];
    switch (by) {
    case By::rotation:
        return at_a.credit + of_a.earned + share_of_a.earns > at_b.credit + of_b.earned + share_of_b.earns;
    case By::least_loaded:
        return Wide{at_a.load()} * of_b.weight < Wide{at_b.load()} * of_a.weight;
    case By::least_recent:
        return at_a.last < at_b.last;
    case By::in_order:
        break;
    }
    return false;
}

std::size_t Rotation::level_with(By by, std::uint32_t place, const Share& its_share, const Able& able,
                                 std::span<const std::uint32_t> without) const {
    std::size_t level = 0;
    for (const Share& share : able.shares)
        for (const Key& key : classes_[share.its_class].order[index(by)]) {
            if (has(without, key.place)) continue;
            if (before(by, place, its_share, key.place, share) || level == most_level) break;
            ++level;
        }
    return level;
}

Rotation::Choice Rotation::pick(By by, const Skills& needs, std::span<const std::uint32_t> without,
                                bool count_level, double points) {
    const Able& all = able(needs);
    Able some;
    if (!without.empty() && all.count != 0) some = reduced(all, without);
    const Able& now = without.empty() ? all : some;
    Choice choice{.able = now.count};
    if (now.count == 0) return choice;

    const Share* its_share = nullptr;
    for (const Share& share : now.shares) {
        const std::uint32_t place = first(classes_[share.its_class], by, without);
        if (place == nobody) continue;
        if (its_share) {
            const bool earlier = before(by, place, share, choice.place, *its_share);
            const bool later = before(by, choice.place, *its_share, place, share);
            if (later || (!earlier && place > choice.place)) continue;
        }
        choice.place = place;
        its_share = &share;
    }
    if (count_level) choice.level = level_with(by, choice.place, *its_share, now, without);
    const bool earns = by == By::rotation;
    for (const Share& share : now.shares) {
        classes_[share.its_class].entitled.add(share.part, points);
        if (earns) classes_[share.its_class].earned += share.earns;
        for (const std::uint32_t place : without) {
            Position& position = positions_[place];
            if (!position.here || position.its_class != share.its_class) continue;
            position.entitled.add(-share.part, points);
            if (earns) change(place, [&](Position& other) { other.credit -= share.earns; });
        }
    }
    choice.owed = owed(choice.place);
    choice.ahead = positions_[choice.place].ahead;
    if (choice.ahead > 0) change(choice.place, [](Position& picked) { --picked.ahead; });
    if (earns) change(choice.place, [&](Position& picked) { picked.credit -= now.pays; });
    return choice;
}

double Rotation::owed(std::uint32_t place) const {
    const Position& position = positions_[place];
    if (position.its_class == nobody) return 0;
    const std::int64_t credit = position.credit + (position.here ? classes_[position.its_class].earned : 0);
    return static_cast<double>(credit) / static_cast<double>(one_lead_);
}

Rotation::Entitled Rotation::entitled(std::uint32_t place) const {
    const Position& position = positions_[place];
    Entitled entitled = position.entitled;
    if (position.its_class == nobody || !position.here) return entitled;
    entitled.leads += classes_[position.its_class].entitled.leads;
    entitled.points += classes_[position.its_class].entitled.points;
    return entitled;
}

double baseline(std::span<const double> owed) {
    if (owed.empty()) return 0;
    double sum = 0;
    for (const double each : owed) sum += each;
    return sum / static_cast<double>(owed.size());
}

} // namespace handoff
