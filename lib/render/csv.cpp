#include "render/format.hpp"
#include "render/formats.hpp"

#include <handoff/csv.hpp>
#include <handoff/error.hpp>
#include <handoff/words.hpp>

namespace handoff {
namespace {

const ReportTable* chosen_table(const Report& report, const std::string& key) {
    if (key.empty()) return report.tables.empty() ? nullptr : &report.tables.front();
    std::vector<std::string> keys;
    for (const ReportTable& table : report.tables) {
        if (table.key == key) return &table;
        keys.push_back(table.key);
    }
    throw Error(Fault::request, "the report '" + report.name + "' has no table '" + key + "'",
                did_you_mean(key, keys));
}

class Line {
  public:
    void add(std::string_view field) {
        if (!first_) text_ += ',';
        first_ = false;
        csv::append_field(text_, field);
    }
    void add(std::optional<double> number) { add(number ? raw_number(*number) : std::string()); }
    void end(std::string& out) {
        out += text_ + "\n";
        text_.clear();
        first_ = true;
    }

  private:
    std::string text_;
    bool first_ = true;
};

} // namespace

std::string render_csv(const Report& report, const RenderOptions& options) {
    const ReportTable* table = chosen_table(report, options.table);
    std::string out;
    if (!table) return out;
    const std::vector<bool> ranged = ranged_columns(*table), named = named_columns(*table);
    Line line;
    for (std::size_t i = 0; i < table->columns.size(); ++i) {
        const std::string& key = table->columns[i].key;
        line.add(key);
        if (named[i]) line.add(key + "_name");
        if (!ranged[i]) continue;
        line.add(key + "_low");
        line.add(key + "_high");
    }
    line.end(out);
    for (const auto& row : table->rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (const auto* text = std::get_if<std::string>(&row[i].value))
                line.add(csv::safe_for_spreadsheet(*text));
            else if (const auto* series = std::get_if<Series>(&row[i].value))
                line.add(raw_numbers(*series));
            else
                line.add(number_of(row[i]));
            if (named[i]) line.add(csv::safe_for_spreadsheet(row[i].name));
            if (!ranged[i]) continue;
            line.add(row[i].low);
            line.add(row[i].high);
        }
        line.end(out);
    }
    return out;
}

} // namespace handoff
