#include <handoff/words.hpp>

#include <catch2/catch.hpp>

using namespace handoff;

TEST_CASE("the nearest word is found by edit distance without case", "[words]") {
    const std::vector<std::string> words = {"points", "touch", "half_life", "window"};
    CHECK(nearest("pionts", words) == "points");
    CHECK(nearest("Touchs", words) == "touch");
    CHECK(nearest("halflife", words) == "half_life");
    CHECK(nearest("colour", words).empty());
    CHECK(did_you_mean("pionts", words) == "did you mean 'points'?");
    CHECK(did_you_mean("xyz", words).empty());
}

TEST_CASE("a tie goes to the earlier candidate", "[words]") {
    CHECK(nearest("cat", std::vector<std::string>{"bat", "hat"}) == "bat");
    CHECK(nearest("", std::vector<std::string>{"bat"}).empty());
    CHECK(nearest("7", std::vector<std::string>{"1", "2"}).empty());
    CHECK(nearest("UK", std::vector<std::string>{"uk", "us"}) == "uk");
}

TEST_CASE("text compares without case", "[words]") {
    CHECK(same_text("Alpha", "aLPHA"));
    CHECK_FALSE(same_text("Alpha", "Alph"));
    CHECK(trim(" \t a b \r\n") == "a b");
    CHECK(trim("  ").empty());
}

TEST_CASE("counts read well", "[words]") {
    CHECK(counted(1, "lead") == "1 lead");
    CHECK(counted(12345, "lead") == "12,345 leads");
    CHECK(counted(2, "touch", "touches") == "2 touches");
    CHECK(counted(1, "touch", "touches") == "1 touch");
    CHECK(with_thousands(-1234567) == "-1,234,567");
    CHECK(with_thousands(-123) == "-123");
    CHECK(with_thousands(0) == "0");
}
