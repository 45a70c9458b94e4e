#include "unit/render/same_numbers.hpp"

#include "render/format.hpp"
#include "unit/render/sample.hpp"

#include <handoff/csv.hpp>
#include <handoff/render.hpp>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <re2/re2.h>
#include <sstream>

using namespace handoff;

namespace {

using Words = std::vector<std::string>;

Words words_of(const std::string& text) {
    std::istringstream in(text);
    Words words;
    for (std::string word; in >> word;) words.push_back(word);
    return words;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::istringstream in(text);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

bool is_bar(const std::string& word) { return word.find_first_not_of("█▏▎▍▌▋▊▉") == std::string::npos; }

/// What a terminal and Markdown show of a row, word by word, without bars.
Words expected_words(const std::vector<CellText>& row, std::size_t hidden_groups) {
    Words all;
    for (std::size_t i = hidden_groups; i < row.size(); ++i) {
        for (const std::string& word : words_of(row[i].text))
            if (!is_bar(word)) all.push_back(word); // a chart may look like one
        if (!row[i].range.empty()) all.push_back(row[i].range);
    }
    return all;
}

std::size_t hidden_groups(const ReportTable& table, const TableText& texts, std::size_t row) {
    std::size_t hidden = 0;
    while (row > 0 && table.columns[hidden].group &&
           texts.rows[row][hidden].text == texts.rows[row - 1][hidden].text)
        ++hidden;
    return hidden;
}

/// Without what only programs get: the rest of a long list, and columns that have nothing to tell.
ReportTable as_people_see(ReportTable table) {
    if (table.for_people > 0 && table.rows.size() > table.for_people) table.rows.resize(table.for_people);
    for (std::size_t column = table.columns.size(); column-- > 0;) {
        const auto is_silent = [&](const std::vector<ReportCell>& row) {
            return row[column].blank() || number_of(row[column]) == 0.0;
        };
        if (!table.columns[column].if_any || !std::all_of(table.rows.begin(), table.rows.end(), is_silent))
            continue;
        const auto at = static_cast<std::ptrdiff_t>(column);
        table.columns.erase(table.columns.begin() + at);
        for (auto& row : table.rows) row.erase(row.begin() + at);
        if (!table.total.empty()) table.total.erase(table.total.begin() + at);
    }
    return table;
}

Report as_people_see(Report report) {
    for (ReportTable& table : report.tables) table = as_people_see(std::move(table));
    return report;
}

/// People see its notes alone, or nothing of it.
bool has_no_numbers(const ReportTable& table) {
    return only_notes(table) || (table.if_any && table.rows.empty());
}

/// The rows below the rules of a table that is printed at its full width.
void check_terminal(const Report& report, const std::string& page) {
    const auto lines = lines_of(page);
    std::size_t at = 0;
    for (const ReportTable& table : report.tables) {
        if (has_no_numbers(table)) continue;
        const TableText texts = to_texts(table);
        const auto to_rule = [&] {
            while (at < lines.size() && lines[at].rfind("──", 0) != 0) ++at;
            ++at;
        };
        to_rule();
        for (std::size_t row = 0; row < texts.rows.size(); ++row) {
            while (at < lines.size() && lines[at].empty()) ++at;
            REQUIRE(at < lines.size());
            Words found;
            for (const std::string& word : words_of(lines[at++]))
                if (!is_bar(word)) found.push_back(word);
            CHECK(found == expected_words(texts.rows[row], hidden_groups(table, texts, row)));
        }
        if (texts.total.empty()) continue;
        to_rule();
        REQUIRE(at < lines.size());
        CHECK(words_of(lines[at++]) == expected_words(texts.total, 0));
    }
}

std::string unescaped_markdown(std::string text) {
    RE2::GlobalReplace(&text, R"(\\(.))", R"(\1)");
    RE2::GlobalReplace(&text, "&lt;", "<");
    RE2::GlobalReplace(&text, "&amp;", "&");
    return text;
}

void check_markdown(const Report& report, const std::string& page) {
    const auto lines = lines_of(page);
    std::size_t at = 0;
    for (const ReportTable& table : report.tables) {
        if (has_no_numbers(table)) continue;
        const TableText texts = to_texts(table);
        while (at < lines.size() && lines[at].rfind("| ---", 0) != 0) ++at;
        ++at;
        auto rows = texts.rows;
        if (!texts.total.empty()) rows.push_back(texts.total);
        for (const auto& row : rows) {
            REQUIRE(at < lines.size());
            Words cells;
            std::string rest = lines[at++].substr(1), cell;
            re2::StringPiece input(rest);
            while (RE2::Consume(&input, R"( ((?:[^|\\]|\\.)*?) ?\|)", &cell)) {
                RE2::GlobalReplace(&cell, R"(^\*\*(.*)\*\*$)", R"(\1)");
                cells.push_back(unescaped_markdown(cell));
            }
            Words expected;
            for (const CellText& text : row)
                expected.push_back(text.range.empty() ? text.text : text.text + " (" + text.range + ")");
            CHECK(cells == expected);
        }
    }
}

std::string unescaped_html(std::string text) {
    for (const auto& [from, to] :
         {std::pair{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}})
        RE2::GlobalReplace(&text, from, to);
    return text;
}

/// Text shown, raw number and range of each cell, from the tags.
void check_html(const Report& report, const std::string& page) {
    re2::StringPiece input(page);
    for (const ReportTable& table : report.tables) {
        if (has_no_numbers(table)) continue;
        const TableText texts = to_texts(table);
        REQUIRE(RE2::FindAndConsume(&input, "<tbody>"));
        auto rows = texts.rows;
        auto cells = table.rows;
        if (!texts.total.empty()) {
            rows.push_back(texts.total);
            cells.push_back(table.total);
        }
        for (std::size_t row = 0; row < rows.size(); ++row) {
            std::string markup;
            REQUIRE(RE2::FindAndConsume(&input, R"(<tr[^>]*>(.*)</tr>)", &markup));
            re2::StringPiece rest(markup);
            for (std::size_t i = 0; i < table.columns.size(); ++i) {
                std::string attributes, shown_text, range;
                REQUIRE(RE2::FindAndConsume(&rest, R"(<t[hd]([^>]*)>([^<]*))", &attributes, &shown_text));
                const std::string& text = rows[row][i].text;
                if (const auto* series = std::get_if<Series>(&cells[row][i].value)) {
                    std::string title;
                    REQUIRE(
                        (series->empty() || RE2::FindAndConsume(&rest, "<title>([^<]*)</title>", &title)));
                    CHECK((series->empty() || title.ends_with(" " + raw_numbers(*series))));
                    continue;
                }
                CHECK(unescaped_html(shown_text) ==
                      (is_number(table.columns[i].unit) ? text : csv::safe_for_spreadsheet(text)));
                if (!is_number(table.columns[i].unit)) continue;
                std::string raw;
                REQUIRE(RE2::PartialMatch(attributes, "data-value=\"([^\"]*)\"", &raw));
                const auto number = number_of(cells[row][i]);
                CHECK(raw.empty() == !number);
                if (number) CHECK(std::stod(raw) == *number);
                if (rows[row][i].range.empty()) continue;
                REQUIRE(RE2::FindAndConsume(&rest, R"(class="range"[^>]*>([^<]*)</span>)", &range));
                CHECK(range == rows[row][i].range);
            }
        }
    }
}

std::vector<Words> parse_csv(const std::string& text) {
    std::vector<Words> rows(1);
    std::string field;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '"') {
            if (quoted && i + 1 < text.size() && text[i + 1] == '"')
                field += text[++i];
            else
                quoted = !quoted;
        } else if (!quoted && (c == ',' || c == '\n')) {
            rows.back().push_back(field);
            field.clear();
            if (c == '\n') rows.emplace_back();
        } else
            field += c;
    }
    rows.pop_back();
    return rows;
}

/// The raw numbers of one cell, in the order in which CSV and JSON give them.
std::vector<std::optional<double>> numbers_of(const ReportCell& cell, bool ranged) {
    std::vector<std::optional<double>> numbers{number_of(cell)};
    if (ranged) {
        numbers.push_back(cell.low);
        numbers.push_back(cell.high);
    }
    return numbers;
}

void check_name(const std::string& field, const ReportCell& cell) {
    CHECK((field == cell.name || field == "'" + cell.name));
}

void check_csv(const Report& report) {
    for (const ReportTable& table : report.tables) {
        const auto ranged = ranged_columns(table), named = named_columns(table);
        const auto rows = parse_csv(render(report, Format::csv, {.table = table.key}));
        REQUIRE(rows.size() == table.rows.size() + 1);
        for (std::size_t row = 0; row < table.rows.size(); ++row) {
            std::size_t at = 0;
            for (std::size_t i = 0; i < table.columns.size(); ++i) {
                CHECK(rows[0].at(at) == table.columns[i].key);
                if (named[i]) CHECK(rows[0].at(at + 1) == table.columns[i].key + "_name");
                const std::string& field = rows[row + 1].at(at);
                if (const auto* text = std::get_if<std::string>(&table.rows[row][i].value)) {
                    CHECK((field == *text || field == "'" + *text));
                    ++at;
                    if (named[i]) check_name(rows[row + 1].at(at++), table.rows[row][i]);
                    continue;
                }
                if (const auto* series = std::get_if<Series>(&table.rows[row][i].value)) {
                    CHECK(field == raw_numbers(*series));
                    ++at;
                    continue;
                }
                for (const auto& number : numbers_of(table.rows[row][i], ranged[i])) {
                    const std::string& raw = rows[row + 1].at(at++);
                    CHECK(raw.empty() == !number);
                    if (number) CHECK(std::stod(raw) == *number);
                }
                if (named[i]) check_name(rows[row + 1].at(at++), table.rows[row][i]);
            }
            CHECK(at == rows[row + 1].size());
        }
    }
}

void check_json_row(const nlohmann::json& object, const ReportTable& table,
                    const std::vector<ReportCell>& row) {
    const auto ranged = ranged_columns(table);
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const std::string& key = table.columns[i].key;
        if (const auto* text = std::get_if<std::string>(&row[i].value)) {
            CHECK(object.at(key) == *text);
            continue;
        }
        if (const auto* series = std::get_if<Series>(&row[i].value)) {
            CHECK(object.at(key).get<Series>() == *series);
            continue;
        }
        const Words keys = {key, key + "_low", key + "_high"};
        const auto numbers = numbers_of(row[i], ranged[i]);
        for (std::size_t n = 0; n < numbers.size(); ++n) {
            CHECK(object.at(keys[n]).is_null() == !numbers[n]);
            if (numbers[n]) CHECK(object.at(keys[n]).get<double>() == *numbers[n]);
        }
    }
}

void check_json(const Report& report) {
    const auto json = nlohmann::json::parse(render(report, Format::json));
    REQUIRE(json.at("tables").size() == report.tables.size());
    for (std::size_t t = 0; t < report.tables.size(); ++t) {
        const ReportTable& table = report.tables[t];
        const auto& out = json["tables"][t];
        CHECK(out.at("key") == table.key);
        REQUIRE(out.at("rows").size() == table.rows.size());
        for (std::size_t row = 0; row < table.rows.size(); ++row)
            check_json_row(out["rows"][row], table, table.rows[row]);
        CHECK(out.contains("total") == !table.total.empty());
        if (!table.total.empty()) check_json_row(out["total"], table, table.total);
    }
}

} // namespace

void handoff::check_same_numbers(const Report& report) {
    INFO(report.name);
    const Report seen = as_people_see(report);
    check_terminal(seen, render(report, Format::terminal, {.width = 0}));
    check_markdown(seen, render(report, Format::markdown));
    check_html(seen, render(report, Format::html));
    check_csv(report);
    check_json(report);
}

TEST_CASE("every format has the same numbers", "[render]") { check_same_numbers(sample_report()); }

TEST_CASE("programs find what people see only on days when there is any", "[render]") {
    Report report{.name = "quiet", .title = "Quiet"};
    ReportTable table{.key = "lost", .title = "Lost leads"};
    table.columns = {{.key = "lead", .title = "lead", .named = true},
                     {.key = "share", .title = "share", .unit = Unit::share, .ranged = true}};
    table.if_any = true;
    table.columns.push_back({.key = "held", .title = "held", .unit = Unit::count, .if_any = true});
    report.tables = {table, table};
    report.tables[0].key = "seen";
    report.tables[0].title = "Seen leads";
    report.tables[0].rows = {{"L1", 0.5, 0.0}};
    CHECK(render(report, Format::csv, {.table = "lost"}) ==
          "lead,lead_name,share,share_low,share_high,held\n");
    CHECK(render(report, Format::csv) == "lead,lead_name,share,share_low,share_high,held\nL1,,0.5,,,0\n");
    const auto json = nlohmann::json::parse(render(report, Format::json));
    CHECK(json["tables"][1]["rows"].empty());
    CHECK(json["tables"][0]["rows"][0].at("share_low").is_null());
    for (const Format format : {Format::terminal, Format::markdown, Format::html}) {
        const std::string text = render(report, format);
        CHECK(text.find("Seen leads") != std::string::npos);
        CHECK(text.find("Lost leads") == std::string::npos);
        CHECK(text.find("held") == std::string::npos);
    }
    report.tables[0].rows[0][2] = 1.0;
    CHECK(render(report, Format::terminal).find("held") != std::string::npos);
    check_same_numbers(report);
}

TEST_CASE("a series is a chart for people, and numbers for programs", "[render]") {
    Report report{.name = "charts", .title = "Charts"};
    ReportTable table{.key = "weeks", .title = "Weeks"};
    table.columns = {{.key = "who", .title = "who"},
                     {.key = "weeks", .title = "by week", .unit = Unit::series}};
    table.rows = {{"ana", Series{0, 1, 8, 4.5}}, {"ben", Series{4}}, {"cy", Series{}}, {"dee", {}}};
    table.total = {"all", {}};
    report.tables.push_back(table);
    check_same_numbers(report);
    const TableText texts = to_texts(table);
    CHECK(texts.rows[0][1].text == "·▁█▅");
    CHECK(texts.rows[1][1].text == "▄");
    CHECK(render(report, Format::csv).find("ana,0 1 8 4.5\nben,4\ncy,\ndee,\n") != std::string::npos);
    const std::string page = render(report, Format::html);
    CHECK(page.find("<title>ana: by week 0 1 8 4.5</title>") != std::string::npos);
    CHECK(page.find("<rect x=\"0\" y=\"9.60\" width=\"3\" height=\"0.40\"/><rect x=\"4\" y=\"8.75\"") !=
          std::string::npos);
    CHECK(page.find("<rect x=\"8\" y=\"0.00\" width=\"3\" height=\"10.00\"/>") != std::string::npos);
    CHECK(page.find("<td data-value=\"4.5\">") != std::string::npos);
    CHECK(page.find("<td data-value=\"\"></td>") != std::string::npos);
}
