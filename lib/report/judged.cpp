#include "report/judged.hpp"

#include "base/parallel.hpp"
#include "base/parallel_sort.hpp"
#include "report/cells.hpp"
#include "report/disqualifiers.hpp"
#include "report/people.hpp"

#include <handoff/error.hpp>
#include <handoff/exports.hpp>
#include <handoff/route.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <limits>

namespace handoff {
namespace {

constexpr std::size_t least_leads = 200, least_outcomes = 30;
constexpr std::chrono::days usual_after{14};

std::optional<std::size_t> position_of(const std::vector<std::string>& stages, std::string_view name) {
    for (std::size_t i = 0; i < stages.size(); ++i)
        if (same_text(stages[i], name)) return i;
    return std::nullopt;
}

std::vector<std::uint32_t> best_first(const std::vector<JudgedLead>& leads) {
    struct Place {
        Points score;
        std::uint32_t lead;
    };
    std::vector<Place> places;
    places.reserve(leads.size());
    for (std::uint32_t lead = 0; lead < leads.size(); ++lead) places.push_back({leads[lead].score, lead});
    stable_sort_in_parallel(places, [](const Place& a, const Place& b) { return a.score > b.score; });
    std::vector<std::uint32_t> order;
    order.reserve(places.size());
    for (const Place& place : places) order.push_back(place.lead);
    return order;
}

class Judge {
  public:
    explicit Judge(const ReportInput& input)
        : input_(input), agreement_(*input.agreement), stages_(agreement_.lifecycle.stages), people_(input) {}

    Judgement judge() {
        if (stages_.empty()) throw Error(Fault::request, "the lifecycle has no stages");
        const Period period{input_.from, input_.to};
        period.check();
        if (!input_.scores_at) throw Error(Fault::request, "the report 'quality' needs leads");
        choose_outcome();
        choose_moments();
        Judgement result = score();
        result.outcome = stage_ ? "reached '" + stages_[*stage_] + "'" : "meet " + input_.outcome;
        result.then = then_;
        refuse_too_few(result);
        if (!period.whole())
            notes_.push_back("only leads created " + period.text() + ", days of " +
                             agreement_.timezone.name());
        if (!input_.by.empty())
            notes_.push_back("not split by '" + input_.by + "': choose leads by --where instead");
        people_.add_notes(notes_);
        result.notes = std::move(notes_);
        return result;
    }

  private:
    void choose_outcome() {
        won_.assign(people_.all().size(), false);
        won_at_.resize(won_.size());
        const std::string& wanted = input_.outcome;
        stage_ = position_of(stages_, wanted.empty() ? "opportunity" : wanted);
        if (!stage_ && wanted.empty()) stage_ = stages_.size() - 1;
        if (!stage_) return hold_condition();
        for (std::size_t person = 0; person < won_.size(); ++person) {
            won_[person] = people_.all()[person].reached >= *stage_;
            for (std::size_t stage = *stage_; won_[person] && stage < stages_.size(); ++stage)
                won_at_[person] = earlier(won_at_[person], people_.time(person, stage));
        }
    }

    void hold_condition() {
        const std::string& text = input_.outcome;
        if (text.find_first_of(" =<>(") == std::string::npos)
            throw Error(Fault::request, "unknown stage '" + text + "' in --outcome",
                        did_you_mean(text, stages_));
        const Expression condition = Expression::parse(text, Place{.file = "--outcome", .column = 1}, text);
        const Bound bound(std::span(&condition, 1),
                          scope_of(input_.leads, Kind::leads, agreement_, input_.as_of));
        Bound::Evaluator evaluator(bound);
        evaluator.run(input_.leads);
        for (std::size_t person = 0; person < won_.size(); ++person)
            won_[person] = evaluator.mask(0)[people_.all()[person].row] != 0;
    }

    /// As of when each lead's score is looked at; none: the lead cannot be judged.
    void choose_moments() {
        moments_.resize(input_.leads.rows());
        if (!input_.after && !input_.first_qualified.empty()) return choose_first_qualifications();
        const Duration after = input_.after.value_or(usual_after);
        const Zone& zone = agreement_.timezone;
        const Period period{input_.from, input_.to};
        std::size_t undated = 0, young = 0, untimed = 0;
        for (std::size_t person = 0; person < won_.size(); ++person) {
            const Person& each = people_.all()[person];
            if (!each.created.known()) {
                ++undated;
                continue;
            }
            if (!period.contains(each.created, zone)) continue;
            Instant at = each.created.first(zone) + after;
            if (at > input_.as_of) {
                ++young;
                continue;
            }
            if (won_at_[person].known())
                at = std::min(at, just_before(won_at_[person]));
            else
                untimed += won_[person] ? 1 : 0;
            moments_[each.row] = at;
        }
        then_ = to_text(after) + " after creation";
        if (undated == won_.size()) return take_today();
        if (young > 0)
            notes_.push_back(counted(young, "lead") + " younger than " + to_text(after) + ": left out");
        if (undated > 0)
            notes_.push_back(counted(undated, "lead") + " without a readable created_at: left out");
        if (untimed > 0)
            notes_.push_back("when it happened is not known of " + counted(untimed, "lead") + " that " +
                             (stage_ ? "reached '" + stages_[*stage_] + "'" : "meet " + input_.outcome) +
                             ": their scores may count touches that came after");
    }

    void choose_first_qualifications() {
        const Cells id(input_.leads, "lead_id"), email(input_.leads, "email");
        const Period period{input_.from, input_.to};
        for (std::size_t person = 0; person < won_.size(); ++person) {
            const Person& each = people_.all()[person];
            const auto known = input_.first_qualified.find(lead_key(id[each.row], email[each.row]));
            if (known == input_.first_qualified.end() || known->second.at > input_.as_of) continue;
            if (!period.contains(each.created, agreement_.timezone)) continue;
            if (won_at_[person].known() && just_before(won_at_[person]) < known->second.at) {
                ++late_;
                continue;
            }
            moments_[each.row] = known->second.at;
            recorded_.emplace(each.row, &known->second);
        }
        then_ = "at first qualification";
        if (late_ > 0)
            notes_.push_back(counted(late_, "lead") +
                             " had reached it before they first qualified: left out");
    }

    /// There is nothing better for an export without dates.
    void take_today() {
        for (const Person& each : people_.all()) moments_[each.row] = input_.as_of;
        then_ = "today";
        notes_.emplace_back(
            "no lead has a created_at: scores are today's, and what the leads' columns say today may "
            "have been filled in when the outcome was known");
    }

    Instant just_before(Moment moment) const {
        return moment.first(agreement_.timezone) - std::chrono::microseconds(1);
    }

    /// [row of leads] Whether a rule disqualifies it.
    std::vector<std::uint8_t> disqualified_leads() const {
        std::vector<std::uint8_t> any(input_.leads.rows());
        for (const Disqualifier& rule : disqualifiers(agreement_, input_.leads, input_.as_of))
            for (std::size_t row = 0; row < any.size(); ++row) any[row] |= rule.hits[row];
        return any;
    }

    std::string_view stage_of(const Person& person) const {
        return person.aside != 0 ? agreement_.lifecycle.aside[person.aside - 1] : stages_[person.stands];
    }

    Judgement score() {
        Scorer::Then then = input_.scores_at(moments_);
        const auto accepted = position_of(stages_, "mql").value_or(0);
        Judgement result;
        result.rules.resize(then.rules.size());
        const std::vector<std::string> groups = agreement_.score.groups_of(input_.score);
        for (std::size_t rule = 0; rule < agreement_.score.rules.size(); ++rule)
            if (std::find(groups.begin(), groups.end(), agreement_.score.rules[rule].group) != groups.end())
                result.its_rules.push_back(rule);
        const std::vector<std::uint8_t> disqualified = disqualified_leads();
        Instant first = Instant::max(), last = Instant::min();
        result.leads.reserve(won_.size());
        for (std::size_t person = 0; person < won_.size(); ++person) {
            const Person& each = people_.all()[person];
            if (!moments_[each.row]) continue;
            JudgedLead lead{.row = each.row,
                            .score = then.score[each.row],
                            .grade = then.grade[each.row],
                            .won = won_[person],
                            .worked = won_[person] || each.reached > accepted || each.aside != 0,
                            .disqualified = disqualified[each.row] != 0,
                            .stage = stage_of(each)};
            if (const auto known = recorded_.find(each.row); known != recorded_.end()) {
                if (known->second->score) lead.score = *known->second->score;
                if (!known->second->grade.empty()) lead.grade = known->second->grade;
                lead.disqualified = false; // it did qualify then
            }
            result.won += lead.won ? 1 : 0;
            result.leads.push_back(std::move(lead));
            if (!each.created.known()) continue;
            const Instant created = each.created.first(agreement_.timezone);
            first = std::min(first, created);
            last = std::max(last, created);
        }
        in_parallel(std::thread::hardware_concurrency(), then.rules.size(), 1,
                    [&](std::size_t rule, std::size_t, unsigned) {
                        const std::vector<Points> all = std::move(then.rules[rule]);
                        result.rules[rule].reserve(result.leads.size());
                        for (const JudgedLead& lead : result.leads)
                            result.rules[rule].push_back(all[lead.row]);
                    });
        result.best_first = best_first(result.leads);
        constexpr double month = 86400e6 * 365.25 / 12;
        if (first < last) result.months = static_cast<double>((last - first).count()) / month;
        return result;
    }

    void refuse_too_few(const Judgement& result) const {
        const std::size_t leads = result.leads.size(), without = leads - result.won;
        const auto refuse = [&](std::size_t least, std::size_t there, const std::string& what) {
            if (there >= least) return;
            throw Error(Fault::data,
                        "too little to judge the score by: " +
                            with_thousands(static_cast<std::int64_t>(there)) + " " + what + ", " +
                            with_thousands(static_cast<std::int64_t>(least)) + " are needed and " +
                            with_thousands(static_cast<std::int64_t>(least - there)) + " are missing",
                        hint(result));
        };
        refuse(least_leads, leads,
               (leads == 1 ? "lead whose score " : "leads whose score ") + result.then + " is known");
        refuse(least_outcomes, result.won, "of " + counted(leads, "lead") + " " + result.outcome);
        refuse(least_outcomes, without, "of " + counted(leads, "lead") + " never " + result.outcome);
    }

    /// The last stage that enough leads reached, where the outcome is a later one.
    std::string hint(const Judgement& result) const {
        if (stage_ && result.won < least_outcomes)
            for (std::size_t stage = *stage_; stage-- > 1;) {
                const auto reached = static_cast<std::size_t>(
                    std::count_if(people_.all().begin(), people_.all().end(), [&](const Person& person) {
                        return moments_[person.row] && person.reached >= stage;
                    }));
                if (reached >= least_outcomes)
                    return counted(reached, "lead") + " reached '" + stages_[stage] + "': --outcome " +
                           stages_[stage];
            }
        return "wait, or take leads of a longer time";
    }

    const ReportInput& input_;
    const Agreement& agreement_;
    const std::vector<std::string>& stages_;
    People people_;
    std::optional<std::size_t> stage_; ///< of the outcome
    std::vector<bool> won_;            ///< by person
    std::vector<Moment> won_at_;
    std::vector<std::optional<Instant>> moments_; ///< by row of leads
    std::map<std::uint32_t, const Ledger::FirstQualified*> recorded_;
    std::size_t late_ = 0;
    std::string then_;
    std::vector<std::string> notes_;
};

} // namespace

ReportCell Group::lift(double base) const {
    const ReportCell share = rate();
    if (share.blank() || base == 0) return {};
    ReportCell cell(std::get<double>(share.value) / base);
    cell.low = *share.low / base;
    cell.high = *share.high / base;
    return cell;
}

Judgement judge(const ReportInput& input) { return Judge(input).judge(); }

} // namespace handoff
