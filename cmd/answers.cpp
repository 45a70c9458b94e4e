#include "inputs.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace handoff::command {

void settle_wrong_answers(const Table& outcomes, std::span<const WrongAnswer> wrong, const Flags& flags,
                          const Voice& voice) {
    if (wrong.empty()) return;
    std::vector<csv::BadRow> bad;
    std::vector<Diagnostic> diagnostics;
    for (const WrongAnswer& each : wrong) {
        bad.push_back({each.why, std::string(outcomes.original(each.row))});
        diagnostics.push_back(each.why);
    }
    if (flags.rejects.empty()) throw Error(Fault::data, std::move(diagnostics));
    write_rejects(bad, " of outcomes", flags, voice);
}

ReadAnswers read_answers(const Flags& flags, const Setting& setting, const Voice& voice) {
    ReadAnswers read;
    read.file = open_export(Kind::outcomes, flags, setting.agreement);
    if (!read.file) return read;
    const Table table = read.file->read_all();
    settle(*read.file, flags, voice);
    std::vector<WrongAnswer> wrong;
    read.answers = handoff::read_answers(table, setting.agreement, wrong);
    settle_wrong_answers(table, wrong, flags, voice);
    return read;
}

std::vector<Answer> right_answers(const Flags& flags, const Setting& setting, const Voice& voice) {
    const auto outcomes = open_export(Kind::outcomes, flags, setting.agreement);
    if (!outcomes) return {};
    const Table table = outcomes->read_all();
    settle(*outcomes, flags, voice);
    std::vector<WrongAnswer> wrong;
    std::vector<Answer> answers = handoff::read_answers(table, setting.agreement, wrong);
    std::vector<Diagnostic> warnings;
    for (WrongAnswer& each : wrong) {
        each.why.severity = Severity::warning;
        warnings.push_back(std::move(each.why));
    }
    voice.warn(warnings);
    return answers;
}

void record_answers(Ledger& ledger, std::span<const Answer> answers, const Setting& setting,
                    const Voice& voice) {
    const Ledger::Answered done = ledger.record_answers(answers, setting.agreement, setting.as_of);
    const auto number = [](std::size_t n) { return with_thousands(static_cast<std::int64_t>(n)); };
    if (done.added > 0)
        voice.say(fmt::format(
            "answers: {} new, {} came back{}", number(done.added), counted(done.ended, "lead"),
            done.made_up == 0 ? "" : fmt::format(", {} made up for", counted(done.made_up, "lead"))));
    if (done.idle > 0)
        voice.say(fmt::format("answers: {} by reps who did not have the lead then: nothing follows",
                              number(done.idle)));
    if (done.later > 0)
        voice.say(fmt::format("answers: {} later than {}: left for then", number(done.later),
                              to_text(setting.as_of)));
    if (done.unknown.empty()) return;
    constexpr std::size_t most = 3;
    const std::span<const std::string> some(done.unknown.data(), std::min(most, done.unknown.size()));
    voice.say(fmt::format("answers: {} for leads that were never handed over: {}{}",
                          number(done.unknown.size()), fmt::join(some, ", "),
                          done.unknown.size() > most ? " …" : ""));
}

void settle_answers(Ledger& ledger, const ClocksTonight& clocks, const Setting& setting, const Voice& voice) {
    const Ledger::Answered done = ledger.settle_answers(clocks.earned, setting.agreement, setting.as_of);
    if (done.ended > 0)
        voice.say(fmt::format("answers: {} earned by attempts, and came back", counted(done.ended, "lead")));
    constexpr std::size_t most = 3;
    std::vector<std::string> some;
    for (const auto& [lead, missing] : clocks.unearned)
        if (some.size() < most) some.push_back(fmt::format("{} ({})", lead, missing));
    if (!some.empty())
        voice.say(fmt::format("answers: {} not earned by attempts, and nothing follows: {}{}",
                              counted(clocks.unearned.size(), "is", "are"), fmt::join(some, "; "),
                              clocks.unearned.size() > most ? " …" : ""));
}

} // namespace handoff::command
