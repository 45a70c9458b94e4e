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

Rep read_rep(Reading& reading, const TomlTable& table, const Agreement& agreement) {
    Rep rep;
    rep.place = table.place;
    Fields fields(reading, table, "[[rep]]");
    rep.id = fields.needed_text("id").value_or("");
    const std::string called = rep.id.empty() ? "this rep" : "rep '" + rep.id + "'";
    rep.name = fields.text_or("name", rep.id);
    rep.email = fields.text_or("email");
    rep.calendar = fields.text_or("calendar");
    if (!table.find("calendar")) {
        reading.warning(table.place, reading.width_of(table),
                        called + " has no calendar and counts as always at work");
    } else if (!rep.calendar.empty() && !agreement.calendar(rep.calendar)) {
        std::vector<std::string> names;
        for (const CalendarSettings& calendar : agreement.calendars) names.push_back(calendar.name);
        std::string hint = hint_for(rep.calendar, names, "there are");
        if (hint.empty()) hint = "add [calendar." + rep.calendar + "]";
        reading.error(table.find("calendar")->value, "there is no calendar '" + rep.calendar + "'",
                      std::move(hint));
    }
    rep.pools = texts_of(reading, fields, "pools");
    rep.skills = texts_of(reading, fields, "skills");
    if (const auto weight = fields.number("weight")) {
        rep.weight = *weight;
        if (!(*weight > 0) || std::isinf(*weight))
            reading.error(table.find("weight")->value, "'weight' must be more than 0",
                          "take the rep out of its pools to give it no leads");
    }
    rep.max_open = fields.count("max_open");
    rep.max_day = fields.count("max_day");
    for (const TomlTable* away : fields.tables("away"))
        rep.away.push_back(read_away(reading, *away, agreement));
    fields.finish();
    return rep;
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

void read_reps(Reading& reading, const std::vector<const TomlTable*>& tables, Agreement& agreement) {
    for (const TomlTable* table : tables) agreement.reps.push_back(read_rep(reading, *table, agreement));
    check_unique(reading, tables, agreement.reps);
    check_covers(reading, tables, agreement.reps);
}

} // namespace handoff
