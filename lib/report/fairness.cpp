#include "report/fairness.hpp"

#include "report/cells.hpp"
#include "report/count_column.hpp"
#include "report/followed_leads.hpp"
#include "report/if_any.hpp"
#include "report/tally.hpp"
#include "report/turn_history.hpp"

#include <handoff/error.hpp>
#include <handoff/route.hpp>
#include <handoff/values.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>

namespace handoff {

namespace {

using std::chrono::sys_days;

/// To a thousandth of a lead, and never minus nothing.
double tidy(double number) { return std::round(number * 1000) / 1000 + 0.0; }

ReportColumn number(std::string key, std::string title, std::string definition) {
    return {.key = std::move(key),
            .title = std::move(title),
            .unit = Unit::number,
            .definition = std::move(definition),
            .derived = true};
}

const ReportColumn pool_column = {
    .key = "pool", .title = "pool", .definition = "the pool that gave the leads", .group = true};
const ReportColumn rep_column = {.key = "rep", .title = "rep", .definition = "a rep who was in the pool"};

class Fairness {
  public:
    explicit Fairness(const ReportInput& input)
        : input_(input), period_{input.from, input.to}, rep_(chosen_rep(input)) {
        if (!input.has_ledger)
            throw Error(Fault::request, "the report 'fairness' needs the ledger, which counts the turns",
                        "name it with --ledger");
        if (input.only_their_deals)
            throw Error(Fault::request, "the report 'fairness' is of all leads that pools gave",
                        "leave --where out; --rep, --from and --to are understood");
        period_.check();
    }

    Report make() {
        const TurnHistory history(input_, period_);
        know_leads();
        Report report{.name = "fairness",
                      .title = "Fairness",
                      .question = std::string(fairness_question),
                      .stamp = stamp(*input_.agreement, input_.as_of)};
        for (const auto& [where, member] : history.members())
            if (is_shown(where, member, history)) shown_.emplace_back(where, &member);
        report.facts = facts(history);
        if (shown_.empty())
            report.notes.push_back("no pool gave a lead in this time");
        else {
            report.tables.push_back(pools(history));
            if (has_points()) report.tables.push_back(value());
            report.tables.push_back(nights(history));
            report.tables.push_back(buckets(history));
        }
        add_if_any(report.tables, beside());
        if (!period_.whole())
            report.notes.push_back("only nights " + period_.text() + ", days of " +
                                   input_.agreement->timezone.name());
        if (rep_) report.notes.push_back("only rep '" + rep_->id + "'");
        return report;
    }

  private:
    using Where = TurnHistory::PoolAndRep;
    using Member = TurnHistory::Member;

    bool is_shown(const Where& where, const Member& member, const TurnHistory& history) const {
        if (rep_ && where.second != rep_->id) return false;
        if (member.entitled() > 0 || member.given() > 0) return true;
        const Rep* const rep = input_.agreement->rep(where.second);
        const bool is_in = rep && std::count(rep->pools.begin(), rep->pools.end(), where.first) > 0;
        return is_in && !history.nights_of(where.first).empty();
    }

    bool has_points() const {
        return std::any_of(shown_.begin(), shown_.end(), [](const auto& each) {
            return each.second->after.entitled_points > each.second->before.entitled_points;
        });
    }

    bool in_period(Instant at) const {
        return at <= input_.as_of && period_.contains(Moment(at), input_.agreement->timezone);
    }

    void know_leads() {
        const Cells id(input_.leads, "lead_id"), email(input_.leads, "email");
        std::map<std::string, std::uint32_t, std::less<>> row_of;
        for (std::uint32_t row = 0; row < input_.leads.rows(); ++row)
            row_of.try_emplace(lead_key(id[row], email[row]), row);
        const auto row_named = [&](std::string_view lead) {
            const auto known = row_of.find(lead);
            return known == row_of.end() ? std::nullopt : std::optional(known->second);
        };
        for (const Ledger::Breach& each : input_.breaches)
            if (each.told.empty() && in_period(each.at)) got_[each.rep].missed.add(row_named(each.lead));
        std::map<std::string_view, std::string_view> had;
        for (const Handover& each : input_.handovers) {
            const auto before = std::exchange(had[each.lead], each.rep);
            if (!in_period(each.at)) continue;
            const auto row = row_named(each.lead);
            Got& got = got_[std::string(each.rep)];
            if (each.by_hand) {
                ++by_hand_;
                got.by_hand.add(row);
                if (!before.empty()) got_[std::string(before)].taken.add(row);
                continue;
            }
            (each.pool.empty() ? got.named : got.from_pools).add(row);
            if (!each.pool.empty())
                given_[std::string(each.pool)].emplace_back(
                    sys_days{input_.agreement->timezone.date_of(each.at)}, row);
            if (!each.pool.empty() && row)
                rows_[{std::string(each.pool), std::string(each.rep)}].push_back(*row);
        }
        std::map<std::string_view, std::vector<const Handover*>> handovers; // of leads with answers to earn
        for (const Answer& each : input_.answers)
            if (must_be_earned(each)) handovers[each.lead];
        for (const Handover& each : input_.handovers)
            if (const auto of = handovers.find(each.lead); of != handovers.end()) of->second.push_back(&each);
        for (const Answer& each : input_.answers) {
            if (each.verdict == Answer::Verdict::accept || !in_period(each.at) || each.rep.empty()) continue;
            const Rep* const rep = input_.agreement->rep_of_owner(each.rep);
            if (!rep) continue;
            const auto of = handovers.find(each.lead);
            const bool is_idle = of != handovers.end() && must_be_earned(each) &&
                                 std::any_of(of->second.begin(), of->second.end(),
                                             [&](const Handover* one) { return stays(*one, *rep, each.at); });
            (is_idle ? got_[rep->id].unearned : got_[rep->id].back).add(row_named(each.lead));
        }
    }

    bool must_be_earned(const Answer& answer) const {
        const Disposition* const code = input_.agreement->disposition(answer.disposition);
        return answer.verdict != Answer::Verdict::accept && code && code->earned_by_attempts;
    }
    /// Whether the rep had a lead at this time, and kept it.
    static bool stays(const Handover& one, const Rep& rep, Instant at) {
        return one.rep == rep.id && one.at <= at && (!one.ended || *one.ended > at);
    }
    bool has_answers_to_earn() const {
        const auto& all = input_.agreement->dispositions;
        return std::any_of(all.begin(), all.end(), [](const auto& each) { return each.earned_by_attempts; });
    }

    std::vector<std::pair<std::string, std::string>> facts(const TurnHistory& history) const {
        double leads = 0, most = 0, made_up = 0;
        std::string whose;
        for (const auto& [where, member] : shown_) {
            leads += member->given();
            made_up += member->made_up();
            if (std::abs(member->most_owed) <= std::abs(most)) continue;
            most = member->most_owed;
            whose = fmt::format(" ({} in {}, {})", where.second, where.first, to_text(member->most_owed_on));
        }
        const auto whole = [](double n) { return with_thousands(static_cast<std::int64_t>(n)); };
        return {{leads == 1 ? "lead given by pools" : "leads given by pools", whole(leads)},
                {history.nights() == 1 ? "night" : "nights", whole(static_cast<double>(history.nights()))},
                {"leads owed at most, either way" + whose, to_text(tidy(std::abs(most)))},
                {"made up for", whole(made_up)},
                {"given by hand", whole(static_cast<double>(by_hand_))}};
    }

    ReportCell received(const Where& where, const Member& member) const {
        const auto rows = rows_.find(where);
        ReportCell cell(member.given());
        // Leads that are gone from the export cannot be opened.
        if (rows != rows_.end() && static_cast<double>(rows->second.size()) == member.given())
            cell.behind =
                std::make_shared<const RowsBehind>(RowsBehind{RowsBehind::Of::leads, rows->second, {}});
        return cell;
    }

    ReportTable pools(const TurnHistory& history) const {
        ReportTable out{.key = "pools", .title = "Entitled and received"};
        const std::string each = history.by_month() ? "by month" : "by week";
        ReportColumn chart{.key = "over_time",
                           .title = each,
                           .unit = Unit::series,
                           .definition =
                               "leads received, " + each + ", beside the most that anybody here got"};
        out.columns = {
            pool_column,
            rep_column,
            number("entitled", "entitled",
                   "its share of every lead that it could have taken: its weight by the weights of all who "
                   "could"),
            count_column("received", "received", "leads that the pool gave it"),
            number("difference", "difference", "received, less entitled"),
            number(
                "owed", "owed now",
                "leads that rotation owes it at the end, below 0 where it had too many; with what was made "
                "up for"),
            number("most_owed", "most owed", "the farthest from 0 that this was after any night"),
            chart};
        double entitled = 0, given = 0;
        for (const auto& [where, member] : shown_) {
            entitled += member->entitled();
            given += member->given();
            Series series = member->received;
            series.resize(history.buckets().size());
            out.rows.push_back({where.first, where.second, tidy(member->entitled()), received(where, *member),
                                tidy(member->given() - member->entitled()), tidy(member->after.owed),
                                tidy(member->most_owed), std::move(series)});
        }
        if (!rep_) out.total = {"all", {}, tidy(entitled), given, tidy(given - entitled), {}, {}, {}};
        return out;
    }

    ReportTable value() const {
        ReportTable out{.key = "value", .title = "The same by value: points of the scores"};
        out.columns = {
            pool_column,
            rep_column,
            number("entitled", "entitled", "its share of the scores of every lead that it could have taken"),
            number("received", "received", "the scores, at handover, of the leads that it got"),
            number("difference", "difference", "received, less entitled"),
            {.key = "share",
             .title = "share",
             .unit = Unit::share,
             .definition = "received of entitled: 100% is just what was due",
             .derived = true},
            number("mean", "a lead", "points of a lead that it got, on average")};
        for (const auto& [where, member] : shown_) {
            const double due = member->after.entitled_points - member->before.entitled_points;
            const double got = member->after.given_points - member->before.given_points;
            const auto share = due > 0 ? ReportCell(got / due) : ReportCell();
            const auto mean = member->given() > 0 ? ReportCell(tidy(got / member->given())) : ReportCell();
            out.rows.push_back(
                {where.first, where.second, tidy(due), tidy(got), tidy(got - due), share, mean});
        }
        return out;
    }

    bool is_away(const std::string& id, sys_days night) const {
        const Rep* const rep = input_.agreement->rep(id);
        if (!rep) return false;
        const Date day{night};
        if ((rep->starts && day < *rep->starts) || (rep->leaves && *rep->leaves < day)) return true;
        return std::any_of(rep->away.begin(), rep->away.end(),
                           [&](const Rep::Away& away) { return away.from <= day && day <= away.to; });
    }

    ReportTable nights(const TurnHistory& history) const {
        ReportTable out{.key = "nights", .title = "Nights without a share, and leads made up for"};
        out.columns = {
            pool_column,
            rep_column,
            count_column("nights", "nights", "on which the pool had leads to give since the rep is in it"),
            count_column("without", "without a share", "nights of these in which the rep could take none"),
            count_column("away", "of these away", "away, not there yet or gone, as the agreement says today"),
            count_column("other", "full or unable", "the others: full, kept from them, or without a skill"),
            number("made_up", "made up", "leads given for those that went back through no fault of the rep"),
            number("coming", "coming", "such leads that it still has coming, one in each run")};
        for (const auto& [where, member] : shown_) {
            double all = 0, without = 0, away = 0;
            for (const sys_days night : history.nights_of(where.first)) {
                if (night < member->since) continue;
                ++all;
                if (member->nights.contains(night)) continue;
                ++without;
                away += is_away(where.second, night) ? 1 : 0;
            }
            double promised = 0;
            for (const Ledger::MakeUp& each : input_.make_ups)
                if (each.pool == where.first && each.rep == where.second && each.at <= input_.as_of)
                    promised += each.leads;
            out.rows.push_back({where.first, where.second, all, without, away, without - away,
                                tidy(member->made_up()), tidy(promised - member->after.made_up)});
        }
        for (ReportColumn& column : out.columns)
            column.derived = column.unit == Unit::count || column.derived;
        return out;
    }

    /// What a pool gave in a week or month, opened where its handovers are all there is to it.
    ReportCell given(const TurnHistory& history, std::size_t bucket, const std::string& pool,
                     double leads) const {
        const auto& starts = history.buckets();
        const auto is_in = [&](sys_days day) {
            return starts[bucket] <= day && (bucket + 1 == starts.size() || day < starts[bucket + 1]);
        };
        Tally tally;
        if (const auto found = given_.find(pool); found != given_.end())
            for (const auto& [day, row] : found->second)
                if (is_in(day)) tally.add(row);
        return static_cast<double>(tally.count()) == leads ? tally.cell() : ReportCell(leads);
    }

    ReportTable buckets(const TurnHistory& history) const {
        const std::string name = history.by_month() ? "month" : "week";
        ReportTable out{.key = "over_time", .title = "Pools by " + name};
        out.columns = {
            {.key = "pool", .title = "pool", .definition = "the pool", .group = true},
            {.key = "from",
             .title = name + " from",
             .unit = Unit::date,
             .definition = "the first day of the " + name},
            count_column("leads", "leads", "leads that the pool gave"),
            number("most_owed", "most owed", "the farthest that anybody was from what was due, either way"),
            {.key = "rep", .title = "rep", .definition = "who that was"}};
        out.columns[2].bar = true;
        out.columns[2].derived = true;
        std::set<std::string> pools;
        for (const auto& [where, member] : shown_) pools.insert(where.first);
        for (const std::string& pool : pools)
            for (std::size_t bucket = 0; bucket < history.buckets().size(); ++bucket) {
                const auto found = history.in_buckets().find({bucket, pool});
                const TurnHistory::InBucket now =
                    found == history.in_buckets().end() ? TurnHistory::InBucket{} : found->second;
                out.rows.push_back({pool, to_text(Date{history.buckets()[bucket]}),
                                    given(history, bucket, pool, now.leads), tidy(std::abs(now.most_owed)),
                                    now.rep});
            }
        return out;
    }

    /// What went to reps, and away from them, beside rotation.
    ReportTable beside() const {
        ReportTable out{.key = "reps", .title = "All that reps got"};
        out.columns = {
            {.key = "rep", .title = "rep", .definition = "who got the leads"},
            count_column("received", "received", "all leads that it was given"),
            count_column("from_pools", "from pools", "by a pool, as above"),
            count_column("named", "by name", "by a rule, a territory or a fallback that names it"),
            count_column("by_hand", "by hand", "given to it in the CRM, over what the agreement says"),
            count_column("taken", "taken by hand",
                         "that it had, and that were given to somebody else by hand"),
            count_column("handed_back", "handed back", "that it rejected or returned"),
            count_column(
                "unearned", "not earned",
                "that it keeps, since it rejected or returned them with an answer that the attempts made did "
                "not earn"),
            count_column("missed", "missed",
                         "taken away and given to another, since it missed what was due")};
        const bool to_earn = has_answers_to_earn();
        const auto unearned = static_cast<std::ptrdiff_t>(7);
        if (!to_earn) out.columns.erase(out.columns.begin() + unearned);
        for (const auto& [rep, got] : got_) {
            if (rep_ && rep != rep_->id) continue;
            Tally all = got.from_pools;
            all.add(got.named);
            all.add(got.by_hand);
            out.rows.push_back({rep, all.cell(), got.from_pools.cell(), got.named.cell(), got.by_hand.cell(),
                                got.taken.cell(), got.back.cell(), got.unearned.cell(), got.missed.cell()});
            if (!to_earn) out.rows.back().erase(out.rows.back().begin() + unearned);
        }
        return out;
    }

    struct Got {
        Tally from_pools, named, by_hand, taken, back, unearned, missed;
    };
    const ReportInput& input_;
    Period period_;
    const Rep* rep_;
    std::vector<std::pair<Where, const Member*>> shown_;
    std::map<Where, std::vector<std::uint32_t>> rows_;
    std::map<std::string, Got> got_;
    /// What each pool gave, on which day: rows of leads, none of those that are gone from the export.
    std::map<std::string, std::vector<std::pair<sys_days, std::optional<std::uint32_t>>>> given_;
    std::size_t by_hand_ = 0;
};

} // namespace

Report fairness(const ReportInput& input) { return Fairness(input).make(); }

} // namespace handoff
