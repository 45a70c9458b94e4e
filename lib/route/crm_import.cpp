#include "route/owner_names.hpp"

#include <handoff/crm_import.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <array>

namespace handoff {

namespace {

struct Crm {
    std::string_view name, id, owner;
    bool needs_owner_id; ///< its import takes no e-mail or name for an owner
};

constexpr std::array<Crm, 5> crms = {{{"salesforce", "Id", "OwnerId", true},
                                      {"hubspot", "Record ID", "Contact owner", false},
                                      {"pipedrive", "Lead - ID", "Lead - Owner", false},
                                      {"zoho", "Record Id", "Lead Owner", false},
                                      {"odoo", "id", "user_id", false}}};

std::string_view cell(const Table& table, const std::optional<std::size_t>& column, std::size_t row) {
    return column ? table[*column].cells[row] : std::string_view();
}

const std::string& owner_of(const Rep& rep) {
    return !rep.owner_id.empty() ? rep.owner_id : !rep.email.empty() ? rep.email : rep.name;
}

} // namespace

std::vector<std::string> crm_names() {
    std::vector<std::string> names;
    for (const Crm& crm : crms) names.emplace_back(crm.name);
    return names;
}

std::vector<std::uint8_t> changed_owners(const Table& leads, const Routing& routing,
                                         const Agreement& agreement) {
    const auto owner = leads.find("owner");
    std::vector<std::uint8_t> changed(routing.leads.size());
    OwnerNames names(agreement);
    for (std::size_t row = 0; row < changed.size(); ++row) {
        const Rep* rep = names.rep(routing.leads[row].rep);
        changed[row] = rep != nullptr && names.find(cell(leads, owner, row)) != rep;
    }
    return changed;
}

Table crm_import(std::string_view name, const Table& leads, const Routing& routing,
                 const Agreement& agreement, std::span<const std::uint8_t> wanted) {
    const auto crm =
        std::find_if(crms.begin(), crms.end(), [&](const Crm& each) { return each.name == name; });
    if (crm == crms.end())
        throw Error(Fault::request, "there is no import for '" + std::string(name) + "'",
                    did_you_mean(name, crm_names()));
    const auto lead_id = leads.find("lead_id");
    const OwnerNames names(agreement);
    Table import;
    import.add(std::string(crm->id));
    import.add(std::string(crm->owner));
    std::vector<std::pair<std::string_view, const Rep*>> rows;
    Diagnostics wrong;
    std::vector<const Rep*> told;
    for (std::size_t row = 0; row < routing.leads.size(); ++row) {
        const Rep* rep = names.rep(routing.leads[row].rep);
        if (!rep || !wanted[row]) continue;
        const std::string_view id = cell(leads, lead_id, row);
        if (id.empty())
            throw Error(Fault::request,
                        {{.place = leads.place(row),
                          .what = "a lead without id cannot be imported into " + std::string(name)}});
        if (crm->needs_owner_id && rep->owner_id.empty() &&
            std::find(told.begin(), told.end(), rep) == told.end()) {
            told.push_back(rep);
            wrong.add({.place = rep->place,
                       .what = "rep '" + rep->id + "' has no 'owner_id', which the import of " +
                               std::string(name) + " asks for",
                       .hint = "write the user's id of the CRM there",
                       .source = std::string(agreement.line(rep->place.line))});
        }
        rows.emplace_back(id, rep);
    }
    wrong.throw_if_errors(Fault::request);
    import.set_rows(rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        import[0].cells[row] = import.keep(rows[row].first);
        import[1].cells[row] = import.keep(owner_of(*rows[row].second));
    }
    return import;
}

} // namespace handoff
