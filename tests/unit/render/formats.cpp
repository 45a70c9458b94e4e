#include "unit/render/sample.hpp"

#include <handoff/error.hpp>
#include <handoff/render.hpp>

#include <catch2/catch.hpp>

using namespace handoff;

TEST_CASE("formats have names", "[render]") {
    CHECK(read_format("md") == Format::markdown);
    CHECK(read_format("table") == Format::terminal);
    CHECK_FALSE(read_format("MD"));
    CHECK(format_names() == std::vector<std::string>{"table", "csv", "json", "md", "html", "xlsx"});
}

TEST_CASE("CSV is the first table, raw, with bounds beside estimates", "[render]") {
    CHECK(render(sample_report(), Format::csv) ==
          "group,stage,reached,conversion,conversion_low,conversion_high,days\n"
          "\"Google | \"\"Ads\"\"\",inquiry,12345,,,,\n"
          "\"Google | \"\"Ads\"\"\",won,1222,0.0989874,0.0938,0.1044,12.25\n"
          "\"'=HYPERLINK(\"\"x\"\")\",inquiry,10,,,,\n"
          "\"'=HYPERLINK(\"\"x\"\")\",won,3,0.3,0.107791,0.603222,0\n");
}

TEST_CASE("CSV can be any other table; an unknown one is refused", "[render]") {
    const std::string money = render(sample_report(), Format::csv, {.table = "money"});
    CHECK(money.rfind("channel,amount,won,lost,mean,points\n", 0) == 0);
    CHECK(money.find("all") == std::string::npos);
    try {
        render(sample_report(), Format::csv, {.table = "monny"});
        FAIL("no error");
    } catch (const Error& error) {
        CHECK(error.fault() == Fault::request);
        CHECK(std::string(error.what()) ==
              "error: the report 'sample' has no table 'monny'\n  hint: did you mean 'money'?\n");
    }
}

TEST_CASE("texts that a spreadsheet would run are made safe; numbers stay numbers", "[render]") {
    Report report;
    report.tables.push_back({.columns = {{.key = "x"}}});
    for (const char* text : {"=1+1", "+x", "-x", "@x", "\tx", "-12.5", "a=b", ""})
        report.tables[0].rows.push_back({text});
    CHECK(render(report, Format::csv) == "x\n'=1+1\n'+x\n'-x\n'@x\n'\tx\n-12.5\na=b\n\n");
}

TEST_CASE("people read the name of an id, programs both", "[render]") {
    Report report;
    report.tables.push_back({.columns = {{.key = "campaign_id", .title = "campaign"}}});
    ReportCell named("701A");
    named.name = "=Fair";
    report.tables[0].rows = {{named}, {"701B"}};
    CHECK(render(report, Format::csv) == "campaign_id,campaign_id_name\n701A,'=Fair\n701B,\n");
    const std::string json = render(report, Format::json);
    CHECK(json.find("\"campaign_id\": \"701A\",\n          \"campaign_id_name\": \"=Fair\"") !=
          std::string::npos);
    CHECK(json.find("\"campaign_id\": \"701B\",\n          \"campaign_id_name\": null") != std::string::npos);
    const std::string text = render(report, Format::markdown);
    CHECK(text.find("=Fair") != std::string::npos);
    CHECK(text.find("701A") == std::string::npos);
    CHECK(text.find("701B") != std::string::npos);
}

TEST_CASE("JSON has stable keys and whole numbers without a point", "[render]") {
    Report report;
    report.name = "r";
    report.title = "R";
    report.tables.push_back({.key = "t", .title = "T"});
    report.tables[0].columns = {{.key = "x", .title = "x", .definition = "the x"},
                                {.key = "n", .title = "n", .unit = Unit::money, .currency = "EUR"}};
    report.tables[0].rows = {{"a\xff", 12.0}, {"b", 0.5}, {"c", {}}};
    CHECK(render(report, Format::json) == R"({
  "report": "r",
  "title": "R",
  "question": "",
  "stamp": "",
  "facts": [],
  "tables": [
    {
      "key": "t",
      "title": "T",
      "columns": [
        {
          "key": "x",
          "title": "x",
          "unit": "text",
          "definition": "the x"
        },
        {
          "key": "n",
          "title": "n",
          "unit": "money",
          "currency": "EUR",
          "definition": ""
        }
      ],
      "rows": [
        {
          "x": "a�",
          "n": 12
        },
        {
          "x": "b",
          "n": 0.5
        },
        {
          "x": "c",
          "n": null
        }
      ],
      "notes": []
    }
  ],
  "notes": []
}
)");
}

TEST_CASE("Markdown escapes what it would take for markup", "[render]") {
    const std::string text = render(sample_report(), Format::markdown);
    CHECK(text.find("| source | stage | reached | from the stage before | median days |\n"
                    "| --- | --- | ---: | ---: | ---: |\n"
                    "| Google \\| \"Ads\" | inquiry | 12,345 | – | – |\n"
                    "| Google \\| \"Ads\" | won | 1,222 | 9.9% (9.4–10.4) | 12.3 |\n") != std::string::npos);
    CHECK(text.find("| &lt;script>alert('x')&lt;/script> |") != std::string::npos);
    CHECK(text.find("| snake_case \\*bold\\* \\[a\\](b) |") != std::string::npos);
    CHECK(text.find("| **all** | **1,498,200** |") != std::string::npos);
    CHECK(text.find("- **source**: where the lead came from\n") != std::string::npos);
    CHECK(text.find("> 2 leads went &lt;backwards>\n") != std::string::npos);
}

TEST_CASE("HTML escapes every text and asks nothing of the network", "[render]") {
    Report report = sample_report();
    const std::string evil = "<b onload=\"x\">'&";
    report.title = report.question = report.stamp = evil;
    report.facts = {{evil, evil}};
    report.notes = {evil};
    for (ReportTable& table : report.tables) {
        table.title = evil;
        table.notes = {evil};
        for (ReportColumn& column : table.columns) column.title = column.definition = column.currency = evil;
        for (auto& row : table.rows) row[0] = evil;
    }
    const std::string page = render(report, Format::html);
    CHECK(page.find("<b") == page.find("<body"));
    CHECK(page.find("<b ") == std::string::npos);
    CHECK(page.find("onload=\"") == std::string::npos);
    CHECK(page.find("&lt;b onload=&quot;x&quot;&gt;&#39;&amp;") != std::string::npos);
    CHECK(page.find("http:") == std::string::npos);
    CHECK(page.find("https:") == std::string::npos);
    CHECK(page.find("src=") == std::string::npos);
    CHECK(page.find("url(") == std::string::npos);
}

TEST_CASE("headline numbers carry their definitions", "[render]") {
    Report report;
    report.name = "pipeline";
    report.facts = {{"USD open", "200"}, {"unheard of", "1"}};
    const std::string definition = "amounts of the deals that are open, added up";
    const std::string page = render(report, Format::html);
    CHECK(page.find("<div title=\"" + definition + "\"><dt>USD open</dt><dd>200</dd></div>") !=
          std::string::npos);
    CHECK(page.find("<div><dt>unheard of</dt><dd>1</dd></div>") != std::string::npos);
    CHECK(page.find("<summary>What these numbers mean</summary>\n<dl>\n<dt>USD open</dt><dd>" + definition +
                    "</dd>\n</dl>") != std::string::npos);
    CHECK(render(report, Format::json).find("\"definition\": \"" + definition + "\"") != std::string::npos);
}

TEST_CASE("HTML shows telephone numbers as they are dialled, and formulas as text", "[render]") {
    Report report = sample_report();
    report.tables[0].rows[0][0] = "+4930123456";
    report.tables[0].rows[1][0] = "+1+1";
    const std::string page = render(report, Format::html);
    CHECK(page.find("<th scope=\"row\">+4930123456</th>") != std::string::npos);
    CHECK(page.find("<th scope=\"row\">&#39;+1+1</th>") != std::string::npos);
}

TEST_CASE("HTML tables can be read without seeing them", "[render]") {
    const std::string page = render(sample_report(), Format::html);
    CHECK(page.find("<caption>Stages</caption>") != std::string::npos);
    CHECK(page.find("<th scope=\"col\" aria-sort=\"none\" class=\"number\" title=\"how many got there\">") !=
          std::string::npos);
    CHECK(page.find("<th scope=\"row\">Google | &quot;Ads&quot;</th>") != std::string::npos);
    CHECK(page.find("<title>Google | &quot;Ads&quot;, won: reached 1,222</title>") != std::string::npos);
    CHECK(page.find("type=\"search\"") == std::string::npos);
}

TEST_CASE("an HTML table without rows says so, and long texts are told from short ones", "[render]") {
    Report report = sample_report();
    CHECK(render(report, Format::html).find("no rows") == std::string::npos);
    report.tables[0].rows[0][0] =
        "a sentence that says more about this row than fits beside its many numbers";
    report.tables[0].rows[1][0] = "a name of a longer campaign";
    const std::string page = render(report, Format::html);
    CHECK(page.find("<th scope=\"row\" class=\"long sentence\">a sentence") != std::string::npos);
    CHECK(page.find("<th scope=\"row\" class=\"long\">a name") != std::string::npos);
    report.tables[0].rows.clear();
    report.tables[0].notes.clear();
    CHECK(render(report, Format::html).find("<p class=\"none\">no rows</p>") != std::string::npos);
}

TEST_CASE("HTML tables of more than ten rows have a filter", "[render]") {
    Report report = sample_report();
    while (report.tables[1].rows.size() <= 10) report.tables[1].rows.push_back(report.tables[1].rows.front());
    CHECK(render(report, Format::html).find("type=\"search\"") != std::string::npos);
}
