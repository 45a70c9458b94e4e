#include "report/prediction.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace handoff;

namespace {

using Outcomes = std::vector<std::uint8_t>;

DistinctTexts distinct(const std::vector<std::string>& texts) {
    DistinctTexts cells;
    for (const std::string& text : texts) cells.add(text);
    return cells;
}

std::vector<std::uint32_t> values_of(const std::vector<std::string>& texts) { return words(distinct(texts)); }

} // namespace

TEST_CASE("the area under the curve is the share of pairs in the right order", "[report]") {
    CHECK(auc(std::vector{0.1, 0.4, 0.35, 0.8}, Outcomes{0, 0, 1, 1}) == Approx(0.75));
    CHECK(auc(std::vector{1.0, 2.0, 3.0}, Outcomes{0, 0, 1}) == 1);
    CHECK(auc(std::vector{1.0, 2.0, 3.0}, Outcomes{1, 0, 0}) == 0);
    CHECK(auc(std::vector{5.0, 5.0, 5.0, 5.0}, Outcomes{1, 0, 0, 1}) == 0.5);
    CHECK(auc(std::vector{1.0, 2.0, 2.0}, Outcomes{0, 1, 0}) == 0.75);
    CHECK_FALSE(auc(std::vector{1.0, 2.0}, Outcomes{1, 1}));
    CHECK_FALSE(auc(std::vector<double>(), Outcomes()));
}

TEST_CASE("the difference of two shares has the interval that Newcombe published", "[report]") {
    const auto check = [](const Interval& interval, double low, double high) {
        CHECK(interval.low == Approx(low).margin(5e-5));
        CHECK(interval.high == Approx(high).margin(5e-5));
    };
    check(*difference(56, 70, 48, 80), 0.0524, 0.3339);
    check(*difference(9, 10, 3, 10), 0.1705, 0.8090);
    check(*difference(6, 7, 2, 7), 0.0582, 0.8062);
    check(*difference(5, 56, 0, 29), -0.0381, 0.1926);
    check(*difference(10, 10, 0, 10), 0.6075, 1.0000);
    CHECK_FALSE(difference(0, 0, 1, 2));
}

TEST_CASE("two yes or no's agree, disagree or have nothing to do with each other", "[report]") {
    CHECK(*correlation(5, 5, 5, 10) == Approx(1));
    CHECK(*correlation(0, 5, 5, 10) == Approx(-1));
    CHECK(*correlation(1, 2, 2, 4) == Approx(0).margin(1e-12));
    CHECK_FALSE(correlation(0, 0, 5, 10));
    CHECK_FALSE(correlation(5, 10, 5, 10));
}

TEST_CASE("the area under the curve is the same for few different numbers and for many", "[report]") {
    std::vector<double> few, many;
    Outcomes outcomes;
    constexpr std::size_t rows = 10'000, different = 97;
    for (std::size_t row = 0; row < rows; ++row) {
        few.push_back(static_cast<double>(row * 31 % different) / 7);
        many.push_back(static_cast<double>(row * 7919 % rows));
        outcomes.push_back(row % 11 == 3 ? 1 : 0);
    }
    const auto pairs = [&](const std::vector<double>& numbers) {
        double right = 0, all = 0;
        for (std::size_t a = 3; a < rows; a += 11)
            for (std::size_t b = 0; b < rows; ++b) {
                if (outcomes[b] != 0) continue;
                all += 1;
                right += numbers[a] > numbers[b] ? 1 : numbers[a] == numbers[b] ? 0.5 : 0;
            }
        return right / all;
    };
    CHECK(*auc(few, outcomes) == Approx(pairs(few)));
    CHECK(*auc(many, outcomes) == Approx(pairs(many)));
    CHECK(auc(std::vector{0.0, -0.0}, Outcomes{1, 0}) == 0.5);
}

TEST_CASE("numbers and times with many values stand in tenths", "[report]") {
    std::vector<std::string> cells = {""};
    for (int i = 1; i <= 100; ++i) cells.push_back(std::to_string(i));
    const std::vector<std::uint32_t> parts = tenths(distinct(cells));
    REQUIRE(parts.size() == 101);
    CHECK(parts[0] == 0);
    CHECK(parts[1] == 1);
    CHECK(parts[50] == 5);
    CHECK(parts[100] == 10);
    CHECK(tenths(distinct(std::vector<std::string>(50, "7"))).empty());
    CHECK(tenths(distinct({"a", "b", "1"})).empty());
    std::vector<std::string> days;
    for (int i = 10; i < 31; ++i) days.push_back("2026-01-" + std::to_string(i));
    CHECK(tenths(distinct(days)).size() == 21);
}

TEST_CASE("a value tells of other rows, never of its own", "[report]") {
    std::vector<std::string> ids, words, same(200, "x");
    Outcomes outcomes;
    for (int i = 0; i < 200; ++i) {
        outcomes.push_back(i % 3 == 0 ? 1 : 0);
        ids.push_back("id" + std::to_string(i));
        words.push_back(outcomes.back() != 0 ? "Bought" : i % 2 == 0 ? "BOUGHT not" : "");
    }
    for (const double odds : out_of_fold_log_odds(values_of(ids), outcomes))
        CHECK(odds == Approx(0).margin(1e-12));
    CHECK(auc(out_of_fold_log_odds(values_of(words), outcomes), outcomes) == 1);
    for (const double odds : out_of_fold_log_odds(values_of(same), outcomes)) CHECK(std::abs(odds) < 0.1);
    CHECK(out_of_fold_log_odds({}, {}).empty());
}

TEST_CASE("words are told apart without case, and blank ones are 0", "[report]") {
    CHECK(values_of({"Won", "", "lost", " WON ", "  ", "Lost"}) ==
          std::vector<std::uint32_t>{1, 0, 2, 1, 0, 2});
}
