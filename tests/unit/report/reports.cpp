#include "report/estimate.hpp"
#include "report/fact_definitions.hpp"
#include "unit/csv/files.hpp"
#include "unit/render/same_numbers.hpp"
#include "unit/report/tables.hpp"

#include <handoff/csv.hpp>
#include <handoff/files.hpp>
#include <handoff/values.hpp>
#include <handoff/words.hpp>

#include <map>
#include <set>

using namespace handoff;

namespace {

/// Leads, deals and touches of every sort, from a small sequence that is always the same.
struct Busy {
    std::unique_ptr<csv::TemporaryFile> file;
    std::unique_ptr<Export> touches;
    ReportInput input;
};

Agreement two_reps() {
    Agreement agreement;
    for (const char* id : {"ana", "ben"}) agreement.reps.push_back({.id = id, .pools = {"general"}});
    const auto promise = [&](const char* name, Goal::Counts counts, const char* value, double target) {
        Goal goal{.name = name, .counts = counts, .target = target, .per = Goal::Per::year};
        goal.value = Measure::parse(value);
        goal.each = counts == Goal::Counts::leads;
        agreement.goals.push_back(std::move(goal));
    };
    promise("leads", Goal::Counts::leads, "count", 100);
    promise("touches", Goal::Counts::touches, "count", 1000);
    promise("bookings", Goal::Counts::won, "sum(amount)", 1e6);
    promise("win rate", Goal::Counts::closed, "win_rate", 0.5);
    promise("in time", Goal::Counts::first_touches, "count", 0.9);
    agreement.contents = {{.id = "fair", .title = "Fair"}};
    return agreement;
}

/// A brief is for one rep; some reports have rows of their own, and cannot be split.
Report made(const ReportKind& kind, ReportInput& input) {
    input.rep = kind.name == "brief" ? "ana" : "";
    const std::string by = input.by;
    for (const char* own : {"goals", "leaderboard", "wins", "content", "digest"})
        if (kind.name == own) input.by.clear();
    Report report = kind.make(input);
    input.by = by;
    return report;
}

/// The ledger of a night on which one pool gave all these leads.
void add_ledger(ReportInput& input) {
    std::map<std::string, RoutePast::Turn> turns;
    for (Handover& each : input.handovers) {
        each.pool = "general";
        RoutePast::Turn& turn = turns[std::string(each.rep)];
        ++turn.given;
        turn.entitled += 0.9;
        turn.given_points += 2.5;
        turn.entitled_points += 2;
        turn.owed = turn.entitled - static_cast<double>(turn.given);
    }
    input.has_ledger = true;
    for (const auto& [rep, turn] : turns)
        input.turns.push_back({*read_instant("2026-01-15"), "general", rep, turn});
    input.make_ups = {{"general", "ana", "'no-budget'", 1, *read_instant("2026-01-16")}};
    input.unrouted = {{"L1",
                       *read_instant("2026-01-17"),
                       {{.rule = "ana", .effect = "skipped: full | today"},
                        {.rule = "=rule", .effect = "passed on: nobody in pool 'general' can take it"}}}};
}

Busy busy_input(const Agreement& agreement) {
    const std::vector<std::string> stages = {"inquiry", "mql", "sal", "sql", "won", "nurture", "lost", ""};
    const std::vector<std::string> sources = {"Web | \"quoted\"", "=cmd()",  "東京", "",
                                              "Fair, spring",     "<b>x</b>"};
    std::vector<std::vector<std::string>> leads, deals;
    const auto texts = std::make_shared<TextPool>();
    std::vector<Handover> handovers;
    std::vector<Answer> answers;
    std::uint32_t state = 7;
    const auto next = [&](std::size_t below) {
        state = state * 1664525 + 1013904223;
        return static_cast<std::size_t>(state >> 16) % below;
    };
    const auto day = [&](int month) {
        return "2026-0" + std::to_string(month) + "-1" + std::to_string(next(10));
    };
    std::string touches = "lead_id,type,at,channel,source\n";
    for (int i = 0; i < 300; ++i) {
        const std::string id = "L" + std::to_string(i);
        for (auto left = next(4); left > 0; --left)
            touches += id + (next(3) == 0 ? ",call," : ",page_view,") + day(1) + ",Channel " +
                       std::to_string(next(30)) + "," + (next(2) == 0 ? "Fair" : "<i>web</i>") + "\n";
        leads.push_back({id, stages[next(stages.size())], sources[next(sources.size())], day(1)});
        if (next(2) == 0)
            handovers.push_back({.lead = texts->keep(id),
                                 .rep = next(2) == 0 ? "ana" : "ben",
                                 .sla = next(2) == 0 ? "" : "hot",
                                 .at = *read_instant(day(1)),
                                 .due_at = *read_instant(day(2))});
        if (!handovers.empty() && handovers.back().lead == id && i % 3 != 0)
            answers.push_back({.lead = id,
                               .rep = std::string(handovers.back().rep),
                               .verdict = i % 4 == 0   ? Answer::Verdict::accept
                                          : i % 4 == 1 ? Answer::Verdict::hand_back
                                                       : Answer::Verdict::reject,
                               .disposition = i % 4 == 0   ? ""
                                              : i % 5 == 0 ? "no | <b>"
                                                           : "no-budget",
                               .comment = i % 7 == 0 ? "=too \"dear\"" : "",
                               .at = handovers.back().at + std::chrono::hours(i)});
        if (next(3) == 0)
            deals.push_back({"D" + id, id, next(5) == 0 ? "" : std::to_string(next(90000)) + ".25",
                             next(2) == 0 ? "EUR" : "",
                             next(3) == 0   ? "open"
                             : next(2) == 0 ? "won"
                                            : "lost",
                             day(1), day(2)});
    }
    Busy busy;
    busy.file = std::make_unique<csv::TemporaryFile>(touches);
    busy.touches = std::make_unique<Export>(Kind::touches, std::vector<std::string>{busy.file->path()},
                                            agreement, ExportOptions{.again = true});
    ReportInput& input = busy.input;
    input.agreement = &agreement;
    input.as_of = *read_instant("2026-11-22");
    input.touches = busy.touches.get();
    input.handovers = std::move(handovers);
    input.texts = texts;
    add_ledger(input);
    input.answers = std::move(answers);
    input.scores_at = [](std::span<const std::optional<Instant>> when) {
        Scorer::Then then{.score = {}, .grade = std::vector<std::string>(when.size(), "A"), .rules = {}};
        for (std::size_t lead = 0; lead < when.size(); ++lead)
            then.score.push_back(Points::of(static_cast<double>(lead % 40)));
        return then;
    };
    input.leads = table_of({"lead_id", "stage", "source", "created_at"}, leads);
    input.deals =
        table_of({"deal_id", "lead_ids", "amount", "currency", "status", "created_at", "closed_at"}, deals);
    input.campaigns = table_of({"campaign_id", "channel", "cost", "starts_on"},
                               {{"C1", "Channel 1", "2500", "2026-01-02"}, {"C2", "Channel 1", "10.50", ""}});
    return busy;
}

/// What --rows says of one number.
struct Opened {
    double sum = 0;
    std::set<std::string> ids;
};

/// By table, row and column.
std::map<std::string, Opened> open_all(const Report& report, const ReportInput& input) {
    const csv::TemporaryFile scratch("");
    OutputFile file(scratch.path());
    write_rows(report, input, file);
    file.commit();
    std::vector<csv::BadRow> bad;
    const Table rows = csv::Reader(scratch.path()).read_all(bad);
    REQUIRE(bad.empty());
    std::map<std::string, Opened> opened;
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        const auto cell = [&](const char* name) { return std::string(rows[*rows.find(name)].cells[row]); };
        Opened& number = opened[cell("table") + "|" + cell("row") + "|" + cell("column")];
        number.sum += *read_number(cell("part"));
        CHECK(number.ids.insert(cell("id")).second);
    }
    return opened;
}

std::string name_of(const ReportTable& table, const std::vector<ReportCell>& row) {
    std::string name;
    const auto names = [](Unit unit) {
        return unit == Unit::text || unit == Unit::date || unit == Unit::instant;
    };
    for (std::size_t i = 0; i < row.size() && names(table.columns[i].unit); ++i)
        if (const auto* text = std::get_if<std::string>(&row[i].value))
            name += (name.empty() ? "" : ", ") + *text;
    if (const auto* number = std::get_if<double>(&row.front().value)) return to_text(*number);
    return csv::safe_for_spreadsheet(name);
}

} // namespace

TEST_CASE("every table of every report has the same numbers in every format", "[report][render]") {
    Agreement agreement = two_reps();
    agreement.currency = "USD";
    agreement.rates = {{"EUR", 1.1}};
    Busy busy = busy_input(agreement);
    ReportInput& input = busy.input;
    for (const ReportKind& kind : reports())
        for (const char* by : {"", "source"}) {
            input.by = by;
            const Report report = made(kind, input);
            CHECK(report.name == kind.name);
            CHECK(report.question == kind.question);
            check_same_numbers(report);
        }
}

TEST_CASE("every number of every report can be opened", "[report]") {
    Agreement agreement = two_reps();
    agreement.currency = "USD";
    agreement.rates = {{"EUR", 1.1}};
    Busy busy = busy_input(agreement);
    ReportInput& input = busy.input;
    for (const ReportKind& kind : reports())
        for (const char* by : {"", "source"}) {
            input.by = by;
            const Report report = made(kind, input);
            const std::map<std::string, Opened> opened = open_all(report, input);
            std::size_t numbers = 0, columns = 0;
            for (const ReportTable& table : report.tables)
                for (const auto& row : table.rows)
                    for (std::size_t i = 0; i < row.size(); ++i) {
                        const Unit unit = table.columns[i].unit;
                        if (row[i].blank() || table.columns[i].derived) continue;
                        const bool is_opened_share = unit == Unit::share && row[i].behind;
                        if (unit != Unit::count && unit != Unit::money && !is_opened_share) continue;
                        INFO(kind.name << " " << table.key << " " << name_of(table, row) << " "
                                       << table.columns[i].key);
                        REQUIRE(row[i].behind);
                        const double value = std::get<double>(row[i].value);
                        const auto found =
                            opened.find(table.key + "|" + name_of(table, row) + "|" + table.columns[i].key);
                        const Opened none, &rows = found == opened.end() ? none : found->second;
                        // A share is the mean of its parts.
                        const double all = is_opened_share ? static_cast<double>(rows.ids.size()) : 1;
                        CHECK(rows.sum == Approx(value * all).margin(1e-6));
                        if (unit == Unit::count) CHECK(rows.ids.size() == static_cast<std::size_t>(value));
                        ++numbers;
                    }
            for (const ReportTable& table : report.tables)
                for (const ReportColumn& column : table.columns)
                    columns += !table.rows.empty() && !column.derived &&
                               (column.unit == Unit::count || column.unit == Unit::money);
            CHECK((numbers > 0) == (columns > 0)); // a worklist counts nothing
            if (kind.name == "worklist" || kind.name == "brief")
                CHECK_FALSE(opened.empty()); // but opens leads
        }
}

TEST_CASE("a row is called by the texts and times before its numbers where these are opened", "[report]") {
    const Agreement agreement = two_reps();
    Busy busy = busy_input(agreement);
    Report report;
    report.tables.push_back({.key = "weeks"});
    ReportTable& table = report.tables.back();
    table.columns = {{.key = "at", .unit = Unit::instant},
                     {.key = "who"},
                     {.key = "to", .unit = Unit::date},
                     {.key = "leads", .unit = Unit::count},
                     {.key = "what"}};
    table.rows.push_back({"2026-11-01T00:00:00Z", "ana", "2026-11-08", count_cell({0}), "a"});
    table.rows.push_back({"2026-11-08T00:00:00Z", "ana", "2026-11-15", count_cell({1}), "b"});
    const std::map<std::string, Opened> opened = open_all(report, busy.input);
    CHECK(opened.size() == 2);
    CHECK(opened.contains("weeks|2026-11-01T00:00:00Z, ana, 2026-11-08|leads"));
    CHECK(opened.contains("weeks|2026-11-08T00:00:00Z, ana, 2026-11-15|leads"));
}

TEST_CASE("every column of every report has a key, a title and a definition", "[report]") {
    const Agreement agreement = two_reps();
    Busy busy = busy_input(agreement);
    ReportInput& input = busy.input;
    input.deals.remove(*input.deals.find("currency"));
    for (const ReportKind& kind : reports())
        for (const ReportTable& table : made(kind, input).tables)
            for (const ReportColumn& column : table.columns) {
                INFO(kind.name << " " << table.key << " " << column.key);
                CHECK_FALSE(column.key.empty());
                CHECK(column.key == lower(column.key));
                CHECK_FALSE(column.title.empty());
                CHECK_FALSE(column.definition.empty());
            }
}

TEST_CASE("every headline number of every report has a definition", "[report]") {
    Agreement agreement = two_reps();
    agreement.currency = "USD";
    agreement.rates = {{"EUR", 1.1}};
    Busy busy = busy_input(agreement);
    std::size_t facts = 0;
    for (const ReportKind& kind : reports()) {
        const Report report = made(kind, busy.input);
        for (const auto& [name, text] : report.facts) {
            INFO(kind.name << ": " << name);
            CHECK_FALSE(definition_of_fact(report.name, name).empty());
            ++facts;
        }
    }
    CHECK(facts > 50);
    CHECK(definition_of_fact("pipeline", "EUR open") == definition_of_fact("pipeline", "open"));
    CHECK(definition_of_fact("pipeline", "open or so").empty());
    CHECK(definition_of_fact("funnel", "from inquiry to won") != definition_of_fact("funnel", "reached won"));
    CHECK(definition_of_fact("no such report", "leads").empty());
}
