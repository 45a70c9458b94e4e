#pragma once

#include "report/amounts.hpp"
#include "report/campaign_names.hpp"
#include "report/deals.hpp"
#include "report/lead_touches.hpp"
#include "report/moment.hpp"
#include "report/people.hpp"

#include <handoff/report.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace handoff {

/// What one team or person did for a deal before it was won.
struct Assist {
    std::string side; ///< "marketing", "sales"
    std::string who;  ///< a campaign or channel; a rep
    std::string what; ///< "2 webinars attended, 1 form submit"
    Instant first{}, last{};
};

/// A step of the way: "first touch", "mql", "handed to Ben Ode", "won".
struct WinStep {
    Moment at;
    std::string what;
    std::string begins; ///< the same as what a sentence counts days from: "the deal was created"
};

struct Win {
    const Deal* deal = nullptr;
    std::string name, person, company, closer; ///< the closer: its owner, else the rep of its lead
    std::optional<double> amount;
    std::vector<Assist> assists; ///< marketing's, then those of sales; each by their first touch
    std::vector<WinStep> course; ///< in order of time
    std::string sentence;
};

/// The deals won in a period, the newest first, with their story, which tell() adds.
class WonDeals {
  public:
    WonDeals(const ReportInput&, const People&, const Period&);
    std::vector<std::uint32_t> leads() const; ///< whose touches belong to the story
    void tell(const TouchesOfLeads&);
    const std::vector<Win>& all() const noexcept { return wins_; }
    const std::string& currency() const noexcept { return currency_; }
    void add_notes(std::vector<std::string>& notes) const;

  private:
    void find_handovers();
    void tell(Win&, const TouchesOfLeads&);
    void add_assists(Win&, const TouchesOfLeads&) const;
    void add_course(Win&, const TouchesOfLeads&) const;
    std::string sentence(const Win&) const;
    std::string rep_named(std::string_view owner) const;
    void find_strangers(const TouchesOfLeads&);

    const ReportInput& input_;
    const People& people_;
    std::map<std::uint32_t, std::vector<const Handover*>> handovers_of_; ///< of the leads that were won
    CampaignNames campaigns_;
    std::set<std::string> strangers_; ///< names of those in the touches who are no reps
    std::vector<Win> wins_;
    std::vector<std::string> notes_;
    std::string currency_;
    std::size_t undated_ = 0;
};

} // namespace handoff
