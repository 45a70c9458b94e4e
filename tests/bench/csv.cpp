// How fast CSV is scanned and read. The input is made up here: touches like those of a web tracker, 100 bytes
// a row, with or without quoted fields.
#include "csv/scan.hpp"

#include <handoff/csv.hpp>

#include <atomic>
#include <benchmark/benchmark.h>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

using namespace handoff;

namespace {

constexpr std::size_t rows = 1'000'000;

std::string touches(std::size_t count, bool quoted) {
    std::string bytes = "touch_id,lead_id,type,at,channel,campaign,content\n";
    for (std::size_t i = 0; i < count; ++i) {
        const std::string number = std::to_string(1'000'000'000 + i * 7919 % 900'000'000);
        bytes += "00TH" + number + ",00QH" + number + ",page_view,2026-05-14T22:08:57Z,web,";
        bytes += quoted ? "\"Global, Spring \"\"26\"\"\"" : "Global-Spring-26";
        bytes += ",/product/fabrics-" + number + "\n";
    }
    return bytes;
}

class File {
  public:
    explicit File(bool quoted) : path_(std::filesystem::temp_directory_path() / name(quoted)) {
        std::ofstream(path_, std::ios::binary) << touches(rows, quoted);
    }
    ~File() { std::filesystem::remove(path_); }
    const std::filesystem::path& path() const { return path_; }

  private:
    static std::string name(bool quoted) {
        return "handoff-bench-" + std::to_string(::getpid()) + (quoted ? "-quoted.csv" : ".csv");
    }
    std::filesystem::path path_;
};

const std::filesystem::path& file(bool quoted) {
    static const File plain(false), with_quotes(true);
    return (quoted ? with_quotes : plain).path();
}

void scan(benchmark::State& state) {
    const std::string bytes = touches(5000, state.range(0) != 0) + std::string(csv::padding, '\0');
    csv::Index index;
    for (auto _ : state) {
        index.clear();
        benchmark::DoNotOptimize(
            csv::scan(bytes.data(), 0, bytes.size() - csv::padding, {}, csv::State::record_start, index));
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * bytes.size()));
}

void skim(benchmark::State& state) {
    const std::string bytes = touches(5000, state.range(0) != 0) + std::string(csv::padding, '\0');
    std::uint64_t lines = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(
            csv::skim(bytes.data(), bytes.size() - csv::padding, {}, csv::State::record_start, lines));
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * bytes.size()));
}

void read(benchmark::State& state, std::vector<std::size_t> wanted) {
    const std::filesystem::path& path = file(state.range(0) != 0);
    for (auto _ : state) {
        csv::Options options;
        options.threads = static_cast<unsigned>(state.range(1));
        csv::Reader reader(path, options);
        std::atomic<std::size_t> counted = 0;
        reader.for_each(wanted, csv::Reader::Keep::cells,
                        [&](csv::Reader::Batch& batch) { counted += batch.table.rows(); });
        if (counted != rows) state.SkipWithError("rows are missing");
    }
    const auto size = static_cast<std::int64_t>(std::filesystem::file_size(path));
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * size);
}

void read_all(benchmark::State& state) {
    const std::filesystem::path& path = file(state.range(0) != 0);
    for (auto _ : state) {
        csv::Reader reader(path);
        std::vector<csv::BadRow> bad;
        benchmark::DoNotOptimize(reader.read_all(bad));
    }
    const auto size = static_cast<std::int64_t>(std::filesystem::file_size(path));
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * size);
}

} // namespace

BENCHMARK(scan)->ArgName("quoted")->Arg(0)->Arg(1);
BENCHMARK(skim)->ArgName("quoted")->Arg(0)->Arg(1);
BENCHMARK_CAPTURE(read, no columns, {})
    ->ArgNames({"quoted", "threads"})
    ->ArgsProduct({{0, 1}, {1, 2}})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read, three columns, {1, 2, 3})
    ->ArgNames({"quoted", "threads"})
    ->ArgsProduct({{0, 1}, {1, 2}})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(read_all)->ArgName("quoted")->Arg(0)->Arg(1)->UseRealTime()->Unit(benchmark::kMillisecond);
