#include <handoff/dossier.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <numeric>

namespace handoff {

namespace {

std::string_view cell(const Table& table, std::string_view column, std::size_t row) {
    const auto at = table.find(column);
    return at && row < table[*at].cells.size() ? table[*at].cells[row] : std::string_view();
}

/// Rules stand in one file nearly always: its name goes into the title, and each row says only the line.
std::string line_of(const Place& place) { return place.line == 0 ? "" : std::to_string(place.line); }

ReportTable who(const DossierInput& input) {
    constexpr std::pair<const char*, const char*> fields[] = {{"lead_id", "id"},
                                                              {"name", "name"},
                                                              {"first_name", "first name"},
                                                              {"last_name", "last name"},
                                                              {"title", "title"},
                                                              {"company", "company"},
                                                              {"email", "e-mail"},
                                                              {"phone", "phone"},
                                                              {"country", "country"},
                                                              {"state", "state"},
                                                              {"industry", "industry"},
                                                              {"employees", "employees"},
                                                              {"source", "source"},
                                                              {"campaign_id", "campaign"},
                                                              {"status", "status"},
                                                              {"stage", "stage"},
                                                              {"owner", "owner"},
                                                              {"account_id", "account"},
                                                              {"account_owner", "account owner"},
                                                              {"account_owner_why", "which account"},
                                                              {"created_at", "created"},
                                                              {"updated_at", "updated"}};
    ReportTable table{
        .key = "lead",
        .title = "The lead",
        .columns = {{.key = "field", .title = "field"}, {.key = "value", .title = "value", .wrap = true}}};
    for (const auto& [column, title] : fields)
        if (const auto value = cell(*input.leads, column, input.row); !value.empty())
            table.rows.push_back({ReportCell(title), ReportCell(std::string(value))});
    return table;
}

ReportCell points(const std::string& effect) {
    const auto read =
        read_points(effect.starts_with('+') ? std::string_view(effect).substr(1) : std::string_view(effect));
    return read ? ReportCell(read->value()) : ReportCell(effect);
}

ReportTable group_table(const std::string& group, const std::vector<Reason>& reasons,
                        std::string_view total) {
    ReportTable table{
        .key = group,
        .title = fmt::format("Why {} is {}", group, total.empty() ? "0" : total),
        .columns = {
            {.key = "points",
             .title = "points",
             .unit = Unit::points,
             .definition = "what the rule gave or took; they add up to the group's points"},
            {.key = "rule", .title = "rule", .definition = "the rule's name in the agreement", .wrap = true},
            {.key = "saw",
             .title = "what it saw",
             .definition = "the values of the lead, or its touches, that made the rule fire",
             .wrap = true},
            {.key = "line", .title = "line", .definition = "where the rule stands in the agreement"},
            {.key = "why",
             .title = "why",
             .definition = "the reason that a person wrote beside the rule",
             .wrap = true}}};
    for (const Reason& reason : reasons)
        table.rows.push_back({points(reason.effect), ReportCell(reason.rule), ReportCell(reason.value),
                              ReportCell(line_of(reason.place)), ReportCell(reason.why)});
    if (const auto sum = read_points(total))
        table.total = {ReportCell(sum->value()), ReportCell(group), {}, {}, {}};
    if (reasons.empty()) table.notes.emplace_back("no rule of this group fired");
    return table;
}

ReportTable decisions(std::string key, std::string title, const std::vector<Reason>& reasons) {
    ReportTable table{.key = std::move(key),
                      .title = std::move(title),
                      .columns = {{.key = "rule", .title = "rule", .wrap = true},
                                  {.key = "saw", .title = "what it saw", .wrap = true},
                                  {.key = "effect", .title = "what follows", .wrap = true},
                                  {.key = "line", .title = "line"}}};
    for (const Reason& reason : reasons)
        table.rows.push_back({ReportCell(reason.rule), ReportCell(reason.value), ReportCell(reason.effect),
                              ReportCell(line_of(reason.place))});
    return table;
}

ReportTable touch_table(const Table& touches) {
    std::vector<std::size_t> rows(touches.rows());
    std::iota(rows.begin(), rows.end(), 0);
    std::stable_sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
        return read_instant(cell(touches, "at", a)).value_or(Instant::min()) >
               read_instant(cell(touches, "at", b)).value_or(Instant::min());
    });
    constexpr std::pair<const char*, const char*> fields[] = {{"at", "when"},         {"type", "type"},
                                                              {"side", "side"},       {"content", "content"},
                                                              {"channel", "channel"}, {"subject", "subject"}};
    ReportTable table{.key = "touches", .title = "What happened so far"};
    std::vector<const char*> shown;
    for (const auto& [column, title] : fields) {
        const bool used = std::any_of(rows.begin(), rows.end(), [&, name = column](std::size_t row) {
            return !cell(touches, name, row).empty();
        });
        if (!used) continue;
        shown.push_back(column);
        table.columns.push_back({.key = column, .title = title, .wrap = true});
    }
    for (const std::size_t row : rows) {
        std::vector<ReportCell> cells;
        for (const char* column : shown) cells.emplace_back(std::string(cell(touches, column, row)));
        table.rows.push_back(std::move(cells));
    }
    return table;
}

std::string headline(const DossierInput& input) {
    const std::string_view name = cell(*input.leads, "name", input.row);
    std::string text = name.empty() ? fmt::format("{} {}", cell(*input.leads, "first_name", input.row),
                                                  cell(*input.leads, "last_name", input.row))
                                    : std::string(name);
    text = std::string(trim(text));
    if (text.empty()) text = cell(*input.leads, "email", input.row);
    if (text.empty()) text = cell(*input.leads, "lead_id", input.row);
    const std::string_view company = cell(*input.leads, "company", input.row);
    return company.empty() ? text : fmt::format("{}, {}", text, company);
}

void add_route(Report& report, const Assignment& assignment) {
    using Outcome = Assignment::Outcome;
    const auto add = [&](const char* name, const std::string& value) {
        if (!value.empty()) report.facts.emplace_back(name, value);
    };
    add("rep", assignment.outcome == Outcome::unrouted ? "nobody could take it" : assignment.rep);
    add("route", assignment.route);
    if (assignment.due_at) add("due", to_text(*assignment.due_at));
    if (!assignment.reasons.empty())
        report.tables.push_back(decisions("route", "Why it went where it went", assignment.reasons));
}

} // namespace

Report dossier(const DossierInput& input) {
    const Table& leads = *input.leads;
    Report report{.name = "explain",
                  .title = headline(input),
                  .question = "Who is this lead, and why was it scored and routed as it was?",
                  .stamp = stamp(*input.agreement, input.as_of)};
    for (const char* fact : {"score", "grade", "qualified"})
        if (const auto value = cell(leads, fact, input.row); !value.empty())
            report.facts.emplace_back(fact, value);
    report.tables.push_back(who(input));
    if (input.score != nullptr) {
        for (const auto& [group, reasons] : input.score->groups)
            report.tables.push_back(group_table(group, reasons, cell(leads, group, input.row)));
        if (!input.score->verdict.empty())
            report.tables.push_back(decisions("verdict", "Grade and qualification", input.score->verdict));
    }
    if (input.assignment != nullptr) add_route(report, *input.assignment);
    if (input.touches != nullptr && input.touches->rows() > 0)
        report.tables.push_back(touch_table(*input.touches));
    if (!input.agreement->path.empty())
        report.notes.push_back(fmt::format("lines are those of {}", input.agreement->path));
    return report;
}

std::size_t find_lead(const Table& leads, std::string_view lead) {
    const auto id = leads.find("lead_id");
    const auto email = leads.find("email");
    for (std::size_t row = 0; id && row < leads.rows(); ++row)
        if (leads[*id].cells[row] == lead) return row;
    for (std::size_t row = 0; email && row < leads.rows(); ++row)
        if (same_text(leads[*email].cells[row], lead)) return row;
    constexpr std::size_t most = 100'000; // an edit distance to each of a million ids would take seconds
    std::vector<std::string> candidates;
    for (const auto& column : {lead.find('@') == std::string_view::npos ? id : email})
        for (std::size_t row = 0; column && row < std::min(leads.rows(), most); ++row)
            candidates.emplace_back(leads[*column].cells[row]);
    throw Error(Fault::request, fmt::format("no lead has the id or e-mail '{}'", lead),
                did_you_mean(lead, candidates));
}

} // namespace handoff
