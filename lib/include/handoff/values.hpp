#pragma once

#include <handoff/time.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace handoff {

/// What a column holds. Every value stands as canonical text in a cell; the type says how it is read and
/// compared.
enum class Type {
    text,    ///< compared without case
    id,      ///< compared byte by byte
    number,  ///< "-1234.5": no thousands, a point, no exponent
    money,   ///< as number; the currency stands in a column beside it
    boolean, ///< "true" or "false"
    instant, ///< "2026-09-01T00:00:00Z" or a date
    stage,   ///< a stage of the lifecycle, ordered as there
    country, ///< its two letters in ISO 3166-1: "DE"
    state,   ///< its code in ISO 3166-2, "US-CA"; what is none we know, as it stands
};
std::string_view to_text(Type) noexcept;

/// Reads canonical numbers fast ("-1234.5", "1e6") and nothing else. Blank for "", "inf", "nan", "1,000",
/// "12x".
std::optional<double> read_number(std::string_view) noexcept;
/// The shortest decimal text that reads back as the same double, without exponent; integers without a point.
std::string to_text(double);

/// Reads "true", "false" and nothing else.
std::optional<bool> read_boolean(std::string_view) noexcept;

/// Lenient readers for what exports really hold. They return canonical text, or nothing when the cell is not
/// a value of that kind. "$1,498.22K" is 1498220; "(1,234.50)" is -1234.5; "12%" is 0.12; "1.234,5" is 1234.5
/// only under `decimal_comma`.
std::optional<std::string> clean_number(std::string_view cell, bool decimal_comma = false);
/// yes/no, y/n, 1/0, true/false, t/f, on/off, and the words of common languages (si, sí, ja, oui, nein, …).
std::optional<std::string> clean_boolean(std::string_view cell);
/// How a column writes day and month when both are numbers.
enum class DayMonth { undecided, day_first, month_first };
/// Dates and times in the forms seen in exports: ISO with and without zone, d/m/y, m/d/y, y/m/d, "15 Apr,
/// 2021 00:03:00", "Apr 15, 2021", "1/2/2018 3:04 PM", Excel serials ("45631.0"), epoch seconds and
/// milliseconds. A time without a zone is in `zone`; a date stays a date. Nothing when the cell is none of
/// these, or is ambiguous while `undecided`.
std::optional<std::string> clean_instant(std::string_view cell, DayMonth order, const Zone& zone);
/// What a column's cells say about day and month: decided by any cell with a number above 12 in one place.
/// Sets `conflict` when cells decide for both.
DayMonth decide_day_month(std::span<const std::string_view> cells, bool& conflict);

} // namespace handoff
