#include "unit/report/tables.hpp"

#include <handoff/idle_answers.hpp>

using namespace handoff;

namespace {

Instant day(int number) { return *read_instant("2026-09-0" + std::to_string(number) + "T09:00:00Z"); }

Answer answer(const char* lead, const char* rep, int on) {
    Answer one;
    one.lead = lead;
    one.rep = rep;
    one.at = day(on);
    return one;
}

} // namespace

TEST_CASE("nothing follows from what a rep says of a lead that another has", "[report]") {
    const std::vector<Handover> handovers = {
        {.lead = "1", .rep = "ana", .at = day(2)},
        {.lead = "2", .rep = "ana", .at = day(2)},
        {.lead = "1", .rep = "ben", .at = day(4)},
    };
    std::vector<Answer> answers = {
        answer("1", "ana", 3), // she had it
        answer("1", "ana", 5), // too late
        answer("1", "Ben", 4), // since then
        answer("1", "ben", 3), // too early
        answer("2", "", 3),    // whoever it was
        answer("1", "cyd", 1), // nobody is known to have had it
        answer("3", "cyd", 5), // nor that
    };
    CHECK(count_idle_answers(answers, handovers) == 2);
    const std::vector<Answer> idle = take_idle_answers(answers, handovers);
    CHECK(idle == std::vector<Answer>{answer("1", "ana", 5), answer("1", "ben", 3)});
    CHECK(answers == std::vector<Answer>{answer("1", "ana", 3), answer("1", "Ben", 4), answer("2", "", 3),
                                         answer("1", "cyd", 1), answer("3", "cyd", 5)});
}
