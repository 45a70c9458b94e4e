#include "route/eligibility.hpp"

#include <handoff/words.hpp>

#include <algorithm>

namespace handoff {

namespace {

const Column* column_of(const Table& table, std::string_view name) {
    const auto position = table.find(name);
    return position ? &table[*position] : nullptr;
}

std::string_view cell_of(const Column* column, std::size_t row) {
    return column ? column->cells[row] : std::string_view();
}

bool is_true(const Column* column, std::size_t row) { return cell_of(column, row) == "true"; }

void say(Assignment& assignment, bool reasons, std::string effect, std::string value) {
    if (reasons)
        assignment.reasons.push_back(
            {.rule = "who is routed", .value = std::move(value), .effect = std::move(effect)});
}

} // namespace

bool is_queue(std::string_view owner) noexcept {
    // Salesforce gives the ids of queues this prefix.
    if (owner.size() >= 15 && owner.substr(0, 3) == "00G") return true;
    constexpr std::string_view word = "queue";
    for (std::size_t from = 0; from + word.size() <= owner.size(); ++from)
        if (same_text(owner.substr(from, word.size()), word)) return true;
    return false;
}

Eligibility::Eligibility(const Table& leads, const Agreement& agreement, const RoutePast& past, Instant as_of)
    : agreement_(agreement), past_(past),
      as_of_(as_of), columns_{.lead_id = column_of(leads, "lead_id"),
                              .email = column_of(leads, "email"),
                              .owner = column_of(leads, "owner"),
                              .qualified = column_of(leads, "qualified"),
                              .disqualified = column_of(leads, "disqualified"),
                              .email_opt_out = column_of(leads, "email_opt_out"),
                              .phone_opt_out = column_of(leads, "phone_opt_out"),
                              .stage = column_of(leads, "stage"),
                              .created_at = column_of(leads, "created_at")},
      owners_(agreement), hand_backs_(leads, agreement, past, as_of) {
    if (!columns_.qualified)
        throw Error(Fault::request, "the leads have no column 'qualified', so nobody knows which to route",
                    "score them first: handoff score | handoff route");
}

std::string Eligibility::key(std::size_t row) const {
    return lead_key(cell_of(columns_.lead_id, row), cell_of(columns_.email, row));
}

std::string_view Eligibility::stage(std::size_t row) const { return cell_of(columns_.stage, row); }
std::string_view Eligibility::created_at(std::size_t row) const { return cell_of(columns_.created_at, row); }

bool Eligibility::opted_out(std::size_t row, std::string_view channel) const {
    return is_true(channel == "email" ? columns_.email_opt_out : columns_.phone_opt_out, row);
}

std::string Eligibility::not_taken_because(std::size_t row) const {
    if (is_true(columns_.disqualified, row)) return "disqualified";
    if (!is_true(columns_.qualified, row)) return "not qualified";
    if (is_true(columns_.email_opt_out, row) && is_true(columns_.phone_opt_out, row))
        return "opted out of e-mail and phone";
    if (past_.known && cell_of(columns_.lead_id, row).empty() && cell_of(columns_.email, row).empty())
        return "has neither lead_id nor email to remember it by";
    return {};
}

// The CRM shows for long where a lead was: one that came back, and is wanted again, may stand in nurture
// still.
bool Eligibility::through(std::string_view stage, std::string_view lead) const {
    if (!ends_path(agreement_.lifecycle, stage)) return false;
    if (stage != "nurture" || (past_.open.empty() && past_.handed_back.empty())) return true;
    if (hand_backs_.of(lead)) return false;
    const auto open = past_.open.find(lead);
    return open == past_.open.end() || !open->second.came_back;
}

bool Eligibility::through(std::size_t row) const {
    const std::string_view at = stage(row);
    return ends_path(agreement_.lifecycle, at) && through(at, key(row));
}

bool Eligibility::taken(std::size_t row, Assignment& assignment, bool reasons) {
    const std::string_view owner_text = cell_of(columns_.owner, row);
    const bool has_past = !past_.open.empty() || !past_.handed_back.empty() || !past_.former.empty();
    const std::string lead = has_past ? key(row) : std::string();
    const auto open = past_.open.find(lead);
    const bool is_open = has_past && open != past_.open.end();
    const RoutePast::HandedBack* const back = is_open ? nullptr : hand_backs_.of(lead);
    const Rep* owner = owners_.find(owner_text);
    // Who handed it back may still be the owner in the CRM.
    const bool had_it =
        back && owner && std::find(back->reps.begin(), back->reps.end(), owner->id) != back->reps.end();
    if (had_it) owner = nullptr;
    const bool waits = had_it || (!owner && (owner_text.empty() || is_queue(owner_text)));

    const std::string_view stage = cell_of(columns_.stage, row);
    if (through(stage, lead)) {
        // Whom it was taken from tonight is still told when the same night is run again.
        const auto former = past_.former.find(lead);
        const bool ended_tonight =
            has_past && former != past_.former.end() && former->second.ended_at == as_of_;
        assignment.rep = owner           ? owner->id
                         : is_open       ? open->second.rep
                         : ended_tonight ? former->second.rep
                         : waits         ? ""
                                         : std::string(owner_text);
        say(assignment, reasons, "not taken", "its stage is '" + std::string(stage) + "'");
        return false;
    }
    if (is_open) {
        const bool by_hand = owner && owner->id != open->second.rep;
        if (reasons)
            if (const auto unearned = past_.unearned.find(lead); unearned != past_.unearned.end())
                assignment.reasons.push_back({.rule = "handed back",
                                              .value = unearned->second,
                                              .effect = "not accepted: it must be earned by attempts"});
        if (!by_hand && !past_.broken.empty() && !is_true(columns_.disqualified, row))
            if (const auto found = broken(lead); found && found->moves) return true;
        keep_open(open->second, owner, assignment, reasons);
        return false;
    }
    if (std::string because = not_taken_because(row); !because.empty()) {
        assignment.rep = owner ? owner->id : waits ? "" : std::string(owner_text);
        say(assignment, reasons, "not taken", std::move(because));
        return false;
    }
    // An owner who is no rep of the agreement keeps the lead only while there is no ledger to say otherwise.
    if (waits || (!owner && past_.known)) {
        if (!back) return true;
        HandBacks::Decision decision = hand_backs_.decide(*back, row);
        if (decision.next == HandBacks::Next::routed) return true;
        if (decision.next == HandBacks::Next::worn_out) worn_out_.push_back(static_cast<std::uint32_t>(row));
        if (reasons) assignment.reasons.push_back(std::move(decision.reason));
        return false;
    }
    assignment.outcome = Assignment::Outcome::kept;
    assignment.rep = owner ? owner->id : std::string(owner_text);
    if (past_.known) {
        assignment.by_hand = true;
        assignment.assigned_at = as_of_;
        say(assignment, reasons, "kept by " + assignment.rep,
            "given by hand: the owner in the CRM is '" + std::string(owner_text) + "'");
    } else {
        say(assignment, reasons, "kept by " + assignment.rep,
            "the owner in the CRM is '" + std::string(owner_text) + "'");
    }
    return false;
}

std::optional<Eligibility::Broken> Eligibility::broken(std::string_view lead) const {
    const auto clock = past_.broken.find(lead);
    const auto open = past_.open.find(lead);
    if (clock == past_.broken.end() || open == past_.open.end()) return std::nullopt;
    const Sla* const sla = agreement_.sla(open->second.sla);
    if (!sla || sla->breach == Sla::Breach::report) return std::nullopt;
    Broken found{.open = &open->second, .clock = &clock->second, .sla = sla};
    if (const auto missed = past_.missed.find(lead); missed != past_.missed.end())
        found.times = missed->second.size();
    found.moves = sla->breach == Sla::Breach::reroute && found.times < sla->reroutes;
    found.told = !sla->escalate_to.empty() && sla->escalate_to != found.open->rep && !found.open->escalated;
    return found;
}

void Eligibility::keep_open(const RoutePast::Open& open, const Rep* owner, Assignment& assignment,
                            bool reasons) const {
    if (!owner || owner->id == open.rep) {
        keep(open, assignment, reasons);
        return;
    }
    assignment.outcome = Assignment::Outcome::kept;
    assignment.sla = open.sla;
    assignment.due_at = open.due_at;
    assignment.due_work = open.due_work;
    assignment.rep = owner->id;
    assignment.by_hand = true;
    assignment.assigned_at = as_of_;
    say(assignment, reasons, "kept by " + owner->id,
        "given by hand: the owner in the CRM is '" + owner->id + "', not '" + open.rep +
            "' to whom it was assigned " + to_text(open.assigned_at));
}

void Eligibility::keep(const RoutePast::Open& open, Assignment& assignment, bool reasons) const {
    assignment.outcome = Assignment::Outcome::kept;
    assignment.rep = open.rep;
    assignment.pool = open.pool;
    assignment.route = open.route;
    assignment.sla = open.sla;
    assignment.due_at = open.due_at;
    assignment.due_work = open.due_work;
    assignment.assigned_at = open.assigned_at;
    say(assignment, reasons, "kept by " + open.rep, "assigned " + to_text(open.assigned_at));
}

} // namespace handoff
