#include "score/lead_touches.hpp"

#include "score/repeated_touches.hpp"

#include <algorithm>

namespace handoff {

LeadTouches::LeadTouches(const ScoreState& state, std::span<Export* const> touches,
                         const std::set<std::size_t>* only)
    : state_(state) {
    std::mutex finding;
    for (Export* const one : touches) {
        const Bound bound = state.bind_touches(*one);
        const TouchColumns columns(*one, state.keys);
        RepeatedTouches repeated(*one);
        one->for_each(repeated.wanted(columns.wanted(bound)), repeated.keep(),
                      [&](csv::Reader::Batch& batch) {
                          if (auto once = repeated.leave_out(batch)) batch.table = std::move(*once);
                          std::vector<std::uint32_t> rows, holders;
                          for (std::uint32_t row = 0; row < batch.table.rows(); ++row) {
                              const std::uint32_t lead = state.keys.find(batch.table, columns.keys, row);
                              if (lead == LeadKeys::none) continue;
                              const std::size_t holder = state.holder(lead);
                              if (only && only->count(holder) == 0) continue;
                              rows.push_back(row);
                              holders.push_back(static_cast<std::uint32_t>(holder));
                          }
                          if (rows.empty()) return;
                          const Table table = batch.table.pick(rows);
                          Bound::Evaluator evaluator(bound);
                          evaluator.run(table);
                          std::vector<Match> found;
                          for (std::uint32_t rule = 0; rule < bound.size(); ++rule) {
                              const std::span<const std::uint8_t> holds = evaluator.mask(rule);
                              for (std::size_t row = 0; row < rows.size(); ++row)
                                  if (holds[row] != 0)
                                      found.push_back({holders[row], rule,
                                                       columns.time(table, row, state.agreement.timezone)
                                                           .value_or(Instant::min())});
                          }
                          const std::lock_guard lock(finding);
                          matches_.insert(matches_.end(), found.begin(), found.end());
                      });
    }
    for (const ResetEvent& event : state.lead_events) {
        const std::size_t holder = state.holder(event.lead);
        if (only && only->count(holder) == 0) continue;
        matches_.push_back({static_cast<std::uint32_t>(holder),
                            static_cast<std::uint32_t>(state.touch_rules.size() + event.reset), event.at});
    }
    std::sort(matches_.begin(), matches_.end());
}

void LeadTouches::find(std::size_t lead, std::vector<MatchedTouches>& into) const {
    into.resize(state_.touch_rules.size() + state_.agreement.score.resets.size());
    for (MatchedTouches& one : into) {
        one.times.clear();
        one.undated = 0;
    }
    const auto holder = static_cast<std::uint32_t>(state_.holder(lead));
    for (auto match = std::lower_bound(matches_.begin(), matches_.end(), Match{holder, 0, Instant::min()});
         match != matches_.end() && match->holder == holder; ++match) {
        MatchedTouches& touches = into[match->rule];
        if (match->at == Instant::min())
            ++touches.undated;
        else
            touches.times.push_back(match->at);
    }
}

} // namespace handoff
