#include "base/rounded.hpp"

#include <catch2/catch.hpp>

using namespace handoff;

TEST_CASE("a half is rounded away from zero", "[base]") {
    CHECK(rounded_text(16.5) == "17");
    CHECK(rounded_text(17.5) == "18");
    CHECK(rounded_text(-16.5) == "-17");
    CHECK(rounded_text(0.5) == "1");
    CHECK(rounded_text(16.49) == "16");
    CHECK(rounded(2.5) == 3);
    CHECK(rounded(-2.5) == -3);
}

TEST_CASE("a half of a decimal is one, whatever its binary fraction", "[base]") {
    CHECK(rounded_text(0.25, 1) == "0.3");
    CHECK(rounded_text(33.15, 1) == "33.2");
    CHECK(rounded_text(1.005, 2) == "1.01");
    CHECK(rounded_text(1.0049, 2) == "1.00");
    CHECK(percent_text(0.3315) == "33.2%");
    CHECK(percent_text(0.575, 0) == "58%");
    CHECK(percent_text(0.145, 0) == "15%");
}

TEST_CASE("thousands are told apart, and zero has no minus", "[base]") {
    CHECK(rounded_text(1234567.5) == "1,234,568");
    CHECK(rounded_text(-999.5) == "-1,000");
    CHECK(rounded_text(-0.04, 1) == "0.0");
    CHECK(rounded_text(1e15) == "1,000,000,000,000,000");
    CHECK(percent_text(-1) == "-100.0%");
}
