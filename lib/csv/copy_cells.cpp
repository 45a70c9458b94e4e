#include "csv/copy_cells.hpp"

#include "base/short_text.hpp"

#include <cstdint>

#ifdef __x86_64__
#include <immintrin.h>
#endif

namespace handoff::csv {

namespace {

#ifdef __x86_64__

/// Reads and writes 64 bytes at a time; bytes behind the end of a cell are not read.
__attribute__((target("avx512f,avx512bw,bmi,bmi2"))) bool
copy_cells_by_64(const std::string_view* const* columns, std::size_t count, std::size_t row, char delimiter,
                 char* to) noexcept {
    const __m512i delimiters = _mm512_set1_epi8(delimiter), quotes = _mm512_set1_epi8('"'),
                  line_feeds = _mm512_set1_epi8('\n'), returns = _mm512_set1_epi8('\r');
    __mmask64 marks = 0;
    bool blank_ends = false;
    for (std::size_t column = 0; column < count; ++column) {
        const std::string_view cell = columns[column][row];
        const char* from = cell.data();
        std::size_t left = cell.size();
        if (left > 0) blank_ends |= is_blank(cell.front()) || is_blank(cell.back());
        for (;;) {
            const std::size_t size = left < 64 ? left : 64;
            const __mmask64 valid = _bzhi_u64(~std::uint64_t{0}, static_cast<unsigned>(size));
            const __m512i bytes = _mm512_maskz_loadu_epi8(valid, from);
            marks |= _mm512_cmpeq_epi8_mask(bytes, delimiters) | _mm512_cmpeq_epi8_mask(bytes, quotes) |
                     _mm512_cmpeq_epi8_mask(bytes, line_feeds) | _mm512_cmpeq_epi8_mask(bytes, returns);
            _mm512_storeu_si512(to, bytes);
            to += size;
            left -= size;
            if (left == 0) break;
            from += size;
        }
        *to++ = delimiter;
    }
    return marks == 0 && !blank_ends;
}

#endif

} // namespace

bool copy_cells_anywhere(const std::string_view* const* columns, std::size_t count, std::size_t row,
                         char delimiter, char* to) noexcept {
    const WantedByte delimiters(delimiter), quotes('"'), line_feeds('\n'), returns('\r');
    std::uint64_t marks = 0;
    bool blank_ends = false;
    for (std::size_t column = 0; column < count; ++column) {
        const std::string_view cell = columns[column][row];
        if (!cell.empty()) {
            blank_ends |= is_blank(cell.front()) || is_blank(cell.back());
            to = copy_bytes(cell, to, [&](std::uint64_t bytes) {
                marks |= delimiters.in(bytes) | quotes.in(bytes) | line_feeds.in(bytes) | returns.in(bytes);
            });
        }
        *to++ = delimiter;
    }
    return marks == 0 && !blank_ends;
}

CopyCells copy_cells() noexcept {
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("bmi2"))
        return copy_cells_by_64;
#endif
    return copy_cells_anywhere;
}

} // namespace handoff::csv
