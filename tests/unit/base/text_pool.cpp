#include <handoff/text_pool.hpp>

#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

using namespace handoff;

TEST_CASE("kept text stays where it is", "[base]") {
    TextPool texts;
    std::vector<std::string_view> kept;
    for (int i = 0; i < 20'000; ++i) kept.push_back(texts.keep("text " + std::to_string(i)));
    const std::string large(100'000, 'x');
    kept.push_back(texts.keep(large));
    const TextPool moved = std::move(texts);
    for (int i = 0; i < 20'000; ++i)
        REQUIRE(kept[static_cast<std::size_t>(i)] == "text " + std::to_string(i));
    CHECK(kept.back() == large);
}

TEST_CASE("a word is kept once", "[base]") {
    TextPool texts;
    const std::string_view ana = texts.word(std::string("ana")), ben = texts.word("ben");
    CHECK(texts.word(std::string("ana")).data() == ana.data());
    CHECK(texts.keep("ana").data() != ana.data());
    CHECK(ben == "ben");
    CHECK(texts.word("").empty());
}
