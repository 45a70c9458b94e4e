#include "route_columns.hpp"

#include <handoff/ledger.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <array>
#include <set>

namespace handoff::command {

namespace {

/// What routing reads of every lead, besides its scores and what the ledger remembers of it: whether it can
/// be routed, for whom it waits, which records it stands for, and how a form names it.
constexpr std::array<std::string_view, 16> read_by_routing = {"lead_id",       "email",
                                                              "name",          "first_name",
                                                              "last_name",     "company",
                                                              "stage",         "owner",
                                                              "created_at",    "email_opt_out",
                                                              "phone_opt_out", "converted_contact_id",
                                                              "account_id",    "converted_account_id",
                                                              "channel",       "converted_deal_id"};
constexpr std::array<std::string_view, 8> added_by_routing = {
    "rep", "pool", "route", "sla", "due_at", "due_work", "assigned_at", "route_reasons"};

bool has(std::span<const std::string_view> names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// Whether rows are written as they stand in the file, with further cells behind them.
bool copies_rows(const Export& leads, std::span<const std::string> added) {
    return leads.plain() &&
           std::none_of(leads.originals().begin(), leads.originals().end(), [&](std::size_t at) {
               const std::string& name = leads.names()[at].name;
               return has(added_by_routing, name) ||
                      std::find(added.begin(), added.end(), name) != added.end();
           });
}

} // namespace

std::vector<std::string_view> columns_not_routed_by(const Export& leads, const Flags& flags,
                                                    const Agreement& agreement,
                                                    std::span<const std::string> added) {
    const auto accounts = flags.others.find(Kind::accounts);
    if (agreement.export_of(Kind::accounts) != nullptr ||
        (accounts != flags.others.end() && !accounts->second.empty()))
        return {};
    // A name may be written with escapes.
    const std::string conditions = lower(agreement.text + "\n" + flags.where);
    if (conditions.find("\\u") != std::string::npos) return {};

    std::set<std::string_view> scored;
    const std::vector<Scope::Name> scores = score_columns(agreement.score);
    for (const Scope::Name& score : scores) scored.insert(score.name);
    std::set<std::size_t> written;
    if (!copies_rows(leads, added)) written.insert(leads.originals().begin(), leads.originals().end());

    std::vector<std::string_view> columns;
    for (std::size_t at = 0; at < leads.names().size(); ++at) {
        const std::string& name = leads.names()[at].name;
        if (written.count(at) > 0 || scored.count(name) > 0 || has(read_by_routing, name) ||
            has(Ledger::lead_columns(), name) || conditions.find(lower(name)) != std::string::npos)
            continue;
        columns.push_back(name);
    }
    return columns;
}

} // namespace handoff::command
