#include "reading.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace handoff {

namespace {

void read_group(Reading& reading, const TomlEntry& entry, const std::string& score, ScoreModel& model) {
    ScoreGroup group{.name = entry.key, .place = entry.place, .score = score};
    check_group_name(reading, entry.key, entry.place, entry.width);
    for (const ScoreGroup& other : model.groups)
        if (other.name == entry.key)
            reading.error(entry, "there is a group '" + entry.key + "' already" + first_at(other.place),
                          "to share it between scores, write with = [\"" + entry.key + "\"]");
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

/// Grades are written in order, which a slip of the pen breaks; only the lowest may stand anywhere. Where it
/// stands last, the others fall.
void check_order(Reading& reading, const TomlTable& table, std::vector<Grade::Step> steps) {
    const auto is_lowest = [](const Grade::Step& step) { return step.from == Points::lowest(); };
    std::optional<bool> rise;
    if (!steps.empty() && is_lowest(steps.back())) rise = false;
    std::erase_if(steps, is_lowest);
    for (std::size_t i = 1; i < steps.size(); ++i) {
        const Grade::Step &before = steps[i - 1], &step = steps[i];
        const bool rises = before.from < step.from;
        if (!rise) rise = rises;
        if (rises == *rise) continue;
        reading.error(table.find(step.label)->value,
                      "'" + step.label + "' begins at " + to_text(step.from) +
                          (rises ? ", above" : ", below") + " '" + before.label +
                          "' before it, which begins at " + to_text(before.from),
                      "write the grades in order, like A = 50, B = 30, C = -inf");
        return;
    }
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
    check_order(reading, *entry.value.table, axis.steps);
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

std::vector<std::string> names_of(const std::vector<ScoreGroup>& groups) {
    std::vector<std::string> names;
    for (const ScoreGroup& group : groups) names.push_back(group.name);
    return names;
}

void read_grade(Reading& reading, const TomlTable& table, std::vector<std::string> groups,
                const std::string& where, Grade& grade) {
    grade.place = table.place;
    groups.emplace_back("total");
    for (const TomlEntry& entry : table.entries) {
        if (std::find(groups.begin(), groups.end(), entry.key) == groups.end())
            reading.error(entry, "unknown group '" + entry.key + "' in " + where,
                          hint_for(entry.key, groups, "there are"));
        else if (entry.value.kind != TomlValue::Kind::table)
            reading.error(entry.value, "'" + entry.key + "' must be a table, not " + words_for(entry.value),
                          "write " + entry.key + " = { A = 50, B = -inf }");
        else
            grade.axes.push_back(read_axis(reading, entry));
    }
    if (table.entries.empty())
        reading.error(table, where + " has no grades", "write total = { A = 50, B = -inf }");
}

namespace {

const std::vector<std::string> own_keys = {"groups", "rule", "grade", "reset"};

/// The tables of [score] that are scores of their own.
std::vector<const TomlEntry*> named_scores(const TomlTable& table) {
    std::vector<const TomlEntry*> named;
    for (const TomlEntry& entry : table.entries)
        if (entry.value.kind == TomlValue::Kind::table &&
            std::find(own_keys.begin(), own_keys.end(), entry.key) == own_keys.end())
            named.push_back(&entry);
    return named;
}

/// A named score's own groups. What it shares is known only when all groups are.
void read_named_groups(Reading& reading, const TomlEntry& entry, ScoreModel& model) {
    const TomlTable& table = *entry.value.table;
    NamedScore score{.name = entry.key, .groups = {}, .grade = {}, .place = table.place};
    if (!is_column_name(entry.key))
        reading.error(entry,
                      "the name of a score " + std::string(column_name_rule) + ", not '" + entry.key + "'");
    const TomlEntry* groups = table.find("groups");
    if (!groups && !table.find("with"))
        reading.error(entry, "the score '" + entry.key + "' has no groups",
                      did_you_mean(entry.key, own_keys).empty()
                          ? "write groups = { " + entry.key + "_fit = { max = 50 } }, or with = [\"fit\"]"
                          : did_you_mean(entry.key, own_keys));
    if (groups && groups->value.kind == TomlValue::Kind::table)
        for (const TomlEntry& group : groups->value.table->entries) {
            read_group(reading, group, entry.key, model);
            score.groups.push_back(group.key);
        }
    model.named.push_back(std::move(score));
}

/// The names of groups in a list, each known and once.
std::vector<std::string> read_group_list(Reading& reading, const std::vector<const TomlValue*>& values,
                                         const std::vector<std::string>& known,
                                         std::vector<std::string> list = {}) {
    for (const TomlValue* value : values) {
        const std::optional<std::string> name = text_of(reading, *value, "groups");
        if (!name) continue;
        if (std::find(known.begin(), known.end(), *name) == known.end())
            reading.error(*value, "unknown group '" + *name + "'", hint_for(*name, known, "there are"));
        else if (std::find(list.begin(), list.end(), *name) != list.end())
            reading.error(*value, "the group '" + *name + "' counts once");
        else
            list.push_back(*name);
    }
    return list;
}

void read_named(Reading& reading, const TomlTable& table, const std::vector<std::string>& known,
                NamedScore& score) {
    const std::string where = "[score." + score.name + "]";
    Fields fields(reading, table, where);
    fields.table("groups");
    score.groups = read_group_list(reading, fields.texts("with"), known, std::move(score.groups));
    if (const TomlTable* grade = fields.table("grade"))
        read_grade(reading, *grade, score.groups, "[score." + score.name + ".grade]", score.grade);
    for (const char* column : {"score_", "grade_", "reasons_"})
        if (std::find(known.begin(), known.end(), column + score.name) != known.end())
            reading.error(table, "a group has the name of the column '" + (column + score.name) +
                                     "' of the score '" + score.name + "'");
    fields.finish();
}

void read_reset(Reading& reading, const TomlTable& table, const std::vector<std::string>& known,
                ScoreModel& model) {
    Fields fields(reading, table, "[[score.reset]]");
    ScoreReset reset{.name = fields.needed_text("name").value_or(""),
                     .why = fields.text_or("why"),
                     .touch = fields.expression("touch"),
                     .column = fields.text_or("at"),
                     .groups = {},
                     .place = table.place,
                     .column_place = {}};
    const TomlEntry *const touch = table.find("touch"), *const at = table.find("at");
    if (at) reset.column_place = reading.document().place_of_text(at->value).place;
    if (touch && at)
        reading.error(*at, "a reset comes by a 'touch' or 'at' a time, not by both");
    else if (!touch && !at)
        reading.error(table, "a 'touch' or an 'at' is missing in [[score.reset]]",
                      "write touch = \"type = 'closed_won'\", or at = \"converted_at\"");
    for (const ScoreReset& other : model.resets)
        if (!reset.name.empty() && other.name == reset.name)
            reading.error(table.find("name")->value,
                          "two resets are called '" + reset.name + "'" + first_at(other.place));
    reset.groups = read_group_list(reading, fields.texts("groups"), known);
    std::vector<std::string> scores;
    for (const NamedScore& named : model.named) scores.push_back(named.name);
    if (const auto score = fields.text("score")) {
        if (const TomlEntry* groups = table.find("groups"))
            reading.error(*groups, "a reset is of a 'score' or of 'groups', not of both");
        if (std::find(scores.begin(), scores.end(), *score) == scores.end())
            reading.error(table.find("score")->value, "unknown score '" + *score + "'",
                          hint_for(*score, scores, "there are"));
        for (const ScoreGroup& group : model.groups)
            if (group.score == *score) reset.groups.push_back(group.name);
    } else if (!table.find("groups")) {
        reset.groups = known;
    }
    fields.finish();
    model.resets.push_back(std::move(reset));
}

/// Without declarations the main score's groups are what the rules name, without bounds.
void add_groups_of_rules(ScoreModel& model) {
    for (const ScoreRule& rule : model.rules) {
        const std::vector<std::string> known = names_of(model.groups);
        if (rule.group.empty() || std::find(known.begin(), known.end(), rule.group) != known.end()) continue;
        const auto first_named = model.groups.begin() + static_cast<std::ptrdiff_t>(model.main_groups());
        model.groups.insert(first_named, {.name = rule.group, .min = {}, .max = {}, .place = rule.place});
    }
}

} // namespace

void read_score(Reading& reading, const TomlTable& table, Agreement& agreement) {
    ScoreModel& model = agreement.score;
    Fields fields(reading, table, "[score]");
    const TomlTable* groups = fields.table("groups");
    if (groups)
        for (const TomlEntry& entry : groups->entries) read_group(reading, entry, "", model);
    const std::vector<const TomlEntry*> named = named_scores(table);
    for (const TomlEntry* entry : named) read_named_groups(reading, *fields.entry(entry->key), model);
    const std::vector<std::string> declared = names_of(model.groups);
    read_rules(reading, fields.tables("rule"), groups ? &declared : nullptr, model);
    if (!groups) add_groups_of_rules(model);
    const std::vector<std::string> all = names_of(model.groups);
    const std::vector<std::string> main(all.begin(),
                                        all.begin() + static_cast<std::ptrdiff_t>(model.main_groups()));
    if (const TomlTable* grade = fields.table("grade"))
        read_grade(reading, *grade, main, "[score.grade]", model.grade);
    for (std::size_t i = 0; i < named.size(); ++i)
        read_named(reading, *named[i]->value.table, all, model.named[i]);
    for (const TomlTable* reset : fields.tables("reset")) read_reset(reading, *reset, all, model);
    std::stable_partition(model.resets.begin(), model.resets.end(),
                          [](const ScoreReset& reset) { return reset.column.empty(); });
    fields.finish();
}

} // namespace handoff
