#include <handoff/values.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <array>
#include <base/time_text.hpp>
#include <charconv>
#include <cmath>
#include <table/clean_instant.hpp>
#include <table/month_names.hpp>

namespace handoff {

namespace {

using namespace std::string_view_literals;
using std::chrono::microseconds;
using Local = std::chrono::local_time<microseconds>;

bool digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0; }

/// Walks over a cell from left to right.
class Cursor {
  public:
    explicit Cursor(std::string_view text) : text_(text) {}

    bool done() const noexcept { return at_ == text_.size(); }
    char peek() const noexcept { return done() ? '\0' : text_[at_]; }
    bool take(char c) noexcept {
        if (peek() != c) return false;
        ++at_;
        return true;
    }
    void skip(std::string_view any) noexcept {
        while (!done() && any.find(text_[at_]) != std::string_view::npos) ++at_;
    }
    bool take(std::string_view text) noexcept {
        if (!rest().starts_with(text)) return false;
        at_ += text.size();
        return true;
    }
    std::string_view digits() noexcept { return run(digit); }
    std::string_view letters() noexcept { return run(letter); }
    std::string_view rest() const noexcept { return text_.substr(at_); }

  private:
    std::string_view run(bool (*wanted)(char) noexcept) noexcept {
        const std::size_t first = at_;
        while (!done() && wanted(text_[at_])) ++at_;
        return text_.substr(first, at_ - first);
    }
    std::string_view text_;
    std::size_t at_ = 0;
};

/// At most nine digits; callers have checked that they are digits.
unsigned number(std::string_view digits) noexcept {
    unsigned value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

/// "21" is 2021, "79" is 1979.
unsigned full_year(std::string_view digits) noexcept {
    const unsigned year = number(digits);
    if (digits.size() != 2) return year;
    return year < 69 ? 2000 + year : 1900 + year;
}

/// The date at the cursor, or nothing. Of three numbers, `first` and `second` are kept for deciding the
/// order.
struct DateFound {
    Date date{};
    unsigned first = 0, second = 0;
    char separator = '\0'; ///< set when day and month are both numbers, before the year
};

std::optional<Date> make_date(unsigned year, unsigned month, unsigned day) noexcept {
    if (year < 1000 || year > 9999 || month > 12 || day > 31) return std::nullopt;
    const Date date{std::chrono::year{static_cast<int>(year)}, std::chrono::month{month},
                    std::chrono::day{day}};
    return date.ok() ? std::optional(date) : std::nullopt;
}

/// "Apr 15, 2021", after the month's name.
std::optional<DateFound> after_month_name(Cursor& cursor, unsigned month) {
    cursor.skip(" .-/");
    const std::string_view day = cursor.digits();
    if (day.empty() || day.size() > 2) return std::nullopt;
    if (letter(cursor.peek())) cursor.letters(); // 15th
    cursor.skip(" ,-/");
    const std::string_view year = cursor.digits();
    if (year.size() != 4) return std::nullopt;
    const std::optional<Date> date = make_date(number(year), month, number(day));
    return date ? std::optional(DateFound{.date = *date}) : std::nullopt;
}

/// "15 Apr, 2021" and "15-Apr-21", after the day.
std::optional<DateFound> after_day_before_name(Cursor& cursor, std::string_view day) {
    // 1st April, 1er avril, 1º de abril; the longest are in Portuguese
    constexpr std::array<std::string_view, 10> between = {"st", "nd", "rd", "th", "er",
                                                          "de", "di", "of", "º",  "°"};
    std::string_view word = cursor.letters();
    for (int i = 0; i < 2 && std::find(between.begin(), between.end(), word) != between.end(); ++i) {
        cursor.skip(" .");
        word = cursor.letters();
    }
    const unsigned month = month_named(word);
    cursor.skip(" ,.-/");
    if (cursor.take("del ") || cursor.take("de ")) cursor.skip(" ");
    const std::string_view year = cursor.digits();
    if (month == 0 || day.size() > 2 || (year.size() != 4 && year.size() != 2)) return std::nullopt;
    const std::optional<Date> date = make_date(full_year(year), month, number(day));
    return date ? std::optional(DateFound{.date = *date}) : std::nullopt;
}

/// "4月15日", "4월 15일".
std::optional<DateFound> after_year_in_asia(Cursor& cursor, std::string_view year) {
    cursor.skip(" ");
    const std::string_view month = cursor.digits();
    if (month.empty() || month.size() > 2 || !(cursor.take("月") || cursor.take("월"))) return std::nullopt;
    cursor.skip(" ");
    const std::string_view day = cursor.digits();
    if (day.empty() || day.size() > 2 || !(cursor.take("日") || cursor.take("일"))) return std::nullopt;
    const std::optional<Date> date = make_date(number(year), number(month), number(day));
    return date ? std::optional(DateFound{.date = *date}) : std::nullopt;
}

std::optional<DateFound> read_date_part(Cursor& cursor) {
    std::string_view word = cursor.letters();
    if (is_weekday(word) && month_named(word) == 0) {
        cursor.skip(" ,.");
        word = cursor.letters();
    }
    if (!word.empty()) {
        const unsigned month = month_named(word);
        return month ? after_month_name(cursor, month) : std::nullopt;
    }
    const std::string_view first = cursor.digits();
    if (first.size() == 8) { // 20210415T093000Z
        const auto date =
            make_date(number(first.substr(0, 4)), number(first.substr(4, 2)), number(first.substr(6)));
        return date && cursor.peek() == 'T' ? std::optional(DateFound{.date = *date}) : std::nullopt;
    }
    if (first.size() == 4 && (cursor.take("年") || cursor.take("년")))
        return after_year_in_asia(cursor, first);
    if (first.empty() || first.size() > 4 || first.size() == 3) return std::nullopt;
    const char separator = cursor.peek();
    const std::string_view behind = cursor.rest().substr(std::min<std::size_t>(1, cursor.rest().size()));
    const std::string_view name = separator == '.' ? trim(behind) : behind; // 15. April
    if (separator == ' ' || letter(separator) ||
        ((separator == '-' || separator == '/' || separator == '.') && !name.empty() && letter(name[0]))) {
        cursor.skip(" -/.");
        return after_day_before_name(cursor, first);
    }
    if (separator != '/' && separator != '-' && separator != '.') return std::nullopt;
    cursor.take(separator);
    const std::string_view second = cursor.digits();
    if (second.empty() || second.size() > 2 || !cursor.take(separator)) return std::nullopt;
    const std::string_view third = cursor.digits();
    if (first.size() == 4) {
        if (third.empty() || third.size() > 2) return std::nullopt;
        const std::optional<Date> date = make_date(number(first), number(second), number(third));
        return date ? std::optional(DateFound{.date = *date}) : std::nullopt;
    }
    if (third.size() != 4 && third.size() != 2) return std::nullopt;
    DateFound found{.first = number(first), .second = number(second), .separator = separator};
    found.date = Date{std::chrono::year{static_cast<int>(full_year(third))}, {}, {}};
    return found;
}

DayMonth order_shown(const DateFound& found) noexcept {
    if (found.first > 12 && found.first <= 31 && found.second <= 12) return DayMonth::day_first;
    if (found.second > 12 && found.second <= 31 && found.first <= 12) return DayMonth::month_first;
    return DayMonth::undecided;
}

/// Day and month of a date whose parts are all numbers.
std::optional<Date> resolve(const DateFound& found, DayMonth order, bool& ambiguous) {
    if (found.separator == '\0') return found.date;
    if (const DayMonth shown = order_shown(found); shown != DayMonth::undecided)
        order = shown;
    else if (found.separator == '.') // only written where the day comes first
        order = DayMonth::day_first;
    else if (order == DayMonth::undecided && found.first == found.second)
        order = DayMonth::day_first;
    const unsigned year = static_cast<unsigned>(static_cast<int>(found.date.year()));
    if (order == DayMonth::undecided) {
        ambiguous = make_date(year, found.first, found.second) && make_date(year, found.second, found.first);
        return std::nullopt;
    }
    return order == DayMonth::day_first ? make_date(year, found.second, found.first)
                                        : make_date(year, found.first, found.second);
}

/// What follows a time: an offset from UTC, a name of UTC, or nothing.
bool read_zone_part(std::string_view text, std::optional<microseconds>& offset) {
    text = trim(text);
    if (text.ends_with(')')) text = trim(text.substr(0, text.rfind('('))); // (Central European Time)
    struct Named {
        std::string_view name;
        int hours;
    };
    constexpr std::array<Named, 10> zones = {{{"EST", -5},
                                              {"EDT", -4},
                                              {"CST", -6},
                                              {"CDT", -5},
                                              {"MST", -7},
                                              {"MDT", -6},
                                              {"PST", -8},
                                              {"PDT", -7},
                                              {"CET", 1},
                                              {"CEST", 2}}};
    for (const Named& zone : zones)
        if (text == zone.name) {
            offset = std::chrono::hours{zone.hours};
            return true;
        }
    for (std::string_view utc : {"UTC", "GMT"})
        if (text.size() >= 3 && same_text(text.substr(0, 3), utc)) {
            text.remove_prefix(3);
            offset = microseconds{0};
            break;
        }
    if (text.empty()) return true;
    if (text == "Z" || text == "z") {
        offset = microseconds{0};
        return true;
    }
    // "+02:00", "+0200", "+02": as at the end of a canonical time.
    std::string probe = "2000-01-01T00:00:00";
    probe += text;
    const std::optional<Instant> shifted = read_instant(probe);
    if (!shifted || (text[0] != '+' && text[0] != '-')) return false;
    offset = Instant{std::chrono::sys_days{std::chrono::year{2000} / 1 / 1}} - *shifted;
    return true;
}

/// "am", "PM", "a.m.", "p. m." after a time: 0 or 12 hours; nothing where there is none of these.
std::optional<unsigned> read_half_of_day(Cursor& cursor) {
    Cursor ahead = cursor;
    ahead.skip(" ");
    const char first = ahead.peek();
    if (!ahead.take(first == '\0' ? '?' : first)) return std::nullopt;
    ahead.skip(". ");
    const bool second = ahead.take('m') || ahead.take('M');
    if (!second || letter(ahead.peek())) return std::nullopt;
    ahead.take('.');
    if (first != 'a' && first != 'A' && first != 'p' && first != 'P') return std::nullopt;
    cursor = ahead;
    return first == 'a' || first == 'A' ? 0U : 12U;
}

/// "3:04 PM", "00:02:00", "10:00:00.123", "093000". False when what stands there is no time.
bool read_time_part(Cursor& cursor, microseconds& of_day) {
    std::string_view hour_digits = cursor.digits();
    unsigned minute = 0, second = 0;
    std::int64_t micros = 0;
    bool more = false;
    const auto read_two = [](std::string_view digits, unsigned& value) {
        if (digits.size() != 2) return false;
        value = number(digits);
        return true;
    };
    if (hour_digits.size() == 6 || hour_digits.size() == 4) { // without colons
        more = read_two(hour_digits.substr(2, 2), minute);
        if (hour_digits.size() == 6) read_two(hour_digits.substr(4), second);
        hour_digits = hour_digits.substr(0, 2);
    } else if (cursor.take(':')) {
        more = true;
        if (!read_two(cursor.digits(), minute)) return false;
        if (cursor.take(':') && !read_two(cursor.digits(), second)) return false;
    }
    if (hour_digits.empty() || hour_digits.size() > 2) return false;
    if (more && (cursor.take('.') || cursor.take(','))) {
        std::int64_t unit = 100'000;
        for (const char c : cursor.digits()) {
            micros += unit * (c - '0');
            unit /= 10;
        }
    }
    unsigned hour = number(hour_digits);
    if (const std::optional<unsigned> half = read_half_of_day(cursor)) {
        if (hour < 1 || hour > 12) return false;
        hour = hour % 12 + *half;
    } else if (!more) {
        return false;
    }
    const bool end_of_day = hour == 24 && minute == 0 && second == 0 && micros == 0;
    if ((hour > 23 && !end_of_day) || minute > 59 || second > 59) return false;
    of_day = std::chrono::seconds{hour * 3600 + minute * 60 + second} + microseconds{micros};
    return true;
}

std::optional<CleanInstant> epoch(std::string_view digits, std::int64_t unit) {
    std::int64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return CleanInstant{.at = Instant{microseconds{value * unit}}};
}

/// Excel counts days from 1899-12-30 (for all but January and February 1900, which nobody's export holds).
std::optional<CleanInstant> excel_serial(std::string_view text, const Zone& zone) {
    const std::optional<double> serial = read_number(text);
    if (!serial || *serial < 10'000 || *serial >= 100'000) return std::nullopt; // 1927 to 2173
    const double whole = std::floor(*serial);
    const std::chrono::local_days day{std::chrono::year{1899} / 12 / 30};
    const std::chrono::milliseconds of_day{std::llround((*serial - whole) * 86'400'000.0)};
    const Local local = day + std::chrono::days{static_cast<int>(whole)} + of_day;
    if (of_day.count() == 0) return CleanInstant{.at = Instant{local.time_since_epoch()}, .day_only = true};
    return CleanInstant{.at = zone.to_utc(local)};
}

/// Numbers alone: Excel serials, epochs, "20210415".
std::optional<CleanInstant> read_all_digits(std::string_view text, const Zone& zone) {
    if (const std::size_t point = text.find('.'); point == 9 || point == 10) {
        std::optional<CleanInstant> moment = epoch(text.substr(0, point), 1'000'000);
        std::int64_t unit = 100'000;
        for (const char c : text.substr(point + 1)) {
            moment->at += microseconds{unit * (c - '0')};
            unit /= 10;
        }
        return moment;
    }
    if (text.find('.') != std::string_view::npos || text.size() == 5) return excel_serial(text, zone);
    switch (text.size()) {
    case 8: {
        const std::optional<Date> date =
            make_date(number(text.substr(0, 4)), number(text.substr(4, 2)), number(text.substr(6)));
        const bool likely =
            date && date->year() >= std::chrono::year{1900} && date->year() < std::chrono::year{2200};
        if (!likely) return std::nullopt;
        return CleanInstant{.at = std::chrono::sys_days{*date}, .day_only = true};
    }
    case 9:
    case 10:
        return epoch(text, 1'000'000);
    case 12:
    case 13:
        return epoch(text, 1'000);
    case 14: { // 20210415093000
        microseconds of_day{};
        Cursor time(text.substr(8));
        const std::optional<CleanInstant> day = read_all_digits(text.substr(0, 8), zone);
        if (!day || !read_time_part(time, of_day)) return std::nullopt;
        return CleanInstant{.at = zone.to_utc(Local{day->at.time_since_epoch()} + of_day)};
    }
    case 15:
    case 16:
        return epoch(text, 1);
    default:
        return std::nullopt;
    }
}

bool only_digits_and_point(std::string_view text) noexcept {
    return text.find_first_not_of("0123456789.") == std::string_view::npos && digit(text.front()) &&
           text.find('.') == text.rfind('.');
}

std::optional<CleanInstant> read_any_moment(std::string_view cell, DayMonth order, const Zone& zone,
                                            bool& ambiguous) {
    cell = trim(cell);
    if (cell.empty() || cell.size() > 100) return std::nullopt;
    std::string spaced; // what browsers write between a time and PM
    for (const std::string_view space : {"\u202f"sv, "\u00a0"sv})
        for (std::size_t at = cell.find(space); at != std::string_view::npos; at = cell.find(space)) {
            spaced = std::string(cell.substr(0, at)) + ' ' + std::string(cell.substr(at + space.size()));
            cell = spaced;
        }
    if (only_digits_and_point(cell)) return read_all_digits(cell, zone);
    Cursor cursor(cell);
    const std::optional<DateFound> found = read_date_part(cursor);
    if (!found) return std::nullopt;
    std::optional<microseconds> of_day, offset;
    if (!cursor.done()) {
        const std::string_view before = cursor.rest();
        if (!cursor.take('T')) cursor.skip(" ,");
        for (const std::string_view at : {"at "sv, "um "sv, "à "sv, "a las "sv, "kl. "sv})
            if (cursor.take(at)) cursor.skip(" ");
        if (cursor.rest().size() == before.size()) return std::nullopt;
        if (!cursor.done()) {
            microseconds time{};
            if (!read_time_part(cursor, time) || !read_zone_part(cursor.rest(), offset)) return std::nullopt;
            of_day = time;
        }
    }
    const std::optional<Date> date = resolve(*found, order, ambiguous);
    if (!date) return std::nullopt;
    if (!of_day) return CleanInstant{.at = std::chrono::sys_days{*date}, .day_only = true};
    if (offset) return CleanInstant{.at = std::chrono::sys_days{*date} + *of_day - *offset};
    return CleanInstant{.at = zone.to_utc(Local{std::chrono::local_days{*date}} + *of_day)};
}

} // namespace

std::optional<CleanInstant> read_moment(std::string_view cell, DayMonth order, const Zone& zone,
                                        bool& ambiguous) {
    const std::optional<CleanInstant> moment = read_any_moment(cell, order, zone, ambiguous);
    using namespace std::chrono;
    constexpr sys_days first{year{1000} / 1 / 1},
        behind{year{9999} / 12 / 31}; // zones move by less than a day
    return moment && moment->at >= first && moment->at < behind ? moment : std::nullopt;
}

std::optional<std::string> clean_instant(std::string_view cell, DayMonth order, const Zone& zone) {
    bool ambiguous = false;
    const std::optional<CleanInstant> moment = read_moment(cell, order, zone, ambiguous);
    if (!moment) return std::nullopt;
    if (!moment->day_only) return to_text(moment->at);
    return to_text(Date{std::chrono::floor<std::chrono::days>(moment->at)});
}

DayMonth decide_day_month(std::span<const std::string_view> cells, bool& conflict) {
    DayMonth decided = DayMonth::undecided;
    conflict = false;
    for (std::string_view cell : cells) {
        Cursor cursor(trim(cell));
        if (!digit(cursor.peek())) continue;
        const std::optional<DateFound> found = read_date_part(cursor);
        if (!found || found->separator == '\0' || found->separator == '.') continue;
        const DayMonth shown = order_shown(*found);
        if (shown == DayMonth::undecided) continue;
        if (decided == DayMonth::undecided)
            decided = shown;
        else if (decided != shown)
            conflict = true;
    }
    return conflict ? DayMonth::undecided : decided;
}

} // namespace handoff
