#include "expressions.hpp"

#include <catch2/catch.hpp>

using namespace handoff;
using expressions::holds;
using expressions::value;

TEST_CASE("numbers compare as numbers", "[expression]") {
    CHECK(holds("employees = 480", {{"employees", "480"}}));
    CHECK(holds("employees = 480.0", {{"employees", "480"}}));
    CHECK(holds("employees >= 1_000", {{"employees", "1000"}}));
    CHECK_FALSE(holds("employees < 90", {{"employees", "480"}}));
    CHECK(holds("employees > -1.5e2", {{"employees", "-149"}}));
    CHECK(holds("480 <= employees", {{"employees", "480"}}));
    CHECK(holds("employees in (1, 480, -3)", {{"employees", "480"}}));
    CHECK(holds("employees between 50 and 499", {{"employees", "499"}}));
    CHECK(holds("not employees between 50 and 499", {{"employees", "500"}}));
    CHECK(holds("employees not between 50 and 499", {{"employees", "49"}}));
    CHECK(holds("amount > 10", {{"amount", "10.01"}}));
}

TEST_CASE("text compares without case, ids byte by byte", "[expression]") {
    CHECK(holds("country = 'us'", {{"country", "US"}}));
    CHECK(holds("country in ('de', 'us')", {{"country", "US"}}));
    CHECK(holds("country contains 'NIT'", {{"country", "United States"}}));
    CHECK(holds("country starts with 'united'", {{"country", "United States"}}));
    CHECK(holds("country ends with 'STATES'", {{"country", "United States"}}));
    CHECK(holds("country matches '^united .*s$'", {{"country", "United States"}}));
    CHECK(holds("country matches 'ted'", {{"country", "United States"}}));
    CHECK(holds("country < 'b'", {{"country", "Austria"}}));
    CHECK(holds("country = 'cote d''ivoire'", {{"country", "Cote d'Ivoire"}}));
    CHECK(holds("lead_id = 'aB'", {{"lead_id", "aB"}}));
    CHECK_FALSE(holds("lead_id = 'AB'", {{"lead_id", "aB"}}));
    CHECK_FALSE(holds("lead_id in ('AB', 'ab')", {{"lead_id", "aB"}}));
    CHECK_FALSE(holds("lead_id contains 'b'", {{"lead_id", "aB"}}));
    CHECK_FALSE(holds("lead_id matches 'b'", {{"lead_id", "aB"}}));
}

TEST_CASE("with a blank, conditions are false and their negations true", "[expression]") {
    for (const char* condition :
         {"employees = 1", "employees < 1", "employees >= 1", "employees in (1, 2)",
          "employees between 1 and 2", "country = 'x'", "country in ('x')", "country contains 'x'",
          "country starts with 'x'", "country ends with 'x'", "country matches '.*'",
          "created_at > 2026-01-01", "stage >= 'sal'", "is_freemail", "is_freemail = false",
          "employees = amount", "employees + 1 > 0", "website = 'x'", "\"Lead Score\" > 3"}) {
        INFO(condition);
        CHECK_FALSE(holds(condition));
        CHECK(holds("not (" + std::string(condition) + ")"));
    }
    for (const char* condition :
         {"employees != 1", "employees not in (1, 2)", "employees not between 1 and 2", "country != 'x'",
          "country not in ('x')", "country not contains 'x'", "country not starts with 'x'",
          "country not ends with 'x'", "country not matches '.*'", "stage != 'sal'", "not is_freemail",
          "created_at != 2026-01-01", "employees is blank", "website is blank"}) {
        INFO(condition);
        CHECK(holds(condition));
        CHECK_FALSE(holds("not (" + std::string(condition) + ")"));
    }
    CHECK(holds("employees is not blank", {{"employees", "0"}}));
    CHECK(holds("country is not blank", {{"country", "x"}}));
}

TEST_CASE("and binds tighter than or, not tighter than and", "[expression]") {
    CHECK(holds("true or false and false"));
    CHECK_FALSE(holds("(true or false) and false"));
    CHECK(holds("not false and true"));
    CHECK_FALSE(holds("not (false or true)"));
    CHECK(holds("not not true"));
    CHECK(holds("NOT FALSE AND TRUE"));
    CHECK(holds("employees > 1 and country = 'us' or is_freemail", {{"is_freemail", "true"}}));
}

TEST_CASE("a date in a condition is a whole day of the scope's zone", "[expression]") {
    const auto created = [](const char* text, const char* cell) {
        return holds(text, {{"created_at", cell}});
    };
    CHECK(created("created_at = 2026-08-30", "2026-08-30T15:00:00Z"));
    CHECK(created("created_at = 2026-08-30", "2026-08-30"));
    CHECK_FALSE(created("created_at != 2026-08-30", "2026-08-30T23:59:59.999999Z"));
    CHECK(created("created_at <= 2026-08-30", "2026-08-30T23:59:59.999999Z"));
    CHECK_FALSE(created("created_at > 2026-08-30", "2026-08-30T23:59:59.999999Z"));
    CHECK(created("created_at > 2026-08-30", "2026-08-31"));
    CHECK(created("2026-08-30 < created_at", "2026-08-31"));
    CHECK_FALSE(created("created_at < 2026-08-30", "2026-08-30"));
    CHECK(created("created_at between 2026-08-01 and 2026-08-30", "2026-08-30T23:00:00Z"));
    CHECK(created("created_at in (2026-08-30, '2026-08-31')", "2026-08-31T01:00:00Z"));
    CHECK(created("created_at >= '2026-08-30T10:00Z'", "2026-08-30T10:00:00Z"));
    CHECK(created("created_at < 2026-08-30T10:00+02:00", "2026-08-30T07:59:59Z"));
    CHECK_FALSE(created("created_at < 2026-08-30T10:00+02:00", "2026-08-30T08:00:00Z"));

    Scope scope = expressions::scope();
    scope.zone = Zone::named("America/New_York");
    CHECK(holds("created_at = 2026-08-30", {{"created_at", "2026-08-31T03:59:59Z"}}, scope));
    CHECK_FALSE(holds("created_at = 2026-08-30", {{"created_at", "2026-08-30T03:59:59Z"}}, scope));
    CHECK(holds("created_at >= 2026-08-30", {{"created_at", "2026-08-30"}}, scope));
    CHECK(holds("created_at = 2026-08-30T10:00", {{"created_at", "2026-08-30T14:00:00Z"}}, scope));
}

TEST_CASE("instants and durations are added and subtracted", "[expression]") {
    CHECK(holds("as_of - created_at = 2d", {{"created_at", "2026-08-30"}}));
    CHECK(holds("created_at > as_of - 30d", {{"created_at", "2026-08-30"}}));
    CHECK(holds("created_at + 1d < as_of", {{"created_at", "2026-08-30"}}));
    CHECK(holds("converted_at - created_at < 1h30m",
                {{"created_at", "2026-08-30"}, {"converted_at", "2026-08-30T01:29:59Z"}}));
    CHECK_FALSE(holds("converted_at - created_at < 30d", {{"created_at", "2026-08-30"}}));
    CHECK(holds("days_since(created_at) = 2.5", {{"created_at", "2026-08-29T12:00:00Z"}}));
    CHECK(holds("(as_of - created_at) / 1d = 2", {{"created_at", "2026-08-30"}}));
    CHECK(holds("2 * 1d = 48h"));
    CHECK(holds("-1d < 0 * 1d"));
    CHECK(holds("touched + 1d < as_of", {{"touched", "30/08/2026"}}));
}

TEST_CASE("arithmetic follows the usual precedence, and a blank makes it blank", "[expression]") {
    CHECK(value("1 + 2 * 3") == "7");
    CHECK(value("(1 + 2) * 3") == "9");
    CHECK(value("10 - 2 - 3") == "5");
    CHECK(value("12 / 4 / 3") == "1");
    CHECK(value("-2 * -3") == "6");
    CHECK(value("1 / 0").empty());
    CHECK(value("employees * 2", {{"employees", "21"}}) == "42");
    CHECK(value("employees * 2").empty());
    CHECK(holds("employees / amount is blank", {{"employees", "1"}, {"amount", "0"}}));
}

TEST_CASE("functions", "[expression]") {
    CHECK(value("lower(country)", {{"country", "United States"}}) == "united states");
    CHECK(value("Upper(country)", {{"country", "us"}}) == "US");
    CHECK(value("length(country)", {{"country", "Côte"}}) == "4");
    CHECK(value("coalesce(website, country)", {{"country", "US"}}) == "US");
    CHECK(value("coalesce(employees, amount, 0)") == "0");
    CHECK(value("coalesce(converted_at, created_at)", {{"created_at", "2026-08-30"}}) ==
          "2026-08-30T00:00:00Z");
    CHECK(value("days_since(created_at)", {{"created_at", "2026-08-31T18:00:00Z"}}) == "0.25");
    CHECK(value("as_of - created_at", {{"created_at", "2026-08-30"}}) == "2d");
    CHECK(value("created_at", {{"created_at", "2026-08-30"}}) == "2026-08-30");
    CHECK(value("stage", {{"stage", "MQL"}}) == "mql");
    CHECK(value("is_freemail", {{"is_freemail", "true"}}) == "true");
    CHECK(value("employees > 3", {{"employees", "4"}}) == "true");
    CHECK(value("touched", {{"touched", "as it stands"}}) == "as it stands");
}

TEST_CASE("stages compare by the order of the lifecycle", "[expression]") {
    CHECK(holds("stage >= 'sal'", {{"stage", "sql"}}));
    CHECK(holds("stage >= 'SAL'", {{"stage", "Sal"}}));
    CHECK_FALSE(holds("stage >= 'sal'", {{"stage", "mql"}}));
    CHECK_FALSE(holds("stage >= 'sal'", {{"stage", "nurture"}}));
    CHECK_FALSE(holds("stage < 'sal'", {{"stage", "nurture"}}));
    CHECK(holds("stage = 'nurture'", {{"stage", "nurture"}}));
    CHECK(holds("stage in ('nurture', 'lost')", {{"stage", "lost"}}));
    CHECK(holds("stage between 'mql' and 'sql'", {{"stage", "sal"}}));
    CHECK(holds("stage != 'lost'", {{"stage", "nurture"}}));
    CHECK(holds("stage contains 'ql'", {{"stage", "mql"}}));
}

TEST_CASE("a column of no declared type takes the type of what it is compared with", "[expression]") {
    CHECK(holds("\"Lead Score\" > 9", {{"Lead Score", "1,000"}}));
    CHECK(holds("\"Lead Score\" > '9'", {{"Lead Score", "95"}}));
    CHECK_FALSE(holds("\"Lead Score\" > '9'", {{"Lead Score", "10"}}));
    CHECK(holds("\"Lead Score\" = '10'", {{"Lead Score", "10"}}));
    CHECK(holds("touched < 2026-01-01", {{"touched", "15 Apr, 2021 00:03:00"}}));
    CHECK(holds("touched < '2026-01-01'", {{"touched", "2021-04-15"}}));
    CHECK(holds("touched = true", {{"touched", "Yes"}}));
    CHECK(holds("touched", {{"touched", "y"}}));
    CHECK(holds("touched = \"Lead Score\"", {{"touched", "A"}, {"Lead Score", "a"}}));
    CHECK(holds("touched = stage", {{"touched", "MQL"}, {"stage", "mql"}}));
    CHECK(holds("\"Lead Score\" + touched = 3", {{"touched", "1"}, {"Lead Score", "2"}}));
    CHECK(holds("touched - \"Lead Score\" > 30d", {{"touched", "2026-03-01"}, {"Lead Score", "2026-01-01"}}));
}

TEST_CASE("cells that do not read are blank in comparisons, and counted", "[expression]") {
    const Scope scope = expressions::scope();
    const std::vector<Expression> all = {Expression::parse("employees > 3"),
                                         Expression::parse("employees is blank"),
                                         Expression::parse("stage = 'sal' and employees < amount")};
    const Bound bound(all, scope);
    Bound::Evaluator evaluator(bound);
    for (int run = 0; run < 2; ++run) {
        const Table table = expressions::row(scope, {{"employees", "many"}, {"stage", "elsewhere"}});
        evaluator.run(table);
        CHECK(evaluator.mask(0)[0] == 0);
        CHECK(evaluator.mask(1)[0] == 0);
        CHECK(evaluator.mask(2)[0] == 0);
    }
    CHECK(evaluator.unreadable() == std::vector<std::uint64_t>{2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0});
}

TEST_CASE("columns of points compare by their exact numbers", "[expression]") {
    const Scope scope = expressions::scope();
    const std::vector<Expression> all = {
        Expression::parse("employees >= 30"), Expression::parse("employees < 0.1"),
        Expression::parse("employees = 0.1"), Expression::parse("employees is blank")};
    const Bound bound(all, scope);
    Bound::Evaluator evaluator(bound);
    Table table = expressions::row(scope, {{"employees", "30"}});
    table.set_rows(3);
    table[0].points = {Points{29'999'999'999}, Points{30'000'000'000}, Points{100'000'000}};
    evaluator.run(table);
    const auto mask = [&](std::size_t i) {
        return std::vector<int>(evaluator.mask(i).begin(), evaluator.mask(i).end());
    };
    CHECK(mask(0) == std::vector<int>{0, 1, 0});
    CHECK(mask(1) == std::vector<int>{0, 0, 0});
    CHECK(mask(2) == std::vector<int>{0, 0, 1});
    CHECK(mask(3) == std::vector<int>{0, 0, 0});
    CHECK(evaluator.codes(0).empty());
    CHECK(bound.values(0, table, 0) == "employees = 30");
}

TEST_CASE("an empty expression holds for every row", "[expression]") {
    const std::vector<Expression> all(1);
    const Bound bound(all, expressions::scope());
    Bound::Evaluator evaluator(bound);
    const Table table = expressions::row(expressions::scope(), {});
    evaluator.run(table);
    CHECK(evaluator.mask(0)[0] == 1);
    CHECK(bound.columns().empty());
    CHECK(all[0].empty());
    CHECK(all[0].text().empty());
}

TEST_CASE("a reason shows what the columns were", "[expression]") {
    const Scope scope = expressions::scope();
    const Expression expression = Expression::parse("employees >= 100 and country = 'us' and not is_freemail "
                                                    "and website is blank and \"Lead Score\" > 2");
    const Bound bound(std::span(&expression, 1), scope);
    const Table table =
        expressions::row(scope, {{"employees", "480"}, {"country", "US"}, {"Lead Score", "7"}});
    CHECK(bound.values(0, table, 0) ==
          "employees = 480, country = 'US', is_freemail is blank, website is blank, Lead Score = 7");
    const Table digits = expressions::row(scope, {{"country", "1"}, {"Lead Score", "high"}});
    CHECK(bound.values(0, digits, 0) ==
          "employees is blank, country = '1', is_freemail is blank, website is blank, "
          "Lead Score = 'high'");
    const Table verbose = expressions::row(scope, {{"country", std::string(58, 'x') + "éé"}});
    CHECK(bound.values(0, verbose, 0).find("country = '" + std::string(58, 'x') + "é…'") !=
          std::string::npos);
}
