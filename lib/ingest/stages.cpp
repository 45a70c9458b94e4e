#include <handoff/words.hpp>

#include <algorithm>
#include <array>
#include <ingest/names.hpp>
#include <ingest/stages.hpp>

namespace handoff {

namespace {

struct Guess {
    std::string_view part; ///< of the bare word
    std::string_view stage;
};

// The first that a status holds decides: "Not Contacted" is not "Contacted", "Unqualified" not "Qualified".
constexpr std::array guesses = {
    Guess{"notcontacted", "inquiry"},
    Guess{"uncontacted", "inquiry"},
    Guess{"unqualified", "disqualified"},
    Guess{"disqualified", "disqualified"},
    Guess{"notqualified", "disqualified"},
    Guess{"notconverted", "disqualified"},
    Guess{"notinterested", "disqualified"},
    Guess{"nolonger", "disqualified"},
    Guess{"cannotcontact", "disqualified"},
    Guess{"donotcontact", "disqualified"},
    Guess{"junk", "disqualified"},
    Guess{"lost", "disqualified"},
    Guess{"dead", "disqualified"},
    Guess{"spam", "disqualified"},
    Guess{"invalid", "disqualified"},
    Guess{"duplicate", "disqualified"},
    Guess{"reject", "disqualified"},
    Guess{"nurtur", "nurture"},
    Guess{"recycle", "nurture"},
    Guess{"future", "nurture"},
    Guess{"later", "nurture"},
    Guess{"notnow", "nurture"},
    Guess{"onhold", "nurture"},
    Guess{"badtiming", "nurture"},
    Guess{"marketingqualified", "mql"},
    Guess{"mql", "mql"},
    Guess{"salesaccepted", "sal"},
    Guess{"accepted", "sal"},
    Guess{"prequalified", "sal"},
    Guess{"attempt", "sal"},
    Guess{"contacted", "sal"},
    Guess{"working", "sal"},
    Guess{"progress", "sal"},
    Guess{"connected", "sal"},
    Guess{"engaged", "sal"},
    Guess{"salesqualified", "sql"},
    Guess{"qualified", "sql"},
    Guess{"converted", "sql"},
    Guess{"customer", "won"},
    Guess{"won", "won"},
    Guess{"opportunity", "opportunity"},
    Guess{"proposal", "opportunity"},
    Guess{"negotiat", "opportunity"},
    Guess{"opendeal", "opportunity"},
    Guess{"new", "inquiry"},
    Guess{"open", "inquiry"},
    Guess{"raw", "inquiry"},
    Guess{"inquiry", "inquiry"},
    Guess{"subscriber", "inquiry"},
};

int position(const std::vector<std::string>& names, std::string_view name) noexcept {
    for (std::size_t i = 0; i < names.size(); ++i)
        if (same_text(names[i], name)) return static_cast<int>(i);
    return StageWord::none;
}

StageWord named(const Lifecycle& lifecycle, std::string_view stage) noexcept {
    StageWord word{.path = position(lifecycle.stages, stage)};
    if (word.path == StageWord::none) word.aside = position(lifecycle.aside, stage);
    return word;
}

/// StageWords::of without a preset, for one status.
StageWord word_of(const Lifecycle& lifecycle, std::string_view status) {
    for (const auto& [theirs, ours] : lifecycle.status)
        if (same_text(trim(theirs), status)) return named(lifecycle, ours);
    const StageWord word = named(lifecycle, status);
    return word.known() || !lifecycle.status.empty() ? word : named(lifecycle, guess_stage(status));
}

} // namespace

std::string_view guess_stage(std::string_view status) {
    const std::string bare = bare_name(status);
    for (const Guess& guess : guesses)
        if (bare.find(guess.part) != std::string::npos) return guess.stage;
    constexpr std::array whole = {Guess{"lead", "inquiry"}, Guess{"sal", "sal"}, Guess{"sql", "sql"}};
    for (const Guess& guess : whole)
        if (bare == guess.part) return guess.stage;
    return {};
}

StageWords::StageWords(const Lifecycle& lifecycle, std::span<const std::shared_ptr<const Preset>> presets)
    : lifecycle_(lifecycle) {
    for (const auto& [theirs, ours] : lifecycle_.status)
        known_.emplace(lower(trim(theirs)), named(lifecycle_, ours));
    for (const auto& preset : presets)
        for (const auto& [theirs, ours] : preset->status)
            if (const StageWord word = named(lifecycle_, ours); word.known())
                known_.emplace(lower(theirs), word);
    for (const std::vector<std::string>* names : {&lifecycle_.stages, &lifecycle_.aside})
        for (const std::string& name : *names) known_.emplace(lower(name), named(lifecycle_, name));
}

StageWord StageWords::of(std::string_view status) const {
    if (const auto found = known_.find(lower(trim(status))); found != known_.end()) return found->second;
    return lifecycle_.status.empty() ? named(lifecycle_, guess_stage(status)) : StageWord{};
}

StageReached stage_reached(const Lifecycle& lifecycle, StageWord status, StageWord own, bool converted,
                           std::string_view deal_status) noexcept {
    StageReached reached;
    reached.path = std::max({0, status.path, own.path});
    const bool won = deal_status == "won";
    if (converted || !deal_status.empty())
        reached.path = std::max(reached.path, position(lifecycle.stages, "sql"));
    if (!deal_status.empty())
        reached.path = std::max(reached.path, position(lifecycle.stages, "opportunity"));
    if (won) reached.path = std::max(reached.path, position(lifecycle.stages, "won"));
    if (won) return reached; // a deal that was won outweighs a status nobody cared to change
    reached.aside = status.aside != StageWord::none ? status.aside : own.aside;
    if (reached.aside == StageWord::none && deal_status == "lost")
        reached.aside = position(lifecycle.aside, "lost");
    return reached;
}

Stage stage_of(const Lifecycle& lifecycle, std::string_view status, bool converted,
               std::string_view deal_status) {
    status = trim(status);
    const StageWord word = status.empty() ? StageWord{} : word_of(lifecycle, status);
    const StageReached reached = stage_reached(lifecycle, word, {}, converted, deal_status);
    Stage stage;
    if (!lifecycle.stages.empty()) stage.furthest = lifecycle.stages[static_cast<std::size_t>(reached.path)];
    stage.now = reached.aside == StageWord::none ? stage.furthest
                                                 : lifecycle.aside[static_cast<std::size_t>(reached.aside)];
    return stage;
}

std::string_view guess_deal_status(std::string_view stage) {
    if (stage.empty()) return {};
    const std::string bare = bare_name(stage);
    for (const std::string_view lost : {"lost", "abandon", "dead", "cancel", "dropped", "disqualified",
                                        "deleted", "perdid", "verloren", "perdu"})
        if (bare.find(lost) != std::string::npos) return "lost";
    for (const std::string_view won : {"won", "ganad", "ganho", "gewonnen", "gagn"})
        if (bare.find(won) != std::string::npos) return "won";
    return "open";
}

} // namespace handoff
