#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace handoff {

/// Score points: 64-bit fixed point in units of 1e-9, so that sums are exact and the same in any order and on
/// any number of threads. Range about ±9.2 thousand million points; sums saturate at `highest` and `lowest`,
/// which stand for plus and minus infinity.
struct Points {
    std::int64_t nano = 0;

    static constexpr Points highest() { return {std::numeric_limits<std::int64_t>::max()}; }
    static constexpr Points lowest() { return {std::numeric_limits<std::int64_t>::min()}; }
    /// Rounds to the nearest unit, halves away from zero; saturates.
    static Points of(double) noexcept;
    double value() const noexcept { return static_cast<double>(nano) / 1e9; }

    friend auto operator<=>(const Points&, const Points&) = default;
    friend Points operator+(Points a, Points b) noexcept {
        Points sum;
        if (__builtin_add_overflow(a.nano, b.nano, &sum.nano)) return a.nano > 0 ? highest() : lowest();
        return sum;
    }
    friend Points operator-(Points a, Points b) noexcept {
        Points difference;
        if (__builtin_sub_overflow(a.nano, b.nano, &difference.nano))
            return a.nano > 0 ? highest() : lowest();
        return difference;
    }
    Points& operator+=(Points b) noexcept { return *this = *this + b; }
};

/// At most 6 decimals, rounded half away from zero, trailing zeros dropped: "12", "-3.5", "0.333333".
std::string to_text(Points);
/// The same, appended; for hot loops.
void append(std::string& out, Points);
/// Reads "12", "-3.5", "inf", "-inf". Blank when it is anything else.
std::optional<Points> read_points(std::string_view) noexcept;

} // namespace handoff
