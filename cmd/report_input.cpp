#include "report_input.hpp"

#include "scored_again.hpp"

#include <handoff/campaigns.hpp>
#include <handoff/idle_answers.hpp>
#include <handoff/look_back.hpp>
#include <handoff/owners.hpp>
#include <handoff/score.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <future>
#include <map>
#include <set>

namespace handoff::command {

namespace {

/// Where the cells of each canonical column can be found as they stood in the export.
std::map<std::string, std::string> as_they_stood(const Export& leads) {
    std::map<std::string, std::string> columns;
    for (std::size_t i = 0; i < leads.names().size(); ++i)
        if (const auto source = leads.source(i))
            columns.emplace(leads.names()[i].name, leads.names()[leads.as_it_stood(*source)].name);
    return columns;
}

/// What the ledger knows of whose turn it is, and of leads, among those of the report, that nobody could
/// take.
void read_rotation(ReportInput& input, const Ledger& ledger) {
    input.has_ledger = true;
    input.leads_are_newer = ledger.knows_later_than(input.as_of);
    input.turns = ledger.turns();
    input.make_ups = ledger.make_ups();
    input.unrouted = ledger.unrouted();
    const auto id = input.leads.find("lead_id"), email = input.leads.find("email");
    const auto cell = [&](const std::optional<std::size_t>& column, std::size_t row) {
        return column && row < input.leads[*column].cells.size() ? input.leads[*column].cells[row]
                                                                 : std::string_view();
    };
    std::set<std::string> keys;
    for (std::size_t row = 0; row < input.leads.rows() && !input.unrouted.empty(); ++row)
        keys.insert(lead_key(cell(id, row), cell(email, row)));
    std::erase_if(input.unrouted, [&](const Ledger::Unrouted& each) {
        return each.since > input.as_of || !keys.contains(each.lead);
    });
}

/// Reports of the work of reps, which need no history of stages: of large ledgers that is most to be read.
bool reads_stages(std::string_view report, const Lifecycle& lifecycle) {
    if (report == "worklist" && !lifecycle.max_stay.empty()) return true; // who stays too long
    constexpr std::string_view of_handovers[] = {"worklist", "brief", "nurture", "feedback", "fairness"};
    return std::count(std::begin(of_handovers), std::end(of_handovers), report) == 0;
}

/// Only of leads that the CRM shows in nurture does that report ask since when.
bool asks_since_when(const ReportKind& kind, const Table& leads) {
    const auto stage = leads.find("stage");
    if (kind.name != "nurture" || !stage) return false;
    const auto& cells = leads[*stage].cells;
    return std::any_of(cells.begin(), cells.end(),
                       [](std::string_view cell) { return same_text(cell, "nurture"); });
}

/// Those that ask with which score and grade leads first qualified.
bool reads_first_scores(std::string_view report) { return report == "sla" || report == "quality"; }

/// Times in the future among them.
bool looks_for_mistakes(std::string_view report) { return report == "hygiene"; }

/// In an order of their own, each once. Answers are large: their order is found first.
void sort_and_unite(std::vector<Answer>& answers) {
    std::vector<Answer*> order;
    for (Answer& each : answers) order.push_back(&each);
    std::sort(order.begin(), order.end(), [](const Answer* a, const Answer* b) { return *a < *b; });
    const auto same = [](const Answer* a, const Answer* b) { return *a == *b; };
    order.erase(std::unique(order.begin(), order.end(), same), order.end());
    std::vector<Answer> sorted;
    sorted.reserve(order.size());
    for (Answer* each : order) sorted.push_back(std::move(*each));
    answers = std::move(sorted);
}

/// What the ledger knows of the stages of leads, and of how they were judged.
struct Judgements {
    Table stages;
    std::map<std::string, Ledger::FirstQualified, std::less<>> first_qualified;
    std::map<std::string, std::string> versions;
};

Judgements read_judgements(const ReportKind& kind, const std::string& score, const Flags& flags,
                           const Agreement& agreement) {
    Judgements judgements;
    const auto ledger = ledger_to_look_into(flags);
    if (!ledger) return judgements;
    if (reads_stages(kind.name, agreement.lifecycle)) judgements.stages = ledger->stages();
    if (reads_first_scores(kind.name)) judgements.first_qualified = ledger->first_qualified(score);
    judgements.versions = ledger->versions();
    return judgements;
}

/// A table by the stage where leads stand, which it tells as the funnel does.
bool asks_where_leads_stand(const ReportKind& kind, const ReportInput& input) {
    return kind.name == "table" && (same_text(input.by, "stage") || same_text(input.across, "stage"));
}

/// What names columns of leads that a report reads beside its own.
std::vector<std::string> texts_that_name_columns(const ReportKind& kind, const ReportInput& input,
                                                 const Flags& flags, const SavedReport* saved, bool behind) {
    std::vector<std::string> texts = {input.by, input.across, input.value, input.outcome, flags.where};
    if (saved) texts.push_back(saved->where.text());
    const auto add = [&](std::span<const std::string_view> names) {
        texts.insert(texts.end(), names.begin(), names.end());
    };
    if (behind) add(columns_of_rows());
    // When a lead was last changed; to whom it was given, and when.
    constexpr std::string_view of_standing[] = {"updated_at", "rep",         "pool",   "route",
                                                "sla",        "assigned_at", "due_at", "owner"};
    if (asks_where_leads_stand(kind, input)) add(of_standing);
    if (!files_of(Kind::accounts, flags, *input.agreement).empty()) add(columns_that_find_accounts());
    return texts;
}

/// What deals showed when they were last looked at, and when their stages changed since: before the files of
/// deals that this report reads; `since` a day, before that.
void read_deals_then(ReportInput& input, const Ledger& ledger, std::string_view report, const Flags& flags,
                     const Agreement& agreement, const std::optional<Date>& since) {
    if (since) {
        input.deals_then = ledger.deals_at(agreement.timezone.start_of(*since));
    } else if (report == "digest") {
        const Date today = agreement.timezone.date_of(input.as_of);
        input.deals_then = ledger.deals_at(
            agreement.timezone.start_of(Date(std::chrono::sys_days(today) - std::chrono::days(7))));
    } else if (report == "pipeline") {
        std::vector<std::string> files;
        for (const std::string& path : files_of(Kind::deals, flags, agreement))
            files.push_back(path == "-" ? std::string() : sha256_of_file(path));
        input.deals_then = ledger.deals_before(files, input.as_of);
    }
    if (input.deals_then) input.deal_stages = ledger.deal_stages(input.deals_then->at);
}

/// Throws Error (request) where a report of what became of handovers finds none up to its time, but later
/// ones or later leads.
void leave_out_later(ReportInput& input, std::string_view report, bool later_leads) {
    const std::size_t later = look_back_at_work(input);
    constexpr std::string_view of_handovers[] = {"sla", "worklist", "brief", "feedback"};
    if (input.handovers.empty() && (later > 0 || later_leads) &&
        std::count(std::begin(of_handovers), std::end(of_handovers), report) > 0)
        throw Error(Fault::request, fmt::format("no lead was given to a rep up to {}", to_text(input.as_of)));
}

/// Leaves out answers from which nothing follows, as the ledger knows, which is given where handovers are not
/// yet known to the report.
void leave_out_idle(ReportInput& input, const Ledger* ledger, std::vector<std::string>& notes) {
    if (input.answers.empty()) return;
    const std::vector<Handover> known = ledger ? ledger->handovers(*input.texts) : std::vector<Handover>();
    const std::size_t idle = take_idle_answers(input.answers, ledger ? known : input.handovers).size();
    if (idle > 0)
        notes.push_back(counted(idle, "answer") +
                        " by reps who did not have the lead then: nothing follows, and left out");
}

/// Files alone tell who has a lead now, not who had it then: what another says of it counts.
void tell_of_others_answers(const ReportInput& input, std::vector<std::string>& notes) {
    const std::size_t others = count_idle_answers(input.answers, input.handovers);
    if (others > 0)
        notes.push_back(
            counted(others, "answer") +
            " by reps who do not have the lead now: they count, since only a ledger (--ledger) knows "
            "who had it then");
}

/// Leaves out leads that are not asked for.
void choose_leads(LeadsRead& leads, Table& table, const Flags& flags, const Setting& setting,
                  const SavedReport* saved) {
    const std::vector<std::uint32_t> kept =
        keep_where(table, flags, setting, saved ? saved->where : Expression());
    std::vector<std::uint32_t> rows;
    rows.reserve(kept.size());
    for (const std::uint32_t row : kept) rows.push_back(leads.rows.empty() ? row : leads.rows[row]);
    leads.rows = std::move(rows);
}

} // namespace

LeadsRead read_report_input(ReportInput& input, const ReportWanted& wanted, const Flags& flags,
                            const Setting& setting, const Voice& voice) {
    const ReportKind& kind = *wanted.kind;

    // Of the ledger most is read while all else is.
    const auto ledger = ledger_to_look_into(flags);
    const auto beside = ledger ? std::launch::async : std::launch::deferred;
    const bool asks = asks_for_handovers(kind, setting.agreement) ||
                      (asks_where_leads_stand(kind, input) && !setting.agreement.dispositions.empty());
    auto judgements =
        std::async(beside, [&] { return read_judgements(kind, input.score, flags, setting.agreement); });
    auto handovers = std::async(beside, [&] {
        const auto own = asks ? open_ledger(flags) : std::nullopt;
        return own ? own->handovers(*input.texts) : std::vector<Handover>();
    });
    const auto read = [&](Kind of, Table& table) {
        const auto rows = open_export(of, flags, setting.agreement);
        if (!rows) return;
        table = rows->read_all();
        settle(*rows, flags, voice);
    };
    const bool waits = waits_for_scores(kind.name, setting.agreement);
    LeadsRead leads{.from = open_export(Kind::leads, flags, setting.agreement, kind.past_scores || waits)};
    if (ledger && kind.phones) leads.from->know_phones(ledger->phones());
    input.leads = read_leads(kind, setting.agreement, *leads.from,
                             texts_that_name_columns(kind, input, flags, wanted.saved, wanted.behind));
    ReadMerges merges = read_merges(flags, setting, voice);
    if (waits && !leads.from->find("qualified"))
        add_scores(input.leads, *leads.from, input.touches, merges, flags, setting);
    const bool asks_stages = ledger && asks_since_when(kind, input.leads);
    auto stages = std::async(asks_stages ? std::launch::async : std::launch::deferred,
                             [&] { return open_ledger(flags)->stages(); });
    input.as_they_stood = as_they_stood(*leads.from);
    settle(*leads.from, flags, voice);
    read(Kind::deals, input.deals);
    Table accounts;
    read(Kind::accounts, accounts);
    read(Kind::campaigns, input.campaigns);
    voice.warn(add_agreed_campaigns(input.campaigns, setting.agreement));
    read(Kind::members, input.members);
    read(Kind::stages, input.history);
    read(Kind::contacts, input.contacts);
    read(Kind::deal_contacts, input.deal_contacts);
    merges.people.add_from(input.leads, "lead_id");
    merges.deals.add_from(input.deals, "deal_id");
    input.merges = std::move(merges.people);
    input.merged_deals = std::move(merges.deals);
    input.answers = right_answers(flags, setting, voice);
    if (ledger) {
        input.holds = ledger->holds();
        input.breaches = ledger->breaches();
        std::vector<Answer> known = ledger->answers(); // each once
        std::swap(input.answers, known);
        if (!known.empty()) { // of a file: the ledger may have them, too
            input.answers.insert(input.answers.end(), std::make_move_iterator(known.begin()),
                                 std::make_move_iterator(known.end()));
            sort_and_unite(input.answers);
        }
    }
    if (ledger && !input.deals.columns().empty())
        read_deals_then(input, *ledger, kind.name, flags, setting.agreement, wanted.since);
    Judgements judged = judgements.get();
    input.stages = asks_stages ? stages.get() : std::move(judged.stages);
    input.first_qualified = std::move(judged.first_qualified);
    input.versions = std::move(judged.versions);

    LookedBack back = looks_for_mistakes(kind.name) ? LookedBack() : look_back(input);
    leads.rows = std::move(back.leads);
    leads.notes = std::move(back.notes);
    // The same accounts as in routing, so that leads are chosen and split by them alike.
    if (accounts.rows() > 0) add_account_owners(input.leads, accounts, input.deals, setting.agreement);
    choose_leads(leads, input.leads, flags, setting, wanted.saved);
    if (asks)
        input.handovers =
            ledger ? handovers.get() : handovers_of(input.leads, setting.agreement, *input.texts);
    if (ledger)
        leave_out_idle(input, asks ? nullptr : &*ledger, leads.notes);
    else
        tell_of_others_answers(input, leads.notes);
    if (ledger) read_rotation(input, *ledger);
    leave_out_later(input, kind.name, !leads.notes.empty());
    return leads;
}

} // namespace handoff::command
