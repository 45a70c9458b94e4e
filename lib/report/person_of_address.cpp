#include "report/person_of_address.hpp"

#include "base/unicode.hpp"

#include <algorithm>
#include <array>

namespace handoff {

namespace {

std::string letters(std::string_view text) {
    std::string word = folded(text);
    std::erase_if(word, [](char c) { return std::string_view(" .-_'").find(c) != std::string_view::npos; });
    return word;
}

bool may_be(std::string_view account, std::string_view name) {
    const std::size_t first_end = std::min(name.find(' '), name.size()), last_begin = name.rfind(' ') + 1;
    const std::string first = letters(name.substr(0, first_end)), last = letters(name.substr(last_begin));
    if (first.empty()) return false;
    if (first_end == name.size()) return account == first;
    if (last.empty()) return false;
    const std::array ways = {first, first + last, first.front() + last, first + last.front(), last + first};
    return std::find(ways.begin(), ways.end(), account) != ways.end();
}

} // namespace

std::string person_of_address(std::string_view address, const std::set<std::string>& names) {
    const std::size_t at = address.find('@');
    if (at == std::string_view::npos) return {};
    const std::string account = letters(address.substr(0, at));
    std::string found;
    for (const std::string& name : names) {
        if (!may_be(account, name)) continue;
        if (!found.empty()) return {};
        found = name;
    }
    return found;
}

} // namespace handoff
