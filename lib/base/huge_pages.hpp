#pragma once

#include <cstddef>
#include <cstdint>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace handoff {

constexpr std::size_t huge_page = std::size_t{2} << 20;

/// Asks for large memory that is going to be used in huge pages, where the system has them: it comes then 2
/// MB at a time rather than 4 KB, and looking up its addresses costs less.
inline void ask_for_huge_pages([[maybe_unused]] const void* memory,
                               [[maybe_unused]] std::size_t bytes) noexcept {
#ifdef __linux__
    const auto from = (reinterpret_cast<std::uintptr_t>(memory) + huge_page - 1) / huge_page * huge_page;
    const auto to = (reinterpret_cast<std::uintptr_t>(memory) + bytes) / huge_page * huge_page;
    if (from < to) ::madvise(reinterpret_cast<void*>(from), to - from, MADV_HUGEPAGE);
#endif
}

} // namespace handoff
