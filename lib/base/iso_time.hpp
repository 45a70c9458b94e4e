#pragma once

#include <handoff/time.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace handoff {

/// "2026-09-01T06:00:00Z", the form in which nearly every time stands: read eight bytes at a time, for hot
/// loops. Any other form is left to read_instant().
class IsoSecond {
  public:
    static constexpr std::size_t size = 20;

    /// Not `ok` when the text is not of this form, or no such time exists.
    explicit IsoSecond(std::string_view text) noexcept {
        if constexpr (std::endian::native != std::endian::little) return;
        if (text.size() != size) return;
        const std::uint64_t date = load(text.data()) ^ load("0000-00-");
        const std::uint64_t day_and_time = load(text.data() + 8) ^ load("00T00:00");
        const std::uint64_t seconds = load(text.data() + 12) ^ load("0:00:00Z");
        // A byte is now the value of a digit, or 0 where another character must stand.
        const std::uint64_t above = (date + load("vvvv\x7fvv\x7f")) |
                                    (day_and_time + load("vv\x7fvv\x7fvv")) |
                                    (seconds + load("v\x7fvv\x7fvv\x7f"));
        if (((above | date | day_and_time | seconds) & 0x8080808080808080U) != 0) return;
        const std::uint64_t date_pairs = pairs(date), time_pairs = pairs(day_and_time);
        year_ = static_cast<int>(byte(date_pairs, 0) * 100 + byte(date_pairs, 2));
        month_ = byte(date_pairs, 5);
        day_ = byte(time_pairs, 0);
        const unsigned hour = byte(time_pairs, 3), minute = byte(time_pairs, 6),
                       second = byte(pairs(seconds), 5);
        of_day_ = (hour * 60 + minute) * 60 + second;
        ok_ = month_ - 1 < 12 && day_ - 1 < 31 && (day_ <= 28 || date_().ok()) && hour < 24 && minute < 60 &&
              second < 60;
    }

    bool ok() const noexcept { return ok_; }
    Instant instant() const noexcept {
        return std::chrono::sys_days{date_()} + std::chrono::seconds{of_day_};
    }

  private:
    static std::uint64_t load(const char* bytes) noexcept {
        std::uint64_t word;
        std::memcpy(&word, bytes, sizeof word);
        return word;
    }
    /// Byte i of the result is the number that digits i and i + 1 make.
    static std::uint64_t pairs(std::uint64_t digits) noexcept { return digits * 10 + (digits >> 8); }
    static unsigned byte(std::uint64_t word, unsigned i) noexcept { return (word >> (8 * i)) & 0xff; }
    Date date_() const noexcept {
        return {std::chrono::year{year_}, std::chrono::month{month_}, std::chrono::day{day_}};
    }

    int year_ = 0;
    unsigned month_ = 0, day_ = 0, of_day_ = 0;
    bool ok_ = false;
};

} // namespace handoff
