#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// The candidate that a mistyped word most likely meant: least edit distance (insert, delete, replace and
/// swap of neighbours count one each), without case; empty when none is near (more than a third of the word
/// differs). Ties go to the earlier candidate.
std::string nearest(std::string_view word, std::span<const std::string> candidates);

/// "did you mean 'x'?", or nothing when no candidate is near.
std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

/// Text comparison as everywhere in handoff: without case. ASCII letters are folded; other bytes compare as
/// they are.
bool same_text(std::string_view, std::string_view) noexcept;
std::string lower(std::string_view);
std::string_view trim(std::string_view) noexcept; ///< without spaces, tabs and line ends at both ends

/// "1 lead", "2 leads", "12,345 leads"; `plural` where an s does not do.
std::string counted(std::size_t n, std::string_view noun, std::string_view plural = {});
/// "12,345".
std::string with_thousands(std::int64_t);

} // namespace handoff
