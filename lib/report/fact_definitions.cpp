#include "report/fact_definitions.hpp"

#include <algorithm>
#include <iterator>

namespace handoff {
namespace {

struct Defined {
    std::string_view report;
    std::string_view fact; ///< '*' stands for what changes with the data: a stage, a currency, a day
    std::string_view definition;
};

constexpr std::string_view chosen_leads = "leads that the report looks at: those chosen by --where, --from "
                                          "and --to, else all";

/// Of two that fit, the first.
constexpr Defined definitions[] = {
    {"funnel", "lead*", chosen_leads},
    {"funnel", "reached *", "leads whose furthest stage is this, the last of the lifecycle"},
    {"funnel", "from * to *", "of all these leads, the share that reached the last stage"},
    {"funnel", "median days from *",
     "the middle of the days from the first stage to the last, of the leads whose two times are known"},

    {"pipeline", "deal*", "deals that the report looks at, whatever became of them"},
    {"pipeline", "*open", "amounts of the deals that are open, added up"},
    {"pipeline", "*won", "amounts of the deals that were won, added up"},
    {"pipeline", "win rate", "of the deals won or lost, the share that was won"},

    {"sla", "handed over", "leads given to reps in this time, each time that one was given"},
    {"sla", "touched in time",
     "of the handovers that were touched or are past due, the share touched before they were due"},
    {"sla", "late", "touched, but after that was due"},
    {"sla", "not touched, and due",
     "not touched to this day, or until the lead went elsewhere, and past due"},
    {"sla", "still open", "not touched, and not yet due"},
    {"sla", "on hold", "not touched and not yet due, and the clock stands still"},
    {"sla", "re-routed", "broken clocks of these handovers for which the lead went to another rep"},
    {"sla", "escalated", "broken clocks of these handovers that somebody was told of"},

    {"worklist", "escalated", "leads whose broken clock somebody was told of, who sees to it"},
    {"worklist", "first touches overdue",
     "leads that nobody touched, and whose first touch was due before now"},
    {"worklist", "first touches due", "leads that nobody touched, and whose first touch is still to come"},
    {"worklist", "attempts overdue", "leads whose next attempt was due before now"},
    {"worklist", "next attempts", "leads whose next attempt is due, or can be made, before the day ends"},
    {"worklist", "given up too early",
     "leads without the agreed attempts, though their time is over, or the rep handed them back"},
    {"worklist", "answers owed",
     "leads of which the rep has to say by the end of the day what became of them, or say it again"},
    {"worklist", "nobody could take", "qualified leads that the rules gave to nobody"},

    {"brief", "new*", "leads that the rep got in this time and still has"},
    {"brief", "open in all", "leads that the rep has now, new and old"},

    {"nurture", "leads that came back", "leads that a rep handed back at least once"},
    {"nurture", "wait now",
     "leads whose last rep handed them back, that nobody has had since, and that are not disqualified"},
    {"nurture", "disqualified", "leads whose last rep handed them back as such"},
    {"nurture", "handed over again", "of them, those that went to a rep again"},
    {"nurture", "accepted then", "of those handed over again, the ones that the rep accepted"},
    {"nurture", "moved by the CRM",
     "leads that stand in nurture because the CRM shows them there, without an answer that put them there"},

    {"feedback", "handovers", "leads given to reps in this time, each time that one was given"},
    {"feedback", "answered", "handovers whose rep said what became of the lead"},
    {"feedback", "accepted", "answers that accept the lead"},
    {"feedback", "rejected or returned", "answers that hand the lead back"},
    {"feedback", "answered, but not earned",
     "answers that hand a lead back before the attempts that the agreement asks for"},
    {"feedback", "no answer yet", "handovers whose rep has not answered"},

    {"fairness", "lead* given by pools", "leads that the rotation of these pools gave to these reps"},
    {"fairness", "night*", "nights of this time on which a pool gave a lead"},
    {"fairness", "leads owed at most*",
     "the furthest that any rep was from a fair share at the end of a night, in leads, above or below"},
    {"fairness", "made up for", "leads given for those that went back through no fault of the rep"},
    {"fairness", "given by hand", "leads that somebody gave to a rep, past the rules"},

    {"attribution", "leads reached *", "leads that reached this stage in this time, touched before or not"},
    {"attribution", "deals won", "deals won in this time, touched before or not"},
    {"attribution", "deals created", "deals created in this time, touched before or not"},
    {"attribution", "path*", "rows of the file of paths"},

    {"campaigns", "campaign*", "campaigns that the report looks at: those begun in this time, else all"},
    {"campaigns", "*spent", "their costs, added up"},

    {"content", "on the list", "pieces that the agreement lists as [[content]]"},
    {"content", "of them used", "pieces on the list that were used with a lead at least once"},
    {"content", "used off the list", "pieces that were used and are not on the list"},

    {"goals", "by *", "the goals that this side promised, by how they stand"},

    {"leaderboard", "of their goals kept or on pace",
     "goals of reps that are reached, or of which as much is done as of the time has passed"},
    {"leaderboard", "behind", "goals of reps that are behind their pace or broken"},

    {"wins", "deal*", "deals won in this time"},
    {"wins", "*together", "their amounts, added up"},

    {"hygiene", "lead*", chosen_leads},
    {"hygiene", "without any problem", "leads that have none of the problems below"},
    {"hygiene", "incomplete", "of these leads, the share that lacks something which the agreement reads"},
    {"hygiene", "invalid", "of these leads, the share with a value that cannot be right"},
    {"hygiene", "stale", "of these leads, the share that nobody has changed for too long"},
    {"hygiene", "repeated", "of these leads, the share that repeats an earlier lead"},

    {"quality", "leads", "leads that had the time to convert, and whose score is known as of then"},
    {"quality", "of all", "of these leads, the share with the outcome"},
    {"quality", "of pairs in the right order",
     "of all pairs of a lead with the outcome and one without, the share in which the first has the higher "
     "score; equal scores count half, and chance gives 50%"},
    {"quality", "*", "of these leads, those with the outcome"},

    {"digest", "leads created", "leads created in the last seven days"},
    {"digest", "amount of deals won", "amounts of the deals won in the last seven days, added up"},
    {"digest", "first touches in time",
     "of the handovers whose first touch was due in the last seven days, the share touched before they were "
     "due"},

    {"table", "lead*", chosen_leads},
    {"table", "deal*", "deals that the report looks at: those chosen by --from and --to, else all"},

    {"explain", "score", "the points of all groups together, within their limits"},
    {"explain", "grade", "how the agreement grades this score"},
    {"explain", "score_*", "the points of this further score of the agreement"},
    {"explain", "grade_*", "how the agreement grades this further score"},
    {"explain", "qualified", "whether the lead is ready for sales, as the agreement defines it"},
    {"explain", "over *", "the score at the end of each of these weeks, the last one now"},
    {"explain", "rep", "who gets the lead, were it routed now"},
    {"explain", "route", "the route of the agreement that gives it there"},
    {"explain", "due", "until when the first touch is due, UTC"},

    {"diff", "lead*", "leads of the file, judged by both agreements"},
    {"diff", "qualified before", "leads that are ready for sales by the first agreement"},
    {"diff", "qualified after", "leads that are ready for sales by the second agreement"},
};

bool fits(std::string_view pattern, std::string_view text) noexcept {
    const std::size_t any = pattern.find('*');
    if (any == std::string_view::npos) return text == pattern;
    if (!text.starts_with(pattern.substr(0, any))) return false;
    const std::string_view rest = pattern.substr(any + 1);
    for (std::size_t at = any; at <= text.size(); ++at)
        if (fits(rest, text.substr(at))) return true;
    return false;
}

} // namespace

std::string_view definition_of_fact(std::string_view report, std::string_view fact) noexcept {
    const auto* const known =
        std::find_if(std::begin(definitions), std::end(definitions),
                     [&](const Defined& each) { return each.report == report && fits(each.fact, fact); });
    return known == std::end(definitions) ? std::string_view() : known->definition;
}

} // namespace handoff
