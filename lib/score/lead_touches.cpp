#include "score/lead_touches.hpp"

#include "base/parallel.hpp"
#include "score/repeated_touches.hpp"
#include "score/touch_matches.hpp"

#include <algorithm>
#include <atomic>

namespace handoff {

/// One thread's part of reading touches.
class LeadTouches::Finder {
  public:
    Finder(const ScoreState& state, const Bound& bound, const TouchColumns& columns, const Wanted& wanted)
        : state_(state), columns_(columns), wanted_(wanted), evaluator_(bound), matches_(bound) {}

    std::vector<Match> find(const Table& table) {
        std::vector<Match> found;
        if (!find_holders(table)) return found;
        evaluator_.run(table);
        matches_.find(evaluator_, table.rows());
        for (std::uint32_t row = 0; row < table.rows(); ++row) {
            const std::uint32_t holder = holders_[row];
            if (holder == LeadKeys::none) continue;
            const Instant at = time_of(table, row);
            if (!wanted_.until.empty() && at > wanted_.until[holder]) continue;
            matches_.for_each(row, [&](std::size_t rule) {
                found.push_back({holder, static_cast<std::uint32_t>(rule), at});
            });
        }
        return found;
    }

  private:
    /// Whether any of the rows is of a lead that is wanted.
    bool find_holders(const Table& table) {
        holders_.resize(table.rows());
        bool any = false;
        for (std::size_t from = 0; from < table.rows(); from += KeySearch::most) {
            const std::size_t to = std::min(from + KeySearch::most, table.rows());
            search_.start(state_.keys, table, columns_.keys, from, to);
            search_.look();
            search_.finish(std::span(holders_).subspan(from, to - from));
        }
        for (std::uint32_t& lead : holders_) {
            if (lead == LeadKeys::none) continue;
            const std::size_t holder = state_.holder(lead);
            const bool is_wanted = wanted_.holders == nullptr || wanted_.holders->count(holder) > 0;
            lead = is_wanted ? static_cast<std::uint32_t>(holder) : LeadKeys::none;
            any = any || is_wanted;
        }
        return any;
    }

    Instant time_of(const Table& table, std::size_t row) const {
        if (columns_.at && !table[*columns_.at].instants.empty()) // read when it was cleaned
            if (const std::int64_t known = table[*columns_.at].instants[row]; known != Column::no_instant)
                return Instant(Duration(known));
        return columns_.time(table, row, state_.agreement.timezone).value_or(Instant::min());
    }

    const ScoreState& state_;
    const TouchColumns& columns_;
    const Wanted& wanted_;
    Bound::Evaluator evaluator_;
    Matches matches_;
    LeadKeys::Search search_;
    std::vector<std::uint32_t> holders_; // by row
};

LeadTouches::LeadTouches(const ScoreState& state, std::span<Export* const> touches, const Wanted& wanted)
    : state_(state) {
    std::mutex finding;
    std::vector<std::vector<Match>> all;
    for (Export* const one : touches) {
        const Bound bound = state.bind_touches(*one);
        const TouchColumns columns(*one, state.keys);
        RepeatedTouches repeated(*one);
        std::vector<std::unique_ptr<Finder>> finders(one->threads());
        one->for_each(repeated.wanted(columns.wanted(bound)), repeated.keep(),
                      [&](csv::Reader::Batch& batch) {
                          auto& finder = finders[batch.thread];
                          if (!finder) finder = std::make_unique<Finder>(state, bound, columns, wanted);
                          const auto once = repeated.leave_out(batch);
                          std::vector<Match> found = finder->find(once ? *once : batch.table);
                          if (found.empty()) return;
                          const std::lock_guard lock(finding);
                          all.push_back(std::move(found));
                      });
    }
    std::vector<Match> found;
    for (const ResetEvent& event : state.lead_events) {
        const std::size_t holder = state.holder(event.lead);
        if (wanted.holders != nullptr && wanted.holders->count(holder) == 0) continue;
        found.push_back({static_cast<std::uint32_t>(holder),
                         static_cast<std::uint32_t>(state.touch_rules.size() + event.reset), event.at});
    }
    all.push_back(std::move(found));
    put_in_order(std::move(all));
}

void LeadTouches::put_in_order(std::vector<std::vector<Match>> found) {
    std::vector<std::size_t> next(state_.leads()); // how many there are of each, then where the next stands
    const auto counter = [&](const Match& match) {
        return std::atomic_ref(next[match.holder]).fetch_add(1, std::memory_order_relaxed);
    };
    in_parallel(state_.threads, found.size(), 1, [&](std::size_t piece, std::size_t, unsigned) {
        for (const Match& match : found[piece]) counter(match);
    });
    first_.reserve(next.size() + 1);
    first_.push_back(0);
    for (const std::size_t count : next) first_.push_back(first_.back() + count);
    std::copy(first_.begin(), first_.end() - 1, next.begin());
    matches_ = BigArray<Match>(first_.back());
    in_parallel(state_.threads, found.size(), 1, [&](std::size_t piece, std::size_t, unsigned) {
        for (const Match& match : found[piece]) matches_[counter(match)] = match;
        std::vector<Match>().swap(found[piece]);
    });
    constexpr std::size_t leads_at_once = 8 * 1024;
    in_parallel(state_.threads, state_.leads(), leads_at_once,
                [&](std::size_t from, std::size_t to, unsigned) {
                    for (std::size_t lead = from; lead < to; ++lead)
                        std::sort(matches_.begin() + first_[lead], matches_.begin() + first_[lead + 1]);
                });
}

void LeadTouches::find(std::size_t lead, std::vector<MatchedTouches>& into) const {
    into.resize(state_.touch_rules.size() + state_.agreement.score.resets.size());
    for (MatchedTouches& one : into) {
        one.times.clear();
        one.undated = 0;
    }
    const std::size_t holder = state_.holder(lead);
    for (std::size_t match = first_[holder]; match < first_[holder + 1]; ++match) {
        MatchedTouches& touches = into[matches_[match].rule];
        if (matches_[match].at == Instant::min())
            ++touches.undated;
        else
            touches.times.push_back(matches_[match].at);
    }
}

} // namespace handoff
