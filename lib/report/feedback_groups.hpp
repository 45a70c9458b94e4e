#pragma once

#include <handoff/followup.hpp>
#include <handoff/report.hpp>
#include <handoff/score.hpp>

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace handoff {

/// Handovers that a rep answered.
using Answered = std::span<const Followup* const>;

bool is_refused(const Followup&) noexcept; ///< rejected or returned

/// The answers for handovers that have something in common.
struct AnswerGroup {
    std::string by, value;
    std::vector<std::uint32_t> answered, accepted, refused; ///< rows of leads, once for each answer
    std::map<std::string, std::size_t> dispositions;
    std::size_t answers = 0, refusals = 0;

    void add(const Followup&);
    /// So many leads are lost here at least: the number, by the lower end of what the share can be.
    double surely_lost() const;
    std::string said() const; ///< the dispositions, most often first
};

/// Below so many answers on either side nothing is said of a difference.
constexpr std::size_t enough_answers = 30;
/// How much more often these come back than the others, when there are enough of both.
enum class Contrast { too_few, none, more, fewer };
Contrast contrast(const AnswerGroup&, const AnswerGroup& all);

/// What each rule of the agreement gave a lead when it was handed over.
struct RulesThen {
    std::vector<AnswerGroup> rules; ///< of each rule of the agreement: the leads for which it fired
};
std::optional<RulesThen> rules_at_handover(const ReportInput&, Answered);
/// The pieces of content that a lead had touched when it was handed over, each with its leads.
std::vector<AnswerGroup> content_before_handover(const ReportInput&, Answered);
/// By the version of the agreement under which they were handed over, in order of time.
std::vector<AnswerGroup> by_version(Answered);

/// "Do leads that read this come back more often than others?" Those with the clearest difference first.
ReportTable contrast_table(std::string key, std::string title, std::string what,
                           std::vector<AnswerGroup> groups, const AnswerGroup& all);
/// Acceptance by version; where there are several, what changed with the last one.
std::vector<ReportTable> version_tables(const std::vector<AnswerGroup>& versions);

} // namespace handoff
