#pragma once

#include "ingest/word_memo.hpp"
#include "report/cells.hpp"
#include "report/person_name.hpp"

#include <handoff/followup.hpp>
#include <handoff/report.hpp>

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// The handovers of a report's input, followed up: those in its period, of its rep. Throws Error (request)
/// when there are none to be had, or for an unknown rep.
class FollowedLeads {
  public:
    /// Where there is something else to report of, no handovers are no mistake. Who has an index of the leads
    /// already gives it.
    explicit FollowedLeads(const ReportInput&, std::string_view report, bool may_be_none = false,
                           const LeadIndex* = nullptr);

    const std::vector<const Followup*>& chosen() const noexcept { return chosen_; }
    const std::vector<const Followup*>& of_all_reps() const noexcept { return of_all_reps_; }
    const Rep* rep() const noexcept { return rep_; } ///< none: all
    /// "Ann Example, North Ltd", else the e-mail address, else the id.
    std::string name(std::uint32_t row) const { return name_[row]; }
    /// The lead in a list (lead_cell).
    ReportCell lead(std::uint32_t row) const;
    /// What a followup is put together by: sla, rep, pool, route, hour, weekday, or a column of the leads.
    /// The text stands where it is for as long as the leads do.
    std::function<std::string_view(const Followup&)> group_by(const std::string& by) const;
    /// The chosen ones by such groups: each is added to its Group.
    template <class Group>
    std::map<std::string_view, Group> grouped(const std::string& by) const {
        const auto group_of = group_by(by);
        std::map<std::string_view, Group> groups;
        WordMemo<Group*> known; // of the same, and sooner found
        for (const Followup* each : chosen_)
            known.of(group_of(*each), [&](std::string_view name) { return &groups[name]; })->add(*each);
        return groups;
    }
    void add_notes(std::vector<std::string>& notes) const;

  private:
    const ReportInput& input_;
    Followups followups_;
    const Rep* rep_;
    std::vector<const Followup*> chosen_, of_all_reps_;
    LeadName name_;
    Cells id_, email_;
};

/// All handovers of a report's input, followed up. Streams its touches, of which something else may be read
/// beside.
Followups followups_of(const ReportInput&, const LeadIndex* = nullptr, const TouchReading* beside = nullptr);

/// The rep whose work alone is reported (--rep); none: all. Throws Error (request) for an unknown one.
const Rep* chosen_rep(const ReportInput&);

double hours(Duration) noexcept;
/// Hours to a hundredth; blank where there are none.
ReportCell hours_cell(std::optional<double> hours);
/// "5 min", "12 h", "3 days".
std::string rough_text(Duration);

} // namespace handoff
