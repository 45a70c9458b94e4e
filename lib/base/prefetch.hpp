#pragma once

#include <cstddef>

namespace handoff {

/// Asks for the memory of a value that is needed soon.
inline void prefetch(const void* value, std::size_t size) noexcept {
    constexpr std::size_t line = 64;
    const char* const bytes = static_cast<const char*>(value);
    for (std::size_t at = 0; at < size; at += line) __builtin_prefetch(bytes + at);
}

} // namespace handoff
