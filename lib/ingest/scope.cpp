#include <handoff/exports.hpp>

namespace handoff {

namespace {

/// The columns that score and route add to a lead file (docs/files.md), besides those of the score.
constexpr std::pair<std::string_view, Type> added_columns[] = {
    {"qualified", Type::boolean},  {"reasons", Type::text},    {"rep", Type::id},
    {"pool", Type::text},          {"route", Type::text},      {"sla", Type::text},
    {"due_at", Type::instant},     {"due_work", Type::number}, {"assigned_at", Type::instant},
    {"route_reasons", Type::text},
};

std::optional<Type> type_of(std::string_view name, Kind kind, const Agreement& agreement) {
    for (const CanonicalColumn& column : canonical_columns(kind))
        if (column.name == name) return column.type;
    if (kind != Kind::leads) return std::nullopt;
    for (const auto& [added, type] : added_columns)
        if (added == name) return type;
    for (const Scope::Name& scored : score_columns(agreement.score))
        if (scored.name == name) return scored.type;
    return std::nullopt;
}

} // namespace

Scope scope_of(const Table& table, Kind kind, const Agreement& agreement, Instant as_of) {
    Scope scope{.stages = agreement.lifecycle.stages,
                .aside = agreement.lifecycle.aside,
                .as_of = as_of,
                .zone = agreement.timezone};
    for (const Column& column : table.columns())
        scope.names.push_back({.name = column.name, .type = type_of(column.name, kind, agreement)});
    return scope;
}

} // namespace handoff
