#include "brute_force.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <cmath>
#include <map>

namespace handoff::brute_force {

namespace {

using Real = long double;
constexpr Real never = 1e300L;

Real seconds(Duration length) { return static_cast<Real>(length.count()) / 1e6L; }

std::int64_t decayed(const ScoreRule& rule, Duration age) {
    const Real a = seconds(age), period = seconds(rule.decay.period);
    Real share = 1;
    if (rule.decay.form == Decay::Form::half_life) share = std::pow(2.0L, -a / period);
    if (rule.decay.form == Decay::Form::steps)
        share = std::pow(1 - static_cast<Real>(rule.decay.lost), std::floor(a / period));
    if (rule.decay.form == Decay::Form::linear) share = std::max(0.0L, 1 - a / period);
    if (rule.decay.expires && a >= seconds(*rule.decay.expires)) share = 0;
    return static_cast<std::int64_t>(std::round(static_cast<Real>(rule.points.nano) * share));
}

std::vector<Instant> limited(const ScoreRule& rule, const std::vector<Instant>& times, const Zone& zone) {
    if (!rule.limit) return times;
    std::vector<Instant> counted;
    for (const Instant& time : times) {
        const auto rivals = std::count_if(counted.begin(), counted.end(), [&](const Instant& other) {
            if (rule.limit->per == Limit::Per::day) return zone.date_of(other) == zone.date_of(time);
            if (rule.limit->per == Limit::Per::window) return other > time - rule.limit->window;
            return true;
        });
        if (rivals < static_cast<std::ptrdiff_t>(rule.limit->count)) counted.push_back(time);
    }
    return counted;
}

std::optional<std::int64_t> sum_of(const ScoreRule& rule, const std::vector<Instant>& times,
                                   std::size_t undated, Instant as_of) {
    if (rule.at_least) {
        std::optional<Instant> newest;
        for (const Instant& end : times) {
            const auto in_span = std::count_if(times.begin(), times.end(), [&](const Instant& time) {
                return time <= end && time > end - rule.at_least->within;
            });
            if (in_span >= static_cast<std::ptrdiff_t>(rule.at_least->count)) newest = end;
        }
        if (!newest) return std::nullopt;
        return decayed(rule, as_of - *newest);
    }
    if (times.empty() && undated == 0) return std::nullopt;
    std::int64_t sum = static_cast<std::int64_t>(undated) * rule.points.nano;
    for (const Instant& time : times) sum += decayed(rule, as_of - time);
    return sum;
}

std::int64_t bounded(std::int64_t points, const std::optional<Points>& min,
                     const std::optional<Points>& max) {
    if (min) points = std::max(points, min->nano);
    if (max) points = std::min(points, max->nano);
    return points;
}

std::optional<Instant> time_of(const std::string& at, const Zone& zone) {
    if (at.size() > 10) return read_instant(at);
    const std::optional<Date> date = read_date(at);
    return date ? std::optional(zone.start_of(*date)) : std::nullopt;
}
std::optional<Instant> time_of(const Touch& touch, const Zone& zone) { return time_of(touch.at, zone); }

std::string id_of(const std::string& id) { return id.size() == 18 ? id.substr(0, 15) : id; }

/// The first lead that a touch joins; all leads with the same id share it.
std::vector<std::size_t> joined(const std::vector<Lead>& leads, const Touch& touch) {
    const auto first = [&](const auto& matches) { return std::find_if(leads.begin(), leads.end(), matches); };
    auto lead = leads.end();
    if (!touch.lead_id.empty())
        lead = first([&](const Lead& l) { return id_of(l.id) == id_of(touch.lead_id); });
    if (lead == leads.end() && !touch.contact_id.empty())
        lead = first([&](const Lead& l) { return l.contact == touch.contact_id; });
    if (lead == leads.end() && !touch.email.empty())
        lead = first([&](const Lead& l) { return same_text(l.email, touch.email); });
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < leads.size() && lead != leads.end(); ++i)
        if (&leads[i] == &*lead || (!lead->id.empty() && id_of(leads[i].id) == id_of(lead->id)))
            all.push_back(i);
    return all;
}

std::string grade_of(const Agreement& agreement, const Grade& grade, std::int64_t total,
                     const Result& result) {
    std::string label;
    for (const Grade::Axis& axis : grade.axes) {
        std::int64_t points = total;
        for (std::size_t group = 0; group < result.groups.size(); ++group)
            if (agreement.score.groups[group].name == axis.group) points = result.groups[group];
        for (const Grade::Step& step : axis.steps)
            if (points >= step.from.nano) {
                label += step.label;
                break;
            }
    }
    return label;
}

/// The latest event that resets a group, by a lead's touches, and by the columns of all rows with its id.
std::optional<Instant> latest_reset(const std::string& group, const std::vector<Reset>& resets,
                                    const std::vector<Lead>& leads, const Lead& lead,
                                    const std::vector<const Touch*>& touches, Instant as_of,
                                    const Zone& zone) {
    std::optional<Instant> latest;
    for (const Reset& reset : resets) {
        const std::vector<std::string>& groups = reset.reset.groups;
        if (std::find(groups.begin(), groups.end(), group) == groups.end()) continue;
        for (const Lead& other : leads) {
            const bool same = &other == &lead || (!lead.id.empty() && id_of(other.id) == id_of(lead.id));
            const auto at = time_of(other.recycled, zone);
            if (!reset.touch && same && at && *at <= as_of && (!latest || *at > *latest)) latest = at;
        }
        for (const Touch* touch : touches) {
            if (!reset.touch) break;
            const auto at = time_of(*touch, zone);
            if (reset.touch(*touch) && at && *at <= as_of && (!latest || *at > *latest)) latest = at;
        }
    }
    return latest;
}

} // namespace

Results score(const Agreement& agreement, const std::vector<Rule>& rules, const std::vector<Reset>& resets,
              const std::vector<Lead>& leads, const std::vector<Touch>& touches, Instant as_of,
              const std::function<bool(const Lead&, const Result&)>& qualifies) {
    const Zone& zone = agreement.timezone;
    Results results;
    std::vector<std::vector<const Touch*>> touches_of(leads.size());
    for (const Touch& touch : touches) {
        const auto found = joined(leads, touch);
        const auto at = time_of(touch, zone);
        results.orphans += found.empty();
        results.undated += !at;
        results.future += at && *at > as_of;
        for (const std::size_t lead : found) touches_of[lead].push_back(&touch);
    }
    for (std::size_t l = 0; l < leads.size(); ++l) {
        Result result;
        for (const ScoreGroup& group : agreement.score.groups) {
            std::int64_t sum = 0;
            const auto reset = latest_reset(group.name, resets, leads, leads[l], touches_of[l], as_of, zone);
            for (const Rule& rule : rules) {
                const ScoreRule& r = rule.rule;
                if (r.group != group.name) continue;
                if (!r.on_touches) {
                    if (!rule.lead(leads[l])) continue;
                    sum += bounded(r.points.nano, r.min, r.max);
                    result.disqualified = result.disqualified || r.disqualify;
                    continue;
                }
                const bool timeless = !r.window && r.decay.form == Decay::Form::none && !r.decay.expires &&
                                      !r.limit && !r.at_least;
                std::vector<Instant> times;
                std::size_t undated = 0;
                for (const Touch* touch : touches_of[l]) {
                    if (!rule.touch(*touch)) continue;
                    const auto at = time_of(*touch, zone);
                    if (!at)
                        undated += timeless && !reset;
                    else if ((!reset || *at >= *reset) && *at <= as_of &&
                             (!r.window || *at > as_of - *r.window))
                        times.push_back(*at);
                }
                std::sort(times.begin(), times.end());
                if (const auto points = sum_of(r, limited(r, times, zone), undated, as_of))
                    sum += bounded(*points, r.min, r.max);
            }
            result.groups.push_back(bounded(sum, group.min, group.max));
            if (group.score.empty()) result.score += result.groups.back();
        }
        result.grade = grade_of(agreement, agreement.score.grade, result.score, result);
        for (const NamedScore& named : agreement.score.named) {
            std::int64_t sum = 0;
            for (std::size_t group = 0; group < result.groups.size(); ++group)
                if (std::count(named.groups.begin(), named.groups.end(), agreement.score.groups[group].name))
                    sum += result.groups[group];
            result.named.push_back(sum);
            result.named_grades.push_back(grade_of(agreement, named.grade, sum, result));
        }
        result.qualified = !result.disqualified && qualifies(leads[l], result);
        results.leads.push_back(std::move(result));
    }
    return results;
}

} // namespace handoff::brute_force
