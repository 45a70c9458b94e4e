#include "report/week.hpp"

#include "report/campaign_names.hpp"
#include "report/cells.hpp"
#include "report/deal_moves.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace handoff {

namespace {

/// What leads and deals are told apart by, in the order in which equals are named.
constexpr const char* columns[] = {"source",   "campaign_id", "channel",   "country",
                                   "industry", "persona",     "seniority", "owner"};
constexpr std::size_t most_movers = 2;

} // namespace

Weeks::Weeks(Date today) {
    const std::chrono::sys_days day = today;
    using std::chrono::days;
    now = {Date(day - days(7)), Date(day - days(1))};
    before = {Date(day - days(14)), Date(day - days(8))};
}

WeekChanges::WeekChanges(const ReportInput& input, const People& people, const Weeks& weeks)
    : input_(input), weeks_(weeks) {
    const Zone& zone = input.agreement->timezone;
    const Instant start = zone.start_of(*weeks_.before.from);
    const auto put = [&](std::vector<Event>& events, Moment at, Event event) {
        if (!at.known() || at.first(zone) < start) return; // nearly always
        event.now = weeks_.now.contains(at, zone);
        if (event.now || weeks_.before.contains(at, zone)) events.push_back(event);
    };
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
    const Deals& deals = people.deals();
    std::vector<std::size_t> rows;
    for (const Deal& deal : deals.all) rows.push_back(deal.row);
    const Amounts amounts(input.deals, rows, *input.agreement);
    currency_ = amounts.currency();
    std::vector<Event> created, won, won_amount, lost, pipeline;
    for (const Deal& deal : deals.all) {
        if (input.only_their_deals && deal.leads.empty()) continue;
        const auto row = static_cast<std::uint32_t>(deal.row);
        const double amount = amounts.of(deal.row).value_or(0);
        put(created, deal.created, {.row = row, .deal = &deal});
        put(pipeline, deal.created, {.row = row, .value = amount, .deal = &deal});
        if (deal.status == DealStatus::won) {
            put(won, deal.closed, {.row = row, .deal = &deal});
            put(won_amount, deal.closed, {.row = row, .value = amount, .deal = &deal});
        }
        if (deal.status == DealStatus::lost) put(lost, deal.closed, {.row = row, .deal = &deal});
    }
    add("deals created", false, RowsBehind::Of::deals, created);
    add("amount of deals created", true, RowsBehind::Of::deals, pipeline);
    add("amount of deals won", true, RowsBehind::Of::deals, won_amount);
    add("deals won", false, RowsBehind::Of::deals, won);
    add("deals lost", false, RowsBehind::Of::deals, lost);
    const bool looked = input.deals_then && input.deals_then->at <= zone.start_of(*weeks.now.from);
    if (looked) add_open_amount(deals, people.index());
}

void WeekChanges::add_open_amount(const Deals& deals, const LeadIndex& index) {
    std::vector<const Deal*> chosen;
    for (const Deal& deal : deals.all)
        if (!input_.only_their_deals || !deal.leads.empty()) chosen.push_back(&deal);
    const DealMoves moves(input_, deals, chosen, index);
    WeekChange change{.what = "open amount of deals",
                      .money = true,
                      .behind_now = {.of = RowsBehind::Of::deals},
                      .behind_before = {.of = RowsBehind::Of::deals_then}};
    std::array<double, open_parts> parts{};
    for (const DealMove& move : moves.all()) {
        if (move.open_then) {
            change.before += move.worth_then;
            change.behind_before.rows.push_back(*move.then);
            change.behind_before.parts.push_back(move.worth_then);
        }
        for (std::size_t i = 0; i < open_parts; ++i) parts[i] += move.parts[i].value_or(0);
        if (!move.open_now) continue;
        change.now += move.worth_now;
        change.behind_now.rows.push_back(*move.now);
        change.behind_now.parts.push_back(move.worth_now);
    }
    change.now = tidy_sum(change.now);
    change.before = tidy_sum(change.before);
    change.column = by_moves;
    for (std::size_t i = 0; i < open_parts; ++i)
        if (tidy_sum(parts[i]) != 0)
            change.movers.push_back(
                {.value = std::string(to_text(static_cast<OpenPart>(i))), .change = tidy_sum(parts[i])});
    std::stable_sort(change.movers.begin(), change.movers.end(),
                     [](const Mover& a, const Mover& b) { return std::abs(a.change) > std::abs(b.change); });
    if (!change.movers.empty()) changes_.push_back(std::move(change));
}

void WeekChanges::add(std::string what, bool money, RowsBehind::Of of, const std::vector<Event>& events) {
    if (events.empty()) return;
    WeekChange change{
        .what = std::move(what), .money = money, .behind_now = {.of = of}, .behind_before = {.of = of}};
    for (const Event& event : events) {
        (event.now ? change.now : change.before) += event.value;
        RowsBehind& behind = event.now ? change.behind_now : change.behind_before;
        behind.rows.push_back(event.row);
        behind.parts.push_back(event.value);
    }
    change.now = tidy_sum(change.now);
    change.before = tidy_sum(change.before);
    decompose(change, events);
    changes_.push_back(std::move(change));
}

void WeekChanges::decompose(WeekChange& change, const std::vector<Event>& events) const {
    double strongest = 1; // in standard errors of the change: less is chance
    for (const char* const column : columns) {
        const Cells own(events.front().deal ? input_.deals : input_.leads, column),
            of_lead(input_.leads, column);
        struct Sum {
            double now = 0, before = 0, squares = 0;
            double moved() const { return now - before; }
        };
        std::map<std::string_view, Sum> sums; // in the order of names, in which equals are told
        for (const Event& event : events) {
            std::string_view value = own[event.row];
            if (event.deal)
                for (std::size_t i = 0; value.empty() && i < event.deal->leads.size(); ++i)
                    value = of_lead[event.deal->leads[i]];
            Sum& sum = sums[trim(value)]; // those without one move it too
            (event.now ? sum.now : sum.before) += event.value;
            sum.squares += event.value * event.value;
        }
        if (sums.size() < 2) continue; // it tells nobody apart
        double most = 0;
        std::vector<const std::pair<const std::string_view, Sum>*> named;
        for (const auto& each : sums) {
            const Sum& sum = each.second;
            if (each.first.empty() || tidy_sum(sum.moved()) == 0) continue;
            most = std::max(most, std::abs(sum.moved()) / std::sqrt(sum.squares));
            named.push_back(&each);
        }
        const bool is_stronger = change.column.empty() ? most >= strongest : most > strongest;
        if (!is_stronger) continue;
        strongest = most;
        std::stable_sort(named.begin(), named.end(), [](const auto* a, const auto* b) {
            return std::abs(a->second.moved()) > std::abs(b->second.moved());
        });
        if (named.size() > most_movers) named.resize(most_movers);
        change.column = column;
        change.movers.clear();
        change.others = change.now - change.before;
        for (const auto* each : named) {
            const auto& [value, sum] = *each;
            change.movers.push_back(
                {name_of(column, value), tidy_sum(sum.moved()), tidy_sum(sum.now), tidy_sum(sum.before)});
            change.others = tidy_sum(change.others - change.movers.back().change);
        }
    }
}

std::string WeekChanges::name_of(const std::string& column, std::string_view value) const {
    if (column == "campaign_id") return CampaignNames(input_.campaigns)[value];
    if (column == "owner")
        if (const Rep* const rep = input_.agreement->rep_of_owner(value); rep && !rep->name.empty())
            return rep->name;
    return std::string(value);
}

} // namespace handoff
