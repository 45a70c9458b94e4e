#include "expressions.hpp"

#include <catch2/catch.hpp>

using namespace handoff;

namespace {

/// A table of many rows whose numbers hardly repeat; every seventh cell is blank, every eleventh is no
/// number.
Table many_numbers(const Scope& scope, std::size_t rows, bool as_points) {
    Table table;
    for (const auto& name : scope.names) table.add(name.name);
    table.set_rows(rows);
    const std::size_t employees = table.find("employees").value(), country = table.find("country").value();
    for (std::size_t row = 0; row < rows; ++row) {
        table[country].cells[row] = row % 3 == 0 ? "DE" : "FR";
        if (as_points)
            table[employees].points.push_back(Points{static_cast<std::int64_t>(row) * 500'000'000});
        if (row % 7 == 0) continue;
        table[employees].cells[row] =
            row % 11 == 0 ? table.keep("n" + std::to_string(row)) : table.keep(std::to_string(row) + ".5");
    }
    return table;
}

} // namespace

TEST_CASE("numbers that hardly repeat are compared as those of single rows are", "[expression]") {
    const Scope scope = expressions::scope();
    std::vector<Expression> conditions;
    for (const char* text :
         {"employees between 100 and 2000", "employees not between 100 and 2000", "employees != 12.5",
          "employees = 12.5", "employees >= 4000", "employees < 3.5", "3000 < employees",
          "country = 'de' and employees > 2000", "country != 'DE' or employees <= 6000"})
        conditions.push_back(Expression::parse(text));
    const Bound bound(conditions, scope);
    for (const bool as_points : {false, true}) {
        Bound::Evaluator evaluator(bound);
        // The second table must not be compared by the numbers of the first.
        for (const std::size_t rows : {std::size_t{9000}, std::size_t{5000}}) {
            const Table table = many_numbers(scope, rows, as_points);
            evaluator.run(table);
            std::vector<std::uint32_t> one(1);
            for (std::size_t row = 0; row < rows; row += 13) {
                one.front() = static_cast<std::uint32_t>(row);
                const Table single = table.pick(one);
                Bound::Evaluator alone(bound);
                alone.run(single);
                for (std::size_t i = 0; i < conditions.size(); ++i) {
                    CAPTURE(conditions[i].text(), row, as_points);
                    REQUIRE(evaluator.mask(i)[row] == alone.mask(i)[0]);
                }
            }
        }
    }
}

TEST_CASE("cells that a reader has numbered are told apart as their text tells them apart", "[expression]") {
    const Scope scope = expressions::scope();
    std::vector<Expression> conditions;
    for (const char* text :
         {"country = 'DE'", "country is blank", "country != 'FR' and employees > 10", "country contains 'f'"})
        conditions.push_back(Expression::parse(text));
    const Bound bound(conditions, scope);
    Bound::Evaluator numbered(bound), by_text(bound);
    // Two numbers may have the same text; another numbering begins anew; and some batches have none.
    const std::vector<std::vector<std::string_view>> words = {{"", "DE", "FR", "DE", "IT"}, {"", "FR", "DE"}};
    for (std::size_t batch = 0; batch < 12; ++batch) {
        Table table = many_numbers(scope, 50 + batch, false);
        Column& country = table[table.find("country").value()];
        const std::vector<std::string_view>& known = words[batch / 2 % 2];
        for (std::size_t row = 0; row < table.rows(); ++row) {
            country.numbers.push_back(static_cast<std::uint32_t>((row * 7 + batch) % known.size()));
            country.cells[row] = known[country.numbers.back()];
        }
        by_text.run(table);
        country.numbering = batch % 5 == 4 ? 0 : 1 + batch / 2;
        numbered.run(table);
        for (std::size_t i = 0; i < conditions.size(); ++i)
            for (std::size_t row = 0; row < table.rows(); ++row) {
                CAPTURE(conditions[i].text(), batch, row);
                REQUIRE(numbered.mask(i)[row] == by_text.mask(i)[row]);
            }
    }
}
