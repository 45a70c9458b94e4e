// Finds separators 64 bytes at a time, for the best instruction set of the machine (Google Highway compiles
// this file once for each; of x86's those that differ here). A block without quotes, and a block whose quotes
// open only where a field starts, is settled by bit operations; any other block (a literal quote in unquoted
// text, a backslash that escapes) is walked byte by byte.
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_SSE4)
#define HWY_WANT_AVX3_DL
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "csv/scan.cpp"
#include <hwy/foreach_target.h>
// foreach_target must come first
#include "base/instructions.hpp"
#include "csv/scan.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <hwy/highway.h>

#ifndef HANDOFF_CSV_SCAN_ONCE
#define HANDOFF_CSV_SCAN_ONCE
namespace handoff::csv {

/// So many positions may be written too much.
inline constexpr std::size_t behind_last = 16;

/// What the scan writes into while it runs.
struct IndexAccess {
    explicit IndexAccess(Index& index)
        : fields(index.fields_.get() + 1 + index.field_count_),
          records(index.records_.get() + index.record_count_), first_field(index.fields_.get() + 1),
          index_(index) {}
    void finish() {
        index_.field_count_ = static_cast<std::size_t>(fields - first_field);
        index_.record_count_ = static_cast<std::size_t>(records - index_.records_.get());
    }
    std::uint32_t* fields;
    std::uint32_t* records;
    std::uint32_t* first_field;

  private:
    Index& index_;
};

namespace {

/// What is known about 64 bytes, one bit for each.
struct Block {
    std::uint64_t ends = 0;  ///< delimiters and line ends
    std::uint64_t lines = 0; ///< line ends
    std::uint64_t quotes = 0;
    std::uint64_t nuls = 0;
    std::uint64_t careful = 0; ///< backslashes or blanks, where the dialect gives them a meaning
    std::uint64_t high = 0;    ///< bytes beyond ASCII, not each at its place
    std::uint64_t inside = 0;  ///< bytes that separate nothing: those inside quotes, with the opening quote
                               ///< and without the closing one, and those behind a backslash
    bool literal = false;
    bool junk = false;
};

bool is_escaped(State state) { return state == State::escaped || state == State::quoted_escaped; }

State next_state(State state, char byte, const Marks& marks, bool& junk) {
    if (is_escaped(state)) return state == State::escaped ? State::unquoted : State::quoted;
    const bool quote = marks.quotes && byte == marks.quote, backslash = marks.backslash && byte == '\\';
    if (state == State::quoted)
        return quote ? State::after_quote : backslash ? State::quoted_escaped : State::quoted;
    if (byte == marks.delimiter) return State::field_start;
    if (byte == marks.line_end || byte == marks.other_line_end) return State::record_start;
    if (quote && state != State::unquoted) return State::quoted;
    if (marks.blanks && byte == ' ' && state == State::field_start) return State::field_start;
    if (state == State::after_quote) junk = true;
    return backslash ? State::escaped : State::unquoted;
}

/// Settles the quotes of a block byte by byte; exact for any input.
State walk(const char* bytes, std::size_t size, const Marks& marks, State state, Block& block) {
    block.inside = 0;
    for (std::size_t i = 0; i < size; ++i) {
        if (marks.quotes && bytes[i] == marks.quote && state == State::unquoted) block.literal = true;
        const bool escaped = is_escaped(state);
        state = next_state(state, bytes[i], marks, block.junk);
        if (escaped || in_quotes(state)) block.inside |= std::uint64_t{1} << i;
    }
    return state;
}

/// Bit i of the result is the parity of bits 0 to i.
std::uint64_t prefix_parity(std::uint64_t bits) {
    for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
    return bits;
}

/// Settles the quotes of a block with bit operations where that is exact. Returns the state behind the block.
State settle_quotes(const char* bytes, std::size_t size, const Marks& marks, State state, Block& block) {
    if (block.careful != 0 || is_escaped(state)) return walk(bytes, size, marks, state, block);
    const bool after_quote = state == State::after_quote;
    const bool may_open = state != State::unquoted && state != State::quoted;
    const std::uint64_t valid = ~std::uint64_t{0} >> (64 - size);
    block.inside = prefix_parity(block.quotes) ^ (state == State::quoted ? ~std::uint64_t{0} : 0);
    const std::uint64_t opening = block.quotes & block.inside;
    const std::uint64_t closing = block.quotes & ~block.inside;
    // Outside quotes, the quote before an opening one closed the field: the two are one doubled quote.
    const std::uint64_t openable = ((block.ends | block.quotes) << 1) | (may_open ? 1U : 0U);
    if ((opening & ~openable) != 0) return walk(bytes, size, marks, state, block);

    std::uint64_t behind = ((closing << 1) | (after_quote ? 1U : 0U)) & ~(block.ends | block.quotes) & valid;
    for (; behind != 0; behind &= behind - 1) {
        const char* const byte = bytes + std::countr_zero(behind);
        if (*byte != '\r' || byte[1] != marks.line_end) block.junk = true;
    }
    const std::uint64_t last = std::uint64_t{1} << (size - 1);
    if ((block.inside & last) != 0) return State::quoted;
    if ((block.quotes & last) != 0) return State::after_quote;
    if ((block.lines & last) != 0) return State::record_start;
    return (block.ends & last) != 0 ? State::field_start : State::unquoted;
}

} // namespace

} // namespace handoff::csv
#endif

HWY_BEFORE_NAMESPACE();
namespace handoff::csv {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using Bytes = hn::CappedTag<std::uint8_t, 64>;
using Vector = hn::Vec<Bytes>;

/// Compares 64 bytes with the marks.
class Comparer {
  public:
    HWY_INLINE explicit Comparer(const Marks& marks)
        : delimiter_(all(marks.delimiter)), quote_(all(marks.quote)), line_end_(all(marks.line_end)),
          other_line_end_(all(marks.other_line_end)), careful_(all(marks.backslash ? '\\' : ' ')),
          quotes_(marks.quotes ? ~std::uint64_t{0} : 0), is_careful_(marks.backslash || marks.blanks) {}

    HWY_INLINE Block full(const char* bytes) const {
        Block block;
        Vector high = hn::Zero(Bytes());
        for (std::size_t at = 0; at < 64; at += hn::Lanes(Bytes())) {
            const Vector text = hn::LoadU(Bytes(), reinterpret_cast<const std::uint8_t*>(bytes) + at);
            const auto line = hn::Or(hn::Eq(text, line_end_), hn::Eq(text, other_line_end_));
            block.lines |= bits(line) << at;
            block.ends |= bits(hn::Or(line, hn::Eq(text, delimiter_))) << at;
            block.quotes |= bits(hn::Eq(text, quote_)) << at;
            block.nuls |= bits(hn::Eq(text, hn::Zero(Bytes()))) << at;
            high = hn::Or(high, text);
        }
        block.quotes &= quotes_;
        const Vector top = hn::Set(Bytes(), std::uint8_t{0x80});
        block.high = bits(hn::Eq(hn::And(high, top), top));
        if (HWY_UNLIKELY(is_careful_)) block.careful = careful(bytes);
        return block;
    }

    /// Without the ends of fields and the NUL bytes, which a skim needs only beside quotes.
    HWY_INLINE Block without_fields(const char* bytes) const {
        Block block;
        for (std::size_t at = 0; at < 64; at += hn::Lanes(Bytes())) {
            const Vector text = hn::LoadU(Bytes(), reinterpret_cast<const std::uint8_t*>(bytes) + at);
            block.lines |= bits(hn::Or(hn::Eq(text, line_end_), hn::Eq(text, other_line_end_))) << at;
            block.quotes |= bits(hn::Eq(text, quote_)) << at;
        }
        block.quotes &= quotes_;
        if (HWY_UNLIKELY(is_careful_)) block.careful = careful(bytes);
        return block;
    }

  private:
    HWY_INLINE std::uint64_t careful(const char* bytes) const {
        std::uint64_t found = 0;
        for (std::size_t at = 0; at < 64; at += hn::Lanes(Bytes()))
            found |=
                bits(hn::Eq(hn::LoadU(Bytes(), reinterpret_cast<const std::uint8_t*>(bytes) + at), careful_))
                << at;
        return found;
    }
    static HWY_INLINE Vector all(char byte) { return hn::Set(Bytes(), static_cast<std::uint8_t>(byte)); }

    template <typename Mask>
    static HWY_INLINE std::uint64_t bits(Mask mask) {
        std::uint8_t stored[8] = {};
        hn::StoreMaskBits(Bytes(), mask, stored);
        std::uint64_t result = 0;
        std::memcpy(&result, stored, HWY_MIN(sizeof stored, (hn::MaxLanes(Bytes()) + 7) / 8));
        return result;
    }

    Vector delimiter_, quote_, line_end_, other_line_end_, careful_;
    std::uint64_t quotes_;
    bool is_careful_;
};

HWY_INLINE void keep_first(Block& block, std::size_t size) {
    const std::uint64_t valid = ~std::uint64_t{0} >> (64 - size);
    block.ends &= valid;
    block.lines &= valid;
    block.quotes &= valid;
    block.nuls &= valid;
    block.careful &= valid;
}

/// Writes the positions of bits, counted from `base`, several at a time without a branch: what is written
/// too much (up to `behind_last` values) is overwritten by the next block.
HWY_INLINE void write_positions(std::uint64_t bits, int count, std::uint32_t base, std::uint32_t* to) {
#if HWY_TARGET == HWY_AVX3_DL
    alignas(64) static constexpr auto each = [] {
        std::array<std::uint8_t, 64> numbers{};
        for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<std::uint8_t>(i);
        return numbers;
    }();
    const __m512i first = _mm512_set1_epi32(static_cast<int>(base));
    for (;; count -= 16, to += 16) {
        const __m512i left = _mm512_maskz_compress_epi8(bits, _mm512_load_si512(each.data()));
        const __m512i sixteen = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(left));
        _mm512_storeu_si512(to, _mm512_add_epi32(first, sixteen));
        if (HWY_LIKELY(count <= 16)) return;
        bits &= bits - 1;
        for (int k = 1; k < 16; ++k) bits &= bits - 1;
    }
#else
    // The highest bit is set so that no compiler needs to ask whether one is left.
    constexpr std::uint64_t highest = std::uint64_t{1} << 63;
    for (int done = 0; done < count; done += 8, to += 8)
        for (int k = 0; k < 8; ++k, bits &= bits - 1)
            to[k] = base + static_cast<std::uint32_t>(std::countr_zero(bits | highest));
#endif
}

State scan_here(const char* bytes, std::size_t from, std::size_t to, const Marks& marks, State state,
                Index& index) {
    const Comparer compare(marks);
    IndexAccess out(index);
    std::uint64_t quotes = 0, nuls = 0, high = 0, all_lines = 0, lines_inside = 0;
    bool junk = false;
    for (std::size_t at = from; at < to; at += 64) {
        const std::size_t size = HWY_MIN(to - at, std::size_t{64});
        Block block = compare.full(bytes + at);
        if (HWY_UNLIKELY(size < 64)) keep_first(block, size);
        nuls |= block.nuls;
        all_lines += static_cast<std::uint64_t>(std::popcount(block.lines));
        high |= block.high; // also of bytes behind the stretch: it only calls for a look
        if (HWY_LIKELY((block.quotes | block.careful) == 0 && !is_escaped(state))) {
            if (state == State::quoted) {
                lines_inside |= block.lines;
                continue;
            }
            if (state == State::after_quote && (block.ends & 1U) == 0) junk = true;
            const unsigned last = static_cast<unsigned>(size - 1);
            state = static_cast<State>(((block.ends >> last) & 1U) | (((block.lines >> last) & 1U) << 1));
        } else {
            quotes |= block.quotes;
            state = settle_quotes(bytes + at, size, marks, state, block);
            block.ends &= ~block.inside;
            lines_inside |= block.lines & block.inside;
            junk |= block.junk;
            index.literal |= block.literal;
        }

        const std::uint32_t base = static_cast<std::uint32_t>(at);
        const int count = std::popcount(block.ends);
        const auto counted = static_cast<std::uint32_t>(out.fields - out.first_field);
        std::uint64_t lines = block.lines & block.ends;
        const auto fields_to_next_line = [&] {
            return counted + static_cast<std::uint32_t>(std::popcount(block.ends & (lines ^ (lines - 1))));
        };
        // Whether one record ends here is a coin toss; more than one is rare.
        *out.records = fields_to_next_line();
        out.records += lines != 0 ? 1 : 0;
        while (HWY_UNLIKELY((lines &= lines - 1) != 0)) *out.records++ = fields_to_next_line();
        write_positions(block.ends, count, base, out.fields);
        out.fields += count;
    }
    out.finish();
    index.lines += all_lines;
    index.multiline |= lines_inside != 0;
    index.quotes |= quotes != 0;
    index.nul |= nuls != 0;
    index.high |= high != 0;
    index.junk |= junk;
    return state;
}

State skim_here(const char* bytes, std::size_t size, const Marks& marks, State state, std::uint64_t& lines) {
    const Comparer compare(marks);
    std::uint64_t counted = 0;
    for (std::size_t at = 0; at < size; at += 64) {
        const std::size_t part = HWY_MIN(size - at, std::size_t{64});
        Block block = compare.without_fields(bytes + at);
        if (HWY_UNLIKELY(part < 64)) keep_first(block, part);
        counted += static_cast<std::uint64_t>(std::popcount(block.lines));
        if (HWY_LIKELY((block.quotes | block.careful) == 0 && !is_escaped(state))) {
            if (state == State::quoted) continue;
            const char last = bytes[at + part - 1];
            state = last == marks.delimiter                                  ? State::field_start
                    : last == marks.line_end || last == marks.other_line_end ? State::record_start
                                                                             : State::unquoted;
        } else {
            block = compare.full(bytes + at);
            if (part < 64) keep_first(block, part);
            state = settle_quotes(bytes + at, part, marks, state, block);
        }
    }
    lines += counted;
    return state;
}

} // namespace HWY_NAMESPACE
} // namespace handoff::csv
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace handoff::csv {

namespace {

std::vector<Variant> find_variants() {
    std::vector<Variant> found;
#if HWY_TARGETS & HWY_AVX3_DL
    if (has_avx512_of_2019())
        found.push_back({"AVX-512 of 2019", N_AVX3_DL::scan_here, N_AVX3_DL::skim_here});
#endif
#if HWY_TARGETS & HWY_AVX3
    if (has_avx512()) found.push_back({"AVX-512", N_AVX3::scan_here, N_AVX3::skim_here});
#endif
#if HWY_TARGETS & HWY_AVX2
    if (has_avx2()) found.push_back({"AVX2", N_AVX2::scan_here, N_AVX2::skim_here});
#endif
    found.push_back(
        {"what every machine has", HWY_STATIC_DISPATCH(scan_here), HWY_STATIC_DISPATCH(skim_here)});
    return found;
}

} // namespace

const std::vector<Variant>& variants() {
    static const std::vector<Variant> found = find_variants();
    return found;
}

State scan(const char* bytes, std::size_t from, std::size_t to, const Marks& marks, State state, Index& index,
           const Variant& variant) {
    if (from >= to) return state;
    index.reserve(to - from);
    return variant.scan(bytes, from, to, marks, state, index);
}

State skim(const char* bytes, std::size_t size, const Marks& marks, State state, std::uint64_t& lines,
           const Variant& variant) {
    return variant.skim(bytes, size, marks, state, lines);
}

void Index::clear() {
    reserve(0);
    fields_[0] = static_cast<std::uint32_t>(-1);
    field_count_ = record_count_ = 0;
    lines = 0;
    multiline = quotes = literal = junk = nul = high = false;
}

void Index::reserve(std::size_t bytes) {
    // Room for the position before the first, and for those that are written too much.
    grow(fields_, field_count_ + 1, fields_room_, bytes + 1 + behind_last);
    grow(records_, record_count_, records_room_, bytes + 1);
}

void Index::grow(std::unique_ptr<std::uint32_t[]>& values, std::size_t used, std::size_t& room,
                 std::size_t more) {
    if (values && used + more <= room) return;
    const std::size_t larger = std::max(used + more, room * 2);
    auto moved = std::make_unique_for_overwrite<std::uint32_t[]>(larger);
    if (values) std::copy_n(values.get(), used, moved.get());
    values = std::move(moved);
    room = larger;
}

void Index::add_record_end(std::size_t position) {
    reserve(1);
    fields_[++field_count_] = static_cast<std::uint32_t>(position);
    records_[record_count_++] = static_cast<std::uint32_t>(field_count_);
}

void Index::cut_after_record(std::size_t count) {
    record_count_ = count;
    field_count_ = count == 0 ? 0 : records_[count - 1];
}

} // namespace handoff::csv
#endif
