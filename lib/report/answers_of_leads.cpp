#include "report/answers_of_leads.hpp"

#include <algorithm>
#include <numeric>

namespace handoff {

AnswersOfLeads::AnswersOfLeads(std::span<const Answer> answers, Instant as_of, const LeadKeys& keys,
                               std::size_t leads) {
    if (answers.empty()) return;
    std::vector<std::uint32_t> rows(answers.size());
    keys.by_keys(answers, &Answer::lead, rows.data());
    first_.resize(leads + 1);
    for (std::size_t i = 0; i < answers.size(); ++i) {
        if (answers[i].at > as_of) continue;
        if (rows[i] == LeadKeys::none)
            ++of_no_lead_;
        else
            ++first_[rows[i] + 1];
    }
    std::partial_sum(first_.begin(), first_.end(), first_.begin());
    in_order_.resize(first_.back());
    std::vector<std::uint32_t> next(first_.begin(), first_.end() - 1);
    for (std::size_t i = 0; i < answers.size(); ++i)
        if (rows[i] != LeadKeys::none && answers[i].at <= as_of) in_order_[next[rows[i]]++] = &answers[i];
    for (std::size_t lead = 0; lead < leads; ++lead)
        if (first_[lead + 1] - first_[lead] > 1)
            std::stable_sort(in_order_.begin() + first_[lead], in_order_.begin() + first_[lead + 1],
                             [](const Answer* a, const Answer* b) { return a->at < b->at; });
}

std::size_t AnswersOfLeads::unknown(std::span<const Followup> followups) const {
    std::size_t unknown = of_no_lead_;
    if (in_order_.empty()) return unknown;
    std::vector<bool> used(first_.size());
    for (const Followup& each : followups)
        if (each.answers > 0) used[each.row] = true;
    for (std::uint32_t lead = 0; lead + 1 < first_.size(); ++lead)
        if (!used[lead]) unknown += of(lead).size();
    return unknown;
}

} // namespace handoff
