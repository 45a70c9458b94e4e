#include "attribution/channel_names.hpp"
#include "base/huge_pages.hpp"
#include "base/parallel.hpp"
#include "base/short_text.hpp"
#include "table/cell_place.hpp"
#include "table/key_index.hpp"

#include <handoff/attribution.hpp>
#include <handoff/csv.hpp>
#include <handoff/values.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <filesystem>
#include <initializer_list>
#include <memory>

namespace handoff {

namespace {

/// The column of a header that has one of these names; a path and its conversions must be there.
std::optional<std::size_t> column(const csv::Reader& reader, std::initializer_list<std::string_view> names) {
    const auto& header = reader.header();
    for (std::size_t i = 0; i < header.size(); ++i)
        for (const std::string_view name : names)
            if (same_text(header[i], name)) return i;
    return std::nullopt;
}

struct Columns {
    explicit Columns(const csv::Reader& reader)
        : path(column(reader, {"path"})),
          conversions(column(reader, {"conversions", "total_conversions", "conv"})),
          value(column(reader, {"value", "total_conversion_value", "conv_value"})),
          nulls(column(reader, {"nulls", "total_null", "null"})) {
        if (path && conversions) return;
        throw Error(Fault::data,
                    {Diagnostic{.place = {reader.path(), 1, 1},
                                .what = std::string("a file of paths needs a column '") +
                                        (path ? "conversions" : "path") + "'",
                                .hint = "its columns are path, conversions, value and nulls; a path is "
                                        "written 'email > web > event'"}});
    }
    std::vector<std::size_t> wanted() const {
        std::vector<std::size_t> columns;
        for (const auto& each : {path, conversions, value, nulls})
            if (each) columns.push_back(*each);
        return columns;
    }
    std::optional<std::size_t> path, conversions, value, nulls;
};

/// The paths of one chunk, with channels numbered as its thread met them.
struct Piece {
    std::vector<std::uint32_t> steps;
    std::vector<TouchPaths::Path> paths; ///< the first begins at 0
    std::vector<Diagnostic> wrong;
};

/// Reads the chunks that one thread gets, each into the same memory.
class PieceReader {
  public:
    PieceReader(const Columns& columns, std::int64_t units) : columns_(columns), units_(units) {}

    void read(const csv::Reader::Batch& batch) {
        piece_.steps.clear();
        piece_.paths.clear();
        piece_.wrong.clear();
        for (const csv::BadRow& bad : batch.bad) piece_.wrong.push_back(bad.diagnostic);
        for (std::size_t row = 0; row < batch.table.rows(); ++row) {
            TouchPaths::Path path{.begin = piece_.steps.size()};
            if (const auto wrong = read_results(batch.table, row, path)) {
                const std::string_view cell = batch.table[wrong->column].cells[row];
                piece_.wrong.push_back({.place = place_of_cell(batch.table, row, cell), .what = wrong->what});
                continue;
            }
            add_steps(batch.table[*columns_.path].cells[row]);
            path.size = static_cast<std::uint32_t>(piece_.steps.size() - path.begin);
            if (path.size == 0) {
                piece_.wrong.push_back(
                    {.place = place_of_cell(batch.table, row, {}), .what = "the path is blank"});
                continue;
            }
            piece_.paths.push_back(path);
        }
    }
    Piece& piece() noexcept { return piece_; } ///< of the chunk that was read last
    /// The names of the channels, by this thread's numbers.
    std::vector<std::string> names() const { return channels_.names(); }

  private:
    void add_steps(std::string_view path) {
        while (!path.empty()) {
            const std::size_t end = end_of_step(path);
            if (const std::string_view channel = trim(path.substr(0, end)); !channel.empty())
                piece_.steps.push_back(number_of(channel));
            path.remove_prefix(std::min(end + 1, path.size()));
        }
    }

    static std::size_t end_of_step(std::string_view path) noexcept {
        constexpr WantedByte arrow('>');
        std::size_t at = 0;
        for (; at + 8 <= path.size(); at += 8)
            if (const std::uint64_t found = arrow.in(eight_bytes(path.data() + at)))
                return at + static_cast<std::size_t>(std::countr_zero(found)) / 8;
        while (at < path.size() && path[at] != '>') ++at;
        return at;
    }

    /// The few channels of a file come again and again.
    std::uint32_t number_of(std::string_view channel) {
        if (channel.size() > PackedKey::short_key) return channels_.number(channel);
        const PackedKey key = PackedKey::of(channel);
        Known& known = known_[key.hash() % known_.size()];
        if (!known.key.same(key)) known = {key, channels_.number(channel)};
        return known.number;
    }

    struct Wrong {
        std::size_t column;
        const char* what;
    };
    /// What is wrong with them, if anything is.
    std::optional<Wrong> read_results(const Table& table, std::size_t row, TouchPaths::Path& path) const {
        const auto number = [&](const std::optional<std::size_t>& column, double& result) {
            if (!column) return true;
            const std::string_view cell = table[*column].cells[row];
            if (cell.size() == 1 && cell[0] >= '0' && cell[0] <= '9') { // as most are
                result = cell[0] - '0';
                return true;
            }
            const auto read = read_number(cell);
            result = read.value_or(0);
            return read.has_value() || cell.empty();
        };
        double value = 0;
        if (!number(columns_.conversions, path.conversions) || path.conversions < 0)
            return Wrong{*columns_.conversions, "conversions must be a number that is not negative"};
        if (!number(columns_.nulls, path.nulls) || path.nulls < 0)
            return Wrong{*columns_.nulls, "nulls must be a number that is not negative"};
        if (!number(columns_.value, value)) return Wrong{*columns_.value, "the value is not a number"};
        path.value = std::llround(value * static_cast<double>(units_));
        return std::nullopt;
    }

    struct Known {
        PackedKey key;
        std::uint32_t number = 0;
    };

    const Columns& columns_;
    std::int64_t units_;
    ChannelNames channels_;
    std::array<Known, 1024> known_{};
    Piece piece_;
};

/// Puts the pieces together in the order of the file.
class AllPieces {
  public:
    explicit AllPieces(std::uint64_t file_size) : file_size_(file_size) {}

    void add(Piece& piece, unsigned thread) {
        for (Diagnostic& each : piece.wrong) wrong_.add(std::move(each));
        if (spans_.empty()) expect(piece);
        const std::size_t before = all_.steps.size();
        all_.steps.insert(all_.steps.end(), piece.steps.begin(), piece.steps.end());
        for (TouchPaths::Path& path : piece.paths) path.begin += before;
        all_.paths.insert(all_.paths.end(), piece.paths.begin(), piece.paths.end());
        spans_.push_back({before, all_.steps.size(), thread});
    }

    /// `names` holds each thread's names of channels by its numbers.
    TouchPaths take(const std::vector<std::vector<std::string>>& names) {
        wrong_.throw_if_errors(Fault::data);
        AllChannels channels(names);
        const auto threads = static_cast<unsigned>(names.size());
        in_parallel(threads, spans_.size(), 1, [&](std::size_t i, std::size_t, unsigned) {
            const std::vector<std::uint32_t>& numbers = channels.numbers[spans_[i].thread];
            for (std::size_t step = spans_[i].from; step < spans_[i].to; ++step)
                all_.steps[step] = numbers[all_.steps[step]];
        });
        all_.channels = std::move(channels.names);
        return std::move(all_);
    }

  private:
    /// Makes room for as much as the file is likely to hold, judged by its first piece.
    void expect(const Piece& piece) {
        const double pieces =
            1.1 * static_cast<double>(file_size_) / static_cast<double>(csv::Options().chunk);
        const auto reserve = [&](auto& values, std::size_t in_piece) {
            values.reserve(static_cast<std::size_t>(pieces * static_cast<double>(in_piece)));
            ask_for_huge_pages(values.data(), values.capacity() * sizeof values[0]);
        };
        reserve(all_.steps, piece.steps.size());
        reserve(all_.paths, piece.paths.size());
    }

    struct Span {
        std::size_t from, to; ///< steps
        unsigned thread;      ///< that numbered them
    };

    std::uint64_t file_size_; ///< 0 when it is not known
    TouchPaths all_;
    std::vector<Span> spans_;
    Diagnostics wrong_;
};

/// 0 for what has no size, like a pipe.
std::uint64_t size_of(const std::string& file) {
    std::error_code unknown;
    const std::uint64_t size = std::filesystem::file_size(file, unknown);
    return unknown ? 0 : size;
}

} // namespace

TouchPaths read_paths(const std::string& file, std::int64_t units, unsigned threads) {
    csv::Reader reader(file, {.threads = threads});
    const Columns columns(reader);
    std::vector<std::unique_ptr<PieceReader>> readers(reader.threads());
    AllPieces all(size_of(file));
    reader.for_each(
        columns.wanted(), csv::Reader::Keep::cells_and_originals,
        [&](csv::Reader::Batch& batch) {
            auto& mine = readers[batch.thread];
            if (!mine) mine = std::make_unique<PieceReader>(columns, units);
            mine->read(batch);
        },
        [&](csv::Reader::Batch& batch) { all.add(readers[batch.thread]->piece(), batch.thread); });
    std::vector<std::vector<std::string>> names;
    for (const auto& each : readers) names.push_back(each ? each->names() : std::vector<std::string>());
    return all.take(names);
}

} // namespace handoff
