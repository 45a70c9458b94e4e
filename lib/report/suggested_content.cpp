#include "report/suggested_content.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <utility>

namespace handoff {

SuggestedContent::SuggestedContent(const Agreement& agreement, const Table& leads)
    : agreement_(agreement), persona_(leads, "persona"), stage_(leads, "stage") {}

/// A lead that was handed over is qualified, whatever the CRM still shows.
std::string_view SuggestedContent::stage_of(std::uint32_t row) const {
    const auto& stages = agreement_.lifecycle.stages;
    const auto at = std::find(stages.begin(), stages.end(), stage_[row]);
    const auto qualified = std::find(stages.begin(), stages.end(), "mql");
    const bool before = at != stages.end() && qualified != stages.end() && at < qualified;
    return stage_[row].empty() || before ? "mql" : stage_[row];
}

std::vector<const Content*> SuggestedContent::of(std::uint32_t row, std::size_t most,
                                                 const std::function<bool(const Content&)>& had) const {
    const std::string_view stage = stage_of(row);
    std::vector<std::pair<int, const Content*>> suits;
    for (const Content& piece : agreement_.contents) {
        if (!piece.persona.empty() && !same_text(piece.persona, persona_[row])) continue;
        if (!piece.stage.empty() && !same_text(piece.stage, stage)) continue;
        if (had && had(piece)) continue;
        suits.emplace_back((piece.persona.empty() ? 0 : -2) + (piece.stage.empty() ? 0 : -1), &piece);
    }
    std::stable_sort(suits.begin(), suits.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<const Content*> best;
    for (const auto& [rank, piece] : suits)
        if (best.size() < most) best.push_back(piece);
    return best;
}

} // namespace handoff
