#include "attribution/channel_names.hpp"
#include "base/parallel.hpp"
#include "table/key_index.hpp"

#include <handoff/attribution.hpp>
#include <handoff/csv.hpp>
#include <handoff/values.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <memory>
#include <mutex>

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
    std::vector<TouchPaths::Path> paths;
    std::vector<Diagnostic> wrong;
    unsigned thread = 0;
};

class PieceReader {
  public:
    PieceReader(const Columns& columns, std::int64_t units) : columns_(columns), units_(units) {}

    Piece read(const csv::Reader::Batch& batch) {
        Piece piece{.thread = batch.thread};
        for (const csv::BadRow& bad : batch.bad) piece.wrong.push_back(bad.diagnostic);
        piece.paths.reserve(batch.table.rows());
        piece.steps.reserve(4 * batch.table.rows());
        for (std::size_t row = 0; row < batch.table.rows(); ++row) {
            TouchPaths::Path path{.begin = piece.steps.size()};
            if (const auto wrong = read_results(batch.table, row, path)) {
                piece.wrong.push_back({.place = batch.table.place(row), .what = *wrong});
                continue;
            }
            add_steps(batch.table[*columns_.path].cells[row], piece.steps);
            path.size = static_cast<std::uint32_t>(piece.steps.size() - path.begin);
            piece.paths.push_back(path);
        }
        return piece;
    }
    /// The names of the channels, by this thread's numbers.
    std::vector<std::string> names() const { return channels_.names(); }

  private:
    void add_steps(std::string_view path, std::vector<std::uint32_t>& steps) {
        while (!path.empty()) {
            std::size_t end = 0; // names are short: looking at each byte is faster than a search
            while (end < path.size() && path[end] != '>') ++end;
            if (const std::string_view channel = trim(path.substr(0, end)); !channel.empty())
                steps.push_back(number_of(channel));
            path.remove_prefix(std::min(end + 1, path.size()));
        }
    }

    /// The few channels of a file come again and again.
    std::uint32_t number_of(std::string_view channel) {
        if (channel.size() > PackedKey::short_key) return channels_.number(channel);
        const PackedKey key = PackedKey::of(channel);
        Known& known = known_[key.hash() % known_.size()];
        if (!known.key.same(key)) known = {key, channels_.number(channel)};
        return known.number;
    }

    std::optional<std::string> read_results(const Table& table, std::size_t row,
                                            TouchPaths::Path& path) const {
        const auto number = [&](const std::optional<std::size_t>& column, double& result) {
            if (!column) return true;
            const std::string_view cell = table[*column].cells[row];
            const auto read = read_number(cell);
            result = read.value_or(0);
            return read.has_value() || cell.empty();
        };
        double value = 0;
        if (!number(columns_.conversions, path.conversions) || path.conversions < 0)
            return "conversions must be a number that is not negative";
        if (!number(columns_.nulls, path.nulls) || path.nulls < 0)
            return "nulls must be a number that is not negative";
        if (!number(columns_.value, value)) return "the value is not a number";
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
};

/// Puts the pieces together in the order of the file.
TouchPaths together(const std::vector<Piece>& pieces, AllChannels channels, unsigned threads) {
    TouchPaths all;
    all.channels = std::move(channels.names);
    std::vector<std::size_t> steps_before, paths_before;
    std::size_t steps = 0, paths = 0;
    for (const Piece& piece : pieces) {
        steps_before.push_back(steps);
        paths_before.push_back(paths);
        steps += piece.steps.size();
        paths += piece.paths.size();
    }
    all.steps.resize(steps);
    all.paths.resize(paths);
    in_parallel(threads, pieces.size(), 1, [&](std::size_t i, std::size_t, unsigned) {
        const Piece& piece = pieces[i];
        const std::vector<std::uint32_t>& numbers = channels.numbers[piece.thread];
        for (std::size_t step = 0; step < piece.steps.size(); ++step)
            all.steps[steps_before[i] + step] = numbers[piece.steps[step]];
        for (std::size_t path = 0; path < piece.paths.size(); ++path) {
            TouchPaths::Path& to = all.paths[paths_before[i] + path];
            to = piece.paths[path];
            to.begin += steps_before[i];
        }
    });
    return all;
}

} // namespace

TouchPaths read_paths(const std::string& file, std::int64_t units, unsigned threads) {
    csv::Reader reader(file, {.threads = threads});
    const Columns columns(reader);
    std::vector<std::unique_ptr<PieceReader>> readers(reader.threads());
    std::vector<Piece> pieces;
    std::mutex access;
    reader.for_each(columns.wanted(), csv::Reader::Keep::cells_and_originals, [&](csv::Reader::Batch& batch) {
        auto& mine = readers[batch.thread];
        if (!mine) mine = std::make_unique<PieceReader>(columns, units);
        Piece piece = mine->read(batch);
        const std::lock_guard lock(access);
        if (pieces.size() <= batch.chunk) pieces.resize(batch.chunk + 1);
        pieces[batch.chunk] = std::move(piece);
    });
    Diagnostics wrong;
    for (Piece& piece : pieces)
        for (Diagnostic& each : piece.wrong) wrong.add(std::move(each));
    wrong.throw_if_errors(Fault::data);
    std::vector<std::vector<std::string>> names;
    for (const auto& each : readers) names.push_back(each ? each->names() : std::vector<std::string>());
    return together(pieces, AllChannels(names), reader.threads());
}

} // namespace handoff
