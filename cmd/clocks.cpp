#include "inputs.hpp"

#include <handoff/idle_answers.hpp>
#include <handoff/text_pool.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace handoff::command {

namespace {

/// Of the leads that reps have, those whose clock may be broken, and those that reps handed back.
std::vector<Handover> to_judge(const Ledger& ledger, std::span<const Answer> unsettled,
                               const Setting& setting, TextPool& texts) {
    std::set<std::string_view> handed_back;
    for (const Answer& each : unsettled) handed_back.insert(each.lead);
    std::vector<Handover> open = ledger.open_handovers(setting.agreement.sha256, texts);
    std::erase_if(open, [&](const Handover& each) {
        const Sla* const sla = setting.agreement.sla(each.sla);
        const bool tried = sla && sla->attempts && !sla->attempts->due.empty();
        const bool may_break = sla && sla->breach != Sla::Breach::report &&
                               (!sla->first_touch || tried || (each.due_at && *each.due_at < setting.as_of));
        return !may_break && !handed_back.contains(each.lead);
    });
    return open;
}

} // namespace

ClocksTonight judge_clocks(const Ledger& ledger, const Table& leads, const Merges& merges, Export* touches,
                           const Table& contacts, const Setting& setting, const Voice& voice) {
    if (!judges_clocks(setting.agreement)) return {};
    const std::vector<Answer> unsettled = ledger.unsettled();
    TextPool texts;
    const std::vector<Handover> handovers = to_judge(ledger, unsettled, setting, texts);
    if (handovers.empty()) return {};
    if (touches == nullptr) {
        voice.say(fmt::format("no touches: whether {} touched in time cannot be told, and nothing follows",
                              counted(handovers.size(), "lead was", "leads were")));
        return {};
    }
    std::vector<std::string> judged;
    for (const Handover& each : handovers) judged.emplace_back(each.lead);
    std::vector<Answer> answers = ledger.answers_of(judged);
    take_idle_answers(answers, handovers);
    const std::vector<Hold> holds = ledger.holds_of(judged);
    const Followups followups({.agreement = &setting.agreement,
                               .as_of = setting.as_of,
                               .leads = &leads,
                               .contacts = &contacts,
                               .merges = &merges,
                               .touches = touches,
                               .handovers = handovers,
                               .answers = answers,
                               .holds = holds});
    return handoff::judge_clocks(followups, unsettled, setting.as_of);
}

} // namespace handoff::command
