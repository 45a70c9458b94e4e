// Touches find their leads: how fast the index of keys is built, and how fast keys are looked up, one at a
// time and many at a time. A million leads do not fit the processor's cache.
#include "table/key_index.hpp"

#include <algorithm>
#include <benchmark/benchmark.h>
#include <random>
#include <string>
#include <vector>

using namespace handoff;

namespace {

constexpr std::size_t chunk = 2000;

std::string id_of(std::size_t lead, bool is_long) {
    const std::string number = std::to_string(1'000'000'000 + lead * 7919 % 900'000'000);
    return (is_long ? "6f1c7a04-9d6e-4a0f-8c5b-" : "00QH") + number;
}

std::vector<KeyBlock> blocks(std::size_t leads, bool is_long) {
    std::vector<KeyBlock> all((leads + chunk - 1) / chunk);
    for (std::size_t lead = 0; lead < leads; ++lead) all[lead / chunk].add(id_of(lead, is_long));
    return all;
}

/// The ids of touches, in no order; a few belong to no lead.
std::vector<std::string> asked(std::size_t leads, bool is_long) {
    std::mt19937 random(3);
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < 1'000'000; ++i)
        ids.push_back(id_of(random() % (leads + leads / 200), is_long));
    return ids;
}

void index(benchmark::State& state) {
    const auto leads = static_cast<std::size_t>(state.range(0));
    for (auto _ : state) {
        state.PauseTiming();
        std::vector<KeyBlock> keys = blocks(leads, state.range(1) != 0);
        state.ResumeTiming();
        benchmark::DoNotOptimize(KeyIndex(std::move(keys), 2));
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

void join_one_at_a_time(benchmark::State& state) {
    const auto leads = static_cast<std::size_t>(state.range(0));
    const KeyIndex keys(blocks(leads, state.range(1) != 0), 2);
    const std::vector<std::string> ids = asked(leads, state.range(1) != 0);
    for (auto _ : state)
        for (const std::string& id : ids) benchmark::DoNotOptimize(keys.find(id));
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * ids.size()));
}

void join(benchmark::State& state) {
    const auto leads = static_cast<std::size_t>(state.range(0));
    const KeyIndex keys(blocks(leads, state.range(1) != 0), 2);
    const std::vector<std::string> ids = asked(leads, state.range(1) != 0);
    KeySearch search;
    std::vector<std::uint32_t> found(KeySearch::most);
    for (auto _ : state)
        for (std::size_t from = 0; from < ids.size(); from += KeySearch::most) {
            const std::size_t count = std::min(KeySearch::most, ids.size() - from);
            search.start(keys, count, [&](std::size_t i) { return PackedKey::of(ids[from + i]); });
            search.look();
            search.finish({found.data(), count});
            benchmark::DoNotOptimize(found.data());
        }
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * ids.size()));
}

void sizes(benchmark::internal::Benchmark* benchmark) {
    benchmark->ArgNames({"leads", "long"})->ArgsProduct({{10'000, 1'000'000}, {0, 1}});
    benchmark->UseRealTime()->Unit(benchmark::kMillisecond);
}

} // namespace

BENCHMARK(index)->Apply(sizes);
BENCHMARK(join_one_at_a_time)->Apply(sizes);
BENCHMARK(join)->Apply(sizes);
