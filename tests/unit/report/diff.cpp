#include "unit/report/tables.hpp"

#include <handoff/diff.hpp>
#include <handoff/error.hpp>

using namespace handoff;

namespace {

using Numbers = std::vector<double>;
using Texts = std::vector<std::string>;

Points points(double value) { return Points::of(value); }

ScoreRule rule(const char* name) { return {.group = "fit", .name = name}; }

/// The points of a score or a group, as leads that were scored have them.
void add_points(Table& leads, const std::string& column, std::vector<Points> points) {
    Column& added = leads[leads.find_or_add(column)];
    added.points = std::move(points);
}

struct Case {
    Agreement old_agreement, new_agreement;
    Judged before, after;

    Case() {
        for (Agreement* agreement : {&old_agreement, &new_agreement}) {
            agreement->score.groups = {{.name = "fit"}};
            agreement->lifecycle.mql = Expression::parse("score >= 15");
        }
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
        set_points();
    }
    void set_points() {
        for (Judged* each : {&before, &after})
            for (const char* column : {"fit", "score"}) add_points(each->leads, column, each->points.score);
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
    CHECK(texts(report, "leads", "lead") == Texts{"L1", "L2", "L3"});
    CHECK(texts(report, "leads", "mql") == Texts{"yes → no", "no → yes", "no"});
    CHECK(texts(report, "leads", "grade") == Texts{"A → B", "B", "no grade → A"});
    CHECK(texts(report, "leads", "cause") == Texts{"size -10", "industry +5", ""});
}

namespace {

/// Leads of one rule, `size`, that only what a test changes treats otherwise.
struct Same : Case {
    Same() {
        old_agreement.score.rules = new_agreement.score.rules = {rule("size")};
        before.points.rules = after.points.rules = {before.points.score};
        after.points.score = before.points.score;
        after.leads = before.leads;
        after.route = before.route;
        after.rep = before.rep;
        set_points();
    }
    void says(std::size_t row, const char* column, const char* what) {
        after.leads[after.leads.find_or_add(column)].cells[row] = what;
    }
};

} // namespace

TEST_CASE("points turn a lead in their own direction only", "[report]") {
    Case both;
    // The first lead loses its MQL by -10, whatever another rule adds.
    both.after.points.rules[1][0] = points(3);
    both.after.points.score[0] = points(13);
    both.set_points();
    const Report report = both.made();
    CHECK(texts(report, "rules", "rule") == Texts{"industry", "size"});
    CHECK(numbers(report, "rules", "leads") == Numbers{2, 1});
    CHECK(numbers(report, "rules", "turned") == Numbers{1, 1});
    CHECK(texts(report, "leads", "cause").front() == "size -10");
}

TEST_CASE("a rule that disqualifies is a cause", "[report]") {
    Same one;
    one.new_agreement.score.rules.push_back(
        {.group = "fit",
         .name = "no rivals",
         .when = Expression::parse("lead_id in ('L1', 'L2') and domain is blank"),
         .disqualify = true});
    one.after.points.rules.emplace_back(3);
    one.says(0, "qualified", "false");
    one.says(0, "disqualified", "true");
    one.says(1, "disqualified", "true");
    const Report report = one.made();
    CHECK(texts(report, "rules", "rule") == Texts{"no rivals"});
    CHECK(texts(report, "rules", "what") == Texts{"new"});
    CHECK(numbers(report, "rules", "leads") == Numbers{2});
    CHECK(numbers(report, "rules", "mean") == Numbers{-1}); // blank
    CHECK(numbers(report, "rules", "turned") == Numbers{1});
    CHECK(texts(report, "leads", "lead") == Texts{"L1", "L2"});
    CHECK(texts(report, "leads", "cause") == Texts{"no rivals disqualifies", "no rivals disqualifies"});

    std::swap(one.before, one.after);
    const Report back = one.made();
    CHECK(texts(back, "rules", "what") == Texts{"gone"});
    CHECK(numbers(back, "rules", "turned") == Numbers{1});
    CHECK(texts(back, "leads", "cause").front() == "no rivals disqualifies no more");
}

TEST_CASE("the condition for qualified leads is a cause", "[report]") {
    Same one;
    one.new_agreement.lifecycle.mql = Expression::parse("fit >= 10");
    one.says(1, "qualified", "true");
    const Report report = one.made();
    CHECK(texts(report, "rules", "group") == Texts{"lifecycle"});
    CHECK(texts(report, "rules", "rule") == Texts{"mql"});
    CHECK(texts(report, "rules", "what") == Texts{"changed"});
    CHECK(numbers(report, "rules", "leads") == Numbers{1});
    CHECK(numbers(report, "rules", "turned") == Numbers{1});
    CHECK(texts(report, "leads", "cause") == Texts{"lifecycle.mql"});
}

TEST_CASE("the steps of grades are a cause, also of MQLs", "[report]") {
    Same one;
    const auto graded = [](double from) {
        return Grade{.axes = {{.group = "", .steps = {{"A", points(from)}, {"B", Points::lowest()}}}}};
    };
    for (Agreement* agreement : {&one.old_agreement, &one.new_agreement})
        agreement->lifecycle.mql = Expression::parse("grade = 'A'");
    one.old_agreement.score.grade = graded(20);
    one.new_agreement.score.grade = graded(10);
    one.before.leads[one.before.leads.find_or_add("grade")].cells = {"A", "B", "B"};
    one.says(1, "grade", "A");
    one.says(2, "grade", "B");
    one.says(1, "qualified", "true");
    const Report report = one.made();
    CHECK(texts(report, "rules", "group") == Texts{"score"});
    CHECK(texts(report, "rules", "rule") == Texts{"grade"});
    CHECK(numbers(report, "rules", "leads") == Numbers{1});
    CHECK(numbers(report, "rules", "turned") == Numbers{1});
    CHECK(texts(report, "leads", "lead") == Texts{"L2"});
    CHECK(texts(report, "leads", "cause") == Texts{"score.grade"});
}

TEST_CASE("the bounds of a group are a cause", "[report]") {
    Same one;
    one.new_agreement.score.groups.front().max = points(12);
    one.after.points.score[0] = points(12);
    one.set_points();
    one.says(0, "qualified", "false");
    const Report report = one.made();
    CHECK(texts(report, "rules", "rule") == Texts{"min and max"});
    CHECK(numbers(report, "rules", "mean") == Numbers{-8});
    CHECK(numbers(report, "rules", "turned") == Numbers{1});
    CHECK(texts(report, "leads", "cause") == Texts{"min and max -8"});
}

TEST_CASE("a diff compares named scores too", "[report]") {
    Same one;
    for (Agreement* agreement : {&one.old_agreement, &one.new_agreement}) {
        agreement->score.groups.push_back({.name = "robots", .score = "robots"});
        agreement->score.named = {
            {.name = "robots",
             .groups = {"robots"},
             .grade = {.axes = {{.group = "", .steps = {{"A", points(40)}, {"B", Points::lowest()}}}}},
             .place = {}}};
        agreement->score.rules.push_back({.group = "robots", .name = "asked for a robot"});
    }
    one.before.points.rules.push_back({points(10), points(0), points(0)});
    one.after.points.rules.push_back({points(100), points(0), points(5)});
    for (Judged* each : {&one.before, &one.after})
        for (const char* column : {"robots", "score_robots"})
            add_points(each->leads, column, each->points.rules.back());
    one.before.leads[one.before.leads.find_or_add("grade_robots")].cells = {"B", "B", "B"};
    one.after.leads[one.after.leads.find_or_add("grade_robots")].cells = {"A", "B", "B"};
    const Report report = one.made();
    const Texts changes = texts(report, "changes", "change");
    CHECK(Texts(changes.end() - 3, changes.end()) ==
          Texts{"change their grade of 'robots'", "gain points of 'robots'", "lose points of 'robots'"});
    const Numbers leads = numbers(report, "changes", "leads");
    CHECK(Numbers(leads.end() - 5, leads.end()) == Numbers{0, 0, 1, 2, 0});
    CHECK(texts(report, "grades_robots", "before") == Texts{"B"});
    CHECK(numbers(report, "grades_robots", "to_a") == Numbers{1});
    CHECK(numbers(report, "grades_robots", "to_b") == Numbers{2});
    CHECK(texts(report, "leads_robots", "lead") == Texts{"L1", "L3"});
    CHECK(numbers(report, "leads_robots", "after") == Numbers{100, 5});
    CHECK(texts(report, "leads_robots", "grade") == Texts{"B → A", "B"});
    CHECK(texts(report, "leads_robots", "cause") == Texts{"asked for a robot +90", "asked for a robot +5"});
    CHECK(texts(report, "rules", "rule") == Texts{"asked for a robot"});

    one.old_agreement.score.named.clear();
    one.before.leads = one.before.leads.pick(std::vector<std::uint32_t>{0, 1, 2});
    one.before.leads.remove(*one.before.leads.find("score_robots"));
    one.before.leads.remove(*one.before.leads.find("grade_robots"));
    const Report only_new = one.made();
    CHECK(texts(only_new, "grades_robots", "before") == Texts{"no grade"});
    CHECK(texts(only_new, "leads_robots", "grade").back() == "no grade → B");
    CHECK(texts(only_new, "leads_robots", "cause").back() == "score.robots");
}

TEST_CASE("nothing changes between an agreement and itself", "[report]") {
    Case same;
    same.after = same.before;
    same.new_agreement = same.old_agreement;
    const Report report = same.made();
    CHECK(numbers(report, "changes", "leads") == Numbers{0, 0, 0, 0, 0, 0, 0, 0, 0});
    for (const ReportTable& table : report.tables)
        CHECK(table.rows.empty() == (table.key != "changes" && table.key != "grades"));
}
