#include "ingest/lead_keys.hpp"

#include <handoff/idle_answers.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <numeric>
#include <string_view>
#include <unordered_map>

namespace handoff {

namespace {

/// The handovers of the leads that answers are of, in order of time.
class HandoversOfAnswered {
  public:
    HandoversOfAnswered(std::span<const Answer> answers, std::span<const Handover> handovers) {
        std::unordered_map<std::string_view, std::uint32_t> numbers;
        numbers.reserve(answers.size());
        for (const Answer& each : answers)
            lead_of_.push_back(
                numbers.try_emplace(join_id(each.lead), static_cast<std::uint32_t>(numbers.size()))
                    .first->second);
        first_.resize(numbers.size() + 1);
        std::vector<std::uint32_t> lead_of_handover;
        for (const Handover& each : handovers) {
            const auto asked = numbers.find(join_id(each.lead));
            lead_of_handover.push_back(asked == numbers.end() ? nobody : asked->second);
            if (asked != numbers.end()) ++first_[asked->second + 1];
        }
        std::partial_sum(first_.begin(), first_.end(), first_.begin());
        given_.resize(first_.back());
        std::vector<std::size_t> next(first_.begin(), first_.end() - 1);
        for (std::size_t i = 0; i < handovers.size(); ++i)
            if (lead_of_handover[i] != nobody) given_[next[lead_of_handover[i]]++] = &handovers[i];
    }
    std::span<const Handover* const> of_answer(std::size_t answer) const noexcept {
        const std::uint32_t lead = lead_of_[answer];
        return std::span(given_).subspan(first_[lead], first_[lead + 1] - first_[lead]);
    }

  private:
    static constexpr std::uint32_t nobody = 0xffffffff;
    std::vector<std::uint32_t> lead_of_; ///< of each answer
    std::vector<std::size_t> first_;     ///< of each lead, and the end
    std::vector<const Handover*> given_;
};

bool counts(const Answer& answer, std::span<const Handover* const> given) {
    if (answer.rep.empty()) return true;
    const auto next = std::upper_bound(given.begin(), given.end(), answer.at,
                                       [](Instant at, const Handover* each) { return at < each->at; });
    return next == given.begin() || same_text((*std::prev(next))->rep, answer.rep);
}

std::vector<std::size_t> find_idle(std::span<const Answer> answers, std::span<const Handover> handovers) {
    const HandoversOfAnswered given(answers, handovers);
    std::vector<std::size_t> idle;
    for (std::size_t i = 0; i < answers.size(); ++i)
        if (!counts(answers[i], given.of_answer(i))) idle.push_back(i);
    return idle;
}

} // namespace

std::size_t count_idle_answers(std::span<const Answer> answers, std::span<const Handover> handovers) {
    return find_idle(answers, handovers).size();
}

std::vector<Answer> take_idle_answers(std::vector<Answer>& answers, std::span<const Handover> handovers) {
    // All are found before any is moved: the texts that are looked for are theirs.
    const std::vector<std::size_t> idle = find_idle(answers, handovers);
    std::vector<Answer> taken;
    for (const std::size_t i : idle) taken.push_back(std::move(answers[i]));
    std::size_t kept = idle.empty() ? answers.size() : idle.front();
    for (std::size_t i = kept, next = 0; i < answers.size(); ++i) {
        if (next < idle.size() && idle[next] == i)
            ++next;
        else
            answers[kept++] = std::move(answers[i]);
    }
    answers.resize(kept);
    return taken;
}

} // namespace handoff
