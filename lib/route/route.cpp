#include "base/huge_pages.hpp"
#include "base/parallel.hpp"
#include "base/prefetch.hpp"
#include "route/router.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <numeric>
#include <thread>

namespace handoff {

Router::Router(const Table& leads, const Agreement& agreement, const RoutePast& past, Instant as_of,
               RouteOptions options)
    : leads_(leads), agreement_(agreement), past_(past), as_of_(as_of), options_(options),
      eligibility_(leads, agreement, past, as_of), roster_(agreement, past, as_of),
      rules_(leads, agreement, roster_, pools_, as_of), due_times_(agreement), named_owners_(agreement) {}

bool Router::tells(std::size_t row, RouteOptions::Reasons about) const noexcept {
    return (!options_.only || *options_.only == row) && options_.reasons >= about;
}

// Decides who is taken, and settles everybody else.
std::vector<std::uint32_t> Router::take() {
    std::vector<std::uint32_t> rows;
    for (std::size_t row = 0; row < leads_.rows(); ++row) {
        Assignment& assignment = routing_.leads[row];
        if (eligibility_.taken(row, assignment, tells(row, RouteOptions::Reasons::all))) {
            rows.push_back(static_cast<std::uint32_t>(row));
            continue;
        }
        if (assignment.by_hand) {
            ++routing_.by_hand;
            if (assignment.reasons.empty() && tells(row, RouteOptions::Reasons::decided)) {
                Assignment again;
                eligibility_.taken(row, again, true);
                assignment.reasons = std::move(again.reasons);
            }
        }
    }
    return rows;
}

// What is open after the night's changes in the CRM: leads moved by hand, and leads that are through.
void Router::count_open() {
    for (std::size_t row = 0; row < leads_.rows(); ++row) {
        const Assignment& assignment = routing_.leads[row];
        if (assignment.by_hand) {
            remember(row, assignment);
        } else if (!past_.open.empty() && eligibility_.through(row)) {
            routing_.past.open.erase(eligibility_.key(row));
        } else if (!past_.known && assignment.outcome == Assignment::Outcome::kept) {
            if (const auto member = roster_.find(named_owners_.rep(assignment.rep)); member != Roster::nobody)
                roster_.take_over(member);
        }
    }
    if (past_.known)
        for (std::size_t row = 0; row < leads_.rows(); ++row)
            if (const auto open = routing_.past.open.find(eligibility_.key(row));
                open != routing_.past.open.end())
                open->second.vanished = false;
    for (const auto& [lead, open] : routing_.past.open)
        if (const auto member = open.vanished ? Roster::nobody : roster_.find(named_owners_.rep(open.rep));
            member != Roster::nobody)
            roster_.take_over(member);
}

// The leads that are routed, in the order in which they are served.
std::vector<std::uint32_t> Router::best_first() {
    std::vector<std::uint32_t> order(rows_.size());
    std::iota(order.begin(), order.end(), 0U);
    const auto position = leads_.find("score");
    if (!position) return order;
    const Column& column = leads_[*position];
    std::vector<Points> scores;
    scores.reserve(rows_.size());
    for (const std::uint32_t row : rows_)
        scores.push_back(column.points.empty() ? read_points(column.cells[row]).value_or(Points::lowest())
                                               : column.points[row]);
    points_.reserve(rows_.size());
    for (const Points each : scores) points_.push_back(each == Points::lowest() ? 0 : each.value());
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return scores[a] > scores[b]; });
    return order;
}

void Router::give(std::uint32_t row, const RouteRules::Rule& rule, const Taker& taker, Assignment& assignment,
                  Reasons reasons) {
    const Rep& rep = *roster_[taker.member].rep;
    assignment.number = roster_.give(taker.member);
    pools_.changed(taker.member, roster_);
    assignment.outcome = Assignment::Outcome::assigned;
    assignment.rep = rep.id;
    assignment.pool = taker.pool;
    assignment.route = rule.route->name;
    assignment.sla = rule.route->sla;
    assignment.assigned_at = as_of_;

    DueTimes::Moments moments{.qualified = as_of_, .assigned = as_of_};
    const bool has_past = !past_.former.empty() || !past_.broken.empty();
    moments.again = has_past && (assignment.breach || past_.former.contains(eligibility_.key(row)));
    if (rule.sla && rule.sla->starts == Sla::Starts::created)
        moments.created = read_instant(eligibility_.created_at(row));
    if (rule.sla && rule.sla->starts == Sla::Starts::qualified && !past_.qualified.empty())
        if (const auto first = past_.qualified.find(eligibility_.key(row)); first != past_.qualified.end())
            moments.qualified = first->second;
    Reason due;
    const auto [at, work] = due_times_.of(rule.sla, rep, moments, reasons ? &due : nullptr);
    assignment.due_at = at;
    assignment.due_work = work;
    if (reasons && at) reasons->push_back(std::move(due));
    if (reasons)
        if (auto attempts = due_times_.attempts_reason(rule.sla, rep, as_of_))
            reasons->push_back(std::move(*attempts));
}

void Router::remember(std::size_t row, const Assignment& assignment) {
    routing_.past.open.insert_or_assign(eligibility_.key(row),
                                        RoutePast::Open{.rep = assignment.rep,
                                                        .pool = assignment.pool,
                                                        .route = assignment.route,
                                                        .sla = assignment.sla,
                                                        .due_at = assignment.due_at,
                                                        .due_work = assignment.due_work,
                                                        .assigned_at = as_of_});
}

// True when an exclusion keeps the lead from everybody; those it keeps it from else are in `without_`.
bool Router::excluded(std::size_t lead, Reasons reasons) {
    without_.clear();
    bars_.clear();
    for (const RouteRules::Barrier& barrier : rules_.barriers()) {
        if (!rules_.holds(barrier.when, lead)) continue;
        const Exclusion& exclusion = *barrier.exclusion;
        if (barrier.members.empty()) {
            if (reasons)
                reasons->push_back({.rule = exclusion.name,
                                    .place = exclusion.place,
                                    .value = rules_.values(barrier.when, lead),
                                    .effect = "excluded: nobody gets it",
                                    .why = exclusion.why});
            return true;
        }
        for (const std::uint32_t member : barrier.members) {
            if (std::find(without_.begin(), without_.end(), member) != without_.end()) continue;
            without_.push_back(member);
            bars_.push_back(&exclusion);
        }
    }
    return false;
}

// A lead that a rep handed back says so; where it is for another rep, nobody gets it who had it.
void Router::keep_from_those_who_had_it(std::uint32_t row, Reasons reasons) {
    if (past_.handed_back.empty()) return;
    const RoutePast::HandedBack* const back = eligibility_.hand_backs().of(eligibility_.key(row));
    if (!back) return;
    HandBacks::Decision decision = eligibility_.hand_backs().decide(*back, row);
    if (reasons) reasons->push_back(std::move(decision.reason));
    if (!decision.elsewhere) return;
    for (const std::string& rep : back->reps) keep_from(rep);
}

void Router::keep_from(const std::string& rep) {
    const std::uint32_t member = roster_.find(named_owners_.rep(rep));
    if (member == Roster::nobody || std::find(without_.begin(), without_.end(), member) != without_.end())
        return;
    without_.push_back(member);
    bars_.push_back(nullptr);
}

void Router::leave_unrouted(std::uint32_t row, Assignment& assignment) {
    assignment.outcome = Assignment::Outcome::unrouted;
    const std::string key = eligibility_.key(row);
    assignment.unrouted_since = as_of_;
    if (const auto since = past_.unrouted.find(key); since != past_.unrouted.end())
        assignment.unrouted_since = since->second;
    if (past_.known) routing_.past.unrouted.insert_or_assign(key, *assignment.unrouted_since);
    if (!tells(row, RouteOptions::Reasons::unrouted)) {
        assignment.reasons.clear();
        return;
    }
    assignment.reasons.push_back({.rule = "who is routed",
                                  .value = rules_.rules().empty()
                                               ? "the agreement has no [[route]]"
                                               : "no rule that holds has a rep who can take it",
                                  .effect = "unrouted"});
}

// Which of the leads that are routed stand on several rows.
void Router::find_repeated(unsigned threads) {
    constexpr std::size_t rows_at_once = 4096;
    std::vector<KeyBlock> blocks((rows_.size() + rows_at_once - 1) / rows_at_once);
    in_parallel(threads, rows_.size(), rows_at_once, [&](std::size_t from, std::size_t to, unsigned) {
        KeyBlock& block = blocks[from / rows_at_once];
        block.reserve(to - from);
        for (std::size_t lead = from; lead < to; ++lead) block.add(eligibility_.key(rows_[lead]));
    });
    keys_ = KeyIndex(std::move(blocks), threads);
    if (keys_.repeats()) first_served_.assign(rows_.size(), KeyIndex::none);
}

// The same lead on a second row goes where the first went.
bool Router::follows_first(std::size_t lead, Assignment& assignment) {
    if (first_served_.empty()) return false;
    std::uint32_t& first = first_served_[keys_.first_of(static_cast<std::uint32_t>(lead))];
    if (first == KeyIndex::none) {
        first = rows_[lead];
        return false;
    }
    const Assignment& before = routing_.leads[first];
    assignment = before; // for the same reasons
    assignment.number = 0;
    if (before.outcome == Assignment::Outcome::assigned) assignment.outcome = Assignment::Outcome::kept;
    return true;
}

// Leads come in no order of memory: what the next ones need is on its way while one is served.
void Router::serve_all() {
    constexpr std::size_t ahead = 16;
    const std::vector<std::uint32_t> order = best_first();
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (i + ahead < order.size()) {
            const std::uint32_t next = order[i + ahead];
            prefetch(&routing_.leads[rows_[next]], sizeof(Assignment));
            rules_.prefetch(next);
        }
        serve(order[i]);
    }
}

void Router::serve(std::size_t lead) {
    const std::uint32_t row = rows_[lead];
    Assignment& assignment = routing_.leads[row];
    if (follows_first(lead, assignment)) return;
    const bool tells_all = tells(row, RouteOptions::Reasons::decided);
    Reasons reasons = tells_all ? &assignment.reasons : nullptr;
    const auto broken = past_.broken.empty() ? std::nullopt : eligibility_.broken(eligibility_.key(row));
    if (excluded(lead, reasons)) {
        if (broken) stay(*broken, row, assignment);
        return;
    }
    if (broken) take_away(*broken, assignment, reasons);
    keep_from_those_who_had_it(row, reasons);
    keep_from_those_who_missed_it(row);
    const RouteRules::Rule* held = nullptr;
    Taker taker = decide(lead, reasons, held);
    if (taker.member != Roster::nobody) {
        if (broken) lose(*broken, row);
        give(row, *held, taker, assignment, reasons);
        if (past_.known) remember(row, assignment);
        return;
    }
    if (broken) {
        stay(*broken, row, assignment);
        return;
    }
    // Nothing was changed by asking in vain, so that only now the reasons need be gathered.
    if (!tells_all && tells(row, RouteOptions::Reasons::unrouted)) {
        reasons = &assignment.reasons;
        decide(lead, reasons, held);
    }
    leave_unrouted(row, assignment);
}

Routing Router::run() && {
    routing_.past = past_;
    routing_.leads.reserve(leads_.rows());
    ask_for_huge_pages(routing_.leads.data(), leads_.rows() * sizeof(Assignment));
    routing_.leads.resize(leads_.rows());
    rows_ = take();
    routing_.worn_out = eligibility_.worn_out();
    count_open();
    pools_.open(agreement_, roster_, past_);
    const unsigned threads = options_.threads != 0 ? options_.threads : std::thread::hardware_concurrency();
    rules_.read(rows_, threads);
    find_repeated(threads);
    serve_all();
    tell_of_breaches();
    pools_.store(routing_.past, roster_);
    roster_.store(routing_.past);
    for (std::size_t row = 0; row < routing_.leads.size(); ++row) {
        const Assignment& assignment = routing_.leads[row];
        if (!past_.unrouted.empty() && assignment.outcome != Assignment::Outcome::unrouted)
            routing_.past.unrouted.erase(eligibility_.key(row));
        switch (assignment.outcome) {
        case Assignment::Outcome::not_taken:
            ++routing_.not_taken;
            break;
        case Assignment::Outcome::kept:
            ++routing_.kept;
            break;
        case Assignment::Outcome::assigned:
            ++routing_.assigned;
            break;
        case Assignment::Outcome::unrouted:
            ++routing_.unrouted;
            break;
        }
    }
    return std::move(routing_);
}

Routing route(const Table& leads, const Agreement& agreement, const RoutePast& past, Instant as_of,
              RouteOptions options) {
    return Router(leads, agreement, past, as_of, options).run();
}

} // namespace handoff
