#pragma once

#include "report_input.hpp"

#include <handoff/score.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace handoff::command {

/// Whether the report asks who is qualified, or how well, so that leads are scored that are not yet.
bool waits_for_scores(std::string_view report, const Agreement&);
/// Adds what the agreement's score says of leads that stand as in their file. Touches may be none.
void add_scores(Table& leads, Export& from, Export* touches, const ReadMerges&, const Flags&, const Setting&);

/// The leads that a report sees, scored once more: they, contacts and touches (may be none) are read again.
class ScoredAgain {
  public:
    /// What it is given must outlive it.
    ScoredAgain(const LeadsRead&, Export* touches, const Merges&, const Flags&, const Setting&);

    /// Each as of an instant of its own, by a named score or the main one (empty).
    Scorer::Then at(std::span<const std::optional<Instant>> when, const std::string& score) const;
    /// Which of them qualify under another agreement.
    std::vector<std::uint8_t> qualified_under(const Agreement&) const;

  private:
    const LeadsRead& leads_;
    Export* touches_;
    const Merges& merges_;
    const Flags& flags_;
    const Setting& setting_;
};

} // namespace handoff::command
