#include "base/parallel.hpp"
#include "score/score_state.hpp"

#include <algorithm>
#include <numeric>

namespace handoff {

namespace {

constexpr std::size_t leads_at_once = 8 * 1024;

std::vector<std::string> names_of(const ScoreModel& model) {
    std::vector<std::string> names;
    for (const ScoreGroup& group : model.groups) names.push_back(group.name);
    return names;
}

} // namespace

ScoreState::ScoreState(const Agreement& its_agreement, Instant its_as_of)
    : agreement(its_agreement), as_of(its_as_of), group_names(names_of(agreement.score)),
      main_groups(agreement.score.main_groups()), grading(agreement.score.grade, group_names),
      touch_rules(handoff::touch_rules(agreement.score)) {
    for (const ScoreGroup& group : agreement.score.groups)
        group_bounds.push_back(Bounds::of(group.min, group.max));
    for (const ScoreRule& rule : agreement.score.rules)
        group_of_rule.push_back(group_of(agreement.score, rule));
    for (const NamedScore& score : agreement.score.named) {
        named.push_back({score.name, {}, Grading(score.grade, group_names)});
        for (const std::string& group : score.groups)
            named.back().groups.push_back(static_cast<std::size_t>(
                std::find(group_names.begin(), group_names.end(), group) - group_names.begin()));
    }
}

Points ScoreState::Named::of(std::span<const Points> all_groups) const noexcept {
    Points sum;
    for (const std::size_t group : groups) sum += all_groups[group];
    return sum;
}

Points ScoreState::main_score(std::span<const Points> all_groups) const noexcept {
    Points sum;
    for (std::size_t group = 0; group < main_groups; ++group) sum += all_groups[group];
    return sum;
}

std::size_t ScoreState::first_of_chunk(std::uint64_t chunk, std::size_t rows) const {
    if (chunk + 1 >= first_lead.size() || first_lead[chunk + 1] - first_lead[chunk] != rows)
        throw Error(Fault::data, "the leads changed while they were being scored");
    return first_lead[chunk];
}

Scope ScoreState::scope_of(const Export& from) const {
    return {.names = from.names(),
            .stages = agreement.lifecycle.stages,
            .aside = agreement.lifecycle.aside,
            .as_of = as_of,
            .zone = agreement.timezone};
}

void ScoreState::lay_out_slots() {
    slots.clear();
    slot_of_rule.assign(touch_rules.size(), 0);
    // A touch adds to all rules of one condition, so their slots stand together in memory.
    std::vector<std::size_t> order(touch_rules.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return touch_rules[a].rule->touch.text() < touch_rules[b].rule->touch.text();
    });
    std::vector<std::optional<std::size_t>> shared(group_names.size());
    added_by_another.assign(touch_rules.size(), false);
    sums_of_lead = 0;
    for (std::size_t place = 0; place < order.size(); ++place) {
        const std::size_t number = order[place];
        const TouchRule& rule = touch_rules[number];
        // The min and max of a rule that needs all touches are applied when it is worked off.
        const Bounds bounds = rule.additive ? rule.bounds : Bounds();
        const bool alone = reasons_kept > 0 || !bounds.none();
        if (!alone && shared[rule.group]) {
            slot_of_rule[number] = *shared[rule.group];
            continue;
        }
        if (!alone) shared[rule.group] = slots.size();
        const auto same = alone ? adds_the_same(std::span(order).first(place), number) : std::nullopt;
        added_by_another[number] = same.has_value();
        const std::size_t sum = same ? slots[slot_of_rule[*same]].sum : sums_of_lead++;
        slot_of_rule[number] = slots.size();
        slots.push_back({rule.group, bounds, sum});
    }
    sums = BigArray<std::int64_t>(leads() * sums_of_lead);
}

std::optional<std::size_t> ScoreState::adds_the_same(std::span<const std::size_t> before,
                                                     std::size_t rule) const {
    const TouchRule& one = touch_rules[rule];
    for (std::size_t i = before.size(); one.direct && i > 0; --i) {
        const TouchRule& other = touch_rules[before[i - 1]];
        if (other.rule->touch.text() != one.rule->touch.text()) break;
        const bool alone = reasons_kept > 0 || !other.bounds.none();
        if (alone && other.direct && other.curve == one.curve && other.window == one.window &&
            other.timeless == one.timeless)
            return before[i - 1];
    }
    return std::nullopt;
}

void ScoreState::work_off_resets() {
    for (const ResetEvent& event : lead_events)
        if (event.at <= as_of)
            resets.push_back({static_cast<std::uint32_t>(holder(event.lead)), event.reset, event.at});
    if (resets.empty()) return;
    std::sort(resets.begin(), resets.end());
    auto last = resets.begin();
    for (auto event = resets.begin(); event != resets.end(); ++event) {
        if (event != resets.begin() && (last->lead != event->lead || last->reset != event->reset)) ++last;
        *last = *event;
    }
    resets.erase(last + 1, resets.end());
    latest_reset.assign(leads() * group_names.size(), Instant::min());
    for (const ResetEvent& event : resets)
        for (const std::string& name : agreement.score.resets[event.reset].groups) {
            const auto group = std::find(group_names.begin(), group_names.end(), name) - group_names.begin();
            Instant& latest = latest_reset[event.lead * group_names.size() + static_cast<std::size_t>(group)];
            latest = std::max(latest, event.at);
        }
}

void ScoreState::work_off_waiting() {
    // What a touch gives by itself is added at once; the others are sorted.
    std::erase_if(waiting, [&](Waiting& touch) {
        const TouchRule& rule = touch_rules[touch.rule];
        const Instant reset = latest_reset.empty()
                                  ? Instant::min()
                                  : latest_reset[touch.lead * group_names.size() + rule.group];
        if (reset != Instant::min() && touch.at < reset) return true;
        if (touch.at == Waiting::undated) touch.at = as_of;
        if (!rule.additive) return false;
        std::int64_t& so_far = sum(touch.lead, touch.rule);
        so_far = (Points{so_far} + rule.curve.at(as_of - touch.at)).nano;
        return true;
    });
    std::sort(waiting.begin(), waiting.end());
    std::vector<Instant> times;
    for (auto first = waiting.begin(); first != waiting.end();) {
        auto last = first;
        times.clear();
        for (; last != waiting.end() && last->lead == first->lead && last->rule == first->rule; ++last)
            times.push_back(last->at);
        const TouchRule& rule = touch_rules[first->rule];
        std::int64_t& so_far = sum(first->lead, first->rule);
        so_far = (Points{so_far} + rule.total(times, as_of, agreement.timezone)).nano;
        first = last;
    }
    std::vector<Waiting>().swap(waiting);
}

void ScoreState::add_up(std::size_t from, std::size_t to) {
    for (std::size_t lead = from; lead < to; ++lead) {
        const std::span<Points> mine(groups.data() + lead * group_names.size(), group_names.size());
        const std::int64_t* sum = sums.data() + holder(lead) * sums_of_lead;
        for (const Slot& slot : slots) mine[slot.group] += slot.bounds(Points{sum[slot.sum]});
        Points total;
        for (std::size_t group = 0; group < mine.size(); ++group) {
            mine[group] = group_bounds[group](mine[group]);
            if (group < main_groups) total += mine[group];
        }
        grades[lead] = grading.of(mine, total);
    }
}

Scorer::Scorer(const Agreement& agreement, Instant as_of) : impl_(std::make_unique<Impl>(agreement, as_of)) {}
Scorer::~Scorer() = default;
Scorer::Scorer(Scorer&&) noexcept = default;

void Scorer::finish() {
    ScoreState& state = *impl_;
    if (!state.has_leads || state.finished) throw Error(Fault::ours, "scores are added up once, after leads");
    state.work_off_resets();
    state.work_off_waiting();
    in_parallel(state.threads, state.leads(), leads_at_once,
                [&](std::size_t from, std::size_t to, unsigned) { state.add_up(from, to); });
    state.qualify();
    if (state.reasons_kept == 0) state.sums = {};
    state.finished = true;
}

std::size_t Scorer::leads() const noexcept { return impl_->leads(); }
std::uint64_t Scorer::touches() const noexcept { return impl_->touches; }
const Scorer::Orphans& Scorer::orphans() const noexcept { return impl_->orphans; }
std::uint64_t Scorer::repeated() const noexcept { return impl_->repeated; }
std::uint64_t Scorer::undated() const noexcept { return impl_->undated; }
std::uint64_t Scorer::future() const noexcept { return impl_->future; }

const std::vector<std::string>& Scorer::groups() const noexcept { return impl_->group_names; }

Points Scorer::group(std::size_t group, std::size_t lead) const noexcept {
    return impl_->groups[lead * impl_->group_names.size() + group];
}

Points Scorer::score(std::size_t lead) const noexcept { return impl_->score(lead); }

std::string_view Scorer::grade(std::size_t lead) const noexcept {
    return impl_->grading.label(impl_->grades[lead]);
}

bool Scorer::disqualified(std::size_t lead) const noexcept { return impl_->disqualified[lead] != 0; }
bool Scorer::qualified(std::size_t lead) const noexcept { return impl_->qualified[lead] != 0; }

void Scorer::keep_reasons(std::size_t n) {
    if (impl_->has_leads) throw Error(Fault::ours, "reasons are asked for before leads are read");
    impl_->reasons_kept = n;
}

std::string Scorer::reasons(std::size_t lead) const { return impl_->reasons(lead); }

void Scorer::expect(const Export& touches_or_contacts) {
    JoinedBy& joined_by = impl_->joined_by;
    if (!joined_by.expected) joined_by = {false, false, false, false, false, true};
    if (touches_or_contacts.kind() == Kind::merges) joined_by.id = true;
    if (touches_or_contacts.kind() == Kind::contacts) {
        joined_by.email = true;
        joined_by.id |= has_column(touches_or_contacts, "lead_id");
    }
    if (touches_or_contacts.kind() != Kind::touches) return;
    joined_by.id |= has_column(touches_or_contacts, "lead_id");
    joined_by.contact |= has_column(touches_or_contacts, "contact_id");
    joined_by.email |= has_column(touches_or_contacts, "email");
    joined_by.deal |= has_column(touches_or_contacts, "deal_id");
    joined_by.account |= has_column(touches_or_contacts, "account_id");
}

} // namespace handoff
