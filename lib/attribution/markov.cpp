#include "attribution/linear_system.hpp"

#include <handoff/attribution.hpp>
#include <handoff/error.hpp>

#include <algorithm>
#include <numeric>

namespace handoff {

namespace {

/// Where paths begin; the other states are numbered from 1.
constexpr std::uint32_t start = 0;

/// The chain as counted: which state follows which how often, and what paths that end in a state led to.
class Chain {
  public:
    Chain(const TouchPaths& paths, unsigned order) : order_(order), channels_(paths.channels.size()) {
        transitions_.resize(1);
        ends_.resize(1);
        if (channels_ > 2 * most_markov_states) refuse(); // a state holds at most two of them
        if (order == 1)
            number_channels();
        else
            numbers_.assign(channels_ * (channels_ + 1), start);
        for (const TouchPaths::Path& path : paths.paths) {
            add(paths.steps_of(path), path);
            conversions_ += path.conversions;
            value_ += path.value;
        }
        count_visits();
    }

    std::size_t states() const noexcept { return ends_.size(); }
    double conversions() const noexcept { return conversions_; } ///< of all paths
    std::int64_t value() const noexcept { return value_; }
    /// The states in which a channel occurs.
    std::vector<std::uint32_t> states_with(std::uint32_t channel) const {
        std::vector<std::uint32_t> found;
        for (std::uint32_t state = 1; state < states(); ++state)
            if (members_[state - 1].first == channel || members_[state - 1].second == channel)
                if (visits_[state] > 0) found.push_back(state);
        return found;
    }

    /// I - Q, the chances of going on from state to state.
    Matrix going_on() const {
        Matrix matrix(states());
        for (std::uint32_t from = 0; from < states(); ++from) {
            matrix[from][from] = 1;
            for (std::uint32_t to = 0; to < transitions_[from].size(); ++to)
                if (transitions_[from][to] > 0) matrix[from][to] -= transitions_[from][to] / visits_[from];
        }
        return matrix;
    }
    /// For each state the chance that the next thing is a conversion, and what is to be expected of it.
    std::vector<double> converting() const { return per_visit(&End::conversions); }
    std::vector<double> earning() const { return per_visit(&End::value); }

  private:
    struct End {
        double paths = 0, conversions = 0, value = 0;
    };

    void number_channels() {
        for (std::uint32_t channel = 0; channel < channels_; ++channel) new_state(channel, channel);
    }

    [[noreturn]] void refuse() const {
        throw Error(Fault::data,
                    "the paths make more than " + std::to_string(most_markov_states) +
                        " states of a Markov chain of order " + std::to_string(order_),
                    "put channels together");
    }

    std::uint32_t new_state(std::uint32_t first, std::uint32_t second) {
        if (ends_.size() > most_markov_states) refuse();
        members_.emplace_back(first, second);
        ends_.emplace_back();
        transitions_.emplace_back();
        return static_cast<std::uint32_t>(ends_.size() - 1);
    }

    /// The state of two channels that follow each other, or of a path's only one (`second` is none).
    std::uint32_t state_of(std::uint32_t first, std::uint32_t second) {
        const std::size_t column = second == TouchPaths::no_step ? channels_ : second;
        std::uint32_t& number = numbers_[first * (channels_ + 1) + column];
        if (number == start) number = new_state(first, second);
        return number;
    }

    void add(std::span<const std::uint32_t> steps, const TouchPaths::Path& path) {
        const double weight = path.conversions + path.nulls;
        if (steps.empty() || !(weight > 0)) return;
        std::uint32_t state = start;
        const auto go = [&](std::uint32_t next) {
            if (next == state) return;
            count(state, next) += weight;
            state = next;
        };
        if (order_ == 1)
            for (const std::uint32_t step : steps) go(step + 1);
        else if (steps.size() == 1)
            go(state_of(steps.front(), TouchPaths::no_step));
        else
            for (std::size_t i = 1; i < steps.size(); ++i) go(state_of(steps[i - 1], steps[i]));
        ends_[state].paths += weight;
        ends_[state].conversions += path.conversions;
        ends_[state].value += static_cast<double>(path.value);
    }

    void count_visits() {
        for (std::size_t state = 0; state < states(); ++state)
            visits_.push_back(
                std::accumulate(transitions_[state].begin(), transitions_[state].end(), ends_[state].paths));
    }

    double& count(std::uint32_t from, std::uint32_t to) {
        std::vector<double>& row = transitions_[from];
        if (row.size() <= to) row.resize(ends_.size());
        return row[to];
    }

    std::vector<double> per_visit(double End::*what) const {
        std::vector<double> result(states());
        for (std::size_t state = 0; state < states(); ++state)
            if (visits_[state] > 0) result[state] = ends_[state].*what / visits_[state];
        return result;
    }

    unsigned order_;
    double conversions_ = 0;
    std::int64_t value_ = 0;
    std::size_t channels_;
    std::vector<std::uint32_t> numbers_; ///< by first and second channel; `start` where there is none yet
    std::vector<std::pair<std::uint32_t, std::uint32_t>> members_; ///< of state 1, 2 …
    std::vector<std::vector<double>> transitions_;
    std::vector<double> visits_; ///< of each state: how often it was gone on from, or ended in
    std::vector<End> ends_;
};

std::vector<double> times(const Matrix& matrix, std::span<const double> column) {
    std::vector<double> result(column.size());
    for (std::size_t row = 0; row < column.size(); ++row)
        result[row] = std::inner_product(column.begin(), column.end(), matrix[row], 0.0);
    return result;
}

/// For each of some states the chance that it is the first of them on the way. `visits` holds how often each
/// state is visited on the way from each (the fundamental matrix).
std::vector<double> first_reached(const Matrix& visits, std::span<const std::uint32_t> states) {
    Matrix among(states.size());
    std::vector<double> from_start(states.size());
    for (std::size_t i = 0; i < states.size(); ++i) {
        from_start[i] = visits[start][states[i]];
        for (std::size_t j = 0; j < states.size(); ++j) among[i][j] = visits[states[i]][states[j]];
    }
    return solve_left(among, from_start);
}

std::vector<double> normalised(std::vector<double> parts) {
    const double sum = std::accumulate(parts.begin(), parts.end(), 0.0);
    for (double& part : parts) part = sum > 0 ? part / sum : 0;
    return parts;
}

} // namespace

MarkovCredit markov(const TouchPaths& paths, unsigned order) {
    if (order != 1 && order != 2) throw Error(Fault::ours, "a Markov chain is of order 1 or 2");
    const Chain chain(paths, order);
    const Matrix visits = inverse(chain.going_on());
    const std::vector<double> converting = times(visits, chain.converting());
    const std::vector<double> earning = times(visits, chain.earning());

    MarkovCredit result;
    result.states = chain.states() - 1;
    result.conversion_rate = converting[start];
    if (!(result.conversion_rate > 0))
        throw Error(Fault::data, "no path ends in a conversion: there is no credit to share");
    for (std::uint32_t channel = 0; channel < paths.channels.size(); ++channel) {
        const std::vector<std::uint32_t> states = chain.states_with(channel);
        const std::vector<double> first = first_reached(visits, states);
        double lost = 0, value_lost = 0;
        for (std::size_t i = 0; i < states.size(); ++i) {
            lost += first[i] * converting[states[i]];
            value_lost += first[i] * earning[states[i]];
        }
        result.removal.push_back(lost / converting[start]);
        result.value_removal.push_back(earning[start] != 0 ? value_lost / earning[start] : 0);
    }
    const std::vector<double> shares = normalised(result.removal);
    const double conversions = chain.conversions();
    for (const double share : shares) result.conversions.push_back(share * conversions);
    // Without a value of its own, value follows the conversions.
    result.value = divide(chain.value(), earning[start] != 0 ? normalised(result.value_removal) : shares);
    return result;
}

} // namespace handoff
