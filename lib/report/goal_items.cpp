#include "report/goal_items.hpp"

#include "ingest/lead_keys.hpp"
#include "report/cells.hpp"
#include "report/followed_leads.hpp"
#include "route/owner_names.hpp"

#include <handoff/error.hpp>
#include <handoff/words.hpp>

#include <algorithm>

namespace handoff {

namespace {

bool of_deals(const Goal& goal) {
    return goal.counts == Goal::Counts::deals || goal.counts == Goal::Counts::won ||
           goal.counts == Goal::Counts::closed;
}

} // namespace

GoalItems::GoalItems(const ReportInput& input, std::span<const Goal> goals)
    : input_(input), goals_(goals), agreement_(*input.agreement), zone_(agreement_.timezone), people_(input),
      reached_(input, people_) {
    know_reps();
    read_touches();
    for (const Goal& goal : goals_) {
        std::vector<GoalItem>& items = items_[goal.name];
        switch (goal.counts) {
        case Goal::Counts::leads:
        case Goal::Counts::stage:
            count_leads(goal, items);
            break;
        case Goal::Counts::deals:
        case Goal::Counts::won:
        case Goal::Counts::closed:
            count_deals(goal, items);
            break;
        case Goal::Counts::touches:
            count_touches(goal, items);
            break;
        case Goal::Counts::first_touches:
            count_first_touches(items);
            break;
        }
        const Date today = zone_.date_of(input_.as_of);
        std::erase_if(items, [&](const GoalItem& each) { return today < each.day; });
    }
    people_.add_notes(notes_);
}

const std::vector<GoalItem>& GoalItems::of(const Goal& goal) const { return items_.at(goal.name); }

RowsBehind::Of GoalItems::rows_behind(const Goal& goal) noexcept {
    return of_deals(goal) ? RowsBehind::Of::deals : RowsBehind::Of::leads;
}

void GoalItems::add_notes(std::vector<std::string>& notes) const {
    notes.insert(notes.end(), notes_.begin(), notes_.end());
    if (touches_) touches_->add_notes(notes);
    if (amounts_) amounts_->add_notes(notes);
}

/// A lead is the rep's who has it now.
void GoalItems::know_reps() {
    rep_of_lead_.resize(input_.leads.rows());
    for (const Handover& each : input_.handovers) { // in order of time
        if (each.at > input_.as_of) continue;
        std::uint32_t row = people_.index().by_id(each.lead);
        if (row == LeadIndex::none) row = people_.index().by_email(each.lead);
        if (row != LeadIndex::none) rep_of_lead_[row] = agreement_.rep_of_owner(each.rep);
    }
}

const Rep* GoalItems::rep_of_lead(std::uint32_t row) const { return rep_of_lead_[row]; }

void GoalItems::read_touches() {
    std::vector<Expression> conditions;
    bool asked = false;
    for (const Goal& goal : goals_) {
        asked = asked || goal.counts == Goal::Counts::touches || goal.touched_by != Goal::Side::both;
        if (goal.counts != Goal::Counts::touches || goal.where.empty() ||
            !condition_of_.try_emplace(goal.where.text(), conditions.size()).second)
            continue;
        conditions.push_back(goal.where);
        if (conditions.size() > TouchLog::most_conditions)
            throw Error(Fault::request, "goals have more than " + std::to_string(TouchLog::most_conditions) +
                                            " different conditions on touches");
    }
    if (!asked) return;
    if (input_.touches == nullptr)
        throw Error(Fault::request, "a goal of the agreement counts touches, and there are none",
                    "name their file with --touches, or in [exports.touches] of the agreement");
    touches_.emplace(*input_.touches, LeadKeys::of(input_.leads, &input_.contacts, input_.merges),
                     input_.leads.rows(), input_.campaigns, agreement_, input_.as_of, "type", conditions);
}

std::vector<std::uint8_t> GoalItems::rows_where(const Goal& goal, const Table& table, Kind kind) const {
    if (goal.where.empty()) return std::vector<std::uint8_t>(table.rows(), 1);
    const Bound bound(std::span(&goal.where, 1), scope_of(table, kind, agreement_, input_.as_of));
    Bound::Evaluator evaluator(bound);
    evaluator.run(table);
    const auto mask = evaluator.mask(0);
    return {mask.begin(), mask.end()};
}

/// The deals; what a condition asks of them and they do not say, their first lead says that does.
Table GoalItems::deals_with_leads(const Goal& goal) const {
    Table deals = input_.deals;
    if (goal.where.empty()) return deals;
    for (const Expression::Use& use : goal.where.columns()) {
        const Cells own(input_.deals, use.name), of_lead(input_.leads, use.name);
        if (own.any() || !of_lead.any()) continue;
        std::vector<std::string_view>& cells = deals[deals.find_or_add(use.name)].cells;
        cells.resize(deals.rows());
        for (const Deal& deal : people_.deals().all)
            for (std::size_t i = 0; cells[deal.row].empty() && i < deal.leads.size(); ++i)
                cells[deal.row] = of_lead[deal.leads[i]];
    }
    return deals;
}

/// A touch of this side in the look-back before.
bool GoalItems::touched_before(Goal::Side side, std::uint32_t lead, Instant at) const {
    const auto by = side == Goal::Side::marketing ? TouchLog::Side::marketing : TouchLog::Side::sales;
    for (const TouchLog::Touch& touch : touches_->of(lead)) {
        if (touch.instant() > at) break;
        if (touch.by() == by && touch.instant() > at - agreement_.attribution.lookback) return true;
    }
    return false;
}

void GoalItems::count_leads(const Goal& goal, std::vector<GoalItem>& items) {
    const std::vector<std::uint8_t> holds = rows_where(goal, input_.leads, Kind::leads);
    const std::uint32_t stage =
        goal.counts == Goal::Counts::stage ? stage_at(agreement_.lifecycle, goal.stage).value_or(0) : 0;
    const std::uint32_t further = goal.value.kind == Measure::Kind::rate
                                      ? stage_at(agreement_.lifecycle, goal.value.of).value_or(0)
                                      : 0;
    std::size_t undated = 0;
    for (std::uint32_t person = 0; person < people_.all().size(); ++person) {
        const Person& each = people_.all()[person];
        if (holds[each.row] == 0 || each.reached < stage) continue;
        const Moment at = goal.counts == Goal::Counts::leads ? each.created : reached_.at(person, stage);
        if (!at.known()) {
            ++undated;
            continue;
        }
        if (goal.touched_by != Goal::Side::both && !touched_before(goal.touched_by, each.row, at.last(zone_)))
            continue;
        GoalItem item{.row = each.row, .day = at.day_in(zone_), .rep = rep_of_lead(each.row)};
        item.success = each.reached >= further;
        items.push_back(item);
    }
    if (undated > 0)
        notes_.push_back(counted(undated, "lead") + " of the goal '" + goal.name +
                         "' without a known day: left out" +
                         (goal.counts == Goal::Counts::stage && !input_.has_ledger
                              ? " (a ledger, or an export of stages, knows when a stage was reached)"
                              : ""));
}

std::vector<std::size_t> GoalItems::every_deal() const {
    std::vector<std::size_t> rows;
    for (const Deal& deal : people_.deals().all) rows.push_back(deal.row);
    return rows;
}

void GoalItems::count_deals(const Goal& goal, std::vector<GoalItem>& items) {
    if (input_.deals.columns().empty())
        throw Error(Fault::request, "the goal '" + goal.name + "' counts deals, and there are none",
                    "name their file with --deals, or in [exports.deals] of the agreement");
    const std::vector<std::uint8_t> holds = rows_where(goal, deals_with_leads(goal), Kind::deals);
    const bool money = goal.value.kind == Measure::Kind::sum;
    if (money && !amounts_) {
        amounts_.emplace(input_.deals, every_deal(), agreement_);
        currency_ = amounts_->currency();
    }
    const Cells owner(input_.deals, "owner");
    OwnerNames names(agreement_);
    std::size_t undated = 0;
    for (const Deal& deal : people_.deals().all) {
        if (holds[deal.row] == 0 || (input_.only_their_deals && deal.leads.empty())) continue;
        const bool ended = deal.status == DealStatus::won || deal.status == DealStatus::lost;
        if (goal.counts == Goal::Counts::won && deal.status != DealStatus::won) continue;
        if (goal.counts == Goal::Counts::closed && !ended) continue;
        if (goal.value.kind == Measure::Kind::win_rate && !ended) continue;
        const Moment at = goal.counts == Goal::Counts::deals ? deal.created : deal.closed;
        if (!at.known()) {
            ++undated;
            continue;
        }
        if (goal.touched_by != Goal::Side::both &&
            std::none_of(deal.leads.begin(), deal.leads.end(), [&](std::uint32_t lead) {
                return touched_before(goal.touched_by, lead, at.last(zone_));
            }))
            continue;
        const auto row = static_cast<std::uint32_t>(deal.row);
        GoalItem item{.row = row, .day = at.day_in(zone_), .rep = names.find(owner[deal.row])};
        if (owner[deal.row].empty() && !deal.leads.empty()) item.rep = rep_of_lead(deal.leads.front());
        if (money) item.value = amounts_->of(row).value_or(0);
        item.success = deal.status == DealStatus::won;
        items.push_back(item);
    }
    if (undated > 0)
        notes_.push_back(counted(undated, "deal") + " of the goal '" + goal.name +
                         "' without a known day: left out");
}

void GoalItems::count_touches(const Goal& goal, std::vector<GoalItem>& items) {
    const auto condition = condition_of_.find(goal.where.empty() ? std::string() : goal.where.text());
    for (std::uint32_t lead = 0; lead < input_.leads.rows(); ++lead)
        for (const TouchLog::Touch& touch : touches_->of(lead))
            if (goal.where.empty() || touch.holds(condition->second))
                items.push_back(
                    {.row = lead, .day = zone_.date_of(touch.instant()), .rep = rep_of_lead(lead)});
}

/// A first touch counts on its day when it came in time, else on the day it was due.
void GoalItems::count_first_touches(std::vector<GoalItem>& items) {
    const Followups followups = followups_of(input_, &people_.index());
    for (const Followup& each : followups.all()) {
        const bool kept = each.state == Followup::State::kept;
        if (!each.due ||
            (!kept && each.state != Followup::State::late && each.state != Followup::State::missed))
            continue;
        const Instant at = kept ? std::min(*each.first_touch, *each.due) : *each.due;
        items.push_back({.row = each.row,
                         .day = zone_.date_of(at),
                         .success = kept,
                         .rep = agreement_.rep_of_owner(each.handover->rep)});
    }
}

} // namespace handoff
