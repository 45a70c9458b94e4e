#include "report/questions.hpp"

#include "unit/report/tables.hpp"

using namespace handoff;

namespace {

using Texts = std::vector<std::string>;

/// A week in which nothing happened.
struct Quiet {
    Agreement agreement;
    ReportInput input;
    std::string currency = "USD";
    std::vector<GoalProgress> goals;
    std::vector<Lesson> lessons;
    std::size_t due = 0, in_time = 0;

    Texts asked() {
        input.agreement = &agreement;
        input.as_of = *read_instant("2026-06-15T12:00:00Z");
        input.leads = table_of({"lead_id"}, {{"L1"}});
        const People people(input);
        const Weeks weeks(*read_date("2026-06-15"));
        const WeekChanges changes(input, people, weeks);
        return three_questions({.agreement = agreement,
                                .goals = goals,
                                .currency = currency,
                                .changes = changes,
                                .touches_due = due,
                                .touches_in_time = in_time,
                                .lessons = lessons,
                                .wins = {}});
    }
};

} // namespace

TEST_CASE("there are three questions in any week", "[report]") {
    Quiet week;
    CHECK(week.asked() == Texts{"the agreement lists no content: what do reps send at which stage?",
                                "the agreement has no goals: what does each side promise the other?",
                                "nobody says since when the agreement holds: do both sides still want it?"});
    week.agreement.contents.emplace_back();
    week.agreement.goals.emplace_back();
    week.agreement.agreed_on = read_date("2026-01-05");
    CHECK(week.asked() == Texts{"the agreement holds since 2026-01-05: does a qualified lead still mean the "
                                "same to both sides?",
                                "which lead of last month would each side handle otherwise today?",
                                "what did one side see this week that the other should know?"});
}

TEST_CASE("what the week brings up is asked first", "[report]") {
    Quiet week;
    week.due = 5;
    week.in_time = 3;
    week.lessons = {{.kind = Lesson::Kind::reason, .what = "once", .rows = {0}}, // once is no pattern
                    {.kind = Lesson::Kind::lost_to, .what = "Rival", .rows = {0}},
                    {.kind = Lesson::Kind::reason, .what = "no budget", .rows = {0, 1}}};
    CHECK(week.asked() ==
          Texts{"2 of 5 first touches came late or not at all: too many leads, or at the wrong hours?",
                "2 leads came back with 'no budget': could the score have known?",
                "a deal was lost to Rival: what do we say against it?"});
}

TEST_CASE("a goal that is behind is asked of before one that is kept", "[report]") {
    Quiet week;
    Goal calls, bookings;
    calls.name = "calls";
    bookings.name = "bookings";
    bookings.value.kind = Measure::Kind::sum;
    week.agreement.contents.emplace_back();
    week.agreement.goals = {calls, bookings};
    week.goals.resize(2);
    week.goals[0].goal = &calls;
    week.goals[0].state = GoalProgress::State::kept;
    week.goals[0].target = 2;
    week.goals[0].done.add(0, 3);
    week.goals[1].goal = &bookings;
    week.goals[1].state = GoalProgress::State::behind;
    week.goals[1].target = 1000;
    week.goals[1].done.add(0, 250);
    const Texts asked = week.asked();
    CHECK(asked[0] == "'bookings' stands at 250 USD of 1,000 USD: what would it take?");
    CHECK(asked[1] == "'calls' is kept with 3 of 2: is the target still the right one?");
}
