#pragma once

#include <handoff/exports.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// A phone number as somebody wrote it, and the country it is read in; blank: none is known.
struct WrittenPhone {
    std::string_view text, country;
};

/// The digits of a phone number in E.164 as one number: "(030) 12 34 56" in DE is 4930123456. 0 when it is no
/// valid number, as one without a country's prefix is where no country is known. Takes some 20 µs.
std::uint64_t phone_number(std::string_view text, std::string_view country);
/// The same of each, for a thread among others: they wait less for each other.
std::vector<std::uint64_t> phone_numbers(std::span<const WrittenPhone> written);
/// "+4930123456".
std::string phone_text(std::uint64_t number);
bool is_canonical_phone(std::string_view text) noexcept;

/// What written numbers are known to be, by their fingerprint.
class PhoneBook {
  public:
    PhoneBook() = default;
    explicit PhoneBook(std::span<const KnownPhone> known);

    /// Tells texts apart, also by the country they are read in, and versions of handoff.
    static std::uint64_t fingerprint(std::string_view text, std::string_view country) noexcept;
    /// None when it is not in the book.
    const KnownPhone* find(std::uint64_t fingerprint) const noexcept;
    void add(KnownPhone phone);
    std::size_t size() const noexcept { return size_; }
    std::vector<KnownPhone> all() const;

  private:
    std::size_t slot_of(std::uint64_t fingerprint) const noexcept;
    std::vector<KnownPhone> slots_; ///< fingerprint 0: free
    std::size_t size_ = 0;
};

} // namespace handoff
