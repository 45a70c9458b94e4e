#include "report/person_name.hpp"

#include <handoff/outcomes_form.hpp>

#include <algorithm>
#include <vector>

namespace handoff {

namespace {

constexpr std::string_view columns[] = {"lead_id",     "name",         "company",         "rep",
                                        "assigned_at", "verdict",      "disposition",     "comment",
                                        "competitor",  "content_used", "content_missing", "next_step",
                                        "at"};

} // namespace

Table outcomes_form(const Table& leads, const Routing& routing) {
    const auto cells_of = [&](std::string_view name) {
        const auto position = leads.find(name);
        return [&leads, position](std::size_t row) {
            return position ? leads[*position].cells[row] : std::string_view();
        };
    };
    const auto id = cells_of("lead_id"), email = cells_of("email"), company = cells_of("company");
    const PersonName name(leads);

    std::vector<std::uint32_t> rows;
    for (std::uint32_t row = 0; row < routing.leads.size(); ++row) {
        const Assignment& lead = routing.leads[row];
        const bool has_rep =
            lead.outcome == Assignment::Outcome::assigned || lead.outcome == Assignment::Outcome::kept;
        // Without a time, the CRM's owner keeps it, and there is no handover to answer for.
        if (has_rep && lead.assigned_at && !lead.rep.empty() && !lead_key(id(row), email(row)).empty())
            rows.push_back(row);
    }
    std::stable_sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) {
        return routing.leads[a].rep < routing.leads[b].rep;
    });

    Table form;
    for (const std::string_view column : columns) form.add(std::string(column));
    form.set_rows(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::uint32_t row = rows[i];
        const Assignment& lead = routing.leads[row];
        form[0].cells[i] = form.keep(lead_key(id(row), email(row)));
        form[1].cells[i] = form.keep(name[row]);
        form[2].cells[i] = form.keep(company(row));
        form[3].cells[i] = form.keep(lead.rep);
        form[4].cells[i] = form.keep(to_text(*lead.assigned_at));
    }
    return form;
}

} // namespace handoff
