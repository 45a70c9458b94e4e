#pragma once

#include "route/hand_backs.hpp"

#include <handoff/followup.hpp>
#include <handoff/report.hpp>

#include <span>
#include <string>
#include <vector>

namespace handoff {

/// The leads that reps handed back: those that nobody has since, and what became of the others. Followups
/// must outlive it.
class WaitingLeads {
  public:
    /// A lead that came back and that nobody has since.
    struct Waiting {
        const Followup* last = nullptr;
        HandBacks::Decision decision;
        double days = 0; ///< since the answer

        bool qualified = true; ///< still, or not known to be otherwise

        /// By the end of the report's day: routed in the run after that.
        bool wakes() const noexcept { return decision.next == HandBacks::Next::routed && qualified; }
        /// Its time has come, and routing does not take it.
        bool refused() const noexcept { return decision.next == HandBacks::Next::routed && !qualified; }
        bool worn_out() const noexcept { return decision.next == HandBacks::Next::worn_out; }
    };

    WaitingLeads(const ReportInput&, std::span<const Followup* const> followups);

    const std::vector<Waiting>& all() const noexcept { return waiting_; } ///< the longest first
    /// Leads that came back, those of them that somebody got again, and those accepted then.
    std::size_t returned() const noexcept { return returned_; }
    std::size_t given_again() const noexcept { return again_.size(); }
    std::size_t accepted() const noexcept { return accepted_; }

    /// A lead that came back and that somebody got again.
    struct Again {
        const Followup* back = nullptr; ///< the first handover from which it came back
        const Followup* next = nullptr; ///< the one after it
        bool accepted = false;          ///< by the last answer
    };
    const std::vector<Again>& again() const noexcept { return again_; }
    /// Whose reps' last answer must be earned, and is not.
    const std::vector<const Followup*>& unearned() const noexcept { return unearned_; }

    const Disposition* code_of(const Followup& last) const {
        return input_.agreement->disposition(last.answer->disposition);
    }
    std::string what_follows(const Followup& last) const; ///< "nurture", "reroute", "disqualify", "nothing"

  private:
    const ReportInput& input_;
    std::vector<Waiting> waiting_;
    std::vector<Again> again_;
    std::vector<const Followup*> unearned_;
    std::size_t returned_ = 0, accepted_ = 0;
};

} // namespace handoff
