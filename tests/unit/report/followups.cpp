#include "unit/csv/files.hpp"
#include "unit/report/tables.hpp"

#include <handoff/error.hpp>
#include <handoff/followup.hpp>
#include <handoff/text_pool.hpp>

#include <memory>
#include <random>

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

[[pause]]
code = "on-hold"
when = "status = 'On hold'"

[[pause]]
code = "asked"
at_most = "2d"
)";

Instant at(const char* text) { return *read_instant(text); }

/// One lead, handed to Ana on Monday 2 March 2026 at 10:00, and what happened.
struct Story {
    Agreement agreement;
    Table leads = table_of({"lead_id", "email", "created_at", "status", "updated_at"},
                           {{"L1", "ann@north.example", "2026-03-02T08:00:00Z", "", ""}});
    std::vector<Handover> handovers = {
        {.lead = "L1", .rep = "ana", .sla = "hot", .at = at("2026-03-02T10:00:00Z")}};
    std::vector<Answer> answers;
    std::vector<Hold> holds;
    bool leads_are_newer = false;
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
    /// With what it points into.
    struct Followed : Followup {
        std::shared_ptr<const Followups> all;
    };
    Followed followed() {
        const TemporaryFile file(touches);
        Export log(Kind::touches, {file.path()}, agreement);
        const auto all = std::make_shared<const Followups>(FollowupInput{.agreement = &agreement,
                                                                         .as_of = as_of,
                                                                         .leads = &leads,
                                                                         .touches = &log,
                                                                         .handovers = handovers,
                                                                         .answers = answers,
                                                                         .holds = holds,
                                                                         .leads_are_newer = leads_are_newer});
        REQUIRE(all->all().size() == 1);
        return {all->all().front(), all};
    }
};

using State = Followup::State;
using Cadence = Followup::Cadence;

} // namespace

TEST_CASE("a first touch is in time, late, missed or still open", "[report]") {
    CHECK(Story().then("call", "2026-03-02T10:59:00Z").followed().state == State::kept);
    CHECK(Story().then("call", "2026-03-02T11:00:00Z").followed().state == State::kept); // to the minute
    const auto late = Story().then("call", "2026-03-03T09:30:00Z").followed();
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
    const auto one = Story()
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
    const auto one = Story().then("call", "2026-03-02T09:00:00Z").followed();
    CHECK(one.touched_before == at("2026-03-02T09:00:00Z"));
    CHECK_FALSE(one.first_touch);
    CHECK(one.state == State::missed);
    Story created;
    created.agreement.slas[0].starts = Sla::Starts::created; // 08:00: before work begins
    const auto other = created.then("call", "2026-03-02T09:40:00Z").followed();
    CHECK(other.state == State::kept);
    CHECK(other.worked == std::chrono::minutes(40));
}

TEST_CASE("attempts count when they are far enough apart, on enough channels, in time", "[report]") {
    const auto done = Story()
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
    const auto once = running.then("call", "2026-03-03T10:30:00Z").followed();
    CHECK(once.cadence == Cadence::running);
    CHECK(once.next_attempt == at("2026-03-03T14:30:00Z"));
}

namespace {

/// The second attempt is due by the end of Tuesday, the third after 20 working hours: on Wednesday at 14:00.
/// What is followed up points into its story, which must live on.
Story with_due_attempts() {
    Story story;
    story.agreement.slas[0].attempts->due = {{2, {.days = 1, .text = "1d"}},
                                             {3, {.length = std::chrono::hours(20), .text = "20h"}}};
    return story;
}

std::string states(const Followup& one) {
    std::string text;
    for (const Followup::AttemptClock& each : one.attempt_clocks)
        text +=
            (text.empty() ? "" : ", ") + std::to_string(each.number) + " " + std::string(to_text(each.state));
    return text;
}

} // namespace

TEST_CASE("the clock of the k-th attempt is kept, late, missed or open", "[report]") {
    Story of_kept = with_due_attempts();
    const auto kept = of_kept.then("call", "2026-03-02T10:30:00Z")
                          .then("call", "2026-03-03T17:00:00Z")
                          .then("sales_email", "2026-03-05T10:00:00Z")
                          .followed();
    CHECK(states(kept) == "2 kept, 3 late");
    CHECK(kept.attempt_clocks[0].due == at("2026-03-03T17:00:00Z"));
    CHECK(kept.attempt_clocks[1].due == at("2026-03-04T14:00:00Z"));
    CHECK(kept.attempt_clocks[1].made == at("2026-03-05T10:00:00Z"));
    CHECK(kept.attempt_clocks[1].share == Approx(1.2)); // 24 of 20 working hours
    CHECK_FALSE(broken_clock(kept, at("2026-03-10T12:00:00Z")));

    Story of_missed = with_due_attempts();
    const auto missed = of_missed.then("call", "2026-03-02T10:30:00Z").followed();
    CHECK(states(missed) == "2 missed, 3 missed");
    const auto broken = broken_clock(missed, at("2026-03-10T12:00:00Z"));
    REQUIRE(broken);
    CHECK(broken->missed == "attempt 2");
    CHECK(broken->due == at("2026-03-03T17:00:00Z"));

    Story open = with_due_attempts();
    open.as_of = at("2026-03-04T12:00:00Z");
    const auto one =
        open.then("call", "2026-03-02T10:30:00Z").then("call", "2026-03-03T10:30:00Z").followed();
    CHECK(states(one) == "2 kept, 3 open");
    CHECK(one.attempt_clocks[1].share == Approx(0.9));
}

TEST_CASE("the clocks of attempts stop when nobody has to be tried any more", "[report]") {
    // She answers before the second attempt was due, and is called once more later.
    Story of_reached = with_due_attempts();
    const auto reached = of_reached.then("call", "2026-03-02T10:30:00Z")
                             .then("reply", "2026-03-03T12:00:00Z")
                             .then("call", "2026-03-06T12:00:00Z")
                             .followed();
    CHECK(states(reached) == "2 stopped, 3 stopped");
    CHECK_FALSE(broken_clock(reached, at("2026-03-10T12:00:00Z")));
    // She answers when the second attempt was overdue: it was missed, and nobody has to be told any more.
    Story of_later = with_due_attempts();
    const auto later =
        of_later.then("call", "2026-03-02T10:30:00Z").then("reply", "2026-03-04T10:00:00Z").followed();
    CHECK(states(later) == "2 missed, 3 stopped");
    CHECK_FALSE(broken_clock(later, at("2026-03-10T12:00:00Z")));

    Story gone = with_due_attempts();
    gone.handovers[0].ended = at("2026-03-03T10:30:00Z");
    CHECK(states(gone.then("call", "2026-03-02T10:30:00Z").followed()) == "2 stopped, 3 stopped");
    Story back = with_due_attempts();
    back.answers = {{.lead = "L1",
                     .verdict = Answer::Verdict::reject,
                     .disposition = "no-budget",
                     .at = at("2026-03-03T10:00:00Z")}};
    CHECK(states(back.then("call", "2026-03-02T10:30:00Z").followed()) == "2 stopped, 3 stopped");
}

TEST_CASE("what is known of an attempt's clock does not change as time goes on", "[report]") {
    // Whatever happens, a clock that was kept or late stays so, and one that was missed can only become late.
    constexpr const char* types[] = {"call", "sales_email", "page_view", "voicemail", "reply"};
    std::uint32_t seed = 7;
    const auto random = [&](std::uint32_t below) {
        seed = seed * 1664525 + 1013904223;
        return (seed >> 8) % below;
    };
    for (int round = 0; round < 40; ++round) {
        std::string happened = "lead_id,type,at\n";
        Instant when = at("2026-03-02T10:00:00Z");
        for (std::uint32_t touch = 0; touch < random(6); ++touch) {
            when += std::chrono::hours(1 + random(40));
            happened += std::string("L1,") + types[random(5)] + "," + to_text(when) + "\n";
        }
        std::vector<State> before(2, State::open);
        for (int hours = 6; hours < 24 * 8; hours += 6) {
            Story story = with_due_attempts();
            story.touches = happened;
            story.as_of = at("2026-03-02T10:00:00Z") + std::chrono::hours(hours);
            const auto one = story.followed();
            REQUIRE(one.attempt_clocks.size() == 2);
            for (std::size_t i = 0; i < 2; ++i) {
                const Followup::AttemptClock& clock = one.attempt_clocks[i];
                INFO(happened << to_text(story.as_of) << " " << to_text(before[i]) << " " << states(one));
                CHECK((clock.state == before[i] || before[i] == State::open ||
                       (before[i] == State::missed && clock.state == State::late)));
                CHECK((clock.state == State::kept) == (clock.made && *clock.made <= clock.due));
                CHECK((clock.state == State::late) == (clock.made && clock.due < *clock.made));
                before[i] = clock.state;
            }
        }
    }
}

TEST_CASE("a hold puts off when attempts are due", "[report]") {
    Story held = with_due_attempts();
    held.holds = {{.lead = "L1",
                   .code = "asked",
                   .from = at("2026-03-03T09:00:00Z"),
                   .to = at("2026-03-04T09:00:00Z")}};
    const auto one = held.then("call", "2026-03-02T10:30:00Z").followed();
    CHECK(one.attempt_clocks[0].due == at("2026-03-04T17:00:00Z"));
    CHECK(one.attempt_clocks[1].due == at("2026-03-05T14:00:00Z"));

    Story now = with_due_attempts();
    now.as_of = at("2026-03-03T12:00:00Z");
    now.leads = table_of({"lead_id", "status", "updated_at"}, {{"L1", "On hold", "2026-03-03T09:00:00Z"}});
    CHECK(states(now.then("call", "2026-03-02T10:30:00Z").followed()) == "2 paused, 3 paused");
}

TEST_CASE("where leads show a later night, only what is known of holds counts", "[report]") {
    Story then = with_due_attempts();
    then.as_of = at("2026-03-03T12:00:00Z");
    then.then("call", "2026-03-02T10:30:00Z");
    Story held = then;
    held.holds = {{.lead = "L1", .code = "asked", .from = at("2026-03-03T09:00:00Z"), .to = {}}};

    const Table contacted = table_of({"lead_id", "status"}, {{"L1", "Contacted"}}),
                on_hold = table_of({"lead_id", "status"}, {{"L1", "On hold"}});
    held.leads = contacted;
    then.leads = on_hold;
    CHECK(states(held.followed()) == "2 open, 3 open");
    CHECK(states(then.followed()) == "2 paused, 3 paused");
    held.leads_are_newer = then.leads_are_newer = true;
    CHECK(states(held.followed()) == "2 paused, 3 paused");
    CHECK(states(then.followed()) == "2 open, 3 open");
}

TEST_CASE("the clock of a lead that was converted before it was due stops", "[report]") {
    Story story;
    story.leads = table_of({"lead_id", "created_at", "converted_at"},
                           {{"L1", "2026-03-02T08:00:00Z", "2026-03-02T10:05:00Z"}});
    story.as_of = at("2026-03-04T12:00:00Z");
    CHECK(story.followed().state == State::stopped);
    CHECK(story.then("call", "2026-03-02T10:06:00Z").followed().state == State::kept);
    Story late;
    late.leads = table_of({"lead_id", "created_at", "converted_at"},
                          {{"L1", "2026-03-02T08:00:00Z", "2026-03-04T10:00:00Z"}});
    late.as_of = at("2026-03-04T12:00:00Z");
    CHECK(late.followed().state == State::missed);
}

TEST_CASE("a lead whose row a file has twice was handed over once", "[report]") {
    const Story story;
    const Table leads = table_of({"lead_id", "rep", "assigned_at"}, {{"L1", "ana", "2026-03-02T10:00:00Z"},
                                                                     {"L2", "ana", "2026-03-02T10:00:00Z"},
                                                                     {"L1", "ana", "2026-03-02T10:00:00Z"},
                                                                     {"L1", "ana", "2026-03-03T10:00:00Z"}});
    TextPool texts;
    const std::vector<Handover> handovers = handovers_of(leads, story.agreement, texts);
    REQUIRE(handovers.size() == 3);
    CHECK(handovers[0].lead == "L1");
    CHECK(handovers[1].lead == "L2");
    CHECK(handovers[2].at == at("2026-03-03T10:00:00Z"));
}

TEST_CASE("a handover ends when the lead goes elsewhere", "[report]") {
    Story gone;
    gone.handovers[0].ended = at("2026-03-02T10:30:00Z");
    const auto one = gone.then("call", "2026-03-02T10:45:00Z").followed();
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
    const auto one = story.followed();
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
                  {"L7", "ana", "", "", "2026-03-04T10:00:00Z"},
                  {"L8", "ana", "maybe", "", "2026-03-04T10:00:00Z"}});
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
                  "the answer has no verdict; a verdict is accept, reject or return\n"
                  "unknown verdict 'maybe'; a verdict is accept, reject or return\n");
}

TEST_CASE("a lead file shows who has a lead since when", "[report]") {
    const Story story;
    const Table with_reps =
        table_of({"lead_id", "rep", "sla", "assigned_at", "due_at", "owner", "created_at"},
                 {{"L1", "ana", "hot", "2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z", "", "2026-03-01"},
                  {"L2", "", "", "", "", "ana@acme.example", "2026-03-01"}});
    TextPool texts;
    const std::vector<Handover> routed = handovers_of(with_reps, story.agreement, texts);
    REQUIRE(routed.size() == 1);
    CHECK(routed[0].rep == "ana");
    CHECK(routed[0].due_at == at("2026-03-02T11:00:00Z"));
    const Table with_owners =
        table_of({"lead_id", "owner", "created_at"},
                 {{"L1", "Inbound Queue", "2026-03-01"}, {"L2", "ana@acme.example", "2026-03-01"}});
    const std::vector<Handover> owned = handovers_of(with_owners, story.agreement, texts);
    REQUIRE(owned.size() == 1);
    CHECK(owned[0].lead == "L2");
    CHECK(owned[0].sla == "hot"); // the only one there is
}

TEST_CASE("a clock stands still while a lead is on hold, for as much working time as that takes",
          "[report]") {
    Story night; // a hold of a night moves nothing
    night.holds = {{"L1", "on-hold", at("2026-03-02T17:00:00Z"), at("2026-03-03T09:00:00Z")}};
    night.handovers[0].at = at("2026-03-02T16:30:00Z");
    CHECK(night.followed().due == at("2026-03-03T09:30:00Z"));

    Story held;
    held.holds = {{"L1", "on-hold", at("2026-03-02T10:30:00Z"), at("2026-03-03T10:00:00Z")}};
    const auto late = held.then("call", "2026-03-03T10:31:00Z").followed();
    CHECK(late.due == at("2026-03-03T10:30:00Z"));
    CHECK(late.state == State::late);
    CHECK(late.worked == std::chrono::minutes(61));
    CHECK(late.share == Approx(61.0 / 60));
    REQUIRE(late.holds.size() == 1);

    Story unknown; // a code that the agreement does not know (any more) holds nothing
    unknown.holds = {{"L1", "weather", at("2026-03-02T10:30:00Z"), at("2026-03-03T10:00:00Z")}};
    CHECK(unknown.followed().due == at("2026-03-02T11:00:00Z"));
}

TEST_CASE("what the lead shows tonight begins a hold, and ends one", "[report]") {
    Story waits;
    waits.leads = table_of({"lead_id", "status", "updated_at"}, {{"L1", "On hold", "2026-03-02T10:20:00Z"}});
    const auto paused = waits.followed();
    CHECK(paused.state == State::paused);
    CHECK(paused.share == Approx(1.0 / 3));
    CHECK(paused.due == at("2026-03-10T12:40:00Z")); // if it went on now
    CHECK_FALSE(broken_clock(paused, waits.as_of));
    waits.leads = table_of({"lead_id", "status", "updated_at"}, {{"L1", "On hold", "2026-03-02T11:30:00Z"}});
    const auto too_late = waits.followed(); // it was over by then
    CHECK(too_late.state == State::missed);
    CHECK(broken_clock(too_late, waits.as_of)->due == at("2026-03-02T11:00:00Z"));

    Story resumed;
    resumed.holds = {{"L1", "on-hold", at("2026-03-02T10:30:00Z"), std::nullopt}};
    resumed.leads = table_of({"lead_id", "status", "updated_at"}, {{"L1", "Open", "2026-03-03T12:00:00Z"}});
    CHECK(resumed.followed().due == at("2026-03-03T12:30:00Z"));
    CHECK(resumed.followed().state == State::missed);
    resumed.leads = table_of({"lead_id", "status"}, {{"L1", "Open"}}); // it ended at the latest tonight
    CHECK(resumed.followed().due == at("2026-03-10T12:30:00Z"));
    CHECK(resumed.followed().state == State::open);
}

TEST_CASE("an acceptance with the code of a pause holds until the next answer, or for so long", "[report]") {
    Story story;
    const Answer asked{.lead = "L1",
                       .rep = "ana",
                       .verdict = Answer::Verdict::accept,
                       .disposition = "asked",
                       .at = at("2026-03-02T10:30:00Z")};
    story.answers = {asked};
    CHECK(story.followed().due == at("2026-03-04T11:00:00Z")); // 48 hours later, in time at work
    story.answers.push_back(
        {.lead = "L1", .rep = "ana", .verdict = Answer::Verdict::accept, .at = at("2026-03-02T10:40:00Z")});
    CHECK(story.followed().due == at("2026-03-02T11:10:00Z"));
    CHECK_FALSE(story.followed().came_back());
}

TEST_CASE("clocks are monotone: a later start, a longer hold or more work is never due earlier", "[report]") {
    const auto minutes = [](int n) { return std::chrono::minutes(n); };
    std::optional<Instant> last;
    for (int start = 0; start < 4 * 24 * 60; start += 97) { // over a weekend
        Story story;
        story.handovers[0].at = at("2026-03-06T00:00:00Z") + minutes(start);
        const Instant free = *story.followed().due;
        CHECK((!last || free >= *last));
        last = free;
        Instant before = free;
        for (int length = 0; length < 3 * 24 * 60; length += 431) {
            const Instant from = story.handovers[0].at + minutes(20);
            story.holds = {{"L1", "on-hold", from, from + minutes(length)}};
            const auto held = story.followed();
            CHECK(*held.due >= before);
            before = *held.due;
        }
    }
}

TEST_CASE("clocks only go on from night to night, and what is over stays over", "[report]") {
    std::mt19937 random(7);
    const auto below = [&](int most) { return std::uniform_int_distribution<int>(0, most - 1)(random); };
    const char* const types[] = {"call", "sales_email", "call_connected", "page_view"};
    for (int round = 0; round < 40; ++round) {
        INFO("round " << round);
        Story story;
        const Instant start = story.handovers[0].at;
        for (int touch = below(5); touch > 0; --touch)
            story.then(types[below(4)], to_text(start + std::chrono::minutes(below(8 * 24 * 60))).c_str());
        if (below(3) == 0)
            story.answers = {{.lead = "L1",
                              .rep = "ana",
                              .verdict = Answer::Verdict::reject,
                              .disposition = "unreachable",
                              .at = start + std::chrono::hours(below(8 * 24))}};
        std::optional<Followup> last;
        bool over = false;
        for (int hours = 1; hours < 9 * 24; hours += 7) {
            story.as_of = start + std::chrono::hours(hours);
            const auto now = story.followed();
            const auto was = [&](State state) { return last && last->state == state; };
            CHECK((!last || now.worked >= last->worked));
            CHECK((!last || now.elapsed >= last->elapsed));
            CHECK((!last || now.share >= last->share));
            CHECK((!last || now.attempts.size() >= last->attempts.size()));
            CHECK((!last || now.answers >= last->answers));
            CHECK((!was(State::kept) || now.state == State::kept));
            CHECK((!was(State::late) || now.state == State::late));
            CHECK((!was(State::missed) || now.state == State::missed || now.state == State::late));
            CHECK((!over || clocks_over(now)));
            over = clocks_over(now);
            CHECK((!over || !broken_clock(now, story.as_of)));
            last = now;
        }
    }
}

TEST_CASE("what must be earned counts when the attempts were made by then, and stays so", "[report]") {
    Story story;
    story.answers = {{.lead = "L1",
                      .rep = "ana",
                      .verdict = Answer::Verdict::reject,
                      .disposition = "unreachable",
                      .at = at("2026-03-04T10:00:00Z")}};
    story.then("call", "2026-03-02T10:30:00Z").then("call", "2026-03-03T10:30:00Z");
    auto one = story.followed();
    CHECK(one.unearned == "2 of 3 attempts made, on 1 of 2 channels, within 5d");
    CHECK_FALSE(one.came_back());
    // What is done after the answer does not earn it: the rep answers again.
    story.then("sales_email", "2026-03-04T12:00:00Z");
    one = story.followed();
    CHECK(one.cadence == Cadence::done);
    CHECK_FALSE(one.came_back());
    story.answers[0].at = at("2026-03-04T13:00:00Z");
    CHECK(story.followed().unearned.empty());
    CHECK(story.followed().came_back());
    // What the ledger took for earned stays so, though touches are missing now.
    Story settled;
    settled.answers = story.answers;
    settled.handovers[0].ended = settled.answers[0].at;
    CHECK(settled.followed().came_back());
    // Whoever was reached need not be tried again.
    Story reached;
    reached.answers = story.answers;
    CHECK(reached.then("call_connected", "2026-03-03T10:30:00Z").followed().came_back());
}

TEST_CASE("attempts earn an answer in any time of the agreed length", "[report]") {
    Story story; // the first days went by with one call
    story.as_of = at("2026-03-20T12:00:00Z");
    story.then("call", "2026-03-02T10:30:00Z")
        .then("call", "2026-03-12T10:30:00Z")
        .then("sales_email", "2026-03-13T10:30:00Z");
    story.answers = {{.lead = "L1",
                      .verdict = Answer::Verdict::reject,
                      .disposition = "unreachable",
                      .at = at("2026-03-18T10:00:00Z")}};
    CHECK(story.followed().unearned == "2 of 3 attempts made, on 2 of 2 channels, within 5d");
    CHECK(story.followed().cadence == Cadence::given_up);
    story.then("call", "2026-03-16T10:30:00Z");
    CHECK(story.followed().came_back());
    CHECK(story.followed().cadence == Cadence::done);
}

TEST_CASE("a clock is only broken by the rep who had the lead while it ran", "[report]") {
    Story story;
    const auto missed = story.followed();
    REQUIRE(broken_clock(missed, story.as_of));
    CHECK(broken_clock(missed, story.as_of)->missed == "the first touch");
    CHECK(broken_clock(missed, story.as_of)->due == at("2026-03-02T11:00:00Z"));
    Story inherited;
    inherited.handovers[0].due_at = at("2026-03-01T11:00:00Z"); // over before this rep got it
    CHECK_FALSE(broken_clock(inherited.followed(), inherited.as_of));
    Story ended;
    ended.handovers[0].ended = at("2026-03-05T11:00:00Z");
    CHECK_FALSE(broken_clock(ended.followed(), ended.as_of));

    Story answers; // a level that asks for an answer only
    answers.agreement.slas[0].first_touch.reset();
    answers.agreement.slas[0].answer = Sla::Target{.days = 2, .text = "2d"};
    CHECK(broken_clock(answers.followed(), answers.as_of)->missed == "the answer");
    CHECK(broken_clock(answers.followed(), answers.as_of)->due == at("2026-03-04T10:00:00Z"));
    answers.answers = {{.lead = "L1", .rep = "ana", .at = at("2026-03-03T10:00:00Z")}};
    CHECK_FALSE(broken_clock(answers.followed(), answers.as_of));
}

TEST_CASE("the clock of a lead that somebody had before starts with the handover", "[report]") {
    Story again;
    again.agreement.slas[0].starts = Sla::Starts::created;
    again.handovers[0].again = true;
    const auto one = again.then("call", "2026-03-02T09:30:00Z").followed();
    CHECK(one.clock_start == at("2026-03-02T10:00:00Z"));
    CHECK(one.due == at("2026-03-02T11:00:00Z"));
    CHECK(one.state == State::missed); // what another rep did is no answer of this one
}

TEST_CASE("the night's clocks: what is broken, earned and not", "[report]") {
    Story story;
    story.answers = {{.lead = "L1",
                      .rep = "ana",
                      .verdict = Answer::Verdict::reject,
                      .disposition = "unreachable",
                      .at = at("2026-03-04T10:00:00Z")}};
    const auto judged = [&] {
        const TemporaryFile file(story.touches);
        Export log(Kind::touches, {file.path()}, story.agreement);
        const Followups all({.agreement = &story.agreement,
                             .as_of = story.as_of,
                             .leads = &story.leads,
                             .touches = &log,
                             .handovers = story.handovers,
                             .answers = story.answers});
        return judge_clocks(all, story.answers, story.as_of);
    };
    story.then("call", "2026-03-02T10:30:00Z");
    ClocksTonight tonight = judged();
    CHECK(tonight.broken.empty());
    CHECK(tonight.unearned.at("L1") == "1 of 3 attempts made, on 1 of 2 channels, within 5d");
    CHECK(tonight.earned.empty());
    story.then("call", "2026-03-02T15:30:00Z").then("sales_email", "2026-03-03T10:30:00Z");
    tonight = judged();
    CHECK(tonight.unearned.empty());
    REQUIRE(tonight.earned.size() == 1);
    CHECK(tonight.earned[0].lead == "L1");

    Agreement agreement = story.agreement;
    CHECK(judges_clocks(agreement));
    agreement.dispositions.clear();
    CHECK_FALSE(judges_clocks(agreement));
    agreement.slas[0].breach = Sla::Breach::escalate;
    CHECK(judges_clocks(agreement));
}

TEST_CASE("a pause is no reason to hand a lead back", "[report]") {
    const Story story;
    const Table outcomes = table_of({"lead_id", "rep", "verdict", "disposition", "at"},
                                    {{"L1", "ana", "accept", "Asked", "2026-03-04T10:00:00Z"},
                                     {"L2", "ana", "accept", "askd", "2026-03-04T10:00:00Z"},
                                     {"L3", "ana", "reject", "on-hold", "2026-03-04T10:00:00Z"}});
    std::vector<WrongAnswer> wrong;
    const std::vector<Answer> answers = read_answers(outcomes, story.agreement, wrong);
    REQUIRE(answers.size() == 1);
    CHECK(answers[0].disposition == "asked");
    REQUIRE(wrong.size() == 2);
    CHECK(wrong[0].why.what == "unknown disposition 'askd'");
    CHECK(wrong[0].why.hint == "did you mean 'asked'?");
    CHECK(wrong[1].why.what == "'on-hold' is a pause, and the lead is not accepted");
    CHECK(wrong[1].why.hint == "who keeps a lead that waits writes accept");
}
