// Google Highway compiles this file once for each instruction set of the machine that matters here.
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_SSE4)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "base/iso_times.cpp"
#include <hwy/foreach_target.h>
// foreach_target must come first
#include "base/instructions.hpp"
#include "base/iso_time.hpp"
#include "base/iso_times.hpp"
#include "base/short_text.hpp"

#include <algorithm>
#include <hwy/highway.h>

#ifndef HANDOFF_ISO_TIMES_ONCE
#define HANDOFF_ISO_TIMES_ONCE
namespace handoff {
namespace {

constexpr std::size_t texts_at_once = 64;

/// Twenty characters of each text as three words that overlap: "2026-09-", "01T06:00", "6:00:00Z".
struct IsoWords {
    std::uint64_t date[texts_at_once];
    std::uint64_t day_and_time[texts_at_once];
    std::uint64_t seconds[texts_at_once];
};

std::uint64_t word(const char (&text)[9]) noexcept { return eight_bytes(text); }

} // namespace
} // namespace handoff
#endif

#if HWY_TARGET != HWY_SCALAR
HWY_BEFORE_NAMESPACE();
namespace handoff::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
using Lanes = hn::ScalableTag<std::int64_t>;
using Numbers = hn::Vec<Lanes>;

Numbers all(std::int64_t number) { return hn::Set(Lanes(), number); }
Numbers all_of(std::uint64_t word) { return hn::Set(Lanes(), static_cast<std::int64_t>(word)); }
template <int bits>
Numbers right(Numbers numbers) {
    const hn::RebindToUnsigned<Lanes> plain;
    return hn::BitCast(Lanes(), hn::ShiftRight<bits>(hn::BitCast(plain, numbers)));
}

/// Numbers from 0 to 2^32 - 1, times such a number.
Numbers times(Numbers numbers, std::uint32_t by) {
    const hn::Repartition<std::uint32_t, Lanes> halves;
    return hn::BitCast(Lanes(), hn::MulEven(hn::BitCast(halves, numbers), hn::Set(halves, by)));
}

/// Byte i becomes the number that digits i and i + 1 make.
Numbers pairs(Numbers digits) {
    return hn::Add(hn::Add(hn::ShiftLeft<3>(digits), hn::ShiftLeft<1>(digits)), right<8>(digits));
}
template <int byte>
Numbers byte_of(Numbers words) {
    return hn::And(right<8 * byte>(words), all(0xff));
}

/// Days since 1 March of the year 400 before `year` 0, in the calendar of today (Neri and Schneider,
/// "Euclidean affine functions and their application to calendar algorithms", 2022).
Numbers days_of(Numbers year, Numbers month, Numbers day) {
    const auto early = hn::Lt(month, all(3)); // January and February end the year before
    const Numbers of_year = hn::Add(year, hn::IfThenElse(early, all(399), all(400)));
    const Numbers of_month = hn::Add(month, hn::IfThenElseZero(early, all(12)));
    const Numbers century = right<19>(times(of_year, 5243)); // a hundredth: right up to the year 43,698
    const Numbers before_year = hn::Add(hn::Sub(right<2>(times(of_year, 1461)), century), right<2>(century));
    const Numbers before_month = right<5>(hn::Sub(times(of_month, 979), all(2919)));
    return hn::Add(hn::Add(before_year, before_month), hn::Sub(day, all(1)));
}

Numbers last_day_of(Numbers year, Numbers month) {
    const Numbers century = right<19>(times(year, 5243));
    const auto by_100 = hn::Eq(year, times(century, 100));
    const Numbers counted = hn::IfThenElse(by_100, century, year); // 1900 is no leap year, 2000 is
    const Numbers february =
        hn::IfThenElse(hn::Eq(hn::And(counted, all(3)), hn::Zero(Lanes())), all(29), all(28));
    const Numbers other = hn::Add(all(30), hn::And(hn::Xor(month, right<3>(month)), all(1)));
    return hn::IfThenElse(hn::Eq(month, all(2)), february, other);
}

void read_here(const IsoWords& words, std::int64_t* to) {
    for (std::size_t i = 0; i < texts_at_once; i += hn::Lanes(Lanes())) {
        const auto load = [i](const std::uint64_t* from) {
            const hn::RebindToUnsigned<Lanes> plain;
            return hn::BitCast(Lanes(), hn::LoadU(plain, from + i));
        };
        const Numbers date = hn::Xor(load(words.date), all_of(word("0000-00-")));
        const Numbers day_and_time = hn::Xor(load(words.day_and_time), all_of(word("00T00:00")));
        const Numbers seconds = hn::Xor(load(words.seconds), all_of(word("0:00:00Z")));
        // A byte is now the value of a digit, or 0 where another character must stand.
        const Numbers above = hn::Or(hn::Or(hn::Add(date, all_of(word("vvvv\x7fvv\x7f"))),
                                            hn::Add(day_and_time, all_of(word("vv\x7fvv\x7fvv")))),
                                     hn::Add(seconds, all_of(word("v\x7fvv\x7fvv\x7f"))));
        const Numbers strange =
            hn::And(hn::Or(hn::Or(above, date), hn::Or(day_and_time, seconds)), all_of(0x8080808080808080U));
        const Numbers date_pairs = pairs(date), time_pairs = pairs(day_and_time);
        const Numbers year = hn::Add(times(byte_of<0>(date_pairs), 100), byte_of<2>(date_pairs));
        const Numbers month = byte_of<5>(date_pairs), day = byte_of<0>(time_pairs);
        const Numbers hour = byte_of<3>(time_pairs), minute = byte_of<6>(time_pairs);
        const Numbers second = byte_of<5>(pairs(seconds));
        // Negative where a number is out of its range.
        const Numbers excess = hn::Or(
            hn::Or(hn::Or(hn::Sub(month, all(1)), hn::Sub(all(12), month)),
                   hn::Or(hn::Sub(day, all(1)), hn::Sub(last_day_of(year, month), day))),
            hn::Or(hn::Or(hn::Sub(all(23), hour), hn::Sub(all(59), minute)), hn::Sub(all(59), second)));
        const auto fine =
            hn::And(hn::Eq(strange, hn::Zero(Lanes())), hn::Eq(right<63>(excess), hn::Zero(Lanes())));

        constexpr std::int64_t days_before_1970 = 719468 + 146097;
        const Numbers of_day = hn::Add(times(hn::Add(times(hour, 60), minute), 60), second);
        const Numbers all_seconds = hn::Add(times(days_of(year, month, day), 86400), of_day);
        const Numbers microseconds = hn::Add(times(all_seconds, 1'000'000),
                                             hn::ShiftLeft<32>(times(right<32>(all_seconds), 1'000'000)));
        const Numbers since_1970 = hn::Sub(microseconds, all(days_before_1970 * 86400 * 1'000'000));
        hn::StoreU(hn::IfThenElse(fine, since_1970, all(not_iso)), Lanes(), to + i);
    }
}

} // namespace
} // namespace handoff::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif

#if HWY_ONCE
namespace handoff {
namespace {

using Read = void (*)(const IsoWords&, std::int64_t*);

/// None where the machine has no such instructions.
Read find_read() noexcept {
#if HWY_TARGETS & HWY_AVX3
    if (has_avx512()) return N_AVX3::read_here;
#endif
#if HWY_TARGETS & HWY_AVX2
    if (has_avx2()) return N_AVX2::read_here;
#endif
    return nullptr;
}

void read_together(Read read, std::span<const std::string_view> texts, std::int64_t* times) noexcept {
    IsoWords words;
    for (std::size_t i = 0; i < texts_at_once; ++i) {
        const bool right_size = i < texts.size() && texts[i].size() == IsoSecond::size;
        const char* const text = right_size ? texts[i].data() : "                    ";
        words.date[i] = eight_bytes(text);
        words.day_and_time[i] = eight_bytes(text + 8);
        words.seconds[i] = eight_bytes(text + 12);
    }
    if (texts.size() == texts_at_once) return read(words, times);
    std::int64_t some[texts_at_once];
    read(words, some);
    std::copy_n(some, texts.size(), times);
}

} // namespace

void read_iso_seconds(std::span<const std::string_view> texts, std::span<std::int64_t> times) noexcept {
    static const Read read = find_read();
    for (std::size_t from = 0; read != nullptr && from < texts.size(); from += texts_at_once)
        read_together(read, texts.subspan(from, std::min(texts_at_once, texts.size() - from)),
                      times.data() + from);
    for (std::size_t i = 0; read == nullptr && i < texts.size(); ++i) {
        const IsoSecond iso(texts[i]);
        times[i] = iso.ok() ? iso.instant().time_since_epoch().count() : not_iso;
    }
}

} // namespace handoff
#endif
