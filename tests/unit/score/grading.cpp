#include "score/grading.hpp"

#include "score/bounds.hpp"

#include <catch2/catch.hpp>

using namespace handoff;

TEST_CASE("a minimum and a maximum keep points between them", "[score]") {
    const Bounds bounds = Bounds::of(Points::of(0), Points::of(100));
    CHECK(bounds(Points::of(-3)) == Points::of(0));
    CHECK(bounds(Points::of(50)) == Points::of(50));
    CHECK(bounds(Points::of(100.5)) == Points::of(100));
    CHECK(Bounds::of({}, {}).none());
    CHECK(Bounds::of({}, {})(Points::of(-7)) == Points::of(-7));
    CHECK(Bounds::of({}, Points::of(0))(Points::of(-15)) == Points::of(-15));
}

TEST_CASE("a grade by the total", "[score]") {
    Grade by_total;
    by_total.axes = {{"total", {{"A", Points::of(100)}, {"B", Points::of(70)}, {"F", Points::lowest()}}}};
    const Grading grading(by_total, {"fit"});
    const auto grade = [&](double score) {
        const Points fit[] = {Points()};
        return grading.label(grading.of(fit, Points::of(score)));
    };
    CHECK(grading.graded());
    CHECK(grade(100) == "A");
    CHECK(grade(99.999999999) == "B");
    CHECK(grade(70) == "B");
    CHECK(grade(-500) == "F");
}

TEST_CASE("a grade by a letter of one group and a digit of another", "[score]") {
    Grade by_two;
    by_two.axes = {{"fit", {{"A", Points::of(45)}, {"D", Points::lowest()}}},
                   {"engagement", {{"1", Points::of(60)}, {"2", Points::of(30)}, {"4", Points::lowest()}}}};
    const Grading grading(by_two, {"fit", "engagement"});
    const auto grade = [&](double fit, double engagement) {
        const Points groups[] = {Points::of(fit), Points::of(engagement)};
        return grading.label(grading.of(groups, groups[0] + groups[1]));
    };
    CHECK(grade(45, 60) == "A1");
    CHECK(grade(44.999, 60) == "D1");
    CHECK(grade(50, 0) == "A4");
    CHECK(grade(0, 30) == "D2");
}

TEST_CASE("without [score.grade] the grade is blank", "[score]") {
    const Grading grading(Grade(), {});
    CHECK_FALSE(grading.graded());
    CHECK(grading.label(grading.of({}, Points())).empty());
}
