#include "reading.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace handoff {

namespace {

void read_group(Reading& reading, const TomlEntry& entry, ScoreModel& model) {
    ScoreGroup group{.name = entry.key, .place = entry.place};
    check_group_name(reading, entry.key, entry.place, entry.width);
    if (entry.value.kind != TomlValue::Kind::table) {
        reading.error(entry.value, "group '" + entry.key + "' must be a table, not " + words_for(entry.value),
                      "write " + entry.key + " = { min = 0, max = 100 }");
    } else {
        Fields fields(reading, *entry.value.table, "group '" + entry.key + "'");
        group.min = fields.points("min");
        group.max = fields.points("max");
        if (group.min && group.max && *group.max < *group.min)
            reading.error(entry.value.table->find("max")->value, "'max' is less than 'min'");
        fields.finish();
    }
    model.groups.push_back(std::move(group));
}

std::vector<std::string> names_of(const ScoreModel& model) {
    std::vector<std::string> names;
    for (const ScoreGroup& group : model.groups) names.push_back(group.name);
    return names;
}

Grade::Axis read_axis(Reading& reading, const TomlEntry& entry) {
    Grade::Axis axis{.group = entry.key, .steps = {}};
    for (const TomlEntry& step : entry.value.table->entries) {
        if (!is_number(step.value)) {
            reading.error(step.value, "'" + step.key + "' must be a number, not " + words_for(step.value));
            continue;
        }
        const double from = step.value.number;
        if (std::isnan(from) || from == std::numeric_limits<double>::infinity()) {
            reading.error(step.value, "no lead can reach '" + step.key + "'",
                          "write a number, or -inf for the lowest");
            continue;
        }
        const Points points = Points::of(from);
        const auto same = std::find_if(axis.steps.begin(), axis.steps.end(),
                                       [&](const Grade::Step& other) { return other.from == points; });
        if (same != axis.steps.end()) {
            reading.error(step.value, "'" + step.key + "' begins where '" + same->label + "' does");
            continue;
        }
        axis.steps.push_back({step.key, points});
    }
    std::sort(axis.steps.begin(), axis.steps.end(),
              [](const Grade::Step& a, const Grade::Step& b) { return a.from > b.from; });
    if (axis.steps.empty())
        reading.error(entry, "'" + entry.key + "' has no grades",
                      "write " + entry.key + " = { A = 50, B = -inf }");
    else if (axis.steps.back().from != Points::lowest())
        reading.error(
            entry, "the lowest grade of '" + entry.key + "' must begin at -inf, so that every lead has one",
            "write " + axis.steps.back().label + " = -inf, or add a lower one");
    return axis;
}

} // namespace

void read_grade(Reading& reading, const TomlTable& table, ScoreModel& model) {
    model.grade.place = table.place;
    std::vector<std::string> names = names_of(model);
    names.emplace_back("total");
    for (const TomlEntry& entry : table.entries) {
        if (std::find(names.begin(), names.end(), entry.key) == names.end())
            reading.error(entry, "unknown group '" + entry.key + "' in [score.grade]",
                          hint_for(entry.key, names, "there are"));
        else if (entry.value.kind != TomlValue::Kind::table)
            reading.error(entry.value, "'" + entry.key + "' must be a table, not " + words_for(entry.value),
                          "write " + entry.key + " = { A = 50, B = -inf }");
        else
            model.grade.axes.push_back(read_axis(reading, entry));
    }
    if (table.entries.empty())
        reading.error(table, "[score.grade] has no grades", "write total = { A = 50, B = -inf }");
}

void read_score(Reading& reading, const TomlTable& table, Agreement& agreement) {
    ScoreModel& model = agreement.score;
    Fields fields(reading, table, "[score]");
    const TomlTable* groups = fields.table("groups");
    if (groups)
        for (const TomlEntry& entry : groups->entries) read_group(reading, entry, model);
    const std::vector<std::string> declared = names_of(model);
    read_rules(reading, fields.tables("rule"), groups ? &declared : nullptr, model);
    if (!groups) // they are what the rules name, without bounds
        for (const ScoreRule& rule : model.rules) {
            const std::vector<std::string> known = names_of(model);
            if (!rule.group.empty() && std::find(known.begin(), known.end(), rule.group) == known.end())
                model.groups.push_back({.name = rule.group, .min = {}, .max = {}, .place = rule.place});
        }
    if (const TomlTable* grade = fields.table("grade")) read_grade(reading, *grade, model);
    fields.finish();
}

} // namespace handoff
