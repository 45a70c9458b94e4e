#include "report/attribution.hpp"
#include "report/brief.hpp"
#include "report/campaigns.hpp"
#include "report/content.hpp"
#include "report/digest.hpp"
#include "report/fairness.hpp"
#include "report/feedback.hpp"
#include "report/funnel.hpp"
#include "report/goals.hpp"
#include "report/hygiene.hpp"
#include "report/leaderboard.hpp"
#include "report/nurture.hpp"
#include "report/pipeline.hpp"
#include "report/pivot.hpp"
#include "report/quality.hpp"
#include "report/sla.hpp"
#include "report/wins.hpp"
#include "report/worklist.hpp"

#include <handoff/report.hpp>

namespace handoff {
namespace {

using Name = std::string_view;
constexpr Name of_funnel[] = {"updated_at"};
constexpr Name of_pipeline[] = {"channel", "source"};
constexpr Name of_sla[] = {"name", "first_name", "last_name", "company", "grade"};
constexpr Name of_nurture[] = {"name", "first_name", "last_name", "company", "updated_at"};
constexpr Name of_worklist[] = {"name",  "first_name", "last_name", "company", "phone",     "country",
                                "score", "grade",      "reasons",   "owner",   "updated_at"};
constexpr Name of_brief[] = {"name",        "first_name", "last_name",     "company",
                             "phone",       "country",    "title",         "score",
                             "grade",       "reasons",    "persona",       "source",
                             "campaign_id", "notes",      "account_owner", "account_owner_why"};
constexpr Name of_feedback[] = {"name",        "first_name", "last_name", "company",   "source",
                                "campaign_id", "industry",   "country",   "seniority", "grade"};
constexpr Name of_attribution[] = {"source"};
constexpr Name of_campaigns[] = {"campaign_id"};
constexpr Name of_content[] = {"persona"};
constexpr Name of_wins[] = {"name", "first_name", "last_name", "company", "owner"};
constexpr Name of_digest[] = {"name",     "first_name", "last_name", "company",     "score",
                              "grade",    "source",     "channel",   "campaign_id", "country",
                              "industry", "persona",    "seniority", "owner"};
constexpr Name of_hygiene[] = {"*", "raw:*"};
constexpr Name of_quality[] = {"*"};

constexpr ReportKind kinds[] = {
    {"funnel", funnel_question, "leads; deals and the ledger's stage history make it fuller", funnel,
     of_funnel},
    {"pipeline", pipeline_question,
     "deals; leads say the channel of deals that do not; the ledger tells what moved", pipeline, of_pipeline},
    {"sla", sla_question, "leads that were routed, or the ledger; touches; answers", sla, of_sla, true},
    {"worklist", worklist_question, "leads that were routed, or the ledger; touches; answers", worklist,
     of_worklist, true},
    {"brief", brief_question,
     "leads that were routed, or the ledger; touches, answers and campaigns tell their story", brief,
     of_brief, true},
    {"nurture", nurture_question,
     "the ledger, or leads that were routed, with the reps' answers; scores where "
     "a disposition wakes by a condition",
     nurture, of_nurture, true},
    {"feedback", feedback_question, "the ledger, or leads that were routed, with the reps' answers", feedback,
     of_feedback, true, true},
    {"fairness", fairness_question, "the ledger; leads to open its numbers", fairness, {}, true},
    {"attribution", attribution_question,
     "leads, touches and deals; campaigns say what channels cost; or a file of paths", attribution,
     of_attribution},
    {"campaigns", campaigns_question,
     "campaigns, and leads that name theirs (campaign_id); deals say what was earned", campaigns,
     of_campaigns},
    {"content", content_question,
     "touches that name content, and [[content]] in the agreement; leads with a persona; deals; answers",
     content, of_content},
    {"goals",
     goals_question,
     "[[goal]] in the agreement; leads, deals and touches, whichever the goals count; the ledger knows when "
     "stages were reached",
     goals,
     {},
     true},
    {"leaderboard",
     leaderboard_question,
     "[[goal]] of reps in the agreement; whatever the goals count",
     leaderboard,
     {},
     true},
    {"wins", wins_question, "deals with an owner; leads, touches, campaigns and the ledger tell who helped",
     wins, of_wins, true},
    {.name = "hygiene",
     .question = hygiene_question,
     .needs = "leads; the agreement's rules and routes say what matters",
     .make = hygiene,
     .columns = of_hygiene,
     .phones = true},
    {"quality", quality_question, "leads and touches, by the agreement's rules; deals say who converted",
     quality, of_quality, false, true},
    {"digest", digest_question,
     "leads, deals, touches, answers and the ledger, whichever there are; [[goal]] in the agreement", digest,
     of_digest, true},
    {"table", pivot_question, "leads, or deals; a column to put them together by (--by)", pivot},
};

} // namespace

std::span<const ReportKind> reports() noexcept { return kinds; }

bool asks_for_handovers(const ReportKind& kind, const Agreement& agreement) noexcept {
    // The funnel asks who has a lead, by whose calendar its longest stay is measured, and who got it after it
    // had been put aside.
    const bool asks = !agreement.lifecycle.max_stay.empty() || !agreement.dispositions.empty();
    return kind.handovers || (kind.make == funnel && asks);
}

std::string stamp(const Agreement& agreement, Instant as_of) {
    std::string text = agreement.name;
    if (!agreement.version.empty()) text += (text.empty() ? "" : " ") + agreement.version;
    if (text.empty()) text = agreement.path.empty() ? "built-in agreement" : agreement.path;
    if (!agreement.sha256.empty()) text += " (" + agreement.sha256.substr(0, 12) + ")";
    return text + ", as of " + to_text(as_of);
}

std::string_view to_text(Unit unit) noexcept {
    switch (unit) {
    case Unit::text:
        return "text";
    case Unit::count:
        return "count";
    case Unit::number:
        return "number";
    case Unit::share:
        return "share";
    case Unit::money:
        return "money";
    case Unit::points:
        return "points";
    case Unit::days:
        return "days";
    case Unit::date:
        return "date";
    case Unit::instant:
        return "instant";
    case Unit::series:
        return "series";
    }
    return "text";
}

} // namespace handoff
