#include "report/quality.hpp"

#include "base/rounded.hpp"
#include "report/judged.hpp"
#include "report/prediction.hpp"

#include <handoff/words.hpp>

#include <future>

namespace handoff {
namespace {

std::vector<std::pair<std::string, std::string>> facts(const Judgement& judgement) {
    const auto number = [](std::size_t count) { return with_thousands(static_cast<std::int64_t>(count)); };
    std::vector<double> scores;
    std::vector<std::uint8_t> won;
    for (const JudgedLead& lead : judgement.leads) {
        scores.push_back(lead.score.value());
        won.push_back(lead.won ? 1 : 0);
    }
    std::vector<std::pair<std::string, std::string>> facts = {{"leads", number(judgement.leads.size())},
                                                              {judgement.outcome, number(judgement.won)},
                                                              {"of all", percent_text(judgement.base())}};
    if (const auto right = auc(scores, won))
        facts.emplace_back("of pairs in the right order", percent_text(*right, 0));
    return facts;
}

} // namespace

Report quality(const ReportInput& input) {
    Judgement judgement = judge(input);
    Report report{.name = "quality",
                  .title = "Quality of the score " +
                           (input.score.empty() ? std::string() : "'" + input.score + "' ") + judgement.then,
                  .question = std::string(quality_question),
                  .stamp = stamp(*input.agreement, input.as_of)};
    // They take longer than all other tables.
    auto leaks = std::async(std::launch::async, [&] { return quality_leaks(judgement, input); });
    report.facts = facts(judgement);
    if (auto grades = quality_by_grade(judgement)) report.tables.push_back(std::move(*grades));
    report.tables.push_back(quality_by_decile(judgement));
    report.tables.push_back(quality_thresholds(judgement, input.thresholds));
    for (ReportTable& table : quality_rules(judgement, *input.agreement))
        report.tables.push_back(std::move(table));
    report.tables.push_back(leaks.get());
    for (ReportTable& table : quality_meeting(judgement, input)) report.tables.push_back(std::move(table));
    report.notes = std::move(judgement.notes);
    add_quality_suggestions(report, judgement, input);
    return report;
}

} // namespace handoff
