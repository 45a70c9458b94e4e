#include "report/cells.hpp"
#include "report/count_column.hpp"
#include "report/crossed.hpp"
#include "report/diff_causes.hpp"
#include "report/estimate.hpp"
#include "report/if_any.hpp"

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

/// A named score that one of the agreements has, or both.
struct NamedVerdicts {
    NamedVerdicts(std::string its_name, const Judged& before, const Judged& after)
        : name(std::move(its_name)), old_grade(before.leads, grade_column(name)),
          new_grade(after.leads, grade_column(name)), old_points_(points_of(before)),
          new_points_(points_of(after)) {}
    Points old_score(std::uint32_t row) const { return old_points_ ? (*old_points_)[row] : Points(); }
    Points new_score(std::uint32_t row) const { return new_points_ ? (*new_points_)[row] : Points(); }

    std::string name;
    Cells old_grade, new_grade;

  private:
    const std::vector<Points>* points_of(const Judged& judged) const {
        const auto at = judged.leads.find("score_" + name);
        return at && !judged.leads[*at].points.empty() ? &judged.leads[*at].points : nullptr;
    }
    const std::vector<Points>*old_points_, *new_points_; ///< none: 0 for every lead
};

std::vector<NamedVerdicts> named_scores(const Judged& before, const Judged& after) {
    std::vector<NamedVerdicts> scores;
    for (const std::string& name : named_scores(*before.agreement, *after.agreement))
        scores.emplace_back(name, before, after);
    return scores;
}

std::uint32_t same_rows(const Judged& before, const Judged& after) {
    if (before.leads.rows() != after.leads.rows())
        throw Error(Fault::ours, "two agreements are compared on the same leads");
    return static_cast<std::uint32_t>(before.leads.rows());
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
          rows_(same_rows(before, after)), causes_(before, after, as_of),
          named_(named_scores(before, after)) {}

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
        const auto add = [&](ReportTable table) { add_if_any(report.tables, std::move(table)); };
        add(grades_table("grades", "From which grade to which", old_.grade, new_.grade));
        for (const NamedVerdicts& score : named_)
            add(grades_table("grades_" + lower(score.name),
                             "From which grade of '" + score.name + "' to which", score.old_grade,
                             score.new_grade));
        add(reps_table());
        add(moves_table());
        add(causes_.table());
        add(leads_table());
        for (const NamedVerdicts& score : named_) add(leads_table(score));
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
    std::vector<ReportCell> change_row(const std::string& what, Holds holds) const {
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
        for (const NamedVerdicts& score : named_) {
            const auto add = [&](const std::string& what, auto holds) {
                table.rows.push_back(change_row(what + " of '" + score.name + "'", holds));
            };
            if (score.old_grade.any() || score.new_grade.any())
                add("change their grade",
                    [&](auto row) { return score.old_grade[row] != score.new_grade[row]; });
            add("gain points", [&](auto row) { return score.old_score(row) < score.new_score(row); });
            add("lose points", [&](auto row) { return score.new_score(row) < score.old_score(row); });
        }
        return table;
    }

    ReportTable grades_table(std::string key, std::string title, const Cells& before,
                             const Cells& after) const {
        ReportTable table{.key = std::move(key), .title = std::move(title)};
        std::map<std::string, std::map<std::string, std::vector<std::uint32_t>>> moves;
        std::map<std::string, std::size_t> column;
        for (std::uint32_t row = 0; row < rows_; ++row) {
            if (before[row].empty() && after[row].empty()) continue;
            moves[std::string(before[row])][std::string(after[row])].push_back(row);
            column.emplace(std::string(after[row]), 0);
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

    ReportTable leads_table() const {
        ReportTable table{.key = "leads", .title = "The leads that change most"};
        table.columns = {text_column("lead", "lead", "id, else e-mail address"),
                         points_column("before", "before", "score under the old agreement"),
                         points_column("after", "after", "score under the new one"),
                         text_column("grade", "grade", "grade before and after"),
                         text_column("mql", "MQL", "qualified before and after"),
                         text_column("cause", "mostly by",
                                     "what makes it qualified or not; else the rule that disqualifies it or "
                                     "whose points change most, or the grade",
                                     true)};
        const auto turns = [&](std::uint32_t row) {
            return old_.is_qualified(row) != new_.is_qualified(row);
        };
        const auto is_out = [&](std::uint32_t row) {
            return old_.is_disqualified(row) != new_.is_disqualified(row);
        };
        const auto size = [&](std::uint32_t row) { return distance(old_.score(row), new_.score(row)); };
        std::vector<std::uint32_t> rows;
        for (std::uint32_t row = 0; row < rows_; ++row)
            if (turns(row) || is_out(row) || size(row) > 0 || old_.grade[row] != new_.grade[row])
                rows.push_back(row);
        keep_most(table, rows,
                  [&](std::uint32_t row) { return std::tuple(turns(row), is_out(row), size(row)); });
        for (const std::uint32_t row : rows)
            table.rows.push_back(
                {lead(row), shown(old_.score(row)), shown(new_.score(row)),
                 arrow(old_.grade[row], new_.grade[row]),
                 arrow(old_.is_qualified(row) ? "yes" : "no", new_.is_qualified(row) ? "yes" : "no"),
                 causes_.of(row)});
        return table;
    }

    ReportTable leads_table(const NamedVerdicts& score) const {
        ReportTable table{.key = "leads_" + lower(score.name),
                          .title = "The leads whose '" + score.name + "' changes most"};
        table.columns = {
            text_column("lead", "lead", "id, else e-mail address"),
            points_column("before", "before", "that score under the old agreement"),
            points_column("after", "after", "that score under the new one"),
            text_column("grade", "grade", "its grade before and after"),
            text_column("cause", "mostly by", "the rule of it whose points change most, or its grade", true)};
        const auto size = [&](std::uint32_t row) {
            return distance(score.old_score(row), score.new_score(row));
        };
        std::vector<std::uint32_t> rows;
        for (std::uint32_t row = 0; row < rows_; ++row)
            if (size(row) > 0 || score.old_grade[row] != score.new_grade[row]) rows.push_back(row);
        keep_most(table, rows, size);
        for (const std::uint32_t row : rows)
            table.rows.push_back({lead(row), shown(score.old_score(row)), shown(score.new_score(row)),
                                  arrow(score.old_grade[row], score.new_grade[row]),
                                  causes_.of(row, score.name)});
        return table;
    }

    /// The first so many leads, the heaviest first.
    template <class Weight>
    static void keep_most(ReportTable& table, std::vector<std::uint32_t>& rows, Weight weight) {
        std::stable_sort(rows.begin(), rows.end(), [&](auto a, auto b) { return weight(a) > weight(b); });
        constexpr std::size_t most = 100;
        if (rows.size() <= most) return;
        table.notes.push_back(counted(rows.size() - most, "more lead") + " change less");
        rows.resize(most);
    }

    std::string lead(std::uint32_t row) const {
        const Cells id(before_.leads, "lead_id"), email(before_.leads, "email");
        return std::string(id[row].empty() ? email[row] : id[row]);
    }
    static double distance(Points a, Points b) { return std::abs((b - a).value()); }
    static double shown(Points points) { return std::round(points.value() * 1e6) / 1e6; }

    static std::string arrow(std::string_view from, std::string_view to) {
        const auto shown = [](std::string_view grade) {
            return grade.empty() ? "no grade" : std::string(grade);
        };
        return from == to ? std::string(to) : shown(from) + " → " + shown(to);
    }

    const Judged &before_, &after_;
    Instant as_of_;
    Verdicts old_, new_;
    std::uint32_t rows_;
    DiffCauses causes_;
    std::vector<NamedVerdicts> named_;
};

} // namespace

Report diff(const Judged& before, const Judged& after, Instant as_of) {
    return Diff(before, after, as_of).make();
}

} // namespace handoff
