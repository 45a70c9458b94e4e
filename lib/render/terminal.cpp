#include "base/parallel.hpp"
#include "render/formats.hpp"
#include "render/layout.hpp"
#include "render/width.hpp"

#include <algorithm>
#include <cmath>
#include <thread>

namespace handoff {
namespace {

enum class Style { plain, strong, faint, bar, good, bad };

std::string_view code_of(Style style) noexcept {
    switch (style) {
    case Style::strong:
        return "1";
    case Style::faint:
        return "2";
    case Style::bar:
        return "36";
    case Style::good:
        return "32";
    case Style::bad:
        return "31";
    case Style::plain:
        break;
    }
    return {};
}

/// Writes lines of styled text, without spaces at their ends.
class Screen {
  public:
    explicit Screen(bool colour) : colour_(colour) {}

    void add(std::string_view text, Style style = Style::plain) {
        const std::size_t end = text.find_last_not_of(' ');
        if (end == std::string_view::npos) return space(text.size());
        const std::size_t begin = text.find_first_not_of(' ');
        space(begin);
        out_.append(spaces_, ' ');
        spaces_ = text.size() - end - 1;
        const std::string_view code = colour_ ? code_of(style) : std::string_view();
        if (!code.empty()) out_.append("\x1b[").append(code).append("m");
        out_.append(text.substr(begin, end + 1 - begin));
        if (!code.empty()) out_ += "\x1b[0m";
    }
    void space(std::size_t columns) { spaces_ += columns; }
    void end() {
        spaces_ = 0;
        out_ += '\n';
    }
    void line(std::string_view text, Style style = Style::plain) {
        add(text, style);
        end();
    }
    std::string take() { return std::move(out_); }

    /// Lines that `write(screen, from, to)` writes for rows, of long tables on all threads.
    template <class Write>
    void rows(std::size_t count, const Write& write) {
        std::vector<std::string> parts((count + rows_at_once - 1) / rows_at_once);
        in_parallel(std::thread::hardware_concurrency(), count, rows_at_once,
                    [&](std::size_t from, std::size_t to, unsigned) {
                        Screen part(colour_);
                        write(part, from, to);
                        parts[from / rows_at_once] = part.take();
                    });
        for (const std::string& part : parts) out_ += part;
    }

  private:
    bool colour_;
    std::string out_;
    std::size_t spaces_ = 0;
};

void add_aligned(Screen& screen, std::string_view text, std::size_t width, bool right, Style style) {
    const std::size_t wide = display_width(text), free = width > wide ? width - wide : 0;
    if (right) screen.space(free);
    screen.add(text, style);
    if (!right) screen.space(free);
}

std::string bar_of(double share, std::size_t width) {
    constexpr std::string_view eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    auto count = static_cast<std::size_t>(std::lround(share * static_cast<double>(width) * 8));
    if (share > 0 && count == 0) count = 1;
    std::string bar;
    for (std::size_t i = 0; i < count / 8; ++i) bar += "█";
    bar += eighths[count % 8];
    return bar;
}

Style style_of(const ReportColumn& column, const ReportCell& cell, bool total) {
    const double* number = std::get_if<double>(&cell.value);
    if (number && *number != 0 && column.tone != Tone::plain)
        return column.tone == Tone::good ? Style::good : Style::bad;
    if (cell.blank()) return Style::faint;
    return total ? Style::strong : Style::plain;
}

class TablePrinter {
  public:
    TablePrinter(Screen& screen, const ReportTable& table, std::size_t width)
        : screen_(screen), table_(table), texts_(to_texts(table)), parts_(lay_out(table, texts_, width)),
          width_(width) {}

    void print() {
        if (parts_.size() > 1 && table_.rows.size() == 1 && table_.total.empty()) return print_record();
        for (const LaidTable& part : parts_) {
            if (&part != &parts_.front()) screen_.end();
            print(part);
        }
    }

  private:
    void print(const LaidTable& part) {
        for (std::size_t line = 0; line < part.header_lines; ++line) {
            for (const LaidColumn& column : part.columns) {
                gap(screen_, part, column);
                // Headers end on one line, next to the numbers below them.
                const std::size_t above = part.header_lines - column.header.size();
                add_aligned(screen_, line < above ? "" : std::string_view(column.header[line - above]),
                            column.header_width(), column.right, Style::strong);
                screen_.space(column.width() - column.header_width());
            }
            screen_.end();
        }
        rule(part);
        screen_.rows(table_.rows.size(), [&](Screen& screen, std::size_t from, std::size_t to) {
            for (std::size_t row = from; row < to; ++row) {
                const std::size_t repeated = repeated_groups(row);
                if (row > 0 && has_group() && repeated == 0) screen.end();
                print_row(screen, part, table_.rows[row], texts_.rows[row], repeated, false);
            }
        });
        if (table_.rows.empty()) screen_.line("no rows", Style::faint);
        if (table_.total.empty()) return;
        rule(part);
        print_row(screen_, part, table_.total, texts_.total, 0, true);
    }

    /// One row that is too wide for a line: a line for each of its columns.
    void print_record() {
        const bool currency_said = !shared_currency(table_).empty();
        std::vector<std::string> titles;
        std::size_t widest = 0;
        for (const ReportColumn& column : table_.columns) {
            titles.push_back(currency_said ? shown(column.title) : title_of(column));
            widest = std::max(widest, display_width(titles.back()));
        }
        const std::size_t label = std::min(widest, width_ / 2), room = width_ - label - column_gap;
        for (std::size_t i = 0; i < titles.size(); ++i) {
            const CellText& cell = texts_.rows.front()[i];
            const LaidColumn value{.position = i,
                                   .right = is_number(table_.columns[i].unit),
                                   .series = table_.columns[i].unit == Unit::series,
                                   .text = room};
            const auto names = wrap_whole(titles[i], label), lines = lines_of(value, cell.text);
            for (std::size_t line = 0; line < std::max(names.size(), lines.size()); ++line) {
                add_aligned(screen_, line < names.size() ? names[line] : "", label, false, Style::strong);
                screen_.space(column_gap);
                if (line < lines.size())
                    screen_.add(lines[line], style_of(table_.columns[i], table_.rows.front()[i], false));
                if (line == 0 && !cell.range.empty()) screen_.add(" " + cell.range, Style::faint);
                screen_.end();
            }
        }
    }

    void print_row(Screen& screen, const LaidTable& part, const std::vector<ReportCell>& cells,
                   const std::vector<CellText>& texts, std::size_t hidden, bool total) const {
        std::vector<std::vector<std::string>> lines;
        std::size_t height = 1;
        for (const LaidColumn& column : part.columns) {
            lines.push_back(lines_of(column, column.position < hidden ? "" : texts[column.position].text));
            height = std::max(height, lines.back().size());
        }
        for (std::size_t line = 0; line < height; ++line) {
            for (std::size_t i = 0; i < part.columns.size(); ++i) {
                const LaidColumn& column = part.columns[i];
                gap(screen, part, column);
                if (line >= lines[i].size()) {
                    screen.space(column.width());
                    continue;
                }
                const Style style = style_of(table_.columns[column.position], cells[column.position], total);
                add_aligned(screen, lines[i][line], column.text, column.right, style);
                if (line == 0)
                    print_range_and_bar(screen, column, texts[column.position]);
                else
                    screen.space(column.width() - column.text);
            }
            screen.end();
        }
    }

    static std::vector<std::string> lines_of(const LaidColumn& column, const std::string& text) {
        if (column.right) return {text};
        if (column.series) return {cut(text, column.text)};
        return wrap_whole(text, column.text);
    }

    static void print_range_and_bar(Screen& screen, const LaidColumn& column, const CellText& text) {
        if (column.range > 0) {
            screen.space(1);
            add_aligned(screen, text.range, column.range, true, Style::faint);
        }
        if (column.bar > 0) {
            screen.space(1);
            add_aligned(screen, bar_of(text.bar, column.bar), column.bar, false, Style::bar);
        }
    }

    void rule(const LaidTable& part) {
        std::string line;
        for (std::size_t i = 0; i < part.width(); ++i) line += "─";
        screen_.line(line, Style::faint);
    }

    static void gap(Screen& screen, const LaidTable& part, const LaidColumn& column) {
        if (&column != &part.columns.front()) screen.space(column_gap);
    }

    bool has_group() const { return !table_.columns.empty() && table_.columns.front().group; }

    /// How many leading group columns say the same as in the row above.
    std::size_t repeated_groups(std::size_t row) const {
        std::size_t same = 0;
        while (row > 0 && same < table_.columns.size() && table_.columns[same].group &&
               texts_.rows[row][same].text == texts_.rows[row - 1][same].text)
            ++same;
        return same;
    }

    Screen& screen_;
    const ReportTable& table_;
    const TableText texts_;
    const std::vector<LaidTable> parts_;
    const std::size_t width_;
};

void print_wrapped(Screen& screen, std::string_view raw, std::string_view first, std::string_view next,
                   std::size_t width, Style style) {
    const std::size_t margin = display_width(first);
    const std::size_t room =
        width == 0 ? std::string_view::npos / 2 : std::max<std::size_t>(width, margin + 20) - margin;
    const std::vector<std::string> lines = wrap(shown(raw), room);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        screen.add(i == 0 ? first : next, Style::faint);
        screen.line(lines[i], style);
    }
}

/// A headline that is too wide for a line of its own.
void print_long_fact(Screen& screen, const std::string& number, const std::string& what, std::size_t width) {
    for (std::string& line : wrap(number + " " + what, width)) {
        if (line.starts_with(number + " ")) {
            screen.add(number, Style::strong);
            line.erase(0, number.size());
        }
        screen.line(line, Style::plain);
    }
}

void print_facts(Screen& screen, const Report& report, std::size_t width) {
    std::size_t used = 0;
    for (const auto& [name, text] : report.facts) {
        const auto [number, what] = phrase_of_fact(name, text);
        const std::size_t wide = display_width(number) + (what.empty() ? 0 : 1 + display_width(what));
        if (used > 0 && width > 0 && used + 3 + wide > width) {
            screen.end();
            used = 0;
        }
        if (width > 0 && wide > width) {
            print_long_fact(screen, number, what, width);
            continue;
        }
        if (used > 0) {
            screen.space(3);
            used += 3;
        }
        screen.add(number, Style::strong);
        if (!what.empty()) {
            screen.space(1);
            screen.add(what);
        }
        used += wide;
    }
    if (used > 0) screen.end();
}

void print_notes(Screen& screen, const std::vector<std::string>& notes, std::size_t width) {
    for (const std::string& note : notes) print_wrapped(screen, note, "· ", "  ", width, Style::plain);
}

} // namespace

std::string render_terminal(const Report& report, const RenderOptions& options) {
    Screen screen(options.colour);
    print_wrapped(screen, report.title, "", "", options.width, Style::strong);
    if (!report.question.empty()) print_wrapped(screen, report.question, "", "", options.width, Style::plain);
    if (!report.stamp.empty()) print_wrapped(screen, report.stamp, "", "", options.width, Style::faint);
    if (!report.facts.empty()) {
        screen.end();
        print_facts(screen, report, options.width);
    }
    for (const ReportTable& table : report.tables) {
        screen.end();
        print_wrapped(screen, title_with_currency(table), "", "", options.width, Style::strong);
        if (!only_notes(table)) {
            screen.end();
            TablePrinter(screen, table, options.width).print();
        }
        if (table.notes.empty()) continue;
        screen.end();
        print_notes(screen, table.notes, options.width);
    }
    if (!report.notes.empty()) {
        screen.end();
        print_notes(screen, report.notes, options.width);
    }
    return screen.take();
}

} // namespace handoff
