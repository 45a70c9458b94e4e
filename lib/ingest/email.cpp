#include <handoff/words.hpp>

#include <algorithm>
#include <array>
#include <base/unicode.hpp>
#include <ingest/email.hpp>
#include <string>

namespace handoff {

namespace {

using namespace std::string_view_literals;

enum class Class : unsigned char { never, mailbox_only, name, hyphen, dot, at };

/// Where a byte may stand in a canonical address. Other scripts may stand before the @: such mailboxes exist.
constexpr std::array<Class, 256> classes = [] {
    std::array<Class, 256> table{};
    for (std::size_t c = 0x80; c < 256; ++c) table[c] = Class::mailbox_only;
    for (const char c : "!#$%&'*+/=?^_`{|}~"sv) table[static_cast<unsigned char>(c)] = Class::mailbox_only;
    for (char c = 'a'; c <= 'z'; ++c) table[static_cast<unsigned char>(c)] = Class::name;
    for (char c = '0'; c <= '9'; ++c) table[static_cast<unsigned char>(c)] = Class::name;
    table['-'] = Class::hyphen;
    table['.'] = Class::dot;
    table['@'] = Class::at;
    return table;
}();

Class class_of(char c) noexcept { return classes[static_cast<unsigned char>(c)]; }

/// What people, forms and programs leave around an address; the last two are spaces that do not show.
constexpr std::array around = {" "sv, "\t"sv, "\r"sv, "\n"sv,     "\""sv,    "'"sv, "`"sv,
                               ","sv, ";"sv,  "."sv,  ":"sv,      "<"sv,     ">"sv, "("sv,
                               ")"sv, "["sv,  "]"sv,  "\u00a0"sv, "\u200b"sv};

std::string_view stripped(std::string_view text) noexcept {
    for (bool again = true; again;) {
        again = false;
        for (const std::string_view sign : around) {
            if (text.starts_with(sign)) {
                text.remove_prefix(sign.size());
                again = true;
            }
            if (text.ends_with(sign)) {
                text.remove_suffix(sign.size());
                again = true;
            }
        }
    }
    return text;
}

/// The part of a cell that should be the address.
std::string_view address_in(std::string_view cell) noexcept {
    if (const std::size_t open = cell.find('<'); open != std::string_view::npos) {
        const std::string_view inside = cell.substr(open + 1, cell.find('>', open) - open - 1);
        if (inside.find('@') != std::string_view::npos) cell = inside;
    }
    cell = stripped(cell);
    constexpr std::string_view scheme = "mailto:";
    if (same_text(cell.substr(0, scheme.size()), scheme)) {
        cell.remove_prefix(scheme.size());
        cell = cell.substr(0, cell.find('?'));
    }
    return stripped(cell.substr(0, cell.find_first_of(",;")));
}

bool is_letter_or_digit(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Most addresses that are not canonical only have capitals.
bool clean_capitals(std::string_view& cell, Table& memory) {
    std::array<char, 320> small;
    if (cell.empty() || cell.size() > small.size() || !is_letter_or_digit(cell.front()) ||
        !is_letter_or_digit(cell.back()))
        return false;
    std::transform(cell.begin(), cell.end(), small.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    const std::string_view address(small.data(), cell.size());
    if (!is_canonical_email(address)) return false;
    cell = memory.keep(address);
    return true;
}

} // namespace

bool is_canonical_email(std::string_view text) noexcept {
    std::size_t at = 0;
    while (at < text.size() && class_of(text[at]) != Class::at) {
        if (class_of(text[at]) == Class::never) return false;
        ++at;
    }
    if (at == 0 || at > 64 || at == text.size() || text.front() == '.') return false;
    const std::string_view host = text.substr(at + 1);
    if (host.size() > 253) return false;
    std::size_t label = 0, labels = 0;
    bool digits = true;
    for (std::size_t i = 0; i <= host.size(); ++i) {
        if (i == host.size() || class_of(host[i]) == Class::dot) {
            if (i == label || i - label > 63 || host[label] == '-' || host[i - 1] == '-') return false;
            ++labels;
            if (i == host.size()) break;
            label = i + 1;
            digits = true;
            continue;
        }
        if (class_of(host[i]) != Class::name && class_of(host[i]) != Class::hyphen) return false;
        digits = digits && host[i] >= '0' && host[i] <= '9';
    }
    return labels > 1 && !digits;
}

bool clean_email(std::string_view& cell, Table& memory) {
    if (is_canonical_email(cell) || clean_capitals(cell, memory)) return true;
    std::string_view found = address_in(cell);
    cell = {};
    const std::size_t at = found.rfind('@');
    if (at == std::string_view::npos) return false;
    const std::string_view host = found.substr(at + 1);
    const bool ascii = std::none_of(host.begin(), host.end(), [](char c) { return (c & 0x80) != 0; });
    std::string address = lower(found.substr(0, at + 1));
    address += ascii ? lower(host) : host_in_ascii(host);
    if (!is_canonical_email(address)) return false;
    cell = memory.keep(address);
    return true;
}

} // namespace handoff
