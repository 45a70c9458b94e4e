#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// Paths of touches and what they led to, for models that share the credit among channels. Channels are
/// numbers into `channels`. Money is counted in whole smallest units (cents), so that shares can add up
/// exactly.
class TouchPaths {
  public:
    static constexpr std::uint32_t no_step = std::numeric_limits<std::uint32_t>::max();

    /// What became of a path. A row of a file of paths may stand for many, a deal's path for one.
    struct Path {
        std::uint64_t begin = 0; ///< its first step
        std::uint32_t size = 0;  ///< steps, in order of time
        double conversions = 0;  ///< how often it ended in a conversion
        double nulls = 0;        ///< how often it ended without
        std::int64_t value = 0;  ///< of the conversions together, in smallest units
        /// Steps (from 0) that brought the lead in and the deal about; none when it is not known.
        std::uint32_t lead = no_step, deal = no_step;
    };

    std::vector<std::string> channels;
    std::vector<std::uint32_t> steps; ///< channels, path after path
    std::vector<float> ages;          ///< of each step: days before the path's end; empty when not known
    std::vector<Path> paths;

    std::span<const std::uint32_t> steps_of(const Path& path) const noexcept {
        return {steps.data() + path.begin, path.size};
    }
    std::span<const float> ages_of(const Path& path) const noexcept {
        return ages.empty() ? std::span<const float>()
                            : std::span<const float>(ages.data() + path.begin, path.size);
    }
    double conversions() const noexcept;
    std::int64_t value() const noexcept;
};

/// Models that share each path's credit among its own steps.
enum class PathModel {
    first,
    last,
    linear,          ///< evenly over all steps: a channel seen twice counts twice
    linear_channels, ///< evenly over the channels of the path, however often each was seen
    u_shaped,        ///< 40% first, 40% last, 20% those between
    w_shaped,        ///< 30% first, 30% the one that brought the lead, 30% the deal, 10% the others
    full_path,       ///< 22.5% each for first, lead, deal and last, 10% the others
    time_decay       ///< half as much for every half-life that a step lies before the path's end
};
std::span<const PathModel> path_models() noexcept;
std::string_view to_text(PathModel) noexcept; ///< "first", "linear_channels" …

/// The share of each step of a path, adding up to 1. Anchor steps that are one and the same add their
/// shares; where no step is left for the shares of those between, they go to the anchors in proportion. A
/// lead's or deal's step that is not known is the first and the last one. Time decay without ages is linear.
/// Sources: the splits that HubSpot, Google and Bizible document for models of these names.
std::vector<double> shares(PathModel, const TouchPaths&, const TouchPaths::Path&, double half_life_days = 7);

/// Divides a whole into parts by shares that add up to 1, to the unit: each part is rounded down, and the
/// units left over go to the largest remainders, of equal ones to the first. A negative whole divides as its
/// opposite.
std::vector<std::int64_t> divide(std::int64_t whole, std::span<const double> shares);

/// What each channel gets: conversions, and their value in smallest units.
struct Credit {
    std::vector<double> conversions;
    std::vector<std::int64_t> value;
};
/// Value adds up to each path's own value exactly.
Credit credit(PathModel, const TouchPaths&, double half_life_days = 7);

/// Channels by how much is lost without them, in a Markov chain of `order` steps of memory, solved exactly
/// (no simulation, so the same every time).
struct MarkovCredit : Credit {
    double conversion_rate = 0;                 ///< the chance that a path converts
    std::vector<double> removal, value_removal; ///< removal effect of each channel: 0 nothing lost, 1 all
    std::size_t states = 0;
};
/// A state is `order` steps that follow each other (a shorter path is one state); equal states that follow
/// each other are one. Edges weigh conversions + nulls; a state is followed by the conversion, or by none, as
/// often as paths ended so. The removal effect of a channel is 1 - P(convert when its states lead nowhere) /
/// P(convert), and credit is shared by removal effects; for value the conversions weigh what those after the
/// same last state were worth. The value adds up to the total exactly. Source: Anderl, Becker, von Wangenheim
/// and Schumann, "Mapping the customer journey" (2016), with the states and weights of ChannelAttribution's
/// markov_model. Throws Error (data) when there are more than `most_markov_states` states, or no conversion.
MarkovCredit markov(const TouchPaths&, unsigned order);
inline constexpr std::size_t most_markov_states = 500;

/// How paths are tidied before credit is shared, in this order.
struct PathTransform {
    std::vector<std::string> ignore;      ///< steps of these channels go, unless nothing else would be left
    std::vector<std::string> ignore_last; ///< the same, at the end of the path only
    std::uint32_t keep_last = 0;          ///< only so many steps at the end; 0: all
    enum class Repeats {
        keep,
        collapse, ///< steps of one channel that follow each other are one
        first,    ///< only the first step of each channel
        count     ///< the first step of each channel, which becomes "channel (3)"
    } repeats = Repeats::keep;
    bool changes_nothing() const noexcept {
        return ignore.empty() && ignore_last.empty() && keep_last == 0 && repeats == Repeats::keep;
    }
};
TouchPaths transformed(const TouchPaths&, const PathTransform&);

/// Reads a CSV file of paths, one to a row: `path` ("email > web > event"), and how often it converted, what
/// the conversions were worth and how often it ended without: columns conversions, value, nulls, or the names
/// that ChannelAttribution and its data use. Values are read to `units` parts of one. Throws Error (data)
/// with every row that cannot be read.
TouchPaths read_paths(const std::string& file, std::int64_t units = 100, unsigned threads = 0);

} // namespace handoff
