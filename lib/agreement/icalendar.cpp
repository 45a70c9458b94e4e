#include "icalendar.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>

namespace handoff {

namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year;

constexpr year last_year{2100};
constexpr int longest_event = 366; // days

/// A line with those that continue it: "DTSTART;VALUE=DATE:20261225".
struct Line {
    std::string text;
    std::uint32_t number = 0;
    std::string_view name() const { return std::string_view(text).substr(0, text.find_first_of(";:")); }
    std::string_view value() const {
        const std::size_t colon = text.find(':');
        return colon == std::string::npos ? std::string_view() : std::string_view(text).substr(colon + 1);
    }
};

std::vector<Line> lines_of(std::string_view text) {
    std::vector<Line> lines;
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    for (std::uint32_t number = 1; !text.empty(); ++number) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (!lines.empty() && (line.starts_with(' ') || line.starts_with('\t')))
            lines.back().text += line.substr(1);
        else if (!line.empty())
            lines.push_back({std::string(line), number});
    }
    return lines;
}

std::optional<int> read_integer(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    int value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    return problem == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

/// "20261225"; of a time ("20261225T000000Z") its day.
std::optional<Date> read_day(std::string_view text) {
    if (text.size() > 8 && text[8] == 'T') text = text.substr(0, 8);
    if (text.size() != 8) return std::nullopt;
    return read_date(std::string(text.substr(0, 4)) + "-" + std::string(text.substr(4, 2)) + "-" +
                     std::string(text.substr(6)));
}

std::vector<std::string_view> parts_of(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

/// FREQ=YEARLY on a day of a month, or on the Nth weekday of a month.
struct Yearly {
    int interval = 1;
    std::optional<int> count, month, month_day, week;
    std::chrono::weekday weekday{};
    std::optional<Date> until;

    std::optional<Date> in(year of, Date first) const {
        const auto in_month = month ? std::chrono::month{static_cast<unsigned>(*month)} : first.month();
        if (week && *week > 0) {
            const Date day{sys_days{of / in_month / weekday[static_cast<unsigned>(*week)]}};
            return day.month() == in_month ? std::optional(day) : std::nullopt;
        }
        if (week) {
            const Date last{sys_days{of / in_month / weekday[std::chrono::last]} - days{7 * (-*week - 1)}};
            return last.month() == in_month ? std::optional(last) : std::nullopt;
        }
        const auto day_of_month =
            month_day ? std::chrono::day{static_cast<unsigned>(*month_day)} : first.day();
        const Date day = of / in_month / day_of_month;
        return day.ok() ? std::optional(day) : std::nullopt; // 29 February
    }
};

bool read_weekday(std::string_view text, Yearly& rule) {
    constexpr std::array<std::string_view, 7> names = {"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
    if (text.size() < 3) return false;
    const auto name = std::find(names.begin(), names.end(), text.substr(text.size() - 2));
    rule.week = read_integer(text.substr(0, text.size() - 2));
    if (name == names.end() || !rule.week || *rule.week == 0 || *rule.week < -5 || *rule.week > 5)
        return false;
    rule.weekday = std::chrono::weekday{static_cast<unsigned>(name - names.begin())};
    return true;
}

std::optional<Yearly> read_rule(std::string_view text) {
    Yearly rule;
    bool yearly = false;
    for (const std::string_view part : parts_of(text, ';')) {
        const std::size_t equals = part.find('=');
        if (equals == std::string_view::npos) return std::nullopt;
        const std::string_view key = part.substr(0, equals), value = part.substr(equals + 1);
        const auto number = [&](int low, int high) {
            const auto read = read_integer(value);
            return read && *read >= low && *read <= high ? read : std::nullopt;
        };
        bool good = true;
        if (key == "FREQ") {
            good = yearly = value == "YEARLY";
        } else if (key == "INTERVAL") {
            good = number(1, 100).has_value();
            rule.interval = number(1, 100).value_or(1);
        } else if (key == "COUNT") {
            good = (rule.count = number(1, 1000)).has_value();
        } else if (key == "UNTIL") {
            good = (rule.until = read_day(value)).has_value();
        } else if (key == "BYMONTH") {
            good = (rule.month = number(1, 12)).has_value();
        } else if (key == "BYMONTHDAY") {
            good = (rule.month_day = number(1, 31)).has_value();
        } else if (key == "BYDAY") {
            good = read_weekday(value, rule);
        } else {
            good = key == "WKST";
        }
        if (!good) return std::nullopt;
    }
    return yearly && !(rule.week && rule.month_day) ? std::optional(rule) : std::nullopt;
}

/// "P1D", "P2W": days.
std::optional<int> read_length(std::string_view text) {
    if (text.size() < 3 || text.front() != 'P') return std::nullopt;
    const auto count = read_integer(text.substr(1, text.size() - 2));
    if (!count || (text.back() != 'D' && text.back() != 'W')) return std::nullopt;
    return text.back() == 'W' ? *count * 7 : *count;
}

class Event {
  public:
    /// What is wrong with a line; empty when nothing is.
    std::string take(const Line& line) {
        const std::string_view name = line.name(), value = line.value();
        const auto is_time = value.find('T') != std::string_view::npos;
        if (name == "DTSTART") {
            has_start_ = true;
            start_ = read_day(value);
            if (!start_) return "'" + std::string(value) + "' is no date";
            if (is_time) return "this event has a time of day, but holidays are whole days";
        } else if (name == "DTEND") {
            end_ = read_day(value);
            if (!end_) return "'" + std::string(value) + "' is no date";
        } else if (name == "DURATION") {
            length_ = read_length(value);
            if (!length_) return "the length '" + std::string(value) + "' is not in whole days";
        } else if (name == "RRULE") {
            rule_ = read_rule(value);
            if (!rule_) return "the repetition '" + std::string(value) + "' is none that is understood";
        } else if (name == "EXDATE" || name == "RDATE") {
            for (const std::string_view part : parts_of(value, ',')) {
                const auto day = read_day(part);
                if (!day) return "'" + std::string(part) + "' is no date";
                (name == "EXDATE" ? without_ : also_).push_back(*day);
            }
        } else if (name == "STATUS") {
            cancelled_ = value == "CANCELLED";
        }
        return {};
    }

    /// Adds the days; gives what is wrong, or nothing.
    std::string finish(std::vector<Date>& all) const {
        if (cancelled_) return {};
        if (!start_) return has_start_ ? "" : "this event has no DTSTART"; // a bad one is told already
        const int length = end_      ? static_cast<int>((sys_days{*end_} - sys_days{*start_}).count())
                           : length_ ? *length_
                                     : 1;
        if (end_ && length < 0) return "this event ends before it begins";
        if (length > longest_event) return "this event lasts longer than a year";
        const auto add = [&](Date first) {
            if (std::find(without_.begin(), without_.end(), first) != without_.end()) return;
            for (int day = 0; day < std::max(length, 1); ++day) all.emplace_back(sys_days{first} + days{day});
        };
        if (rule_) {
            int left = rule_->count.value_or(std::numeric_limits<int>::max());
            for (year of = start_->year(); of <= last_year && left > 0;
                 of += std::chrono::years{rule_->interval}) {
                const auto day = rule_->in(of, *start_);
                if (!day || *day < *start_) continue;
                if (rule_->until && *day > *rule_->until) break;
                add(*day);
                --left;
            }
        } else {
            add(*start_);
        }
        for (const Date& day : also_) add(day);
        return {};
    }

  private:
    std::optional<Date> start_, end_;
    std::optional<int> length_;
    std::optional<Yearly> rule_;
    std::vector<Date> without_, also_;
    bool cancelled_ = false, has_start_ = false;
};

} // namespace

std::vector<Date> read_icalendar(std::string_view text, const std::string& path, Diagnostics& diagnostics) {
    const std::vector<Line> lines = lines_of(text);
    const auto wrong = [&](const Line& line, std::string what, std::string hint = {}) {
        diagnostics.add({.place = {path, line.number, 1},
                         .what = std::move(what),
                         .hint = std::move(hint),
                         .source = line.text,
                         .width = static_cast<std::uint32_t>(line.text.size())});
    };
    std::vector<Date> all;
    if (lines.empty() || !same_text(lines.front().text, "BEGIN:VCALENDAR")) {
        diagnostics.error({path, 1, 1}, "this is no iCalendar file", "it must begin with BEGIN:VCALENDAR");
        return all;
    }
    std::optional<Event> event;
    const Line* begin = nullptr;
    for (const Line& line : lines) {
        if (line.text == "BEGIN:VEVENT") {
            event.emplace();
            begin = &line;
        } else if (line.text == "END:VEVENT" && event) {
            if (std::string what = event->finish(all); !what.empty()) wrong(*begin, std::move(what));
            event.reset();
        } else if (event) {
            if (std::string what = event->take(line); !what.empty())
                wrong(line, std::move(what), "take the event out, and write its days in the agreement");
        }
    }
    if (event) wrong(*begin, "this event has no end");
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

} // namespace handoff
