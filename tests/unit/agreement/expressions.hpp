#pragma once

#include <handoff/expression.hpp>

#include <initializer_list>
#include <string>
#include <vector>

namespace expressions {

/// A scope with a column of each type, and tables for it.
inline handoff::Scope scope() {
    using handoff::Type;
    handoff::Scope scope;
    scope.names = {
        {"employees", Type::number},    {"country", Type::text},        {"lead_id", Type::id},
        {"is_freemail", Type::boolean}, {"created_at", Type::instant},  {"stage", Type::stage},
        {"Lead Score", std::nullopt},   {"touched", std::nullopt},      {"website", Type::text, true},
        {"amount", Type::money},        {"converted_at", Type::instant}};
    scope.stages = {"inquiry", "mql", "sal", "sql", "opportunity", "won"};
    scope.aside = {"nurture", "disqualified", "lost"};
    scope.as_of = *handoff::read_instant("2026-09-01T00:00:00Z");
    return scope;
}

struct Cell {
    std::string column, text;
};

/// A table of one row: the named cells hold something, the others are blank.
inline handoff::Table row(const handoff::Scope& scope, std::initializer_list<Cell> cells) {
    handoff::Table table;
    for (const auto& name : scope.names) table.add(name.name);
    table.set_rows(1);
    for (const Cell& cell : cells) table[table.find(cell.column).value()].cells[0] = table.keep(cell.text);
    return table;
}

inline bool holds(const std::string& text, std::initializer_list<Cell> cells = {},
                  const handoff::Scope& where = scope()) {
    const handoff::Expression expression = handoff::Expression::parse(text);
    const handoff::Bound bound(std::span(&expression, 1), where);
    handoff::Bound::Evaluator evaluator(bound);
    const handoff::Table table = row(where, cells);
    evaluator.run(table);
    return evaluator.mask(0)[0] != 0;
}

inline std::string value(const std::string& text, std::initializer_list<Cell> cells = {},
                         const handoff::Scope& where = scope()) {
    const handoff::Expression expression = handoff::Expression::parse(text);
    const handoff::Bound bound(std::span(&expression, 1), where, handoff::Bound::Expect::values);
    handoff::Bound::Evaluator evaluator(bound);
    const handoff::Table table = row(where, cells);
    evaluator.run(table);
    return evaluator.value(0, 0);
}

/// Everything that is said against an expression, or "" when it binds.
inline std::string complaint(const std::string& text, const handoff::Scope& where = scope()) {
    try {
        const handoff::Expression expression = handoff::Expression::parse(text);
        const handoff::Bound bound(std::span(&expression, 1), where);
    } catch (const handoff::Error& error) {
        return error.what();
    }
    return {};
}

} // namespace expressions
