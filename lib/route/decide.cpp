#include "route/router.hpp"

#include <handoff/words.hpp>

#include <algorithm>

namespace handoff {

namespace {

constexpr std::size_t most_skipped_told = 25; // of one pool, on one lead
constexpr std::size_t most_rules_told = 25;   // that do not hold

} // namespace

bool Router::can(std::uint32_t member, const RouteRules::Rule& rule, std::size_t lead, Reasons reasons) {
    const Rep& rep = *roster_[member].rep;
    std::string skipped;
    const auto barred = std::find(without_.begin(), without_.end(), member);
    if (const auto bar = roster_.bar(member); bar != Roster::Bar::none) {
        if (!reasons) return false;
        skipped = roster_.words(member, bar);
    } else if (barred != without_.end()) {
        if (!reasons) return false;
        const Exclusion* const exclusion = bars_[static_cast<std::size_t>(barred - without_.begin())];
        skipped = exclusion ? "skipped: excluded by '" + exclusion->name + "'" : "skipped: had it already";
    } else {
        for (const auto& need : rule.needs) {
            const auto has = [&](const std::string& skill) { return same_text(skill, need.skill); };
            if (!rules_.holds(need.when, lead) || std::any_of(rep.skills.begin(), rep.skills.end(), has))
                continue;
            if (!reasons) return false;
            skipped = "skipped: has no '" + need.skill + "'";
            break;
        }
    }
    if (skipped.empty()) return true;
    reasons->push_back({.rule = rep.id, .place = rep.place, .effect = std::move(skipped)});
    return false;
}

Router::Taker Router::pass_on(const RouteRules::Rule& rule, std::string why, Reasons reasons) const {
    if (reasons)
        reasons->push_back(
            {.rule = rule.route->name, .place = rule.route->place, .effect = "passed on: " + std::move(why)});
    return {};
}

void Router::tell_skipped(const RouteRules::Rule& rule, const RepPool& pool, std::size_t skipped,
                          std::size_t lead, Reasons reasons) {
    std::size_t told = 0;
    for (const RepPool::Candidate& candidate : pool.candidates()) {
        if (told == std::min(skipped, most_skipped_told)) break;
        if (!can(candidate.member, rule, lead, reasons)) ++told;
    }
    if (told < skipped)
        reasons->push_back(
            {.rule = rule.route->name,
             .place = rule.route->place,
             .effect = "skipped: " + std::to_string(skipped - told) + " more of pool '" + pool.name() + "'"});
}

Router::Taker Router::from_pool(const RouteRules::Rule& rule, std::uint32_t number, std::size_t lead,
                                Reasons reasons) {
    RepPool& pool = pools_[number];
    Rotation::Skills needs;
    for (const auto& need : rule.needs)
        if (rules_.holds(need.when, lead)) needs.push_back(need.number);
    std::string why;
    const RepPool::Pick pick = pool.pick(rule.route->by, needs, without_, points_.empty() ? 0 : points_[lead],
                                         roster_, reasons ? &why : nullptr);
    if (reasons) tell_skipped(rule, pool, pool.candidates().size() - pick.able, lead, reasons);
    if (pick.candidate == Rotation::nobody)
        return pass_on(rule, "nobody in pool '" + pool.name() + "' can take it", reasons);
    const RepPool::Candidate& chosen = pool.candidates()[pick.candidate];
    if (reasons) {
        const Roster::Member& member = roster_[chosen.member];
        Reason reason{.rule = member.rep->id, .place = member.rep->place, .effect = std::move(why)};
        if (chosen.stands_in_for != Roster::nobody)
            reason.value = "covers " + roster_[chosen.stands_in_for].rep->id;
        else if (member.week_of_ramp != 0)
            reason.value = "week " + std::to_string(member.week_of_ramp) + " of its ramp";
        reasons->push_back(std::move(reason));
    }
    return {chosen.member, pool.name()};
}

Router::Taker Router::named(const RouteRules::Rule& rule, std::uint32_t member, std::size_t lead,
                            const std::string& how, Reasons reasons) {
    const auto chosen = [&](std::uint32_t taker, std::string effect) -> Taker {
        const Rep& rep = *roster_[taker].rep;
        if (reasons) reasons->push_back({.rule = rep.id, .place = rep.place, .effect = std::move(effect)});
        return {taker};
    };
    if (can(member, rule, lead, reasons)) return chosen(member, "chosen: " + how);
    const std::uint32_t cover = roster_.cover_of(member);
    if (cover != Roster::nobody && can(cover, rule, lead, reasons))
        return chosen(cover, "chosen: covers " + roster_[member].rep->id + ", " + how);
    return {};
}

Router::Taker Router::named_by_column(const RouteRules::Rule& rule, std::size_t lead, Reasons reasons) {
    const std::string_view cell = rules_.cell(*rule.column, lead);
    if (cell.empty()) return pass_on(rule, "'" + rule.route->to + "' is blank", reasons);
    const std::uint32_t member = roster_.find(named_owners_.find(cell));
    if (member == Roster::nobody)
        return pass_on(rule, "'" + std::string(cell) + "' is no rep of the agreement", reasons);
    const Taker taker = named(rule, member, lead, "named by '" + rule.route->to + "'", reasons);
    // What the column was filled from stands beside it.
    if (reasons && taker.member != Roster::nobody && rule.why_column)
        reasons->back().value = rules_.cell(*rule.why_column, lead);
    return taker.member != Roster::nobody
               ? taker
               : pass_on(rule, "'" + roster_[member].rep->id + "' cannot take it", reasons);
}

// From the lowest territory up, until somebody can take it.
Router::Taker Router::from_territory(const RouteRules::Rule& rule, std::size_t lead, Reasons reasons) {
    const std::vector<std::uint32_t> path = rules_.lowest(rule.territory, lead);
    if (path.empty())
        return pass_on(rule, "it does not lie in territory '" + rule.route->territory + "'", reasons);
    for (const std::uint32_t each : path) {
        const RouteRules::Area& area = rules_.areas()[each];
        if (reasons) {
            std::string values;
            for (const std::size_t condition : area.conditions)
                values += (values.empty() ? "" : ", ") + rules_.values(condition, lead);
            reasons->push_back(
                {.rule = area.territory->name,
                 .place = area.territory->place,
                 .value = std::move(values),
                 .effect = each == path.front() ? "the lowest territory it lies in" : "the territory above"});
        }
        Taker taker;
        if (area.member != Roster::nobody)
            taker = named(rule, area.member, lead, "named by the territory", reasons);
        else if (area.pool != RouteRules::none)
            taker = from_pool(rule, area.pool, lead, reasons);
        if (taker.member != Roster::nobody) return taker;
    }
    return pass_on(rule, "nobody in these territories can take it", reasons);
}

Router::Taker Router::find_taker(const RouteRules::Rule& rule, std::size_t lead, Reasons reasons) {
    const std::string& channel = rule.route->channel;
    if (!channel.empty() && eligibility_.opted_out(rows_[lead], channel))
        return pass_on(rule, "the person opted out of " + (channel == "email" ? "e-mail" : channel), reasons);
    Taker taker;
    if (rule.column) {
        taker = named_by_column(rule, lead, reasons);
    } else if (rule.member != Roster::nobody) {
        taker = named(rule, rule.member, lead, "named by the rule", reasons);
        if (taker.member == Roster::nobody)
            pass_on(rule, "'" + roster_[rule.member].rep->id + "' cannot take it", reasons);
    } else if (rule.territory != RouteRules::none) {
        taker = from_territory(rule, lead, reasons);
    } else {
        taker = from_pool(rule, rule.pool, lead, reasons);
    }
    if (taker.member == Roster::nobody && rule.fallback != Roster::nobody)
        taker = named(rule, rule.fallback, lead, "the fallback of '" + rule.route->name + "'", reasons);
    return taker;
}

Router::Taker Router::decide(std::size_t lead, Reasons reasons, const RouteRules::Rule*& held) {
    std::size_t untold = 0, told = 0;
    for (std::size_t number = 0; number < rules_.rules().size(); ++number) {
        if (!reasons) number = rules_.next_that_holds(number, lead);
        if (number == rules_.rules().size()) break;
        const RouteRules::Rule& rule = rules_.rules()[number];
        const bool holds = rules_.holds(rule.when, lead);
        if (reasons && (holds || told < most_rules_told || options_.only)) {
            told += holds ? 0 : 1;
            reasons->push_back({.rule = rule.route->name,
                                .place = rule.route->place,
                                .value = rule.route->when.empty() ? "" : rules_.values(rule.when, lead),
                                .effect = rule.route->when.empty() ? "holds for every lead"
                                          : holds                  ? "holds"
                                                                   : "does not hold",
                                .why = rule.route->why});
        } else if (reasons) {
            ++untold;
        }
        if (!holds) continue;
        if (reasons && untold > 0)
            reasons->insert(reasons->end() - 1, {.rule = counted(untold, "more rule"),
                                                 .effect = untold == 1 ? "does not hold" : "do not hold"});
        untold = 0;
        const Taker taker = find_taker(rule, lead, reasons);
        if (taker.member == Roster::nobody) continue;
        held = &rule;
        return taker;
    }
    return {};
}

} // namespace handoff
