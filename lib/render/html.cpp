#include "render/chart.hpp"
#include "render/format.hpp"
#include "render/formats.hpp"
#include "render/html_page.hpp"
#include "render/html_text.hpp"
#include "render/width.hpp"
#include "report/fact_definitions.hpp"

#include <handoff/csv.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace handoff {
namespace {

constexpr std::size_t rows_without_filter = 10, columns_with_room = 7, short_text = 24, sentence = 60;

/// "+4930123": nothing but a sign and digits, which a person dials and no spreadsheet runs.
bool is_phone_number(std::string_view raw) noexcept {
    return raw.size() > 1 && raw.front() == '+' &&
           raw.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

/// A text cell or header: HTML opened in a spreadsheet must not run what stands there.
std::string escaped_cell(std::string_view raw) {
    return escaped(is_phone_number(raw) ? std::string(raw) : csv::safe_for_spreadsheet(raw));
}

/// What a row is about: its leading texts, for the title of a bar.
std::string name_of_row(const ReportTable& table, const std::vector<CellText>& row) {
    std::string name;
    for (std::size_t i = 0; i < row.size() && !is_number(table.columns[i].unit); ++i)
        if (row[i].heights.empty()) name += (name.empty() ? "" : ", ") + row[i].text;
    return name;
}

/// What stands folded below the numbers that it defines.
class Definitions {
  public:
    void add(std::string_view name, std::string_view definition) {
        if (!definition.empty())
            list_ += "<dt>" + escaped(name) + "</dt><dd>" + escaped(definition) + "</dd>\n";
    }
    void write(std::string& out, std::string_view summary) const {
        if (list_.empty()) return;
        out += fmt::format("<details>\n<summary>{}</summary>\n<dl>\n{}</dl>\n</details>\n", summary, list_);
    }

  private:
    std::string list_;
};

class TableWriter {
  public:
    TableWriter(std::string& out, const ReportTable& table, std::size_t number)
        : out_(out), table_(table), texts_(to_texts(table)), id_("table-" + std::to_string(number)),
          title_(escaped(title_with_currency(table))), currency_said_(!shared_currency(table).empty()) {}

    void write() {
        if (only_notes(table_)) {
            out_ += "<section>\n<h2>" + title_ + "</h2>\n";
            write_notes();
            out_ += "</section>\n";
            return;
        }
        out_ += "<section>\n<div class=\"head\"><h2 id=\"" + id_ + "\">" + title_ + "</h2>";
        if (table_.rows.size() > rows_without_filter)
            out_ += "<label class=\"filter\">Filter<input type=\"search\"><output></output></label>";
        out_ += "</div>\n" + chart_of(table_, texts_) +
                "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"" + id_ +
                (table_.columns.size() > columns_with_room ? "\">\n<table class=\"wide\">" : "\">\n<table>") +
                "\n<caption>" + title_ + "</caption>\n<thead>\n<tr>";
        for (const ReportColumn& column : table_.columns)
            out_ += fmt::format(
                R"(<th scope="col" aria-sort="none"{} title="{}"><button type="button">{}</button></th>)",
                is_number(column.unit) ? " class=\"number\"" : "", escaped(column.definition),
                escaped_cell(currency_said_ ? shown(column.title) : title_of(column)));
        out_ += "</tr>\n</thead>\n<tbody>\n";
        for (std::size_t row = 0; row < table_.rows.size(); ++row)
            write_row(table_.rows[row], texts_.rows[row],
                      begins_group(row) ? "<tr class=\"new-group\">" : "<tr>");
        out_ += "</tbody>\n";
        if (!table_.total.empty()) {
            out_ += "<tfoot>\n";
            write_row(table_.total, texts_.total, "<tr>");
            out_ += "</tfoot>\n";
        }
        out_ += "</table>\n</div>\n";
        if (table_.rows.empty()) out_ += "<p class=\"none\">no rows</p>\n";
        write_notes();
        write_definitions();
        out_ += "</section>\n";
    }

  private:
    bool begins_group(std::size_t row) const {
        return row > 0 && table_.columns.front().group &&
               texts_.rows[row][0].text != texts_.rows[row - 1][0].text;
    }

    void write_row(const std::vector<ReportCell>& cells, const std::vector<CellText>& texts,
                   std::string_view begin) {
        out_ += begin;
        for (std::size_t i = 0; i < cells.size(); ++i) write_cell(i, cells[i], texts);
        out_ += "</tr>\n";
    }

    void write_cell(std::size_t position, const ReportCell& cell, const std::vector<CellText>& texts) {
        const ReportColumn& column = table_.columns[position];
        const CellText& text = texts[position];
        if (const auto* series = std::get_if<Series>(&cell.value)) {
            write_series(column, *series, text, texts);
            return;
        }
        if (!is_number(column.unit)) {
            const std::string style = style_of(column, position, text.text);
            out_ += position == 0 ? "<th scope=\"row\"" + style + ">" + escaped_cell(text.text) + "</th>"
                                  : "<td" + style + ">" + escaped_cell(text.text) + "</td>";
            return;
        }
        const auto number = number_of(cell);
        std::string style = "number";
        if (column.bar) style += " barred";
        if (!number)
            style += " blank";
        else if (*number != 0 && column.tone != Tone::plain)
            style += column.tone == Tone::good ? " good" : " bad";
        out_ += fmt::format(R"(<td class="{}" data-value="{}">{})", style, number ? raw_number(*number) : "",
                            escaped(text.text));
        if (texts_.ranged[position]) out_ += "<span class=\"range\">" + escaped(text.range) + "</span>";
        if (column.bar) write_bar(column, text, texts);
        out_ += "</td>";
    }

    /// Short texts take no more room than they need, whatever stands in other rows.
    static std::string style_of(const ReportColumn& column, std::size_t position, std::string_view text) {
        const std::size_t width = display_width(text);
        if (width <= short_text || !(column.wrap || position == 0)) return {};
        return width > sentence ? " class=\"long sentence\"" : " class=\"long\"";
    }

    /// A small chart, which says its numbers to the mouse and to those who do not see it.
    void write_series(const ReportColumn& column, const Series& series, const CellText& text,
                      const std::vector<CellText>& texts) {
        out_ += "<td data-value=\"" + (series.empty() ? std::string() : raw_number(series.back())) + "\">";
        if (!series.empty()) {
            out_ += fmt::format(
                R"(<svg class="series" style="width:{:.2f}rem" viewBox="0 0 {} 10" preserveAspectRatio="none" role="img"><title>{}: {} {}</title>)",
                std::min(.5 * static_cast<double>(series.size()), 9.0), 4 * series.size(),
                escaped(name_of_row(table_, texts)), escaped(column.title), raw_numbers(series));
            for (std::size_t i = 0; i < text.heights.size(); ++i) {
                const double height = text.heights[i] > 0 ? std::max(10 * text.heights[i], 1.2) : 0.4;
                out_ += fmt::format(R"(<rect x="{}" y="{:.2f}" width="3" height="{:.2f}"/>)", 4 * i,
                                    10 - height, height);
            }
            out_ += "</svg>";
        }
        out_ += "</td>";
    }

    void write_bar(const ReportColumn& column, const CellText& text, const std::vector<CellText>& texts) {
        out_ += fmt::format(
            R"(<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" role="img"><title>{}: {} {}</title><rect width="{:.2f}" height="10"/></svg>)",
            escaped(name_of_row(table_, texts)), escaped(column.title), escaped(text.text),
            text.bar > 0 ? std::max(text.bar * 100, 0.8) : 0.0);
    }

    void write_notes() {
        if (table_.notes.empty()) return;
        out_ += "<ul class=\"notes\">\n";
        for (const std::string& note : table_.notes) out_ += "<li>" + escaped(note) + "</li>\n";
        out_ += "</ul>\n";
    }

    void write_definitions() {
        Definitions definitions;
        for (const ReportColumn& column : table_.columns)
            definitions.add(title_of(column), column.definition);
        definitions.write(out_, "What the columns mean");
    }

    std::string& out_;
    const ReportTable& table_;
    const TableText texts_;
    const std::string id_, title_;
    const bool currency_said_;
};

void write_facts(std::string& out, const Report& report) {
    if (report.facts.empty()) return;
    Definitions definitions;
    out += "<dl class=\"facts\">\n";
    for (const auto& [name, text] : report.facts) {
        const std::string_view definition = definition_of_fact(report.name, name);
        definitions.add(name, definition);
        out += (definition.empty() ? "<div>" : "<div title=\"" + escaped(definition) + "\">") + "<dt>" +
               escaped(name) + "</dt><dd>" + escaped(text_of_fact(text)) + "</dd></div>\n";
    }
    out += "</dl>\n";
    definitions.write(out, "What these numbers mean");
}

} // namespace

std::string render_html(const Report& report, const RenderOptions&) {
    std::string out = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                      // The browser itself holds the page to its word: nothing is loaded from anywhere.
                      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                      "'unsafe-inline'; script-src 'unsafe-inline'\">\n<title>" +
                      escaped(report.title) + "</title>\n<style>" + std::string(html_style) +
                      "</style>\n</head>\n<body>\n<main class=\"" + escaped(report.name) +
                      "\">\n<header>\n<h1>" + escaped(report.title) + "</h1>\n";
    if (!report.question.empty()) out += "<p class=\"question\">" + escaped(report.question) + "</p>\n";
    if (!report.stamp.empty()) out += "<p class=\"stamp\">" + escaped(report.stamp) + "</p>\n";
    out += "</header>\n";
    write_facts(out, report);
    std::size_t number = 0;
    for (const ReportTable& table : report.tables) TableWriter(out, table, ++number).write();
    if (!report.notes.empty()) {
        out += "<section>\n<h2>Notes</h2>\n<ul class=\"notes\">\n";
        for (const std::string& note : report.notes) out += "<li>" + escaped(note) + "</li>\n";
        out += "</ul>\n</section>\n";
    }
    out += "</main>\n<script>" + std::string(html_script) + "</script>\n</body>\n</html>\n";
    return out;
}

} // namespace handoff
