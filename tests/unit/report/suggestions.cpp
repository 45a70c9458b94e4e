#include "report/suggestions.hpp"

#include "report/feedback.hpp"
#include "report/judged.hpp"
#include "unit/report/tables.hpp"

using namespace handoff;

namespace {

constexpr const char* agreement_text = R"([agreement]
name = "A"
version = "1"
marketing = "M"
sales = "S"
agreed_on = 2026-09-01

[lifecycle]
mql = "fit >= 10 and email is not blank" # the definition

[[score.rule]]
group  = "fit"
name   = "reads much"
when   = "industry = 'books'"
points = 20   # of a hundred

[[rep]]
id = "ana"
calendar = "week"

[calendar.week]
hours = { mon-fri = "09:00-17:00" }

[[disposition]]
code = "later"

[[disposition]]
code = "useless"
then = "disqualify"
)";

Agreement agreement_of(const std::string& text = agreement_text) {
    std::vector<Diagnostic> warnings;
    return parse_agreement(text, "handoff.toml", warnings);
}

/// "at handoff.toml:15", one line for each row.
std::string told(const Report& report) {
    std::string text;
    for (const ReportTable& table : report.tables)
        if (table.key == "suggestions")
            for (const auto& row : table.rows)
                text +=
                    std::get<std::string>(row[1].value) + " " + std::get<std::string>(row[2].value) + "\n";
    return text;
}

/// Answers of Ana's for leads 0 to `leads`, one a lead; every one for which `refused` holds came back.
struct Answers {
    Agreement agreement;
    ReportInput input;

    template <class Refused>
    Answers(Agreement agreed, std::size_t leads, const std::string& code, Refused refused)
        : agreement(std::move(agreed)) {
        input.agreement = &agreement;
        input.as_of = *read_instant("2026-11-22");
        std::vector<std::vector<std::string>> rows;
        for (std::size_t lead = 0; lead < leads; ++lead) {
            const std::string id = std::to_string(lead);
            rows.push_back({id, lead % 2 == 0 ? "books" : "iron", lead % 2 == 0 ? "List" : "Web"});
            const Instant at = *read_instant("2026-09-01"), said = *read_instant("2026-09-02");
            const bool back = refused(lead);
            input.handovers.push_back({.lead = input.texts->keep(id),
                                       .rep = "ana",
                                       .at = at,
                                       .ended = back ? std::optional(said) : std::nullopt});
            input.answers.push_back({.lead = id,
                                     .rep = "ana",
                                     .verdict = back ? Answer::Verdict::reject : Answer::Verdict::accept,
                                     .disposition = back ? code : "",
                                     .at = said});
        }
        input.leads = table_of({"lead_id", "industry", "source"}, rows);
        input.qualified_under = [this](const Agreement& under) {
            std::vector<std::uint8_t> qualified(input.leads.rows());
            for (std::size_t lead = 0; lead < qualified.size(); ++lead)
                qualified[lead] = lead % 2 == 0 && under.score.rules.front().points >= Points::of(15) ? 1 : 0;
            return qualified;
        };
        input.scores_at = [this](std::span<const std::optional<Instant>> when) {
            Scorer::Then then;
            then.score.resize(when.size());
            then.grade.resize(when.size());
            then.rules.resize(agreement.score.rules.size(), std::vector<Points>(when.size()));
            for (std::size_t lead = 0; lead < when.size(); lead += 2) then.rules[0][lead] = Points::of(20);
            return then;
        };
    }
};

} // namespace

TEST_CASE("lines of an agreement are found and changed, with what stands around them", "[report]") {
    const Agreement agreement = agreement_of();
    const auto points = line_of_key(agreement, agreement.score.rules.front().place, "points");
    REQUIRE(points);
    CHECK(points->number == 15);
    CHECK(with_value(points->text, "10") == "points = 10   # of a hundred");
    CHECK_FALSE(line_of_key(agreement, agreement.score.rules.front().place, "point"));
    CHECK_FALSE(line_of_key(agreement, agreement.score.rules.front().place, "code"));
    CHECK(end_of_table(agreement, agreement.score.rules.front().place).number == 15);
    CHECK(with_value("a = \"b # c\" # d", "1") == "a = 1 # d");
    CHECK(with_value("a = 'b'", "1") == "a = 1");
    CHECK(with_value("a=2", "1") == "a=1");
}

TEST_CASE("a rule whose leads come back is suggested fewer points, and tried out", "[report]") {
    const Answers answers(agreement_of(), 200, "later", [](std::size_t lead) { return lead % 4 == 0; });
    const Report report = feedback(answers.input);
    CHECK(texts(report, "rules", "verdict") == std::vector<std::string>{"come back more often"});
    const std::string text = told(report);
    CHECK(
        text.substr(0, text.find("at handoff.toml:9")) ==
        "at handoff.toml:15\n"
        "old points = 20   # of a hundred\n"
        "new points = 10   # of a hundred\n"
        "because rule 'reads much': 50 of 100 answered leads came back (50.0%), of the others 0.0%: 39.7 to "
        "59.6 points more (95%)\n"
        "effect of 200 leads 0 qualify: 100 today; 0 more, 100 fewer; of the fewer, sales accepted 50 and "
        "gave 50 back\n");
}

TEST_CASE("values whose leads come back are kept away, by the definition or a disqualifier", "[report]") {
    const auto refused = [](std::size_t lead) { return lead % 4 == 0; };
    const Answers later(agreement_of(), 200, "later", refused);
    CHECK(told(feedback(later.input))
              .find("at handoff.toml:9\n"
                    "old mql = \"fit >= 10 and email is not blank\" # the definition\n"
                    "new mql = \"fit >= 10 and email is not blank and source != 'List'\" # "
                    "the definition\n"
                    "because source 'List': 50 of 100") != std::string::npos);
    const Answers useless(agreement_of(), 200, "useless", refused);
    CHECK(told(feedback(useless.input))
              .find("at handoff.toml:15, behind it\n"
                    "new [[score.rule]]\n"
                    "new group = \"fit\"\n"
                    "new name = \"source is List\"\n"
                    "new when = \"source = 'List'\"\n"
                    "new disqualify = true\n") != std::string::npos);
}

TEST_CASE("nurture that nothing ends is suggested a time to wake", "[report]") {
    const Answers answers(agreement_of(), 100, "later", [](std::size_t lead) { return lead < 40; });
    CHECK(told(feedback(answers.input)) == "at handoff.toml:25, behind it\n"
                                           "new wake = \"90d\"\n"
                                           "because 'later': 40 leads wait, and nothing will ever wake them\n"
                                           "effect 0 of them wake with the next run\n");
}

TEST_CASE("too few answers give no suggestion, and the report says what it would take", "[report]") {
    const Answers answers(agreement_of(), 40, "later", [](std::size_t lead) { return lead % 4 == 0; });
    const Report report = feedback(answers.input);
    CHECK(told(report).empty());
    CHECK(report.notes.front() ==
          "no change of the agreement can be suggested: that takes 30 answers for leads "
          "that share something, as many for others, and a clear difference");
}

TEST_CASE("acceptance by version, and what changed since the last", "[report]") {
    Answers answers(agreement_of(), 120, "later",
                    [](std::size_t lead) { return lead < 30 || lead % 10 == 0; });
    for (std::size_t lead = 0; lead < 120; ++lead) {
        answers.input.handovers[lead].version = lead < 60 ? "1" : "2";
        if (lead >= 60) answers.input.handovers[lead].at += std::chrono::hours(1);
    }
    const Report report = feedback(answers.input);
    CHECK(texts(report, "versions", "version") == std::vector<std::string>{"1", "2"});
    CHECK(numbers(report, "versions", "refused") == std::vector<double>{33, 6});
    CHECK(numbers(report, "versions", "change")[1] == Approx(0.1 - 0.55));
    CHECK(table_named(report, "since").title == "What came back since version '2'");
    CHECK(texts(report, "since", "disposition") == std::vector<std::string>{"later"});
    CHECK(numbers(report, "since", "change")[0] == Approx(0.1 - 0.55));
}

TEST_CASE("a line of the definition that lets poor leads in is suggested higher", "[report]") {
    const Agreement agreement = agreement_of();
    Judgement judgement{.outcome = "reached 'opportunity'"};
    judgement.rules.resize(1);
    for (std::uint32_t lead = 0; lead < 400; ++lead) {
        const bool just_above = lead % 4 == 0;
        const bool won = !just_above && lead % 2 == 0;
        judgement.rules[0].push_back(Points::of(just_above ? 11 : 40));
        judgement.leads.push_back({.row = lead, .score = Points::of(just_above ? 11 : 40), .won = won});
        judgement.won += won ? 1 : 0;
    }
    ReportInput input;
    input.agreement = &agreement;
    Report report;
    add_quality_suggestions(report, judgement, input);
    const std::string text = told(report);
    CHECK(
        text.find(
            "at handoff.toml:9\nold mql = \"fit >= 10 and email is not blank\" # the definition\nnew mql = "
            "\"fit >= 13 and email is not blank\" # the definition\nbecause of leads with fit from 10 to 13 "
            "0 of 100 (0.0%) reached 'opportunity', less than of all leads (25.0%)") == 0);
    CHECK(text.find("effect not tried out: there are no leads to judge again") != std::string::npos);
}

TEST_CASE("a line of the definition is judged with the score that it names", "[report]") {
    std::string text = agreement_text;
    text.replace(text.find("fit >= 10 and email is not blank"), 32, "fit >= 10 and score_robots >= 5");
    text += "[score.robots]\ngroups = { robots = { max = 20 } }\n"
            "[[score.rule]]\ngroup = \"robots\"\nname = \"robots\"\nwhen = \"industry = 'x'\"\npoints = 9\n";
    const Agreement agreement = agreement_of(text);
    Judgement judgement{.outcome = "reached 'opportunity'"};
    judgement.rules.resize(2);
    // All have fit enough; of those with few points for robots none converted, nor of those without any.
    for (std::uint32_t lead = 0; lead < 400; ++lead) {
        const int points = lead % 4 == 0 ? 0 : lead % 4 == 1 ? 5 : 30; // the group gives 20 at most
        const bool won = points == 30;
        judgement.rules[0].push_back(Points::of(40));
        judgement.rules[1].push_back(Points::of(points));
        judgement.leads.push_back({.row = lead, .score = Points::of(std::min(points, 20)), .won = won});
        judgement.won += won ? 1 : 0;
    }
    ReportInput input;
    input.agreement = &agreement;
    input.score = "robots";
    Report of_robots;
    add_quality_suggestions(of_robots, judgement, input);
    CHECK(told(of_robots).find("new mql = \"fit >= 10 and score_robots >= 6\" # the definition\nbecause of "
                               "leads with score_robots from 5 to 6 0 of 100 (0.0%)") != std::string::npos);

    // The main score is the same for all of those: its line says nothing wrong.
    for (JudgedLead& lead : judgement.leads) lead.score = Points::of(40);
    input.score.clear();
    Report of_main;
    add_quality_suggestions(of_main, judgement, input);
    CHECK(told(of_main).empty());
}
