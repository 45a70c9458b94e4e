#include "render/chart.hpp"

#include "base/rounded.hpp"
#include "render/html_text.hpp"
#include "render/width.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace handoff {
namespace {

constexpr std::size_t colours = 8; ///< of the page's style
constexpr double width = 760, line_height = 14;

/// A number not below another one, of which the half is short, too: 1.2, 1.6, 2, 2.4, … times a power of ten.
double scale_for(double most) {
    if (most <= 0) return 1;
    const double power = std::pow(10, std::floor(std::log10(most)));
    for (const double step : {1.0, 1.2, 1.6, 2.0, 2.4, 3.0, 4.0, 5.0, 6.0, 8.0})
        if (most <= step * power * (1 + 1e-9)) return step * power;
    return 10 * power;
}

std::string tick_text(Unit unit, double value) {
    if (unit == Unit::share) return percent_text(value, value > 0 && value < .02 ? 1 : 0);
    return rounded_text(value, value != std::floor(value) ? 1 : 0);
}

class Chart {
  public:
    Chart(const ReportTable& table, const TableText& texts) : table_(table), texts_(texts) {
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            if (table.columns[i].charted) columns_.push_back(i);
        double most = 0;
        for (const auto& row : table.rows)
            for (const std::size_t column : columns_)
                if (const auto number = number_of(row[column])) most = std::max(most, *number);
        most_ = scale_for(most);
    }

    std::string lines() {
        if (columns_.empty() || table_.rows.size() < 2) return {};
        constexpr double left = 56, right = 570, top = 12, bottom = 232;
        const auto x_of = [&](std::size_t row) {
            return left +
                   (right - left) * static_cast<double>(row) / static_cast<double>(table_.rows.size() - 1);
        };
        const auto y_of = [&](double value) {
            return bottom - (bottom - top) * std::clamp(value / most_, 0.0, 1.0);
        };
        for (const double part : {0.0, .5, 1.0})
            svg_ += fmt::format(R"(<path class="grid" d="M{} {:.1f}H{}"/><text x="{}" y="{:.1f}" )"
                                R"(text-anchor="end">{}</text>)",
                                left, y_of(part * most_), right, left - 6, y_of(part * most_) + 4,
                                tick_text(unit(), part * most_));
        for (const std::size_t row : {std::size_t{0}, table_.rows.size() - 1})
            svg_ += fmt::format(R"(<text x="{:.1f}" y="{}" text-anchor="{}">{}</text>)", x_of(row),
                                bottom + 18, row == 0 ? "start" : "end", escaped(row_name(row)));
        std::vector<Label> labels;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            std::string path, points;
            bool drawn = false;
            for (std::size_t row = 0; row < table_.rows.size(); ++row) {
                const auto number = number_of(table_.rows[row][columns_[i]]);
                if (number) {
                    path += fmt::format("{}{:.1f} {:.1f}", drawn ? "L" : "M", x_of(row), y_of(*number));
                    points += fmt::format(R"(<circle cx="{:.1f}" cy="{:.1f}" r="3">{}</circle>)", x_of(row),
                                          y_of(*number), title(row, columns_[i]));
                    if (row + 1 == table_.rows.size()) labels.push_back({y_of(*number), i});
                }
                drawn = number.has_value();
            }
            svg_ += fmt::format(R"(<g class="{}"><path class="line" d="{}"/>{}</g>)", style(i), path, points);
        }
        add_labels(labels, right + 10, bottom);
        return figure(bottom + 26);
    }

    std::string spread() {
        constexpr std::size_t most_rows = 15;
        constexpr double left = 190, right = 740, row_height = 24, top = 6;
        const std::size_t rows = std::min(table_.rows.size(), most_rows);
        if (columns_.empty() || rows == 0) return {};
        const auto x_of = [&](double value) {
            return left + (right - left) * std::clamp(value / most_, 0.0, 1.0);
        };
        const double bottom = top + row_height * static_cast<double>(rows);
        for (const double part : {0.0, .5, 1.0})
            svg_ += fmt::format(
                R"(<path class="grid" d="M{:.1f} {}V{}"/><text x="{:.1f}" y="{}" text-anchor="{}">{}</text>)",
                x_of(part * most_), top, bottom, x_of(part * most_), bottom + 16,
                part == 1 ? "end" : "middle", tick_text(unit(), part * most_));
        for (std::size_t row = 0; row < rows; ++row) {
            const double y = top + row_height * (static_cast<double>(row) + .5);
            double least = most_, largest = 0;
            std::string points;
            for (std::size_t i = 0; i < columns_.size(); ++i) {
                const auto number = number_of(table_.rows[row][columns_[i]]);
                if (!number) continue;
                least = std::min(least, *number);
                largest = std::max(largest, *number);
                points += mark(i, x_of(*number), y, title(row, columns_[i]));
            }
            constexpr std::size_t widest_name = 26;
            svg_ += fmt::format(R"(<text x="{}" y="{:.1f}" text-anchor="end">{}</text>)", left - 10, y + 4,
                                escaped(cut(row_name(row), widest_name)));
            if (!points.empty())
                svg_ += fmt::format(R"(<path class="span" d="M{:.1f} {:.1f}H{:.1f}"/>{})", x_of(least), y,
                                    x_of(largest), points);
        }
        return figure(bottom + 24) + legend();
    }

  private:
    struct Label {
        double at;
        std::size_t column; ///< of those that are drawn
    };

    Unit unit() const { return table_.columns[columns_.front()].unit; }

    std::string row_name(std::size_t row) const {
        const std::string& text = texts_.rows[row].front().text;
        constexpr std::size_t day = std::string_view("2026-09-01").size();
        return table_.columns.front().unit == Unit::instant ? text.substr(0, day) : text;
    }

    /// Past the first eight colours, lines are dashed.
    static std::string style(std::size_t i) {
        return fmt::format("colour-{}{}", i % colours, i < colours ? "" : " again");
    }

    /// Each of ten has a shape of its own, besides its colour: full, hollow, of strokes.
    static std::string mark(std::size_t i, double x, double y, const std::string& title) {
        constexpr std::string_view shapes[] = {"M-4 0A4 4 0 1 0 4 0A4 4 0 1 0 -4 0Z",
                                               "M-3.5 -3.5H3.5V3.5H-3.5Z", "M0 -4.5L4.5 0L0 4.5L-4.5 0Z",
                                               "M0 -4L4.2 3.5H-4.2Z"};
        constexpr std::string_view strokes[] = {"M-3.5 -3.5L3.5 3.5M-3.5 3.5L3.5 -3.5",
                                                "M-4.5 0H4.5M0 -4.5V4.5"};
        constexpr std::size_t each = std::size(shapes);
        const bool full = i < each, hollow = !full && i < 2 * each;
        return fmt::format(
            R"~(<path class="mark {} colour-{}" transform="translate({:.1f} {:.1f})" d="{}">{}</path>)~",
            full ? "full" : "hollow", i % colours, x, y,
            full || hollow ? shapes[i % each] : strokes[i % std::size(strokes)], title);
    }

    std::string title(std::size_t row, std::size_t column) const {
        return fmt::format("<title>{}, {}: {}</title>", escaped(row_name(row)),
                           escaped(table_.columns[column].title), escaped(texts_.rows[row][column].text));
    }

    /// What each line is, at its end; one below the other where lines end near each other.
    void add_labels(std::vector<Label>& labels, double x, double bottom) {
        std::stable_sort(labels.begin(), labels.end(),
                         [](const Label& a, const Label& b) { return a.at < b.at; });
        for (std::size_t i = 1; i < labels.size(); ++i)
            labels[i].at = std::max(labels[i].at, labels[i - 1].at + line_height);
        double lowest = bottom + 4;
        for (std::size_t i = labels.size(); i-- > 0; lowest = labels[i].at - line_height)
            labels[i].at = std::min(labels[i].at, lowest);
        for (const Label& label : labels)
            svg_ += fmt::format(
                R"(<circle class="{}" cx="{}" cy="{:.1f}" r="4"/><text x="{}" y="{:.1f}">{}</text>)",
                style(label.column), x, label.at, x + 9, label.at + 4,
                escaped(table_.columns[columns_[label.column]].title));
    }

    std::string legend() const {
        std::string text = "<p class=\"legend\">";
        for (std::size_t i = 0; i < columns_.size(); ++i)
            text += fmt::format(R"(<span><svg viewBox="0 0 10 10" aria-hidden="true">{}</svg>{}</span> )",
                                mark(i, 5, 5, ""), escaped(table_.columns[columns_[i]].title));
        return text + "</p>\n";
    }

    std::string figure(double height) const {
        std::string names;
        for (const std::size_t column : columns_)
            names += (names.empty() ? "" : ", ") + table_.columns[column].title;
        return fmt::format("<div class=\"scroll\"><svg class=\"chart\" viewBox=\"0 0 {} {}\" "
                           "role=\"img\"><title>{}: {}</title>{}</svg></div>\n",
                           width, height, escaped(table_.title), escaped(names), svg_);
    }

    const ReportTable& table_;
    const TableText& texts_;
    std::vector<std::size_t> columns_; ///< that are drawn
    double most_ = 1;
    std::string svg_;
};

} // namespace

std::string chart_of(const ReportTable& table, const TableText& texts) {
    switch (table.chart) {
    case ReportTable::Chart::lines:
        return Chart(table, texts).lines();
    case ReportTable::Chart::spread:
        return Chart(table, texts).spread();
    case ReportTable::Chart::none:
        break;
    }
    return {};
}

} // namespace handoff
