#pragma once

#include <handoff/exports.hpp>

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace handoff {

/// Where a word leads in the lifecycle: a stage of the path, or one beside it.
struct StageWord {
    static constexpr int none = -1;
    int path = none;  ///< position in Lifecycle::stages
    int aside = none; ///< position in Lifecycle::aside
    bool known() const noexcept { return path != none || aside != none; }
};

/// The stage a status word most likely means, by the words in it: "Working - Contacted" is sal. Blank when it
/// shows nothing.
std::string_view guess_stage(std::string_view status);

/// What the words of a status column mean: what the agreement maps, what the preset knows, the names of the
/// stages themselves; and a guess only where the agreement maps nothing.
class StageWords {
  public:
    StageWords(const Lifecycle&, std::span<const std::shared_ptr<const Preset>> presets);
    StageWord of(std::string_view status) const;
    const Lifecycle& lifecycle() const noexcept { return lifecycle_; }

  private:
    Lifecycle lifecycle_;
    std::map<std::string, StageWord> known_; ///< in lower case
};

/// The furthest of what is known of a lead. `deal_status` is open, won, lost or blank.
struct StageReached {
    int path = 0;
    int aside = StageWord::none;
};
StageReached stage_reached(const Lifecycle&, StageWord status, StageWord own, bool converted,
                           std::string_view deal_status) noexcept;

/// A deal's status by the name of its stage: won, lost or open; blank for a blank stage.
std::string_view guess_deal_status(std::string_view stage);

} // namespace handoff
