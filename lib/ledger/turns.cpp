#include "ledger/impl.hpp"

namespace handoff {

using ledger::Statement;

RoutePast::Turn ledger::turn_of(const Statement& row) {
    return {.owed = row.real(2),
            .entitled = row.real(3),
            .given = static_cast<std::uint64_t>(row.integer(4)),
            .made_up = row.real(5),
            .entitled_points = row.real(6),
            .given_points = row.real(7),
            .ahead = static_cast<std::uint64_t>(row.integer(8))};
}

std::vector<Ledger::TurnAfter> Ledger::turns() const {
    Statement rows =
        impl_->database.prepare("SELECT " + std::string(ledger::turn_columns) +
                                ", r.as_of FROM turn t JOIN run r ON r.id = t.run ORDER BY t.id");
    std::vector<TurnAfter> turns;
    while (rows.next())
        turns.push_back({.as_of = rows.instant(9).value_or(Instant{}),
                         .pool = std::string(rows.text(0)),
                         .rep = std::string(rows.text(1)),
                         .turn = ledger::turn_of(rows)});
    return turns;
}

std::vector<Ledger::MakeUp> Ledger::make_ups() const {
    Statement rows =
        impl_->database.prepare("SELECT pool, rep, reason, amount, at FROM make_up ORDER BY at, id");
    std::vector<MakeUp> all;
    while (rows.next())
        all.push_back({.pool = std::string(rows.text(0)),
                       .rep = std::string(rows.text(1)),
                       .reason = std::string(rows.text(2)),
                       .leads = rows.real(3),
                       .at = rows.instant(4).value_or(Instant{})});
    return all;
}

} // namespace handoff
