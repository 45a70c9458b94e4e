#include "base/parallel.hpp"
#include "render/format.hpp"
#include "render/formats.hpp"
#include "report/fact_definitions.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <thread>

namespace handoff {
namespace {

using Json = nlohmann::ordered_json;

/// Whole numbers without ".0", as every other format shows them.
Json json_of(std::optional<double> number) {
    if (!number) return nullptr;
    constexpr double exact = 9007199254740992.0; // 2^53
    if (std::abs(*number) < exact && *number == std::trunc(*number))
        return static_cast<std::int64_t>(*number);
    return *number;
}

std::string text_of(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace); }

/// Writes the cells of a table's rows straight into the document, as the library would: an object made for
/// each of many rows takes longer than all else.
class RowWriter {
  public:
    /// `depth`: how many blanks stand before the brackets of a row.
    RowWriter(const ReportTable& table, std::size_t depth) : inside_(2 + depth, ' ') {
        const std::vector<bool> ranged = ranged_columns(table), named = named_columns(table);
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            const std::string& key = table.columns[i].key;
            Members each{.key = text_of(Json(key))};
            if (named[i]) each.name = text_of(Json(key + "_name"));
            if (ranged[i]) each.low = text_of(Json(key + "_low")), each.high = text_of(Json(key + "_high"));
            columns_.push_back(std::move(each));
        }
    }

    void append(std::string& out, const std::vector<ReportCell>& row) const {
        out += '{';
        bool first = true;
        const auto member = [&](const std::string& key) -> std::string& {
            out += first ? "\n" : ",\n";
            first = false;
            return out.append(inside_).append(key).append(": ");
        };
        for (std::size_t i = 0; i < row.size(); ++i) {
            const ReportCell& cell = row[i];
            const Members& column = columns_[i];
            member(column.key);
            if (const auto* text = std::get_if<std::string>(&cell.value))
                append_text(out, *text);
            else if (const auto* series = std::get_if<Series>(&cell.value))
                append_series(out, *series);
            else
                append_number(out, number_of(cell));
            if (!column.name.empty()) append_name(member(column.name), cell.name);
            if (column.low.empty()) continue;
            append_number(member(column.low), cell.low);
            append_number(member(column.high), cell.high);
        }
        if (!first) out.append("\n").append(inside_, 2);
        out += '}';
    }

  private:
    /// The names of a column's members, quoted; blank where it has none.
    struct Members {
        std::string key, name, low, high;
    };

    static void append_text(std::string& out, std::string_view text) {
        const bool as_it_stands = std::all_of(
            text.begin(), text.end(), [](char c) { return c >= ' ' && c < '\x7f' && c != '"' && c != '\\'; });
        if (as_it_stands)
            out.append("\"").append(text).append("\"");
        else
            out += text_of(Json(text));
    }
    static void append_name(std::string& out, std::string_view name) {
        if (name.empty())
            out += "null";
        else
            append_text(out, name);
    }
    static void append_number(std::string& out, std::optional<double> number) {
        out += text_of(json_of(number));
    }
    void append_series(std::string& out, const Series& series) const {
        out += '[';
        for (std::size_t i = 0; i < series.size(); ++i) {
            out.append(i == 0 ? "\n" : ",\n").append(inside_).append("  ");
            append_number(out, series[i]);
        }
        if (!series.empty()) out.append("\n").append(inside_);
        out += ']';
    }

    std::string inside_; ///< stands before each member
    std::vector<Members> columns_;
};

/// The rows of a table, each with a comma before it but the first; all threads write some of them.
void append_rows(std::string& out, const ReportTable& table, std::size_t depth) {
    const RowWriter writer(table, depth);
    constexpr std::size_t rows_at_once = 1024;
    std::vector<std::string> parts((table.rows.size() + rows_at_once - 1) / rows_at_once);
    in_parallel(std::thread::hardware_concurrency(), table.rows.size(), rows_at_once,
                [&](std::size_t from, std::size_t to, unsigned) {
                    std::string& part = parts[from / rows_at_once];
                    for (std::size_t i = from; i < to; ++i) {
                        part.append(i == 0 ? "\n" : ",\n").append(depth, ' ');
                        writer.append(part, table.rows[i]);
                    }
                });
    std::size_t size = out.size();
    for (const std::string& part : parts) size += part.size();
    out.reserve(size);
    for (std::string& part : parts) {
        out += part;
        std::string().swap(part);
    }
}

/// A table but for its rows and total, whose places stay empty.
Json frame_of(const ReportTable& table) {
    Json out = {
        {"key", table.key}, {"title", table.title}, {"columns", Json::array()}, {"rows", Json::array()}};
    for (const ReportColumn& column : table.columns) {
        Json each = {{"key", column.key}, {"title", column.title}, {"unit", to_text(column.unit)}};
        if (!column.currency.empty()) each["currency"] = column.currency;
        each["definition"] = column.definition;
        out["columns"].push_back(std::move(each));
    }
    if (!table.total.empty()) out["total"] = Json::object();
    out["notes"] = table.notes;
    return out;
}

/// The text of a document whose tables are frames, and of the tables' rows and totals at their places.
std::string filled(const Json& document, const std::vector<ReportTable>& tables) {
    // No other text of the document has them, since the ends of lines in texts are escaped.
    constexpr std::string_view rows = "\n      \"rows\": [", total = "\n      \"total\": ";
    constexpr std::size_t depth = 6; // of the members of a table
    const std::string frame = text_of(document);
    std::string text;
    std::size_t from = 0;
    const auto go_past = [&](std::string_view place) {
        const std::size_t to = frame.find(place, from) + place.size();
        text.append(frame, from, to - from);
        from = to;
    };
    for (const ReportTable& table : tables) {
        go_past(rows);
        append_rows(text, table, depth + 2);
        if (!table.rows.empty()) text.append("\n").append(depth, ' ');
        if (table.total.empty()) continue;
        go_past(total);
        RowWriter(table, depth).append(text, table.total);
        from += 2; // the braces of nothing
    }
    return text.append(frame, from);
}

} // namespace

std::string render_json(const Report& report, const RenderOptions&) {
    Json out = {{"report", report.name}, {"title", report.title},  {"question", report.question},
                {"stamp", report.stamp}, {"facts", Json::array()}, {"tables", Json::array()},
                {"notes", report.notes}};
    for (const auto& [name, text] : report.facts) {
        Json fact = {{"name", name}, {"text", text}};
        if (const auto definition = definition_of_fact(report.name, name); !definition.empty())
            fact["definition"] = definition;
        out["facts"].push_back(std::move(fact));
    }
    for (const ReportTable& table : report.tables) out["tables"].push_back(frame_of(table));
    return filled(out, report.tables) + "\n";
}

} // namespace handoff
