// Scores leave as text: points and fields appended, and pieces that several threads finish put into one file.
#include "base/ordered_output.hpp"
#include "base/parallel.hpp"

#include <handoff/csv.hpp>
#include <handoff/points.hpp>

#include <benchmark/benchmark.h>
#include <filesystem>
#include <random>
#include <string>
#include <unistd.h>
#include <vector>

using namespace handoff;

namespace {

void write_points(benchmark::State& state) {
    std::mt19937_64 random(1);
    std::vector<Points> points(10'000);
    for (Points& one : points) one.nano = static_cast<std::int64_t>(random() % 200'000'000'000U);
    std::string text;
    for (auto _ : state) {
        text.clear();
        for (const Points one : points) append(text, one);
        benchmark::DoNotOptimize(text.data());
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * points.size()));
}

void write_field(benchmark::State& state, const std::string& cell) {
    std::string text;
    for (auto _ : state) {
        text.clear();
        for (int i = 0; i < 1000; ++i) csv::append_field(text, cell);
        benchmark::DoNotOptimize(text.data());
    }
    state.SetItemsProcessed(state.iterations() * 1000);
}

void write_pieces(benchmark::State& state) {
    const auto path =
        std::filesystem::temp_directory_path() / ("handoff-bench-" + std::to_string(::getpid()) + "-out.csv");
    constexpr std::size_t pieces = 256, size = 512 * 1024;
    for (auto _ : state) {
        OutputFile file(path.string());
        OrderedOutput out(file);
        in_parallel(static_cast<unsigned>(state.range(0)), pieces, 1,
                    [&](std::size_t piece, std::size_t, unsigned) {
                        std::string text = out.take();
                        text.assign(size, 'x');
                        out.put(piece, std::move(text));
                    });
        out.finish();
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * pieces * size));
}

} // namespace

BENCHMARK(write_points);
BENCHMARK_CAPTURE(write_field, plain, "Global-Spring-26");
BENCHMARK_CAPTURE(write_field, quoted, "Global, Spring \"26\"");
BENCHMARK(write_pieces)->ArgName("threads")->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);
