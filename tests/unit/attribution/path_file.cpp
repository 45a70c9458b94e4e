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
                              "a > b,1,1,-1\n"
                              " > ,1,1,0\n");
    try {
        read_paths(wrong.path());
        FAIL("was read");
    } catch (const Error& error) {
        REQUIRE(error.diagnostics().size() == 4);
        CHECK(error.diagnostics()[0].place == Place{wrong.path(), 2, 7});
        CHECK(error.diagnostics()[1].place == Place{wrong.path(), 3, 9});
        CHECK(error.diagnostics()[2].place == Place{wrong.path(), 4, 11});
        CHECK(error.diagnostics()[0].what == "conversions must be a number that is not negative");
        CHECK(error.diagnostics()[1].what == "the value is not a number");
        CHECK(error.diagnostics()[2].what == "nulls must be a number that is not negative");
        CHECK(error.diagnostics()[3].place.line == 5);
        CHECK(error.diagnostics()[3].what == "the path is blank");
    }
}

TEST_CASE("a large file of paths is read the same by any number of threads", "[attribution]") {
    const std::vector<std::string> names = {"web", "e-mail", "an event in the neighbourhood", "Paid Search"};
    std::string text = "\"path\",\"conversions\",\"value\",\"nulls\"\n";
    for (std::size_t row = 0; row < 40'000; ++row) {
        // The channels that come first in the file are others for every thread.
        const std::size_t first = row / 10'000, second = (row * 7) % names.size();
        text += "\"" + names[first] + " >" + names[second] + "\t>> " + names[first] + " \"," +
                std::to_string(row % 3) + "," + std::to_string(row) + ".25,12.5\n";
    }
    const TemporaryFile file(text);
    const TouchPaths one = read_paths(file.path(), 100, 1);
    CHECK(one.channels ==
          std::vector<std::string>{"Paid Search", "an event in the neighbourhood", "e-mail", "web"});
    REQUIRE(one.paths.size() == 40'000);
    std::size_t wrong = 0;
    for (std::size_t row = 0; row < one.paths.size(); ++row) {
        const TouchPaths::Path& path = one.paths[row];
        const auto steps = one.steps_of(path);
        const std::size_t first = row / 10'000, second = (row * 7) % names.size();
        wrong += path.size == 3 && one.channels[steps[0]] == names[first] &&
                         one.channels[steps[1]] == names[second] && steps[2] == steps[0] &&
                         path.conversions == static_cast<double>(row % 3) && path.nulls == 12.5 &&
                         path.value == static_cast<std::int64_t>(row * 100 + 25)
                     ? 0
                     : 1;
    }
    CHECK(wrong == 0);
    const TouchPaths four = read_paths(file.path(), 100, 4);
    CHECK(four.channels == one.channels);
    CHECK(four.steps == one.steps);
    REQUIRE(four.paths.size() == one.paths.size());
    for (std::size_t row = 0; row < one.paths.size(); ++row)
        if (four.paths[row].begin != one.paths[row].begin || four.paths[row].value != one.paths[row].value)
            FAIL_CHECK("row " << row);
}

TEST_CASE("what is wrong in a file of paths is named by its line, also behind line ends in quotes",
          "[attribution]") {
    std::string text = "path,conversions\n";
    for (int row = 0; row < 30'000; ++row) text += "web > e-mail,1\n";
    text += "\"web >\ne-mail\",1\n\nweb,many\nweb,1,1\nweb,-1\n";
    const TemporaryFile file(text);
    try {
        read_paths(file.path());
        FAIL("was read");
    } catch (const Error& error) {
        REQUIRE(error.diagnostics().size() == 3);
        CHECK(error.diagnostics()[0].place.line == 30'005);
        CHECK(error.diagnostics()[1].place.line == 30'006);
        CHECK(error.diagnostics()[1].place.column == 7);
        CHECK(error.diagnostics()[2].place.line == 30'007);
    }
}
