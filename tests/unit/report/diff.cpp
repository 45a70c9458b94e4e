#include "unit/report/tables.hpp"

#include <handoff/diff.hpp>
#include <handoff/error.hpp>

using namespace handoff;

namespace {

using Numbers = std::vector<double>;
using Texts = std::vector<std::string>;

Points points(double value) { return Points::of(value); }

ScoreRule rule(const char* name) { return {.group = "fit", .name = name}; }

struct Case {
    Agreement old_agreement, new_agreement;
    Judged before, after;

    Case() {
        old_agreement.score.rules = {rule("size"), rule("title")};
        new_agreement.score.rules = {rule("title"), rule("industry")};
        before = {
            .agreement = &old_agreement,
            .leads = table_of(
                {"lead_id", "grade", "qualified", "disqualified"},
                {{"L1", "A", "true", "false"}, {"L2", "B", "false", "false"}, {"L3", "", "false", "true"}}),
            .points = {.score = {points(20), points(10), points(0)},
                       .grade = {"A", "B", ""},
                       .rules = {{points(10), points(0), points(0)}, {points(10), points(10), points(0)}}},
            .route = {"hot", "", ""},
            .rep = {"ana", "unrouted", ""}};
        after = {
            .agreement = &new_agreement,
            .leads = table_of(
                {"lead_id", "grade", "qualified", "disqualified"},
                {{"L1", "B", "false", "false"}, {"L2", "B", "true", "false"}, {"L3", "A", "false", "false"}}),
            .points = {.score = {points(10), points(15), points(0)},
                       .grade = {"B", "B", "A"},
                       .rules = {{points(10), points(10), points(0)}, {points(0), points(5), points(0)}}},
            .route = {"warm", "", ""},
            .rep = {"ben", "unrouted", "ana"}};
    }
    Report made() const { return diff(before, after, *read_instant("2026-11-20")); }
};

} // namespace

TEST_CASE("a diff counts who changes, and how", "[report]") {
    const Report report = Case().made();
    CHECK(texts(report, "changes", "change") ==
          Texts{"become qualified", "are qualified no more", "become disqualified",
                "are disqualified no more", "change their grade", "change their route",
                "change their rep or queue", "gain points", "lose points"});
    CHECK(numbers(report, "changes", "leads") == Numbers{1, 1, 0, 1, 2, 1, 2, 1, 1});
    CHECK(texts(report, "grades", "before") == Texts{"no grade", "A", "B"});
    CHECK(numbers(report, "grades", "to_a") == Numbers{1, -1, -1});
    CHECK(numbers(report, "grades", "to_b") == Numbers{-1, 1, 1});
}

TEST_CASE("a diff says who gets other leads", "[report]") {
    const Report report = Case().made();
    CHECK(texts(report, "reps", "rep") == Texts{"ana", "ben"});
    CHECK(numbers(report, "reps", "before") == Numbers{1, 0});
    CHECK(numbers(report, "reps", "after") == Numbers{1, 1});
    CHECK(numbers(report, "reps", "gained") == Numbers{1, 1});
    CHECK(numbers(report, "reps", "lost") == Numbers{1, 0});
    CHECK(texts(report, "moves", "from") == Texts{"nobody", "ana"});
    CHECK(texts(report, "moves", "to") == Texts{"ana", "ben"});
    CHECK(numbers(report, "moves", "leads") == Numbers{1, 1});
}

TEST_CASE("a diff names the rules that cause it, new and gone ones too", "[report]") {
    const Report report = Case().made();
    CHECK(texts(report, "rules", "rule") == Texts{"size", "industry"}); // title gives what it gave
    CHECK(texts(report, "rules", "what") == Texts{"gone", "new"});
    CHECK(numbers(report, "rules", "leads") == Numbers{1, 1});
    CHECK(numbers(report, "rules", "mean") == Numbers{-10, 5});
    CHECK(numbers(report, "rules", "turned") == Numbers{1, 1});
    CHECK(texts(report, "leads", "lead") == Texts{"L1", "L2"});
    CHECK(texts(report, "leads", "mql") == Texts{"yes → no", "no → yes"});
    CHECK(texts(report, "leads", "grade") == Texts{"A → B", "B"});
    CHECK(texts(report, "leads", "cause") == Texts{"size -10", "industry +5"});
}

TEST_CASE("nothing changes between an agreement and itself", "[report]") {
    Case same;
    same.after = same.before;
    const Report report = same.made();
    CHECK(numbers(report, "changes", "leads") == Numbers{0, 0, 0, 0, 0, 0, 0, 0, 0});
    REQUIRE(report.tables.size() == 2); // changes and grades
}
