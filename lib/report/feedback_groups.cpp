#include "report/feedback_groups.hpp"

#include "base/parallel.hpp"
#include "report/count_column.hpp"
#include "report/estimate.hpp"
#include "report/handover_count.hpp"
#include "report/if_any.hpp"
#include "report/lead_touches.hpp"
#include "report/prediction.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <ingest/touch_types.hpp>
#include <set>
#include <thread>

namespace handoff {

namespace {

constexpr std::size_t most_groups = 15;

std::optional<Interval> difference_to_others(const AnswerGroup& group, const AnswerGroup& all) {
    return difference(group.refusals, group.answers, all.refusals - group.refusals,
                      all.answers - group.answers);
}

std::string words(Contrast found) {
    switch (found) {
    case Contrast::too_few:
        return "too few to tell";
    case Contrast::none:
        return "no difference seen";
    case Contrast::more:
        return "come back more often";
    case Contrast::fewer:
        return "come back less often";
    }
    return {};
}

ReportColumn share_back_column() {
    return {.key = "share",
            .title = "share back",
            .unit = Unit::share,
            .definition = "came back / answered, with its 95% Wilson interval",
            .derived = true,
            .ranged = true};
}

double share_of(std::size_t some, std::size_t all) noexcept {
    return static_cast<double>(some) / static_cast<double>(all);
}

/// The difference of two shares with its interval; blank where one has no trials.
ReportCell difference_cell(std::size_t some, std::size_t of, std::size_t others, std::size_t of_others) {
    const auto interval = difference(some, of, others, of_others);
    if (!interval) return {};
    ReportCell cell(share_of(some, of) - share_of(others, of_others));
    cell.low = interval->low;
    cell.high = interval->high;
    return cell;
}

const std::string& code_of(const Followup& one) {
    static const std::string none = "(none)";
    return one.answer->disposition.empty() ? none : one.answer->disposition;
}

} // namespace

bool is_refused(const Followup& one) noexcept { return one.verdict != Answer::Verdict::accept; }

void AnswerGroup::add(const Followup& one) {
    ++answers;
    answered.push_back(one.row);
    if (!is_refused(one)) {
        accepted.push_back(one.row);
        return;
    }
    ++refusals;
    refused.push_back(one.row);
    ++dispositions[code_of(one)];
}

double AnswerGroup::surely_lost() const {
    const auto interval = wilson(refusals, answers);
    return interval ? interval->low * static_cast<double>(answers) : 0;
}

std::string AnswerGroup::said() const {
    std::vector<std::pair<std::size_t, std::string>> often;
    for (const auto& [code, count] : dispositions) often.emplace_back(count, code);
    std::stable_sort(often.begin(), often.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::string text;
    for (const auto& [count, code] : often)
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, code);
    return text;
}

Contrast contrast(const AnswerGroup& group, const AnswerGroup& all) {
    if (group.answers < enough_answers || all.answers - group.answers < enough_answers)
        return Contrast::too_few;
    const auto interval = difference_to_others(group, all);
    if (interval->low > 0) return Contrast::more;
    return interval->high < 0 ? Contrast::fewer : Contrast::none;
}

std::optional<RulesThen> rules_at_handover(const ReportInput& input, Answered answered) {
    const std::vector<ScoreRule>& rules = input.agreement->score.rules;
    if (!input.scores_at || rules.empty()) return std::nullopt;
    // A lead that was handed over twice is looked at as of each time, one after another.
    std::vector<std::vector<const Followup*>> times;
    std::vector<std::uint32_t> times_of(input.leads.rows());
    for (const Followup* each : answered) {
        const std::uint32_t time = times_of[each->row]++;
        if (time == times.size()) times.emplace_back();
        times[time].push_back(each);
    }
    RulesThen result;
    result.rules.resize(rules.size());
    for (std::size_t rule = 0; rule < rules.size(); ++rule) result.rules[rule].value = rules[rule].name;
    for (const std::vector<const Followup*>& handovers : times) {
        std::vector<std::optional<Instant>> when(input.leads.rows());
        for (const Followup* each : handovers) when[each->row] = each->handover->at;
        const Scorer::Then then = input.scores_at(when);
        in_parallel(std::thread::hardware_concurrency(), rules.size(), 1,
                    [&](std::size_t rule, std::size_t, unsigned) {
                        for (const Followup* each : handovers)
                            if (then.rules[rule][each->row] != Points()) result.rules[rule].add(*each);
                    });
    }
    return result;
}

std::vector<AnswerGroup> content_before_handover(const ReportInput& input, Answered answered) {
    const auto content = input.touches ? input.touches->find("content") : std::nullopt;
    if (!content || input.touches->names()[*content].blank) return {};
    std::set<std::uint32_t> rows;
    for (const Followup* each : answered) rows.insert(each->row);
    const std::vector<std::uint32_t> wanted(rows.begin(), rows.end());
    const auto touches = touches_of(input, wanted);
    std::map<std::string, AnswerGroup> found;
    for (const Followup* each : answered) {
        std::set<std::string> seen;
        for (const ToldTouch& touch : touches[each->row]) {
            if (touch.at > each->handover->at || touch.content.empty()) continue;
            const TouchType* const type = touch_type(touch.type);
            if (type && type->side == "sales") continue;
            seen.insert(touch.content);
        }
        for (const std::string& piece : seen) {
            AnswerGroup& group = found[piece];
            group.value = piece;
            group.add(*each);
        }
    }
    std::vector<AnswerGroup> groups;
    for (auto& [piece, group] : found) groups.push_back(std::move(group));
    return groups;
}

std::vector<AnswerGroup> by_version(Answered answered) {
    std::vector<const Followup*> in_time(answered.begin(), answered.end());
    std::stable_sort(in_time.begin(), in_time.end(),
                     [](const Followup* a, const Followup* b) { return a->handover->at < b->handover->at; });
    std::vector<AnswerGroup> versions;
    for (const Followup* each : in_time) {
        const std::string_view version = each->handover->version;
        if (version.empty()) continue;
        auto known = std::find_if(versions.begin(), versions.end(),
                                  [&](const AnswerGroup& group) { return group.value == version; });
        if (known == versions.end()) {
            versions.emplace_back();
            known = versions.end() - 1;
            known->value = version;
        }
        known->add(*each);
    }
    return versions;
}

ReportTable contrast_table(std::string key, std::string title, std::string what,
                           std::vector<AnswerGroup> groups, const AnswerGroup& all) {
    ReportTable out{.key = std::move(key), .title = std::move(title)};
    out.columns = {{.key = what, .title = what, .definition = "what the leads have in common", .wrap = true},
                   count_column("answered", "answered", "handovers of such leads that the rep answered"),
                   count_column("refused", "came back", "of these, rejected or returned"),
                   share_back_column(),
                   {.key = "others",
                    .title = "of others",
                    .unit = Unit::share,
                    .definition = "the same of all other leads",
                    .derived = true},
                   {.key = "verdict",
                    .title = "these leads",
                    .definition =
                        "whether they come back more or less often than the others, by the 95% range of the "
                        "difference (Newcombe); too few to tell below 30 answers of either",
                    .wrap = true}};
    std::erase_if(groups, [](const AnswerGroup& group) { return group.answers == 0; });
    const auto low = [&](const AnswerGroup& group) {
        const auto interval = difference_to_others(group, all);
        return interval && group.answers >= enough_answers ? interval->low : -1;
    };
    std::stable_sort(groups.begin(), groups.end(),
                     [&](const AnswerGroup& a, const AnswerGroup& b) { return low(a) > low(b); });
    for (const AnswerGroup& group : groups) {
        if (out.rows.size() == most_groups) break;
        out.rows.push_back({group.value, handover_count(group.answered), handover_count(group.refused),
                            share_cell(group.refusals, group.answers),
                            share_cell(all.refusals - group.refusals, all.answers - group.answers),
                            words(contrast(group, all))});
    }
    if (groups.size() > most_groups)
        out.notes.push_back(counted(groups.size() - most_groups, "more", "more") + " left out");
    return out;
}

std::vector<ReportTable> version_tables(const std::vector<AnswerGroup>& versions) {
    std::vector<ReportTable> tables;
    if (versions.empty()) return tables;
    ReportTable all{.key = "versions", .title = "By version of the agreement"};
    all.columns = {
        {.key = "version", .title = "version", .definition = "under which the leads were handed over"},
        count_column("answered", "answered", "handovers that the rep answered; the last answer counts"),
        count_column("accepted", "accepted", "of these, accepted"),
        count_column("refused", "came back", "of these, rejected or returned"),
        share_back_column(),
        {.key = "change",
         .title = "change",
         .unit = Unit::share,
         .definition = "share back less that of the version before, with its 95% interval (Newcombe)",
         .derived = true,
         .ranged = true}};
    for (std::size_t i = 0; i < versions.size(); ++i) {
        const AnswerGroup& group = versions[i];
        ReportCell change;
        if (i > 0)
            change = difference_cell(group.refusals, group.answers, versions[i - 1].refusals,
                                     versions[i - 1].answers);
        all.rows.push_back({group.value, handover_count(group.answered), handover_count(group.accepted),
                            handover_count(group.refused), share_cell(group.refusals, group.answers),
                            std::move(change)});
    }
    tables.push_back(std::move(all));
    if (versions.size() < 2) return tables;

    const AnswerGroup &before = versions[versions.size() - 2], &since = versions.back();
    ReportTable changes{.key = "since",
                        .title = fmt::format("What came back since version '{}'", since.value)};
    changes.columns = {{.key = "disposition", .title = "disposition", .definition = "code of the answer"},
                       {.key = "before",
                        .title = "before",
                        .unit = Unit::share,
                        .definition = "of all answers under the version before, the share with this code",
                        .derived = true},
                       {.key = "since",
                        .title = "since",
                        .unit = Unit::share,
                        .definition = "of all answers under the last version, the share with this code",
                        .derived = true},
                       {.key = "change",
                        .title = "change",
                        .unit = Unit::share,
                        .definition = "since less before, with its 95% interval (Newcombe)",
                        .derived = true,
                        .ranged = true}};
    std::set<std::string> codes;
    for (const AnswerGroup* group : {&before, &since})
        for (const auto& [code, count] : group->dispositions) codes.insert(code);
    const auto times = [](const AnswerGroup& group, const std::string& code) {
        const auto found = group.dispositions.find(code);
        return found == group.dispositions.end() ? std::size_t{0} : found->second;
    };
    for (const std::string& code : codes)
        changes.rows.push_back(
            {code, share_cell(times(before, code), before.answers),
             share_cell(times(since, code), since.answers),
             difference_cell(times(since, code), since.answers, times(before, code), before.answers)});
    add_if_any(tables, std::move(changes));
    return tables;
}

} // namespace handoff
