#include "reading.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <array>

namespace handoff {

namespace {

constexpr std::array<std::string_view, 7> days = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

std::optional<std::size_t> read_day(std::string_view text) {
    const auto found =
        std::find_if(days.begin(), days.end(), [&](std::string_view day) { return same_text(day, text); });
    return found == days.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - days.begin()));
}

/// "mon", "mon-thu", "sat-mon".
std::vector<std::size_t> read_days(std::string_view text) {
    const std::size_t dash = text.find('-');
    const auto first = read_day(trim(text.substr(0, dash)));
    const auto last = dash == std::string_view::npos ? first : read_day(trim(text.substr(dash + 1)));
    std::vector<std::size_t> all;
    if (!first || !last) return all;
    for (std::size_t day = *first;; day = (day + 1) % 7) {
        all.push_back(day);
        if (day == *last) return all;
    }
}

/// "09:00"; also "24:00".
std::optional<std::chrono::minutes> read_time(std::string_view text) {
    const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
    if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4))
        return std::nullopt;
    const int hours = (text[0] - '0') * 10 + (text[1] - '0'),
              minutes = (text[3] - '0') * 10 + (text[4] - '0');
    if (minutes > 59 || hours * 60 + minutes > 24 * 60) return std::nullopt;
    return std::chrono::minutes(hours * 60 + minutes);
}

std::optional<CalendarSettings::Block> read_block(Reading& reading, const TomlValue& value) {
    const std::string_view text = trim(value.text);
    const std::size_t dash = text.find('-');
    const auto from = read_time(trim(text.substr(0, dash)));
    const auto to = dash == std::string_view::npos ? std::nullopt : read_time(trim(text.substr(dash + 1)));
    if (!from || !to) {
        reading.error(value, "'" + value.text + "' is no block of hours", "write \"09:00-17:30\"");
        return std::nullopt;
    }
    if (*from >= *to) {
        reading.error(
            value, "the hours '" + value.text + "' end before they begin",
            "hours over midnight are two blocks, \"22:00-24:00\" and on the next day \"00:00-06:00\"");
        return std::nullopt;
    }
    return CalendarSettings::Block{*from, *to};
}

void read_hours(Reading& reading, const TomlTable& table, CalendarSettings& calendar) {
    const TomlEntry* given[7] = {};
    Fields fields(reading, table, "hours");
    for (const TomlEntry& entry : table.entries) {
        std::vector<CalendarSettings::Block> blocks;
        for (const TomlValue* value : fields.texts(entry.key))
            if (const auto block = read_block(reading, *value)) {
                const bool overlaps = std::any_of(blocks.begin(), blocks.end(), [&](const auto& other) {
                    return block->from < other.to && other.from < block->to;
                });
                if (overlaps)
                    reading.error(*value, "the hours '" + value->text + "' overlap others of the same day");
                else
                    blocks.push_back(*block);
            }
        std::sort(blocks.begin(), blocks.end(), [](const auto& a, const auto& b) { return a.from < b.from; });
        const std::vector<std::size_t> on = read_days(entry.key);
        if (on.empty())
            reading.error(entry, "'" + entry.key + "' is no day of the week",
                          "days are written like mon, fri or mon-thu");
        for (std::size_t day : on) {
            if (given[day]) {
                reading.error(entry, "'" + std::string(days[day]) + "' has hours twice, in '" +
                                         given[day]->key + "' and in '" + entry.key + "'");
                break;
            }
            given[day] = &entry;
            calendar.hours[day] = blocks;
        }
    }
}

CalendarSettings read_calendar(Reading& reading, const TomlEntry& named, const Agreement& agreement) {
    const TomlTable& table = *named.value.table;
    CalendarSettings calendar{.name = named.key, .timezone = agreement.timezone.name()};
    calendar.place = table.place;
    Fields fields(reading, table, "[calendar." + named.key + "]");
    if (const auto name = fields.text("timezone")) {
        calendar.timezone = *name;
        try {
            Zone::named(*name);
        } catch (const Error& error) {
            reading.error(table.find("timezone")->value, error.diagnostics().front().what,
                          error.diagnostics().front().hint);
        }
    }
    if (const TomlTable* hours = fields.table("hours")) read_hours(reading, *hours, calendar);
    if (!table.find("hours") ||
        (table.find("hours")->value.table && table.find("hours")->value.table->entries.empty()))
        reading.error(table, "calendar '" + named.key + "' has no working hours",
                      "write hours = { mon-fri = [\"09:00-17:00\"] }");
    if (const TomlEntry* holidays = fields.entry("holidays", TomlValue::Kind::array))
        for (const TomlValue& day : holidays->value.items) {
            if (day.kind == TomlValue::Kind::date)
                calendar.holidays.push_back(day.date);
            else
                reading.error(day, "'holidays' must hold dates, not " + words_for(day),
                              "write 2026-12-25 without quotes");
        }
    std::sort(calendar.holidays.begin(), calendar.holidays.end());
    fields.finish();
    return calendar;
}

} // namespace

void read_calendars(Reading& reading, const TomlTable& table, Agreement& agreement) {
    for (const TomlEntry& entry : table.entries) {
        if (entry.value.kind == TomlValue::Kind::table)
            agreement.calendars.push_back(read_calendar(reading, entry, agreement));
        else
            reading.error(entry, "'" + entry.key + "' must be a calendar of its own",
                          "write [calendar." + entry.key + "]");
    }
}

} // namespace handoff
