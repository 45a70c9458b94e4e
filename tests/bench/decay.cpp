// What a touch is worth by its age, and how old it is: asked for every touch.
#include "score/decay.hpp"

#include "base/iso_time.hpp"

#include <benchmark/benchmark.h>
#include <random>
#include <string>
#include <vector>

using namespace handoff;

namespace {

constexpr std::size_t touches = 10'000;

void decay(benchmark::State& state, Decay::Form form) {
    const DecayCurve curve({.form = form, .period = std::chrono::days{30}, .lost = 0.5}, Points::of(10));
    std::mt19937_64 random(5);
    std::vector<Duration> ages;
    for (std::size_t i = 0; i < touches; ++i)
        ages.emplace_back(random() % Duration(std::chrono::days{180}).count());
    for (auto _ : state)
        for (const Duration age : ages) benchmark::DoNotOptimize(curve.at(age));
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * touches));
}

void read_time(benchmark::State& state, const std::string& text) {
    const std::vector<std::string> cells(touches, text);
    for (auto _ : state)
        for (const std::string& cell : cells) benchmark::DoNotOptimize(read_instant(cell));
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * touches));
}

} // namespace

BENCHMARK_CAPTURE(decay, half_life, Decay::Form::half_life);
BENCHMARK_CAPTURE(decay, steps, Decay::Form::steps);
BENCHMARK_CAPTURE(decay, linear, Decay::Form::linear);
BENCHMARK_CAPTURE(read_time, seconds, "2026-05-14T22:08:57Z");
BENCHMARK_CAPTURE(read_time, milliseconds, "2026-05-14T22:08:57.250Z");
BENCHMARK_CAPTURE(read_time, offset, "2026-05-14T22:08:57+02:00");
