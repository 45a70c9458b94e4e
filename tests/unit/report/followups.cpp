#include "unit/csv/files.hpp"
#include "unit/report/tables.hpp"

#include <handoff/error.hpp>
#include <handoff/followup.hpp>

using namespace handoff;
using csv::TemporaryFile;

namespace {

constexpr std::string_view settings = R"([agreement]
name = "Followups"
marketing = "M"
sales = "S"
agreed_on = 2026-01-01

[calendar.office]
hours = { mon-fri = "09:00-17:00" }

[[rep]]
id = "ana"
email = "ana@acme.example"
calendar = "office"
pools = ["general"]

[sla.hot]
starts = "assigned"
first_touch = "1h"
warn_at = 0.5
attempts = { at_least = 3, within = "5d", channels = 2, gap = "4h" }

[[disposition]]
code = "unreachable"
then = "nurture"
wake = "30d"
earned_by = "attempts"

[[disposition]]
code = "no-budget"
)";

Instant at(const char* text) { return *read_instant(text); }

/// One lead, handed to Ana on Monday 2 March 2026 at 10:00, and what happened.
struct Story {
    Agreement agreement;
    Table leads =
        table_of({"lead_id", "email", "created_at"}, {{"L1", "ann@north.example", "2026-03-02T08:00:00Z"}});
    std::vector<Handover> handovers = {
        {.lead = "L1", .rep = "ana", .sla = "hot", .at = at("2026-03-02T10:00:00Z")}};
    std::vector<Answer> answers;
    std::string touches = "lead_id,type,at\n";
    Instant as_of = at("2026-03-10T12:00:00Z");

    Story() {
        std::vector<Diagnostic> warnings;
        agreement = parse_agreement(std::string(settings), "handoff.toml", warnings);
    }
    Story& then(const char* type, const char* when) {
        touches += std::string("L1,") + type + "," + when + "\n";
        return *this;
    }
    Followup followed() {
        const TemporaryFile file(touches);
        Export log(Kind::touches, {file.path()}, agreement);
        const Followups all({.agreement = &agreement,
                             .as_of = as_of,
                             .leads = &leads,
                             .touches = &log,
                             .handovers = handovers,
                             .answers = answers});
        REQUIRE(all.all().size() == 1);
        return all.all().front();
    }
};

using State = Followup::State;
using Cadence = Followup::Cadence;

} // namespace

TEST_CASE("a first touch is in time, late, missed or still open", "[report]") {
    CHECK(Story().then("call", "2026-03-02T10:59:00Z").followed().state == State::kept);
    CHECK(Story().then("call", "2026-03-02T11:00:00Z").followed().state == State::kept); // to the minute
    const Followup late = Story().then("call", "2026-03-03T09:30:00Z").followed();
    CHECK(late.state == State::late);
    CHECK(late.worked == std::chrono::minutes(7 * 60 + 30)); // to 17:00, and half an hour of Tuesday
    CHECK(late.elapsed == std::chrono::minutes(23 * 60 + 30));
    CHECK(late.share == Approx(7.5));
    CHECK(Story().followed().state == State::missed);
    Story open;
    open.as_of = at("2026-03-02T10:30:00Z");
    CHECK(open.followed().state == State::open);
    CHECK(open.followed().share == Approx(0.5));
}

TEST_CASE("only what counts as a touch by sales stops the clock", "[report]") {
    const Followup one = Story()
                             .then("page_view", "2026-03-02T10:10:00Z")
                             .then("note", "2026-03-02T10:20:00Z")
                             .then("call", "2026-03-02T10:50:00Z")
                             .followed();
    CHECK(*one.first_touch == at("2026-03-02T10:50:00Z"));
    Story strict;
    strict.agreement.slas[0].touch = Expression::parse("type = 'call_connected'");
    CHECK(strict.then("call", "2026-03-02T10:50:00Z").followed().state == State::missed);
}

TEST_CASE("a touch before the clock started is kept apart", "[report]") {
    const Followup one = Story().then("call", "2026-03-02T09:00:00Z").followed();
    CHECK(one.touched_before == at("2026-03-02T09:00:00Z"));
    CHECK_FALSE(one.first_touch);
    CHECK(one.state == State::missed);
    Story created;
    created.agreement.slas[0].starts = Sla::Starts::created; // 08:00: before work begins
    const Followup other = created.then("call", "2026-03-02T09:40:00Z").followed();
    CHECK(other.state == State::kept);
    CHECK(other.worked == std::chrono::minutes(40));
}

TEST_CASE("attempts count when they are far enough apart, on enough channels, in time", "[report]") {
    const Followup done = Story()
                              .then("call", "2026-03-02T10:30:00Z")
                              .then("voicemail", "2026-03-02T10:31:00Z") // too soon
                              .then("sales_email", "2026-03-03T10:30:00Z")
                              .then("call", "2026-03-05T10:30:00Z")
                              .followed();
    CHECK(done.attempts.size() == 3);
    CHECK(done.too_soon == 1);
    CHECK(done.channels == 2);
    CHECK(done.cadence == Cadence::done);

    CHECK(Story()
              .then("call", "2026-03-02T10:30:00Z")
              .then("call", "2026-03-03T10:30:00Z")
              .then("call", "2026-03-04T10:30:00Z")
              .followed()
              .cadence == Cadence::given_up); // by phone only
    CHECK(Story().then("call_connected", "2026-03-02T10:30:00Z").followed().cadence == Cadence::reached);

    Story running;
    running.as_of = at("2026-03-03T12:00:00Z");
    const Followup once = running.then("call", "2026-03-03T10:30:00Z").followed();
    CHECK(once.cadence == Cadence::running);
    CHECK(once.next_attempt == at("2026-03-03T14:30:00Z"));
}

TEST_CASE("a handover ends when the lead goes elsewhere", "[report]") {
    Story gone;
    gone.handovers[0].ended = at("2026-03-02T10:30:00Z");
    const Followup one = gone.then("call", "2026-03-02T10:45:00Z").followed();
    CHECK(one.state == State::stopped);
    CHECK(one.cadence == Cadence::ended);
    CHECK_FALSE(one.first_touch);
}

TEST_CASE("the last answer counts, and those for others are told", "[report]") {
    Story story;
    story.answers = {{.lead = "L1",
                      .verdict = Answer::Verdict::reject,
                      .disposition = "no-budget",
                      .at = at("2026-03-05")},
                     {.lead = "L1", .verdict = Answer::Verdict::accept, .at = at("2026-03-04")},
                     {.lead = "L1", .verdict = Answer::Verdict::accept, .at = at("2026-03-01")}, // before
                     {.lead = "L7", .verdict = Answer::Verdict::accept, .at = at("2026-03-04")}};
    const Followup one = story.followed();
    REQUIRE(one.answer != nullptr);
    CHECK(one.answer->disposition == "no-budget");
    CHECK(one.answers == 2);
}

TEST_CASE("answers are read with the codes of the agreement", "[report]") {
    const Story story;
    const Table outcomes =
        table_of({"lead_id", "rep", "verdict", "disposition", "at"},
                 {{"L1", "ana@acme.example", "Rejected", "No-Budget", "2026-03-04T10:00:00Z"},
                  {"L2", "ana", "accept", "", "2026-03-04T10:00:00Z"},
                  {"L3", "ana", "reject", "no-budgt", "2026-03-04T10:00:00Z"},
                  {"L4", "ana", "rejct", "no-budget", "2026-03-04T10:00:00Z"},
                  {"L5", "ana", "reject", "", "2026-03-04T10:00:00Z"},
                  {"", "ana", "accept", "", "2026-03-04T10:00:00Z"},
                  {"L6", "ana", "accept", "", ""},
                  {"L7", "ana", "", "", "2026-03-04T10:00:00Z"}});
    std::vector<WrongAnswer> wrong;
    const std::vector<Answer> answers = read_answers(outcomes, story.agreement, wrong);
    REQUIRE(answers.size() == 2);
    CHECK(answers[0].rep == "ana");
    CHECK(answers[0].verdict == Answer::Verdict::reject);
    CHECK(answers[0].disposition == "no-budget");
    std::string said;
    for (const auto& [row, why] : wrong) said += why.what + (why.hint.empty() ? "" : "; " + why.hint) + "\n";
    CHECK(said == "unknown disposition 'no-budgt'; did you mean 'no-budget'?\n"
                  "unknown verdict 'rejct'; did you mean 'reject'?\n"
                  "a lead that is not accepted needs a disposition; the agreement's are listed by "
                  "[[disposition]]\n"
                  "the answer names no lead\n"
                  "the answer has no time\n"
                  "the answer has no verdict; a verdict is accept, reject or return\n");
}

TEST_CASE("a lead file shows who has a lead since when", "[report]") {
    const Story story;
    const std::vector<Handover> routed = handovers_of(
        table_of({"lead_id", "rep", "sla", "assigned_at", "due_at", "owner", "created_at"},
                 {{"L1", "ana", "hot", "2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z", "", "2026-03-01"},
                  {"L2", "", "", "", "", "ana@acme.example", "2026-03-01"}}),
        story.agreement);
    REQUIRE(routed.size() == 1);
    CHECK(routed[0].rep == "ana");
    CHECK(routed[0].due_at == at("2026-03-02T11:00:00Z"));
    const std::vector<Handover> owned =
        handovers_of(table_of({"lead_id", "owner", "created_at"}, {{"L1", "Inbound Queue", "2026-03-01"},
                                                                   {"L2", "ana@acme.example", "2026-03-01"}}),
                     story.agreement);
    REQUIRE(owned.size() == 1);
    CHECK(owned[0].lead == "L2");
    CHECK(owned[0].sla == "hot"); // the only one there is
}
