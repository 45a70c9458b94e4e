#include "score/decay.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>

using namespace handoff;
using namespace std::chrono_literals;

namespace {

constexpr Duration days(double n) { return Duration(static_cast<std::int64_t>(n * 86'400e6)); }

} // namespace

TEST_CASE("halving is exact to the last bits", "[score]") {
    CHECK(halved(0) == 1);
    CHECK(halved(1) == 0.5);
    CHECK(halved(10) == 1.0 / 1024);
    CHECK(halved(2000) == 0);
    std::mt19937_64 random(1);
    double worst = 0;
    for (int i = 0; i < 100'000; ++i) {
        const double x = std::uniform_real_distribution<double>(0, i % 2 ? 1 : 60)(random);
        worst = std::max(worst, std::abs(halved(x) / std::exp2(-x) - 1));
    }
    CHECK(worst < 1e-15);
}

TEST_CASE("points without decay stay, and expire at their age", "[score]") {
    const DecayCurve stays({}, Points::of(12.5));
    CHECK(stays.at(days(0)) == Points::of(12.5));
    CHECK(stays.at(days(40'000)) == Points::of(12.5));
    const DecayCurve expires({.expires = days(120)}, Points::of(-15));
    CHECK(expires.at(days(120) - 1us) == Points::of(-15));
    CHECK(expires.at(days(120)) == Points());
}

TEST_CASE("a half-life halves, age counted in seconds and their parts", "[score]") {
    const DecayCurve curve({.form = Decay::Form::half_life, .period = days(60)}, Points::of(25));
    CHECK(curve.at(0us) == Points::of(25));
    CHECK(curve.at(days(60)) == Points::of(12.5));
    CHECK(curve.at(days(120)) == Points::of(6.25));
    CHECK(curve.at(days(30)) == Points::of(25 / std::sqrt(2.0)));
    CHECK(curve.at(90min) == Points::of(25 * std::exp2(-5400.0 / (60 * 86400))));
    CHECK(curve.at(days(100'000)) == Points());
    const DecayCurve minus({.form = Decay::Form::half_life, .period = days(90)}, Points::of(-15));
    CHECK(minus.at(days(45)) == Points::of(-15 / std::sqrt(2.0)));
}

TEST_CASE("a step loses a share of what is left at each whole period", "[score]") {
    const DecayCurve curve({.form = Decay::Form::steps, .period = days(30), .lost = 0.25}, Points::of(40));
    CHECK(curve.at(days(0)) == Points::of(40));
    CHECK(curve.at(days(30) - 1us) == Points::of(40));
    CHECK(curve.at(days(30)) == Points::of(30));
    CHECK(curve.at(days(60)) == Points::of(22.5));
    CHECK(curve.at(days(90)) == Points::of(16.875));
    CHECK(curve.at(days(149)) == Points::of(12.65625));
    const DecayCurve all({.form = Decay::Form::steps, .period = days(1), .lost = 1}, Points::of(3));
    CHECK(all.at(days(0.5)) == Points::of(3));
    CHECK(all.at(days(1)) == Points());
    CHECK(all.at(days(9)) == Points());
    const DecayCurve slow({.form = Decay::Form::steps, .period = 1s, .lost = 1e-5}, Points::of(3));
    CHECK(slow.at(10'000s) == Points::of(3 * std::pow(1 - 1e-5, 10'000)));
}

TEST_CASE("linear decay goes to nothing at the period", "[score]") {
    const DecayCurve curve({.form = Decay::Form::linear, .period = days(90)}, Points::of(9));
    CHECK(curve.at(days(0)) == Points::of(9));
    CHECK(curve.at(days(30)) == Points::of(6));
    CHECK(curve.at(days(90)) == Points());
    CHECK(curve.at(days(91)) == Points());
}

TEST_CASE("what remains is the formula's to 1e-9", "[score]") {
    std::mt19937_64 random(2);
    std::int64_t worst = 0;
    for (int i = 0; i < 20'000; ++i) {
        const double points = std::uniform_real_distribution<double>(-100, 100)(random);
        const Duration period(static_cast<std::int64_t>(random() % 10'000'000'000'000 + 1));
        const Duration age(static_cast<std::int64_t>(random() % 40'000'000'000'000));
        const Points full = Points::of(points);
        const DecayCurve curve({.form = Decay::Form::half_life, .period = period}, full);
        const long double exact =
            std::exp2(-static_cast<long double>(age.count()) / static_cast<long double>(period.count()));
        const long double nano = std::round(static_cast<long double>(full.nano) * exact);
        worst = std::max(worst, std::abs(curve.at(age).nano - static_cast<std::int64_t>(nano)));
    }
    CHECK(worst <= 1);
}
