#include "report/people.hpp"

#include "report/cells.hpp"

#include <handoff/values.hpp>
#include <handoff/words.hpp>

#include <algorithm>

namespace handoff {
namespace {

std::optional<std::uint32_t> position_of(const std::vector<std::string>& names,
                                         std::string_view name) noexcept {
    for (std::size_t i = 0; i < names.size(); ++i)
        if (same_text(names[i], name)) return static_cast<std::uint32_t>(i);
    return std::nullopt;
}

/// Nightly comparison only knows that a stage was reached between two nights. A few days' doubt is taken at
/// its middle; more is not a time.
Moment middle(std::string_view earliest, std::string_view latest) {
    constexpr std::chrono::days most_doubt{3};
    const auto from = read_instant(earliest), to = read_instant(latest);
    if (!from || !to || *to < *from || *to - *from > most_doubt) return {};
    return Moment(*from + (*to - *from) / 2);
}

} // namespace

People::People(const ReportInput& input)
    : agreement_(*input.agreement), index_(input.leads, &input.contacts, input.merges),
      deals_(read_deals(input, index_)), stages_(agreement_.lifecycle.stages.size()) {
    add_leads(input.leads, input.merges);
    add_deals();
    add_history(input.history);
    add_history(input.stages);
    add_history(input.stages, true);
}

void People::reach(std::uint32_t person, std::optional<std::uint32_t> stage, Moment at) {
    if (!stage) return;
    Person& each = all_[person];
    each.reached = std::max(each.reached, *stage);
    each.stands = std::max(each.stands, *stage);
    Moment& known = times_[person * stages_ + *stage];
    known = earlier(known, at);
}

void People::add_stage(Person& person, std::string_view stage) {
    if (stage.empty()) return;
    const Lifecycle& lifecycle = agreement_.lifecycle;
    if (const auto position = position_of(lifecycle.stages, stage)) {
        person.reached = std::max(person.reached, *position);
        person.stands = std::max(person.stands, *position);
        person.aside = 0;
    } else if (const auto aside = position_of(lifecycle.aside, stage)) {
        person.aside = *aside + 1;
    } else {
        ++strange_;
        if (!position_of(strange_stages_, stage)) strange_stages_.emplace_back(stage);
    }
}

void People::add_leads(const Table& leads, const Merges& merges) {
    const Cells id(leads, "lead_id"), email(leads, "email"), stage(leads, "stage"),
        furthest(leads, "furthest"), qualified(leads, "qualified"), converted(leads, "converted"),
        converted_at(leads, "converted_at"), created(leads, "created_at");
    const auto qualified_stage = position_of(agreement_.lifecycle.stages, "mql");
    const auto converted_stage = position_of(agreement_.lifecycle.stages, "sql");
    constexpr std::uint32_t nobody = LeadIndex::none;
    std::vector<std::uint32_t> person_of_first(leads.rows(), nobody);
    for (std::uint32_t row = 0; row < leads.rows(); ++row) {
        // A lead that was merged is the same person as its survivor, wherever that stands.
        std::uint32_t first = !id[row].empty()      ? index_.by_id(merges.survivor(id[row]))
                              : !email[row].empty() ? index_.by_email(email[row])
                                                    : row;
        if (first == nobody) first = row;
        const bool repeated = person_of_first[first] != nobody;
        if (repeated) ++repeated_;
        if (!repeated) {
            person_of_first[first] = static_cast<std::uint32_t>(all_.size());
            all_.push_back({.row = row});
            times_.resize(times_.size() + stages_);
        }
        const std::uint32_t person = person_of_first[first];
        person_of_row_.push_back(person);
        if (row == first) all_[person].row = row;
        Person& each = all_[person];
        each.created = earlier(each.created, Moment::read(created[row]));
        add_stage(each, stage[row]);
        if (const auto position = position_of(agreement_.lifecycle.stages, furthest[row]))
            each.reached = std::max(each.reached, *position);
        reach(person, 0, each.created);
        if (read_boolean(qualified[row]).value_or(false)) reach(person, qualified_stage, {});
        if (!converted_at[row].empty() || read_boolean(converted[row]).value_or(false))
            reach(person, converted_stage, Moment::read(converted_at[row]));
    }
}

void People::add_deals() {
    const auto deal_stage = position_of(agreement_.lifecycle.stages, "opportunity");
    const auto won_stage = position_of(agreement_.lifecycle.stages, "won");
    const auto lost = position_of(agreement_.lifecycle.aside, "lost");
    enum : std::uint8_t { lost_deal = 1, open_deal = 2, won_deal = 4 };
    std::vector<std::uint8_t> has(all_.size());
    for (const Deal& deal : deals_.all)
        for (const std::uint32_t lead : deal.leads) {
            const std::uint32_t person = person_of(lead);
            reach(person, deal_stage, deal.created);
            if (deal.status == DealStatus::won) reach(person, won_stage, deal.closed);
            has[person] |= deal.status == DealStatus::won    ? won_deal
                           : deal.status == DealStatus::lost ? lost_deal
                                                             : open_deal;
        }
    // What became of the deals outweighs a status that nobody cared to change.
    for (std::size_t person = 0; person < all_.size(); ++person) {
        if ((has[person] & won_deal) != 0) all_[person].aside = 0;
        if (lost && has[person] == lost_deal && all_[person].aside == 0) all_[person].aside = *lost + 1;
    }
}

void People::add_history(const Table& history, bool between_nights) {
    if (history.rows() == 0) return;
    const Cells id(history, "lead_id"), stage(history, "stage"), at(history, "at"),
        earliest(history, "earliest"), latest(history, "latest"), known_from(history, "known_from");
    std::vector<Moment> times(times_.size());
    for (std::size_t row = 0; row < history.rows(); ++row) {
        if (id[row].empty()) continue; // the history of a deal
        const bool is_night = !known_from[row].empty() && known_from[row] != "history";
        if (is_night != between_nights) continue;
        const std::uint32_t lead = index_.by_id(id[row]);
        if (lead == LeadIndex::none) {
            ++history_orphans_;
            continue;
        }
        const auto position = position_of(agreement_.lifecycle.stages, stage[row]);
        if (!position) continue;
        Person& person = all_[person_of(lead)];
        person.reached = std::max(person.reached, *position);
        Moment& known = times[person_of(lead) * stages_ + *position];
        known = earlier(known, at[row].empty() ? middle(earliest[row], latest[row]) : Moment::read(at[row]));
    }
    for (std::size_t i = 0; i < times_.size(); ++i)
        if (!times_[i].known()) times_[i] = times[i];
}

void People::add_notes(std::vector<std::string>& notes) const {
    if (repeated_ > 0)
        notes.push_back(counted(repeated_, "row") +
                        " of leads that stood there before: each lead counts once");
    if (strange_ > 0) {
        std::string names;
        for (const std::string& stage : strange_stages_) names += (names.empty() ? "'" : ", '") + stage + "'";
        notes.push_back(counted(strange_, "lead") + " in a stage that the lifecycle does not have (" + names +
                        "): what else is known of them decides how far they came");
    }
    handoff::add_notes(notes, deals_);
    if (history_orphans_ > 0)
        notes.push_back(counted(history_orphans_, "stage change") + " of none of these leads: left out");
}

} // namespace handoff
