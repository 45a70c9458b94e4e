#include "ledger/impl.hpp"

namespace handoff {

namespace {

constexpr std::size_t most_told = 20; // of one table

// What a now_ table holds and what the history says it should, as (who, value), for persons or turns. A bare
// column beside max(id) is that of the last row.
struct Comparison {
    const char* table;
    bool of_persons;
    const char* now;
    const char* history;
};

constexpr Comparison comparisons[] = {
    {"now_stage", true, "SELECT person, stage FROM now_stage",
     "SELECT person, stage, max(id) FROM stage WHERE known_from <> 'history' GROUP BY person"},
    {"now_fact.status", true, "SELECT person, status FROM now_fact",
     "SELECT person, value, max(id) FROM fact WHERE name = 'status' GROUP BY person"},
    {"now_fact.owner", true, "SELECT person, owner FROM now_fact",
     "SELECT person, value, max(id) FROM fact WHERE name = 'owner' GROUP BY person"},
    {"now_fact.source", true, "SELECT person, source FROM now_fact",
     "SELECT person, value, max(id) FROM fact WHERE name = 'source' GROUP BY person"},
    {"now_fact.campaign_id", true, "SELECT person, campaign_id FROM now_fact",
     "SELECT person, value, max(id) FROM fact WHERE name = 'campaign_id' GROUP BY person"},
    {"now_fact.vanished", true, "SELECT person, coalesce(vanished, '') FROM now_fact",
     "SELECT person, iif(present, '', at), max(id) FROM presence GROUP BY person"},
    {"now_score", true,
     "SELECT person, format('grade %s, qualified %d, disqualified %d, first %s, run %d', grade, qualified, "
     "disqualified, coalesce(first_qualified, 'never'), run) FROM now_score",
     "SELECT s.person, format('grade %s, qualified %d, disqualified %d, first %s, run %d', s.grade, "
     "s.qualified, s.disqualified, coalesce((SELECT min(f.at) FROM score f WHERE f.person = s.person AND "
     "f.qualified = 1), 'never'), s.run), max(s.id) FROM score s GROUP BY s.person"},
    {"now_named_score", true,
     "SELECT person, group_concat(format('%s %s', name, grade), ', ') FROM (SELECT * FROM now_named_score "
     "ORDER BY person, name) GROUP BY person",
     "SELECT person, group_concat(format('%s %s', name, grade), ', ') FROM (SELECT s.person, n.name, n.grade "
     "FROM (SELECT person, max(id) AS last FROM score GROUP BY person) s JOIN named_score n ON n.judgement = "
     "s.last ORDER BY s.person, n.name) GROUP BY person"},
    {"now_assignment", true,
     "SELECT person, format('assignment %d, closed %s', assignment, coalesce(closed, 'never')) FROM "
     "now_assignment",
     "SELECT a.person, format('assignment %d, closed %s', a.id, coalesce((SELECT o.at FROM outcome o WHERE "
     "o.ends IN (a.id, a.moved_from)), (SELECT min(s.latest) FROM stage s WHERE "
     "s.person = a.person AND s.ends = 1 AND s.known_from <> 'history' AND s.run > a.run), 'never')), "
     "max(a.id) FROM assignment a GROUP BY "
     "a.person"},
    {"now_turn", false,
     "SELECT format('%s of pool %s', rep, pool), format('owed %.6f, entitled %.6f, given %d, made up %.6f, "
     "points %.6f of %.6f, ahead %d', owed, entitled, given, made_up, given_points, entitled_points, ahead) "
     "FROM now_turn",
     "SELECT format('%s of pool %s', rep, pool), format('owed %.6f, entitled %.6f, given %d, made up %.6f, "
     "points %.6f of %.6f, ahead %d', owed, entitled, given, made_up, given_points, entitled_points, ahead), "
     "max(id) FROM turn GROUP BY pool, rep"},
    {"now_unrouted", true, "SELECT person, format('since %d, %s', since, reasons) FROM now_unrouted",
     "SELECT person, format('since %d, %s', since, reasons) FROM (SELECT person, since, solved, reasons, "
     "max(id) FROM unrouted GROUP BY person) WHERE solved = 0"},
    {"now_deal", false,
     "SELECT format('deal ''%s''', d.deal_id), format('present %d, stage %s, status %s, amount %s %s, "
     "created "
     "%s, closed %s, owner %s, source %s, name %s', present, stage, status, amount, currency, created_at, "
     "closed_at, owner, source, name) FROM now_deal n JOIN deal d ON d.id = n.deal",
     "SELECT format('deal ''%s''', d.deal_id), format('present %d, stage %s, status %s, amount %s %s, "
     "created "
     "%s, closed %s, owner %s, source %s, name %s', present, stage, status, amount, currency, created_at, "
     "closed_at, owner, source, name) FROM deal_state s JOIN deal d ON d.id = s.deal WHERE s.id IN (SELECT "
     "max(id) FROM deal_state GROUP BY deal)"},
};

std::string quoted(std::string_view value) {
    return value.empty() ? "nothing" : "'" + std::string(value) + "'";
}

// Walks both in the order of who they are about, and gives what differs: who, now, history.
template <class Visit>
void compare(const ledger::Database& database, const Comparison& comparison, Visit differs) {
    ledger::Statement now = database.prepare(std::string(comparison.now) + " ORDER BY 1");
    ledger::Statement history = database.prepare(std::string(comparison.history) + " ORDER BY 1");
    bool more_now = now.next(), more_history = history.next();
    while (more_now || more_history) {
        int order = 0;
        if (!more_now || !more_history) {
            order = more_now ? -1 : 1;
        } else if (comparison.of_persons) {
            const std::int64_t a = now.integer(0), b = history.integer(0);
            order = a < b ? -1 : a > b ? 1 : 0;
        } else {
            order = now.text(0).compare(history.text(0));
        }
        const std::string_view holds = order <= 0 ? now.text(1) : "",
                               should = order >= 0 ? history.text(1) : "";
        if (holds != should) differs(order <= 0 ? now : history, holds, should);
        if (order <= 0) more_now = now.next();
        if (order >= 0) more_history = history.next();
    }
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
        std::size_t told = 0;
        compare(database, each,
                [&](const ledger::Statement& row, std::string_view now, std::string_view history) {
                    if (++told > most_told) return;
                    std::string who(row.text(0));
                    if (each.of_persons) {
                        who = "person " + who;
                        if (lead.start(row.integer(0)).next())
                            who = "lead '" + std::string(lead.text(0)) + "'";
                        lead.reset();
                    }
                    add(std::string(each.table) + " says " + quoted(now) + " of " + who +
                        ", the history says " + quoted(history));
                });
        if (told > most_told)
            add(std::string(each.table) + " differs from the history in " + std::to_string(told - most_told) +
                " more rows");
    }
    return found;
}

} // namespace handoff
