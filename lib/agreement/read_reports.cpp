#include "reading.hpp"

#include <handoff/words.hpp>

#include <algorithm>

namespace handoff {

void read_reports(Reading& reading, const std::vector<const TomlTable*>& tables, Agreement& agreement) {
    for (const TomlTable* table : tables) {
        Fields fields(reading, *table, "[[report]]");
        SavedReport report{.place = table->place};
        report.name = fields.needed_text("name").value_or("");
        report.question = fields.text_or("question");
        report.by = fields.text_or("by");
        report.across = fields.text_or("across");
        report.where = fields.expression("where");
        if (const auto value = fields.text("value")) {
            report.value = *value;
            (void)measure_of(reading, table->find("value")->value);
        }
        fields.finish();
        const auto same = std::find_if(agreement.reports.begin(), agreement.reports.end(),
                                       [&](const SavedReport& other) { return other.name == report.name; });
        if (!report.name.empty() && same != agreement.reports.end())
            reading.error(table->find("name")->value,
                          "two reports are called '" + report.name + "'" + first_at(same->place));
        else if (report.name.find_first_of(" \t/") != std::string::npos || report.name.starts_with('-'))
            reading.error(table->find("name")->value,
                          "the name of a report is one word to be typed, not '" + report.name + "'");
        agreement.reports.push_back(std::move(report));
    }
}

} // namespace handoff
