#include "base/edit_distance.hpp"
#include "base/short_text.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <cstdlib>

namespace handoff {

namespace {

char folded(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

} // namespace

// Optimal string alignment: Levenshtein's distance with swaps of neighbours.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before_last(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replace = last[j - 1] + (folded(a[i - 1]) == folded(b[j - 1]) ? 0 : 1);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, replace});
            if (i > 1 && j > 1 && folded(a[i - 1]) == folded(b[j - 2]) &&
                folded(a[i - 2]) == folded(b[j - 1]))
                row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
        std::swap(before_last, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

std::string nearest(std::string_view word, std::span<const std::string> candidates) {
    const std::string* best = nullptr;
    // Of one letter, any other would be one edit away.
    std::size_t least = (word.size() < 2 ? 0 : std::max<std::size_t>(1, word.size() / 3)) + 1;
    for (const std::string& candidate : candidates) {
        const std::size_t longer = std::max(candidate.size(), word.size());
        if (longer - std::min(candidate.size(), word.size()) >= least) continue;
        if (const std::size_t d = edit_distance(word, candidate); d < least) {
            least = d;
            best = &candidate;
        }
    }
    return best ? *best : std::string();
}

std::string did_you_mean(std::string_view word, std::span<const std::string> candidates) {
    const std::string near = nearest(word, candidates);
    return near.empty() ? std::string() : "did you mean '" + near + "'?";
}

bool same_text(std::string_view a, std::string_view b) noexcept { return same_letters(a, b); }

std::string lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), folded);
    return result;
}

std::string_view trim(std::string_view text) noexcept {
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    return text;
}

std::string with_thousands(std::int64_t number) {
    std::string text = std::to_string(number);
    const std::size_t digits_from = number < 0 ? 1 : 0;
    for (std::size_t at = text.size(); at > digits_from + 3;) text.insert(at -= 3, 1, ',');
    return text;
}

std::string counted(std::size_t n, std::string_view noun, std::string_view plural) {
    std::string text = with_thousands(static_cast<std::int64_t>(n)) + ' ';
    if (n == 1) return text += noun;
    return plural.empty() ? (text += noun) += 's' : text += plural;
}

} // namespace handoff
