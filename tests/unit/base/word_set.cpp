#include "base/word_set.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

using namespace handoff;

TEST_CASE("a set of words has its words and no others", "[words]") {
    std::vector<std::string> texts;
    for (int i = 0; i < 300; ++i) texts.push_back("a" + std::to_string(i * i));
    const std::vector<std::string_view> words(texts.begin(), texts.end());
    const WordSet set(words);
    for (int i = 0; i < 100'000; ++i) {
        const std::string text = "a" + std::to_string(i);
        const bool expected = std::find(words.begin(), words.end(), text) != words.end();
        if (set.has(text) != expected) FAIL(text);
    }
    CHECK_FALSE(set.has(""));
    CHECK_FALSE(WordSet({}).has(""));
}
