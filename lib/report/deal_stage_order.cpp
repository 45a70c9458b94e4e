#include "report/deal_stage_order.hpp"

#include "ingest/names.hpp"

#include <handoff/words.hpp>

#include <cmath>
#include <optional>

namespace handoff {

namespace {

struct Guess {
    std::string_view part; ///< of the bare name
    int place;
};

// The first that a name holds decides. The pipelines of Salesforce, HubSpot, Pipedrive, Zoho and Odoo, as
// they come, are in order by it.
constexpr Guess guesses[] = {
    {"prospecting", 1}, {"appointment", 1}, {"discovery", 2},  {"qualif", 2},       {"contactmade", 2},
    {"needs", 3},       {"valueprop", 4},   {"demo", 4},       {"presentation", 4}, {"evaluation", 4},
    {"trial", 4},       {"decision", 5},    {"perception", 6}, {"proposal", 7},     {"proposition", 7},
    {"quote", 7},       {"negotiat", 8},    {"contract", 9},   {"verbal", 9},
};

std::optional<int> place_of(std::string_view stage) {
    const std::string bare = bare_name(stage);
    for (const Guess& guess : guesses)
        if (bare.find(guess.part) != std::string::npos) return guess.place;
    return bare == "new" ? std::optional(1) : std::nullopt;
}

StageMove direction(double from, double to) {
    constexpr double nothing = 1e-9; // the dust of binary fractions
    if (std::abs(from - to) < nothing) return StageMove::elsewhere;
    return from < to ? StageMove::forward : StageMove::back;
}

} // namespace

DealStageOrder::DealStageOrder(const Table& deals, const Probabilities& probabilities) {
    const Cells stage(deals, "stage");
    if (!stage.there()) return;
    for (std::size_t row = 0; row < deals.rows(); ++row)
        if (const auto chance = probabilities.of(row)) {
            Chance& known = chances_[lower(trim(stage[row]))];
            known.sum += *chance;
            ++known.deals;
        }
}

StageMove DealStageOrder::between(std::string_view from, std::string_view to) const {
    from = trim(from);
    to = trim(to);
    if (from.empty() || to.empty() || same_text(from, to)) return StageMove::none;
    const auto a = chances_.find(lower(from)), b = chances_.find(lower(to));
    if (a != chances_.end() && b != chances_.end()) return direction(a->second.mean(), b->second.mean());
    const auto before = place_of(from), after = place_of(to);
    return before && after ? direction(*before, *after) : StageMove::elsewhere;
}

} // namespace handoff
