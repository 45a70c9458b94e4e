#include "unit/csv/files.hpp"

#include <handoff/attribution.hpp>
#include <handoff/error.hpp>

#include <catch2/catch.hpp>

using namespace handoff;
using csv::TemporaryFile;

TEST_CASE("paths are read from a file, by our names or ChannelAttribution's", "[attribution]") {
    const TemporaryFile ours("path,conversions,value,nulls\n"
                             "email > web>event ,2,10.505,1\n"
                             "web,0,,7\n");
    const TouchPaths paths = read_paths(ours.path());
    CHECK(paths.channels == std::vector<std::string>{"email", "event", "web"});
    CHECK(paths.steps == std::vector<std::uint32_t>{0, 2, 1, 2});
    REQUIRE(paths.paths.size() == 2);
    CHECK(paths.paths[0].conversions == 2);
    CHECK(paths.paths[0].value == 1051); // cents, halves up
    CHECK(paths.paths[0].nulls == 1);
    CHECK(paths.paths[1].size == 1);
    CHECK(paths.paths[1].nulls == 7);

    const TemporaryFile theirs("path,total_conversions,total_conversion_value,total_null\n"
                               "a,1,0.244,3\n");
    const TouchPaths other = read_paths(theirs.path(), 1000);
    CHECK(other.conversions() == 1);
    CHECK(other.value() == 244);
}

TEST_CASE("a file of paths that cannot be read is refused with every place", "[attribution]") {
    const TemporaryFile nameless("steps,conv\na,1\n");
    CHECK_THROWS_WITH(read_paths(nameless.path()), Catch::Contains("a file of paths needs a column 'path'"));
    const TemporaryFile wrong("path,conv,value,null\n"
                              "a > b,x,1,0\n"
                              "a > b,1,ten,0\n"
                              "a > b,1,1,-1\n");
    try {
        read_paths(wrong.path());
        FAIL("was read");
    } catch (const Error& error) {
        REQUIRE(error.diagnostics().size() == 3);
        CHECK(error.diagnostics()[0].place.line == 2);
        CHECK(error.diagnostics()[0].what == "conversions must be a number that is not negative");
        CHECK(error.diagnostics()[1].what == "the value is not a number");
        CHECK(error.diagnostics()[2].what == "nulls must be a number that is not negative");
    }
}
