#include "render/format.hpp"

#include "base/parallel.hpp"
#include "base/rounded.hpp"
#include "render/width.hpp"

#include <handoff/points.hpp>
#include <handoff/values.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <cmath>
#include <thread>

namespace handoff {
namespace {

/// How many decimals show every value of a column as it is, at most `most`.
int decimals_needed(const std::vector<double>& values, int most) {
    for (int decimals = 0; decimals < most; ++decimals) {
        const double scale = std::pow(10.0, decimals);
        if (std::all_of(values.begin(), values.end(), [&](double value) {
                return std::abs(std::round(value * scale) / scale - value) <
                       1e-9 * std::max(1.0, std::abs(value));
            }))
            return decimals;
    }
    return most;
}

int decimals_of(Unit unit, const std::vector<double>& values) {
    switch (unit) {
    case Unit::share:
    case Unit::days:
        return 1;
    case Unit::points:
        return decimals_needed(values, 6); // all that points are shown with: reasons add up
    case Unit::number:
        return decimals_needed(values, 2);
    case Unit::money: {
        const bool large =
            std::any_of(values.begin(), values.end(), [](double v) { return std::abs(v) >= 1000; });
        return large || decimals_needed(values, 2) == 0 ? 0 : 2;
    }
    case Unit::count: // an estimate of one, too, is shown whole
    case Unit::text:
    case Unit::date:
    case Unit::instant:
    case Unit::series:
        break;
    }
    return 0;
}

/// One block for each number, as high as it is beside the largest; a point for nothing.
std::string chart_of(const Series& series, double largest) {
    constexpr std::string_view blocks[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    constexpr double steps = std::size(blocks);
    std::string chart;
    for (const double value : series) {
        const double height = largest > 0 && value > 0 ? std::ceil(value / largest * steps) : 0;
        chart += height < 1 ? "·" : blocks[static_cast<std::size_t>(std::min(height, steps)) - 1];
    }
    return chart;
}

bool has_bounds(const ReportCell& cell) noexcept { return cell.low && cell.high; }

/// For each column: some cell, in the rows or the total, has it.
template <class Has>
std::vector<bool> columns_with(const ReportTable& table, Has has) {
    std::vector<bool> found(table.columns.size(), false);
    const auto look = [&](const std::vector<ReportCell>& row) {
        for (std::size_t i = 0; i < row.size(); ++i)
            if (has(row[i])) found[i] = true;
    };
    for (const auto& row : table.rows) look(row);
    look(table.total);
    return found;
}

class ColumnFormat {
  public:
    ColumnFormat(const ReportTable& table, std::size_t position) : column_(table.columns[position]) {
        std::vector<double> values;
        for (const auto& row : table.rows)
            if (const auto number = number_of(row[position])) values.push_back(*number);
        largest_ = column_.unit == Unit::share || values.empty()
                       ? 1
                       : *std::max_element(values.begin(), values.end());
        for (const auto& row : table.rows)
            if (const auto* series = std::get_if<Series>(&row[position].value))
                for (const double value : *series) highest_ = std::max(highest_, value);
        if (!table.total.empty())
            if (const auto number = number_of(table.total[position])) values.push_back(*number);
        decimals_ = decimals_of(column_.unit, values);
    }

    CellText operator()(const ReportCell& cell) const {
        CellText out;
        if (const auto* text = std::get_if<std::string>(&cell.value)) {
            out.text = shown(cell.name.empty() ? *text : cell.name);
            return out;
        }
        if (const auto* series = std::get_if<Series>(&cell.value)) {
            out.text = chart_of(*series, highest_);
            for (const double value : *series)
                out.heights.push_back(highest_ > 0 ? std::max(value, 0.0) / highest_ : 0);
            return out;
        }
        const auto number = number_of(cell);
        if (!number) {
            if (is_number(column_.unit)) out.text = "–";
            return out;
        }
        out.text = text_of(*number);
        if (cell.low && cell.high) out.range = digits(*cell.low) + "–" + digits(*cell.high);
        if (column_.bar && largest_ > 0) out.bar = std::clamp(*number / largest_, 0.0, 1.0);
        return out;
    }

  private:
    std::string text_of(double number) const {
        if (column_.unit != Unit::share) return rounded_text(number, decimals_);
        if (column_.multiple && std::abs(number) >= least_multiple) return rounded_text(number) + "x";
        return percent_text(number, decimals_);
    }
    std::string digits(double value) const {
        return rounded_text(column_.unit == Unit::share ? value * 100 : value, decimals_);
    }

    const ReportColumn& column_;
    double largest_ = 1;
    double highest_ = 0; ///< of all series
    int decimals_ = 0;
};

} // namespace

namespace {

/// "first touch overdue" for "first touches overdue": what is counted, where there is one of it.
std::string of_one(std::string name) {
    constexpr std::pair<std::string_view, std::string_view> nouns[] = {
        {"leads", "lead"},     {"deals", "deal"},         {"touches", "touch"}, {"attempts", "attempt"},
        {"answers", "answer"}, {"handovers", "handover"}, {"nights", "night"},  {"campaigns", "campaign"}};
    std::size_t first = name.size();
    std::string_view many, one;
    for (const auto& [plural, singular] : nouns) {
        const std::size_t at = (" " + name + " ").find(" " + std::string(plural) + " ");
        if (at >= first) continue;
        first = at;
        many = plural;
        one = singular;
    }
    return many.empty() ? name : name.replace(first, many.size(), one);
}

} // namespace

std::pair<std::string, std::string> phrase_of_fact(const std::string& name, const std::string& text) {
    if (text == "true") return {shown(name), {}};
    if (text == "false") return {"not " + shown(name), {}};
    return {shown(text), shown(text == "1" ? of_one(name) : name)};
}

std::string text_of_fact(const std::string& text) {
    return text == "true" ? "yes" : text == "false" ? "no" : text;
}

std::optional<double> number_of(const ReportCell& cell) noexcept {
    const double* number = std::get_if<double>(&cell.value);
    return number && std::isfinite(*number) ? std::optional(*number) : std::nullopt;
}

bool is_number(Unit unit) noexcept {
    return unit != Unit::text && unit != Unit::date && unit != Unit::instant && unit != Unit::series;
}

bool only_notes(const ReportTable& table) noexcept { return table.rows.empty() && !table.notes.empty(); }

std::string title_of(const ReportColumn& column) {
    return shown(column.currency.empty() ? column.title : column.title + ", " + column.currency);
}

std::string shared_currency(const ReportTable& table) {
    std::size_t columns = 0;
    std::string shared;
    for (const ReportColumn& column : table.columns) {
        if (column.currency.empty()) continue;
        if (!shared.empty() && column.currency != shared) return {};
        shared = column.currency;
        ++columns;
    }
    constexpr std::size_t enough = 3;
    return columns >= enough ? shared : std::string();
}

std::string title_with_currency(const ReportTable& table) {
    const std::string currency = only_notes(table) ? std::string() : shared_currency(table);
    return shown(table.title + (currency.empty() ? "" : ", money in " + currency));
}

std::vector<bool> ranged_columns(const ReportTable& table) {
    std::vector<bool> ranged = columns_with(table, has_bounds);
    for (std::size_t i = 0; i < ranged.size(); ++i) ranged[i] = ranged[i] || table.columns[i].ranged;
    return ranged;
}

std::vector<bool> named_columns(const ReportTable& table) {
    std::vector<bool> named = columns_with(table, [](const ReportCell& cell) { return !cell.name.empty(); });
    for (std::size_t i = 0; i < named.size(); ++i) named[i] = named[i] || table.columns[i].named;
    return named;
}

TableText to_texts(const ReportTable& table) {
    TableText texts;
    texts.ranged = columns_with(table, has_bounds);
    std::vector<ColumnFormat> formats;
    formats.reserve(table.columns.size());
    for (std::size_t position = 0; position < table.columns.size(); ++position)
        formats.emplace_back(table, position);
    const auto texts_of = [&](const std::vector<ReportCell>& cells) {
        std::vector<CellText> row;
        row.reserve(cells.size());
        for (std::size_t position = 0; position < cells.size(); ++position)
            row.push_back(formats[position](cells[position]));
        return row;
    };
    texts.rows.resize(table.rows.size());
    in_parallel(std::thread::hardware_concurrency(), table.rows.size(), rows_at_once,
                [&](std::size_t from, std::size_t to, unsigned) {
                    for (std::size_t row = from; row < to; ++row) texts.rows[row] = texts_of(table.rows[row]);
                });
    texts.total = texts_of(table.total);
    for (CellText& text : texts.total) text.bar = 0;
    return texts;
}

std::string raw_numbers(const Series& series) {
    std::string text;
    for (const double value : series) text += (text.empty() ? "" : " ") + raw_number(value);
    return text;
}

std::string raw_number(double value) {
    return to_text(value == 0 ? 0.0 : value); // no minus before a zero
}

} // namespace handoff
