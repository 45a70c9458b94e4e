#include "report/nurture.hpp"

#include "report/amounts.hpp"
#include "report/count_column.hpp"
#include "report/deals.hpp"
#include "report/estimate.hpp"
#include "report/followed_leads.hpp"
#include "report/if_any.hpp"
#include "report/lead_cell.hpp"
#include "report/lead_touches.hpp"
#include "report/listed.hpp"
#include "report/parked_leads.hpp"
#include "report/waiting_leads.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <memory>

namespace handoff {

namespace {

constexpr int day_limits[] = {7, 30, 90};

using Waiting = WaitingLeads::Waiting;

constexpr std::string_view moved_by_crm = "(moved by the CRM)";

/// A lead that nobody works on, whether a rep handed it back or the CRM alone put it into nurture.
struct Idle {
    std::uint32_t row = 0;
    std::string_view rep, disposition, comment; ///< of the last handover and its answer
    std::optional<Instant> since;               ///< the answer, or the CRM's change of stage
    std::string follows, why;                   ///< what follows, and why it does not
    const Disposition* code = nullptr;
    bool wakes = false, leaks = false;
    std::optional<Duration> touch_every;
};

class Nurture {
  public:
    explicit Nurture(const ReportInput& input)
        : input_(input), index_(input.leads, &input.contacts, input.merges),
          leads_(input, "nurture", false, &index_), waiting_(input, leads_.chosen()) {
        for (const Waiting& each : waiting_.all()) idle_.push_back(handed_back(each));
        for (const ParkedLead& each : parked_leads(input, leads_, waiting_)) idle_.push_back(parked(each));
        std::stable_sort(idle_.begin(), idle_.end(), [](const Idle& a, const Idle& b) {
            return a.since && (!b.since || *a.since < *b.since);
        });
    }

    Report make() {
        Report report{.name = "nurture",
                      .title = "Nurture",
                      .question = std::string(nurture_question),
                      .stamp = stamp(*input_.agreement, input_.as_of)};
        report.facts = facts();
        if (waiting_.all().empty()) report.notes.push_back("no lead waits after a rep handed it back");
        add_if_any(report.tables, pool());
        add_list(report, "wakes", "Routed in the next run", &Idle::wakes);
        add_list(report, "leaks", "Nothing follows: a person must decide", &Idle::leaks);
        for (ReportTable table : {forgotten(), unearned(), gave()})
            add_if_any(report.tables, std::move(table));
        add_note_on_conditions(report.notes);
        leads_.add_notes(report.notes);
        return report;
    }

  private:
    /// A condition on what only scored leads have never holds of others.
    void add_note_on_conditions(std::vector<std::string>& notes) const {
        std::size_t unknown = 0;
        std::string condition;
        for (const Waiting& each : waiting_.all()) {
            const Disposition* const code = code_of(each);
            if (!code || code->wake_when.empty()) continue;
            const auto missing = [&](const Scope::Name& one) {
                const auto used = code->wake_when.columns();
                return !input_.leads.find(one.name) &&
                       std::any_of(used.begin(), used.end(),
                                   [&](const Expression::Use& use) { return use.name == one.name; });
            };
            const std::vector<Scope::Name> scored = score_columns(input_.agreement->score);
            if (std::none_of(scored.begin(), scored.end(), missing)) continue;
            ++unknown;
            condition = code->wake_when.text();
        }
        if (unknown > 0)
            notes.push_back("whether " + counted(unknown, "lead wakes", "leads wake") + " when " + condition +
                            " is not known: these leads are not scored");
    }

    Idle handed_back(const Waiting& one) const {
        const Answer& answer = *one.last->answer;
        const Disposition* const code = code_of(one);
        const bool leaks = one.worn_out() || one.refused() || is_stuck(one);
        return {.row = one.last->row,
                .rep = one.last->handover->rep,
                .disposition = answer.disposition,
                .comment = answer.comment,
                .since = answer.at,
                .follows = waiting_.what_follows(*one.last),
                .why = one.worn_out()  ? "handed over " + counted(most_handovers, "time") + " or more"
                       : one.refused() ? "not qualified any more"
                                       : "",
                .code = code,
                .wakes = one.wakes(),
                .leaks = leaks,
                .touch_every = code ? code->touch_every : std::nullopt};
    }

    /// No disposition says what follows: to be touched, it may wait as long as under any of them.
    Idle parked(const ParkedLead& one) const {
        Idle idle{.row = one.row,
                  .rep = one.last ? one.last->handover->rep : std::string_view(),
                  .disposition = moved_by_crm,
                  .since = one.since,
                  .follows = "nothing",
                  .why = "never wakes: no disposition",
                  .leaks = true};
        for (const Disposition& each : input_.agreement->dispositions)
            if (each.then == Disposition::Then::nurture && each.touch_every)
                idle.touch_every = std::max(idle.touch_every.value_or(Duration(0)), *each.touch_every);
        return idle;
    }

    const Disposition* code_of(const Waiting& one) const { return waiting_.code_of(*one.last); }

    /// Rejected, and neither nurtured nor disqualified; or nurtured for ever.
    bool is_stuck(const Waiting& one) const {
        const Disposition* const code = code_of(one);
        return !code || (code->then == Disposition::Then::nurture && !code->wake && code->wake_when.empty());
    }

    std::vector<std::pair<std::string, std::string>> facts() const {
        const auto number = [](std::size_t n) { return with_thousands(static_cast<std::int64_t>(n)); };
        std::vector<std::pair<std::string, std::string>> facts = {
            {"leads that came back", number(waiting_.returned())},
            {"wait now", number(waiting_.all().size() - disqualified())},
            {"disqualified", number(disqualified())},
            {"handed over again", number(waiting_.given_again())},
            {"accepted then", number(waiting_.accepted())}};
        if (const std::size_t parked = idle_.size() - waiting_.all().size(); parked > 0)
            facts.emplace_back("moved by the CRM", number(parked));
        return facts;
    }

    std::size_t disqualified() const {
        const auto is_over = [&](const Waiting& each) {
            const Disposition* const code = code_of(each);
            return code && code->then == Disposition::Then::disqualify;
        };
        return static_cast<std::size_t>(std::count_if(waiting_.all().begin(), waiting_.all().end(), is_over));
    }

    /// Which of the pool's columns of age; the one after the last: not known.
    std::size_t age_group(const Idle& one) const {
        if (!one.since) return std::size(day_limits) + 1;
        const double days = hours(input_.as_of - *one.since) / 24;
        std::size_t age = 0;
        while (age < std::size(day_limits) && days >= day_limits[age]) ++age;
        return age;
    }

    ReportTable pool() const {
        ReportTable out{.key = "pool", .title = "Handed back or in nurture, by disposition and age"};
        out.columns = {
            {.key = "disposition", .title = "disposition", .definition = "the last answer of the last rep"},
            {.key = "then", .title = "what follows", .definition = "as the agreement's [[disposition]] says"},
            count_column(
                "leads", "leads",
                "leads whose last rep handed them back, and that nobody has since; and those that the "
                "CRM put into nurture without such an answer"),
            count_column("days_7", "to 7 days", "for less than 7 days"),
            count_column("days_30", "to 30 days", "for 7 to less than 30 days"),
            count_column("days_90", "to 90 days", "for 30 to less than 90 days"),
            count_column("longer", "longer", "for 90 days or more"),
            count_column("unknown", "since unknown", "nothing says since when the CRM shows them in nurture"),
            count_column(
                "wake", "wake",
                "their time has come, or comes by the end of the day: routed in the run after that")};
        out.columns[2].bar = true;
        out.columns[7].if_any = true;
        std::map<std::pair<std::string, std::string>, std::vector<std::vector<std::uint32_t>>> groups;
        for (const Idle& each : idle_) {
            const std::string name = each.code                  ? each.code->code
                                     : each.disposition.empty() ? "(none)"
                                                                : std::string(each.disposition);
            auto& columns = groups[{name, each.follows}];
            columns.resize(out.columns.size() - 2);
            columns[0].push_back(each.row);
            columns[1 + age_group(each)].push_back(each.row);
            if (each.wakes) columns.back().push_back(each.row);
        }
        for (auto& [name, columns] : groups) {
            std::vector<ReportCell> cells = {name.first, name.second};
            for (std::vector<std::uint32_t>& rows : columns) cells.push_back(count_cell(std::move(rows)));
            out.rows.push_back(std::move(cells));
        }
        std::stable_sort(out.rows.begin(), out.rows.end(), [](const auto& a, const auto& b) {
            return std::get<double>(a[2].value) > std::get<double>(b[2].value);
        });
        return out;
    }

    ReportCell day_cell(std::optional<Instant> at) const {
        return at ? ReportCell(to_text(input_.agreement->timezone.date_of(*at))) : ReportCell();
    }

    void add_list(Report& report, std::string key, std::string title, bool Idle::*which) const {
        ReportTable out{.key = std::move(key), .title = std::move(title)};
        out.columns = {
            lead_column(),
            {.key = "rep", .title = "was with", .definition = "who had it last"},
            {.key = "disposition",
             .title = "disposition",
             .definition = "of that rep's last answer; or that the CRM alone moved the lead"},
            {.key = "since",
             .title = "since",
             .unit = Unit::date,
             .definition = "day of that answer, or on which the CRM's stage was first seen"},
            {.key = "then",
             .title = "what follows",
             .definition = "as the agreement's [[disposition]] says, or why it says nothing",
             .wrap = true},
            {.key = "comment", .title = "comment", .definition = "of the answer, as written", .wrap = true}};
        std::size_t found = 0;
        for (const Idle& each : idle_) {
            if (!(each.*which) || ++found > most_listed) continue;
            // Who had it, why and since when stand beside it.
            out.rows.push_back({leads_.lead(each.row), std::string(each.rep), std::string(each.disposition),
                                day_cell(each.since), each.why.empty() ? each.follows : each.why,
                                std::string(each.comment)});
        }
        finish_list(out, found);
        add_if_any(report.tables, std::move(out));
    }

    ReportTable unearned() const {
        ReportTable out{.key = "unearned", .title = "Not accepted: still with their reps"};
        out.columns = {
            lead_column(),
            {.key = "rep", .title = "rep", .definition = "who has it"},
            {.key = "disposition", .title = "disposition", .definition = "of the rep's last answer"},
            {.key = "since", .title = "answered", .unit = Unit::date, .definition = "day of that answer"},
            {.key = "made",
             .title = "what is missing",
             .definition = "how near the attempts came, up to the answer, to what the service level asks for",
             .wrap = true}};
        for (const Followup* each : waiting_.unearned()) {
            if (out.rows.size() == most_listed) break;
            out.rows.push_back({leads_.lead(each->row), each->handover->rep, each->answer->disposition,
                                to_text(input_.agreement->timezone.date_of(each->answer->at)),
                                each->unearned});
        }
        finish_list(out, waiting_.unearned().size());
        return out;
    }

    /// Those whom nobody touched for as long as their disposition allows.
    ReportTable forgotten() const {
        ReportTable out{.key = "forgotten", .title = "Forgotten: not touched for longer than agreed"};
        out.columns = {
            lead_column(),
            {.key = "disposition", .title = "disposition", .definition = "of the last rep's last answer"},
            {.key = "since",
             .title = "since",
             .unit = Unit::date,
             .definition = "day of that answer, or on which the CRM's stage was first seen"},
            {.key = "touched",
             .title = "last touch",
             .unit = Unit::date,
             .definition = "by marketing or sales, whichever was later; blank: none is known"},
            {.key = "days",
             .title = "days ago",
             .unit = Unit::days,
             .definition = "since that touch, or since the lead came here where that is later"},
            {.key = "agreed",
             .title = "at most",
             .unit = Unit::days,
             .definition =
                 "touch_every of the agreement's [[disposition]]; of a lead that the CRM moved, the "
                 "longest of any"}};
        std::vector<std::uint32_t> rows;
        for (const Idle& each : idle_)
            if (each.touch_every) rows.push_back(each.row);
        if (rows.empty() || input_.touches == nullptr) return out;
        const auto touches = touches_of(input_, rows, &index_);
        std::size_t found = 0;
        for (const Idle& each : idle_) {
            if (!each.touch_every) continue;
            const std::vector<ToldTouch>& all = touches[each.row]; // the newest first
            std::optional<Instant> touched;
            if (!all.empty()) touched = all.front().at;
            const std::optional<Instant> last = std::max(touched, each.since); // an unknown one is the least
            if (!last || input_.as_of - *last <= *each.touch_every || ++found > most_listed) continue;
            constexpr double day = 24;
            out.rows.push_back(
                {leads_.lead(each.row), each.code ? each.code->code : std::string(each.disposition),
                 day_cell(each.since), day_cell(touched), std::floor(hours(input_.as_of - *last) / day),
                 std::round(hours(*each.touch_every) / day)});
        }
        finish_list(out, found);
        return out;
    }

    /// What became of those that woke: whether the next rep took them, and the deals that came since.
    ReportTable gave() const {
        ReportTable out{.key = "gave", .title = "What nurture later gave"};
        struct Gave {
            std::vector<std::uint32_t> again, accepted, deals, won;
        };
        std::map<std::string, Gave> groups;
        const Deals deals =
            waiting_.given_again() > 0 && input_.deals.rows() > 0 ? read_deals(input_, index_) : Deals();
        std::map<std::uint32_t, std::vector<const Deal*>> deals_of; // of leads that woke
        for (const WaitingLeads::Again& each : waiting_.again()) deals_of.try_emplace(each.back->row);
        for (const Deal& deal : deals.all)
            for (const std::uint32_t lead : deal.leads)
                if (const auto known = deals_of.find(lead); known != deals_of.end())
                    known->second.push_back(&deal);
        std::vector<std::size_t> won;
        const Zone& zone = input_.agreement->timezone;
        for (const WaitingLeads::Again& each : waiting_.again()) {
            const std::string& code = each.back->answer->disposition;
            Gave& group = groups[code.empty() ? "(none)" : code];
            group.again.push_back(each.back->row);
            if (each.accepted) group.accepted.push_back(each.back->row);
            for (const Deal* deal : deals_of.at(each.back->row)) {
                if (!deal->created.known() || deal->created.last(zone) < each.back->answer->at) continue;
                group.deals.push_back(static_cast<std::uint32_t>(deal->row));
                if (deal->status != DealStatus::won) continue;
                group.won.push_back(static_cast<std::uint32_t>(deal->row));
                won.push_back(deal->row);
            }
        }
        const Amounts amounts(input_.deals, won, *input_.agreement);
        out.columns = {
            {.key = "disposition",
             .title = "disposition",
             .definition = "with which they came back for the first time"},
            count_column("again", "handed over again", "leads that came back, and that somebody got since"),
            count_column("accepted", "accepted then", "of these, accepted by the last answer"),
            count_column("deals", "deals since", "of these leads, created after they came back"),
            count_column("won", "won", "of these deals"),
            {.key = "amount",
             .title = "amount won",
             .unit = Unit::money,
             .definition = "of the deals won",
             .currency = amounts.currency()}};
        for (auto& [name, group] : groups) {
            for (auto* rows : {&group.deals, &group.won}) { // a deal may have several of these leads
                std::sort(rows->begin(), rows->end());
                rows->erase(std::unique(rows->begin(), rows->end()), rows->end());
            }
            RowsBehind behind{RowsBehind::Of::deals, group.won, {}};
            double sum = 0;
            for (const std::uint32_t row : group.won) {
                behind.parts.push_back(amounts.of(row).value_or(0));
                sum += behind.parts.back();
            }
            ReportCell amount(tidy_sum(sum));
            amount.behind = std::make_shared<const RowsBehind>(std::move(behind));
            out.rows.push_back({name, count_cell(std::move(group.again)),
                                count_cell(std::move(group.accepted)),
                                count_cell(std::move(group.deals), RowsBehind::Of::deals),
                                count_cell(std::move(group.won), RowsBehind::Of::deals), std::move(amount)});
        }
        std::stable_sort(out.rows.begin(), out.rows.end(), [](const auto& a, const auto& b) {
            return std::get<double>(a[1].value) > std::get<double>(b[1].value);
        });
        amounts.add_notes(out.notes);
        return out;
    }

    const ReportInput& input_;
    LeadIndex index_;
    FollowedLeads leads_;
    WaitingLeads waiting_;
    std::vector<Idle> idle_; ///< the longest first, then those of which nothing says since when
};

} // namespace

Report nurture(const ReportInput& input) { return Nurture(input).make(); }

} // namespace handoff
