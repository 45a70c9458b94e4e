#include "ledger/row_persons.hpp"

#include <algorithm>

namespace handoff {

using ledger::Statement;

namespace {

std::optional<Points> points_at(const Statement& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional(Points{row.integer(column)});
}

std::string shown(const std::optional<Points>& points) { return points ? to_text(*points) : std::string(); }

std::vector<Ledger::Judgement::Named> named_of(Statement& rows, std::int64_t judgement) {
    std::vector<Ledger::Judgement::Named> named;
    rows.start(judgement);
    while (rows.next())
        named.push_back({std::string(rows.text(0)), points_at(rows, 1), std::string(rows.text(2))});
    return named;
}

constexpr std::string_view named_rows =
    "SELECT name, score, grade FROM named_score WHERE judgement = ? ORDER BY name";

} // namespace

std::vector<Ledger::Judgement> Ledger::judgements_of(std::string_view lead) const {
    const ledger::Database& database = impl_->database;
    std::vector<Judgement> all;
    const std::int64_t person = ledger::LeadPersons(database).of(lead);
    Statement rows = database.prepare("SELECT s.id, s.at, s.score, s.grade, s.qualified, s.disqualified, " +
                                      std::string(ledger::version_words) +
                                      " FROM score s JOIN run r ON r.id = s.run WHERE s.person = ? ORDER BY "
                                      "s.at, s.id");
    Statement named = database.prepare(named_rows);
    rows.start(person);
    while (rows.next())
        all.push_back({.at = rows.instant(1).value_or(Instant{}),
                       .score = points_at(rows, 2),
                       .grade = std::string(rows.text(3)),
                       .qualified = rows.integer(4) != 0,
                       .disqualified = rows.integer(5) != 0,
                       .named = named_of(named, rows.integer(0)),
                       .version = std::string(rows.text(6))});
    return all;
}

std::vector<std::string> Ledger::add_judgements(Table& leads, const Agreement& agreement, Instant at) const {
    std::vector<std::string> names = {"recorded_at", "recorded_score", "recorded_grade"};
    for (const NamedScore& named : agreement.score.named) {
        names.push_back("recorded_score_" + named.name);
        names.push_back("recorded_grade_" + named.name);
    }
    names.insert(names.end(), {"recorded_qualified", "first_qualified"});
    std::vector<std::size_t> columns;
    for (const std::string& name : names) columns.push_back(leads.find_or_add(name));
    const ledger::Database& database = impl_->database;
    const ledger::RowPersons persons(leads, database);
    std::vector<std::pair<std::int64_t, std::uint32_t>> known; // person and row
    for (std::uint32_t row = 0; row < leads.rows(); ++row)
        if (const std::int64_t person = persons.person_of_any(row); person != 0)
            known.emplace_back(person, row);
    std::sort(known.begin(), known.end());
    // The last of each stands first. A merge may have copied an earlier one later.
    ledger::ByPerson judged(database,
                            "SELECT s.person, s.id, s.at, s.score, s.grade, s.qualified, n.first_qualified "
                            "FROM score s JOIN now_score n ON n.person = s.person WHERE s.at <= " +
                                std::to_string(at.time_since_epoch().count()) +
                                " ORDER BY s.person, s.at DESC, s.id DESC");
    Statement named = database.prepare(named_rows);
    for (const auto& [person, row] : known) {
        if (!judged.find(person)) continue;
        std::vector<std::string> cells = {to_text(*judged.rows.instant(2)), shown(points_at(judged.rows, 3)),
                                          std::string(judged.rows.text(4))};
        const std::vector<Judgement::Named> all = named_of(named, judged.rows.integer(1));
        for (const NamedScore& score : agreement.score.named) {
            const auto one = std::find_if(all.begin(), all.end(), [&](const Judgement::Named& each) {
                return each.name == score.name;
            });
            cells.push_back(one == all.end() ? "" : shown(one->score));
            cells.push_back(one == all.end() ? "" : one->grade);
        }
        cells.emplace_back(judged.rows.integer(5) != 0 ? "true" : "false");
        const std::optional<Instant> first = judged.rows.instant(6);
        cells.push_back(first && *first <= at ? to_text(*first) : "");
        for (std::size_t column = 0; column < columns.size(); ++column)
            leads[columns[column]].cells[row] = leads.keep(cells[column]);
    }
    return names;
}

} // namespace handoff
