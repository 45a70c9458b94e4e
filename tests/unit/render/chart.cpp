#include "render/chart.hpp"

#include "unit/report/tables.hpp"

using namespace handoff;

namespace {

std::size_t count(const std::string& text, std::string_view part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
}

ReportTable weeks() {
    ReportTable table{.key = "weeks", .title = "Where <leads> stood"};
    table.columns = {{.key = "at", .title = "as of", .unit = Unit::instant},
                     {.key = "leads", .title = "leads", .unit = Unit::count},
                     {.key = "mql", .title = "mql", .unit = Unit::count, .charted = true},
                     {.key = "sal", .title = "sal", .unit = Unit::count, .charted = true}};
    table.rows = {{"2026-09-01T00:00:00Z", 90.0, 10.0, 0.0},
                  {"2026-09-08T00:00:00Z", 95.0, {}, 30.0},
                  {"2026-09-15T00:00:00Z", 99.0, 40.0, 20.0}};
    table.chart = ReportTable::Chart::lines;
    return table;
}

std::string drawn(const ReportTable& table) { return chart_of(table, to_texts(table)); }

} // namespace

TEST_CASE("a chart of lines", "[render]") {
    const std::string chart = drawn(weeks());
    CHECK(chart.starts_with("<div class=\"scroll\"><svg class=\"chart\""));
    CHECK(chart.find("<title>Where &lt;leads&gt; stood: mql, sal</title>") != std::string::npos);
    CHECK(chart.find("<title>2026-09-15, sal: 20</title>") != std::string::npos);
    CHECK(count(chart, "class=\"line\"") == 2);
    // Up to 40, a number of the scale; a gap where nothing is known; the first week at its place.
    CHECK(chart.find(">40</text>") != std::string::npos);
    CHECK(chart.find("d=\"M56.0 177.0M570.0 12.0\"") != std::string::npos);
    CHECK(count(chart, "<circle cx") == 5);
    CHECK(chart.find("leads, ") == std::string::npos); // is not charted

    ReportTable one = weeks();
    one.rows.resize(1);
    CHECK(drawn(one).empty());
    ReportTable none = weeks();
    none.chart = ReportTable::Chart::none;
    CHECK(drawn(none).empty());
}

TEST_CASE("a chart of how far models are spread", "[render]") {
    ReportTable table{.key = "value", .title = "Value"};
    table.columns = {{.key = "group", .title = "channel"},
                     {.key = "first", .title = "first", .unit = Unit::money, .charted = true},
                     {.key = "last", .title = "last", .unit = Unit::money, .charted = true}};
    table.rows = {{"web", 100.0, 250.0}, {"mail", 50.0, {}}};
    table.chart = ReportTable::Chart::spread;
    const std::string chart = drawn(table);
    CHECK(chart.find("<title>web, last: 250</title>") != std::string::npos);
    CHECK(chart.find("M373.3 18.0H648.3") != std::string::npos); // from 100 to 250 of 300
    CHECK(count(chart, "class=\"span\"") == 2);
    CHECK(count(chart, "<span>") == 2); // the legend
}
