#include "render/format.hpp"
#include "render/formats.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

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

Json json_of(const ReportTable& table, const std::vector<ReportCell>& row, const std::vector<bool>& ranged) {
    Json object = Json::object();
    for (std::size_t i = 0; i < row.size(); ++i) {
        const std::string& key = table.columns[i].key;
        if (const auto* text = std::get_if<std::string>(&row[i].value))
            object[key] = *text;
        else if (const auto* series = std::get_if<Series>(&row[i].value))
            object[key] = json_of(*series);
        else
            object[key] = json_of(number_of(row[i]));
        if (!ranged[i]) continue;
        object[key + "_low"] = json_of(row[i].low);
        object[key + "_high"] = json_of(row[i].high);
    }
    return object;
}

Json json_of(const ReportTable& table) {
    Json out = {
        {"key", table.key}, {"title", table.title}, {"columns", Json::array()}, {"rows", Json::array()}};
    for (const ReportColumn& column : table.columns) {
        Json each = {{"key", column.key}, {"title", column.title}, {"unit", to_text(column.unit)}};
        if (!column.currency.empty()) each["currency"] = column.currency;
        each["definition"] = column.definition;
        out["columns"].push_back(std::move(each));
    }
    const std::vector<bool> ranged = ranged_columns(table);
    for (const auto& row : table.rows) out["rows"].push_back(json_of(table, row, ranged));
    if (!table.total.empty()) out["total"] = json_of(table, table.total, ranged);
    out["notes"] = table.notes;
    return out;
}

} // namespace

std::string render_json(const Report& report, const RenderOptions&) {
    Json out = {{"report", report.name}, {"title", report.title},  {"question", report.question},
                {"stamp", report.stamp}, {"facts", Json::array()}, {"tables", Json::array()},
                {"notes", report.notes}};
    for (const auto& [name, text] : report.facts)
        out["facts"].push_back(Json{{"name", name}, {"text", text}});
    for (const ReportTable& table : report.tables) out["tables"].push_back(json_of(table));
    return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace handoff
