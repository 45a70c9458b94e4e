#pragma once

#include "base/huge_pages.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>
#include <type_traits>

namespace handoff {

/// An array of a fixed size for values that are read and written in no order, by several threads; zero at
/// first. It stands in huge pages where the system has them, since looking up the address of each small page
/// would cost as much as reading it; and its memory comes from the system as zeros, page by page, when a
/// thread first touches it.
template <class Value>
class BigArray {
    static_assert(std::is_trivially_copyable_v<Value> && std::is_trivially_destructible_v<Value>);

  public:
    BigArray() = default;
    explicit BigArray(std::size_t size) : size_(size) {
        if (size == 0) return;
        const std::size_t bytes = size * sizeof(Value);
        const bool big = bytes >= huge_page;
        memory_.reset(std::calloc(big ? bytes + huge_page : bytes, 1));
        if (!memory_) throw std::bad_alloc();
        data_ = static_cast<Value*>(memory_.get());
        if (!big) return;
        const auto address = reinterpret_cast<std::uintptr_t>(memory_.get());
        const std::uintptr_t start = (address + huge_page - 1) / huge_page * huge_page;
        data_ = reinterpret_cast<Value*>(start);
        ask_for_huge_pages(data_, bytes);
    }

    std::size_t size() const noexcept { return size_; }
    bool empty() const noexcept { return size_ == 0; }
    Value* data() noexcept { return data_; }
    const Value* data() const noexcept { return data_; }
    Value* begin() noexcept { return data_; }
    Value* end() noexcept { return data_ + size_; }
    const Value* begin() const noexcept { return data_; }
    const Value* end() const noexcept { return data_ + size_; }
    Value& operator[](std::size_t i) noexcept { return data_[i]; }
    const Value& operator[](std::size_t i) const noexcept { return data_[i]; }

  private:
    struct Free {
        void operator()(void* memory) const noexcept { std::free(memory); }
    };
    std::unique_ptr<void, Free> memory_;
    Value* data_ = nullptr;
    std::size_t size_ = 0;
};

} // namespace handoff
