#pragma once

#include "report/estimate.hpp"

#include <handoff/report.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// A lead with the score it had before anybody knew what became of it.
struct JudgedLead {
    std::uint32_t row = 0; ///< in the table of leads
    Points score;
    std::string grade;
    bool won = false;          ///< the outcome came
    bool worked = false;       ///< sales took it on, or turned it down
    bool disqualified = false; ///< by a rule: it would never be sent to sales
    std::string_view stage;    ///< where it stands now, as the lifecycle names it
};

/// All leads whose scores can be judged by what became of them.
struct Judgement {
    std::vector<JudgedLead> leads;          ///< in the order of the table
    std::vector<std::uint32_t> best_first;  ///< of `leads`, by score; equal ones in the order of the table
    std::vector<std::vector<Points>> rules; ///< [rule of the agreement][lead of `leads`]: what it gave then
    std::vector<std::size_t> its_rules;     ///< those of the groups of the score that is judged
    std::string outcome;                    ///< what became of the good ones: "reached 'opportunity'"
    std::string then;                       ///< as of when scores are: "14d after creation"
    double months = 0;                      ///< from the first to the last lead created; 0: not known
    std::size_t won = 0;
    std::vector<std::string> notes;

    double base() const noexcept { return static_cast<double>(won) / static_cast<double>(leads.size()); }
};
/// Throws Error (data) when there are too few leads or outcomes to judge by, with what is missing; Error
/// (request) when the outcome is neither a stage nor a condition, or when there is no such score.
Judgement judge(const ReportInput&);

/// Some of the judged leads, and how many of them won.
struct Group {
    std::vector<std::uint32_t> leads, won; ///< rows of the table of leads
    void add(const JudgedLead& lead) {
        leads.push_back(lead.row);
        if (lead.won) won.push_back(lead.row);
    }
    ReportCell rate() const { return share_cell(won.size(), leads.size()); }
    /// The rate as a multiple of that of all.
    ReportCell lift(double base) const;
};

// The tables of the report, each in a file of its name.
std::optional<ReportTable> quality_by_grade(const Judgement&);
ReportTable quality_by_decile(const Judgement&);
/// `every`: points from one threshold to the next, "all" for each score that a lead has, or empty for round
/// ones. Throws Error (request) for anything else.
ReportTable quality_thresholds(const Judgement&, const std::string& every);
std::vector<ReportTable> quality_rules(const Judgement&, const Agreement&);
ReportTable quality_leaks(const Judgement&, const ReportInput&);
void add_quality_suggestions(Report&, const Judgement&, const ReportInput&);
std::vector<ReportTable> quality_meeting(const Judgement&, const ReportInput&);

} // namespace handoff
