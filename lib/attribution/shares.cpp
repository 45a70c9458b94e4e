#include "attribution/shares.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace handoff {

namespace {

constexpr PathModel models[] = {PathModel::first,           PathModel::last,      PathModel::linear,
                                PathModel::linear_channels, PathModel::u_shaped,  PathModel::w_shaped,
                                PathModel::full_path,       PathModel::time_decay};

/// A step with a share of its own.
struct Anchor {
    std::uint32_t step;
    double share;
};

/// Anchors get their shares, the steps between them what is left over; without such steps it goes to the
/// anchors in proportion.
void anchor(std::span<const Anchor> anchors, std::span<double> shares) {
    std::fill(shares.begin(), shares.end(), 0.0);
    double anchored = 0;
    for (const Anchor& each : anchors) {
        shares[each.step] += each.share;
        anchored += each.share;
    }
    const auto others = std::count(shares.begin(), shares.end(), 0.0);
    for (double& share : shares) {
        if (others == 0)
            share /= anchored;
        else if (share == 0)
            share = (1 - anchored) / static_cast<double>(others);
    }
}

void share_by_channel(std::span<const std::uint32_t> steps, std::span<double> shares) {
    std::size_t channels = 0;
    for (std::size_t i = 0; i < steps.size(); ++i)
        channels += std::find(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(i), steps[i]) ==
                    steps.begin() + static_cast<std::ptrdiff_t>(i);
    for (std::size_t i = 0; i < steps.size(); ++i)
        shares[i] = 1.0 / static_cast<double>(channels) /
                    static_cast<double>(std::count(steps.begin(), steps.end(), steps[i]));
}

void share_by_age(std::span<const float> ages, double half_life_days, std::span<double> shares) {
    // Counted from the youngest step, so that very old paths do not vanish below what a double can hold.
    const float youngest = *std::min_element(ages.begin(), ages.end());
    for (std::size_t i = 0; i < ages.size(); ++i)
        shares[i] = std::exp2(-static_cast<double>(ages[i] - youngest) / half_life_days);
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    for (double& share : shares) share /= sum;
}

} // namespace

std::span<const PathModel> path_models() noexcept { return models; }

std::string_view to_text(PathModel model) noexcept {
    constexpr std::array<std::string_view, std::size(models)> names = {
        "first", "last", "linear", "linear_channels", "u_shaped", "w_shaped", "full_path", "time_decay"};
    return names[static_cast<std::size_t>(model)];
}

void share_out(PathModel model, const TouchPaths& paths, const TouchPaths::Path& path, double half_life_days,
               std::span<double> shares) {
    const std::uint32_t last = path.size - 1;
    const std::uint32_t lead = std::min(path.lead == TouchPaths::no_step ? 0 : path.lead, last);
    const std::uint32_t deal = std::min(path.deal, last);
    const double even = 1.0 / static_cast<double>(path.size);
    switch (model) {
    case PathModel::first:
        std::fill(shares.begin(), shares.end(), 0.0);
        shares.front() = 1;
        return;
    case PathModel::last:
        std::fill(shares.begin(), shares.end(), 0.0);
        shares.back() = 1;
        return;
    case PathModel::linear:
        std::fill(shares.begin(), shares.end(), even);
        return;
    case PathModel::linear_channels:
        share_by_channel(paths.steps_of(path), shares);
        return;
    case PathModel::u_shaped: {
        const Anchor anchors[] = {{0, .4}, {last, .4}};
        anchor(anchors, shares);
        return;
    }
    case PathModel::w_shaped: {
        const Anchor anchors[] = {{0, .3}, {lead, .3}, {deal, .3}};
        anchor(anchors, shares);
        return;
    }
    case PathModel::full_path: {
        const Anchor anchors[] = {{0, .225}, {lead, .225}, {deal, .225}, {last, .225}};
        anchor(anchors, shares);
        return;
    }
    case PathModel::time_decay:
        if (const auto ages = paths.ages_of(path); !ages.empty())
            share_by_age(ages, half_life_days, shares);
        else
            std::fill(shares.begin(), shares.end(), even);
        return;
    }
}

std::vector<double> shares(PathModel model, const TouchPaths& paths, const TouchPaths::Path& path,
                           double half_life_days) {
    std::vector<double> shares(path.size);
    if (path.size > 0) share_out(model, paths, path, half_life_days, shares);
    return shares;
}

void divide(std::int64_t whole, std::span<const double> shares, std::span<std::int64_t> parts) {
    const double size = std::abs(static_cast<double>(whole));
    std::int64_t left = std::abs(whole);
    for (std::size_t i = 0; i < shares.size(); ++i) {
        parts[i] = std::min(static_cast<std::int64_t>(size * shares[i]), left);
        left -= parts[i];
    }
    // Each step's remainder is what it would still be owed; shares that add up to 1 leave less than one unit
    // for each, so that few rounds are needed.
    while (left > 0) {
        std::size_t most = 0;
        double most_owed = -1;
        for (std::size_t i = 0; i < shares.size(); ++i) {
            const double owed = size * shares[i] - static_cast<double>(parts[i]);
            if (owed <= most_owed + 1e-9) continue; // of equal remainders the first
            most = i;
            most_owed = owed;
        }
        ++parts[most];
        --left;
    }
    if (whole < 0)
        for (std::int64_t& part : parts) part = -part;
}

std::vector<std::int64_t> divide(std::int64_t whole, std::span<const double> shares) {
    std::vector<std::int64_t> parts(shares.size());
    if (!shares.empty()) divide(whole, shares, parts);
    return parts;
}

Converted::Converted(const TouchPaths& all) {
    for (std::size_t number = 0; number < all.paths.size(); ++number) {
        const TouchPaths::Path& path = all.paths[number];
        if (path.conversions == 0 && path.value == 0) continue;
        paths.push_back(number);
        conversions += path.conversions;
        value += path.value;
    }
}

Credit credit(PathModel model, const TouchPaths& paths, double half_life_days) {
    return credit(model, paths, Converted(paths), half_life_days);
}

Credit credit(PathModel model, const TouchPaths& paths, const Converted& converted, double half_life_days) {
    Credit credit;
    credit.conversions.resize(paths.channels.size());
    credit.value.resize(paths.channels.size());
    share_paths(model, paths, converted, half_life_days,
                [&](std::size_t, std::uint32_t channel, double conversions, std::int64_t value) {
                    credit.conversions[channel] += conversions;
                    credit.value[channel] += value;
                });
    return credit;
}

} // namespace handoff
