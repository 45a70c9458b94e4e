#include "inputs.hpp"

#include <handoff/crm_import.hpp>
#include <handoff/files.hpp>
#include <handoff/outcomes_form.hpp>
#include <handoff/route.hpp>
#include <handoff/words.hpp>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <set>

namespace handoff::command {

namespace {

struct Settings {
    Flags flags;
    std::string crm, form;
    bool reasons = false, strict = false, dry_run = false, changes = false;
};

std::string number(std::size_t n) { return with_thousands(static_cast<std::int64_t>(n)); }

/// Each unrouted lead with what stood in its way, up to as many as a person reads.
void say_unrouted(const Table& leads, const Routing& routing, Instant as_of, const Zone& zone,
                  const Voice& voice) {
    constexpr std::size_t most = 10;
    const auto id = leads.find("lead_id");
    std::size_t said = 0;
    for (std::size_t row = 0; row < routing.leads.size(); ++row) {
        const Assignment& each = routing.leads[row];
        if (each.outcome != Assignment::Outcome::unrouted) continue;
        if (++said > most) break;
        const bool is_new = !each.unrouted_since || *each.unrouted_since == as_of;
        voice.say(fmt::format("unrouted: {}{}: {}", id ? leads[*id].cells[row] : std::to_string(row + 1),
                              is_new ? "" : " since " + to_text(zone.date_of(*each.unrouted_since)),
                              to_text(std::span<const Reason>(each.reasons))));
    }
    if (routing.unrouted > most)
        voice.say(fmt::format("unrouted: and {} more", number(routing.unrouted - most)));
}

/// Leads that nobody seems to want: a person must decide.
void say_worn_out(const Table& leads, const Routing& routing, const Voice& voice) {
    if (routing.worn_out.empty()) return;
    constexpr std::size_t most = 10;
    const auto id = leads.find("lead_id");
    std::vector<std::string> some;
    for (const std::uint32_t row : routing.worn_out)
        if (some.size() < most)
            some.push_back(id ? std::string(leads[*id].cells[row]) : std::to_string(row + 1));
    voice.say(fmt::format("{} came back from {} reps or more, and {} not routed again by {}: {}{}",
                          counted(routing.worn_out.size(), "lead"), most_handovers,
                          routing.worn_out.size() == 1 ? "is" : "are",
                          routing.worn_out.size() == 1 ? "itself" : "themselves", fmt::join(some, ", "),
                          routing.worn_out.size() > most ? " …" : ""));
}

/// What is known of earlier nights, with what the clocks say tonight: a broken one, and answers that have, or
/// have not, been earned.
RoutePast past_with_clocks(Ledger& ledger, const ScoredLeads& scored, bool begun, const Setting& setting,
                           const Flags& flags, const Voice& voice) {
    const bool unread = scored.touches && scored.touches->rows_read() == 0;
    const Table contacts =
        scored.contacts && judges_clocks(setting.agreement) ? scored.contacts->read_all() : Table();
    ClocksTonight clocks = judge_clocks(ledger, scored.table, scored.merges.people, scored.touches.get(),
                                        contacts, setting, voice);
    if (unread && scored.touches->rows_read() > 0) settle(*scored.touches, flags, voice);
    if (begun) {
        settle_answers(ledger, clocks, setting, voice);
        ledger.record_clocks_over(clocks.over);
    }
    RoutePast past = ledger.past(setting.agreement.timezone, setting.as_of);
    past.broken = std::move(clocks.broken);
    past.unearned = std::move(clocks.unearned);
    return past;
}

void say_breaches(const Routing& routing, const Voice& voice) {
    if (routing.rerouted > 0)
        voice.say(fmt::format("clocks: {} re-routed, since another rep missed what was due",
                              counted(routing.rerouted, "lead")));
    if (routing.escalated == 0) return;
    std::set<std::string> told;
    for (const Assignment& each : routing.leads)
        if (each.breach && !each.breach->told.empty()) told.insert(each.breach->told);
    voice.say(fmt::format("clocks: {} escalated to {}, since the rep missed what was due",
                          counted(routing.escalated, "lead"), fmt::join(told, ", ")));
}

/// The same night again decides nothing anew: what was assigned then is explained as it was then.
void recall_reasons(const Table& leads, Routing& routing, const Ledger& ledger, Instant as_of) {
    const auto id = leads.find("lead_id"), email = leads.find("email");
    const auto cell = [&](const std::optional<std::size_t>& column, std::size_t row) {
        return column && row < leads[*column].cells.size() ? leads[*column].cells[row] : std::string_view();
    };
    for (std::size_t row = 0; row < routing.leads.size(); ++row) {
        Assignment& lead = routing.leads[row];
        if (lead.outcome != Assignment::Outcome::kept || lead.assigned_at != as_of) continue;
        auto decided = ledger.assignment_reasons(lead_key(cell(id, row), cell(email, row)));
        if (!decided.empty()) lead.reasons = std::move(decided);
    }
}

/// Leads that were not yet there at the time of the run: they are routed like any other.
void say_later(const Table& leads, Instant as_of, const Voice& voice) {
    const auto created = leads.find("created_at");
    if (!created) return;
    const auto later =
        std::count_if(leads[*created].cells.begin(), leads[*created].cells.end(), [&](std::string_view cell) {
            const auto at = read_instant(cell);
            return at && *at > as_of;
        });
    if (later > 0)
        voice.detail(fmt::format("{} created later than {}: routed all the same",
                                 counted(static_cast<std::size_t>(later), "lead was", "leads were"),
                                 to_text(as_of)));
}

/// 1 for each row that is to be written.
std::vector<std::uint8_t> wanted_rows(const Settings& settings, const Setting& setting, const Table& leads,
                                      const Routing& routing) {
    std::vector<std::uint8_t> wanted(leads.rows(), 1);
    if (settings.changes) wanted = changed_owners(leads, routing, setting.agreement);
    if (settings.flags.where.empty()) return wanted;
    const auto holds = rows_where(leads, settings.flags, setting);
    for (std::size_t row = 0; row < wanted.size(); ++row)
        if (holds[row] == 0) wanted[row] = 0;
    return wanted;
}

int run(const Settings& settings) {
    const Flags& flags = settings.flags;
    const Voice voice(flags, "route");
    if (!settings.form.empty() && settings.form == flags.output)
        throw Error(Fault::request, "--outcomes-form and --output both name '" + flags.output + "'");
    const Setting setting = open_setting(flags, voice);
    ScoredLeads scored = read_scored_leads(flags, setting, voice);
    Table& leads = scored.table;

    const bool is_new = settings.dry_run && !flags.ledger.empty() && !std::filesystem::exists(flags.ledger);
    auto ledger = is_new ? std::nullopt : open_ledger(flags); // a dry run makes none
    if (!ledger) voice.say("no --ledger: rotation starts afresh, and leads with an owner keep it");
    if (!ledger && flags.others.contains(Kind::outcomes) && !flags.others.at(Kind::outcomes).empty() &&
        !is_new)
        throw Error(Fault::request, "--outcomes needs a ledger, which knows who had the leads",
                    "name it with --ledger");
    const AccountExports accounts = read_accounts(flags, setting, voice);
    const ReadAnswers answers = ledger ? read_answers(flags, setting, voice) : ReadAnswers{};
    std::vector<const Export*> inputs = scored.inputs();
    inputs.insert(inputs.end(), {accounts.accounts.get(), accounts.deals.get(), answers.file.get()});
    Ledger::Run record = ledger ? describe_run("route", setting, inputs) : Ledger::Run{};
    record.rows_in = record.rows_out = leads.rows();
    // A dry run takes back what it began: until then, answers and merges count as they would.
    Merges merges = scored.merges.people;
    merges.add_from(leads, "lead_id");
    const bool changes_past = !answers.answers.empty() || !merges.empty();
    const bool begun = ledger && (!settings.dry_run || changes_past || !ledger->unsettled().empty()) &&
                       ledger->begin(record, now());
    const bool records = begun && !settings.dry_run;
    const bool again = ledger && !settings.dry_run && !records;
    if (again) voice.detail("the ledger already has this run");
    if (begun) record_merges(*ledger, leads, merges, setting, voice);
    if (begun) record_answers(*ledger, answers.answers, setting, voice);
    const RoutePast past =
        ledger ? past_with_clocks(*ledger, scored, begun, setting, flags, voice) : RoutePast{};
    std::vector<std::string> added = scored.added;
    add_owners(leads, accounts, past, setting, voice, added);
    const auto reasons = settings.reasons ? RouteOptions::Reasons::all
                         : ledger         ? RouteOptions::Reasons::decided
                                          : RouteOptions::Reasons::unrouted;
    Routing routing = route(leads, setting.agreement, past, setting.as_of, {.reasons = reasons});
    if (again) recall_reasons(leads, routing, *ledger, setting.as_of);
    if (settings.strict && routing.unrouted > 0) {
        say_unrouted(leads, routing, setting.as_of, setting.agreement.timezone, voice);
        throw Error(Fault::data, fmt::format("{} could not be routed", counted(routing.unrouted, "lead")));
    }
    add_columns(leads, routing, settings.reasons);
    for (const char* name : {"rep", "pool", "route", "sla", "due_at", "due_work", "assigned_at"})
        added.emplace_back(name);
    if (settings.reasons) added.emplace_back("route_reasons");
    const auto wanted = wanted_rows(settings, setting, leads, routing);
    std::optional<Table> import; // refused, if it must be, before anything is remembered
    if (!settings.crm.empty()) import = crm_import(settings.crm, leads, routing, setting.agreement, wanted);
    std::optional<OutputFile> form; // a form of leads that nobody was given would be answered for nothing
    if (!settings.form.empty()) {
        form.emplace(settings.form);
        csv::write_csv(*form, outcomes_form(leads, routing));
    }
    if (records) {
        record_leads(*ledger, leads, setting, voice);
        ledger->record_scores(leads, setting.agreement, setting.as_of);
        ledger->record_routing(leads, routing, setting.as_of);
        ledger->record_holds(leads, setting.agreement, setting.as_of);
        ledger->commit(now());
    }
    if (form) form->commit();
    say_later(leads, setting.as_of, voice);
    say_unrouted(leads, routing, setting.as_of, setting.agreement.timezone, voice);
    if (import) {
        OutputFile out(flags.output);
        csv::write_csv(out, *import);
        out.commit();
    } else if (settings.changes || !flags.where.empty()) {
        write_lead_file(leads.select(wanted), *scored.leads, added, flags.output);
    } else {
        write_lead_file(leads, *scored.leads, added, flags.output);
    }
    say_worn_out(leads, routing, voice);
    say_breaches(routing, voice);
    voice.say(fmt::format("{}: {} assigned, {} kept, {} unrouted, {} not taken",
                          counted(routing.leads.size(), "lead"), number(routing.assigned),
                          number(routing.kept), number(routing.unrouted), number(routing.not_taken)));
    return 0;
}

} // namespace

Action define_route(CLI::App& app) {
    auto settings = std::make_shared<Settings>();
    add_leads(app, settings->flags);
    add_export(app, settings->flags, Kind::touches);
    add_export(app, settings->flags, Kind::contacts);
    add_export(app, settings->flags, Kind::accounts);
    add_export(app, settings->flags, Kind::deals);
    add_export(app, settings->flags, Kind::merges);
    add_export(app, settings->flags, Kind::outcomes);
    app.add_flag("--reasons", settings->reasons, "add a column that says why each lead went where it went");
    app.add_option("--for", settings->crm, "write what this CRM's import takes: the record and its owner")
        ->option_text("CRM")
        ->check(CLI::IsMember(crm_names()));
    app.add_option("--outcomes-form", settings->form,
                   "write a form here in which reps answer for the leads they have")
        ->option_text("FILE");
    app.add_flag("--changes", settings->changes, "only leads whose rep is not their owner in the CRM yet");
    app.add_flag("--strict", settings->strict, "refuse, with exit 1, when a lead cannot be routed");
    app.add_flag("--dry-run", settings->dry_run, "read the ledger, but record nothing in it");
    add_where(app, settings->flags);
    add_stage(app, settings->flags);
    return [settings] { return run(*settings); };
}

} // namespace handoff::command
