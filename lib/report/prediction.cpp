#include "report/prediction.hpp"

#include <handoff/time.hpp>
#include <handoff/values.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <unordered_map>

namespace handoff {
namespace {

constexpr std::size_t folds = 5, few_values = 20, tenths_in_all = 10;
constexpr double weight_of_all = 5; // in rows

std::optional<double> number_of(std::string_view cell) noexcept {
    if (const auto number = read_number(cell)) return number;
    if (const auto at = read_instant(cell)) return static_cast<double>(at->time_since_epoch().count());
    return std::nullopt;
}

/// A small number for each different cell, without case; 0 is the blank one.
std::vector<std::uint32_t> codes_of(std::span<const std::string_view> cells) {
    std::unordered_map<std::string, std::uint32_t> by_text = {{"", 0}};
    std::unordered_map<std::string_view, std::uint32_t> by_spelling;
    std::vector<std::uint32_t> codes;
    codes.reserve(cells.size());
    for (const std::string_view cell : cells) {
        const auto [known, is_new] = by_spelling.try_emplace(cell, 0);
        if (is_new)
            known->second = by_text.try_emplace(lower(trim(cell)), static_cast<std::uint32_t>(by_text.size()))
                                .first->second;
        codes.push_back(known->second);
    }
    return codes;
}

} // namespace

std::optional<double> auc(std::span<const double> numbers, std::span<const std::uint8_t> outcomes) {
    std::vector<std::uint32_t> order(numbers.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(),
              [&](std::uint32_t a, std::uint32_t b) { return numbers[a] < numbers[b]; });
    double right = 0, below = 0, with = 0;
    for (auto first = order.begin(); first != order.end();) {
        double here_with = 0, here_without = 0;
        const double number = numbers[*first];
        for (; first != order.end() && numbers[*first] == number; ++first)
            (outcomes[*first] != 0 ? here_with : here_without) += 1;
        right += here_with * (below + here_without / 2);
        below += here_without;
        with += here_with;
    }
    if (with == 0 || below == 0) return std::nullopt;
    return right / (with * below);
}

std::optional<Interval> difference(std::size_t successes, std::size_t trials, std::size_t other_successes,
                                   std::size_t other_trials) {
    const auto one = wilson(successes, trials), other = wilson(other_successes, other_trials);
    if (!one || !other) return std::nullopt;
    const double p = static_cast<double>(successes) / static_cast<double>(trials),
                 q = static_cast<double>(other_successes) / static_cast<double>(other_trials);
    return Interval{p - q - std::hypot(p - one->low, other->high - q),
                    p - q + std::hypot(one->high - p, q - other->low)};
}

std::optional<double> correlation(std::size_t both, std::size_t first, std::size_t second, std::size_t all) {
    const auto real = [](std::size_t count) { return static_cast<double>(count); };
    const double n = real(all), spread = real(first) * (n - real(first)) * real(second) * (n - real(second));
    if (spread == 0) return std::nullopt;
    return (n * real(both) - real(first) * real(second)) / std::sqrt(spread);
}

std::vector<std::uint32_t> tenths(std::span<const std::string_view> cells) {
    std::vector<std::optional<double>> numbers;
    std::vector<double> sorted;
    std::size_t filled = 0;
    for (const std::string_view cell : cells) {
        numbers.push_back(number_of(trim(cell)));
        filled += trim(cell).empty() ? 0 : 1;
        if (numbers.back()) sorted.push_back(*numbers.back());
    }
    constexpr double nearly_all = 0.9;
    if (filled == 0 || static_cast<double>(sorted.size()) < nearly_all * static_cast<double>(filled))
        return {};
    std::sort(sorted.begin(), sorted.end());
    std::vector<double> bounds; // the upper ends of all tenths but the last
    for (std::size_t i = 1; i < tenths_in_all; ++i)
        bounds.push_back(sorted[sorted.size() * i / tenths_in_all]);
    if (static_cast<std::size_t>(std::unique(sorted.begin(), sorted.end()) - sorted.begin()) <= few_values)
        return {};
    std::vector<std::uint32_t> result;
    for (const auto& number : numbers)
        result.push_back(
            number ? 1 + static_cast<std::uint32_t>(std::lower_bound(bounds.begin(), bounds.end(), *number) -
                                                    bounds.begin())
                   : 0);
    return result;
}

std::vector<double> out_of_fold_log_odds(std::span<const std::string_view> cells,
                                         std::span<const std::uint8_t> outcomes) {
    std::vector<std::uint32_t> codes = tenths(cells);
    if (codes.empty()) codes = codes_of(cells);
    struct Seen {
        double rows = 0, with = 0;
    };
    const std::size_t values =
        codes.empty() ? 0 : std::size_t{1} + *std::max_element(codes.begin(), codes.end());
    std::vector<Seen> all(values), fold(values);
    Seen whole;
    for (std::size_t row = 0; row < codes.size(); ++row) {
        for (Seen* seen : {&all[codes[row]], &whole}) {
            seen->rows += 1;
            seen->with += outcomes[row];
        }
    }
    std::vector<double> odds(codes.size());
    for (std::size_t number = 0; number < folds; ++number) {
        std::fill(fold.begin(), fold.end(), Seen());
        Seen out;
        for (std::size_t row = number; row < codes.size(); row += folds)
            for (Seen* seen : {&fold[codes[row]], &out}) {
                seen->rows += 1;
                seen->with += outcomes[row];
            }
        const double rate = (whole.with - out.with + 1) / (whole.rows - out.rows + 2);
        for (std::size_t row = number; row < codes.size(); row += folds) {
            const std::uint32_t code = codes[row];
            const double rows = all[code].rows - fold[code].rows, with = all[code].with - fold[code].with;
            odds[row] = std::log((with + weight_of_all * rate) / (rows - with + weight_of_all * (1 - rate))) -
                        std::log(rate / (1 - rate));
        }
    }
    return odds;
}

} // namespace handoff
