#pragma once

#include <handoff/agreement.hpp>
#include <handoff/table.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace handoff {

/// What deals are worth, or campaigns cost, in one currency. Amounts in another are converted by the
/// agreement's rates, and refused without one: they are never added up as if equal.
class Amounts {
  public:
    /// What the amounts are of, in messages, and in which column they stand.
    struct Of {
        std::string noun = "deal", column = "amount";
    };
    /// `rows` are the rows that will be asked for. Throws Error (data) with every currency that has no rate.
    Amounts(const Table& table, const std::vector<std::size_t>& rows, const Agreement&, Of of);
    Amounts(const Table& deals, const std::vector<std::size_t>& rows, const Agreement& agreement)
        : Amounts(deals, rows, agreement, Of{}) {}

    /// Nothing where the amount is blank or unreadable.
    std::optional<double> of(std::size_t row) const noexcept { return amounts_[row]; }
    const std::string& currency() const noexcept { return currency_; } ///< empty: nobody names one
    void add_notes(std::vector<std::string>& notes) const;

  private:
    Of of_;
    std::vector<std::optional<double>> amounts_;
    std::string currency_;
    std::vector<std::pair<std::string, double>>
        converted_; ///< currencies in use that are not ours, and rates
    std::size_t blank_ = 0, unreadable_ = 0;
};

/// A sum of money without the dust of binary fractions.
double tidy_sum(double sum) noexcept;

} // namespace handoff
