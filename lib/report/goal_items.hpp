#pragma once

#include "report/amounts.hpp"
#include "report/people.hpp"
#include "report/reached.hpp"
#include "report/touch_log.hpp"

#include <handoff/report.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace handoff {

/// Something that counts toward a goal.
struct GoalItem {
    std::uint32_t row = 0;    ///< of leads or deals, as rows_behind says
    Date day;                 ///< on which it counts, in the agreement's zone
    double value = 1;         ///< what it adds
    bool success = true;      ///< of a goal that is a share
    const Rep* rep = nullptr; ///< whose it is; none: nobody's
};

/// What counts toward some goals of the agreement, up to the time of the report. Streams the touches as often
/// as it must, and only when a goal asks for them.
class GoalItems {
  public:
    /// Throws Error (request) for a condition that names unknown columns, or where the exports that a goal
    /// counts were not given.
    GoalItems(const ReportInput&, std::span<const Goal> goals);

    const std::vector<GoalItem>& of(const Goal&) const;
    static RowsBehind::Of rows_behind(const Goal&) noexcept;
    const std::string& currency() const noexcept { return currency_; } ///< of sums of amounts
    void add_notes(std::vector<std::string>& notes) const;

  private:
    void count_leads(const Goal&, std::vector<GoalItem>&);
    void count_deals(const Goal&, std::vector<GoalItem>&);
    void count_touches(const Goal&, std::vector<GoalItem>&);
    void count_first_touches(std::vector<GoalItem>&);
    void read_touches();
    Table deals_with_leads(const Goal&) const;
    std::vector<std::uint8_t> rows_where(const Goal&, const Table&, Kind) const;
    bool touched_before(Goal::Side, std::uint32_t lead, Instant) const;
    const Rep* rep_of_lead(std::uint32_t row) const;
    void know_reps();
    std::vector<std::size_t> every_deal() const;

    const ReportInput& input_;
    std::span<const Goal> goals_;
    const Agreement& agreement_;
    const Zone& zone_;
    People people_;
    Reached reached_;
    std::optional<Amounts> amounts_;
    std::optional<TouchLog> touches_;
    std::map<std::string, std::size_t> condition_of_; ///< by the text of a goal's `where`
    std::vector<const Rep*> rep_of_lead_;
    std::map<std::string, std::vector<GoalItem>> items_; ///< by name of the goal
    std::string currency_;
    std::vector<std::string> notes_;
};

} // namespace handoff
