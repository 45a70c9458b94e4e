#include "score/nearly.hpp"

#include "agreement/expression_tree.hpp"
#include "score/counting.hpp"

#include <handoff/values.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace handoff {

namespace {

constexpr double little = 0.1; ///< of a length or a number: by no more is it missed narrowly

/// What is said of a rule.
struct Missed {
    std::string saw, missing;
    Points points;
};

/// By how much a length is missed, to the minute.
std::string by(Duration over) {
    const auto minutes = std::chrono::floor<std::chrono::minutes>(over);
    return minutes == std::chrono::minutes(0) ? "just"
                                              : to_text(std::chrono::duration_cast<Duration>(minutes));
}

bool is_little(Duration over, Duration of) {
    return static_cast<double>(over.count()) <= little * static_cast<double>(of.count());
}

/// Touches that lie within some time: the first, and how many.
struct Span {
    std::size_t first = 0, count = 0;
};

/// The most touches that lie within less than a time of each other; of several such, the newest.
Span fullest_span(std::span<const Instant> times, Duration within) {
    Span best;
    std::size_t first = 0;
    for (std::size_t last = 0; last < times.size(); ++last) {
        while (times[last] - times[first] >= within) ++first;
        if (last - first + 1 >= best.count) best = {first, last - first + 1};
    }
    return best;
}

/// Where so many touches lie closest together; of several such, the newest. There are as many.
Span closest(std::span<const Instant> times, std::size_t count) {
    Span best{0, count};
    const auto length = [&](std::size_t first) { return times[first + count - 1] - times[first]; };
    for (std::size_t first = 1; first + count <= times.size(); ++first)
        if (length(first) <= length(best.first)) best.first = first;
    return best;
}

/// Rules on touches.
class NearTouches {
  public:
    NearTouches(const TouchRule& rule, Instant as_of, const Zone& zone)
        : rule_(rule), agreed_(*rule.rule), as_of_(as_of), zone_(zone) {}

    std::optional<Missed> find(const MatchedTouches& matched, const LatestReset& reset) const {
        const CountedTouches touches(rule_, matched, reset, as_of_, zone_);
        const std::vector<Instant> times = touches.times_counted();
        if (touches.undated_counted > 0 || rule_.fired(times)) return std::nullopt;
        if (agreed_.at_least && !times.empty()) return too_few(times);
        return too_old(matched, reset);
    }

  private:
    std::string span_text(std::span<const Instant> times, const Span& span) const {
        const std::string from = to_text(zone_.date_of(times[span.first])),
                          to = to_text(zone_.date_of(times[span.first + span.count - 1]));
        return counted(times.size(), "touch", "touches") +
               (span.count == 1 ? ", last " + to : fmt::format(", {} from {} to {}", span.count, from, to));
    }

    Missed too_few(std::span<const Instant> times) const {
        const AtLeast& wanted = *agreed_.at_least;
        if (times.size() >= wanted.count) {
            const Span span = closest(times, wanted.count);
            const Instant last = times[span.first + span.count - 1];
            const Duration over = last - times[span.first] - wanted.within;
            if (is_little(over, wanted.within))
                return {span_text(times, span),
                        by(over) + " too far apart: less than " + to_text(wanted.within) +
                            " from first to last",
                        rule_.bounds(rule_.curve.at(as_of_ - last))};
        }
        const Span span = fullest_span(times, wanted.within);
        const Instant until = times[span.first] + wanted.within;
        std::string missing = counted(wanted.count - span.count, "more touch", "more touches");
        missing += " before " + to_text(until) + (until > as_of_ ? "" : ", which is over");
        return {span_text(times, span), std::move(missing), rule_.bounds(agreed_.points)};
    }

    std::optional<Missed> too_old(const MatchedTouches& matched, const LatestReset& reset) const {
        if (!agreed_.window || agreed_.at_least) return std::nullopt;
        const auto later = std::upper_bound(matched.times.begin(), matched.times.end(), as_of_);
        if (later == matched.times.begin()) return std::nullopt;
        const Instant last = *(later - 1);
        const Duration over = as_of_ - last - *agreed_.window;
        if (over < Duration::zero() || !is_little(over, *agreed_.window) || last < reset.at)
            return std::nullopt;
        const Points points = rule_.bounds(rule_.curve.at(as_of_ - last));
        return Missed{"last touch " + to_text(zone_.date_of(last)),
                      by(over) + " too old: younger than " + to_text(*agreed_.window), points};
    }

    const TouchRule& rule_;
    const ScoreRule& agreed_;
    Instant as_of_;
    const Zone& zone_;
};

/// Whether a number stands just beside another one.
bool is_beside(double value, double bound) { return std::abs(value - bound) <= little * std::abs(bound); }

std::string_view cell_of(const OneLead& lead, std::string_view column) {
    const auto at = lead.row().find(column);
    return at ? lead.row()[*at].cells[0] : std::string_view();
}

/// The nearest band that gives more, where its number is just beside it.
std::optional<Missed> near_band(const LeadRule& rule, std::uint16_t outcome, const OneLead& lead) {
    const std::string_view cell = cell_of(lead, rule.rule->column);
    const std::optional<double> value = read_number(cell);
    if (!value) return std::nullopt;
    std::optional<std::size_t> best;
    double nearest = 0;
    for (std::size_t band = 0; band < rule.rule->bands.size(); ++band) {
        const Band& each = rule.rule->bands[band];
        const double bound = *value < each.low ? each.low : each.high;
        if (rule.points[band + 1] <= rule.points[outcome] || !is_beside(*value, bound)) continue;
        if (best && std::abs(*value - bound) >= nearest) continue;
        best = band;
        nearest = std::abs(*value - bound);
    }
    if (!best) return std::nullopt;
    return Missed{fmt::format("{} = {}", rule.rule->column, cell),
                  fmt::format("{} in {}", rule.rule->column, rule.rule->bands[*best].text),
                  rule.points[*best + 1] - rule.points[outcome]};
}

/// The column and the cell where a comparison with a number is missed narrowly.
std::optional<std::string> near_number(const Node& node, const OneLead& lead) {
    const bool compares = node.kind == Node::Kind::compare && node.operation != "=" && node.operation != "!=";
    if (!compares && node.kind != Node::Kind::between) return std::nullopt;
    if (node.parts.front().kind != Node::Kind::column) return std::nullopt;
    const std::string_view cell = cell_of(lead, node.parts.front().text);
    const std::optional<double> value = read_number(cell);
    const bool beside = value && std::any_of(node.parts.begin() + 1, node.parts.end(), [&](const Node& part) {
                            return part.kind == Node::Kind::number && is_beside(*value, part.number);
                        });
    if (!beside) return std::nullopt;
    return fmt::format("{} = {}", node.parts.front().text, cell);
}

/// A condition of which a single part does not hold: a number that is just beside the one it asks for.
std::optional<Missed> near_condition(const LeadRule& rule, const OneLead& lead, Instant as_of) {
    const Expression& when = rule.rule->when;
    if (when.empty() || rule.rule->disqualify) return std::nullopt;
    const Node& root = when.tree()->root;
    const std::span<const Node> parts =
        root.kind == Node::Kind::all ? std::span(root.parts) : std::span(&root, 1);
    if (std::none_of(parts.begin(), parts.end(),
                     [&](const Node& part) { return near_number(part, lead).has_value(); }))
        return std::nullopt; // most rules: nothing needs to be bound
    const std::vector<std::size_t> unmet = lead.unmet_parts(when, as_of);
    if (unmet.size() != 1) return std::nullopt;
    const Node& part = parts[unmet.front()];
    auto saw = near_number(part, lead);
    if (!saw) return std::nullopt;
    return Missed{std::move(*saw), std::string(when.tree()->written(part)), rule.points.back()};
}

} // namespace

std::vector<Scorer::Nearly> nearly_fired(const ScoreState& state, const OneLead& lead) {
    const std::vector<std::uint16_t> outcomes = lead.outcomes(state.as_of);
    const std::vector<LatestReset> resets =
        latest_resets(state, std::span(lead.touches()).subspan(state.touch_rules.size()), state.as_of);
    std::vector<Scorer::Nearly> found;
    std::size_t touch_rule = 0, lead_rule = 0;
    for (const ScoreRule& rule : state.agreement.score.rules) {
        std::optional<Missed> missed;
        if (rule.on_touches) {
            const TouchRule& compiled = state.touch_rules[touch_rule];
            missed = NearTouches(compiled, state.as_of, state.agreement.timezone)
                         .find(lead.touches()[touch_rule], resets[compiled.group]);
            ++touch_rule;
        } else {
            const LeadRule& compiled = state.lead_rules->rules()[lead_rule];
            if (compiled.form == LeadRule::Form::bands)
                missed = near_band(compiled, outcomes[lead_rule], lead);
            else if (compiled.form == LeadRule::Form::when && outcomes[lead_rule] == 0)
                missed = near_condition(compiled, lead, state.as_of);
            ++lead_rule;
        }
        if (missed && missed->points != Points())
            found.push_back({.group = rule.group,
                             .rule = rule.name,
                             .place = rule.place,
                             .saw = std::move(missed->saw),
                             .missing = std::move(missed->missing),
                             .points = missed->points});
    }
    return found;
}

} // namespace handoff
