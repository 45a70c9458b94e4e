#include "ledger/impl.hpp"

namespace handoff {

namespace {

constexpr std::size_t most_told = 20; // of one table

// What a now_ table holds and what the history says it should, as (who, value); of persons, or of turns.
struct Comparison {
    const char* table;
    bool of_persons;
    const char* now;
    const char* history;
};

constexpr Comparison comparisons[] = {
    {"now_stage", true, "SELECT person, stage FROM now_stage",
     "SELECT person, stage FROM stage WHERE id IN (SELECT max(id) FROM stage GROUP BY person)"},
    {"now_fact.status", true, "SELECT person, status FROM now_fact WHERE status <> ''",
     "SELECT person, value FROM fact WHERE value <> '' AND id IN "
     "(SELECT max(id) FROM fact WHERE name = 'status' GROUP BY person)"},
    {"now_fact.owner", true, "SELECT person, owner FROM now_fact WHERE owner <> ''",
     "SELECT person, value FROM fact WHERE value <> '' AND id IN "
     "(SELECT max(id) FROM fact WHERE name = 'owner' GROUP BY person)"},
    {"now_fact.source", true, "SELECT person, source FROM now_fact WHERE source <> ''",
     "SELECT person, value FROM fact WHERE value <> '' AND id IN "
     "(SELECT max(id) FROM fact WHERE name = 'source' GROUP BY person)"},
    {"now_fact.campaign_id", true, "SELECT person, campaign_id FROM now_fact WHERE campaign_id <> ''",
     "SELECT person, value FROM fact WHERE value <> '' AND id IN "
     "(SELECT max(id) FROM fact WHERE name = 'campaign_id' GROUP BY person)"},
    {"now_score", true,
     "SELECT person, printf('grade %s, qualified %d, disqualified %d, first %s', grade, qualified, "
     "disqualified, "
     "coalesce(first_qualified, 'never')) FROM now_score",
     "SELECT s.person, printf('grade %s, qualified %d, disqualified %d, first %s', s.grade, s.qualified, "
     "s.disqualified, coalesce((SELECT min(f.at) FROM score f WHERE f.person = s.person AND f.qualified = "
     "1), "
     "'never')) FROM score s WHERE s.id IN (SELECT max(id) FROM score GROUP BY person)"},
    {"now_assignment", true,
     "SELECT person, printf('assignment %d, closed %s', assignment, coalesce(closed, 'never')) FROM "
     "now_assignment",
     "SELECT a.person, printf('assignment %d, closed %s', a.id, coalesce((SELECT min(s.latest) FROM stage s "
     "WHERE "
     "s.person = a.person AND s.ends = 1 AND s.run > a.run), 'never')) FROM assignment a WHERE a.id IN "
     "(SELECT max(id) FROM assignment GROUP BY person)"},
    {"now_turn", false,
     "SELECT printf('%s of pool %s', rep, pool), printf('credit %.6f, given %d', credit, given) FROM "
     "now_turn",
     "SELECT printf('%s of pool %s', rep, pool), printf('credit %.6f, given %d', credit, given) FROM turn "
     "WHERE id IN "
     "(SELECT max(id) FROM turn GROUP BY pool, rep)"},
};

std::string said(const ledger::Statement& row, int column) {
    return row.is_null(column) ? "nothing" : "'" + std::string(row.text(column)) + "'";
}

} // namespace

std::vector<Diagnostic> Ledger::check() const {
    const ledger::Database& database = impl_->database;
    std::vector<Diagnostic> found;
    const auto add = [&](std::string what) {
        found.push_back({.place = {.file = database.path()}, .what = std::move(what)});
    };

    ledger::Statement pages = database.prepare("PRAGMA quick_check(20)");
    while (pages.next())
        if (pages.text(0) != "ok") add("the file is damaged: " + std::string(pages.text(0)));
    if (!found.empty()) return found;

    ledger::Statement links = database.prepare("PRAGMA foreign_key_check");
    for (std::size_t told = 0; told < most_told && links.next(); ++told)
        add("row " + std::to_string(links.integer(1)) + " of " + std::string(links.text(0)) +
            " refers to a row of " + std::string(links.text(2)) + " that is not there");
    links.reset();

    ledger::Statement lead =
        database.prepare("SELECT value FROM key WHERE person = ? ORDER BY superseded IS NOT NULL, id");
    for (const Comparison& each : comparisons) {
        ledger::Statement rows = database.prepare(
            std::string("WITH now(who, value) AS MATERIALIZED (") + each.now +
            "), history(who, value) AS MATERIALIZED (" + each.history +
            ") SELECT coalesce(now.who, history.who), now.value, history.value FROM now FULL JOIN history "
            "ON now.who = history.who WHERE now.value IS NOT history.value ORDER BY 1");
        std::size_t told = 0;
        while (rows.next()) {
            if (++told > most_told) continue;
            std::string who(rows.text(0));
            if (each.of_persons) {
                who = "person " + who;
                if (lead.start(rows.integer(0)).next()) who = "lead '" + std::string(lead.text(0)) + "'";
                lead.reset();
            }
            add(std::string(each.table) + " says " + said(rows, 1) + " of " + who + ", the history says " +
                said(rows, 2));
        }
        if (told > most_told)
            add(std::string(each.table) + " differs from the history in " + std::to_string(told - most_told) +
                " more rows");
    }
    return found;
}

} // namespace handoff
