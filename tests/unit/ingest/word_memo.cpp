#include "ingest/word_memo.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace handoff;

TEST_CASE("many words are looked up in order, each worked out once", "[ingest]") {
    std::vector<std::string> words;
    for (int i = 0; i < 5000; ++i) words.push_back(i % 7 == 0 ? "" : "word " + std::to_string(i % 1000));
    WordMemo<std::size_t> memo;
    std::size_t made = 0;
    std::vector<std::size_t> used;
    memo.of_all(
        10, words.size(), [&](std::size_t i) { return std::string_view(words[i]); },
        [&](std::string_view word) {
            ++made;
            return word.size();
        },
        [&](std::size_t i, std::string_view word, std::size_t size) {
            CHECK(word == words[i]);
            CHECK(size == words[i].size());
            used.push_back(i);
        });
    std::vector<std::size_t> expected;
    for (std::size_t i = 10; i < words.size(); ++i)
        if (!words[i].empty()) expected.push_back(i);
    CHECK(used == expected);
    CHECK(made == 1000);
    CHECK(memo.entries().size() == 1000);
    std::uint64_t count = 0;
    for (const auto& entry : memo.entries()) count += entry.count;
    CHECK(count == expected.size());
    CHECK(memo.of("word 1", [](std::string_view) { return std::size_t{0}; }) == 6);
}

TEST_CASE("words that hardly repeat are forgotten, and worked out each time", "[ingest]") {
    std::vector<std::string> words;
    for (int i = 0; i < 6000; ++i) words.push_back("word " + std::to_string(i));
    WordMemo<std::size_t> memo;
    std::size_t made = 0, used = 0;
    for (int times = 1; times <= 2; ++times) {
        memo.of_all(
            0, words.size(), [&](std::size_t i) { return std::string_view(words[i]); },
            [&](std::string_view word) {
                ++made;
                return word.size();
            },
            [&](std::size_t i, std::string_view word, std::size_t size) {
                CHECK(word == words[i]);
                CHECK(size == words[i].size());
                ++used;
            });
        CHECK(used == static_cast<std::size_t>(times) * words.size());
        CHECK(made == used);
        CHECK(memo.entries().empty());
    }
    CHECK(memo.of("word 1", [](std::string_view) { return std::size_t{7}; }) == 7);
    CHECK(memo.of("word 1", [](std::string_view) { return std::size_t{8}; }) == 7);
}
