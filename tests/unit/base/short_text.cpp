#include "base/short_text.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace handoff;

TEST_CASE("short texts are the same when every byte is", "[text]") {
    const std::string text = "pricing page view, twice a week";
    for (std::size_t size = 0; size <= text.size(); ++size) {
        const std::string one = text.substr(0, size);
        CHECK(same_bytes(one, std::string_view(text).substr(0, size)));
        CHECK(hash_of(one) == hash_of(std::string_view(text).substr(0, size)));
        CHECK_FALSE(same_bytes(one, text.substr(0, size) + "x"));
        for (std::size_t at = 0; at < size; ++at) {
            std::string other = one;
            other[at] = '#';
            INFO(one << " and " << other);
            CHECK_FALSE(same_bytes(one, other));
            CHECK(hash_of(one) != hash_of(other));
        }
    }
}
