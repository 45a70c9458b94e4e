#include "report/dossier_people.hpp"

#include "report/cells.hpp"
#include "report/person_name.hpp"

#include <handoff/words.hpp>

#include <fmt/format.h>
#include <vector>

namespace handoff {

namespace {

constexpr std::size_t most_people = 10;

/// The rows of the other leads with the same text in a column.
template <class Same>
std::vector<std::uint32_t> others_with(const Table& leads, std::size_t row, const char* column, Same same) {
    const Cells cells(leads, column);
    std::vector<std::uint32_t> rows;
    if (cells[row].empty()) return rows;
    for (std::uint32_t each = 0; each < leads.rows(); ++each)
        if (each != row && same(cells[each], cells[row])) rows.push_back(each);
    return rows;
}

} // namespace

std::optional<ReportTable> people_of_account(const DossierInput& input) {
    const Table& leads = *input.leads;
    const auto equal = [](std::string_view a, std::string_view b) { return a == b; };
    std::string shared = "account";
    std::vector<std::uint32_t> rows = others_with(leads, input.row, "account_id", equal);
    if (rows.empty()) rows = others_with(leads, input.row, "converted_account_id", equal);
    if (rows.empty()) {
        shared = "company";
        rows = others_with(leads, input.row, "company", same_text);
    }
    if (rows.empty()) return std::nullopt;
    const Cells company(leads, "company"), id(leads, "lead_id"), title(leads, "title"), stage(leads, "stage"),
        status(leads, "status"), grade(leads, "grade"), rep(leads, "rep"), owner(leads, "owner");
    const PersonName name(leads);
    ReportTable table{
        .key = "people",
        .title = fmt::format("Others of the same {}", shared),
        .columns = {{.key = "lead", .title = "lead", .definition = "its id"},
                    {.key = "name", .title = "name", .wrap = true},
                    {.key = "title", .title = "title", .wrap = true},
                    {.key = "stage", .title = "stage", .definition = "else its status"},
                    {.key = "grade", .title = "grade"},
                    {.key = "owner", .title = "with", .definition = "its rep, else its owner"}}};
    const auto with = [&](std::string_view who) {
        const Rep* const known = input.agreement->rep_of_owner(who);
        return known ? std::string_view(known->id) : who;
    };
    for (const std::uint32_t row : rows) {
        if (table.rows.size() == most_people) break;
        table.rows.push_back({id[row], name[row], title[row], stage[row].empty() ? status[row] : stage[row],
                              grade[row], with(rep[row].empty() ? owner[row] : rep[row])});
    }
    if (rows.size() > most_people) table.notes.push_back(counted(rows.size() - most_people, "more", "more"));
    return table;
}

} // namespace handoff
