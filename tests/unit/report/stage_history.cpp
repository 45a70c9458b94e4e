#include "report/stage_history.hpp"

#include "report/funnel.hpp"
#include "report/stage_tables.hpp"
#include "report/stays.hpp"
#include "unit/report/tables.hpp"

#include <random>

using namespace handoff;

namespace {

using Rows = std::vector<std::vector<std::string>>;

const Agreement built_in;

ReportInput input_of(Table leads, const Rows& history = {}, const Rows& nights = {}) {
    ReportInput input;
    input.agreement = &built_in;
    input.as_of = *read_instant("2026-11-22");
    input.leads = std::move(leads);
    input.history = table_of({"lead_id", "deal_id", "stage", "at"}, history);
    input.stages = table_of({"lead_id", "stage", "earliest", "latest", "known_from"}, nights);
    return input;
}

Table leads_of(const Rows& rows) { return table_of({"lead_id", "stage", "created_at", "updated_at"}, rows); }

/// "inquiry 2026-09-01T00:00:00Z creation", one line a step.
std::string told(const ReportInput& input, std::uint32_t person = 0) {
    const People people(input);
    const StageHistory history(input, people);
    std::string text;
    for (const StageStep& step : history.of(person)) {
        text += std::string(step.text) + " ";
        if (step.from != step.to && step.from != StageStep::unknown_start)
            text += to_text(step.from) + " to ";
        text += to_text(step.to) + " " + std::string(to_text(step.known));
        if (const std::string note = history.note(step); !note.empty()) text += ": " + note;
        text += "\n";
    }
    return text;
}

} // namespace

TEST_CASE("skips, returns, steps back and impossible times are kept and explained", "[report]") {
    CHECK(told(input_of(leads_of({{"1", "sal", "2026-09-01T00:00:00Z", ""}}),
                        {{"1", "", "sal", "2026-09-02T00:00:00Z"},
                         {"1", "", "mql", "2026-09-03T00:00:00Z"},
                         {"1", "", "nurture", "2026-09-04T00:00:00Z"},
                         {"1", "", "SAL", "2026-09-05T00:00:00Z"},
                         {"1", "", "sal", "2026-09-06T00:00:00Z"},
                         {"1", "", "On Mars", "2026-09-07T00:00:00Z"},
                         {"1", "", "won", "2026-12-24T00:00:00Z"},
                         {"1", "", "inquiry", "2025-01-01T00:00:00Z"},
                         {"", "d1", "won", "2026-09-07T00:00:00Z"}})) ==
          "inquiry 2025-01-01T00:00:00Z export of changes: before the lead was created: impossible\n"
          "sal 2026-09-02T00:00:00Z export of changes: passed over 'mql'\n"
          "mql 2026-09-03T00:00:00Z export of changes: back from a later stage\n"
          "nurture 2026-09-04T00:00:00Z export of changes\n"
          "SAL 2026-09-05T00:00:00Z export of changes: again\n"
          "sal 2026-09-06T00:00:00Z export of changes\n"
          "On Mars 2026-09-07T00:00:00Z export of changes: no stage of the lifecycle\n"
          "won 2026-12-24T00:00:00Z export of changes: after the time of the report\n");
}

TEST_CASE("what two nights tell gives way to what is known to the second", "[report]") {
    const Rows nights = {{"1", "inquiry", "2026-09-01T00:00:00Z", "2026-09-02T02:00:00Z", "export"},
                         {"1", "mql", "2026-09-02T02:00:00Z", "2026-09-03T02:00:00Z", "night-to-night"},
                         {"1", "sal", "2026-09-05T02:00:00Z", "2026-09-06T02:00:00Z", "night-to-night"}};
    CHECK(told(input_of(leads_of({{"1", "sal", "2026-09-01T00:00:00Z", ""}}),
                        {{"1", "", "mql", "2026-09-02T15:00:00Z"}}, nights)) ==
          "inquiry 2026-09-01T00:00:00Z creation\n"
          "mql 2026-09-02T15:00:00Z export of changes\n"
          "sal 2026-09-05T02:00:00Z to 2026-09-06T02:00:00Z two nights\n");
}

TEST_CASE("a stage that the leads show has lasted since their row was last changed", "[report]") {
    CHECK(told(input_of(leads_of({{"1", "sal", "2026-09-01T00:00:00Z", "2026-10-01T00:00:00Z"}}))) ==
          "inquiry 2026-09-01T00:00:00Z creation\n"
          "sal 2026-09-01T00:00:00Z to 2026-10-01T00:00:00Z export of leads\n");
    CHECK(told(input_of(leads_of({{"1", "sal", "2026-09-01T00:00:00Z", ""}}))) ==
          "inquiry 2026-09-01T00:00:00Z creation\n"
          "sal 2026-09-01T00:00:00Z to 2026-11-22T00:00:00Z export of leads\n");
}

TEST_CASE("leads that were not scored stay qualified where the ledger knows them to be", "[report]") {
    const Rows nights = {{"1", "mql", "2026-09-02T02:00:00Z", "2026-09-03T02:00:00Z", "night-to-night"}};
    const std::string known = "inquiry 2026-09-01T00:00:00Z creation\n"
                              "mql 2026-09-02T02:00:00Z to 2026-09-03T02:00:00Z two nights\n";
    const auto of = [&](const std::string& stage, const std::string& qualified) {
        return told(input_of(table_of({"lead_id", "stage", "created_at", "qualified"},
                                      {{"1", stage, "2026-09-01T00:00:00Z", qualified}}),
                             {}, nights));
    };
    CHECK(of("inquiry", "") == known);
    CHECK(of("inquiry", "true") == known);
    CHECK(of("inquiry", "false") ==
          known + "inquiry 2026-09-03T02:00:00Z to 2026-11-22T00:00:00Z export of leads: "
                  "back from a later stage; again\n");
    CHECK(of("nurture", "") ==
          known + "nurture 2026-09-03T02:00:00Z to 2026-11-22T00:00:00Z export of leads\n");
}

TEST_CASE("on a day on which much happened the earlier stage came first", "[report]") {
    ReportInput input = input_of(table_of({"lead_id", "stage", "created_at", "converted_at"},
                                          {{"1", "sql", "2026-09-01", "2026-09-02"}}));
    input.deals = table_of({"deal_id", "lead_ids", "status", "created_at", "closed_at"},
                           {{"d", "1", "won", "2026-09-02T11:00:00Z", "2026-09-02"}});
    CHECK(told(input) == "inquiry 2026-09-01T00:00:00Z to 2026-09-01T23:59:59.999999Z creation\n"
                         "sql 2026-09-02T00:00:00Z to 2026-09-02T23:59:59.999999Z conversion\n"
                         "opportunity 2026-09-02T11:00:00Z deal\n"
                         "won 2026-09-02T00:00:00Z to 2026-09-02T23:59:59.999999Z deal\n");
}

TEST_CASE("answers of reps are stages where the leads show nothing newer", "[report]") {
    Agreement agreement;
    agreement.dispositions = {{.code = "later", .then = Disposition::Then::nurture}};
    ReportInput input = input_of(leads_of({{"1", "sal", "2026-09-01T00:00:00Z", "2026-09-02T00:00:00Z"}}));
    input.agreement = &agreement;
    input.answers = {{.lead = "1",
                      .rep = "ana",
                      .verdict = Answer::Verdict::accept,
                      .at = *read_instant("2026-09-02T00:00:00Z")},
                     {.lead = "1",
                      .rep = "ana",
                      .verdict = Answer::Verdict::reject,
                      .disposition = "later",
                      .at = *read_instant("2026-09-03T00:00:00Z")}};
    CHECK(told(input) == "inquiry 2026-09-01T00:00:00Z creation\n"
                         "sal 2026-09-02T00:00:00Z answer\n"
                         "nurture 2026-09-03T00:00:00Z answer\n");
}

TEST_CASE("a step back on the very next night comes after the step before", "[report]") {
    CHECK(told(input_of(leads_of({{"1", "mql", "2026-09-01T00:00:00Z", ""}}), {},
                        {{"1", "mql", "2026-09-01T20:00:00Z", "2026-09-01T20:00:00Z", "export"},
                         {"1", "sal", "2026-09-01T20:00:00Z", "2026-09-02T20:00:00Z", "night-to-night"},
                         {"1", "mql", "2026-09-02T20:00:00Z", "2026-09-03T20:00:00Z", "night-to-night"}})) ==
          "inquiry 2026-09-01T00:00:00Z creation\n"
          "mql 2026-09-01T20:00:00Z first night\n"
          "sal 2026-09-01T20:00:00Z to 2026-09-02T20:00:00Z two nights\n"
          "mql 2026-09-02T20:00:00Z to 2026-09-03T20:00:00Z two nights: back from a later stage; again\n");
}

TEST_CASE("a row that shows what it showed before says nothing against an answer", "[report]") {
    Agreement agreement;
    agreement.dispositions = {{.code = "later", .then = Disposition::Then::nurture}};
    const auto answered = [&](const char* stage, const char* updated, Answer::Verdict verdict,
                              const Rows& nights = {}) {
        ReportInput input = input_of(leads_of({{"1", stage, "2026-09-01T00:00:00Z", updated}}), {}, nights);
        input.agreement = &agreement;
        Answer answer;
        answer.lead = "1";
        answer.verdict = verdict;
        answer.disposition = verdict == Answer::Verdict::accept ? "" : "later";
        answer.at = *read_instant("2026-09-03T00:00:00Z");
        input.answers = {answer};
        return told(input);
    };
    const std::string created = "inquiry 2026-09-01T00:00:00Z creation\n",
                      nurture = "nurture 2026-09-03T00:00:00Z answer\n",
                      sal = "sal 2026-09-03T00:00:00Z answer\n";
    CHECK(answered("inquiry", "", Answer::Verdict::hand_back) == created + nurture);
    // Somebody edited the row later, but not its status.
    CHECK(answered("inquiry", "2026-09-05T00:00:00Z", Answer::Verdict::accept) == created + sal);
    // That it was qualified the ledger knows; the row was not scored.
    const std::string mql = "mql 2026-09-02T00:00:00Z first night\n";
    const Rows night = {{"1", "mql", "2026-09-02T00:00:00Z", "2026-09-02T00:00:00Z", "export"}};
    CHECK(answered("inquiry", "", Answer::Verdict::hand_back, night) == created + mql + nurture);
    CHECK(answered("sql", "2026-09-05T00:00:00Z", Answer::Verdict::accept) ==
          created + sal + "sql 2026-09-03T00:00:00Z to 2026-09-05T00:00:00Z export of leads\n");
}

TEST_CASE("a lead that came back stands on the path again once a rep has it", "[report]") {
    Agreement agreement;
    agreement.dispositions = {{.code = "later", .then = Disposition::Then::nurture},
                              {.code = "unreachable", .earned_by_attempts = true}};
    ReportInput input = input_of(leads_of({{"1", "sal", "2026-09-01T00:00:00Z", "2026-09-02T00:00:00Z"}}));
    input.agreement = &agreement;
    input.has_ledger = true;
    input.answers = {{.lead = "1",
                      .rep = "ana",
                      .verdict = Answer::Verdict::reject,
                      .disposition = "later",
                      .at = *read_instant("2026-09-03T00:00:00Z")},
                     {.lead = "1",
                      .rep = "ben",
                      .verdict = Answer::Verdict::reject,
                      .disposition = "unreachable",
                      .at = *read_instant("2026-09-06T00:00:00Z")}};
    input.handovers = {{.lead = "1", .rep = "ana", .at = *read_instant("2026-09-02T00:00:00Z")},
                       {.lead = "1", .rep = "ben", .at = *read_instant("2026-09-05T00:00:00Z")}};
    const std::string back = "inquiry 2026-09-01T00:00:00Z creation\n"
                             "nurture 2026-09-03T00:00:00Z answer\n"
                             "mql 2026-09-05T00:00:00Z handover\n";
    CHECK(told(input) == back); // what had to be earned was not
    input.handovers[1].ended = input.answers[1].at;
    CHECK(told(input) == back + "nurture 2026-09-06T00:00:00Z answer: again\n");
}

TEST_CASE("every lead stands in one stage on every day", "[report]") {
    std::mt19937 random(6);
    const auto pick = [&](int n) { return std::uniform_int_distribution<int>(0, n - 1)(random); };
    const std::vector<std::string> stages = {"inquiry", "mql",     "sal",          "sql",  "opportunity",
                                             "won",     "nurture", "disqualified", "lost", "odd"};
    const auto day = [&] {
        return to_text(*read_instant("2026-09-01") + std::chrono::hours(pick(24 * 100)));
    };
    Rows leads, history, nights;
    for (int lead = 0; lead < 200; ++lead) {
        const std::string id = std::to_string(lead);
        leads.push_back({id, stages[static_cast<std::size_t>(pick(9))], pick(8) == 0 ? "" : day(),
                         pick(3) == 0 ? "" : day()});
        for (int change = pick(6); change > 0; --change)
            history.push_back({id, "", stages[static_cast<std::size_t>(pick(10))], day()});
        for (int change = pick(3); change > 0; --change) {
            const std::string from = day(), to = day();
            nights.push_back({id, stages[static_cast<std::size_t>(pick(9))], std::min(from, to),
                              std::max(from, to), "night-to-night"});
        }
    }
    const ReportInput input = input_of(leads_of(leads), history, nights);
    const People people(input);
    const StageHistory all(input, people);
    std::size_t before = 0;
    for (int days = -1; days <= 82; ++days) {
        const Instant at = *read_instant("2026-09-01") + std::chrono::days(days);
        std::vector<std::size_t> places(all.places());
        std::size_t known = 0;
        for (std::uint32_t person = 0; person < people.all().size(); ++person) {
            const auto steps = all.of(person);
            // Someone is there once anything is known to have happened.
            known += std::any_of(steps.begin(), steps.end(),
                                 [&](const StageStep& step) { return step.counts() && step.to <= at; });
            if (const StageStep* step = all.standing(person, at)) ++places[step->stage];
        }
        std::size_t sum = 0;
        for (const std::size_t place : places) sum += place;
        REQUIRE(sum == known);
        REQUIRE(sum >= before);
        before = sum;
    }
    CHECK(before == 200);
    // Nothing of the history is dropped but what is told twice.
    const Report report = funnel(input);
    const std::vector<double> now = numbers(report, "standing", "leads");
    double sum = 0;
    for (const double leads_there : now) sum += leads_there;
    CHECK(sum == 200);
    CHECK(numbers(report, "weeks", "leads").back() == 200);
}

TEST_CASE("leads that stay too long, by the calendar of who has them", "[report]") {
    Agreement agreement;
    agreement.lifecycle.max_stay = {
        {"mql", {.days = 2, .text = "2d"}},
        {"nurture", {.length = std::chrono::hours(24 * 30), .clock = true, .text = "30d clock"}}};
    agreement.calendars = {{.name = "week", .timezone = "UTC"}};
    for (int weekday = 0; weekday < 5; ++weekday)
        agreement.calendars[0].hours[weekday] = {{std::chrono::hours(9), std::chrono::hours(17)}};
    agreement.reps = {{.id = "ana", .calendar = "week"}};
    ReportInput input =
        input_of(table_of({"lead_id", "stage", "created_at", "updated_at", "owner"},
                          {{"1", "mql", "2026-11-10T00:00:00Z", "2026-11-18T10:00:00Z", "ana"}, // Wednesday
                           {"2", "mql", "2026-11-10T00:00:00Z", "2026-11-19T10:00:00Z", "ana"}, // Thursday
                           {"3", "mql", "2026-11-10T00:00:00Z", "", "ana"}, // nobody knows
                           {"4", "nurture", "2026-10-01T00:00:00Z", "2026-10-05T10:00:00Z", ""},
                           {"5", "inquiry", "2026-01-01T00:00:00Z", "", ""}}));
    input.agreement = &agreement;
    const Report report = funnel(input);
    CHECK(texts(report, "standing", "stage") ==
          std::vector<std::string>{"inquiry", "mql", "sal", "sql", "opportunity", "won", "nurture"});
    CHECK(numbers(report, "standing", "leads") == std::vector<double>{1, 3, 0, 0, 0, 0, 1});
    CHECK(numbers(report, "standing", "untimed") == std::vector<double>{0, 1, 0, 0, 0, 0, 0});
    CHECK(numbers(report, "standing", "too_long") == std::vector<double>{-1, 1, -1, -1, -1, -1, 1});
    const Report overstays{.tables = {overstay_table(input)}};
    CHECK(texts(overstays, "overstays", "rep") == std::vector<std::string>{"(nobody)", "ana"});
    CHECK(texts(overstays, "overstays", "since") == std::vector<std::string>{"2026-10-05", "2026-11-18"});
    CHECK(texts(overstays, "overstays", "until") == std::vector<std::string>{"2026-11-04", "2026-11-20"});
    CHECK(overstays.tables[0].notes ==
          std::vector<std::string>{
              "what comes after 'mql': on to 'sal', or aside to 'nurture', 'disqualified' or 'lost'",
              "what comes after 'nurture': back on the path, or aside for good"});
    input.rep = "ana";
    CHECK(overstay_table(input).rows.size() == 1);
}

TEST_CASE("the stages of one lead, and how long it may stay", "[report]") {
    Agreement agreement;
    agreement.lifecycle.max_stay = {
        {"mql", {.length = std::chrono::hours(48), .clock = true, .text = "2d clock"}}};
    ReportInput input =
        input_of(leads_of({{"1", "mql", "2026-11-10T00:00:00Z", ""}}),
                 {{"1", "", "mql", "2026-11-11T00:00:00Z"}, {"1", "", "mql", "2026-11-12T00:00:00Z"}});
    input.agreement = &agreement;
    const auto table = stages_of_lead(input);
    REQUIRE(table);
    CHECK(table->rows.size() == 2);
    CHECK(table->notes ==
          std::vector<std::string>{"stands in 'mql' since 2026-11-11 (11.0 days), 2d clock allowed: too long "
                                   "since 2026-11-13; next: on to 'sal', or aside to 'nurture', "
                                   "'disqualified' or 'lost'"});
}

TEST_CASE("reports say it when leads were judged under several versions", "[report]") {
    Agreement agreement;
    agreement.version = "2";
    ReportInput input = input_of(leads_of({{"1", "", "", ""}, {"2", "", "", ""}, {"3", "", "", ""}}));
    input.agreement = &agreement;
    CHECK(versions_note(input).empty());
    input.versions = {{"1", "2"}, {"2", "2"}, {"elsewhere", "1"}};
    CHECK(versions_note(input).empty());
    input.versions["2"] = "1";
    CHECK(versions_note(input) == "judged under several versions of the agreement: 1 lead under '1', 1 lead "
                                  "under '2' (this one); 1 lead never");
    input.versions = {{"1", "1"}, {"2", "1"}, {"3", "1"}};
    CHECK(versions_note(input) == "judged under another version of the agreement: 3 leads under '1'");
}
