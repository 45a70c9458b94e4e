#include "report/prediction.hpp"

#include "base/short_text.hpp"

#include <handoff/time.hpp>
#include <handoff/values.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <string>

namespace handoff {
namespace {

constexpr std::size_t folds = 5, few_values = 20, tenths_in_all = 10;
constexpr double weight_of_all = 5; // in rows

std::optional<double> number_of(std::string_view cell) noexcept {
    if (const auto number = read_number(cell)) return number;
    if (const auto at = read_instant(cell)) return static_cast<double>(at->time_since_epoch().count());
    return std::nullopt;
}

/// What was found out of each text, for each cell.
std::vector<std::uint32_t> of_cells(const DistinctTexts& cells, std::span<const std::uint32_t> by_text) {
    std::vector<std::uint32_t> found;
    found.reserve(cells.numbers().size());
    for (const std::uint32_t text : cells.numbers()) found.push_back(by_text[text]);
    return found;
}

/// The rows that have the same number.
struct Alike {
    double number = 0;
    std::uint32_t with = 0, without = 0; ///< the outcome
    void add(bool outcome) { ++(outcome ? with : without); }
};

/// The rows by their number; nothing when there are many different ones.
std::vector<Alike> few_different(std::span<const double> numbers, std::span<const std::uint8_t> outcomes) {
    constexpr std::size_t slots = 64 * 1024, most = slots / 2;
    constexpr std::uint32_t free = 0;
    std::vector<std::uint32_t> places(slots, free); // in `found`, from 1
    std::vector<Alike> found;
    for (std::size_t row = 0; row < numbers.size(); ++row) {
        const auto bits = std::bit_cast<std::uint64_t>(numbers[row]);
        std::size_t at = mixed(bits, bits) % slots;
        while (places[at] != free && found[places[at] - 1].number != numbers[row]) at = (at + 1) % slots;
        if (places[at] == free) {
            if (found.size() == most) return {};
            found.push_back({.number = numbers[row]});
            places[at] = static_cast<std::uint32_t>(found.size());
        }
        found[places[at] - 1].add(outcomes[row] != 0);
    }
    return found;
}

std::vector<Alike> one_by_one(std::span<const double> numbers, std::span<const std::uint8_t> outcomes) {
    std::vector<Alike> all(numbers.size());
    for (std::size_t row = 0; row < numbers.size(); ++row) {
        all[row].number = numbers[row];
        all[row].add(outcomes[row] != 0);
    }
    return all;
}

} // namespace

std::optional<double> auc(std::span<const double> numbers, std::span<const std::uint8_t> outcomes) {
    std::vector<Alike> groups = few_different(numbers, outcomes);
    if (groups.empty()) groups = one_by_one(numbers, outcomes);
    std::sort(groups.begin(), groups.end(),
              [](const Alike& a, const Alike& b) { return a.number < b.number; });
    double right = 0, below = 0, with = 0;
    for (auto group = groups.begin(); group != groups.end();) {
        double here_with = 0, here_without = 0;
        const double number = group->number;
        for (; group != groups.end() && group->number == number; ++group) {
            here_with += group->with;
            here_without += group->without;
        }
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

std::vector<std::uint32_t> tenths(const DistinctTexts& cells) {
    struct Counted {
        double number;
        std::size_t cells;
    };
    const std::vector<std::string_view>& texts = cells.texts();
    const std::vector<std::uint32_t> counts = cells.counts();
    std::size_t filled = 0;
    for (std::size_t text = 0; text < texts.size(); ++text)
        filled += trim(texts[text]).empty() ? 0 : counts[text];
    constexpr double nearly_all = 0.9;
    const double least = nearly_all * static_cast<double>(filled);
    std::vector<std::optional<double>> numbers; // by text
    std::vector<Counted> sorted;
    std::size_t readable = filled;
    for (std::size_t text = 0; text < texts.size(); ++text) {
        const std::string_view trimmed = trim(texts[text]);
        numbers.push_back(number_of(trimmed));
        if (numbers.back())
            sorted.push_back({*numbers.back(), counts[text]});
        else if (!trimmed.empty())
            readable -= counts[text];
        if (static_cast<double>(readable) < least) return {};
    }
    if (filled == 0) return {};
    std::sort(sorted.begin(), sorted.end(),
              [](const Counted& a, const Counted& b) { return a.number < b.number; });
    std::vector<double> bounds; // the upper ends of all tenths but the last
    std::size_t below = 0, different = 0;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        different += i == 0 || sorted[i].number != sorted[i - 1].number ? 1 : 0;
        below += sorted[i].cells;
        while (bounds.size() + 1 < tenths_in_all && readable * (bounds.size() + 1) / tenths_in_all < below)
            bounds.push_back(sorted[i].number);
    }
    if (different <= few_values) return {};
    std::vector<std::uint32_t> parts; // by text
    for (const auto& number : numbers)
        parts.push_back(
            number ? 1 + static_cast<std::uint32_t>(std::lower_bound(bounds.begin(), bounds.end(), *number) -
                                                    bounds.begin())
                   : 0);
    return of_cells(cells, parts);
}

std::vector<std::uint32_t> words(const DistinctTexts& cells) {
    std::size_t bytes = 0;
    for (const std::string_view text : cells.texts()) bytes += text.size();
    std::string in_small_letters;
    in_small_letters.reserve(bytes);
    std::vector<std::size_t> ends;
    ends.reserve(cells.texts().size());
    for (const std::string_view text : cells.texts()) {
        in_small_letters += lower(trim(text));
        ends.push_back(in_small_letters.size());
    }
    DistinctTexts words;
    words.add({}); // the blank one is the first
    std::size_t begin = 0;
    for (const std::size_t end : ends) {
        words.add(std::string_view(in_small_letters).substr(begin, end - begin));
        begin = end;
    }
    return of_cells(cells, std::span(words.numbers()).subspan(1));
}

std::vector<double> out_of_fold_log_odds(std::span<const std::uint32_t> values,
                                         std::span<const std::uint8_t> outcomes) {
    struct Seen {
        double rows = 0, with = 0;
    };
    const std::size_t different =
        values.empty() ? 0 : std::size_t{1} + *std::max_element(values.begin(), values.end());
    std::vector<Seen> all(different), fold(different);
    Seen whole;
    for (std::size_t row = 0; row < values.size(); ++row) {
        for (Seen* seen : {&all[values[row]], &whole}) {
            seen->rows += 1;
            seen->with += outcomes[row];
        }
    }
    std::vector<double> odds(values.size()), told(different);
    for (std::size_t number = 0; number < folds; ++number) {
        std::fill(fold.begin(), fold.end(), Seen());
        Seen out;
        for (std::size_t row = number; row < values.size(); row += folds)
            for (Seen* seen : {&fold[values[row]], &out}) {
                seen->rows += 1;
                seen->with += outcomes[row];
            }
        const double rate = (whole.with - out.with + 1) / (whole.rows - out.rows + 2),
                     usual = std::log(rate / (1 - rate));
        for (std::size_t value = 0; value < different; ++value) {
            if (fold[value].rows == 0) continue;
            const double rows = all[value].rows - fold[value].rows, with = all[value].with - fold[value].with;
            told[value] =
                std::log((with + weight_of_all * rate) / (rows - with + weight_of_all * (1 - rate))) - usual;
        }
        for (std::size_t row = number; row < values.size(); row += folds) odds[row] = told[values[row]];
    }
    return odds;
}

} // namespace handoff
