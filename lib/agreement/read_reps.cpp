#include "reading.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <cmath>

namespace handoff {

namespace {

std::vector<std::string> texts_of(Reading& reading, Fields& fields, const char* key) {
    std::vector<std::string> all;
    for (const TomlValue* value : fields.texts(key)) {
        if (std::find(all.begin(), all.end(), value->text) == all.end())
            all.push_back(value->text);
        else
            reading.error(*value, "'" + value->text + "' is listed twice in '" + key + "'");
    }
    return all;
}

Rep::Away read_away(Reading& reading, const TomlTable& table, const Agreement& agreement) {
    Rep::Away away{.from = {}, .to = {}, .cover = {}, .place = table.place};
    Fields fields(reading, table, "'away'");
    for (const char* key : {"from", "to"})
        if (!table.find(key)) reading.error(table, "the '" + std::string(key) + "' is missing in 'away'");
    const auto from = fields.date("from"), to = fields.date("to");
    away.cover = fields.text_or("cover");
    if (from && to) {
        away.from = *from;
        away.to = *to;
        const TomlValue& end = table.find("to")->value;
        if (*to < *from)
            reading.error(end, "'to' lies before 'from'");
        else if (agreement.agreed_on && *to < *agreement.agreed_on)
            reading.warning(end.place, end.width, "this absence was over before the agreement was made",
                            "remove it, or correct the year");
    }
    fields.finish();
    return away;
}

void read_calendar_of(Reading& reading, Fields& fields, const TomlTable& table, const Agreement& agreement,
                      Rep& rep) {
    rep.calendar = fields.text_or("calendar");
    if (!table.find("calendar")) {
        if (!rep.team)
            reading.warning(table.place, reading.width_of(table),
                            (rep.id.empty() ? "this rep" : "rep '" + rep.id + "'") +
                                " has no calendar and counts as always at work");
    } else if (!rep.calendar.empty() && !agreement.calendar(rep.calendar)) {
        std::vector<std::string> names;
        for (const CalendarSettings& calendar : agreement.calendars) names.push_back(calendar.name);
        std::string hint = hint_for(rep.calendar, names, "there are");
        if (hint.empty()) hint = "add [calendar." + rep.calendar + "]";
        reading.error(table.find("calendar")->value, "there is no calendar '" + rep.calendar + "'",
                      std::move(hint));
    }
}

void read_stay(Reading& reading, Fields& fields, const TomlTable& table, Rep& rep) {
    rep.starts = fields.date("starts");
    rep.leaves = fields.date("leaves");
    if (rep.starts && rep.leaves && *rep.leaves < *rep.starts)
        reading.error(table.find("leaves")->value, "'leaves' lies before 'starts'");
    const TomlEntry* ramp = fields.entry("ramp", TomlValue::Kind::array);
    if (!ramp) return;
    for (const TomlValue& share : ramp->value.items) {
        if (!is_number(share) || !(share.number > 0) || share.number > 1)
            reading.error(share, "'ramp' must hold shares of the weight, more than 0 and at most 1",
                          "write ramp = [0.25, 0.5, 0.75] for the first three weeks");
        else
            rep.ramp.push_back(share.number);
    }
    if (!table.find("starts")) reading.error(*ramp, "'ramp' counts weeks from 'starts', which is missing");
}

void read_caps(Fields& fields, Rep& rep) {
    rep.max_open = fields.count("max_open");
    rep.max_day = fields.count("max_day");
    rep.max_week = fields.count("max_week");
}

Rep read_rep(Reading& reading, const TomlTable& table, const Agreement& agreement) {
    Rep rep;
    rep.place = table.place;
    Fields fields(reading, table, "[[rep]]");
    rep.id = fields.needed_text("id").value_or("");
    rep.name = fields.text_or("name", rep.id);
    rep.email = fields.text_or("email");
    rep.owner_id = fields.text_or("owner_id");
    read_calendar_of(reading, fields, table, agreement, rep);
    rep.pools = texts_of(reading, fields, "pools");
    rep.skills = texts_of(reading, fields, "skills");
    if (const auto weight = fields.number("weight")) {
        rep.weight = *weight;
        if (!(*weight > 0) || std::isinf(*weight))
            reading.error(table.find("weight")->value, "'weight' must be more than 0",
                          "take the rep out of its pools to give it no leads");
    }
    read_caps(fields, rep);
    read_stay(reading, fields, table, rep);
    for (const TomlTable* away : fields.tables("away"))
        rep.away.push_back(read_away(reading, *away, agreement));
    fields.finish();
    return rep;
}

Rep read_team(Reading& reading, const TomlTable& table, const Agreement& agreement) {
    Rep team{.team = true};
    team.place = table.place;
    Fields fields(reading, table, "[[team]]");
    team.id = fields.needed_text("id").value_or("");
    team.name = fields.text_or("name", team.id);
    team.email = fields.text_or("email");
    team.owner_id = fields.text_or("owner_id");
    read_calendar_of(reading, fields, table, agreement, team);
    read_caps(fields, team);
    fields.finish();
    return team;
}

void check_unique(Reading& reading, const std::vector<const TomlTable*>& tables,
                  const std::vector<Rep>& reps) {
    const auto check = [&](const char* key, std::string Rep::*field) {
        for (std::size_t i = 0; i < reps.size(); ++i)
            for (std::size_t j = 0; j < i; ++j) {
                if ((reps[i].*field).empty() || !same_text(reps[i].*field, reps[j].*field)) continue;
                reading.error(tables[i]->find(key)->value, "two reps have the " + std::string(key) + " '" +
                                                               reps[i].*field + "'" +
                                                               first_at(reps[j].place));
                break;
            }
    };
    check("id", &Rep::id);
    check("email", &Rep::email);
}

void check_covers(Reading& reading, const std::vector<const TomlTable*>& tables,
                  const std::vector<Rep>& reps) {
    std::vector<std::string> ids;
    for (const Rep& rep : reps) ids.push_back(rep.id);
    for (std::size_t i = 0; i < reps.size(); ++i) {
        const TomlEntry* away = tables[i]->find("away");
        if (!away) continue;
        for (const TomlValue& one : away->value.items) {
            const TomlEntry* cover = one.table ? one.table->find("cover") : nullptr;
            if (!cover || cover->value.kind != TomlValue::Kind::text || cover->value.text.empty()) continue;
            const std::string& id = cover->value.text;
            if (id == reps[i].id)
                reading.error(cover->value, "rep '" + id + "' cannot cover their own absence");
            else if (std::find(ids.begin(), ids.end(), id) == ids.end())
                reading.error(cover->value, "there is no rep '" + id + "' to cover",
                              hint_for(id, ids, "there are"));
        }
    }
}

} // namespace

void read_reps(Reading& reading, const std::vector<const TomlTable*>& reps,
               const std::vector<const TomlTable*>& teams, Agreement& agreement) {
    for (const TomlTable* table : reps) agreement.reps.push_back(read_rep(reading, *table, agreement));
    for (const TomlTable* table : teams) agreement.reps.push_back(read_team(reading, *table, agreement));
    std::vector<const TomlTable*> tables = reps;
    tables.insert(tables.end(), teams.begin(), teams.end());
    check_unique(reading, tables, agreement.reps);
    check_covers(reading, tables, agreement.reps);
}

} // namespace handoff
