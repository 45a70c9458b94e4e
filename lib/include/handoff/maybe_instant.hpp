#pragma once

#include <handoff/time.hpp>

#include <optional>

namespace handoff {

/// An instant or none, as std::optional<Instant> but in 8 bytes: for records of which there are millions.
class MaybeInstant {
  public:
    constexpr MaybeInstant() = default;
    constexpr MaybeInstant(std::nullopt_t) noexcept {}
    constexpr MaybeInstant(Instant at) noexcept : at_(at) {}
    constexpr MaybeInstant(const std::optional<Instant>& at) noexcept : at_(at.value_or(none)) {}
    constexpr operator std::optional<Instant>() const noexcept {
        return has_value() ? std::optional(at_) : std::nullopt;
    }

    constexpr bool has_value() const noexcept { return at_ != none; }
    constexpr explicit operator bool() const noexcept { return has_value(); }
    constexpr Instant operator*() const noexcept { return at_; }
    constexpr Instant value_or(Instant other) const noexcept { return has_value() ? at_ : other; }
    friend constexpr bool operator==(MaybeInstant, MaybeInstant) = default;

  private:
    static constexpr Instant none = Instant::min();
    Instant at_ = none;
};

} // namespace handoff
