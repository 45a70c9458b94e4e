#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>
#include <vector>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace handoff {

/// Memory for large arrays that are read in no order: in huge pages where the system has them, since looking
/// up the address of each small page would cost as much as reading it.
template <class Value>
struct BigAllocator {
    using value_type = Value;

    BigAllocator() = default;
    template <class Other>
    BigAllocator(const BigAllocator<Other>&) noexcept {}

    Value* allocate(std::size_t count) {
        const std::size_t bytes = count * sizeof(Value);
        if (bytes < huge_page) return std::allocator<Value>().allocate(count);
        const std::size_t size = (bytes + huge_page - 1) / huge_page * huge_page;
        void* const memory = std::aligned_alloc(huge_page, size);
        if (!memory) throw std::bad_alloc();
#ifdef __linux__
        ::madvise(memory, size, MADV_HUGEPAGE);
#endif
        return static_cast<Value*>(memory);
    }
    void deallocate(Value* memory, std::size_t count) noexcept {
        if (count * sizeof(Value) < huge_page)
            std::allocator<Value>().deallocate(memory, count);
        else
            std::free(memory);
    }
    friend bool operator==(const BigAllocator&, const BigAllocator&) noexcept { return true; }

  private:
    static constexpr std::size_t huge_page = std::size_t{2} << 20;
};

template <class Value>
using BigVector = std::vector<Value, BigAllocator<Value>>;

} // namespace handoff
