#include "report/feedback_suggestions.hpp"

#include "base/rounded.hpp"
#include "report/cells.hpp"
#include "report/prediction.hpp"
#include "report/rule_steps.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <unordered_map>

namespace handoff {

namespace {

constexpr double clear = 0.05; ///< so much more often at least, surely, before a whole value is kept away
constexpr std::size_t most_values = 2;
constexpr const char* usual_wake = "90d";
constexpr std::chrono::days usual_wake_length{90};

std::string percent(std::size_t some, std::size_t all) {
    return percent_text(static_cast<double>(some) / static_cast<double>(all));
}

Interval difference_of(const AnswerGroup& group, const AnswerGroup& all) {
    return difference(group.refusals, group.answers, all.refusals - group.refusals,
                      all.answers - group.answers)
        .value_or(Interval{});
}

/// "12 of 30 leads came back (40.0%), of the others 20.0%: 5.1 to 33.0 points more (95%)".
std::string evidence(const AnswerGroup& group, const AnswerGroup& all) {
    const Interval by = difference_of(group, all);
    const bool more = by.low > 0;
    return fmt::format("{} of {} came back ({}), of the others {}: {} to {} points {} (95%)", group.refusals,
                       counted(group.answers, "answered lead"), percent(group.refusals, group.answers),
                       percent(all.refusals - group.refusals, all.answers - group.answers),
                       rounded_text(100 * (more ? by.low : -by.high), 1),
                       rounded_text(100 * (more ? by.high : -by.low), 1), more ? "more" : "less");
}

class Finder {
  public:
    Finder(const ReportInput& input, Answered answered, const AnswerGroup& all)
        : input_(input), agreement_(*input.agreement), answered_(answered), all_(all), found_(input) {}

    Suggestions find(const RulesThen* rules) {
        if (agreement_.path.empty()) return std::move(found_);
        if (rules) add_points(*rules);
        add_steps();
        add_values();
        for (const Disposition& code : agreement_.dispositions)
            if (code.then == Disposition::Then::nurture) add_wake(code);
        return std::move(found_);
    }

  private:
    /// Rules that reward what sales gives back get half their points; those that punish what sales takes,
    /// none.
    void add_points(const RulesThen& rules) {
        std::vector<std::size_t> order;
        for (std::size_t rule = 0; rule < rules.rules.size(); ++rule) {
            const ScoreRule& one = agreement_.score.rules[rule];
            const Contrast found = contrast(rules.rules[rule], all_);
            const bool wrong = (found == Contrast::more && one.points > Points()) ||
                               (found == Contrast::fewer && one.points < Points());
            if (wrong && !one.disqualify) order.push_back(rule);
        }
        const auto distance = [&](std::size_t rule) {
            const Interval by = difference_of(rules.rules[rule], all_);
            return std::max(by.low, -by.high);
        };
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return distance(a) > distance(b); });
        for (const std::size_t rule : order) {
            const ScoreRule& one = agreement_.score.rules[rule];
            const auto line = line_of_key(agreement_, one.place, "points");
            if (!line) continue;
            const Points points =
                one.points > Points() ? Points::of(std::floor(one.points.value() / 2)) : Points();
            found_.change(*line, with_value(line->text, to_text(points)),
                          fmt::format("rule '{}': {}", one.name, evidence(rules.rules[rule], all_)));
        }
    }

    /// Bands and values that earn more than others of their rule, and come back more often.
    void add_steps() {
        for (const ScoreRule& rule : agreement_.score.rules) {
            if (rule.column.empty()) continue;
            RuleSteps steps(agreement_, rule, input_.leads);
            for (const Followup* each : answered_) steps.add(each->row, !is_refused(*each));
            if (const auto change = steps.change("were accepted"))
                found_.change(change->line, change->changed, change->because);
        }
    }

    /// Values of a column whose leads come back much more often.
    void add_values() {
        std::vector<AnswerGroup> groups;
        for (const char* column : {"source", "campaign_id", "industry", "country", "seniority"}) {
            const Cells cells(input_.leads, column);
            if (!cells.any()) continue;
            std::map<std::string_view, AnswerGroup> by_value;
            for (const Followup* each : answered_) {
                if (cells[each->row].empty()) continue;
                AnswerGroup& group = by_value[cells[each->row]];
                group.by = column;
                group.add(*each);
            }
            for (auto& [value, group] : by_value) {
                group.value = value;
                const bool quotes = value.find_first_of("'\"\\") != std::string_view::npos;
                if (!quotes && contrast(group, all_) == Contrast::more &&
                    difference_of(group, all_).low > clear)
                    groups.push_back(std::move(group));
            }
        }
        std::stable_sort(groups.begin(), groups.end(), [&](const AnswerGroup& a, const AnswerGroup& b) {
            return difference_of(a, all_).low > difference_of(b, all_).low;
        });
        if (groups.size() > most_values) groups.resize(most_values);
        for (const AnswerGroup& group : groups) add_value(group);
    }

    void add_value(const AnswerGroup& group) {
        std::size_t useless = 0;
        for (const auto& [code, count] : group.dispositions) {
            const Disposition* const known = agreement_.disposition(code);
            if (known && known->then == Disposition::Then::disqualify) useless += count;
        }
        const std::string because = fmt::format("{} '{}': {}", group.by, group.value, evidence(group, all_));
        const std::vector<ScoreRule>& rules = agreement_.score.rules;
        if (2 * useless > group.refusals && !rules.empty()) {
            found_.insert(end_of_table(agreement_, rules.back().place),
                          fmt::format("[[score.rule]]\ngroup = \"{}\"\nname = \"{} is {}\"\nwhen = \"{} = "
                                      "'{}'\"\ndisqualify = true",
                                      rules.back().group, group.by, group.value, group.by, group.value),
                          because + fmt::format("; {} of them were of no use to anybody", useless));
            return;
        }
        const auto line = line_of_key(agreement_, agreement_.lifecycle.place, "mql");
        if (!line) return;
        const std::size_t begin = line->text.find('"'), end = line->text.rfind('"');
        const bool one_line =
            begin != std::string::npos && end > begin + 1 && line->text.compare(begin, 3, "\"\"\"") != 0;
        if (!one_line) return;
        const std::string condition = line->text.substr(begin + 1, end - begin - 1);
        const bool either = condition.find(" or ") != std::string::npos;
        found_.change(
            *line,
            with_value(line->text, fmt::format("\"{}{}{} and {} != '{}'\"", either ? "(" : "", condition,
                                               either ? ")" : "", group.by, group.value)),
            because);
    }

    /// The answered handovers, those of one lead together and in order of time; and when each lead was handed
    /// over last.
    void follow_leads() {
        if (!by_lead_.empty()) return;
        by_lead_.assign(answered_.begin(), answered_.end());
        std::stable_sort(by_lead_.begin(), by_lead_.end(), [](const Followup* a, const Followup* b) {
            return a->row != b->row ? a->row < b->row : a->handover->at < b->handover->at;
        });
        for (const Handover& each : input_.handovers) {
            Instant& last = last_.try_emplace(each.lead, each.at).first->second;
            last = std::max(last, each.at);
        }
    }

    void add_wake(const Disposition& code) {
        follow_leads();
        std::size_t again = 0, refused = 0, waiting = 0, ripe = 0;
        for (std::size_t i = 0; i < by_lead_.size(); ++i) {
            const Followup& one = *by_lead_[i];
            if (!is_refused(one) || !same_text(one.answer->disposition, code.code)) continue;
            if (i + 1 < by_lead_.size() && by_lead_[i + 1]->row == one.row) {
                ++again;
                refused += is_refused(*by_lead_[i + 1]) ? 1 : 0;
            } else if (last_.at(one.handover->lead) == one.handover->at) { // who had it since does not wait
                ++waiting;
                ripe += one.answer->at + usual_wake_length <= input_.as_of ? 1 : 0;
            }
        }
        if (code.wake && again >= enough_answers && wilson(refused, again)->low > 0.5) {
            const auto line = line_of_key(agreement_, code.place, "wake");
            if (line)
                found_.change(
                    *line, with_value(line->text, fmt::format("\"{}\"", to_text(*code.wake * 2))),
                    fmt::format("'{}': {} of {} that woke came back again ({}, at least {})", code.code,
                                refused, counted(again, "lead"), percent(refused, again),
                                percent_text(wilson(refused, again)->low)),
                    fmt::format("{} wait now, twice as long from now on", counted(waiting, "lead")));
        }
        if (!code.wake && code.wake_when.empty() && waiting >= enough_answers) {
            const auto line = line_of_key(agreement_, code.place, "code");
            if (line)
                found_.insert(*line, fmt::format("wake = \"{}\"", usual_wake),
                              fmt::format("'{}': {} wait, and nothing will ever wake them", code.code,
                                          counted(waiting, "lead")),
                              fmt::format("{} of them wake with the next run",
                                          with_thousands(static_cast<std::int64_t>(ripe))));
        }
    }

    const ReportInput& input_;
    const Agreement& agreement_;
    Answered answered_;
    const AnswerGroup& all_;
    std::vector<const Followup*> by_lead_;
    std::unordered_map<std::string_view, Instant> last_; ///< by leads
    Suggestions found_;
};

} // namespace

Suggestions suggestions_of_feedback(const ReportInput& input, Answered answered, const RulesThen* rules,
                                    const AnswerGroup& all) {
    return Finder(input, answered, all).find(rules);
}

} // namespace handoff
