#include "report/stage_history.hpp"

#include "base/parallel.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <numeric>
#include <thread>

namespace handoff {

namespace {

using Known = StageStep::Known;
using Steps = std::vector<StageStep>;

constexpr std::uint16_t nowhere = 0xffff;

/// The earliest that it can have been: a change that the second of two nights saw came after the first.
Instant earliest(const StageStep& step) noexcept {
    const bool between = step.known == Known::two_nights && step.from != StageStep::unknown_start;
    return between ? step.from + Duration(1) : step.from;
}
bool overlap(const StageStep& a, const StageStep& b) noexcept {
    return earliest(a) <= b.to && earliest(b) <= a.to;
}
bool is_exact(const StageStep& step) noexcept { return step.from == step.to; }

/// Known from what reps said and who got the lead, not from the CRM.
bool is_ours(const StageStep& step) noexcept {
    return step.known == Known::answer || step.known == Known::handover;
}

} // namespace

std::string_view to_text(Known known) noexcept {
    switch (known) {
    case Known::created:
        return "creation";
    case Known::converted:
        return "conversion";
    case Known::deal:
        return "deal";
    case Known::history:
        return "export of changes";
    case Known::two_nights:
        return "two nights";
    case Known::first_seen:
        return "first night";
    case Known::answer:
        return "answer";
    case Known::handover:
        return "handover";
    case Known::shown:
        return "export of leads";
    }
    return {};
}

StageHistory::StageHistory(const ReportInput& input, const People& people)
    : input_(input), people_(people), lifecycle_(input.agreement->lifecycle), stage_(input.leads, "stage"),
      updated_at_(input.leads, "updated_at"), qualified_(input.leads, "qualified"),
      path_(lifecycle_.stages.size()), aside_(lifecycle_.aside.size()) {
    add_created_and_converted();
    add_deals();
    add_changes(input.history);
    add_changes(input.stages);
    add_answers();
    sort();
}

const std::string& StageHistory::name(std::size_t place) const noexcept {
    return place < path_ ? lifecycle_.stages[place] : lifecycle_.aside[place - path_];
}

std::uint16_t StageHistory::place_of(std::string_view stage) const {
    const auto [found, is_new] = places_.try_emplace(stage, nowhere);
    if (is_new)
        for (std::size_t place = 0; place < places(); ++place)
            if (same_text(name(place), stage)) found->second = static_cast<std::uint16_t>(place);
    return found->second;
}

std::uint32_t StageHistory::person_of(std::string_view lead) const noexcept {
    std::uint32_t row = people_.index().by_id(lead);
    if (row == LeadIndex::none) row = people_.index().by_email(lead);
    return row == LeadIndex::none ? row : people_.person_of(row);
}

void StageHistory::add(std::uint32_t person, std::string_view stage, Instant from, Instant to, Known known) {
    if (from <= input_.as_of) to = std::min(to, input_.as_of); // a day that is not over
    steps_.push_back(
        {.person = person, .stage = place_of(stage), .known = known, .text = stage, .from = from, .to = to});
}

void StageHistory::add(std::uint32_t person, std::string_view stage, Moment at, Known known) {
    if (!at.known() || place_of(stage) == nowhere) return;
    const Zone& zone = input_.agreement->timezone;
    add(person, stage, at.first(zone), at.last(zone), known);
}

void StageHistory::add_created_and_converted() {
    const Cells converted_at(input_.leads, "converted_at");
    for (std::uint32_t person = 0; person < people_.all().size(); ++person) {
        const Person& each = people_.all()[person];
        if (path_ > 0) add(person, lifecycle_.stages.front(), each.created, Known::created);
        add(person, "sql", Moment::read(converted_at[each.row]), Known::converted);
    }
}

void StageHistory::add_deals() {
    for (const Deal& deal : people_.deals().all)
        for (const std::uint32_t lead : deal.leads) {
            const std::uint32_t person = people_.person_of(lead);
            add(person, "opportunity", deal.created, Known::deal);
            if (deal.status == DealStatus::won) add(person, "won", deal.closed, Known::deal);
            if (deal.status == DealStatus::lost) add(person, "lost", deal.closed, Known::deal);
        }
}

void StageHistory::add_changes(const Table& changes) {
    const Cells id(changes, "lead_id"), stage(changes, "stage"), at(changes, "at"),
        earliest(changes, "earliest"), latest(changes, "latest"), known_from(changes, "known_from");
    const Zone& zone = input_.agreement->timezone;
    for (std::size_t row = 0; row < changes.rows(); ++row) {
        if (id[row].empty() || stage[row].empty()) continue; // of a deal, or of another field
        const std::uint32_t lead = people_.index().by_id(id[row]);
        if (lead == LeadIndex::none) continue;
        const std::uint32_t person = people_.person_of(lead);
        if (known_from[row].empty()) {
            const Moment when = Moment::read(at[row]);
            if (!when.known()) continue;
            add(person, stage[row], when.first(zone), when.last(zone), Known::history);
        } else if (const auto to = read_instant(latest[row])) {
            add(person, stage[row], read_instant(earliest[row]).value_or(StageStep::unknown_start), *to,
                known_from[row] == "history"  ? Known::history
                : known_from[row] == "export" ? Known::first_seen
                                              : Known::two_nights);
        }
        has_changes_ = true;
    }
}

void StageHistory::add_answers() {
    std::map<std::string_view, std::vector<Instant>> put_aside; // when, of leads
    const auto ends = earned_ends();
    for (const Answer& answer : input_.answers) {
        if (answer.at > input_.as_of) continue;
        const std::uint32_t person = person_of(answer.lead);
        if (person == LeadIndex::none) continue;
        std::string_view stage = "sal";
        if (answer.verdict != Answer::Verdict::accept) {
            const Disposition* const code = input_.agreement->disposition(answer.disposition);
            if (!code || code->then == Disposition::Then::reroute) continue;
            const bool stays = code->earned_by_attempts && input_.has_ledger;
            if (stays && !ends.contains({answer.lead, answer.at}))
                continue; // with its rep: it was not earned
            stage = code->then == Disposition::Then::nurture ? "nurture" : "disqualified";
            put_aside[answer.lead].push_back(answer.at);
        }
        add(person, stage, Moment(answer.at), Known::answer);
    }
    if (!put_aside.empty()) add_handovers(put_aside);
}

/// The leads whose answers had to be earned and were, as the ledger found, and when they were given.
std::set<std::pair<std::string_view, Instant>> StageHistory::earned_ends() const {
    std::set<std::pair<std::string_view, Instant>> ends;
    if (!input_.has_ledger) return ends;
    std::set<std::string_view> leads;
    for (const Answer& answer : input_.answers) {
        const Disposition* const code = input_.agreement->disposition(answer.disposition);
        if (code && code->earned_by_attempts) leads.insert(answer.lead);
    }
    if (leads.empty()) return ends;
    for (const Handover& each : input_.handovers)
        if (each.ended && leads.contains(each.lead)) ends.emplace(each.lead, *each.ended);
    return ends;
}

/// Who got a lead that had been put aside has it on the path again.
void StageHistory::add_handovers(const std::map<std::string_view, std::vector<Instant>>& put_aside) {
    std::map<std::string_view, Instant> back;       // since when, at the last
    for (const Handover& each : input_.handovers) { // in order of time
        const auto aside = put_aside.find(each.lead);
        if (aside == put_aside.end() || each.at > input_.as_of) continue;
        Instant& seen = back.try_emplace(each.lead, Instant::min()).first->second;
        const bool was_aside = std::any_of(aside->second.begin(), aside->second.end(),
                                           [&](Instant at) { return at > seen && at <= each.at; });
        seen = each.at;
        const std::uint32_t person = person_of(each.lead);
        if (was_aside && person != LeadIndex::none) add(person, "mql", Moment(each.at), Known::handover);
    }
}

void StageHistory::sort() {
    const std::size_t people = people_.all().size();
    std::vector<std::size_t> begin(people + 1);
    for (const StageStep& step : steps_) ++begin[step.person + 1];
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    Steps by_person(steps_.size());
    std::vector<std::size_t> next(begin.begin(), begin.end() - 1);
    for (const StageStep& step : steps_) by_person[next[step.person]++] = step;

    constexpr std::size_t at_once = 4096; // people
    std::vector<Steps> pieces((people + at_once - 1) / at_once);
    std::vector<std::uint32_t> sizes(people);
    in_parallel(std::thread::hardware_concurrency(), people, at_once,
                [&](std::size_t from, std::size_t to, unsigned) {
                    Steps& piece = pieces[from / at_once];
                    Steps own;
                    for (std::size_t person = from; person < to; ++person) {
                        own.assign(by_person.begin() + static_cast<std::ptrdiff_t>(begin[person]),
                                   by_person.begin() + static_cast<std::ptrdiff_t>(begin[person + 1]));
                        if (own.size() > 1)
                            std::stable_sort(
                                own.begin(), own.end(),
                                [](const StageStep& a, const StageStep& b) { return a.to < b.to; });
                        finish(static_cast<std::uint32_t>(person), own);
                        sizes[person] = static_cast<std::uint32_t>(own.size());
                        piece.insert(piece.end(), own.begin(), own.end());
                    }
                });
    first_.assign(people + 1, 0);
    for (std::size_t person = 0; person < people; ++person)
        first_[person + 1] = first_[person] + sizes[person];
    steps_.clear();
    steps_.reserve(first_.back());
    for (const Steps& piece : pieces) steps_.insert(steps_.end(), piece.begin(), piece.end());
}

void StageHistory::finish(std::uint32_t person, Steps& steps) const {
    drop_repeated(steps);
    put_in_order(steps);
    add_what_is_shown(person, steps);
    mark(person, steps);
}

/// The same change is often told twice: by an export of changes to the second, and by two nights between
/// which it must have been.
void StageHistory::drop_repeated(Steps& steps) const {
    if (steps.size() < 2) return;
    Steps kept;
    for (const StageStep& step : steps) {
        const bool told_better = std::any_of(steps.begin(), steps.end(), [&](const StageStep& other) {
            if (&other == &step || other.stage != step.stage || other.stage == nowhere) return false;
            if (is_exact(step) && is_exact(other)) return &other < &step && other.to == step.to;
            return !is_exact(step) && is_exact(other) && overlap(step, other);
        });
        if (!told_better) kept.push_back(step);
    }
    // A lead that is known to be older than its creation did not come in then.
    const auto first =
        std::find_if(kept.begin(), kept.end(), [](const StageStep& step) { return step.stage != nowhere; });
    if (first != kept.end())
        std::erase_if(kept, [end = first->to](const StageStep& step) {
            return step.known == Known::created && end < step.from;
        });
    steps = std::move(kept);
}

/// Of two whose order is not known, the earlier stage comes first: a deal made at noon on the day on which
/// its lead was converted followed from it.
void StageHistory::put_in_order(Steps& steps) const {
    for (std::size_t i = 1; i < steps.size(); ++i)
        for (std::size_t at = i; at > 0; --at) {
            StageStep &before = steps[at - 1], &step = steps[at];
            const bool unsure = !is_exact(before) || !is_exact(step);
            if (!unsure || !overlap(before, step) || before.stage <= step.stage || before.stage == nowhere)
                break;
            std::swap(before, step);
        }
}

/// Where the exports show a lead now, if that is not where the last step left it.
void StageHistory::add_what_is_shown(std::uint32_t person, Steps& steps) const {
    if (path_ == 0) return;
    const Person& each = people_.all()[person];
    const auto now = static_cast<std::uint16_t>(each.aside > 0 ? path_ + each.aside - 1 : each.stands);
    const StageStep* last = nullptr;
    for (const StageStep& step : steps)
        if (step.stage != nowhere && step.from <= input_.as_of) last = &step;
    if (last && last->stage == now) return;
    // Whether a lead is qualified only its score tells: without one its row says nothing against it.
    if (last && now < last->stage && last->stage == place_of("mql") && last->stage < path_ &&
        qualified_[each.row].empty())
        return;
    const auto updated = read_instant(updated_at_[each.row]);
    // The CRM's row is older than what the rep answered, or than who got the lead since, or shows what it
    // showed before.
    if (last && is_ours(*last)) {
        if (updated && *updated <= last->to) return;
        const StageStep* before = nullptr;
        for (const StageStep& step : std::span<const StageStep>(steps.data(), last))
            if (step.stage != nowhere && !is_ours(step)) before = &step;
        const bool unscored = qualified_[each.row].empty();
        if (before &&
            (now == before->stage || (unscored && before->stage == place_of("mql") && now < before->stage)))
            return;
    }
    const Instant from = last ? last->to : StageStep::unknown_start;
    Instant to = input_.as_of;
    // What a row's status shows, it has shown since the row was last changed.
    if (updated && *updated <= to && *updated >= from && same_text(stage_[each.row], name(now)))
        to = *updated;
    const auto behind = std::find_if(steps.begin(), steps.end(),
                                     [&](const StageStep& step) { return step.from > input_.as_of; });
    steps.insert(behind, {.person = person,
                          .stage = now,
                          .known = Known::shown,
                          .text = name(now),
                          .from = std::min(from, to),
                          .to = to});
}

void StageHistory::mark(std::uint32_t person, Steps& steps) const {
    const Moment created = people_.all()[person].created;
    const Instant born =
        created.known() ? created.first(input_.agreement->timezone) : StageStep::unknown_start;
    const auto is_of_path = [&](std::uint16_t place) { return place < path_; };
    std::vector<bool> visited;
    if (steps.size() > 1) visited.resize(places());
    std::optional<std::uint16_t> last, furthest;
    for (StageStep& step : steps) {
        if (step.to < born) step.marks |= StageStep::before_created;
        if (step.from > input_.as_of) step.marks |= StageStep::in_future;
        if (step.stage == nowhere) step.marks |= StageStep::strange;
        if (!step.counts()) continue;
        if (last == step.stage) {
            step.marks |= StageStep::same;
            continue;
        }
        if (!visited.empty() && visited[step.stage]) step.marks |= StageStep::again;
        if (is_of_path(step.stage)) {
            if (last && is_of_path(*last) && step.stage < *last) step.marks |= StageStep::backward;
            // Of a lead's own dates alone most stages are not known: that passes over none.
            const bool is_change = step.known == Known::history || step.known == Known::two_nights;
            if (is_change && furthest && step.stage > *furthest + 1) step.marks |= StageStep::skipped;
            furthest = std::max(furthest.value_or(0), step.stage);
        }
        if (!visited.empty()) visited[step.stage] = true;
        last = step.stage;
    }
}

const StageStep* StageHistory::standing(std::uint32_t person, Instant at) const noexcept {
    const StageStep* last = nullptr;
    for (const StageStep& step : of(person))
        if (step.counts() && step.to <= at && !(last && last->stage == step.stage)) last = &step;
    return last;
}

std::string StageHistory::note(const StageStep& step) const {
    std::vector<std::string> parts;
    if (step.has(StageStep::strange)) parts.emplace_back("no stage of the lifecycle");
    if (step.has(StageStep::before_created)) parts.emplace_back("before the lead was created: impossible");
    if (step.has(StageStep::in_future)) parts.emplace_back("after the time of the report");
    if (step.has(StageStep::backward)) parts.emplace_back("back from a later stage");
    if (step.has(StageStep::again)) parts.emplace_back("again");
    if (step.has(StageStep::skipped)) {
        std::size_t reached = 0;
        for (const StageStep& before : of(step.person)) {
            if (&before == &step) break;
            if (before.counts() && before.stage < path_)
                reached = std::max<std::size_t>(reached, before.stage + 1U);
        }
        std::string names;
        for (std::size_t place = reached; place < step.stage; ++place)
            names += (names.empty() ? "'" : ", '") + name(place) + "'";
        parts.push_back("passed over " + names);
    }
    std::string text;
    for (const std::string& part : parts) text += (text.empty() ? "" : "; ") + part;
    return text;
}

} // namespace handoff
