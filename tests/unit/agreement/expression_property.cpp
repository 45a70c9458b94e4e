#include "expressions.hpp"

#include <catch2/catch.hpp>
#include <random>

using namespace handoff;

namespace {

/// Random expressions over the test scope, always well typed, and tables with few or many distinct cells.
class Generator {
  public:
    explicit Generator(std::uint32_t seed) : random_(seed) {}

    std::string condition(int depth) {
        if (depth == 0 || pick(3) == 0) return atom();
        switch (pick(4)) {
        case 0:
            return "(" + condition(depth - 1) + " and " + condition(depth - 1) + ")";
        case 1:
            return "(" + condition(depth - 1) + " or " + condition(depth - 1) + " or " +
                   condition(depth - 1) + ")";
        case 2:
            return "not (" + condition(depth - 1) + ")";
        default:
            return "(" + condition(depth - 1) + " and " + condition(depth - 1) + " and " + atom() + ")";
        }
    }

    Table table(const Scope& scope, std::size_t rows, bool many) {
        Table table;
        for (const auto& name : scope.names) table.add(name.name);
        table.set_rows(rows);
        for (std::size_t column = 0; column < scope.names.size(); ++column)
            for (auto& cell : table[column].cells)
                cell = table.keep(this->cell(scope.names[column].name, many));
        return table;
    }

  private:
    std::size_t pick(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }
    std::string one_of(std::initializer_list<const char*> words) {
        return *(words.begin() + pick(words.size()));
    }
    std::string sign() { return one_of({"=", "!=", "<", "<=", ">", ">="}); }
    std::string number() { return one_of({"0", "1", "2", "3", "-1", "2.5"}); }
    std::string numbers() {
        return one_of({"employees", "amount", "\"Lead Score\" + 0", "employees + amount", "employees * 2",
                       "-amount", "coalesce(employees, amount, 1)", "length(country)", "amount / employees"});
    }
    std::string texts() {
        return one_of({"country", "touched", "lower(country)", "coalesce(country, touched)"});
    }
    std::string text() { return one_of({"'a'", "'B'", "'ab'", "'c'"}); }
    std::string day() { return one_of({"2026-01-01", "2026-01-02", "2026-01-03T12:00Z", "as_of - 243d"}); }

    std::string atom() {
        switch (pick(12)) {
        case 0:
            return numbers() + " " + sign() + " " + number();
        case 1:
            return numbers() + one_of({" in (1, 2, 3)", " not in (1, 2)", " between 1 and 2"});
        case 2:
            return texts() +
                   one_of({" = ", " != ", " contains ", " not contains ", " starts with ", " ends with "}) +
                   text();
        case 3:
            return texts() + one_of({" in ('a', 'B')", " not in ('ab', 'c')", " matches 'a|c$'"});
        case 4:
            return "lead_id" + one_of({" = 'a'", " != 'A'", " in ('a', 'B')", " = country"});
        case 5:
            return one_of({"is_freemail", "not is_freemail", "is_freemail = false", "touched = true"});
        case 6:
            return one_of({"created_at ", "converted_at "}) + sign() + " " + day();
        case 7:
            return "stage " + sign() + one_of({" 'mql'", " 'sal'"});
        case 8:
            return one_of({"employees", "country", "touched", "employees + amount", "website"}) +
                   one_of({" is blank", " is not blank"});
        case 9:
            return one_of({"converted_at - created_at > 1d", "days_since(created_at) < 243",
                           "created_at = converted_at"});
        case 10:
            return "employees " + sign() + " amount";
        default:
            return one_of({"true", "false", "as_of > 2026-01-01"});
        }
    }

    std::string cell(const std::string& column, bool many) {
        if (pick(4) == 0) return "";
        if (column == "employees" || column == "amount" || column == "Lead Score")
            return many && pick(2) == 0 ? std::to_string(random_())
                                        : one_of({"0", "1", "2", "3", "2.5", "many"});
        if (column == "is_freemail") return one_of({"true", "false"});
        if (column == "stage") return one_of({"mql", "sal", "Won", "lost", "elsewhere"});
        if (column == "created_at" || column == "converted_at")
            return one_of(
                {"2026-01-01", "2026-01-02", "2026-01-02T00:00:00Z", "2026-01-03T12:00:00Z", "soon"});
        return many && pick(2) == 0 ? "a" + std::to_string(random_())
                                    : one_of({"a", "A", "b", "ab", "aBc", "yes"});
    }

    std::mt19937 random_;
};

/// The same condition, one row at a time, each time with nothing remembered.
std::vector<int> naive(const Expression& expression, const Scope& scope, const Table& table) {
    std::vector<int> mask;
    const Bound bound(std::span(&expression, 1), scope);
    for (std::uint32_t row = 0; row < table.rows(); ++row) {
        Bound::Evaluator evaluator(bound);
        const Table one = table.pick(std::span(&row, 1));
        evaluator.run(one);
        mask.push_back(evaluator.mask(0)[0]);
    }
    return mask;
}

} // namespace

TEST_CASE("with dictionaries and without, conditions hold for the same rows", "[expression]") {
    Scope scope = expressions::scope();
    for (std::uint32_t seed = 0; seed < 60; ++seed) {
        Generator generator(seed);
        std::vector<Expression> all;
        for (int i = 0; i < 8; ++i) all.push_back(Expression::parse(generator.condition(3)));
        const Bound bound(all, scope);
        Bound::Evaluator evaluator(bound);
        for (int batch = 0; batch < 2; ++batch) {
            const Table table = generator.table(scope, 40, batch == 1);
            evaluator.run(table);
            for (std::size_t i = 0; i < all.size(); ++i) {
                INFO(all[i].text());
                const auto mask = evaluator.mask(i);
                const auto truth = evaluator.truth(i);
                CHECK(std::vector<int>(mask.begin(), mask.end()) == naive(all[i], scope, table));
                if (truth.empty()) continue;
                const auto codes = evaluator.codes(bound.only_column(i).value());
                REQUIRE(codes.size() == table.rows());
                for (std::size_t row = 0; row < codes.size(); ++row) CHECK(truth[codes[row]] == mask[row]);
            }
        }
    }
}

TEST_CASE("a column with too many distinct values is read cell by cell", "[expression]") {
    const Scope scope = expressions::scope();
    const std::vector<Expression> all = {Expression::parse("employees > 50000 or employees = 7"),
                                         Expression::parse("employees > 50000 and country = 'x'"),
                                         Expression::parse("country = 'x'")};
    const Bound bound(all, scope);
    CHECK(bound.only_column(0) == 0U);
    CHECK(bound.only_column(1) == std::nullopt);
    CHECK(bound.columns() == std::set<std::size_t>{0, 1});
    CHECK(bound.columns(2) == std::set<std::size_t>{1});
    Bound::Evaluator evaluator(bound);
    Table table;
    for (const auto& name : scope.names) table.add(name.name);
    constexpr std::size_t rows = 100'000;
    table.set_rows(rows);
    for (std::size_t row = 0; row < rows; ++row) {
        table[0].cells[row] = table.keep(row == 9 ? "unread" : std::to_string(row));
        table[1].cells[row] = row % 2 == 0 ? "X" : "y";
    }
    for (int run = 1; run <= 2; ++run) {
        evaluator.run(table);
        CHECK(evaluator.codes(0).empty());
        CHECK(evaluator.truth(0).empty());
        CHECK(evaluator.codes(1).size() == rows);
        CHECK(evaluator.truth(2).size() == 3); // blank, X, y
        std::size_t wrong = 0;
        for (std::size_t row = 0; row < rows; ++row) {
            wrong += evaluator.mask(0)[row] != (row > 50000 || row == 7 ? 1 : 0);
            wrong += evaluator.mask(1)[row] != (row > 50000 && row % 2 == 0 ? 1 : 0);
            wrong += evaluator.mask(2)[row] != (row % 2 == 0 ? 1 : 0);
        }
        CHECK(wrong == 0);
        CHECK(evaluator.unreadable()[0] == static_cast<std::uint64_t>(run));
    }
}
