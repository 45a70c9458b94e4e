#pragma once

#include "report/amounts.hpp"
#include "report/deals.hpp"
#include "report/people.hpp"

#include <handoff/report.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// The seven days before the day of a report, and the seven before those.
struct Weeks {
    Period now, before;
    explicit Weeks(Date today);
};

/// A value of a column that moved a number: what it brought now, less what it brought before.
struct Mover {
    std::string value;
    double change = 0;
    double now = 0, before = 0;
};

/// What the open amount of deals is taken apart by: by what happened to them (OpenPart).
constexpr std::string_view by_moves = "deals";

/// A number of this week beside that of the week before; the open amount of deals beside that at the start of
/// the week.
struct WeekChange {
    std::string what; ///< "leads created"
    bool money = false;
    RowsBehind behind_now{}, behind_before{}; ///< the leads or deals
    double now = 0, before = 0;
    /// What it is taken apart by; empty where no value of any column stands out from what chance would do.
    std::string column{};
    std::vector<Mover>
        movers{};      ///< those of the column's values that moved it most, up or down, in this order
    double others = 0; ///< what all else brought: with the movers it adds up to now - before
};

/// What changed, and what moved it: for every column that leads and deals are told apart by, the change of
/// the number is the sum of the changes of its values. It is taken apart by the column with the value that
/// stands out most from what chance would do.
class WeekChanges {
  public:
    WeekChanges(const ReportInput&, const People&, const Weeks&);
    const std::vector<WeekChange>& all() const noexcept { return changes_; } ///< those with anything in them
    const std::string& currency() const noexcept { return currency_; }

  private:
    struct Event {
        std::uint32_t row = 0;
        bool now = false;
        double value = 1;
        const Deal* deal = nullptr;
    };
    void add(std::string what, bool money, RowsBehind::Of, const std::vector<Event>&);
    void add_open_amount(const Deals&, const LeadIndex&);
    void decompose(WeekChange&, const std::vector<Event>&) const;
    std::string name_of(const std::string& column, std::string_view value) const;

    const ReportInput& input_;
    const Weeks& weeks_;
    std::vector<WeekChange> changes_;
    std::string currency_;
};

} // namespace handoff
