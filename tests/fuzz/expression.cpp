// Expressions on any text: parsing and binding end with an expression or an error that points into the text;
// and batches with remembered values give what single rows without memory give.
#include <handoff/expression.hpp>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

using namespace handoff;

namespace {

void must(bool holds) {
    if (!holds) std::abort();
}

Scope scope_of_all_types() {
    Scope scope;
    scope.names = {{"n", Type::number},  {"t", Type::text},      {"i", Type::id},
                   {"b", Type::boolean}, {"d", Type::instant},   {"stage", Type::stage},
                   {"o", std::nullopt},  {"x", Type::text, true}};
    scope.stages = {"inquiry", "mql", "sal"};
    scope.aside = {"lost"};
    scope.as_of = *read_instant("2026-09-01");
    return scope;
}

Table rows(const Scope& scope) {
    static constexpr const char* cells[][8] = {
        {"1", "US", "a", "true", "2026-08-01", "mql", "1,000", ""},
        {"", "", "", "", "", "", "", ""},
        {"-2.5", "us and them", "A", "false", "2026-09-01T10:00:00Z", "lost", "2026-08-01", ""},
        {"many", "\xff\xc3", "\x01", "maybe", "soon", "elsewhere", "yes", ""},
        {"1", "US", "a", "true", "2026-08-01", "mql", "1,000", ""}};
    Table table;
    for (const auto& name : scope.names) table.add(name.name);
    table.set_rows(std::size(cells));
    for (std::size_t row = 0; row < std::size(cells); ++row)
        for (std::size_t column = 0; column < std::size(cells[row]); ++column)
            table[column].cells[row] = cells[row][column];
    return table;
}

void check_places(const Error& error, std::string_view text) {
    for (const Diagnostic& diagnostic : error.diagnostics()) {
        must(!diagnostic.what.empty());
        must(diagnostic.place.column >= 1 && diagnostic.place.column <= text.size() + 1);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    if (text.find("file") != std::string::npos) return 0; // what it finds on this machine is no test
    static const Scope scope = scope_of_all_types();
    static const Table table = rows(scope);
    try {
        const Expression expression = Expression::parse(text);
        for (const Expression::Use& use : expression.columns()) must(use.where.place.column <= size + 1);
        const Bound bound(std::span(&expression, 1), scope, Bound::Expect::values);
        Bound::Evaluator together(bound);
        together.run(table);
        for (std::uint32_t row = 0; row < table.rows(); ++row) {
            const Table one = table.pick(std::span(&row, 1));
            Bound::Evaluator alone(bound);
            alone.run(one);
            must(alone.mask(0)[0] == together.mask(0)[row]);
            must(alone.value(0, 0) == together.value(0, row));
            must(bound.values(0, one, 0) == bound.values(0, table, row));
        }
    } catch (const Error& error) {
        must(error.fault() == Fault::request);
        check_places(error, text);
    }
    return 0;
}
