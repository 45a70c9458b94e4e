#include "icalendar.hpp"
#include "reading.hpp"

#include <handoff/files.hpp>
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

/// A block or a list of blocks, sorted; an empty list is a day without work.
std::vector<CalendarSettings::Block> read_blocks(Reading& reading, Fields& fields, const std::string& key) {
    std::vector<CalendarSettings::Block> blocks;
    for (const TomlValue* value : fields.texts(key))
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
    return blocks;
}

void read_hours(Reading& reading, const TomlTable& table, CalendarSettings& calendar) {
    const TomlEntry* given[7] = {};
    Fields fields(reading, table, "hours");
    for (const TomlEntry& entry : table.entries) {
        const std::vector<CalendarSettings::Block> blocks = read_blocks(reading, fields, entry.key);
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

/// Days with hours of their own, in place of those of the weekday: half days, a Saturday at work.
void read_hours_on(Reading& reading, const TomlTable& table, CalendarSettings& calendar) {
    Fields fields(reading, table, "hours_on");
    for (const TomlEntry& entry : table.entries) {
        std::vector<CalendarSettings::Block> blocks = read_blocks(reading, fields, entry.key);
        if (const auto day = read_date(entry.key))
            calendar.hours_on[*day] = std::move(blocks);
        else
            reading.error(entry, "'" + entry.key + "' is no date", "write 2026-12-24 = \"09:00-12:00\"");
    }
}

void read_holiday_file(Reading& reading, const TomlValue& value, CalendarSettings& calendar) {
    const std::string path = path_of(reading, value.text);
    try {
        const std::vector<Date> holidays = read_icalendar(read_file(path), path, reading.diagnostics());
        reading.add_file(path);
        calendar.holidays.insert(calendar.holidays.end(), holidays.begin(), holidays.end());
    } catch (const Error& error) {
        reading.error(value, error.diagnostics().front().what, error.diagnostics().front().hint);
    }
}

void read_holidays(Reading& reading, const TomlValue& value, CalendarSettings& calendar) {
    if (value.kind == TomlValue::Kind::array) {
        for (const TomlValue& item : value.items) read_holidays(reading, item, calendar);
    } else if (value.kind == TomlValue::Kind::date) {
        if (calendar.hours_on.count(value.date) != 0)
            reading.error(value, "'" + to_text(value.date) + "' is a holiday, and has hours in 'hours_on'");
        calendar.holidays.push_back(value.date);
    } else if (value.kind == TomlValue::Kind::text && lower(value.text).ends_with(".ics")) {
        read_holiday_file(reading, value, calendar);
    } else {
        reading.error(value, "'holidays' must hold dates or .ics files, not " + words_for(value),
                      "write 2026-12-25 without quotes, or \"holidays.ics\"");
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
    if (const TomlTable* hours = fields.table("hours_on")) read_hours_on(reading, *hours, calendar);
    if (const TomlEntry* holidays = fields.entry("holidays"))
        read_holidays(reading, holidays->value, calendar);
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
