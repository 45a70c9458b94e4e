#include "agreements.hpp"

#include <catch2/catch.hpp>

using namespace handoff;
using namespace std::chrono_literals;

namespace {

/// Every section and nearly every key.
constexpr const char* acme = R"TOML(
[agreement]
name      = "Acme inbound"
version   = "2026.4"
marketing = "Head of Demand Generation"
sales     = "VP Sales"
agreed_on = 2026-10-01
review_by = 2027-01-15
timezone  = "America/New_York"
currency  = "USD"
fiscal_year_starts = "02-01"

[rates]
EUR = 1.09

[exports.leads]
files   = ["exports/leads*.csv"]
preset  = "salesforce"
columns = { persona = "Buyer_Role__c" }
blank   = ["n/a", "Select", "unknown"]
dates   = "mdy"

[exports.touches]
files = "exports/activities*.csv"
types = { "Inbound Form" = "form_submit", "Call - Connected" = "call_connected" }

[lifecycle]
stages = ["inquiry", "mql", "sal", "sql", "opportunity", "won"]
aside  = ["nurture", "disqualified", "lost"]
status = { "Open - Not Contacted" = "inquiry", "Closed - Not Converted" = "disqualified" }
mql    = "fit >= 30 and engagement >= 30 and email is not blank and not is_freemail"
max_stay = { mql = "2d", sal = "10d" }

[score]
groups = { fit = { max = 60 }, engagement = { min = 0, max = 100 } }

[score.grade]
fit        = { A = 45, B = 30, C = 15, D = -inf }
engagement = { 4 = -inf, 1 = 60, 2 = 30, 3 = 10 }

[[score.rule]]
group  = "fit"
name   = "company size"
column = "employees"
bands  = { "500.." = 15, "1..49" = 0, "50..499" = 10 }
why    = "won accounts average 480 employees"

[[score.rule]]
group  = "fit"
name   = "source"
column = "Lead Source"
values = { Referral = 10, "Trade Show" = 2.5 }

[[score.rule]]
group  = "fit"
name   = "works for a rival"
when   = "domain in ('rival.example')"
disqualify = true

[[score.rule]]
group     = "engagement"
name      = "asked for a demo"
touch     = "type = 'form_submit' and content contains 'demo'"
points    = 25
half_life = "60d"
expires   = "120d"
window    = "180d"
limit     = "3 per 30d"
max       = 50
min       = -5

[[score.rule]]
group  = "engagement"
name   = "any touch"
touch  = ""
points = 1
steps  = "25% per 30d"
limit  = "1 per day"

[[score.rule]]
group    = "engagement"
name     = "came back three times in a week"
touch    = "type = 'page_view'"
at_least = "3 in 7d"
points   = 8
linear   = "90d"

[[score.rule]]
group  = "engagement"
name   = "unsubscribed"
touch  = "type = 'unsubscribe'"
points = -15
limit  = "1"

[calendar.newyork]
hours    = { mon-thu = ["13:30-17:30", "09:00-12:30"], fri = "09:00-15:00" }
holidays = [2026-12-25, 2026-11-26]

[[rep]]
id       = "ana"
name     = "Ana Silva"
email    = "ana@acme.example"
calendar = "newyork"
pools    = ["enterprise", "general"]
skills   = ["pt", "es"]
weight   = 2
max_open = 40
max_day  = 8
away     = [{ from = 2026-12-22, to = 2027-01-02, cover = "ben" }]

[[rep]]
id       = "ben"
email    = "ben@acme.example"
calendar = "newyork"
pools    = ["general"]

[[route]]
name = "known customer stays with its owner"
when = "account_owner is not blank"
to   = "account_owner"

[[route]]
name = "enterprise in the Americas"
when = "employees >= 1000 and country in ('US', 'CA')"
pool = "enterprise"
by   = "least_loaded"
need = { pt = "language = 'pt'" }
sla  = "hot"
why  = "they expect a call"

[[route]]
name = "everyone else"
pool = "general"

[sla.hot]
starts      = "qualified"
first_touch = "1h"

[sla.cold]
first_touch = "2d"

[sla.clock]
starts      = "created"
first_touch = "1d 12h clock"
)TOML";

Agreement parsed(std::string text) {
    std::vector<Diagnostic> warnings;
    Agreement agreement = parse_agreement(std::move(text), "folder/handoff.toml", warnings);
    CHECK(warnings.empty());
    return agreement;
}

Date day(const char* text) { return read_date(text).value(); }

} // namespace

TEST_CASE("the head of an agreement", "[agreement]") {
    const Agreement agreement = parsed(acme);
    CHECK(agreement.path == "folder/handoff.toml");
    CHECK(agreement.folder == "folder");
    CHECK(agreement.sha256.size() == 64);
    CHECK(agreement.name == "Acme inbound");
    CHECK(agreement.version == "2026.4");
    CHECK(agreement.marketing == "Head of Demand Generation");
    CHECK(agreement.sales == "VP Sales");
    CHECK(agreement.agreed_on == day("2026-10-01"));
    CHECK(agreement.review_by == day("2027-01-15"));
    CHECK(agreement.timezone.name() == "America/New_York");
    CHECK(agreement.currency == "USD");
    CHECK(agreement.fiscal_year_starts == std::chrono::February / 1);
    CHECK(agreement.rates == std::map<std::string, double>{{"EUR", 1.09}});
    CHECK(agreement.place == Place{"folder/handoff.toml", 2, 1});
    CHECK(agreement.line(2) == "[agreement]");
    CHECK(agreement.line(9999).empty());
}

TEST_CASE("exports and lifecycle of an agreement", "[agreement]") {
    const Agreement agreement = parsed(acme);
    const ExportSettings* leads = agreement.export_of(Kind::leads);
    REQUIRE(leads);
    CHECK(leads->files == std::vector<std::string>{"exports/leads*.csv"});
    CHECK(leads->preset == "salesforce");
    CHECK(leads->columns.at("persona") == "Buyer_Role__c");
    CHECK(agreement.line(leads->places.at("columns.persona").line).substr(0, 7) == "columns");
    CHECK(leads->places.at("columns.persona").column == 13);
    CHECK(leads->blank == std::vector<std::string>{"n/a", "Select", "unknown"});
    CHECK(leads->dates == "mdy");
    REQUIRE(agreement.export_of(Kind::touches));
    CHECK(agreement.export_of(Kind::touches)->files.size() == 1);
    CHECK(agreement.export_of(Kind::touches)->types.at("Call - Connected") == "call_connected");
    CHECK_FALSE(agreement.export_of(Kind::deals));

    const Lifecycle& lifecycle = agreement.lifecycle;
    CHECK(lifecycle.stages.size() == 6);
    CHECK(lifecycle.status.at("Open - Not Contacted") == "inquiry");
    CHECK(lifecycle.max_stay.at("sal").days == 10);
    CHECK(lifecycle.mql.columns().size() == 4);
    CHECK(lifecycle.mql.place().column == 11);
    CHECK(agreement.line(lifecycle.mql.place().line).substr(10, 3) == "fit");
}

TEST_CASE("scores of an agreement", "[agreement]") {
    const Agreement agreement = parsed(acme);
    const ScoreModel& score = agreement.score;
    REQUIRE(score.groups.size() == 2);
    CHECK(score.groups[0].name == "fit");
    CHECK(score.groups[0].max == Points::of(60));
    CHECK_FALSE(score.groups[0].min);
    CHECK(score.groups[1].min == Points::of(0));

    REQUIRE(score.grade.axes.size() == 2);
    CHECK(score.grade.axes[1].group == "engagement");
    std::string labels;
    for (const Grade::Step& step : score.grade.axes[1].steps) labels += step.label;
    CHECK(labels == "1234");
    CHECK(score.grade.axes[1].steps.back().from == Points::lowest());

    REQUIRE(score.rules.size() == 7);
    const ScoreRule& size = score.rules[0];
    CHECK(size.column == "employees");
    CHECK(size.why == "won accounts average 480 employees");
    CHECK(agreement.line(size.place.line) == "[[score.rule]]");
    REQUIRE(size.bands.size() == 3);
    CHECK(size.bands[0].text == "1..49");
    CHECK(size.bands[1].low == 50);
    CHECK(size.bands[1].high == 499);
    CHECK(size.bands[1].points == Points::of(10));
    CHECK(size.bands[2].high == std::numeric_limits<double>::infinity());
    CHECK(agreement.line(size.column_place.line).substr(size.column_place.column - 1) == "employees\"");

    CHECK(score.rules[1].values ==
          std::map<std::string, Points>{{"referral", Points::of(10)}, {"trade show", Points::of(2.5)}});
    CHECK(score.rules[2].disqualify);
    CHECK_FALSE(score.rules[2].on_touches);

    const ScoreRule& demo = score.rules[3];
    CHECK(demo.on_touches);
    CHECK(demo.points == Points::of(25));
    CHECK(demo.decay.form == Decay::Form::half_life);
    CHECK(demo.decay.period == 60 * 24h);
    CHECK(demo.decay.expires == Duration(120 * 24h));
    CHECK(demo.window == Duration(180 * 24h));
    CHECK(demo.limit->count == 3);
    CHECK(demo.limit->per == Limit::Per::window);
    CHECK(demo.limit->window == 30 * 24h);
    CHECK(demo.max == Points::of(50));
    CHECK(demo.min == Points::of(-5));

    CHECK(score.rules[4].on_touches);
    CHECK(score.rules[4].touch.empty());
    CHECK(score.rules[4].decay.form == Decay::Form::steps);
    CHECK(score.rules[4].decay.lost == 0.25);
    CHECK(score.rules[4].decay.period == 30 * 24h);
    CHECK(score.rules[4].limit->per == Limit::Per::day);
    CHECK(score.rules[5].at_least->count == 3);
    CHECK(score.rules[5].at_least->within == 7 * 24h);
    CHECK(score.rules[5].decay.form == Decay::Form::linear);
    CHECK(score.rules[6].limit->per == Limit::Per::ever);
    CHECK(score.rules[6].points == Points::of(-15));
}

TEST_CASE("calendars, reps, routes and service levels of an agreement", "[agreement]") {
    const Agreement agreement = parsed(acme);
    const CalendarSettings* calendar = agreement.calendar("newyork");
    REQUIRE(calendar);
    CHECK(calendar->timezone == "America/New_York");
    REQUIRE(calendar->hours[0].size() == 2);
    CHECK(calendar->hours[3][0].from == 9h);
    CHECK(calendar->hours[3][1].to == 17h + 30min);
    CHECK(calendar->hours[4].size() == 1);
    CHECK(calendar->hours[5].empty());
    CHECK(calendar->holidays == std::vector<Date>{day("2026-11-26"), day("2026-12-25")});

    const Rep* ana = agreement.rep("ana");
    REQUIRE(ana);
    CHECK(ana->weight == 2);
    CHECK(ana->max_open == 40U);
    CHECK(ana->max_day == 8U);
    CHECK(ana->skills == std::vector<std::string>{"pt", "es"});
    CHECK(ana->away.at(0).to == day("2027-01-02"));
    CHECK(ana->away.at(0).cover == "ben");
    CHECK(agreement.rep("ben")->name == "ben");
    CHECK_FALSE(agreement.rep("Ana"));
    CHECK(agreement.rep_of_owner(" ana silva ") == ana);
    CHECK(agreement.rep_of_owner("ANA@acme.example") == ana);
    CHECK_FALSE(agreement.rep_of_owner(""));
    CHECK_FALSE(agreement.rep_of_owner("queue"));

    REQUIRE(agreement.routes.size() == 3);
    CHECK(agreement.routes[0].to == "account_owner");
    CHECK(agreement.routes[1].by == By::least_loaded);
    CHECK(agreement.routes[1].need.at("pt").text() == "language = 'pt'");
    CHECK(agreement.routes[1].sla == "hot");
    CHECK(agreement.routes[1].why == "they expect a call");
    CHECK(agreement.routes[2].when.empty());
    CHECK(agreement.routes[2].by == By::rotation);

    CHECK(agreement.sla("hot")->starts == Sla::Starts::qualified);
    CHECK(agreement.sla("hot")->first_touch->length == 1h);
    CHECK(agreement.sla("cold")->starts == Sla::Starts::assigned);
    CHECK(agreement.sla("cold")->first_touch->days == 2);
    CHECK(agreement.sla("clock")->first_touch->clock);
    CHECK(agreement.sla("clock")->first_touch->length == 36h);
    CHECK(agreement.sla("clock")->first_touch->text == "1d 12h clock");
    CHECK_FALSE(agreement.sla("none"));
}

TEST_CASE("without declared groups, they are those of the rules in their order", "[agreement]") {
    const Agreement agreement =
        parsed("[agreement]\nmarketing = \"m\"\nsales = \"s\"\nagreed_on = 2026-10-01\n"
               "[[score.rule]]\ngroup = \"interest\"\nname = \"a\"\ntouch = \"\"\npoints = 1\n"
               "[[score.rule]]\ngroup = \"fit\"\nname = \"a\"\nwhen = \"x = 'y'\"\npoints = 1\n"
               "[[score.rule]]\ngroup = \"interest\"\nname = \"b\"\nwhen = \"x = 'y'\"\npoints = 1\n");
    REQUIRE(agreement.score.groups.size() == 2);
    CHECK(agreement.score.groups[0].name == "interest");
    CHECK(agreement.score.groups[1].name == "fit");
    CHECK_FALSE(agreement.score.groups[0].max);
}

TEST_CASE("the built-in agreement is the plain lifecycle", "[agreement]") {
    const Agreement agreement;
    CHECK(agreement.lifecycle.stages.front() == "inquiry");
    CHECK(agreement.timezone.name() == "UTC");
    CHECK(agreement.score.rules.empty());
    CHECK_FALSE(agreement.export_of(Kind::leads));
    CHECK(warnings_on(agreement, Instant{}).empty());
}

TEST_CASE("a file with CRLF line ends and a byte order mark is read", "[agreement]") {
    std::string text = "\xEF\xBB\xBF";
    for (const char* c = acme; *c != '\0'; ++c) text += *c == '\n' ? "\r\n" : std::string(1, *c);
    const Agreement agreement = parsed(text);
    CHECK(agreement.name == "Acme inbound");
    CHECK(agreement.line(2) == "[agreement]");
}

TEST_CASE("an unsigned agreement is a warning, and an error where signatures are demanded", "[agreement]") {
    CHECK(agreements::complaint("[agreement]\nname = \"x\"\n", false) ==
          "handoff.toml:1:1: warning: the agreement is not signed: 'marketing', 'sales' and 'agreed_on' are "
          "missing in "
          "[agreement]\n"
          "  1 | [agreement]\n"
          "    | ^~~~~~~~~~~\n"
          "  hint: write who agreed for each side, and on which day\n");
    CHECK(agreements::complaint("", false) == "handoff.toml: warning: the agreement is not signed: "
                                              "'marketing', 'sales' and 'agreed_on' are missing in "
                                              "[agreement]\n"
                                              "  hint: write who agreed for each side, and on which day\n");
    std::vector<Diagnostic> warnings;
    const Agreement agreement =
        parse_agreement("[agreement]\nmarketing = \"m\"\nagreed_on = 2026-10-01\n", "handoff.toml", warnings);
    const std::vector<Diagnostic> missing = missing_signatures(agreement);
    REQUIRE(missing.size() == 1);
    CHECK(missing[0].severity == Severity::error);
    CHECK(missing[0].what == "the agreement is not signed: 'sales' is missing in [agreement]");
    CHECK(missing_signatures(parsed(acme)).empty());
}

TEST_CASE("after the day of review every run warns", "[agreement]") {
    const Agreement agreement = parsed(acme);
    CHECK(warnings_on(agreement, read_instant("2027-01-16T04:59:59Z").value()).empty());
    const std::vector<Diagnostic> warnings =
        warnings_on(agreement, read_instant("2027-01-16T05:00:00Z").value());
    REQUIRE(warnings.size() == 1);
    CHECK(to_string(warnings[0]) ==
          "folder/handoff.toml:8:1: warning: the agreement was to be reviewed by 2027-01-15\n"
          "  8 | review_by = 2027-01-15\n"
          "    | ^~~~~~~~~\n"
          "  hint: agree on it again, and set 'agreed_on' and 'review_by'\n");
}

TEST_CASE("an agreement that cannot be opened is a wrong request", "[agreement]") {
    std::vector<Diagnostic> warnings;
    try {
        read_agreement("no/such/handoff.toml", warnings);
        FAIL("it was read");
    } catch (const Error& error) {
        CHECK(error.fault() == Fault::request);
    }
}
