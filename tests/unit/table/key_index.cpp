#include "table/key_index.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <string>

using namespace handoff;

TEST_CASE("a key finds the first row that has it", "[table]") {
    std::vector<KeyBlock> blocks(3);
    for (const char* key : {"a", "", "00QHs000014q60P"}) blocks[0].add(key);
    for (const char* key : {"a", "0f7d1e8c2b3a4d5e6f708192a3b4c5d6", "b"}) blocks[2].add(key);
    const KeyIndex index(std::move(blocks), 2);
    CHECK(index.rows() == 6);
    CHECK(index.repeats());
    CHECK(index.find("a") == 0);
    CHECK(index.find("b") == 5);
    CHECK(index.find("00QHs000014q60P") == 2);
    CHECK(index.find("0f7d1e8c2b3a4d5e6f708192a3b4c5d6") == 4);
    CHECK(index.find("0f7d1e8c2b3a4d5e6f708192a3b4c5d7") == KeyIndex::none);
    CHECK(index.find("") == KeyIndex::none);
    CHECK(index.find("B") == KeyIndex::none);
    CHECK(index.first_of(3) == 0);
    CHECK(index.first_of(1) == 1);
}

TEST_CASE("an index without keys finds nothing", "[table]") {
    CHECK(KeyIndex().find("a") == KeyIndex::none);
    std::vector<KeyBlock> blocks(1);
    blocks[0].add("");
    const KeyIndex index(std::move(blocks));
    CHECK(index.rows() == 1);
    CHECK(index.empty());
    CHECK(index.find("a") == KeyIndex::none);
    CHECK(index.first_of(0) == 0);
}

TEST_CASE("keys of every length and many threads find what a map finds", "[table]") {
    std::mt19937 random(7);
    for (unsigned threads : {1U, 2U, 5U}) {
        std::vector<KeyBlock> blocks(random() % 7 + 1);
        std::map<std::string, std::uint32_t> expected;
        std::uint32_t row = 0;
        bool repeats = false;
        for (KeyBlock& block : blocks)
            for (unsigned i = 0; i < 20'000; ++i, ++row) {
                std::string key = std::to_string(random() % 60'000);
                key = std::string(key.back() - '0', 'x') + key + std::string(random() % 2 * 20, 'y');
                block.add(key);
                if (!expected.emplace(key, row).second) repeats = true;
            }
        const KeyIndex index(std::move(blocks), threads);
        CHECK(index.repeats() == repeats);
        std::size_t wrong = 0;
        for (const auto& [key, first] : expected) wrong += index.find(key) != first;
        CHECK(wrong == 0);
        CHECK(index.find("60001") == KeyIndex::none);

        // Many at a time: some that are there, some that are not, some blank.
        std::vector<std::string> asked{"", "60001"};
        for (const auto& [key, first] : expected)
            if (asked.size() < KeySearch::most) asked.push_back(asked.size() % 3 == 0 ? key + "!" : key);
        KeySearch search;
        std::vector<std::uint32_t> found(asked.size());
        search.start(index, asked.size(), [&](std::size_t i) { return PackedKey::of(asked[i]); });
        search.look();
        search.finish(found);
        for (std::size_t i = 0; i < asked.size(); ++i) wrong += found[i] != index.find(asked[i]);
        CHECK(wrong == 0);
    }
}
