#include "report/lessons.hpp"

#include "report/cells.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace handoff {
namespace {

using Found = std::map<std::pair<Lesson::Kind, std::string>, std::vector<std::uint32_t>>;

bool is_of_deals(Lesson::Kind kind) noexcept {
    return kind == Lesson::Kind::loss_reason || kind == Lesson::Kind::lost_to;
}

void add_answers(Found& found, const ReportInput& input, const LeadIndex& index, const Period& period) {
    for (const Answer& answer : input.answers) {
        if (!period.contains(Moment(answer.at), input.agreement->timezone) || answer.at > input.as_of)
            continue;
        std::uint32_t row = index.by_id(answer.lead);
        if (row == LeadIndex::none) row = index.by_email(answer.lead);
        if (row == LeadIndex::none) continue;
        const auto add = [&](Lesson::Kind kind, const std::string& text) {
            if (!text.empty()) found[{kind, text}].push_back(row);
        };
        const Disposition* const known = input.agreement->disposition(answer.disposition);
        add(Lesson::Kind::reason, known && !known->text.empty() ? known->text : answer.disposition);
        add(Lesson::Kind::competitor, answer.competitor);
        add(Lesson::Kind::missing_content, answer.content_missing);
    }
}

void add_lost_deals(Found& found, const ReportInput& input, const People& people, const Period& period) {
    const Cells reason(input.deals, "loss_reason"), competitor(input.deals, "competitor");
    for (const Deal& deal : people.deals().all) {
        if (deal.status != DealStatus::lost || !period.contains(deal.closed, input.agreement->timezone))
            continue;
        const auto row = static_cast<std::uint32_t>(deal.row);
        const auto add = [&](Lesson::Kind kind, std::string_view text) {
            if (!text.empty()) found[{kind, std::string(text)}].push_back(row);
        };
        add(Lesson::Kind::loss_reason, reason[row]);
        add(Lesson::Kind::lost_to, competitor[row]);
    }
}

} // namespace

std::string_view to_text(Lesson::Kind kind) noexcept {
    switch (kind) {
    case Lesson::Kind::competitor:
        return "competitor";
    case Lesson::Kind::lost_to:
        return "lost to";
    case Lesson::Kind::missing_content:
        return "missing content";
    case Lesson::Kind::reason:
        return "reason";
    case Lesson::Kind::loss_reason:
        return "why deals were lost";
    }
    return {};
}

std::vector<Lesson> lessons_of(const ReportInput& input, const People& people, const Period& period) {
    Found found;
    add_answers(found, input, people.index(), period);
    add_lost_deals(found, input, people, period);
    std::vector<Lesson> lessons;
    for (auto& [key, rows] : found) {
        std::sort(rows.begin(), rows.end());
        rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
        lessons.push_back({key.first, key.second, std::move(rows),
                           is_of_deals(key.first) ? RowsBehind::Of::deals : RowsBehind::Of::leads});
    }
    std::stable_sort(lessons.begin(), lessons.end(),
                     [](const Lesson& a, const Lesson& b) { return a.rows.size() > b.rows.size(); });
    return lessons;
}

} // namespace handoff
