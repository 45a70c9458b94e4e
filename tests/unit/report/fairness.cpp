#include "report/fairness.hpp"

#include "unit/report/tables.hpp"

using namespace handoff;

namespace {

Instant at(const char* text) { return *read_instant(text); }

/// Ana counts double. On the first night three leads of 30, 20 and 10 points: Ana, Ben, Ana. On the second
/// Ben is away, and Ana gets one of 12. A week later two leads of 9 and 6: Ana, then Ben.
struct Story {
    Agreement agreement;
    ReportInput input;

    Story() {
        std::vector<Diagnostic> warnings;
        agreement = parse_agreement(R"([agreement]
name = "Two reps"
marketing = "M"
sales = "S"
agreed_on = 2026-01-01

[calendar.office]
hours = { mon-fri = "09:00-17:00" }

[[rep]]
id = "ana"
calendar = "office"
pools = ["general"]
weight = 2

[[rep]]
id = "ben"
calendar = "office"
pools = ["general"]
away = [{ from = 2026-09-02, to = 2026-09-02 }]
)",
                                    "handoff.toml", warnings);
        input.agreement = &agreement;
        input.as_of = at("2026-09-30T00:00:00Z");
        input.has_ledger = true;
        const double third = 1.0 / 3;
        input.turns = {
            {at("2026-09-01T02:00:00Z"),
             "general",
             "ana",
             {.owed = 0, .entitled = 2, .given = 2, .entitled_points = 40, .given_points = 40}},
            {at("2026-09-01T02:00:00Z"),
             "general",
             "ben",
             {.owed = 0, .entitled = 1, .given = 1, .entitled_points = 20, .given_points = 20}},
            {at("2026-09-02T02:00:00Z"),
             "general",
             "ana",
             {.owed = 0, .entitled = 3, .given = 3, .entitled_points = 52, .given_points = 52}},
            {at("2026-09-08T02:00:00Z"),
             "general",
             "ana",
             {.owed = third, .entitled = 4 + third, .given = 4, .entitled_points = 62, .given_points = 61}},
            {at("2026-09-08T02:00:00Z"),
             "general",
             "ben",
             {.owed = -third,
              .entitled = 1 + 2 * third,
              .given = 2,
              .entitled_points = 25,
              .given_points = 26}}};
        input.handovers = {{.lead = "L1", .rep = "ana", .pool = "general", .at = at("2026-09-01T02:00:00Z")},
                           {.lead = "L2", .rep = "ben", .pool = "general", .at = at("2026-09-01T02:00:00Z")},
                           {.lead = "L3", .rep = "ana", .pool = "general", .at = at("2026-09-01T02:00:00Z")},
                           {.lead = "L4", .rep = "ana", .pool = "general", .at = at("2026-09-02T02:00:00Z")},
                           {.lead = "L5", .rep = "ana", .pool = "general", .at = at("2026-09-08T02:00:00Z")},
                           {.lead = "L6", .rep = "ben", .pool = "general", .at = at("2026-09-08T02:00:00Z")},
                           {.lead = "L2", .rep = "ana", .at = at("2026-09-08T02:00:00Z"), .by_hand = true}};
        input.leads = table_of({"lead_id"}, {{"L1"}, {"L2"}, {"L3"}, {"L4"}, {"L5"}, {"L6"}});
    }
};

using Numbers = std::vector<double>;
using Texts = std::vector<std::string>;

} // namespace

TEST_CASE("fairness over all nights is what was worked out by hand", "[report]") {
    const Story story;
    const Report report = fairness(story.input);
    CHECK(texts(report, "pools", "rep") == Texts{"ana", "ben"});
    CHECK(numbers(report, "pools", "entitled") == Numbers{4.333, 1.667});
    CHECK(numbers(report, "pools", "received") == Numbers{4, 2});
    CHECK(numbers(report, "pools", "difference") == Numbers{-0.333, 0.333});
    CHECK(numbers(report, "pools", "owed") == Numbers{0.333, -0.333});
    CHECK(numbers(report, "value", "entitled") == Numbers{62, 25});
    CHECK(numbers(report, "value", "received") == Numbers{61, 26});
    CHECK(numbers(report, "nights", "nights") == Numbers{3, 3});
    CHECK(numbers(report, "nights", "without") == Numbers{0, 1});
    CHECK(numbers(report, "nights", "away") == Numbers{0, 1});
    CHECK(numbers(report, "reps", "received") == Numbers{5, 2});
    CHECK(numbers(report, "reps", "by_hand") == Numbers{1, 0});
    CHECK(numbers(report, "reps", "taken") == Numbers{0, 1});
    CHECK(numbers(report, "over_time", "leads") == Numbers{4, 2});
    const ReportTable& pools = table_named(report, "pools");
    CHECK(std::get<Series>(pools.rows[0][column_named(pools, "over_time")].value) == Series{3, 1});
    CHECK(std::get<Series>(pools.rows[1][column_named(pools, "over_time")].value) == Series{1, 1});
    // Each lead received can be opened.
    using Rows = std::vector<std::uint32_t>;
    CHECK(pools.rows[0][column_named(pools, "received")].behind->rows == Rows{0, 2, 3, 4});
    const ReportTable& weeks = table_named(report, "over_time");
    CHECK(weeks.rows[0][column_named(weeks, "leads")].behind->rows == Rows{0, 1, 2, 3});
    CHECK(weeks.rows[1][column_named(weeks, "leads")].behind->rows == Rows{4, 5});
    const ReportTable& reps = table_named(report, "reps");
    CHECK(reps.rows[0][column_named(reps, "received")].behind->rows == Rows{0, 1, 2, 3, 4});
    CHECK(reps.rows[0][column_named(reps, "by_hand")].behind->rows == Rows{1});
    CHECK(reps.rows[1][column_named(reps, "taken")].behind->rows == Rows{1});
}

TEST_CASE("what a rep got is opened with how often each lead came, and only where all are known",
          "[report]") {
    Story story;
    story.input.handovers.push_back(
        {.lead = "L1", .rep = "ana", .pool = "general", .at = at("2026-09-09T02:00:00Z")});
    const auto received = [&] {
        const Report report = fairness(story.input);
        const ReportTable& reps = table_named(report, "reps");
        return reps.rows[0][column_named(reps, "received")];
    };
    CHECK(std::get<double>(received().value) == 6);
    CHECK(received().behind->rows == std::vector<std::uint32_t>{0, 1, 2, 3, 4});
    CHECK(received().behind->parts == std::vector<double>{2, 1, 1, 1, 1});
    story.input.leads = table_of({"lead_id"}, {{"L1"}, {"L2"}});
    CHECK(std::get<double>(received().value) == 6);
    CHECK_FALSE(received().behind);
}

TEST_CASE("fairness of a period counts from its first night to its last", "[report]") {
    Story story;
    story.input.from = *read_date("2026-09-02");
    story.input.to = *read_date("2026-09-07");
    const Report one = fairness(story.input);
    CHECK(numbers(one, "pools", "entitled") == Numbers{1, 0});
    CHECK(numbers(one, "pools", "received") == Numbers{1, 0});
    CHECK(numbers(one, "value", "received") == Numbers{12, 0});
    story.input.to.reset();
    story.input.rep = "ben";
    const Report other = fairness(story.input);
    CHECK(numbers(other, "pools", "entitled") == Numbers{0.667});
    CHECK(numbers(other, "nights", "nights") == Numbers{2});
    CHECK(numbers(other, "reps", "received") == Numbers{1});
    story.input.from = *read_date("2027-01-01");
    CHECK(fairness(story.input).notes.front() == "no pool gave a lead in this time");
}

TEST_CASE("make-up leads are shown as given and as still coming", "[report]") {
    Story story;
    story.input.make_ups = {
        {"general", "ben", "'bad-data' is no fault of the rep's", 1, at("2026-09-05T00:00:00Z")},
        {"general", "ben", "'bad-data' is no fault of the rep's", 1, at("2026-09-06T00:00:00Z")}};
    story.input.turns.back().turn.made_up = 1;
    const Report report = fairness(story.input);
    CHECK(numbers(report, "nights", "made_up") == Numbers{0, 1});
    CHECK(numbers(report, "nights", "coming") == Numbers{0, 1});
}

TEST_CASE("answers that were not earned are not counted as handed back", "[report]") {
    Story story;
    const auto said = [](const char* lead, const char* when) {
        return Answer{.lead = lead,
                      .rep = "ana",
                      .verdict = Answer::Verdict::reject,
                      .disposition = "unreachable",
                      .at = at(when)};
    };
    story.input.answers = {said("L1", "2026-09-03T10:00:00Z"), said("L3", "2026-09-03T10:00:00Z")};
    story.input.handovers[2].ended = at("2026-09-03T10:00:00Z"); // L3 was earned: it went back
    CHECK(numbers(fairness(story.input), "reps", "handed_back") == Numbers{2, 0});
    story.agreement.dispositions = {{.code = "unreachable", .earned_by_attempts = true}};
    const Report report = fairness(story.input);
    CHECK(numbers(report, "reps", "handed_back") == Numbers{1, 0});
    CHECK(numbers(report, "reps", "unearned") == Numbers{1, 0});
}

TEST_CASE("fairness asks for what it needs", "[report]") {
    Story story;
    story.input.has_ledger = false;
    CHECK_THROWS_WITH(fairness(story.input), Catch::Contains("the report 'fairness' needs the ledger"));
    story.input.has_ledger = true;
    story.input.only_their_deals = true;
    CHECK_THROWS_WITH(fairness(story.input),
                      Catch::Contains("the report 'fairness' is of all leads that pools gave"));
}
