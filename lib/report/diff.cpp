#include "report/cells.hpp"
#include "report/count_column.hpp"
#include "report/estimate.hpp"

#include <handoff/diff.hpp>
#include <handoff/error.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace handoff {

namespace {

/// The columns of a judgement that are compared.
struct Verdicts {
    explicit Verdicts(const Judged& judged)
        : grade(judged.leads, "grade"), qualified(judged.leads, "qualified"),
          disqualified(judged.leads, "disqualified"), judged_(judged) {}
    bool is_qualified(std::size_t row) const { return qualified[row] == "true"; }
    bool is_disqualified(std::size_t row) const { return disqualified[row] == "true"; }
    Points score(std::size_t row) const { return judged_.points.score[row]; }
    std::string_view route(std::size_t row) const {
        return judged_.route.empty() ? std::string_view() : std::string_view(judged_.route[row]);
    }
    std::string_view rep(std::size_t row) const {
        return judged_.rep.empty() ? std::string_view() : std::string_view(judged_.rep[row]);
    }
    Cells grade, qualified, disqualified;

  private:
    const Judged& judged_;
};

/// A rule in one agreement, in the other, or in both (by its group and name).
struct Rule {
    std::string group, name;
    const std::vector<Points>* before = nullptr;
    const std::vector<Points>* after = nullptr;

    Points change(std::size_t row) const {
        return (after ? (*after)[row] : Points{}) - (before ? (*before)[row] : Points{});
    }
};

std::vector<Rule> rules_of(const Judged& before, const Judged& after) {
    std::vector<Rule> rules;
    const auto& old_rules = before.agreement->score.rules;
    for (std::size_t i = 0; i < old_rules.size(); ++i)
        rules.push_back({old_rules[i].group, old_rules[i].name, &before.points.rules[i], nullptr});
    const auto& new_rules = after.agreement->score.rules;
    for (std::size_t i = 0; i < new_rules.size(); ++i) {
        const auto known = std::find_if(rules.begin(), rules.end(), [&](const Rule& rule) {
            return rule.group == new_rules[i].group && rule.name == new_rules[i].name;
        });
        if (known == rules.end())
            rules.push_back({new_rules[i].group, new_rules[i].name, nullptr, &after.points.rules[i]});
        else
            known->after = &after.points.rules[i];
    }
    return rules;
}

ReportColumn text_column(std::string key, std::string title, std::string definition, bool wrap = false) {
    return {
        .key = std::move(key), .title = std::move(title), .definition = std::move(definition), .wrap = wrap};
}
ReportColumn points_column(std::string key, std::string title, std::string definition) {
    return {.key = std::move(key),
            .title = std::move(title),
            .unit = Unit::points,
            .definition = std::move(definition)};
}

class Diff {
  public:
    Diff(const Judged& before, const Judged& after, Instant as_of)
        : before_(before), after_(after), as_of_(as_of), old_(before), new_(after),
          rules_(rules_of(before, after)), rows_(static_cast<std::uint32_t>(before.leads.rows())) {
        if (after.leads.rows() != rows_)
            throw Error(Fault::ours, "two agreements are compared on the same leads");
    }

    Report make() {
        Report report{.name = "diff",
                      .title = "Two agreements on the same leads",
                      .question = "Who would be judged otherwise, and by which rules?",
                      .stamp = "before: " + stamp(*before_.agreement, as_of_) +
                               "; after: " + stamp(*after_.agreement, as_of_)};
        report.facts = {{rows_ == 1 ? "lead" : "leads", number(rows_)},
                        {"qualified before", number(count_qualified(old_))},
                        {"qualified after", number(count_qualified(new_))}};
        report.tables.push_back(changes_table());
        if (ReportTable grades = grades_table(); !grades.rows.empty())
            report.tables.push_back(std::move(grades));
        if (ReportTable reps = reps_table(); !reps.rows.empty()) report.tables.push_back(std::move(reps));
        if (ReportTable moves = moves_table(); !moves.rows.empty()) report.tables.push_back(std::move(moves));
        if (ReportTable rules = rules_table(); !rules.rows.empty()) report.tables.push_back(std::move(rules));
        if (ReportTable leads = leads_table(); !leads.rows.empty()) report.tables.push_back(std::move(leads));
        return report;
    }

  private:
    static std::string number(std::size_t n) { return with_thousands(static_cast<std::int64_t>(n)); }
    std::size_t count_qualified(const Verdicts& verdicts) const {
        std::size_t count = 0;
        for (std::uint32_t row = 0; row < rows_; ++row) count += verdicts.is_qualified(row) ? 1 : 0;
        return count;
    }

    template <class Holds>
    std::vector<ReportCell> change_row(const char* what, Holds holds) const {
        std::vector<std::uint32_t> found;
        for (std::uint32_t row = 0; row < rows_; ++row)
            if (holds(row)) found.push_back(row);
        return {what, count_cell(std::move(found))};
    }

    ReportTable changes_table() const {
        ReportTable table{.key = "changes", .title = "What changes"};
        table.columns = {text_column("change", "change", "what becomes of leads under the new agreement"),
                         count_column("leads", "leads", "leads of which that is so")};
        table.rows = {
            change_row("become qualified",
                       [&](auto row) { return !old_.is_qualified(row) && new_.is_qualified(row); }),
            change_row("are qualified no more",
                       [&](auto row) { return old_.is_qualified(row) && !new_.is_qualified(row); }),
            change_row("become disqualified",
                       [&](auto row) { return !old_.is_disqualified(row) && new_.is_disqualified(row); }),
            change_row("are disqualified no more",
                       [&](auto row) { return old_.is_disqualified(row) && !new_.is_disqualified(row); }),
            change_row("change their grade", [&](auto row) { return old_.grade[row] != new_.grade[row]; }),
            change_row("change their route", [&](auto row) { return old_.route(row) != new_.route(row); }),
            change_row("change their rep or queue", [&](auto row) { return old_.rep(row) != new_.rep(row); }),
            change_row("gain points", [&](auto row) { return old_.score(row) < new_.score(row); }),
            change_row("lose points", [&](auto row) { return new_.score(row) < old_.score(row); })};
        return table;
    }

    ReportTable grades_table() const {
        ReportTable table{.key = "grades", .title = "From which grade to which"};
        std::map<std::string, std::map<std::string, std::vector<std::uint32_t>>> moves;
        std::map<std::string, std::size_t> column;
        for (std::uint32_t row = 0; row < rows_; ++row) {
            if (old_.grade[row].empty() && new_.grade[row].empty()) continue;
            moves[std::string(old_.grade[row])][std::string(new_.grade[row])].push_back(row);
            column.emplace(std::string(new_.grade[row]), 0);
        }
        if (moves.empty()) return table;
        table.columns.push_back(text_column("before", "before", "grade under the old agreement"));
        for (auto& [grade, position] : column) {
            position = table.columns.size();
            table.columns.push_back(count_column("to_" + lower(grade.empty() ? "none" : grade),
                                                 grade.empty() ? "no grade" : "to " + grade,
                                                 "leads that have this grade under the new one"));
        }
        for (auto& [grade, to] : moves) {
            std::vector<ReportCell> row(table.columns.size());
            row[0] = grade.empty() ? "no grade" : grade;
            for (auto& [other, leads] : to) row[column[other]] = count_cell(std::move(leads));
            table.rows.push_back(std::move(row));
        }
        return table;
    }

    /// Who gets other leads than before, in the order of the agreements.
    ReportTable reps_table() const {
        ReportTable table{.key = "reps", .title = "Who gets other leads"};
        table.columns = {text_column("rep", "rep or queue", "whom leads are given to"),
                         count_column("before", "before", "leads under the old agreement"),
                         count_column("after", "after", "leads under the new one"),
                         count_column("gained", "gained", "leads only under the new one"),
                         count_column("lost", "lost", "leads only under the old one")};
        struct Leads {
            std::vector<std::uint32_t> before, after, gained, lost;
        };
        std::map<std::string, Leads> reps;
        for (std::uint32_t row = 0; row < rows_; ++row) {
            const std::string before(old_.rep(row)), after(new_.rep(row));
            if (!before.empty()) reps[before].before.push_back(row);
            if (!after.empty()) reps[after].after.push_back(row);
            if (before == after) continue;
            if (!before.empty()) reps[before].lost.push_back(row);
            if (!after.empty()) reps[after].gained.push_back(row);
        }
        for (auto& [rep, leads] : reps)
            if (!leads.gained.empty() || !leads.lost.empty())
                table.rows.push_back({rep, count_cell(std::move(leads.before)),
                                      count_cell(std::move(leads.after)), count_cell(std::move(leads.gained)),
                                      count_cell(std::move(leads.lost))});
        return table;
    }

    ReportTable moves_table() const {
        ReportTable table{.key = "moves", .title = "From whom to whom"};
        table.columns = {text_column("from", "from", "who has them under the old agreement"),
                         text_column("to", "to", "who has them under the new one"),
                         count_column("leads", "leads", "leads that go to the other")};
        std::map<std::pair<std::string, std::string>, std::vector<std::uint32_t>> moves;
        for (std::uint32_t row = 0; row < rows_; ++row)
            if (old_.rep(row) != new_.rep(row))
                moves[{std::string(old_.rep(row)), std::string(new_.rep(row))}].push_back(row);
        const auto name = [](const std::string& rep) { return rep.empty() ? std::string("nobody") : rep; };
        for (auto& [move, leads] : moves)
            table.rows.push_back({name(move.first), name(move.second), count_cell(std::move(leads))});
        std::stable_sort(table.rows.begin(), table.rows.end(), [](const auto& a, const auto& b) {
            return std::get<double>(a[2].value) > std::get<double>(b[2].value);
        });
        if (!table.rows.empty())
            table.notes.emplace_back(
                "nobody: not qualified, or not for sales; unrouted: nobody could take it");
        return table;
    }

    ReportTable rules_table() const {
        ReportTable table{.key = "rules", .title = "Which rules cause it"};
        table.columns = {
            text_column("group", "group", "the rule's group"),
            text_column("rule", "rule", "the rule's name", true),
            text_column("what", "is", "new, gone, or changed"),
            count_column("leads", "leads", "leads to which it gives other points than before"),
            points_column("mean", "points each", "by how much they change, on average"),
            count_column("turned", "MQL turns", "those of them that become or cease to be qualified")};
        for (const Rule& rule : rules_) {
            std::vector<std::uint32_t> changed, turned;
            Points sum;
            for (std::uint32_t row = 0; row < rows_; ++row) {
                const Points change = rule.change(row);
                if (change.nano == 0) continue;
                changed.push_back(row);
                sum += change;
                if (old_.is_qualified(row) != new_.is_qualified(row)) turned.push_back(row);
            }
            if (changed.empty() && rule.before && rule.after) continue;
            const double mean = changed.empty() ? 0 : sum.value() / static_cast<double>(changed.size());
            table.rows.push_back({rule.group, rule.name,
                                  !rule.before  ? "new"
                                  : !rule.after ? "gone"
                                                : "changed",
                                  count_cell(std::move(changed)), std::round(mean * 1e6) / 1e6,
                                  count_cell(std::move(turned))});
        }
        std::stable_sort(table.rows.begin(), table.rows.end(), [](const auto& a, const auto& b) {
            return std::get<double>(a[3].value) > std::get<double>(b[3].value);
        });
        if (!table.rows.empty())
            table.notes.push_back("points of rules, before the minimum and maximum of their groups");
        return table;
    }

    /// The rule that moves a lead most, and by how much.
    std::string cause(std::uint32_t row) const {
        const Rule* most = nullptr;
        Points change;
        for (const Rule& rule : rules_)
            if (const Points each = rule.change(row); std::abs(each.value()) > std::abs(change.value())) {
                most = &rule;
                change = each;
            }
        return most ? most->name + " " + (change.nano > 0 ? "+" : "") + to_text(change) : std::string();
    }

    ReportTable leads_table() const {
        ReportTable table{.key = "leads", .title = "The leads that change most"};
        table.columns = {text_column("lead", "lead", "id, else e-mail address"),
                         points_column("before", "before", "score under the old agreement"),
                         points_column("after", "after", "score under the new one"),
                         text_column("grade", "grade", "grade before and after"),
                         text_column("mql", "MQL", "qualified before and after"),
                         text_column("cause", "mostly by", "the rule whose points change most", true)};
        std::vector<std::uint32_t> rows;
        for (std::uint32_t row = 0; row < rows_; ++row)
            if (old_.score(row) != new_.score(row) || old_.is_qualified(row) != new_.is_qualified(row))
                rows.push_back(row);
        const auto weight = [&](std::uint32_t row) {
            const bool turns = old_.is_qualified(row) != new_.is_qualified(row);
            return std::tuple(turns, std::abs((new_.score(row) - old_.score(row)).value()));
        };
        std::stable_sort(rows.begin(), rows.end(), [&](auto a, auto b) { return weight(a) > weight(b); });
        constexpr std::size_t most = 100;
        if (rows.size() > most) {
            table.notes.push_back(counted(rows.size() - most, "more lead") + " change less");
            rows.resize(most);
        }
        const Cells id(before_.leads, "lead_id"), email(before_.leads, "email");
        for (const std::uint32_t row : rows)
            table.rows.push_back(
                {std::string(id[row].empty() ? email[row] : id[row]),
                 std::round(old_.score(row).value() * 1e6) / 1e6,
                 std::round(new_.score(row).value() * 1e6) / 1e6, arrow(old_.grade[row], new_.grade[row]),
                 arrow(old_.is_qualified(row) ? "yes" : "no", new_.is_qualified(row) ? "yes" : "no"),
                 cause(row)});
        return table;
    }

    static std::string arrow(std::string_view from, std::string_view to) {
        return from == to ? std::string(to) : std::string(from) + " → " + std::string(to);
    }

    const Judged &before_, &after_;
    Instant as_of_;
    Verdicts old_, new_;
    std::vector<Rule> rules_;
    std::uint32_t rows_;
};

} // namespace

Report diff(const Judged& before, const Judged& after, Instant as_of) {
    return Diff(before, after, as_of).make();
}

} // namespace handoff
