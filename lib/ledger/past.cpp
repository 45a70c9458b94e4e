#include "ledger/impl.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace handoff {

using ledger::Statement;

namespace {

template <class Leads>
Leads qualified_leads(const ledger::Database& database, const ledger::CurrentKeys& keys) {
    Leads leads;
    Statement rows =
        database.prepare("SELECT person, first_qualified FROM now_score WHERE first_qualified IS "
                         "NOT NULL ORDER BY person");
    while (rows.next())
        if (const std::string_view lead = keys.of(rows.integer(0)); !lead.empty())
            leads.emplace_hint(leads.end(), lead, rows.instant(1).value_or(Instant{}));
    return leads;
}

} // namespace

RoutePast Ledger::past(const Zone& zone, Instant as_of) const {
    const ledger::Database& database = impl_->database;
    RoutePast past;
    past.known = true;

    const ledger::CurrentKeys& keys = impl_->keys();
    // Persons come in order, and mostly their keys too: each then goes to the end of its map.
    Statement open =
        database.prepare("SELECT n.person, a.rep, a.pool, a.route, a.sla, a.due_at, a.due_work, "
                         "a.at, f.vanished, EXISTS (SELECT 1 FROM outcome o "
                         "WHERE o.person = n.person AND o.ends IS NOT NULL), EXISTS (SELECT 1 FROM breach b "
                         "WHERE b.assignment = a.id AND b.told <> '') FROM now_assignment n "
                         "JOIN assignment a ON a.id = n.assignment JOIN now_fact f ON f.person = n.person "
                         "WHERE n.closed IS NULL ORDER BY n.person");
    while (open.next()) {
        const std::string_view key = keys.of(open.integer(0));
        if (key.empty()) continue;
        RoutePast::Open lead{.rep = std::string(open.text(1)),
                             .pool = std::string(open.text(2)),
                             .route = std::string(open.text(3)),
                             .sla = std::string(open.text(4)),
                             .due_at = open.instant(5),
                             .assigned_at = open.instant(7).value_or(as_of),
                             .vanished = !open.is_null(8),
                             .came_back = open.integer(9) != 0,
                             .escalated = open.integer(10) != 0};
        if (!open.is_null(6)) lead.due_work = open.integer(6);
        past.open.emplace_hint(past.open.end(), key, std::move(lead));
    }

    past.handed_back = ledger::handed_back(database, keys);
    for (Breach& each : breaches())
        if (each.told.empty())
            past.missed[std::move(each.lead)].push_back({.rep = std::move(each.rep), .at = each.at});

    Statement former = database.prepare("SELECT n.person, a.rep, a.at, n.closed, coalesce(s.stage, '') FROM "
                                        "now_assignment n JOIN assignment a "
                                        "ON a.id = n.assignment LEFT JOIN now_stage s ON s.person = n.person "
                                        "WHERE n.closed IS NOT NULL ORDER "
                                        "BY n.person");
    while (former.next())
        keys.each(former.integer(0), [&](std::string_view key) {
            past.former.emplace_hint(past.former.end(), key,
                                     RoutePast::Former{.rep = std::string(former.text(1)),
                                                       .assigned_at = former.instant(2).value_or(as_of),
                                                       .ended_at = former.instant(3).value_or(as_of),
                                                       .stage = std::string(former.text(4))});
        });

    Statement turns = database.prepare("SELECT " + std::string(ledger::turn_columns) + " FROM now_turn");
    while (turns.next())
        past.turns[{std::string(turns.text(0)), std::string(turns.text(1))}] = ledger::turn_of(turns);
    Statement made_up = database.prepare("SELECT pool, rep, sum(amount) FROM make_up GROUP BY pool, rep");
    while (made_up.next())
        past.made_up[{std::string(made_up.text(0)), std::string(made_up.text(1))}] = made_up.real(2);

    Statement unrouted =
        database.prepare("SELECT k.value, u.since FROM now_unrouted u JOIN key k ON k.person "
                         "= u.person AND k.superseded IS NULL");
    while (unrouted.next()) past.unrouted.emplace(unrouted.text(0), unrouted.instant(1).value_or(as_of));

    Statement last = database.prepare("SELECT rep, max(number) FROM assignment WHERE by_hand = 0 AND "
                                      "moved_from IS NULL GROUP BY rep");
    while (last.next()) past.last[std::string(last.text(0))] = static_cast<std::uint64_t>(last.integer(1));

    const Date day = zone.date_of(as_of);
    Statement by_day = database.prepare("SELECT rep, count(*) FROM assignment WHERE at >= ? AND at < ? AND "
                                        "by_hand = 0 AND moved_from IS NULL GROUP BY rep");
    // From Monday on, for what each rep takes in a week.
    const std::chrono::sys_days last_day{day};
    const std::chrono::days since_monday{std::chrono::weekday{last_day}.iso_encoding() - 1};
    for (auto each = last_day - since_monday; each <= last_day; each += std::chrono::days{1}) {
        by_day.start(zone.start_of(each), zone.start_of(each + std::chrono::days{1}));
        while (by_day.next())
            past.by_day[{std::string(by_day.text(0)), each}] = static_cast<std::uint32_t>(by_day.integer(1));
    }

    past.qualified = qualified_leads<decltype(past.qualified)>(database, keys);
    return past;
}

std::map<std::string, Instant> Ledger::qualified() const {
    return qualified_leads<std::map<std::string, Instant>>(impl_->database, impl_->keys());
}

Table Ledger::stages() const {
    constexpr std::array<std::string_view, 5> names = {"lead_id", "stage", "earliest", "latest",
                                                       "known_from"};
    // In SQL, the join and the sort cost more than all else of reading a long history.
    struct Change {
        std::int64_t person = 0;
        Instant latest{};
        std::optional<Instant> earliest;
        std::string_view stage, known_from;
    };
    Table table;
    for (const std::string_view name : names) table.add(std::string(name));
    std::vector<std::string_view> kept; // a few stages recur on every row
    const auto once = [&](std::string_view text) {
        const auto found = std::find(kept.begin(), kept.end(), text);
        return found != kept.end() ? *found : kept.emplace_back(table.keep(text));
    };
    const ledger::CurrentKeys& keys = impl_->keys();
    std::vector<Change> changes;
    Statement rows =
        impl_->database.prepare("SELECT person, stage, earliest, latest, known_from FROM stage ORDER BY id");
    while (rows.next())
        if (!keys.of_survivor(rows.integer(0)).empty())
            changes.push_back({rows.integer(0), rows.instant(3).value_or(Instant{}), rows.instant(2),
                               once(rows.text(1)), once(rows.text(4))});
    const auto earlier = [](const Change& a, const Change& b) { return a.latest < b.latest; };
    if (!std::is_sorted(changes.begin(), changes.end(), earlier))
        std::stable_sort(changes.begin(), changes.end(), earlier);
    table.set_rows(changes.size());
    std::unordered_map<std::int64_t, std::string_view> nights;
    const auto night = [&](Instant at) {
        const auto [found, is_new] = nights.try_emplace(at.time_since_epoch().count());
        if (is_new) found->second = table.keep(to_text(at));
        return found->second;
    };
    std::vector<std::string_view> leads; // by person
    for (std::size_t row = 0; row < changes.size(); ++row) {
        const Change& change = changes[row];
        const auto person = static_cast<std::size_t>(change.person);
        if (leads.size() <= person) leads.resize(2 * person + 1);
        if (leads[person].empty()) leads[person] = table.keep(keys.of_survivor(change.person));
        table[0].cells[row] = leads[person];
        table[1].cells[row] = change.stage;
        if (change.earliest) table[2].cells[row] = night(*change.earliest);
        table[3].cells[row] = night(change.latest);
        table[4].cells[row] = change.known_from;
    }
    return table;
}

} // namespace handoff
