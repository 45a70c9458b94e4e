#include "report/dossier_clocks.hpp"
#include "report/dossier_people.hpp"
#include "report/stage_tables.hpp"

#include <handoff/dossier.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
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
                                                              {"persona", "persona"},
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

/// For whom a piece of content is made: "finance, mql"; blank where that is not known, or everybody.
std::string made_for(const Agreement& agreement, std::string_view content) {
    for (const Content& piece : agreement.contents)
        if (!content.empty() && (same_text(content, piece.id) || same_text(content, piece.title)))
            return piece.persona + (piece.persona.empty() || piece.stage.empty() ? "" : ", ") + piece.stage;
    return {};
}

ReportTable touch_table(const Table& touches, const Agreement& agreement) {
    std::vector<std::size_t> rows(touches.rows());
    std::iota(rows.begin(), rows.end(), 0);
    std::stable_sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
        return read_instant(cell(touches, "at", a)).value_or(Instant::min()) >
               read_instant(cell(touches, "at", b)).value_or(Instant::min());
    });
    constexpr std::pair<const char*, const char*> fields[] = {
        {"at", "when"},         {"type", "type"},       {"side", "side"},
        {"rep", "rep"},         {"content", "content"}, {"made_for", "made for"},
        {"channel", "channel"}, {"subject", "subject"}, {"outcome", "outcome"}};
    const auto text = [&](std::string_view field, std::size_t row) {
        return field == "made_for" ? made_for(agreement, cell(touches, "content", row))
                                   : std::string(cell(touches, field, row));
    };
    ReportTable table{.key = "touches", .title = "What happened so far"};
    std::vector<const char*> shown;
    for (const auto& [field, title] : fields) {
        const bool used = std::any_of(rows.begin(), rows.end(), [&, name = field](std::size_t row) {
            return !text(name, row).empty();
        });
        if (!used) continue;
        shown.push_back(field);
        const bool is_time = std::string_view(field) == "at";
        table.columns.push_back(
            {.key = field, .title = title, .unit = is_time ? Unit::instant : Unit::text, .wrap = !is_time});
    }
    for (const std::size_t row : rows) {
        std::vector<ReportCell> cells;
        for (const char* field : shown) cells.emplace_back(text(field, row));
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

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
    return fmt::format("{}", fmt::join(parts, between));
}

ReportColumn points_column(std::string key, std::string title, std::string definition) {
    return {.key = std::move(key),
            .title = std::move(title),
            .unit = Unit::points,
            .definition = std::move(definition)};
}

/// As shown elsewhere: to 6 decimals.
ReportCell points_of(Points points) { return read_points(to_text(points))->value(); }

/// "8 more points of fit and 12 of engagement make this an MQL".
std::string missing_title(const Scorer::Missing& missing) {
    if (missing.disqualified) return "Disqualified: no points make this an MQL";
    if (missing.points.empty()) return "Points alone do not make this an MQL";
    std::vector<std::string> parts;
    for (const auto& [group, points] : missing.points) {
        const std::string_view more = points == Points::of(1) ? " more point" : " more points";
        const std::string of = group == "score" ? "" : " of " + group;
        parts.push_back(to_text(points) + std::string(parts.empty() ? more : "") + of);
    }
    const bool one = missing.points.size() == 1 && missing.points.front().second == Points::of(1);
    return joined(parts, " and ") + (one ? " makes" : " make") + " this an MQL";
}

/// The columns of leads for which a group gives points, where no touch gives it any; else none.
std::vector<std::string> only_columns_of(const Agreement& agreement, const std::string& group) {
    std::vector<std::string> columns;
    const auto add = [&](const std::string& column) {
        if (!column.empty() && std::find(columns.begin(), columns.end(), column) == columns.end())
            columns.push_back(column);
    };
    for (const ScoreRule& rule : agreement.score.rules) {
        if (rule.disqualify || (rule.group != group && group != "score")) continue;
        if (rule.on_touches && rule.points > Points()) return {};
        if (rule.on_touches) continue;
        add(rule.column);
        for (const Expression::Use& use : rule.when.columns()) add(use.name);
    }
    return columns;
}

/// Why no way gives the points that are missing.
std::vector<std::string> no_way(const Scorer::Missing& missing, const Agreement& agreement) {
    std::vector<std::string> notes;
    for (const auto& [group, points] : missing.points)
        if (const auto columns = only_columns_of(agreement, group); !columns.empty())
            notes.push_back("no touch gives points of '" + group +
                            "': they are for what columns of the lead say (" + joined(columns, ", ") + ")");
    if (notes.empty()) notes.emplace_back("no few touches give them under the agreement's limits and maxima");
    return notes;
}

ReportTable missing_table(const Scorer::Missing& missing, const Agreement& agreement) {
    ReportTable table{
        .key = "missing",
        .title = missing_title(missing),
        .columns = {{.key = "way",
                     .title = "any of these does it",
                     .definition =
                         "touches that come now, or columns that are blank so far; tried out with all "
                         "limits, minima and maxima",
                     .wrap = true},
                    {.key = "example",
                     .title = "for example",
                     .definition = "such a touch, or what the column would say",
                     .wrap = true}}};
    for (const std::vector<Scorer::Missing::Step>& way : missing.ways) {
        std::vector<std::string> steps, examples;
        for (const Scorer::Missing::Step& step : way) {
            std::string text = step.touch
                                   ? counted(step.times, "touch", "touches") + " of '" + step.rule + "'"
                                   : "'" + step.rule + "' holds";
            if (step.days > 1) text += fmt::format(" within {} days", step.days);
            steps.push_back(std::move(text));
            if (!step.what.empty()) examples.push_back(step.what);
        }
        table.rows.push_back({ReportCell(joined(steps, " and ")), ReportCell(joined(examples, "; "))});
    }
    for (const std::string& part : missing.unmet) table.notes.push_back("does not hold: " + part);
    if (!missing.points.empty() && missing.ways.empty())
        for (std::string& note : no_way(missing, agreement)) table.notes.push_back(std::move(note));
    if (table.rows.empty() && table.notes.empty())
        table.notes.emplace_back(missing.disqualified
                                     ? "points do not count while a rule disqualifies the lead"
                                     : "'mql' of the agreement asks for more than points");
    return table;
}

ReportTable nearly_table(const std::vector<Scorer::Nearly>& nearly) {
    ReportTable table{
        .key = "nearly",
        .title = "Rules that nearly fired",
        .columns = {
            points_column("points", "points",
                          "how many more the rule would give, before its group's minimum and maximum"),
            {.key = "group", .title = "group", .definition = "the rule's group"},
            {.key = "rule", .title = "rule", .definition = "the rule's name", .wrap = true},
            {.key = "saw",
             .title = "what it saw",
             .definition = "the lead's touches, or its column",
             .wrap = true},
            {.key = "missing", .title = "what is missing", .definition = "for these points", .wrap = true},
            {.key = "line", .title = "line", .definition = "where the rule stands in the agreement"}}};
    for (const Scorer::Nearly& each : nearly)
        table.rows.push_back(
            {points_of(each.points), each.group, each.rule, each.saw, each.missing, line_of(each.place)});
    return table;
}

ReportTable touches_left(const std::vector<Scorer::TouchLeft>& touches, Instant as_of, const Zone& zone) {
    ReportTable table{
        .key = "left",
        .title = "What is left of each touch",
        .columns = {
            {.key = "at", .title = "when", .unit = Unit::date},
            {.key = "age", .title = "days ago", .unit = Unit::days},
            {.key = "group", .title = "group"},
            {.key = "rule", .title = "rule", .wrap = true},
            points_column("full", "when new", "what the touch was worth when it came"),
            points_column("left", "left", "what is left of it, before the minimum and maximum of its rule"),
            {.key = "note", .title = "note", .wrap = true}}};
    for (const Scorer::TouchLeft& touch : touches) {
        const double days = touch.at ? static_cast<double>((as_of - *touch.at).count()) / 86400e6 : 0;
        table.rows.push_back({touch.at ? ReportCell(to_text(zone.date_of(*touch.at))) : ReportCell(),
                              touch.at ? ReportCell(std::floor(days * 10) / 10) : ReportCell(), touch.group,
                              touch.rule, points_of(touch.full), points_of(touch.left), touch.note});
    }
    return table;
}

/// The numbers as a line of bars, the highest of them a whole one.
std::string sparkline(const std::vector<double>& numbers) {
    static constexpr const char* bars[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    const double low = std::min(0.0, *std::min_element(numbers.begin(), numbers.end()));
    const double high = *std::max_element(numbers.begin(), numbers.end());
    std::string line;
    for (const double number : numbers) {
        const double share = high > low ? (number - low) / (high - low) : 0;
        line += bars[static_cast<std::size_t>(std::lround(share * 7))];
    }
    return line;
}

ReportTable weeks_table(const Scorer::Explained& score, const Agreement& agreement) {
    ReportTable table{
        .key = "weeks",
        .title = "The score of the last weeks",
        .columns = {{.key = "at",
                     .title = "as of",
                     .unit = Unit::instant,
                     .definition = "by the touches up to then; the lead's own columns as they are"}}};
    for (const ScoreGroup& group : agreement.score.groups)
        table.columns.push_back(points_column(group.name, group.name, "points of the group"));
    table.columns.push_back(points_column("score", "score", "the main score"));
    for (ReportColumn& column : table.columns) column.charted = column.unit == Unit::points;
    table.chart = ReportTable::Chart::lines;
    const bool graded = !agreement.score.grade.axes.empty();
    if (graded) table.columns.push_back({.key = "grade", .title = "grade"});
    for (const NamedScore& named : agreement.score.named) {
        table.columns.push_back(
            points_column("score_" + named.name, "score_" + named.name, "the score '" + named.name + "'"));
        if (!named.grade.axes.empty())
            table.columns.push_back({.key = "grade_" + named.name, .title = "grade_" + named.name});
    }
    table.columns.push_back({.key = "mql", .title = "MQL"});
    for (const Scorer::PastScore& past : score.weeks) {
        std::vector<ReportCell> row;
        row.reserve(table.columns.size());
        row.emplace_back(to_text(past.at));
        for (const Points points : past.groups) row.push_back(points_of(points));
        row.push_back(points_of(past.score));
        if (graded) row.emplace_back(past.grade);
        for (std::size_t i = 0; i < past.named.size(); ++i) {
            row.push_back(points_of(past.named[i]));
            if (!agreement.score.named[i].grade.axes.empty()) row.emplace_back(past.named_grades[i]);
        }
        row.emplace_back(past.qualified ? "yes" : "no");
        table.rows.push_back(std::move(row));
    }
    return table;
}

/// What the ledger recorded: columns of leads may have said something else then, and the agreement too.
ReportTable judged_table(std::span<const Ledger::Judgement> judgements) {
    std::map<std::string, bool> names; // of named scores, and whether they have a grade
    for (const Ledger::Judgement& each : judgements)
        for (const Ledger::Judgement::Named& named : each.named) {
            bool& graded = names[named.name];
            graded = graded || !named.grade.empty();
        }
    ReportTable table{
        .key = "judged",
        .title = "How it was judged",
        .columns = {{.key = "at",
                     .title = "night",
                     .unit = Unit::instant,
                     .definition = "when the ledger recorded another judgement than the one before"},
                    points_column("score", "score", "the main score of that night"),
                    {.key = "grade", .title = "grade"}}};
    for (const auto& [name, graded] : names) {
        table.columns.push_back(
            points_column("score_" + name, "score_" + name, "the score '" + name + "' of that night"));
        if (graded) table.columns.push_back({.key = "grade_" + name, .title = "grade_" + name});
    }
    table.columns.push_back({.key = "mql", .title = "MQL"});
    table.columns.push_back({.key = "version",
                             .title = "agreement",
                             .definition = "its version, else the beginning of its SHA-256"});
    const auto points = [](const std::optional<Points>& score) {
        return score ? points_of(*score) : ReportCell();
    };
    for (const Ledger::Judgement& each : judgements) {
        std::vector<ReportCell> row = {to_text(each.at), points(each.score), each.grade};
        for (const auto& score : names) {
            const auto named =
                std::find_if(each.named.begin(), each.named.end(),
                             [&](const Ledger::Judgement::Named& one) { return one.name == score.first; });
            const bool there = named != each.named.end();
            row.push_back(there ? points(named->score) : ReportCell());
            if (score.second) row.push_back(there ? ReportCell(named->grade) : ReportCell());
        }
        row.emplace_back(each.qualified ? "yes" : "no");
        row.emplace_back(each.version);
        table.rows.push_back(std::move(row));
    }
    return table;
}

void add_score(Report& report, const DossierInput& input) {
    const Table& leads = *input.leads;
    const Scorer::Explained& score = *input.score;
    std::vector<double> scores;
    for (const Scorer::PastScore& past : score.weeks) scores.push_back(past.score.value());
    if (scores.size() > 1)
        report.facts.emplace_back("over " + counted(scores.size() - 1, "week"), sparkline(scores));
    for (const auto& [group, reasons] : score.groups)
        report.tables.push_back(group_table(group, reasons, cell(leads, group, input.row)));
    if (!score.verdict.empty())
        report.tables.push_back(decisions("verdict", "Grade and qualification", score.verdict));
    if (score.missing) report.tables.push_back(missing_table(*score.missing, *input.agreement));
    if (!score.nearly.empty()) report.tables.push_back(nearly_table(score.nearly));
    if (score.weeks.size() > 1) report.tables.push_back(weeks_table(score, *input.agreement));
    if (!input.judgements.empty()) report.tables.push_back(judged_table(input.judgements));
    if (!score.touches.empty())
        report.tables.push_back(touches_left(score.touches, input.as_of, input.agreement->timezone));
}

/// Of a time after which the ledger knows more: what would be routed now is of another day.
void add_who_had_it(Report& report, const Followup& one) {
    report.facts.emplace_back("rep", one.handover->rep);
    if (one.due) report.facts.emplace_back("due", to_text(*one.due));
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
    std::vector<std::string> facts = {"score", "grade"};
    for (const NamedScore& named : input.agreement->score.named) {
        facts.push_back("score_" + named.name);
        facts.push_back("grade_" + named.name);
    }
    facts.emplace_back("qualified");
    for (const std::string& fact : facts)
        if (const auto value = cell(leads, fact, input.row); !value.empty())
            report.facts.emplace_back(fact, value);
    report.tables.push_back(who(input));
    if (auto people = people_of_account(input)) report.tables.push_back(std::move(*people));
    if (input.known != nullptr)
        if (auto stages = stages_of_lead(*input.known)) report.tables.push_back(std::move(*stages));
    if (input.score != nullptr) add_score(report, input);
    if (input.assignment != nullptr)
        add_route(report, *input.assignment);
    else if (!input.followups.empty() && input.followups.back()->current())
        add_who_had_it(report, *input.followups.back());
    for (ReportTable& table : clock_tables(input)) report.tables.push_back(std::move(table));
    if (input.touches != nullptr && input.touches->rows() > 0)
        report.tables.push_back(touch_table(*input.touches, *input.agreement));
    if (const std::string zone = input.agreement->timezone.name(); zone != "UTC")
        report.notes.push_back(
            fmt::format("times with a Z are UTC; days without a time are those of {}", zone));
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
