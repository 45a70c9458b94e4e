#include <handoff/attribution.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <map>

namespace handoff {

namespace {

/// Which channels a list names, without case.
std::vector<bool> named(const std::vector<std::string>& channels, const std::vector<std::string>& names) {
    std::vector<bool> found(channels.size());
    for (std::size_t i = 0; i < channels.size(); ++i)
        found[i] = std::any_of(names.begin(), names.end(),
                               [&](const std::string& name) { return same_text(name, channels[i]); });
    return found;
}

class Transformer {
  public:
    Transformer(const TouchPaths& from, const PathTransform& transform)
        : from_(from), transform_(transform), ignored_(named(from.channels, transform.ignore)),
          ignored_last_(named(from.channels, transform.ignore_last)) {
        to_.channels = from.channels;
    }

    TouchPaths run() {
        for (const TouchPaths::Path& path : from_.paths) add(path);
        if (transform_.repeats == PathTransform::Repeats::count) name_counts();
        return std::move(to_);
    }

  private:
    void add(const TouchPaths::Path& path) {
        const auto steps = from_.steps_of(path);
        kept_.clear();
        for (std::uint32_t i = 0; i < steps.size(); ++i)
            if (!ignored_[steps[i]]) kept_.push_back(i);
        if (kept_.empty())
            for (std::uint32_t i = 0; i < steps.size(); ++i) kept_.push_back(i);
        std::size_t end = kept_.size();
        while (end > 0 && ignored_last_[steps[kept_[end - 1]]]) --end;
        if (end > 0) kept_.resize(end);
        if (transform_.keep_last > 0 && kept_.size() > transform_.keep_last)
            kept_.erase(kept_.begin(), kept_.end() - static_cast<std::ptrdiff_t>(transform_.keep_last));
        drop_repeats(steps);
        write(path, steps);
    }

    void drop_repeats(std::span<const std::uint32_t> steps) {
        if (transform_.repeats == PathTransform::Repeats::keep) return;
        counts_.clear();
        std::vector<std::uint32_t> once;
        for (std::size_t i = 0; i < kept_.size(); ++i) {
            const std::uint32_t channel = steps[kept_[i]];
            const bool follows_itself = i > 0 && steps[kept_[i - 1]] == channel;
            const bool known = counts_[channel]++ > 0;
            if (transform_.repeats == PathTransform::Repeats::collapse ? !follows_itself : !known)
                once.push_back(kept_[i]);
        }
        kept_ = std::move(once);
    }

    /// An anchor whose step went falls to the last step kept before it, else to the first.
    std::uint32_t moved(std::uint32_t anchor) const {
        if (anchor == TouchPaths::no_step) return anchor;
        const auto after = std::upper_bound(kept_.begin(), kept_.end(), anchor);
        return after == kept_.begin() ? 0 : static_cast<std::uint32_t>(after - kept_.begin() - 1);
    }

    void write(TouchPaths::Path path, std::span<const std::uint32_t> steps) {
        const auto ages = from_.ages_of(path);
        path.begin = to_.steps.size();
        path.size = static_cast<std::uint32_t>(kept_.size());
        path.lead = moved(path.lead);
        path.deal = moved(path.deal);
        for (const std::uint32_t step : kept_) {
            const std::uint32_t channel = steps[step];
            to_.steps.push_back(transform_.repeats == PathTransform::Repeats::count
                                    ? counted_channel(channel, counts_[channel])
                                    : channel);
            if (!ages.empty()) to_.ages.push_back(ages[step]);
        }
        to_.paths.push_back(path);
    }

    std::uint32_t counted_channel(std::uint32_t channel, std::uint32_t count) {
        return counted_.try_emplace({channel, count}, static_cast<std::uint32_t>(counted_.size()))
            .first->second;
    }
    void name_counts() {
        to_.channels.resize(counted_.size());
        for (const auto& [what, number] : counted_)
            to_.channels[number] = from_.channels[what.first] + " (" + std::to_string(what.second) + ")";
    }

    const TouchPaths& from_;
    const PathTransform& transform_;
    std::vector<bool> ignored_, ignored_last_;
    std::vector<std::uint32_t> kept_; ///< steps of the path at hand
    std::map<std::uint32_t, std::uint32_t> counts_;
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> counted_;
    TouchPaths to_;
};

} // namespace

TouchPaths transformed(const TouchPaths& paths, const PathTransform& transform) {
    return transform.changes_nothing() ? paths : Transformer(paths, transform).run();
}

} // namespace handoff
