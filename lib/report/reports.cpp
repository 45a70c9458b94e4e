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

constexpr ReportKind kinds[] = {
    {"funnel", funnel_question, "leads; deals and the ledger's stage history make it fuller", funnel},
    {"pipeline", pipeline_question, "deals; leads say the channel of deals that do not", pipeline},
    {"sla", sla_question, "leads that were routed, or the ledger; touches; answers", sla},
    {"worklist", worklist_question, "leads that were routed, or the ledger; touches; answers", worklist},
    {"brief", brief_question,
     "leads that were routed, or the ledger; touches, answers and campaigns tell their story", brief},
    {"nurture", nurture_question,
     "the ledger, or leads that were routed, with the reps' answers; scores where "
     "a disposition wakes by a condition",
     nurture},
    {"feedback", feedback_question, "the ledger, or leads that were routed, with the reps' answers", feedback,
     true},
    {"fairness", fairness_question, "the ledger; leads to open its numbers", fairness},
    {"attribution", attribution_question,
     "leads, touches and deals; campaigns say what channels cost; or a file of paths", attribution},
    {"campaigns", campaigns_question,
     "campaigns, and leads that name theirs (campaign_id); deals say what was earned", campaigns},
    {"content", content_question,
     "touches that name content, and [[content]] in the agreement; leads with a persona; deals; answers",
     content},
    {"goals", goals_question,
     "[[goal]] in the agreement; leads, deals and touches, whichever the goals count; the ledger knows when "
     "stages were reached",
     goals},
    {"leaderboard", leaderboard_question, "[[goal]] of reps in the agreement; whatever the goals count",
     leaderboard},
    {"wins", wins_question, "deals with an owner; leads, touches, campaigns and the ledger tell who helped",
     wins},
    {"hygiene", hygiene_question, "leads; the agreement's rules and routes say what matters", hygiene},
    {"quality", quality_question, "leads and touches, by the agreement's rules; deals say who converted",
     quality, true},
    {"digest", digest_question,
     "leads, deals, touches, answers and the ledger, whichever there are; [[goal]] in the agreement", digest},
    {"table", pivot_question, "leads, or deals; a column to put them together by (--by)", pivot},
};

} // namespace

std::span<const ReportKind> reports() noexcept { return kinds; }

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
