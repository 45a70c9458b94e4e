#pragma once

#include "report/distinct_texts.hpp"
#include "report/stats.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace handoff {

/// How well a number tells those with an outcome from those without: the share of pairs, one of each, in
/// which the one with the outcome has the larger number; ties count half (the area under the ROC curve;
/// Hanley and McNeil, Radiology 143, 1982). 0.5 is chance, 1 is always right. Nothing when all are alike.
std::optional<double> auc(std::span<const double> numbers, std::span<const std::uint8_t> outcomes);

/// The 95% interval of the difference of two shares, by Wilson's intervals of both (Newcombe, Statistics in
/// Medicine 17, 1998, method 10). Nothing when either has no trials.
std::optional<Interval> difference(std::size_t successes, std::size_t trials, std::size_t other_successes,
                                   std::size_t other_trials);

/// The correlation of two yes or no's (phi): 1 when they always agree. Nothing when one never changes.
std::optional<double> correlation(std::size_t both, std::size_t first, std::size_t second, std::size_t all);

/// What the value of a row says of the outcome, for each row, as log odds: learnt from the rows of four
/// fifths, told of the others in turn, so that a value that stands once tells nothing of its own row. A rate
/// is drawn to that of all rows by five rows' weight. Values are small numbers: as many as there are, or
/// hardly more.
std::vector<double> out_of_fold_log_odds(std::span<const std::uint32_t> values,
                                         std::span<const std::uint8_t> outcomes);

/// In which tenth (of its column) each cell stands: 0 for blank, 1 to 10; empty when the column is no number
/// or time, or has few different values.
std::vector<std::uint32_t> tenths(const DistinctTexts& cells);

/// A small number for each different cell, without case; 0 is the blank one.
std::vector<std::uint32_t> words(const DistinctTexts& cells);

} // namespace handoff
