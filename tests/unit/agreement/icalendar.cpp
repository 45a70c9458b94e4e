#include "agreement/icalendar.hpp"

#include <catch2/catch.hpp>

using namespace handoff;

namespace {

std::string event(const std::string& lines) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n" + lines +
           "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
}

std::string days(const std::string& text, std::size_t most = 4) {
    Diagnostics diagnostics;
    std::string said;
    for (const Date& day : read_icalendar(text, "days.ics", diagnostics)) {
        if (most-- == 0) return said + " ...";
        said += (said.empty() ? "" : " ") + to_text(day);
    }
    for (const Diagnostic& each : diagnostics.take()) said += to_string(each);
    return said;
}

} // namespace

TEST_CASE("holidays are the days of whole-day events", "[agreement][calendar]") {
    CHECK(days(event("DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261227\r\nSUMMARY:Christ\r\n mas")) ==
          "2026-12-25 2026-12-26");
    CHECK(days(event("SUMMARY:New Year\r\nDTSTART:20270101")) == "2027-01-01");
    CHECK(days(event("DTSTART;VALUE=DATE:20270101\r\nDURATION:P1W\r\nSTATUS:CONFIRMED")) ==
          "2027-01-01 2027-01-02 2027-01-03 2027-01-04 ...");
    CHECK(days(event("DTSTART;VALUE=DATE:20270101\r\nSTATUS:CANCELLED")).empty());
    CHECK(days("\xEF\xBB\xBF"
               "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VAL\n UE=DATE:2026\n\t1225\nEND:VEVENT\n"
               "BEGIN:VEVENT\nDTSTART:20261225\nEND:VEVENT\nEND:VCALENDAR") == "2026-12-25");
}

TEST_CASE("yearly events are followed", "[agreement][calendar]") {
    CHECK(days(event("DTSTART:20250704\r\nRRULE:FREQ=YEARLY;COUNT=3")) == "2025-07-04 2026-07-04 2027-07-04");
    CHECK(days(event("DTSTART:20250704\r\nRRULE:FREQ=YEARLY;INTERVAL=2;UNTIL=20270704T000000Z")) ==
          "2025-07-04 2027-07-04");
    CHECK(days(event("DTSTART:19701126\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH"), 2) ==
          "1970-11-26 1971-11-25 ...");
    CHECK(days(event("DTSTART:20260525\r\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO;WKST=SU"), 3) ==
          "2026-05-25 2027-05-31 2028-05-29 ...");
    CHECK(days(event("DTSTART:20240229\r\nRRULE:FREQ=YEARLY;COUNT=2")) == "2024-02-29 2028-02-29");
    CHECK(days(event("DTSTART:20261225\r\nRRULE:FREQ=YEARLY;COUNT=3\r\nEXDATE;VALUE=DATE:20271225\r\n"
                     "RDATE;VALUE=DATE:20270102,20270103")) == "2026-12-25 2027-01-02 2027-01-03 2028-12-25");
    CHECK(days(event("DTSTART:20991225\r\nRRULE:FREQ=YEARLY")) == "2099-12-25 2100-12-25");
}

TEST_CASE("what is not understood in an .ics file is said with its line", "[agreement][calendar]") {
    const std::string hint = "  hint: take the event out, and write its days in the agreement\n";
    CHECK(days("Subject,Start Date\n") == "days.ics:1:1: error: this is no iCalendar file\n"
                                          "  hint: it must begin with BEGIN:VCALENDAR\n");
    CHECK(days(event("DTSTART;VALUE=DATE:20261332")) ==
          "days.ics:4:1: error: '20261332' is no date\n"
          "  4 | DTSTART;VALUE=DATE:20261332\n    | ^~~~~~~~~~~~~~~~~~~~~~~~~~~\n" +
              hint);
    CHECK(days(event("SUMMARY:x")) ==
          "days.ics:3:1: error: this event has no DTSTART\n  3 | BEGIN:VEVENT\n    | ^~~~~~~~~~~~\n");
    CHECK(days(event("DTSTART:20261225\r\nRRULE:FREQ=WEEKLY"))
              .find("days.ics:5:1: error: the repetition 'FREQ=WEEKLY' is none that is understood\n") == 10);
    for (const char* rule : {"FREQ=YEARLY;BYDAY=MO", "FREQ=YEARLY;BYSETPOS=1", "COUNT=2",
                             "FREQ=YEARLY;COUNT=x", "FREQ=YEARLY;BYDAY=1MO;BYMONTHDAY=2", "FREQ"})
        CHECK(days(event("DTSTART:20261225\r\nRRULE:" + std::string(rule)))
                  .find("is none that is understood") != std::string::npos);
    CHECK(days(event("DTSTART:20261224T120000"))
              .find("this event has a time of day, but holidays are whole days") != std::string::npos);
    CHECK(days(event("DTSTART:20261224\r\nDTEND:20261220")) ==
          "days.ics:3:1: error: this event ends before it begins\n  3 | BEGIN:VEVENT\n    | ^~~~~~~~~~~~\n");
    CHECK(days(event("DTSTART:20261224\r\nDTEND:20281220")).find("this event lasts longer than a year") !=
          std::string::npos);
    CHECK(days(event("DTSTART:20261224\r\nDURATION:PT1H")).find("the length 'PT1H' is not in whole days") !=
          std::string::npos);
    CHECK(days("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261224").find("this event has no end") !=
          std::string::npos);
}
