#include "route/due.hpp"
#include "route/rules.hpp"

#include <handoff/route.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace handoff {

namespace {

constexpr std::size_t batch_rows = 65'536;
constexpr std::size_t most_skipped_told = 25; // of one pool, on one lead

class Router {
  public:
    Router(const Table& leads, const Agreement& agreement, const RoutePast& past, Instant as_of,
           RouteOptions options)
        : leads_(leads), agreement_(agreement), past_(past), as_of_(as_of), options_(options),
          eligibility_(leads, agreement, past, as_of), roster_(agreement, past, as_of),
          rules_(leads, agreement, roster_, past, as_of), due_times_(agreement), named_owners_(agreement) {}

    Routing run() &&;

  private:
    using Reasons = std::vector<Reason>*;

    bool tells(std::size_t row, bool decided) const {
        if (options_.only && *options_.only != row) return false;
        return options_.reasons == RouteOptions::Reasons::all ||
               (decided && options_.reasons == RouteOptions::Reasons::decided);
    }
    std::vector<std::uint32_t> take();
    void count_open();
    void best_first(std::vector<std::uint32_t>& rows) const;
    void serve(std::uint32_t row, std::size_t in_batch);
    std::uint32_t find_rep(const RouteRules::Rule&, std::size_t in_batch, Reasons);
    std::uint32_t from_pool(const RouteRules::Rule&, std::size_t in_batch, Reasons);
    std::uint32_t named(const RouteRules::Rule&, std::size_t in_batch, Reasons);
    bool can(std::uint32_t member, const RouteRules::Rule&, std::size_t in_batch, Reasons);
    void give(std::uint32_t row, const RouteRules::Rule&, std::uint32_t member, Assignment&, Reasons);
    void remember(std::size_t row, const Assignment&);

    const Table& leads_;
    const Agreement& agreement_;
    const RoutePast& past_;
    Instant as_of_;
    RouteOptions options_;
    Eligibility eligibility_;
    Roster roster_;
    RouteRules rules_;
    DueTimes due_times_;
    OwnerNames named_owners_;
    std::unordered_map<std::string, std::uint32_t> served_; // lead -> its first row
    std::vector<std::uint32_t> able_;
    Routing routing_;
};

// Decides who is taken, and settles everybody else.
std::vector<std::uint32_t> Router::take() {
    std::vector<std::uint32_t> rows;
    for (std::size_t row = 0; row < leads_.rows(); ++row) {
        Assignment& assignment = routing_.leads[row];
        if (eligibility_.taken(row, assignment, tells(row, false))) {
            rows.push_back(static_cast<std::uint32_t>(row));
            continue;
        }
        if (assignment.by_hand) {
            ++routing_.by_hand;
            if (assignment.reasons.empty() && tells(row, true)) {
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
        } else if (!past_.open.empty() && ends_path(agreement_.lifecycle, eligibility_.stage(row))) {
            routing_.past.open.erase(eligibility_.key(row));
        } else if (!past_.known && assignment.outcome == Assignment::Outcome::kept) {
            if (const auto member = roster_.find(agreement_.rep(assignment.rep)); member != Roster::nobody)
                roster_.take_over(member);
        }
    }
    for (const auto& [lead, open] : routing_.past.open)
        if (const auto member = roster_.find(agreement_.rep(open.rep)); member != Roster::nobody)
            roster_.take_over(member);
}

void Router::best_first(std::vector<std::uint32_t>& rows) const {
    const auto position = leads_.find("score");
    if (!position) return;
    const Column& column = leads_[*position];
    std::vector<Points> scores(leads_.rows(), Points::lowest());
    for (const std::uint32_t row : rows)
        scores[row] = column.points.empty() ? read_points(column.cells[row]).value_or(Points::lowest())
                                            : column.points[row];
    std::stable_sort(rows.begin(), rows.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return scores[a] > scores[b]; });
}

bool Router::can(std::uint32_t member, const RouteRules::Rule& rule, std::size_t in_batch, Reasons reasons) {
    const Rep& rep = *roster_[member].rep;
    std::string skipped;
    if (const auto bar = roster_.bar(member); bar != Roster::Bar::none) {
        if (!reasons) return false;
        skipped = roster_.words(member, bar);
    } else {
        for (const auto& need : rule.needs) {
            const auto has = [&](const std::string& skill) { return same_text(skill, need.skill); };
            if (!rules_.holds(need.when, in_batch) || std::any_of(rep.skills.begin(), rep.skills.end(), has))
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

std::uint32_t Router::from_pool(const RouteRules::Rule& rule, std::size_t in_batch, Reasons reasons) {
    RepPool& pool = rules_.pools()[rule.pool];
    able_.clear();
    std::vector<Reason> skipped;
    for (std::uint32_t i = 0; i < pool.candidates().size(); ++i)
        if (can(pool.candidates()[i].member, rule, in_batch, reasons ? &skipped : nullptr))
            able_.push_back(i);
    if (reasons) {
        const std::size_t told = std::min(skipped.size(), most_skipped_told);
        reasons->insert(reasons->end(), std::make_move_iterator(skipped.begin()),
                        std::make_move_iterator(skipped.begin() + static_cast<std::ptrdiff_t>(told)));
        if (told < skipped.size())
            reasons->push_back({.rule = rule.route->name,
                                .place = rule.route->place,
                                .effect = "skipped: " + std::to_string(skipped.size() - told) +
                                          " more of pool '" + pool.name() + "'"});
    }
    if (able_.empty()) {
        if (reasons)
            reasons->push_back({.rule = rule.route->name,
                                .place = rule.route->place,
                                .effect = "passed on: nobody in pool '" + pool.name() + "' can take it"});
        return Roster::nobody;
    }
    std::string why;
    const auto& chosen =
        pool.candidates()[pool.pick(rule.route->by, able_, roster_, reasons ? &why : nullptr)];
    if (reasons) {
        const Rep& rep = *roster_[chosen.member].rep;
        Reason reason{.rule = rep.id, .place = rep.place, .effect = std::move(why)};
        if (chosen.stands_in_for != Roster::nobody)
            reason.value = "covers " + roster_[chosen.stands_in_for].rep->id;
        reasons->push_back(std::move(reason));
    }
    return chosen.member;
}

std::uint32_t Router::named(const RouteRules::Rule& rule, std::size_t in_batch, Reasons reasons) {
    const auto pass_on = [&](std::string effect) {
        if (reasons)
            reasons->push_back({.rule = rule.route->name,
                                .place = rule.route->place,
                                .effect = "passed on: " + std::move(effect)});
        return Roster::nobody;
    };
    std::uint32_t member = rule.member;
    if (rule.column) {
        const std::string_view cell = rules_.cell(*rule.column, in_batch);
        if (cell.empty()) return pass_on("'" + rule.route->to + "' is blank");
        member = roster_.find(named_owners_.find(cell));
        if (member == Roster::nobody)
            return pass_on("'" + std::string(cell) + "' is no rep of the agreement");
    }
    const auto chosen = [&](std::uint32_t taker, std::string effect) {
        const Rep& rep = *roster_[taker].rep;
        if (reasons) reasons->push_back({.rule = rep.id, .place = rep.place, .effect = std::move(effect)});
        return taker;
    };
    const auto named_by = [&] {
        return rule.column ? "named by '" + rule.route->to + "'" : "named by the rule";
    };
    if (can(member, rule, in_batch, reasons)) return chosen(member, "chosen: " + named_by());
    const std::uint32_t cover = roster_.cover_of(member);
    if (cover != Roster::nobody && can(cover, rule, in_batch, reasons))
        return chosen(cover, "chosen: covers " + roster_[member].rep->id + ", " + named_by());
    return pass_on("'" + roster_[member].rep->id + "' cannot take it");
}

std::uint32_t Router::find_rep(const RouteRules::Rule& rule, std::size_t in_batch, Reasons reasons) {
    const bool holds = rules_.holds(rule.when, in_batch);
    if (reasons)
        reasons->push_back({.rule = rule.route->name,
                            .place = rule.route->place,
                            .value = rule.route->when.empty() ? "" : rules_.values(rule.when, in_batch),
                            .effect = rule.route->when.empty() ? "holds for every lead"
                                      : holds                  ? "holds"
                                                               : "does not hold",
                            .why = rule.route->why});
    if (!holds) return Roster::nobody;
    return rule.route->to.empty() ? from_pool(rule, in_batch, reasons) : named(rule, in_batch, reasons);
}

void Router::give(std::uint32_t row, const RouteRules::Rule& rule, std::uint32_t member,
                  Assignment& assignment, Reasons reasons) {
    const Rep& rep = *roster_[member].rep;
    assignment.number = roster_.give(member);
    assignment.outcome = Assignment::Outcome::assigned;
    assignment.rep = rep.id;
    assignment.pool = rule.route->pool;
    assignment.route = rule.route->name;
    assignment.sla = rule.route->sla;
    assignment.assigned_at = as_of_;

    DueTimes::Moments moments{.qualified = as_of_, .assigned = as_of_};
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

void Router::serve(std::uint32_t row, std::size_t in_batch) {
    Assignment& assignment = routing_.leads[row];
    // The same lead on a second row goes where the first went.
    if (std::string key = eligibility_.key(row); !key.empty()) {
        const auto [first, is_first] = served_.try_emplace(std::move(key), row);
        if (!is_first) {
            const Assignment& before = routing_.leads[first->second];
            assignment = before; // for the same reasons
            assignment.number = 0;
            if (before.outcome == Assignment::Outcome::assigned)
                assignment.outcome = Assignment::Outcome::kept;
            return;
        }
    }
    const Reasons reasons = tells(row, true) ? &assignment.reasons : nullptr;
    for (const RouteRules::Rule& rule : rules_.rules()) {
        const std::uint32_t member = find_rep(rule, in_batch, reasons);
        if (member == Roster::nobody) continue;
        give(row, rule, member, assignment, reasons);
        if (past_.known) remember(row, assignment);
        return;
    }
    assignment.outcome = Assignment::Outcome::unrouted;
    if (reasons)
        reasons->push_back({.rule = "who is routed",
                            .value = rules_.rules().empty() ? "the agreement has no [[route]]"
                                                            : "no rule that holds has a rep who can take it",
                            .effect = "unrouted"});
}

Routing Router::run() && {
    routing_.past = past_;
    routing_.leads.resize(leads_.rows());
    std::vector<std::uint32_t> rows = take();
    count_open();
    best_first(rows);
    for (std::size_t from = 0; from < rows.size(); from += batch_rows) {
        const auto batch = std::span(rows).subspan(from, std::min(batch_rows, rows.size() - from));
        rules_.read(batch);
        for (std::size_t i = 0; i < batch.size(); ++i) serve(batch[i], i);
    }
    for (const RepPool& pool : rules_.pools()) pool.store(routing_.past, roster_);
    roster_.store(routing_.past);
    for (const Assignment& assignment : routing_.leads) {
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

} // namespace

Routing route(const Table& leads, const Agreement& agreement, const RoutePast& past, Instant as_of,
              RouteOptions options) {
    return Router(leads, agreement, past, as_of, options).run();
}

} // namespace handoff
