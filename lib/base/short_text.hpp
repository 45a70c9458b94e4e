#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace handoff {

// Texts in cells are short, and hot loops compare and hash millions of them: what stands here does so a few
// bytes at a time, without a call, and reads no byte outside of the text.

inline std::uint64_t eight_bytes(const char* bytes) noexcept {
    std::uint64_t word;
    std::memcpy(&word, bytes, sizeof word);
    return word;
}

inline std::uint32_t four_bytes(const char* bytes) noexcept {
    std::uint32_t word;
    std::memcpy(&word, bytes, sizeof word);
    return word;
}

/// A text of less than 8 bytes as a number; texts of the same length have the same number only when they are
/// the same.
inline std::uint64_t few_bytes(const char* bytes, std::size_t size) noexcept {
    if (size >= 4) return four_bytes(bytes) | std::uint64_t{four_bytes(bytes + size - 4)} << 32;
    if (size == 0) return 0;
    const auto byte = [bytes](std::size_t i) { return std::uint64_t{static_cast<unsigned char>(bytes[i])}; };
    return byte(0) | byte(size / 2) << 8 | byte(size - 1) << 16;
}

inline bool same_bytes(std::string_view a, std::string_view b) noexcept {
    const std::size_t size = a.size();
    if (size != b.size()) return false;
    if (size < 8) return few_bytes(a.data(), size) == few_bytes(b.data(), size);
    std::uint64_t different = eight_bytes(a.data() + size - 8) ^ eight_bytes(b.data() + size - 8);
    for (std::size_t i = 0; i + 8 < size; i += 8)
        different |= eight_bytes(a.data() + i) ^ eight_bytes(b.data() + i);
    return different == 0;
}

/// The top bit of each of eight bytes that is one of A-Z.
inline std::uint64_t capitals(std::uint64_t eight) noexcept {
    constexpr std::uint64_t ones = 0x0101010101010101U, tops = ones << 7;
    const std::uint64_t low = eight & ~tops;
    const std::uint64_t from_a = low + ones * (0x80 - 'A'), behind_z = low + ones * (0x7f - 'Z');
    return (from_a ^ behind_z) & ~eight & tops;
}

/// Eight bytes with small letters for A-Z.
inline std::uint64_t in_small_letters(std::uint64_t eight) noexcept { return eight | capitals(eight) >> 2; }

inline bool has_capitals(std::string_view text) noexcept {
    if (text.size() < 8) return capitals(few_bytes(text.data(), text.size())) != 0;
    std::uint64_t found = capitals(eight_bytes(text.data() + text.size() - 8));
    for (std::size_t i = 0; i + 8 < text.size(); i += 8) found |= capitals(eight_bytes(text.data() + i));
    return found != 0;
}

/// Whether texts are the same but for A-Z and a-z.
inline bool same_letters(std::string_view a, std::string_view b) noexcept {
    const std::size_t size = a.size();
    if (size != b.size()) return false;
    if (size < 8)
        return in_small_letters(few_bytes(a.data(), size)) == in_small_letters(few_bytes(b.data(), size));
    const auto differ_at = [&](std::size_t i) {
        return in_small_letters(eight_bytes(a.data() + i)) ^ in_small_letters(eight_bytes(b.data() + i));
    };
    std::uint64_t different = differ_at(size - 8);
    for (std::size_t i = 0; i + 8 < size; i += 8) different |= differ_at(i);
    return different == 0;
}

/// Copies a text to where there is room for it, and shows all of it to `see(eight bytes)` on the way; bytes
/// may be shown twice, and zeros beside them. Returns the end of the copy.
template <class See>
char* copy_bytes(std::string_view text, char* to, See&& see) noexcept {
    const std::size_t size = text.size();
    const char* const from = text.data();
    if (size >= 8) {
        for (std::size_t i = 0; i + 8 < size; i += 8) {
            const std::uint64_t word = eight_bytes(from + i);
            see(word);
            std::memcpy(to + i, &word, sizeof word);
        }
        const std::uint64_t last = eight_bytes(from + size - 8);
        see(last);
        std::memcpy(to + size - 8, &last, sizeof last);
    } else if (size >= 4) {
        const std::uint32_t first = four_bytes(from), last = four_bytes(from + size - 4);
        see(first | std::uint64_t{last} << 32);
        std::memcpy(to, &first, sizeof first);
        std::memcpy(to + size - 4, &last, sizeof last);
    } else if (size > 0) {
        see(few_bytes(from, size));
        const char middle = from[size / 2], last = from[size - 1];
        to[0] = from[0];
        to[size / 2] = middle;
        to[size - 1] = last;
    }
    return to + size;
}

/// A byte to be looked for in texts, eight bytes at a time.
class WantedByte {
  public:
    explicit constexpr WantedByte(char byte) noexcept : all_(ones * static_cast<unsigned char>(byte)) {}
    /// Not zero when one of eight bytes is the wanted one.
    constexpr std::uint64_t in(std::uint64_t eight) const noexcept {
        const std::uint64_t different = eight ^ all_;
        return (different - ones) & ~different & (ones << 7);
    }

  private:
    static constexpr std::uint64_t ones = 0x0101010101010101U;
    std::uint64_t all_;
};

/// Spreads two numbers over all bits of one.
inline std::uint64_t mixed(std::uint64_t a, std::uint64_t b) noexcept {
    __extension__ using Wide = unsigned __int128;
    const Wide product = static_cast<Wide>(a ^ 0x9e3779b97f4a7c15U) * (b ^ 0xd6e8feb86659fd93U);
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

inline std::uint64_t hash_of(std::string_view text) noexcept {
    const char* at = text.data();
    std::size_t left = text.size();
    std::uint64_t hash = left;
    for (; left > 16; at += 8, left -= 8) hash = mixed(hash ^ eight_bytes(at), left);
    if (left >= 8) return mixed(hash ^ eight_bytes(at), eight_bytes(at + left - 8));
    return mixed(hash, few_bytes(at, left));
}

} // namespace handoff
