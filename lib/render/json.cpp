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

Json json_of(const Series& series) {
    Json array = Json::array();
    for (const double number : series) array.push_back(json_of(std::optional(number)));
    return array;
}

/// Which columns have more members than their key.
struct Wide {
    explicit Wide(const ReportTable& table) : ranged(ranged_columns(table)), named(named_columns(table)) {}
    std::vector<bool> ranged, named;
};

Json json_of(const ReportTable& table, const std::vector<ReportCell>& row, const Wide& wide) {
    Json object = Json::object();
    for (std::size_t i = 0; i < row.size(); ++i) {
        const std::string& key = table.columns[i].key;
        if (const auto* text = std::get_if<std::string>(&row[i].value))
            object[key] = *text;
        else if (const auto* series = std::get_if<Series>(&row[i].value))
            object[key] = json_of(*series);
        else
            object[key] = json_of(number_of(row[i]));
        if (wide.named[i]) object[key + "_name"] = row[i].name.empty() ? Json() : Json(row[i].name);
        if (!wide.ranged[i]) continue;
        object[key + "_low"] = json_of(row[i].low);
        object[key + "_high"] = json_of(row[i].high);
    }
    return object;
}

std::string text_of(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace); }

/// Where nothing stands yet in the array of this name of an object that was written, its parts: many rows are
/// not worth the memory of an object that holds them all.
void put(std::string& object, std::string_view name, const std::vector<std::string>& parts) {
    if (parts.empty()) return;
    const std::string empty = "\n  \"" + std::string(name) + "\": []"; // no text has a line's end in it
    std::size_t size = 0;
    for (const std::string& part : parts)
        size += part.size() + 4 * static_cast<std::size_t>(2 + std::count(part.begin(), part.end(), '\n'));
    std::string array;
    array.reserve(size);
    for (const std::string& part : parts) {
        array += array.empty() ? "\n    " : ",\n    ";
        for (std::size_t from = 0; from < part.size();) {
            const std::size_t to =
                std::min(part.find('\n', from), part.size() - 1) + 1; // a line, and its end
            array.append(part, from, to - from);
            if (array.back() == '\n') array += "    ";
            from = to;
        }
    }
    array += "\n  ";
    object.insert(object.find(empty) + empty.size() - 1, array);
}

std::string text_of(const ReportTable& table) {
    Json out = {
        {"key", table.key}, {"title", table.title}, {"columns", Json::array()}, {"rows", Json::array()}};
    for (const ReportColumn& column : table.columns) {
        Json each = {{"key", column.key}, {"title", column.title}, {"unit", to_text(column.unit)}};
        if (!column.currency.empty()) each["currency"] = column.currency;
        each["definition"] = column.definition;
        out["columns"].push_back(std::move(each));
    }
    const Wide wide(table);
    if (!table.total.empty()) out["total"] = json_of(table, table.total, wide);
    out["notes"] = table.notes;
    std::string text = text_of(out);
    std::vector<std::string> rows(table.rows.size());
    constexpr std::size_t rows_at_once = 256;
    in_parallel(std::thread::hardware_concurrency(), rows.size(), rows_at_once,
                [&](std::size_t from, std::size_t to, unsigned) {
                    for (std::size_t i = from; i < to; ++i)
                        rows[i] = text_of(json_of(table, table.rows[i], wide));
                });
    put(text, "rows", rows);
    return text;
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
    std::vector<std::string> tables;
    for (const ReportTable& table : report.tables) tables.push_back(text_of(table));
    std::string text = text_of(out);
    put(text, "tables", tables);
    return text + "\n";
}

} // namespace handoff
