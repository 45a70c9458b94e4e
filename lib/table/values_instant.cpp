#include <handoff/values.hpp>
#include <handoff/words.hpp>

#include <array>
#include <base/time_text.hpp>
#include <charconv>
#include <cmath>
#include <table/clean_instant.hpp>

namespace handoff {

namespace {

using std::chrono::microseconds;
using Local = std::chrono::local_time<microseconds>;

bool digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

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

/// "apr", "April", "Sept": 1 to 12, or 0.
unsigned month_named(std::string_view word) noexcept {
    constexpr std::array<std::string_view, 12> months = {"january",   "february", "march",    "april",
                                                         "may",       "june",     "july",     "august",
                                                         "september", "october",  "november", "december"};
    if (word.size() < 3) return 0;
    for (unsigned i = 0; i < months.size(); ++i)
        if (word.size() <= months[i].size() && same_text(word, months[i].substr(0, word.size())))
            return i + 1;
    return 0;
}

bool is_weekday(std::string_view word) noexcept {
    constexpr std::array<std::string_view, 7> days = {"monday", "tuesday",  "wednesday", "thursday",
                                                      "friday", "saturday", "sunday"};
    if (word.size() < 3) return false;
    for (std::string_view day : days)
        if (word.size() <= day.size() && same_text(word, day.substr(0, word.size()))) return true;
    return false;
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
    std::string_view word = cursor.letters();
    if (word == "st" || word == "nd" || word == "rd" || word == "th" || word == "de") {
        cursor.skip(" ");
        word = cursor.letters();
    }
    const unsigned month = month_named(word);
    cursor.skip(" ,.-/");
    const std::string_view year = cursor.digits();
    if (month == 0 || day.size() > 2 || (year.size() != 4 && year.size() != 2)) return std::nullopt;
    const std::optional<Date> date = make_date(full_year(year), month, number(day));
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
    if (first.empty() || first.size() > 4 || first.size() == 3) return std::nullopt;
    const char separator = cursor.peek();
    if (separator == ' ' || letter(separator) ||
        ((separator == '-' || separator == '/') && cursor.rest().size() > 1 && letter(cursor.rest()[1]))) {
        cursor.skip(" -/");
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

/// "3:04 PM", "00:02:00", "10:00:00.123". False when what stands there is no time.
bool read_time_part(Cursor& cursor, microseconds& of_day) {
    const std::string_view hour_digits = cursor.digits();
    if (hour_digits.empty() || hour_digits.size() > 2) return false;
    unsigned hour = number(hour_digits), minute = 0, second = 0;
    std::int64_t micros = 0;
    bool colon = false;
    if (cursor.take(':')) {
        colon = true;
        const std::string_view minute_digits = cursor.digits();
        if (minute_digits.size() != 2) return false;
        minute = number(minute_digits);
        if (cursor.take(':')) {
            const std::string_view second_digits = cursor.digits();
            if (second_digits.size() != 2) return false;
            second = number(second_digits);
            if (cursor.take('.') || cursor.take(',')) {
                std::int64_t unit = 100'000;
                for (char c : cursor.digits()) {
                    micros += unit * (c - '0');
                    unit /= 10;
                }
            }
        }
    }
    std::string_view rest = trim(cursor.rest());
    const bool morning = rest.size() >= 2 && (same_text(rest.substr(0, 2), "am")),
               evening = rest.size() >= 2 && (same_text(rest.substr(0, 2), "pm"));
    if (morning || evening) {
        if (hour < 1 || hour > 12) return false;
        hour = hour % 12 + (evening ? 12 : 0);
        cursor.skip(" ");
        cursor.letters();
    } else if (!colon) {
        return false;
    }
    if (hour > 23 || minute > 59 || second > 59) return false;
    of_day = std::chrono::seconds{hour * 3600 + minute * 60 + second} + microseconds{micros};
    return true;
}

std::optional<Moment> epoch(std::string_view digits, std::int64_t unit) {
    std::int64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return Moment{.at = Instant{microseconds{value * unit}}};
}

/// Excel counts days from 1899-12-30 (for all but January and February 1900, which nobody's export holds).
std::optional<Moment> excel_serial(std::string_view text, const Zone& zone) {
    const std::optional<double> serial = read_number(text);
    if (!serial || *serial < 10'000 || *serial >= 100'000) return std::nullopt; // 1927 to 2173
    const double whole = std::floor(*serial);
    const std::chrono::local_days day{std::chrono::year{1899} / 12 / 30};
    const std::chrono::milliseconds of_day{std::llround((*serial - whole) * 86'400'000.0)};
    const Local local = day + std::chrono::days{static_cast<int>(whole)} + of_day;
    if (of_day.count() == 0) return Moment{.at = Instant{local.time_since_epoch()}, .day_only = true};
    return Moment{.at = zone.to_utc(local)};
}

/// Numbers alone: Excel serials, epochs, "20210415".
std::optional<Moment> read_all_digits(std::string_view text, const Zone& zone) {
    if (text.find('.') != std::string_view::npos || text.size() == 5) return excel_serial(text, zone);
    switch (text.size()) {
    case 8: {
        const std::optional<Date> date =
            make_date(number(text.substr(0, 4)), number(text.substr(4, 2)), number(text.substr(6)));
        const bool likely =
            date && date->year() >= std::chrono::year{1900} && date->year() < std::chrono::year{2200};
        if (!likely) return std::nullopt;
        return Moment{.at = std::chrono::sys_days{*date}, .day_only = true};
    }
    case 9:
    case 10:
        return epoch(text, 1'000'000);
    case 12:
    case 13:
        return epoch(text, 1'000);
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

} // namespace

std::optional<Moment> read_moment(std::string_view cell, DayMonth order, const Zone& zone, bool& ambiguous) {
    cell = trim(cell);
    if (cell.empty()) return std::nullopt;
    if (only_digits_and_point(cell)) return read_all_digits(cell, zone);
    Cursor cursor(cell);
    const std::optional<DateFound> found = read_date_part(cursor);
    if (!found) return std::nullopt;
    std::optional<microseconds> of_day, offset;
    if (!cursor.done()) {
        const std::string_view before = cursor.rest();
        if (!cursor.take('T')) cursor.skip(" ,");
        if (cursor.rest().starts_with("at ")) {
            cursor.letters();
            cursor.skip(" ");
        }
        if (cursor.rest().size() == before.size()) return std::nullopt;
        if (!cursor.done()) {
            microseconds time{};
            if (!read_time_part(cursor, time) || !read_zone_part(cursor.rest(), offset)) return std::nullopt;
            of_day = time;
        }
    }
    const std::optional<Date> date = resolve(*found, order, ambiguous);
    if (!date) return std::nullopt;
    if (!of_day) return Moment{.at = std::chrono::sys_days{*date}, .day_only = true};
    if (offset) return Moment{.at = std::chrono::sys_days{*date} + *of_day - *offset};
    return Moment{.at = zone.to_utc(Local{std::chrono::local_days{*date}} + *of_day)};
}

std::optional<std::string> clean_instant(std::string_view cell, DayMonth order, const Zone& zone) {
    bool ambiguous = false;
    const std::optional<Moment> moment = read_moment(cell, order, zone, ambiguous);
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
