#pragma once

#include <handoff/report.hpp>
#include <handoff/route.hpp>
#include <handoff/score.hpp>

#include <optional>
#include <span>
#include <string>

namespace handoff {

/// All that is known of one lead.
struct DossierInput {
    const Agreement* agreement = nullptr;
    Instant as_of{};
    const Table* leads = nullptr; ///< canonical and score columns
    std::size_t row = 0;
    const Scorer::Explained* score = nullptr; ///< none: the lead was not scored here
    const Assignment* assignment = nullptr;
    const Table* touches = nullptr;                ///< this lead's touches, any order
    std::span<const Followup* const> followups;    ///< of this lead, in order of handover
    std::span<const Answer> idle;                  ///< of this lead, from which nothing follows
    std::span<const Ledger::Breach> breaches;      ///< of this lead
    std::span<const Ledger::Judgement> judgements; ///< of this lead, in order of time
    /// What reports know of this one lead, row 0 of its leads: deals, stage history, handovers, answers.
    /// None: no stage history is told.
    const ReportInput* known = nullptr;
};

/// `handoff explain LEAD`: who the lead is, each reason of its score (per group they add up to the group's
/// points), its grade and qualification, why it was routed and due as it was, and what happened so far,
/// newest first.
Report dossier(const DossierInput&);

/// The touches of one lead (a row of the leads) up to a time, in the order of their files, found by reading
/// the export once more; those without a time too. Contacts may have no rows.
Table touches_of_lead(Export& touches, std::size_t lead, Instant as_of, const Table& leads,
                      const Table& contacts, const Merges& merges);

/// The row of a lead by lead_id, else by e-mail (without case). Throws Error (request) when there is none,
/// with the nearest id.
std::size_t find_lead(const Table& leads, std::string_view lead);

} // namespace handoff
