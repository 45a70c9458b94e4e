#pragma once

#include "report/amounts.hpp"
#include "report/deals.hpp"
#include "report/estimate.hpp"
#include "report/grouping.hpp"
#include "report/probabilities.hpp"

#include <handoff/report.hpp>

#include <span>
#include <string>
#include <vector>

namespace handoff {

/// The fiscal quarter that the day of the report lies in, and what the deals of a pipeline did, or are
/// expected to do, in it.
class PipelineQuarter {
  public:
    struct Input {
        const ReportInput* report = nullptr;
        std::span<const Deal* const> deals;
        const Amounts* amounts = nullptr;
        const Probabilities* chances = nullptr;
    };
    explicit PipelineQuarter(const Input&);

    /// Won so far, against the same days a year ago, and what is expected, by channel.
    ReportTable by_channel(const std::string& column, const Grouping&) const;
    /// The quarter beside that of a year ago, the one before, and all before.
    ReportTable beside_others() const;
    /// Open deals that are expected to close by this day; overdue ones too.
    Measured expected_by(Date) const;

  private:
    bool knows_a_year_ago() const noexcept { return first_day_ && *first_day_ <= year_ago_to_; }
    bool closed_between(std::size_t deal, Date from, Date to) const;
    /// "a quarter": over how many quarters that is; 0: not said.
    std::vector<ReportCell> row(std::string name, Date from, Date to, std::size_t quarters) const;

    Input input_;
    Date today_, from_, to_;                ///< the quarter; both days included
    Date year_ago_, year_ago_to_;           ///< the same quarter a year ago, up to the same day of it
    std::vector<std::optional<Date>> days_; ///< of each deal: when it was closed, or is expected to be
    std::optional<Date> first_day_;         ///< on which a deal was closed
};

} // namespace handoff
