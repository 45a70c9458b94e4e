#include "report/goals.hpp"

#include "report/goal_progress.hpp"
#include "report/leaderboard.hpp"
#include "unit/report/tables.hpp"

#include <handoff/error.hpp>

using namespace handoff;

namespace {

using Numbers = std::vector<double>;
using Texts = std::vector<std::string>;

Agreement agreement_of(const std::string& goals) {
    std::vector<Diagnostic> warnings;
    return parse_agreement("[agreement]\n"
                           "currency = 'USD'\n"
                           "agreed_on = 2026-01-01\n"
                           "fiscal_year_starts = '02-01'\n"
                           "[calendar.office]\n"
                           "hours = { mon-fri = '09:00-17:00' }\n"
                           "[[rep]]\n"
                           "id = 'ana'\n"
                           "calendar = 'office'\n"
                           "pools = ['a']\n"
                           "[[rep]]\n"
                           "id = 'ben'\n"
                           "calendar = 'office'\n"
                           "pools = ['a']\n"
                           "away = [{ from = 2026-06-15, to = 2026-06-30 }]\n"
                           "[[rep]]\n"
                           "id = 'cyd'\n"
                           "calendar = 'office'\n"
                           "starts = 2026-07-01\n" +
                               goals,
                           "handoff.toml", warnings);
}

/// Four won deals in June of 2026, one lost; two each of Ana and Ben.
ReportInput input_of(const Agreement& agreement, const char* as_of) {
    ReportInput input;
    input.agreement = &agreement;
    input.as_of = *read_instant(as_of);
    input.leads = table_of({"lead_id", "stage", "created_at"},
                           {{"1", "won", "2026-05-01"}, {"2", "inquiry", "2026-06-02"}});
    input.deals = table_of({"deal_id", "lead_id", "amount", "status", "created_at", "closed_at", "owner"},
                           {{"d1", "1", "100", "won", "2026-05-02", "2026-06-01", "ana"},
                            {"d2", "", "300", "won", "2026-05-02", "2026-06-02", "ana"},
                            {"d3", "", "200", "won", "2026-05-02", "2026-06-03", "ben"},
                            {"d4", "", "400", "won", "2026-05-02", "2026-06-06", "ben"},
                            {"d5", "", "900", "lost", "2026-05-02", "2026-06-05", "ben"},
                            {"d6", "", "900", "won", "2026-05-02", "2026-07-01", "ben"}});
    return input;
}

constexpr const char* won_each = "[[goal]]\n"
                                 "name = 'won'\n"
                                 "counts = 'deal won'\n"
                                 "each = true\n"
                                 "target = 4\n"
                                 "per = 'month'\n";

} // namespace

TEST_CASE("goals have a pace line by working days, and what is needed per day", "[report]") {
    const Agreement agreed = agreement_of("[[goal]]\n"
                                          "name = 'won'\n"
                                          "counts = 'deal won'\n"
                                          "target = 11\n"
                                          "per = 'month'\n"
                                          "[[goal]]\n"
                                          "name = 'bookings'\n"
                                          "counts = 'deal won'\n"
                                          "value = 'sum(amount)'\n"
                                          "target = 900\n"
                                          "per = 'quarter'\n"
                                          "[[goal]]\n"
                                          "name = 'win rate'\n"
                                          "counts = 'deal closed'\n"
                                          "value = 'win_rate'\n"
                                          "target = 0.5\n"
                                          "per = 'month'\n");
    // The 15th of June 2026 is a Monday: ten of 22 working days are over.
    const Report report = goals(input_of(agreed, "2026-06-15T12:00:00Z"));
    CHECK(numbers(report, "counts", "done") == Numbers{4});
    CHECK(numbers(report, "counts", "by_now") == Numbers{5});
    CHECK(texts(report, "counts", "state") == Texts{"behind"});
    CHECK(numbers(report, "counts", "per_day").front() == Approx(7.0 / 12));
    CHECK(numbers(report, "counts", "projected").front() == Approx(4 + 12 * 0.4));
    // The fiscal quarter is May to July.
    CHECK(texts(report, "sums", "to") == Texts{"2026-07-31"});
    CHECK(numbers(report, "sums", "done") == Numbers{1000});
    CHECK(texts(report, "sums", "state") == Texts{"kept"});
    CHECK(numbers(report, "shares", "counted") == Numbers{5});
    CHECK(numbers(report, "shares", "share").front() == Approx(0.8));
    CHECK(texts(report, "shares", "state") == Texts{"on pace"});
    // From January to May nothing was won; the quarter before counts from the signature on.
    CHECK(texts(report, "past", "goal") == Texts{"won", "bookings", "win rate"});
    CHECK(numbers(report, "past", "periods") == Numbers{5, 1, 5});
    CHECK(texts(report, "past", "last_state") == Texts{"broken", "broken", "nothing yet"});
}

TEST_CASE("the projection's range is the predictive one of the days so far", "[report]") {
    const Agreement agreed = agreement_of(won_each);
    const ReportInput input = input_of(agreed, "2026-06-15T12:00:00Z");
    const GoalItems items(input, agreed.goals);
    const GoalPeople people(agreed);
    const Date today = *read_date("2026-06-15");
    const Goal& goal = agreed.goals.front();
    const GoalProgress ana =
        progress_of(goal, period_of(goal, agreed, today), items, people, today, agreed.rep("ana"));
    // Two on ten days: 1 on the first and on the second; their variance is 0.1778, less than Poisson's 0.2.
    const double spread = 1.959963984540054 * std::sqrt(12 * 0.2 + 144 * 0.2 / 10);
    CHECK(*ana.projected == Approx(2 + 12 * 0.2));
    CHECK(*ana.high == Approx(2 + 12 * 0.2 + spread));
    CHECK(*ana.low == Approx(2)); // what is done is done
    const GoalProgress early = progress_of(goal, period_of(goal, agreed, *read_date("2026-06-04")), items,
                                           people, *read_date("2026-06-04"), agreed.rep("ana"));
    CHECK_FALSE(early.projected);
}

TEST_CASE("the leaderboard is fair to who is away, new, or as good", "[report]") {
    const Agreement agreed = agreement_of(won_each);
    const ReportInput input = input_of(agreed, "2026-06-15T12:00:00Z");
    Report report = leaderboard(input);
    CHECK(texts(report, "counts", "rep") == Texts{"ben", "ana"});
    CHECK(numbers(report, "counts", "rank") == Numbers{1, 2});
    // Ben works ten of the 22 days: his target is 4 x 10 / 22.
    CHECK(numbers(report, "counts", "target").front() == Approx(40.0 / 22));
    CHECK(numbers(report, "counts", "target").back() == 4);
    CHECK(report.notes.front() == "cyd does not work until 2026-06-30, and has no part of the goal 'won'");

    const Agreement same = agreement_of("[[goal]]\n"
                                        "name = 'leads'\n"
                                        "counts = 'lead created'\n"
                                        "pool = 'a'\n"
                                        "each = true\n"
                                        "target = 4\n"
                                        "per = 'year'\n");
    const Report tied = leaderboard(input_of(same, "2026-03-02T12:00:00Z"));
    CHECK(numbers(tied, "counts", "rank") == Numbers{1, 1}); // nobody has anything yet
}

TEST_CASE("what each rep promised is kept when each keeps it", "[report]") {
    const char* each = "[[goal]]\n"
                       "name = 'won'\n"
                       "counts = 'deal won'\n"
                       "pool = 'a'\n"
                       "each = true\n"
                       "target = 2\n"
                       "per = 'month'\n";
    const Agreement agreed = agreement_of(each);
    // Ana and Ben won two each. Ben works a part of June, and has to do less; Cyd is in no pool.
    ReportInput input = input_of(agreed, "2026-06-15T12:00:00Z");
    CHECK(texts(goals(input), "counts", "state") == Texts{"kept"});
    // All four of Ben: they make up for nothing that Ana does not do.
    input.deals[*input.deals.find("owner")].cells = {"ben", "ben", "ben", "ben", "ben", "ben"};
    Report report = goals(input);
    CHECK(numbers(report, "counts", "done") == Numbers{4});
    CHECK(texts(report, "counts", "state") == Texts{"behind"});
    CHECK(report.notes.front() == "'won' is kept when each rep keeps it: ana is behind");
    // One of two is on pace in the middle of the month: neither kept nor behind.
    input.deals[*input.deals.find("owner")].cells = {"ana", "ben", "ben", "ben", "ben", "ben"};
    CHECK(texts(goals(input), "counts", "state") == Texts{"on pace"});
    input.as_of = *read_instant("2026-07-01T12:00:00Z");
    CHECK(texts(goals(input), "past", "last_state") == Texts{"broken"});
}

TEST_CASE("a deal is its owner's, and its lead's rep's only without an owner", "[report]") {
    const Agreement agreed = agreement_of(won_each);
    ReportInput input = input_of(agreed, "2026-06-15T12:00:00Z");
    input.handovers = {{.lead = "1", .rep = "ana", .at = *read_instant("2026-05-01T00:00:00Z")}};
    input.deals = table_of({"deal_id", "lead_id", "status", "created_at", "closed_at", "owner"},
                           {{"d1", "1", "won", "2026-05-02", "2026-06-01", "gus@x.example"},
                            {"d2", "1", "won", "2026-05-02", "2026-06-02", ""},
                            {"d3", "1", "won", "2026-05-02", "2026-06-02", "ben"}});
    const Report report = leaderboard(input);
    CHECK(texts(report, "counts", "rep") == Texts{"ben", "ana"});
    CHECK(numbers(report, "counts", "done") == Numbers{1, 1});
}

TEST_CASE("the day of what counts", "[report]") {
    const Agreement agreed = agreement_of("[[goal]]\n"
                                          "name = 'accepted'\n"
                                          "counts = 'sal'\n"
                                          "target = 4\n"
                                          "per = 'month'\n");
    ReportInput input = input_of(agreed, "2026-06-15T12:00:00Z");
    input.leads = table_of({"lead_id", "stage", "created_at", "converted_at"},
                           {{"1", "sal", "2026-05-01", ""},           // the rep says when
                            {"2", "sql", "2026-05-01", "2026-06-03"}, // at the latest then
                            {"3", "sal", "2026-05-01", ""},           // nobody knows
                            {"4", "inquiry", "2026-05-01", ""}});     // only the rep says so
    input.deals = table_of({"deal_id", "status"}, {});
    input.answers = {{.lead = "1",
                      .rep = "ana",
                      .disposition = {},
                      .comment = {},
                      .competitor = {},
                      .content_used = {},
                      .content_missing = {},
                      .next_step = {},
                      .at = *read_instant("2026-06-02T09:00:00Z")}};
    input.answers.push_back(input.answers.front());
    input.answers.back().lead = "4";
    const Report report = goals(input);
    CHECK(numbers(report, "counts", "done") == Numbers{3});
    CHECK(report.notes.front() == "1 lead of the goal 'accepted' without a known day: left out (a ledger, or "
                                  "an export of stages, knows "
                                  "when a stage was reached)");
}

TEST_CASE("periods of goals", "[report]") {
    const Agreement agreed = agreement_of("[[goal]]\n"
                                          "name = 'once'\n"
                                          "counts = 'deal won'\n"
                                          "target = 4\n"
                                          "by = 2027-01-31\n"
                                          "[[goal]]\n"
                                          "name = 'week'\n"
                                          "counts = 'deal won'\n"
                                          "target = 4\n"
                                          "per = 'week'\n"
                                          "from = 2026-06-01\n");
    const Date today = *read_date("2026-06-17");
    const GoalPeriod once = period_of(agreed.goals[0], agreed, today);
    CHECK(to_text(once.from) == "2026-02-01");
    CHECK(to_text(once.to) == "2027-01-31");
    const auto weeks = past_periods(agreed.goals[1], agreed, today, 12);
    REQUIRE(weeks.size() == 2);
    CHECK(to_text(weeks[0].from) == "2026-06-01");
    CHECK(to_text(weeks[1].to) == "2026-06-14");
}

TEST_CASE("a goal on deals sees what only their leads say", "[report]") {
    const Agreement agreed = agreement_of("[[goal]]\n"
                                          "name = 'web'\n"
                                          "counts = 'deal won'\n"
                                          "where = \"source = 'Web'\"\n"
                                          "target = 4\n"
                                          "per = 'month'\n");
    ReportInput input = input_of(agreed, "2026-06-15T12:00:00Z");
    input.leads = table_of({"lead_id", "stage", "created_at", "source"}, {{"1", "won", "2026-05-01", "Web"}});
    CHECK(numbers(goals(input), "counts", "done") == Numbers{1}); // d1; the others have no lead
    input.deals =
        table_of({"deal_id", "lead_id", "status", "closed_at", "source"},
                 {{"d1", "1", "won", "2026-06-01", "Fair"}, {"d2", "", "won", "2026-06-02", "Web"}});
    CHECK(numbers(goals(input), "counts", "done") == Numbers{1}); // d2, by its own
}

TEST_CASE("the leaderboard needs only what its goals need", "[report]") {
    const Agreement agreed = agreement_of("[[goal]]\n"
                                          "name = 'created'\n"
                                          "counts = 'lead created'\n"
                                          "each = true\n"
                                          "target = 4\n"
                                          "per = 'month'\n"
                                          "[[goal]]\n"
                                          "name = 'bookings'\n"
                                          "counts = 'deal won'\n"
                                          "target = 4\n"
                                          "per = 'month'\n");
    ReportInput input = input_of(agreed, "2026-06-15T12:00:00Z");
    input.deals = {};
    CHECK(texts(leaderboard(input), "counts", "goal").front() == "created");
}
