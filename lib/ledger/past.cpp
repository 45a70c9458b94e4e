#include "ledger/impl.hpp"

#include <array>
#include <unordered_map>

namespace handoff {

using ledger::Statement;

RoutePast Ledger::past(const Zone& zone, Instant as_of) const {
    const ledger::Database& database = impl_->database;
    RoutePast past;
    past.known = true;

    Statement open = database.prepare(
        "SELECT k.value, a.rep, a.pool, a.route, a.sla, a.due_at, a.due_work, a.at FROM now_assignment n "
        "JOIN assignment a ON a.id = n.assignment JOIN key k ON k.person = n.person AND k.superseded IS NULL "
        "WHERE n.closed IS NULL");
    while (open.next()) {
        RoutePast::Open lead{.rep = std::string(open.text(1)),
                             .pool = std::string(open.text(2)),
                             .route = std::string(open.text(3)),
                             .sla = std::string(open.text(4)),
                             .due_at = open.instant(5),
                             .assigned_at = open.instant(7).value_or(as_of)};
        if (!open.is_null(6)) lead.due_work = open.integer(6);
        past.open.emplace(open.text(0), std::move(lead));
    }

    Statement turns = database.prepare("SELECT pool, rep, credit, given FROM now_turn");
    while (turns.next())
        past.turns[{std::string(turns.text(0)), std::string(turns.text(1))}] = {
            .credit = turns.real(2), .given = static_cast<std::uint64_t>(turns.integer(3))};

    Statement last =
        database.prepare("SELECT rep, max(number) FROM assignment WHERE by_hand = 0 GROUP BY rep");
    while (last.next()) past.last[std::string(last.text(0))] = static_cast<std::uint64_t>(last.integer(1));

    const Date day = zone.date_of(as_of);
    Statement today = database.prepare(
        "SELECT rep, count(*) FROM assignment WHERE at >= ? AND at < ? AND by_hand = 0 GROUP BY rep");
    today.start(zone.start_of(day), zone.start_of(std::chrono::sys_days{day} + std::chrono::days{1}));
    while (today.next())
        past.today[{std::string(today.text(0)), day}] = static_cast<std::uint32_t>(today.integer(1));

    for (auto& [lead, when] : qualified()) past.qualified.emplace(lead, when);
    return past;
}

std::map<std::string, Instant> Ledger::qualified() const {
    std::map<std::string, Instant> leads;
    Statement rows = impl_->database.prepare("SELECT k.value, s.first_qualified FROM now_score s JOIN key k "
                                             "ON k.person = s.person AND k.superseded IS "
                                             "NULL WHERE s.first_qualified IS NOT NULL");
    while (rows.next()) leads.emplace(rows.text(0), rows.instant(1).value_or(Instant{}));
    return leads;
}

Table Ledger::stages() const {
    constexpr std::array<std::string_view, 5> names = {"lead_id", "stage", "earliest", "latest",
                                                       "known_from"};
    Table table;
    for (const std::string_view name : names) table.add(std::string(name));
    table.set_rows(static_cast<std::size_t>(impl_->database.integer("SELECT count(*) FROM stage")));

    std::unordered_map<std::string, std::string_view> kept; // stages and nights recur on every row
    const auto once = [&](std::string text) -> std::string_view {
        const auto [found, is_new] = kept.try_emplace(std::move(text));
        if (is_new) found->second = table.keep(found->first);
        return found->second;
    };
    Statement rows = impl_->database.prepare("SELECT k.value, s.stage, s.earliest, s.latest, s.known_from "
                                             "FROM stage s JOIN key k ON k.person = s.person "
                                             "AND k.superseded IS NULL ORDER BY s.latest, s.id");
    std::size_t row = 0;
    for (; rows.next(); ++row) {
        table[0].cells[row] = table.keep(rows.text(0));
        table[1].cells[row] = once(std::string(rows.text(1)));
        for (const int column : {2, 3})
            if (const auto at = rows.instant(column))
                table[static_cast<std::size_t>(column)].cells[row] = once(to_text(*at));
        table[4].cells[row] = once(std::string(rows.text(4)));
    }
    table.set_rows(row);
    return table;
}

} // namespace handoff
