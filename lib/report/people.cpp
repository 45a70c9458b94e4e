#include "report/people.hpp"

#include "base/parallel.hpp"
#include "report/cells.hpp"
#include "report/joined_rows.hpp"

#include <handoff/values.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <thread>

namespace handoff {
namespace {

constexpr std::uint32_t no_one = LeadIndex::none, nowhere = no_one - 1;

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
    add_answers(input.answers);
    add_history(input.history);
    add_history(input.stages);
    add_history(input.stages, true);
}

void People::reach(std::uint32_t person, std::optional<std::uint32_t> stage, Moment at) {
    if (!stage || *stage >= stages_) return;
    Person& each = all_[person];
    each.reached = std::max(each.reached, *stage);
    each.stands = std::max(each.stands, *stage);
    Moment& known = times_[person * stages_ + *stage];
    known = earlier(known, at);
}

void People::add_stage(Person& person, std::uint32_t place, std::string_view stage) {
    const Lifecycle& lifecycle = agreement_.lifecycle;
    if (place == nowhere) {
        ++strange_;
        if (!position_of(strange_stages_, stage)) strange_stages_.emplace_back(stage);
    } else if (place < lifecycle.stages.size()) {
        person.reached = std::max(person.reached, place);
        person.stands = std::max(person.stands, place);
        person.aside = 0;
    } else {
        person.aside = place - static_cast<std::uint32_t>(lifecycle.stages.size()) + 1;
    }
}

/// What one row of the leads says, read by whichever thread is free.
struct People::Shown {
    std::uint32_t first = 0;      ///< row of the same lead that comes first, or of its survivor
    std::uint32_t stage = no_one; ///< on the path, then aside; `nowhere` is none of them, `no_one` blank
    std::uint32_t furthest = no_one;
    bool qualified = false, converted = false;
    Moment created, converted_at;
};

std::vector<People::Shown> People::read_leads(const Table& leads, const Merges& merges) const {
    const Cells id(leads, "lead_id"), email(leads, "email"), stage(leads, "stage"),
        furthest(leads, "furthest"), qualified(leads, "qualified"), converted(leads, "converted"),
        converted_at(leads, "converted_at"), created(leads, "created_at");
    const Lifecycle& lifecycle = agreement_.lifecycle;
    const auto place_of = [&](std::string_view name) -> std::uint32_t {
        if (name.empty()) return no_one;
        if (const auto position = position_of(lifecycle.stages, name)) return *position;
        const auto aside = position_of(lifecycle.aside, name);
        return aside ? static_cast<std::uint32_t>(lifecycle.stages.size()) + *aside : nowhere;
    };
    const LeadKeys::Columns by_id = by_lead_id(leads);
    std::vector<Shown> all(leads.rows());
    constexpr std::size_t rows_at_once = 4096;
    in_parallel(std::thread::hardware_concurrency(), leads.rows(), rows_at_once,
                [&](std::size_t from, std::size_t to, unsigned) {
                    std::uint32_t of_id[rows_at_once];
                    find_leads(index_.keys(), leads, by_id, from, {of_id, to - from});
                    for (std::size_t row = from; row < to; ++row) {
                        Shown& shown = all[row];
                        shown.first =
                            !id[row].empty()
                                ? merges.empty() ? of_id[row - from] : index_.by_id(merges.survivor(id[row]))
                            : !email[row].empty() ? index_.by_email(email[row])
                                                  : static_cast<std::uint32_t>(row);
                        if (shown.first == LeadIndex::none) shown.first = static_cast<std::uint32_t>(row);
                        shown.stage = place_of(stage[row]);
                        shown.furthest = place_of(furthest[row]);
                        shown.qualified = read_boolean(qualified[row]).value_or(false);
                        shown.converted =
                            !converted_at[row].empty() || read_boolean(converted[row]).value_or(false);
                        shown.created = Moment::read(created[row]);
                        shown.converted_at = Moment::read(converted_at[row]);
                    }
                });
    return all;
}

void People::add_leads(const Table& leads, const Merges& merges) {
    const Cells stage(leads, "stage");
    const auto qualified_stage = position_of(agreement_.lifecycle.stages, "mql");
    const auto converted_stage = position_of(agreement_.lifecycle.stages, "sql");
    const std::vector<Shown> rows = read_leads(leads, merges);
    std::vector<std::uint32_t> person_of_first(rows.size(), no_one);
    all_.reserve(rows.size());
    touch_in_parallel(all_.data(), rows.size() * sizeof(Person));
    times_.reserve(rows.size() * stages_);
    touch_in_parallel(times_.data(), rows.size() * stages_ * sizeof(Moment));
    person_of_row_.reserve(rows.size());
    for (std::uint32_t row = 0; row < rows.size(); ++row) {
        const Shown& shown = rows[row];
        // A lead that was merged is the same person as its survivor, wherever that stands.
        const std::uint32_t first = shown.first;
        const bool repeated = person_of_first[first] != no_one;
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
        each.created = earlier(each.created, shown.created);
        if (shown.stage != no_one) add_stage(each, shown.stage, stage[row]);
        if (shown.furthest < stages_) each.reached = std::max(each.reached, shown.furthest);
        reach(person, 0, each.created);
        if (shown.qualified) reach(person, qualified_stage, {});
        if (shown.converted) reach(person, converted_stage, shown.converted_at);
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

void People::add_answers(std::span<const Answer> answers) {
    const auto accepted = position_of(agreement_.lifecycle.stages, "sal");
    if (!accepted) return;
    for (const Answer& each : answers) {
        if (each.verdict != Answer::Verdict::accept) continue;
        std::uint32_t lead = index_.by_id(each.lead);
        if (lead == LeadIndex::none) lead = index_.by_email(each.lead);
        if (lead == LeadIndex::none) continue;
        Person& person = all_[person_of(lead)];
        person.reached = std::max(person.reached, *accepted);
        Moment& known = times_[person_of(lead) * stages_ + *accepted];
        known = earlier(known, Moment(each.at));
    }
}

void People::add_history(const Table& history, bool between_nights) {
    if (history.rows() == 0) return;
    const Cells id(history, "lead_id"), deal(history, "deal_id"), stage(history, "stage"), at(history, "at"),
        earliest(history, "earliest"), latest(history, "latest"), known_from(history, "known_from");
    std::vector<Moment> times(times_.size());
    for (std::size_t row = 0; row < history.rows(); ++row) {
        if (id[row].empty()) { // the history of a deal, if not of nobody
            history_unnamed_ += deal[row].empty() ? 1 : 0;
            continue;
        }
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
    if (history_unnamed_ > 0)
        notes.push_back(counted(history_unnamed_, "stage change") +
                        " of nobody: neither a lead nor a deal is named");
    if (history_orphans_ > 0)
        notes.push_back(counted(history_orphans_, "stage change") + " of none of these leads: left out");
}

} // namespace handoff
