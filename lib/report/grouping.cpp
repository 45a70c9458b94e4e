#include "report/grouping.hpp"

#include "report/distinct_texts.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace handoff {

Grouping group_by(std::span<const std::string_view> texts, std::size_t most) {
    struct Group {
        std::string name;
        std::size_t items = 0;
    };
    std::vector<Group> groups;
    std::unordered_map<std::string, std::uint32_t> by_text;
    DistinctTexts spellings; // spares folding the same text again
    spellings.reserve(texts.size());
    for (const std::string_view text : texts) spellings.add(text);
    const std::vector<std::uint32_t> counts = spellings.counts();
    std::vector<std::uint32_t> group_of; // each spelling
    for (std::size_t spelling = 0; spelling < counts.size(); ++spelling) {
        const std::string_view trimmed = trim(spellings.texts()[spelling]);
        const auto [group, is_new] =
            by_text.try_emplace(lower(trimmed), static_cast<std::uint32_t>(groups.size()));
        if (is_new) groups.push_back({trimmed.empty() ? "(blank)" : std::string(trimmed), 0});
        groups[group->second].items += counts[spelling];
        group_of.push_back(group->second);
    }

    Grouping out;
    std::vector<std::uint32_t> order(groups.size()), place(groups.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        if (groups[a].items != groups[b].items) return groups[a].items > groups[b].items;
        return groups[a].name < groups[b].name;
    });
    const std::size_t named = std::min(order.size(), most);
    for (std::size_t i = 0; i < order.size(); ++i) {
        place[order[i]] = static_cast<std::uint32_t>(std::min(i, named));
        if (i < named) out.names.push_back(groups[order[i]].name);
    }
    out.others = order.size() - named;
    if (out.others > 0) out.names.emplace_back("(other)");
    out.of.reserve(texts.size());
    for (const std::uint32_t spelling : spellings.numbers()) out.of.push_back(place[group_of[spelling]]);
    return out;
}

std::string note_on_others(const Grouping& groups, std::string_view column) {
    if (groups.others == 0) return {};
    return "(other) holds " + counted(groups.others, "smaller value") + " of '" + std::string(column) + "'";
}

} // namespace handoff
