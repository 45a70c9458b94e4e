#include "score/effects.hpp"

#include <catch2/catch.hpp>
#include <random>

using namespace handoff;

TEST_CASE("an effect has its sign", "[score]") {
    CHECK(effect_text(Points::of(15)) == "+15");
    CHECK(effect_text(Points::of(-2.5)) == "-2.5");
    CHECK(effect_text(Points()) == "+0");
}

TEST_CASE("the largest effect takes what rounding would lose", "[score]") {
    const Points third = Points::of(1.0 / 3);
    CHECK(effect_texts(std::vector{third, third, third}) ==
          std::vector<std::string>{"+0.333334", "+0.333333", "+0.333333"});
    CHECK(effect_texts(std::vector{Points{400}, Points{400}, Points::of(7)}) ==
          std::vector<std::string>{"+0", "+0", "+7.000001"});
    CHECK(effect_texts(std::vector<Points>{}).empty());
}

TEST_CASE("shown effects always add up to the shown sum", "[score]") {
    std::mt19937_64 random(3);
    for (int i = 0; i < 2000; ++i) {
        std::vector<Points> effects(random() % 8);
        Points sum;
        for (Points& effect : effects) {
            effect.nano = static_cast<std::int64_t>(random() % 100'000'000'000) - 50'000'000'000;
            sum += effect;
        }
        Points shown;
        for (const std::string& text : effect_texts(effects))
            shown += *read_points(text.front() == '+' ? text.substr(1) : text);
        CHECK(to_text(shown) == to_text(sum));
    }
}
