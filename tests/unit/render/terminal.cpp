#include "render/layout.hpp"
#include "render/width.hpp"
#include "unit/render/sample.hpp"

#include <handoff/render.hpp>

#include <catch2/catch.hpp>
#include <re2/re2.h>
#include <sstream>

using namespace handoff;

namespace {

std::vector<std::string> lines_at(std::size_t width) {
    std::istringstream in(render(sample_report(), Format::terminal, {.width = width}));
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

} // namespace

TEST_CASE("a report in a wide terminal", "[render]") {
    CHECK("\n" + render(sample_report(), Format::terminal, {.width = 100}) == R"(
Sample
Does every format say the same?
Acme 2026.4 (0123456789ab) · as of 2026-11-22T00:00:00Z

12,345 leads   9.9% won

Stages

                                                     from the stage  median
source           stage    reached                            before    days
───────────────────────────────────────────────────────────────────────────
Google | "Ads"   inquiry   12,345 ████████████████      –                 –
                 won        1,222 █▋                 9.9%  9.4–10.4    12.3

=HYPERLINK("x")  inquiry       10 ▏                     –                 –
                 won            3 ▏                 30.0% 10.8–60.3     0.0

· 2 leads went <backwards>

Money & more

                               amount,
channel                            USD  won  lost  mean  points
───────────────────────────────────────────────────────────────
東京 event                   1,498,221    7     0  2.00    12.5
<script>alert('x')</script>        -20    0     3  0.33    -3.0
 [31mred and more                    0    1     1     –       –
snake_case *bold* [a](b)             –    0     0  4.00     0.0
───────────────────────────────────────────────────────────────
all                          1,498,200    8     4     –     9.5

· 3 rows were left out
)");
}

TEST_CASE("a table too wide for its terminal loses its bars, then its long texts, then comes in parts",
          "[render]") {
    const auto at = [](std::size_t width) {
        return render(sample_report(), Format::terminal, {.width = width});
    };
    CHECK(at(66).find("█") != std::string::npos);
    CHECK(at(62).find("█") == std::string::npos);
    CHECK(at(62).find("=HYPERLINK(\"x\")") != std::string::npos);
    CHECK(at(58).find("<script>alert('x')</          -20") != std::string::npos);
    CHECK(at(58).find("\nscript>\n") != std::string::npos);
    CHECK(at(58).find("\nsource  ") == at(58).rfind("\nsource  "));
    CHECK(at(50).find("\nsource  ") != at(50).rfind("\nsource  "));
}

TEST_CASE("texts that may be wrapped are not cut", "[render]") {
    Report report;
    report.tables.push_back({.title = "Why",
                             .columns = {{.key = "n", .title = "points", .unit = Unit::points},
                                         {.key = "rule", .title = "rule"},
                                         {.key = "why", .title = "why", .wrap = true}}});
    report.tables[0].rows = {{25.0, "asked for a demo", "who asks for a demo buys four times as often"},
                             {-15.0, "unsubscribed", ""}};
    CHECK(render(report, Format::terminal, {.width = 50}) ==
          "\n\nWhy\n\n"
          "points  rule              why\n"
          "──────────────────────────────────────────────────\n"
          "    25  asked for a demo  who asks for a demo buys\n"
          "                          four times as often\n"
          "   -15  unsubscribed\n");
}

TEST_CASE("addresses and names too long for their column go on in the next line", "[render]") {
    CHECK(wrap_whole("rosa.button@tidy-ladder-inns.example", 20) ==
          std::vector<std::string>{"rosa.button@tidy-", "ladder-inns.example"});
    CHECK(wrap_whole("at Donaudampfschifffahrtsgesellschaft now", 16) ==
          std::vector<std::string>{"at", "Donaudampfschiff", "fahrtsgesellscha", "ft", "now"});
    CHECK(wrap_whole("東京東京", 5) == std::vector<std::string>{"東京", "東京"});
    CHECK(wrap_whole("2026-09-02T11:00:00Z", 16) == std::vector<std::string>{"2026-09-02", "T11:00:00Z"});
    CHECK(wrap_whole("", 5) == std::vector<std::string>{""});
}

TEST_CASE("one row that is too wide for a line is a record", "[render]") {
    Report report;
    report.tables.push_back(
        {.title = "Goals",
         .columns = {{.key = "goal", .title = "goal"},
                     {.key = "done", .title = "done", .unit = Unit::count},
                     {.key = "reached", .title = "reached", .unit = Unit::share},
                     {.key = "amount", .title = "amount", .unit = Unit::money, .currency = "USD"},
                     {.key = "why", .title = "why"}}});
    report.tables[0].rows = {{"qualified leads a month", 1234.0, estimate(0.625, 0.5, 0.75), {}, "they buy"}};
    const std::string wide = render(report, Format::terminal, {.width = 80});
    CHECK(wide.find("\ngoal                      done") != std::string::npos);
    CHECK(render(report, Format::terminal, {.width = 30}) == R"(

Goals

goal         qualified leads a
             month
done         1,234
reached      62.5% 50.0–75.0
amount, USD  –
why          they buy
)");
    report.tables[0].rows.push_back(report.tables[0].rows[0]);
    CHECK(render(report, Format::terminal, {.width = 30}).find("\ngoal         qualified") ==
          std::string::npos);
}

TEST_CASE("a table without rows that says why is its notes alone", "[render]") {
    Report report;
    report.title = "Campaigns";
    report.tables.push_back({.title = "By now",
                             .columns = {{.key = "a", .title = "a"}},
                             .rows = {},
                             .total = {},
                             .notes = {"none is old enough"}});
    CHECK(render(report, Format::terminal) == "Campaigns\n\nBy now\n\n· none is old enough\n");
    CHECK(render(report, Format::markdown) == "# Campaigns\n\n## By now\n\n> none is old enough\n");
    const std::string html = render(report, Format::html);
    CHECK(html.find("<h2>By now</h2>\n<ul class=\"notes\">\n<li>none is old enough</li>") !=
          std::string::npos);
    CHECK(html.find("<table") == std::string::npos);
    CHECK(render(report, Format::csv) == "a\n");
}

TEST_CASE("a table of texts alone comes in parts too", "[render]") {
    Report report;
    report.tables.push_back(
        {.columns = {{.key = "a", .title = "a"}, {.key = "b", .title = "b"}, {.key = "c", .title = "c"}}});
    report.tables[0].rows = {{"first of the three", "second of the three", "third of the three"},
                             {"one", "two", "three"}};
    CHECK(render(report, Format::terminal, {.width = 34}) == "\n\n\n\n"
                                                             "a                 b\n"
                                                             "──────────────────────────────────\n"
                                                             "first of the      second of the\n"
                                                             "three             three\n"
                                                             "one               two\n\n"
                                                             "a                 c\n"
                                                             "──────────────────────────────────\n"
                                                             "first of the      third of the\n"
                                                             "three             three\n"
                                                             "one               three\n");
}

TEST_CASE("a long table has its words broken rather than coming in parts", "[render]") {
    Report report;
    report.tables.push_back(
        {.columns = {{.key = "a", .title = "a"}, {.key = "b", .title = "b"}, {.key = "c", .title = "c"}}});
    const std::vector<ReportCell> row = {"first of the", "neighbourhood's", "third of the three"};
    report.tables[0].rows.assign(40, row);
    const auto headers = [&] {
        const std::string text = render(report, Format::terminal, {.width = 42});
        return std::pair(text.find("\na    ") == text.rfind("\na    "),
                         text.find("neighbourhood's") != text.npos);
    };
    CHECK(headers() == std::pair(false, true));
    report.tables[0].rows.push_back(row);
    CHECK(headers() == std::pair(true, false));
}

TEST_CASE("no line is wider than the terminal or ends with a space", "[render]") {
    for (const std::size_t width : {40U, 50U, 60U, 72U, 80U, 100U, 160U})
        for (const std::string& line : lines_at(width)) {
            INFO(width << ": " << line);
            CHECK(display_width(line) <= width);
            CHECK((line.empty() || line.back() != ' '));
        }
}

TEST_CASE("colour changes nothing but the colour", "[render]") {
    std::string coloured = render(sample_report(), Format::terminal, {.width = 100, .colour = true});
    CHECK(coloured.find("\x1b[32m7\x1b[0m") != std::string::npos);
    CHECK(coloured.find("\x1b[31m3\x1b[0m") != std::string::npos);
    RE2::GlobalReplace(&coloured, "\x1b\\[[0-9]+m", "");
    CHECK(coloured == render(sample_report(), Format::terminal, {.width = 100}));
}

TEST_CASE("a headline that is a yes or no says so in words, raw in JSON", "[render]") {
    Report report;
    report.title = "Lead";
    report.facts = {{"score", "83.7"}, {"qualified", "true"}, {"disqualified", "false"}};
    CHECK(render(report, Format::terminal) == "Lead\n\n83.7 score   qualified   not disqualified\n");
    CHECK(render(report, Format::terminal, {.width = 28}) ==
          "Lead\n\n83.7 score   qualified\nnot disqualified\n");
    CHECK(render(report, Format::markdown) ==
          "# Lead\n\n- **83.7** score\n- **qualified**\n- **not disqualified**\n");
    const std::string html = render(report, Format::html);
    CHECK(html.find("<dt>qualified</dt><dd>yes</dd>") != std::string::npos);
    CHECK(html.find("<dt>disqualified</dt><dd>no</dd>") != std::string::npos);
    const std::string json = render(report, Format::json);
    CHECK(json.find("\"name\": \"qualified\",\n      \"text\": \"true\"") != std::string::npos);
    CHECK(json.find("\"name\": \"disqualified\",\n      \"text\": \"false\"") != std::string::npos);
}

TEST_CASE("titles go on in the next line where they are too wide", "[render]") {
    Report report;
    report.title = "A report of ours";
    report.tables.push_back({.key = "t",
                             .title = "Deals that nobody has looked at for long",
                             .columns = {{.key = "a", .title = "a"}}});
    CHECK(render(report, Format::terminal, {.width = 24}) ==
          "A report of ours\n\nDeals that nobody has\nlooked at for long\n\na\n─\nno rows\n");
    report.title = "A report of ours that says more";
    CHECK(render(report, Format::terminal, {.width = 24}).starts_with("A report of ours that\nsays more\n"));
}

TEST_CASE("a headline that is too wide goes on in the next line", "[render]") {
    Report report;
    report.title = "Turns";
    report.facts = {{"nights", "3"}, {"leads owed at most, either way", "0.583"}, {"given by hand", "1"}};
    CHECK(render(report, Format::terminal, {.width = 25}) ==
          "Turns\n\n3 nights\n0.583 leads owed at most,\neither way\n1 given by hand\n");
    const std::string coloured = render(report, Format::terminal, {.width = 25, .colour = true});
    CHECK(coloured.find("\x1b[1m0.583\x1b[0m leads owed") != std::string::npos);
    report.facts.pop_back();
    CHECK(render(report, Format::terminal, {.width = 25}).ends_with("either way\n"));
}

TEST_CASE("a report of facts alone, and a table without rows", "[render]") {
    Report report;
    report.title = "Empty";
    report.facts = {{"leads", "0"}};
    CHECK(render(report, Format::terminal) == "Empty\n\n0 leads\n");
    report.tables.push_back({.key = "t", .title = "Table", .columns = {{.key = "a", .title = "a"}}});
    CHECK(render(report, Format::terminal) == "Empty\n\n0 leads\n\nTable\n\na\n─\nno rows\n");
}
