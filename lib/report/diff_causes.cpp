#include "report/diff_causes.hpp"

#include "report/cells.hpp"
#include "report/count_column.hpp"
#include "report/crossed.hpp"
#include "report/estimate.hpp"
#include "score/bounds.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace handoff {

namespace {

bool has_grade(const Agreement& agreement, std::string_view score) {
    if (score.empty()) return !agreement.score.grade.axes.empty();
    return std::any_of(
        agreement.score.named.begin(), agreement.score.named.end(),
        [&](const NamedScore& each) { return each.name == score && !each.grade.axes.empty(); });
}

bool has_score(const Agreement& agreement, std::string_view score) {
    const auto& named = agreement.score.named;
    return score.empty() || std::any_of(named.begin(), named.end(),
                                        [&](const NamedScore& each) { return each.name == score; });
}

bool is_group_of(const Agreement& agreement, std::string_view score, const std::string& group) {
    if (!has_score(agreement, score)) return false;
    const std::vector<std::string> groups = agreement.score.groups_of(score);
    return std::find(groups.begin(), groups.end(), group) != groups.end();
}

/// [row] What the rules of a group give each lead, before its bounds.
std::vector<Points> sums_of(const Judged& judged, const std::string& group) {
    std::vector<Points> sums(judged.leads.rows());
    const std::vector<ScoreRule>& rules = judged.agreement->score.rules;
    for (std::size_t rule = 0; rule < rules.size(); ++rule)
        if (rules[rule].group == group)
            for (std::size_t row = 0; row < sums.size(); ++row) sums[row] += judged.points.rules[rule][row];
    return sums;
}

} // namespace

DiffCauses::DiffCauses(const Judged& before, const Judged& after, Instant as_of)
    : before_(before), after_(after), as_of_(as_of), rows_(static_cast<std::uint32_t>(before.leads.rows())),
      turn_(rows_), old_holds_(qualified_by(before, before, as_of)),
      new_holds_(qualified_by(after, after, as_of)), points_turn_(rows_) {
    const Cells old_qualified(before.leads, "qualified"), new_qualified(after.leads, "qualified");
    for (std::uint32_t row = 0; row < rows_; ++row)
        turn_[row] = static_cast<std::int8_t>((new_qualified[row] == "true" ? 1 : 0) -
                                              (old_qualified[row] == "true" ? 1 : 0));
    add_rules();
    add_bounds();
    add_disqualifiers();
    add_condition();
    add_grades();
}

Points DiffCauses::PointsCause::change(std::uint32_t row) const {
    if (!own.empty()) return own[row];
    return (new_points ? (*new_points)[row] : Points{}) - (old_points ? (*old_points)[row] : Points{});
}

void DiffCauses::add_rules() {
    const auto& old_rules = before_.agreement->score.rules;
    for (std::size_t i = 0; i < old_rules.size(); ++i) {
        if (old_rules[i].disqualify) continue;
        PointsCause& rule = points_.emplace_back();
        rule.group = old_rules[i].group;
        rule.name = old_rules[i].name;
        rule.before = true;
        rule.old_points = &before_.points.rules[i];
    }
    const auto& new_rules = after_.agreement->score.rules;
    for (std::size_t i = 0; i < new_rules.size(); ++i) {
        if (new_rules[i].disqualify) continue;
        auto known = std::find_if(points_.begin(), points_.end(), [&](const PointsCause& rule) {
            return rule.group == new_rules[i].group && rule.name == new_rules[i].name;
        });
        if (known == points_.end()) {
            known = points_.emplace(points_.end());
            known->group = new_rules[i].group;
            known->name = new_rules[i].name;
        }
        known->after = true;
        known->new_points = &after_.points.rules[i];
    }
}

/// Groups whose minimum or maximum another one of the same name has not.
void DiffCauses::add_bounds() {
    for (const ScoreGroup& old_group : before_.agreement->score.groups)
        for (const ScoreGroup& new_group : after_.agreement->score.groups) {
            if (old_group.name != new_group.name) continue;
            const Bounds old_bounds = Bounds::of(old_group.min, old_group.max),
                         new_bounds = Bounds::of(new_group.min, new_group.max);
            if (old_bounds == new_bounds) continue;
            PointsCause& cause = points_.emplace_back();
            cause.group = old_group.name;
            cause.name = "min and max";
            cause.before = cause.after = true;
            for (const Points sum : sums_of(after_, new_group.name))
                cause.own.push_back(new_bounds(sum) - old_bounds(sum));
        }
}

void DiffCauses::add_disqualifiers() {
    std::vector<Disqualifier> old_rules = disqualifiers(*before_.agreement, before_.leads, as_of_),
                              new_rules = disqualifiers(*after_.agreement, after_.leads, as_of_);
    const auto add = [&](const Disqualifier* old_rule, const Disqualifier* new_rule) {
        VerdictCause& cause = verdicts_.emplace_back();
        cause.group = (old_rule ? old_rule : new_rule)->rule->group;
        cause.name = (old_rule ? old_rule : new_rule)->rule->name;
        cause.before = old_rule != nullptr;
        cause.after = new_rule != nullptr;
        cause.otherwise.resize(rows_);
        cause.turns.resize(rows_);
        for (std::uint32_t row = 0; row < rows_; ++row) {
            const int change = (old_rule ? old_rule->hits[row] : 0) - (new_rule ? new_rule->hits[row] : 0);
            cause.otherwise[row] = static_cast<std::int8_t>(change);
            if (change == turn_[row]) cause.turns[row] = turn_[row];
        }
    };
    const auto same = [](const Disqualifier& a, const Disqualifier& b) {
        return a.rule->group == b.rule->group && a.rule->name == b.rule->name;
    };
    for (const Disqualifier& rule : old_rules) {
        const auto known = std::find_if(new_rules.begin(), new_rules.end(),
                                        [&](const Disqualifier& each) { return same(each, rule); });
        add(&rule, known == new_rules.end() ? nullptr : &*known);
    }
    for (const Disqualifier& rule : new_rules)
        if (std::none_of(old_rules.begin(), old_rules.end(),
                         [&](const Disqualifier& each) { return same(each, rule); }))
            add(nullptr, &rule);
}

void DiffCauses::add_turns(std::vector<std::int8_t>& turns, const std::vector<std::uint8_t>& from,
                           const std::vector<std::uint8_t>& to) const {
    for (std::uint32_t row = 0; row < rows_; ++row)
        if (turn_[row] != 0 && to[row] - from[row] == turn_[row]) turns[row] = turn_[row];
}

void DiffCauses::add_condition() {
    const std::vector<std::uint8_t> old_holds_then = qualified_by(before_, after_, as_of_),
                                    new_holds_before = qualified_by(after_, before_, as_of_);
    add_turns(points_turn_, old_holds_, old_holds_then);
    add_turns(points_turn_, new_holds_before, new_holds_);
    VerdictCause cause;
    cause.kind = VerdictCause::Kind::condition;
    cause.group = "lifecycle";
    cause.name = "mql";
    cause.before = !before_.agreement->lifecycle.mql.empty();
    cause.after = !after_.agreement->lifecycle.mql.empty();
    cause.otherwise.resize(rows_);
    for (std::uint32_t row = 0; row < rows_; ++row)
        cause.otherwise[row] =
            old_holds_[row] != new_holds_before[row] || old_holds_then[row] != new_holds_[row] ? 1 : 0;
    cause.turns.resize(rows_);
    add_turns(cause.turns, old_holds_, new_holds_before);
    add_turns(cause.turns, old_holds_then, new_holds_);
    verdicts_.push_back(std::move(cause));
}

void DiffCauses::add_grades() {
    add_grade({});
    for (const std::string& score : named_scores(*before_.agreement, *after_.agreement)) add_grade(score);
}

/// The steps of a grade: what the other agreement's would say of the same points.
void DiffCauses::add_grade(const std::string& score) {
    VerdictCause cause;
    cause.kind = VerdictCause::Kind::grade;
    cause.group = score.empty() ? "score" : "score." + score;
    cause.name = "grade";
    cause.score = score;
    if (has_score(*before_.agreement, score) != has_score(*after_.agreement, score)) {
        cause.group = "score"; // the whole score is new, or gone
        cause.name = score;
    }
    cause.before = has_grade(*before_.agreement, score);
    cause.after = has_grade(*after_.agreement, score);
    if (!cause.before && !cause.after) return;
    const std::vector<std::string> of_old = grades_by(*before_.agreement, score, before_.leads),
                                   of_new = grades_by(*after_.agreement, score, after_.leads),
                                   old_by_new = grades_by(*after_.agreement, score, before_.leads),
                                   new_by_old = grades_by(*before_.agreement, score, after_.leads);
    cause.otherwise.resize(rows_);
    bool any = false;
    for (std::uint32_t row = 0; row < rows_; ++row) {
        cause.otherwise[row] = of_old[row] != old_by_new[row] || new_by_old[row] != of_new[row] ? 1 : 0;
        any = any || cause.otherwise[row] != 0;
    }
    cause.turns.resize(rows_);
    if (any) {
        const OtherGrades for_old{grade_column(score), old_by_new}, for_new{grade_column(score), new_by_old};
        add_turns(cause.turns, old_holds_, qualified_by(before_, before_, as_of_, &for_old));
        add_turns(cause.turns, qualified_by(after_, after_, as_of_, &for_new), new_holds_);
    }
    verdicts_.push_back(std::move(cause));
}

/// Points turn a lead only in their own direction.
bool DiffCauses::turned_by_points(const PointsCause& cause, std::uint32_t row) const {
    if (points_turn_[row] == 0) return false;
    const Points change = cause.change(row);
    return points_turn_[row] > 0 ? change > Points() : change < Points();
}

ReportTable DiffCauses::table() const {
    ReportTable table{.key = "rules", .title = "What causes it"};
    table.columns = {
        {.key = "group",
         .title = "group",
         .definition = "the rule's group; of mql and grades the table of the agreement where they stand"},
        {.key = "rule", .title = "rule", .definition = "the rule's name", .wrap = true},
        {.key = "what", .title = "is", .definition = "new, gone, or changed"},
        count_column("leads", "leads",
                     "leads to which it gives other points than before, or of which it says otherwise"),
        {.key = "mean",
         .title = "points each",
         .unit = Unit::points,
         .definition = "by how much they change, on average; blank for what gives no points: rules that "
                       "disqualify, mql, grades"},
        count_column("turned", "MQL turns", "those of them that become or cease to be qualified by it")};
    bool any_points = false;
    const auto add = [&](const Cause& cause, std::vector<std::uint32_t> leads,
                         std::vector<std::uint32_t> turned, ReportCell mean) {
        if (leads.empty() && cause.before && cause.after) return;
        table.rows.push_back({cause.group, cause.name, cause.what(), count_cell(std::move(leads)),
                              std::move(mean), count_cell(std::move(turned))});
    };
    for (const PointsCause& cause : points_) {
        std::vector<std::uint32_t> changed, turned;
        Points sum;
        for (std::uint32_t row = 0; row < rows_; ++row) {
            const Points change = cause.change(row);
            if (change.nano == 0) continue;
            changed.push_back(row);
            sum += change;
            if (turned_by_points(cause, row)) turned.push_back(row);
        }
        const double mean = changed.empty() ? 0 : sum.value() / static_cast<double>(changed.size());
        const std::size_t before = table.rows.size();
        add(cause, std::move(changed), std::move(turned), std::round(mean * 1e6) / 1e6);
        any_points = any_points || table.rows.size() > before;
    }
    for (const VerdictCause& cause : verdicts_) {
        std::vector<std::uint32_t> changed, turned;
        for (std::uint32_t row = 0; row < rows_; ++row) {
            if (cause.otherwise[row] != 0) changed.push_back(row);
            if (cause.turns[row] != 0) turned.push_back(row);
        }
        add(cause, std::move(changed), std::move(turned), {});
    }
    std::stable_sort(table.rows.begin(), table.rows.end(), [](const auto& a, const auto& b) {
        return std::get<double>(a[3].value) > std::get<double>(b[3].value);
    });
    if (any_points)
        table.notes.emplace_back("points of rules, before the minimum and maximum of their groups");
    return table;
}

std::string DiffCauses::VerdictCause::text(std::uint32_t row) const {
    if (kind != Kind::disqualifies) return group + "." + name;
    return name + (otherwise[row] > 0 ? " disqualifies no more" : " disqualifies");
}

std::string DiffCauses::strongest(std::uint32_t row, std::string_view score, bool that_turns) const {
    const PointsCause* most = nullptr;
    Points change;
    for (const PointsCause& cause : points_) {
        const Points each = cause.change(row);
        if (std::abs(each.value()) <= std::abs(change.value())) continue;
        if (that_turns ? !turned_by_points(cause, row)
                       : !is_group_of(*before_.agreement, score, cause.group) &&
                             !is_group_of(*after_.agreement, score, cause.group))
            continue;
        most = &cause;
        change = each;
    }
    return most ? most->name + " " + (change.nano > 0 ? "+" : "") + to_text(change) : std::string();
}

std::string DiffCauses::of(std::uint32_t row) const {
    std::string text;
    const auto add = [&](const std::string& more) {
        if (!more.empty()) text += (text.empty() ? "" : "; ") + more;
    };
    const bool turns = turn_[row] != 0;
    for (const VerdictCause& cause : verdicts_)
        if (cause.kind == VerdictCause::Kind::disqualifies && cause.otherwise[row] != 0)
            if (!turns || cause.turns[row] != 0) add(cause.text(row));
    if (!turns) {
        add(of(row, {}));
        return text;
    }
    add(strongest(row, {}, true));
    for (const VerdictCause& cause : verdicts_)
        if (cause.kind != VerdictCause::Kind::disqualifies && cause.turns[row] != 0) add(cause.text(row));
    return text;
}

std::string DiffCauses::of(std::uint32_t row, std::string_view score) const {
    if (std::string points = strongest(row, score, false); !points.empty()) return points;
    for (const VerdictCause& cause : verdicts_)
        if (cause.kind == VerdictCause::Kind::grade && cause.score == score && cause.otherwise[row] != 0)
            return cause.text(row);
    return {};
}

} // namespace handoff
