#include "report/digest.hpp"

#include "base/rounded.hpp"
#include "report/digest_words.hpp"
#include "report/estimate.hpp"
#include "report/followed_leads.hpp"
#include "report/goal_progress.hpp"
#include "report/if_any.hpp"
#include "report/lessons.hpp"
#include "report/person_name.hpp"
#include "report/questions.hpp"
#include "report/week.hpp"
#include "report/won_deals.hpp"

#include <handoff/error.hpp>
#include <handoff/values.hpp>
#include <handoff/words.hpp>

#include <algorithm>

namespace handoff {

namespace {

constexpr std::size_t most_wins = 5, most_learned = 5;

class Digest {
  public:
    explicit Digest(const ReportInput& input)
        : input_(input), agreement_(*input.agreement), zone_(agreement_.timezone),
          today_(zone_.date_of(input.as_of)), weeks_(today_), people_(input),
          changes_(input, people_, weeks_), won_(input, people_, weeks_.now),
          followups_(follow_and_tell_of_wins()), name_(input.leads), company_(input.leads, "company"),
          email_(input.leads, "email"), id_(input.leads, "lead_id"), score_(input.leads, "score"),
          grade_(input.leads, "grade"), lessons_(lessons_of(input, people_, weeks_.now)) {
        if (!agreement_.goals.empty()) measure_goals();
        measure_touches();
    }

    Report make() {
        Report report{.name = "digest",
                      .title = "The week " + weeks_.now.text(),
                      .question = std::string(digest_question),
                      .stamp = stamp(agreement_, input_.as_of)};
        report.facts = facts();
        const auto add = [&](ReportTable table) { add_if_any(report.tables, std::move(table)); };
        add(changed(false));
        add(changed(true));
        add(promises());
        add(wins());
        add(leads());
        add(learned());
        add(questions());
        state_of_agreement(report.notes);
        if (is_silent())
            report.notes.emplace_back(
                "nothing of this week is in the exports: they may have been made before it");
        report.notes.push_back("beside the week " + weeks_.before.text() + "; days of " + zone_.name());
        return report;
    }

  private:
    /// Both need the touches.
    Followups follow_and_tell_of_wins() {
        ToldTouches told(input_, won_.leads());
        const TouchReading reading = told.reading();
        Followups followups = followups_of(input_, &people_.index(), &reading);
        won_.tell(told.of_leads());
        return followups;
    }

    void measure_goals() {
        const GoalItems items(input_, agreement_.goals);
        const GoalPeople people(agreement_);
        for (const Goal& goal : agreement_.goals) {
            goals_.push_back(progress_of(goal, period_of(goal, agreement_, today_), items, people, today_));
            const auto past = past_periods(goal, agreement_, today_, 1);
            const bool just_over = !past.empty() && weeks_.now.contains(Moment(past.back().to), zone_);
            if (just_over) goals_.push_back(progress_of(goal, past.back(), items, people, today_));
        }
        currency_ = items.currency();
    }

    /// First touches that were due this week.
    void measure_touches() {
        for (const Followup& each : followups_.all()) {
            const bool kept = each.state == Followup::State::kept;
            if (!each.due || !weeks_.now.contains(Moment(*each.due), zone_)) continue;
            if (kept || each.state == Followup::State::late || each.state == Followup::State::missed) {
                due_.push_back(each.row);
                if (kept) ++in_time_;
            }
        }
    }

    std::string number(const WeekChange& of, double value, bool sign = false) const {
        return number_of_week(of, value, changes_.currency(), sign);
    }

    std::vector<std::pair<std::string, std::string>> facts() const {
        std::vector<std::pair<std::string, std::string>> facts;
        for (const WeekChange& each : changes_.all())
            if (each.what == "leads created" || each.what == "amount of deals won")
                facts.emplace_back(each.what, number(each, each.now));
        if (!due_.empty())
            facts.emplace_back("first touches in time", whole_percent(static_cast<double>(in_time_) /
                                                                      static_cast<double>(due_.size())));
        return facts;
    }

    ReportTable changed(bool money) const {
        ReportTable out{.key = money ? "amounts" : "changes",
                        .title = money ? "What changed in amounts" : "What changed, and what moved it"};
        const auto number_column = [&](const char* key, const char* title, const char* definition,
                                       bool derived) {
            return ReportColumn{.key = key,
                                .title = title,
                                .unit = money     ? Unit::money
                                        : derived ? Unit::number
                                                  : Unit::count,
                                .definition = definition,
                                .currency = money ? changes_.currency() : std::string(),
                                .derived = derived};
        };
        out.columns = {{.key = "what", .title = "what", .definition = "counted on the days of the week"},
                       number_column("now", "this week", "in the seven days before the report", false),
                       number_column("before", "before", "in the seven days before those", false),
                       number_column("change", "change", "this week - before", true),
                       {.key = "movers",
                        .title = "moved by",
                        .definition =
                            "the change taken apart: the values that moved it most, up or down, and all "
                            "others, which add up to it; of source, campaign, channel, country, industry, "
                            "persona, seniority and owner the column with the value that stands out most "
                            "from what chance would do",
                        .wrap = true}};
        for (const WeekChange& each : changes_.all()) {
            if (each.money != money) continue;
            ReportCell now(each.now), before(each.before);
            now.behind = std::make_shared<const RowsBehind>(each.behind_now);
            before.behind = std::make_shared<const RowsBehind>(each.behind_before);
            out.rows.push_back({each.what, std::move(now), std::move(before),
                                ReportCell(each.now - each.before), movers_of(each)});
        }
        return out;
    }

    /// "campaign: Webinar -39; Partner Days +9; others +13": whole numbers that add up to the whole change,
    /// where others moved it too.
    std::string movers_of(const WeekChange& change) const {
        if (change.movers.empty()) return {};
        std::string text = change.column == "campaign_id" ? "campaign" : change.column;
        double others = rounded(change.now - change.before);
        const char* between = ": ";
        const auto add = [&](const std::string& value, double moved) {
            text += between + value + " " + number(change, moved, true);
            between = "; ";
        };
        for (const Mover& mover : change.movers) {
            add(mover.value, mover.change);
            others -= rounded(mover.change);
        }
        const bool is_nobody = rounded(change.others) == 0; // only what rounding left
        if (others != 0 && !is_nobody) add("others", others);
        return text;
    }

    ReportTable promises() const {
        ReportTable out{.key = "promises", .title = "Promises"};
        out.columns = {{.key = "side", .title = "side", .definition = "who promised it", .group = true},
                       {.key = "promise",
                        .title = "promise",
                        .definition = "a goal of the agreement, or its service levels",
                        .wrap = true},
                       {.key = "until",
                        .title = "until",
                        .unit = Unit::date,
                        .definition = "the last day of its period"},
                       {.key = "done", .title = "done", .definition = "so far, of the target"},
                       {.key = "state",
                        .title = "state",
                        .definition = "kept, broken; before its end: on pace or behind the pace line"}};
        for (const Goal::Side side : {Goal::Side::marketing, Goal::Side::sales, Goal::Side::both}) {
            for (const GoalProgress& each : goals_)
                if (each.goal->side == side && each.state != GoalProgress::State::coming)
                    out.rows.push_back({std::string(to_text(side)), each.goal->name, to_text(each.to),
                                        measured(each, currency_), std::string(to_text(each.state))});
            if (side == Goal::Side::sales && !due_.empty())
                out.rows.push_back({"sales", "first touches in time, by the service levels",
                                    to_text(*weeks_.now.to),
                                    std::to_string(in_time_) + " of " + std::to_string(due_.size()),
                                    in_time_ == due_.size() ? "kept" : "broken"});
        }
        return out;
    }

    ReportTable wins() const {
        ReportTable out{.key = "wins", .title = "Wins to celebrate"};
        out.columns = {{.key = "story",
                        .title = "win",
                        .definition = "who closed it, how long it took, and who helped",
                        .wrap = true},
                       {.key = "amount",
                        .title = "amount",
                        .unit = Unit::money,
                        .definition = "what the deal is worth",
                        .currency = won_.currency()}};
        std::vector<const Win*> largest;
        for (const Win& each : won_.all()) largest.push_back(&each);
        std::stable_sort(largest.begin(), largest.end(), [](const Win* a, const Win* b) {
            return a->amount.value_or(0) > b->amount.value_or(0);
        });
        if (largest.size() > most_wins) {
            out.notes.push_back("the largest " + std::to_string(most_wins) + " of " +
                                std::to_string(largest.size()) + "; all of them in 'report wins'");
            largest.resize(most_wins);
        }
        for (const Win* each : largest) {
            ReportCell amount = each->amount ? ReportCell(*each->amount) : ReportCell();
            if (each->amount)
                amount.behind = std::make_shared<const RowsBehind>(RowsBehind{
                    RowsBehind::Of::deals, {static_cast<std::uint32_t>(each->deal->row)}, {*each->amount}});
            out.rows.push_back({each->sentence, std::move(amount)});
        }
        return out;
    }

    std::string lead_name(std::uint32_t row) const {
        std::string text = name_[row];
        if (text.empty()) text = email_[row].empty() ? id_[row] : email_[row];
        if (const std::string_view company = trim(company_[row]); !company.empty())
            text += ", " + std::string(company);
        return text;
    }
    std::string scored(std::uint32_t row) const {
        if (!grade_[row].empty()) return ", grade " + std::string(grade_[row]);
        return score_[row].empty() ? std::string() : ", score " + std::string(score_[row]);
    }
    double points(std::uint32_t row) const {
        const auto points = read_points(score_[row]);
        return points ? points->value() : -1;
    }
    std::string rep_named(std::string_view id) const {
        const Rep* const rep = agreement_.rep_of_owner(id);
        return std::string(rep && !rep->name.empty() ? std::string_view(rep->name) : id);
    }

    static std::string turned_down(const Answer& answer) {
        return answer.disposition.empty() ? std::string() : ": " + answer.disposition;
    }

    /// One that waits, one that came back, one that went well: each the best of its kind.
    ReportTable leads() const {
        ReportTable out{.key = "leads", .title = "Three leads worth reading"};
        out.columns = {
            {.key = "lead",
             .title = "lead",
             .definition = "its name, else its e-mail address or id",
             .wrap = true},
            {.key = "lead_id", .title = "id", .definition = "for 'handoff explain'"},
            {.key = "why", .title = "why", .definition = "what happened to it this week", .wrap = true}};
        const Followup *waits = nullptr, *back = nullptr, *quick = nullptr;
        const auto better = [&](const Followup& one, const Followup* best) {
            return best == nullptr || points(one.row) > points(best->row);
        };
        for (const Followup& each : followups_.all()) {
            const bool missed = each.state == Followup::State::missed && each.current();
            if (missed && weeks_.now.contains(Moment(*each.due), zone_) && better(each, waits)) waits = &each;
            const bool turned_down = each.answer && each.answer->verdict != Answer::Verdict::accept;
            if (turned_down && weeks_.now.contains(Moment(each.answer->at), zone_) && better(each, back))
                back = &each;
            if (each.answer && each.answer->verdict == Answer::Verdict::accept && each.first_touch &&
                weeks_.now.contains(Moment(each.answer->at), zone_) &&
                (quick == nullptr || each.elapsed < quick->elapsed))
                quick = &each;
        }
        const auto add = [&](const Followup* one, std::string why) {
            if (one) out.rows.push_back({lead_name(one->row), std::string(id_[one->row]), std::move(why)});
        };
        if (waits)
            add(waits, "waits for " + rep_named(waits->handover->rep) + " since " +
                           to_text(zone_.date_of(waits->handover->at)) + ", and its first touch was due on " +
                           to_text(zone_.date_of(*waits->due)) + scored(waits->row));
        if (back) {
            const Disposition* const known = agreement_.disposition(back->answer->disposition);
            add(back, rep_named(back->handover->rep) + " gave it back" +
                          (known ? ": " + known->text : turned_down(*back->answer)) +
                          (back->answer->comment.empty() ? "" : " (“" + back->answer->comment + "”)") +
                          scored(back->row));
        }
        if (quick)
            add(quick, rep_named(quick->handover->rep) + " touched it " + rough_text(quick->elapsed) +
                           " after it came, and accepted it" + scored(quick->row));
        return out;
    }

    ReportTable learned() const {
        ReportTable out{.key = "learned", .title = "What was learned"};
        out.columns = {{.key = "kind",
                        .title = "kind",
                        .definition = "reason of reps, competitor, missing content, why deals were lost"},
                       {.key = "what", .title = "what", .definition = "as it was written", .wrap = true},
                       {.key = "times",
                        .title = "times",
                        .unit = Unit::count,
                        .definition = "leads or deals of this week"}};
        for (const Lesson& each : lessons_)
            if (out.rows.size() < most_learned)
                out.rows.push_back({to_text(each.kind), each.what, count_cell(each.rows, each.of)});
        return out;
    }

    ReportTable questions() const {
        ReportTable out{.key = "questions", .title = "Three questions"};
        out.columns = {{.key = "question",
                        .title = "question",
                        .definition =
                            "from the goal that is behind, the largest change, late touches, reasons and "
                            "competitors of this week; where these are fewer, what always can be asked",
                        .wrap = true}};
        for (std::string& each : three_questions({.agreement = agreement_,
                                 .goals = goals_,
                                 .currency = currency_,
                                 .changes = changes_,
                                 .touches_due = due_.size(),
                                 .touches_in_time = in_time_,
                                 .lessons = lessons_,
                                 .wins = won_.all()}))
            out.rows.push_back({std::move(each)});
        return out;
    }

    /// Exports that end before the week look like a week in which nothing happened.
    bool is_silent() const {
        return std::all_of(changes_.all().begin(), changes_.all().end(),
                           [](const WeekChange& each) { return each.now == 0 || each.column == by_moves; });
    }

    void state_of_agreement(std::vector<std::string>& notes) const {
        if (agreement_.path.empty()) {
            notes.emplace_back("there is no agreement yet: 'handoff init' writes a first one");
            return;
        }
        std::string text = "the agreement ";
        if (!agreement_.marketing.empty() && !agreement_.sales.empty())
            text += "is signed by " + agreement_.marketing + " and " + agreement_.sales;
        else if (agreement_.marketing.empty() && agreement_.sales.empty())
            text += "is signed by nobody";
        else
            text +=
                "lacks the signature of " + std::string(agreement_.marketing.empty() ? "marketing" : "sales");
        if (agreement_.agreed_on) text += " since " + to_text(*agreement_.agreed_on);
        if (agreement_.review_by) {
            const auto days =
                (std::chrono::sys_days(*agreement_.review_by) - std::chrono::sys_days(today_)).count();
            text += days < 0 ? "; its review is overdue since " + to_text(*agreement_.review_by)
                             : "; its review is due in " + counted(static_cast<std::size_t>(days), "day");
        }
        notes.push_back(std::move(text));
    }

    const ReportInput& input_;
    const Agreement& agreement_;
    const Zone& zone_;
    const Date today_;
    const Weeks weeks_;
    const People people_;
    WeekChanges changes_;
    WonDeals won_;
    Followups followups_;
    PersonName name_;
    Cells company_, email_, id_, score_, grade_;
    std::vector<GoalProgress> goals_;
    std::string currency_;
    std::vector<std::uint32_t> due_;
    std::size_t in_time_ = 0;
    const std::vector<Lesson> lessons_;
};

} // namespace

Report digest(const ReportInput& input) {
    if (input.from || input.to || !input.by.empty())
        throw Error(Fault::request, "the report 'digest' is of the seven days before it",
                    "leave --from, --to and --by out; --as-of looks from another day");
    return Digest(input).make();
}

} // namespace handoff
