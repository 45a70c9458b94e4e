#include "base/parallel.hpp"
#include "score/lead_touches.hpp"
#include "score/score_at.hpp"

#include <algorithm>

namespace handoff {

namespace {

/// What the rules on leads' columns give, [rule of the agreement][lead]; those on touches stay 0.
std::vector<std::vector<Points>> points_of_columns(const ScoreState& state, Export& leads) {
    const std::vector<ScoreRule>& all = state.agreement.score.rules;
    std::vector<std::vector<Points>> points(all.size(), std::vector<Points>(state.leads()));
    std::vector<std::size_t> position;
    for (std::size_t rule = 0; rule < all.size(); ++rule)
        if (!all[rule].on_touches) position.push_back(rule);
    const LeadRules rules(state.agreement, state.scope_of(leads));
    std::vector<std::unique_ptr<LeadRules::Evaluator>> evaluators(leads.threads());
    leads.for_each(std::vector<std::size_t>(rules.columns().begin(), rules.columns().end()),
                   csv::Reader::Keep::cells, [&](csv::Reader::Batch& batch) {
                       const std::size_t first = state.first_of_chunk(batch.chunk, batch.table.rows());
                       auto& evaluator = evaluators[batch.thread];
                       if (!evaluator) evaluator = std::make_unique<LeadRules::Evaluator>(rules);
                       evaluator->run(batch.table);
                       for (std::size_t rule = 0; rule < rules.rules().size(); ++rule) {
                           const std::span<const std::uint16_t> outcomes = evaluator->outcomes(rule);
                           for (std::size_t row = 0; row < outcomes.size(); ++row)
                               points[position[rule]][first + row] =
                                   rules.rules()[rule].points[outcomes[row]];
                       }
                   });
    return points;
}

/// [holder] The last instant at which one of the leads whose touches it holds is scored.
std::vector<Instant> latest(const ScoreState& state, std::span<const std::optional<Instant>> when) {
    std::vector<Instant> latest(state.leads(), Instant::min());
    for (std::size_t lead = 0; lead < when.size(); ++lead)
        if (Instant& known = latest[state.holder(lead)]; when[lead]) known = std::max(known, *when[lead]);
    return latest;
}

} // namespace

Scorer::Then Scorer::then(std::span<const std::optional<Instant>> when, Export& leads,
                          std::span<Export* const> touches, std::string_view named) const {
    const ScoreState& state = *impl_;
    const auto of = std::find_if(state.named.begin(), state.named.end(),
                                 [&](const ScoreState::Named& score) { return score.name == named; });
    if (of == state.named.end() && !named.empty())
        throw Error(Fault::ours, "there is no score '" + std::string(named) + "'");
    if (!state.has_leads) throw Error(Fault::ours, "leads are read before their scores are asked for");
    Then then{.score = std::vector<Points>(state.leads()),
              .grade = std::vector<std::string>(state.leads()),
              .rules = points_of_columns(state, leads)};
    const std::vector<Instant> until = latest(state, when);
    const LeadTouches all(state, touches, {.until = until});
    const bool is_main = of == state.named.end();
    const Grading& grading = is_main ? state.grading : of->grading;
    constexpr std::size_t leads_at_once = 4096;
    in_parallel(state.threads, state.leads(), leads_at_once, [&](std::size_t from, std::size_t to, unsigned) {
        std::vector<MatchedTouches> mine;
        std::vector<Points> by_columns(then.rules.size());
        for (std::size_t lead = from; lead < to; ++lead) {
            if (!when[lead]) continue;
            all.find(lead, mine);
            for (MatchedTouches& matched : mine) matched.undated = 0;
            for (std::size_t rule = 0; rule < then.rules.size(); ++rule)
                by_columns[rule] = then.rules[rule][lead];
            const ScoreAt at(state, by_columns, mine, *when[lead]);
            for (std::size_t rule = 0; rule < then.rules.size(); ++rule)
                then.rules[rule][lead] = at.rules[rule];
            then.score[lead] = is_main ? state.main_score(at.groups) : of->of(at.groups);
            if (grading.graded()) then.grade[lead] = grading.label(grading.of(at.groups, then.score[lead]));
        }
    });
    return then;
}

} // namespace handoff
