#include <handoff/error.hpp>
#include <handoff/measure.hpp>

#include <catch2/catch.hpp>

using namespace handoff;

namespace {

std::string refusal(std::string_view text) {
    try {
        (void)Measure::parse(text);
    } catch (const Error& error) {
        return error.what();
    }
    return "nothing";
}

} // namespace

TEST_CASE("measures are read", "[report]") {
    CHECK(Measure::parse("count").kind == Measure::Kind::count);
    CHECK(Measure::parse(" Sum( amount ) ").kind == Measure::Kind::sum);
    CHECK(Measure::parse(" Sum( amount ) ").of == "amount");
    CHECK(Measure::parse("rate(country in ('DE', 'AT'))").of == "country in ('DE', 'AT')");
    CHECK(Measure::parse("win_rate").of.empty());
}

TEST_CASE("what is no measure is refused", "[report]") {
    CHECK(refusal("sun(amount)") ==
          "error: --value 'sun(amount)' is nothing that can be worked out\n  hint: did you mean 'sum'?\n");
    CHECK(refusal("everything") ==
          "error: --value 'everything' is nothing that can be worked out\n  hint: write count, count(deals), "
          "sum(COLUMN), mean(COLUMN), median(COLUMN), rate(STAGE), rate(CONDITION) or win_rate\n");
    CHECK(refusal("sum(amount") ==
          "error: --value 'sum(amount' does not end with the ')' of its '('\n  hint: write sum(amount)\n");
    CHECK(refusal("median()") ==
          "error: --value 'median()' does not say of what\n  hint: write median(amount)\n");
    CHECK(refusal("rate") == "error: --value 'rate' does not say of what\n  hint: write rate(won)\n");
    CHECK(refusal("count(people)") == "error: --value 'count(people)' counts leads or deals\n  hint: write "
                                      "count(leads) or count(deals); --where chooses leads\n");
    CHECK(refusal("win_rate(won)") ==
          "error: --value 'win_rate(won)' is of deals, and needs no parentheses\n  hint: write win_rate\n");
}
