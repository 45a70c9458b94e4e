#include "report/cells.hpp"
#include "report/moment.hpp"
#include "table/cell_place.hpp"

#include <handoff/followup.hpp>
#include <handoff/route.hpp>
#include <handoff/words.hpp>

#include <array>

namespace handoff {

namespace {

constexpr std::array<std::string_view, 3> verdicts = {"accept", "reject", "return"};

/// What reps and CRMs write for the three.
std::optional<Answer::Verdict> read_verdict(std::string_view cell) {
    const auto is = [&](std::initializer_list<std::string_view> words) {
        for (const std::string_view word : words)
            if (same_text(cell, word)) return true;
        return false;
    };
    if (is({"accept", "accepted", "yes", "true"})) return Answer::Verdict::accept;
    if (is({"reject", "rejected", "no", "false"})) return Answer::Verdict::reject;
    if (is({"return", "returned", "hand back", "recycle", "recycled"})) return Answer::Verdict::hand_back;
    return std::nullopt;
}

/// With an acceptance, a rep may say why the lead waits.
std::vector<std::string> codes_of(const Agreement& agreement, bool accepted) {
    std::vector<std::string> codes;
    for (const Disposition& each : agreement.dispositions) codes.push_back(each.code);
    if (accepted)
        for (const PauseReason& each : agreement.pauses) codes.push_back(each.code);
    return codes;
}

} // namespace

std::string_view to_text(Answer::Verdict verdict) noexcept {
    return verdicts[static_cast<std::size_t>(verdict)];
}

std::vector<Answer> read_answers(const Table& outcomes, const Agreement& agreement,
                                 std::vector<WrongAnswer>& wrong) {
    const Cells lead(outcomes, "lead_id"), rep(outcomes, "rep"), verdict(outcomes, "verdict"),
        disposition(outcomes, "disposition"), comment(outcomes, "comment"),
        competitor(outcomes, "competitor"), used(outcomes, "content_used"),
        missing(outcomes, "content_missing"), next(outcomes, "next_step"), at(outcomes, "at");
    std::vector<Answer> answers;
    for (std::size_t row = 0; row < outcomes.rows(); ++row) {
        const auto refuse = [&](std::string_view cell, std::string what, std::string hint = {}) {
            wrong.push_back({row,
                             {.place = place_of_cell(outcomes, row, cell),
                              .what = std::move(what),
                              .hint = std::move(hint)}});
        };
        // A row of the form that nobody filled in yet.
        if (verdict[row].empty() && disposition[row].empty() && at[row].empty() && comment[row].empty())
            continue;
        if (lead[row].empty() || verdict[row].empty()) {
            refuse({}, lead[row].empty() ? "the answer names no lead" : "the answer has no verdict",
                   lead[row].empty() ? "" : "a verdict is accept, reject or return");
            continue;
        }
        const auto said = read_verdict(verdict[row]);
        if (!said) {
            const std::string near =
                did_you_mean(verdict[row], std::vector<std::string>(verdicts.begin(), verdicts.end()));
            refuse(verdict[row], "unknown verdict '" + std::string(verdict[row]) + "'",
                   near.empty() ? "a verdict is accept, reject or return" : near);
            continue;
        }
        const Moment when = Moment::read(at[row]);
        if (!when.known()) {
            refuse(at[row], "the answer has no time");
            continue;
        }
        const bool accepted = *said == Answer::Verdict::accept;
        const PauseReason* const pause = agreement.pause(disposition[row]);
        if (pause && !accepted) {
            refuse(disposition[row], "'" + pause->code + "' is a pause, and the lead is not accepted",
                   "who keeps a lead that waits writes accept");
            continue;
        }
        const std::vector<std::string> codes = codes_of(agreement, accepted);
        if (!disposition[row].empty() && !codes.empty() && !pause &&
            !agreement.disposition(disposition[row])) {
            const std::string near = did_you_mean(disposition[row], codes);
            refuse(disposition[row], "unknown disposition '" + std::string(disposition[row]) + "'",
                   near.empty() ? "the agreement's are listed by [[disposition]]" : near);
            continue;
        }
        if (disposition[row].empty() && !accepted && !codes.empty()) {
            refuse({}, "a lead that is not accepted needs a disposition",
                   "the agreement's are listed by [[disposition]]");
            continue;
        }
        const Rep* const known = agreement.rep_of_owner(rep[row]);
        const Disposition* const code = agreement.disposition(disposition[row]);
        answers.push_back({.lead = std::string(lead[row]),
                           .rep = known ? known->id : std::string(rep[row]),
                           .verdict = *said,
                           .disposition = code    ? code->code
                                          : pause ? pause->code
                                                  : std::string(disposition[row]),
                           .comment = std::string(comment[row]),
                           .competitor = std::string(competitor[row]),
                           .content_used = std::string(used[row]),
                           .content_missing = std::string(missing[row]),
                           .next_step = std::string(next[row]),
                           .at = when.last(agreement.timezone)});
    }
    return answers;
}

} // namespace handoff
