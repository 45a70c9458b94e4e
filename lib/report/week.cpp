#include "report/week.hpp"

#include "report/cells.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace handoff {

namespace {

/// What leads and deals are told apart by, in the order in which equals are named.
constexpr const char* columns[] = {"source",   "campaign_id", "channel",   "country",
                                   "industry", "persona",     "seniority", "owner"};
constexpr std::size_t most_movers = 2;
constexpr double least_part = 0.2; ///< of the change, for a value to be one of its movers

} // namespace

Weeks::Weeks(Date today) {
    const std::chrono::sys_days day = today;
    using std::chrono::days;
    now = {Date(day - days(7)), Date(day - days(1))};
    before = {Date(day - days(14)), Date(day - days(8))};
}

WeekChanges::WeekChanges(const ReportInput& input, const Weeks& weeks) : input_(input), weeks_(weeks) {
    const Zone& zone = input.agreement->timezone;
    const auto put = [&](std::vector<Event>& events, Moment at, Event event) {
        if (!at.known()) return;
        event.now = weeks_.now.contains(at, zone);
        if (event.now || weeks_.before.contains(at, zone)) events.push_back(event);
    };
    const People people(input);
    const std::vector<std::string>& stages = input.agreement->lifecycle.stages;
    for (std::size_t stage = 0; stage < stages.size(); ++stage) {
        // What deals show is told by deals.
        if (same_text(stages[stage], "opportunity") || same_text(stages[stage], "won")) continue;
        std::vector<Event> events;
        for (std::size_t i = 0; i < people.all().size(); ++i)
            put(events, stage == 0 ? people.all()[i].created : people.time(i, stage),
                {.row = people.all()[i].row});
        add(stage == 0 ? "leads created" : "leads reached " + stages[stage], false, RowsBehind::Of::leads,
            events);
    }
    const LeadIndex index(input.leads, &input.contacts, input.merges);
    const Deals deals = read_deals(input, index);
    std::vector<std::size_t> rows;
    for (const Deal& deal : deals.all) rows.push_back(deal.row);
    const Amounts amounts(input.deals, rows, *input.agreement);
    currency_ = amounts.currency();
    std::vector<Event> created, won, lost, pipeline;
    for (const Deal& deal : deals.all) {
        if (input.only_their_deals && deal.leads.empty()) continue;
        const auto row = static_cast<std::uint32_t>(deal.row);
        const double amount = amounts.of(deal.row).value_or(0);
        put(created, deal.created, {.row = row, .deal = &deal});
        put(pipeline, deal.created, {.row = row, .value = amount, .deal = &deal});
        if (deal.status == DealStatus::won)
            put(won, deal.closed, {.row = row, .value = amount, .deal = &deal});
        if (deal.status == DealStatus::lost) put(lost, deal.closed, {.row = row, .deal = &deal});
    }
    add("deals created", false, RowsBehind::Of::deals, created);
    add("amount of deals created", true, RowsBehind::Of::deals, pipeline);
    add("amount of deals won", true, RowsBehind::Of::deals, won);
    add("deals lost", false, RowsBehind::Of::deals, lost);
}

void WeekChanges::add(std::string what, bool money, RowsBehind::Of of, const std::vector<Event>& events) {
    if (events.empty()) return;
    WeekChange change{
        .what = std::move(what), .money = money, .rows = {}, .parts = {}, .of = of, .movers = {}};
    for (const Event& event : events) {
        (event.now ? change.now : change.before) += event.value;
        if (!event.now) continue;
        change.rows.push_back(event.row);
        change.parts.push_back(event.value);
    }
    change.now = tidy_sum(change.now);
    change.before = tidy_sum(change.before);
    change.movers = movers(events, change.now - change.before);
    changes_.push_back(std::move(change));
}

std::vector<Mover> WeekChanges::movers(const std::vector<Event>& events, double change) const {
    struct Candidate {
        Mover mover;
        double strength = 0; ///< the change, in standard errors
        std::set<std::size_t> events;
    };
    /// "Webinar" says nothing new after "Webinar: November".
    const auto same_thing = [](const std::set<std::size_t>& a, const std::set<std::size_t>& b) {
        const auto common =
            std::count_if(a.begin(), a.end(), [&](std::size_t each) { return b.contains(each); });
        return static_cast<std::size_t>(common) * 5 > std::min(a.size(), b.size()) * 4;
    };
    std::vector<Candidate> strongest; // of each column
    for (const char* const column : columns) {
        const Cells own(events.front().deal ? input_.deals : input_.leads, column),
            of_lead(input_.leads, column);
        struct Sum {
            double now = 0, before = 0, squares = 0;
            std::set<std::size_t> events;
        };
        std::map<std::string, Sum, std::less<>> sums;
        for (std::size_t number = 0; number < events.size(); ++number) {
            const Event& event = events[number];
            std::string_view value = own[event.row];
            if (event.deal)
                for (std::size_t i = 0; value.empty() && i < event.deal->leads.size(); ++i)
                    value = of_lead[event.deal->leads[i]];
            if (value.empty()) continue;
            Sum& sum = sums[std::string(trim(value))];
            (event.now ? sum.now : sum.before) += event.value;
            sum.squares += event.value * event.value;
            sum.events.insert(number);
        }
        if (sums.size() < 2) continue; // it tells nobody apart
        Candidate best;
        for (const auto& [value, sum] : sums) {
            const double moved = sum.now - sum.before;
            if (moved * change <= 0 || std::abs(moved) < least_part * std::abs(change)) continue;
            const double strength = std::abs(moved) / std::sqrt(sum.squares);
            if (strength > best.strength)
                best = {{column, name_of(column, value), tidy_sum(moved), tidy_sum(sum.now),
                         tidy_sum(sum.before)},
                        strength,
                        sum.events};
        }
        if (best.strength >= 1) strongest.push_back(std::move(best));
    }
    std::stable_sort(strongest.begin(), strongest.end(),
                     [](const Candidate& a, const Candidate& b) { return a.strength > b.strength; });
    std::vector<Mover> movers;
    const Candidate* first = nullptr;
    for (const Candidate& each : strongest) {
        if (movers.size() == most_movers || (first && same_thing(first->events, each.events))) continue;
        if (!first) first = &each;
        movers.push_back(each.mover);
    }
    return movers;
}

std::string WeekChanges::name_of(const std::string& column, std::string_view value) const {
    if (column == "campaign_id") {
        const Cells id(input_.campaigns, "campaign_id"), name(input_.campaigns, "name");
        for (std::size_t row = 0; row < input_.campaigns.rows(); ++row)
            if (id[row] == value && !name[row].empty()) return std::string(name[row]);
    }
    if (column == "owner")
        if (const Rep* const rep = input_.agreement->rep_of_owner(value); rep && !rep->name.empty())
            return rep->name;
    return std::string(value);
}

} // namespace handoff
