#include "render/format.hpp"

#include "unit/render/sample.hpp"

#include <catch2/catch.hpp>
#include <limits>

using namespace handoff;

namespace {

/// The texts of a column that holds these cells.
std::vector<std::string> column_texts(Unit unit, std::vector<ReportCell> cells) {
    ReportTable table;
    table.columns = {{.key = "x", .title = "x", .unit = unit}};
    for (ReportCell& cell : cells) table.rows.push_back({std::move(cell)});
    std::vector<std::string> texts;
    for (const auto& row : to_texts(table).rows) texts.push_back(row[0].text);
    return texts;
}

using Texts = std::vector<std::string>;

} // namespace

TEST_CASE("numbers are shown by their unit", "[render]") {
    CHECK(column_texts(Unit::count, {0.0, 999.0, 1000.0, -1234567.0}) ==
          Texts{"0", "999", "1,000", "-1,234,567"});
    CHECK(column_texts(Unit::share, {0.0, 0.3854, 1.0}) == Texts{"0.0%", "38.5%", "100.0%"});
    CHECK(column_texts(Unit::days, {0.04, 12.0, -0.04}) == Texts{"0.0", "12.0", "0.0"});
    CHECK(column_texts(Unit::date, {"2026-11-22"}) == Texts{"2026-11-22"});
    CHECK(column_texts(Unit::text, {"12", ReportCell()}) == Texts{"12", ""});
    CHECK(column_texts(Unit::count, {ReportCell(), std::numeric_limits<double>::infinity()}) ==
          Texts{"–", "–"});
}

TEST_CASE("a column has as many decimals as its cells need", "[render]") {
    CHECK(column_texts(Unit::points, {12.0, 3.0}) == Texts{"12", "3"});
    CHECK(column_texts(Unit::points, {12.0, 3.5}) == Texts{"12.0", "3.5"});
    CHECK(column_texts(Unit::points, {12.0, 1.0 / 3}) == Texts{"12.000000", "0.333333"});
    CHECK(column_texts(Unit::number, {1.0, 1.0 / 3}) == Texts{"1.00", "0.33"});
    CHECK(column_texts(Unit::money, {12.5, 3.0}) == Texts{"12.50", "3.00"});
    CHECK(column_texts(Unit::money, {1234.5, 3.25}) == Texts{"1,235", "3"});
    CHECK(column_texts(Unit::money, {12.0, 3.0}) == Texts{"12", "3"});
}

TEST_CASE("halves are shown away from zero, in every unit", "[render]") {
    CHECK(column_texts(Unit::count, {16.5, -16.5}) == Texts{"17", "-17"});
    CHECK(column_texts(Unit::share, {0.3315, 0.0625, -0.0125}) == Texts{"33.2%", "6.3%", "-1.3%"});
    CHECK(column_texts(Unit::days, {0.25, 33.15}) == Texts{"0.3", "33.2"});
    CHECK(column_texts(Unit::number, {0.125, 1.005}) == Texts{"0.13", "1.01"});
}

TEST_CASE("a share that is many times the whole is shown as a multiple where its column allows", "[render]") {
    ReportTable table;
    table.columns = {{.key = "used", .unit = Unit::share, .multiple = true},
                     {.key = "return", .unit = Unit::share}};
    table.rows = {{392.0, 392.0}, {10.0, 10.0}, {9.99, 9.99}, {0.5, -1.0}};
    const TableText texts = to_texts(table);
    CHECK(texts.rows[0][0].text == "392x");
    CHECK(texts.rows[1][0].text == "10x");
    CHECK(texts.rows[2][0].text == "999.0%");
    CHECK(texts.rows[3][0].text == "50.0%");
    CHECK(texts.rows[0][1].text == "39,200.0%");
}

TEST_CASE("bars are relative to the largest row, those of shares to one", "[render]") {
    ReportTable table;
    table.columns = {{.key = "n", .unit = Unit::count, .bar = true},
                     {.key = "s", .unit = Unit::share, .bar = true}};
    table.rows = {{50.0, 0.5}, {200.0, 0.25}, {-1.0, {}}};
    table.total = {249.0, 0.1};
    const TableText texts = to_texts(table);
    CHECK(texts.rows[0][0].bar == 0.25);
    CHECK(texts.rows[1][0].bar == 1.0);
    CHECK(texts.rows[2][0].bar == 0.0);
    CHECK(texts.rows[0][1].bar == 0.5);
    CHECK(texts.total[0].bar == 0.0);
}

TEST_CASE("a range has the decimals of its column", "[render]") {
    ReportTable table;
    table.columns = {{.key = "s", .unit = Unit::share}};
    table.rows = {{estimate(0.3, 0.107791, 0.603222)}};
    CHECK(to_texts(table).rows[0][0].range == "10.8–60.3");
    CHECK(to_texts(table).ranged == std::vector<bool>{true});
}

TEST_CASE("raw numbers read back as the same", "[render]") {
    CHECK(raw_number(12345) == "12345");
    CHECK(raw_number(0.1) == "0.1");
    CHECK(raw_number(-0.0) == "0");
}

TEST_CASE("a headline number of one is in the singular", "[render]") {
    CHECK(phrase_of_fact("leads", "1") == std::pair<std::string, std::string>("1", "lead"));
    CHECK(phrase_of_fact("first touches overdue", "1").second == "first touch overdue");
    CHECK(phrase_of_fact("leads given by pools", "1").second == "lead given by pools");
    CHECK(phrase_of_fact("late", "1").second == "late");
    CHECK(phrase_of_fact("misleads", "1").second == "misleads");
    CHECK(phrase_of_fact("leads", "21").second == "leads");
    CHECK(phrase_of_fact("qualified", "false").first == "not qualified");
}
