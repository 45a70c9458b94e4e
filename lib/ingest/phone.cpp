#include <handoff/version.hpp>

#include <algorithm>
#include <charconv>
#include <ingest/phone.hpp>
#include <mutex>
#include <optional>
#include <phonenumbers/phonenumberutil.h>

namespace handoff {

namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

bool digit(char c) noexcept { return c >= '0' && c <= '9'; }

std::uint64_t hash(std::string_view text, std::uint64_t from) noexcept {
    for (const char c : text) from = (from ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return from;
}

const PhoneNumberUtil& library() {
    static const PhoneNumberUtil& library = *PhoneNumberUtil::GetInstance();
    return library;
}

/// "+49 (30) 123-456" as "+4930123456"; empty where letters or other signs stand there too. Such a number
/// says its country itself and has no extension: the library need not look for either, which takes a quarter
/// to a third of the time of reading it.
std::string in_plain_digits(std::string_view text) {
    if (!text.starts_with('+')) return {};
    std::string plain = "+";
    for (const char c : text.substr(1)) {
        if (digit(c))
            plain += c;
        else if (std::string_view(" -.()").find(c) == std::string_view::npos)
            return {};
    }
    return plain;
}

/// None when it cannot be a phone number; otherwise it may still be no valid one.
std::optional<PhoneNumber> parsed(const WrittenPhone& written) {
    const auto& [text, country] = written;
    const auto digits = std::count_if(text.begin(), text.end(), digit);
    const bool abroad = text.find('+') != std::string_view::npos;
    if (digits < 3 || text.size() > 250 || (country.empty() && !abroad)) return std::nullopt;
    PhoneNumber number;
    const std::string nowhere = "ZZ";
    const auto can_be = [&](const std::string& spelled, const std::string& region) {
        return library().Parse(spelled, region, &number) == PhoneNumberUtil::NO_PARSING_ERROR;
    };
    if (const std::string plain = in_plain_digits(text); !plain.empty() && can_be(plain, nowhere))
        return number;
    if (!can_be(std::string(text), country.empty() ? nowhere : std::string(country))) return std::nullopt;
    return number;
}

std::uint64_t e164(const PhoneNumber& number) {
    std::string text;
    library().Format(number, PhoneNumberUtil::E164, &text);
    std::uint64_t digits = 0;
    if (text.size() > 1) std::from_chars(text.data() + 1, text.data() + text.size(), digits);
    return digits;
}

} // namespace

std::uint64_t phone_number(std::string_view text, std::string_view country) {
    const WrittenPhone written{text, country};
    return phone_numbers({&written, 1}).front();
}

std::vector<std::uint64_t> phone_numbers(std::span<const WrittenPhone> written) {
    std::vector<std::optional<PhoneNumber>> numbers;
    for (const WrittenPhone& each : written) numbers.push_back(parsed(each));
    {
        // The library looks up each of its rules under a lock, some twenty times for a number: threads that
        // do so at the same time wait for each other longer than one would take for all.
        static std::mutex judging;
        const std::lock_guard lock(judging);
        for (std::optional<PhoneNumber>& number : numbers)
            if (number && !library().IsValidNumber(*number)) number.reset();
    }
    std::vector<std::uint64_t> digits;
    for (const std::optional<PhoneNumber>& number : numbers) digits.push_back(number ? e164(*number) : 0);
    return digits;
}

std::string phone_text(std::uint64_t number) { return "+" + std::to_string(number); }

bool is_canonical_phone(std::string_view text) noexcept {
    return text.size() > 5 && text.size() <= 16 && text[0] == '+' && text[1] != '0' &&
           std::all_of(text.begin() + 1, text.end(), digit);
}

PhoneBook::PhoneBook(std::span<const KnownPhone> known) {
    for (const KnownPhone& phone : known) add(phone);
}

std::uint64_t PhoneBook::fingerprint(std::string_view text, std::string_view country) noexcept {
    static const std::uint64_t start = hash(version(), 0xcbf29ce484222325U);
    std::uint64_t mixed = hash(text, hash(country, start) ^ 0xff);
    mixed = (mixed ^ (mixed >> 32)) * 0x9e3779b97f4a7c15U;
    mixed ^= mixed >> 29;
    return mixed == 0 ? 1 : mixed;
}

std::size_t PhoneBook::slot_of(std::uint64_t fingerprint) const noexcept {
    std::size_t at = static_cast<std::size_t>(fingerprint) & (slots_.size() - 1);
    while (slots_[at].written != 0 && slots_[at].written != fingerprint) at = (at + 1) & (slots_.size() - 1);
    return at;
}

const KnownPhone* PhoneBook::find(std::uint64_t fingerprint) const noexcept {
    if (slots_.empty()) return nullptr;
    const KnownPhone& slot = slots_[slot_of(fingerprint)];
    return slot.written == 0 ? nullptr : &slot;
}

void PhoneBook::add(KnownPhone phone) {
    if (phone.written == 0) return;
    if ((size_ + 1) * 3 > slots_.size() * 2) {
        std::vector<KnownPhone> old(slots_.empty() ? 1024 : slots_.size() * 2);
        old.swap(slots_);
        for (const KnownPhone& slot : old)
            if (slot.written != 0) slots_[slot_of(slot.written)] = slot;
    }
    KnownPhone& slot = slots_[slot_of(phone.written)];
    if (slot.written == 0) ++size_;
    slot = phone;
}

std::vector<KnownPhone> PhoneBook::all() const {
    std::vector<KnownPhone> phones;
    phones.reserve(size_);
    for (const KnownPhone& slot : slots_)
        if (slot.written != 0) phones.push_back(slot);
    return phones;
}

} // namespace handoff
