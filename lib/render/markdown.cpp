#include "render/format.hpp"
#include "render/formats.hpp"
#include "render/width.hpp"

namespace handoff {
namespace {

bool is_word(char c) noexcept {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= 'a' && byte <= 'z');
}

/// Text that Markdown shows as it is. Underscores within a word mean nothing to it and stay readable.
std::string escaped(std::string_view raw) {
    const std::string text = shown(raw);
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool inner =
            c == '_' && i > 0 && i + 1 < text.size() && is_word(text[i - 1]) && is_word(text[i + 1]);
        if (c == '<')
            out += "&lt;";
        else if (c == '&')
            out += "&amp;";
        else {
            if (std::string_view("\\|*_`[]").find(c) != std::string_view::npos && !inner) out += '\\';
            out += c;
        }
    }
    return out;
}

std::string cell_text(const CellText& cell) {
    return escaped(cell.range.empty() ? cell.text : cell.text + " (" + cell.range + ")");
}

void append_row(std::string& out, const std::vector<CellText>& row, bool total) {
    out += '|';
    for (const CellText& cell : row) {
        const std::string text = cell_text(cell);
        out += total && !text.empty() ? " **" + text + "** |" : " " + text + " |";
    }
    out += '\n';
}

void append_notes(std::string& out, const std::vector<std::string>& notes) {
    for (const std::string& note : notes) out += "\n> " + escaped(note) + "\n";
}

void append_table(std::string& out, const ReportTable& table) {
    out += "\n## " + escaped(table.title) + "\n";
    if (only_notes(table)) return append_notes(out, table.notes);
    out += "\n|";
    for (const ReportColumn& column : table.columns) out += " " + escaped(title_of(column)) + " |";
    out += "\n|";
    for (const ReportColumn& column : table.columns) out += is_number(column.unit) ? " ---: |" : " --- |";
    out += '\n';
    const TableText texts = to_texts(table);
    for (const auto& row : texts.rows) append_row(out, row, false);
    if (!texts.total.empty()) append_row(out, texts.total, true);

    std::string definitions;
    for (const ReportColumn& column : table.columns)
        if (!column.definition.empty())
            definitions += "- **" + escaped(title_of(column)) + "**: " + escaped(column.definition) + "\n";
    if (!definitions.empty()) out += "\n" + definitions;
    append_notes(out, table.notes);
}

} // namespace

std::string render_markdown(const Report& report, const RenderOptions&) {
    std::string out = "# " + escaped(report.title) + "\n";
    if (!report.question.empty()) out += "\n" + escaped(report.question) + "\n";
    if (!report.stamp.empty()) out += "\n_" + escaped(report.stamp) + "_\n";
    if (!report.facts.empty()) out += '\n';
    for (const auto& [name, text] : report.facts) {
        const auto [number, what] = phrase_of_fact(name, text);
        out += "- **" + escaped(number) + "**" + (what.empty() ? "" : " " + escaped(what)) + "\n";
    }
    for (const ReportTable& table : report.tables) append_table(out, table);
    append_notes(out, report.notes);
    return out;
}

} // namespace handoff
