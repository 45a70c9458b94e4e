#include "files.hpp"

#include <handoff/error.hpp>

#include <catch2/catch.hpp>

using namespace handoff;
using namespace handoff::csv;

namespace {

std::string copied(std::string_view bytes, std::size_t chunk, unsigned threads,
                   std::vector<std::string>& bad) {
    const TemporaryFile file(bytes);
    Options options;
    options.chunk = chunk;
    options.threads = threads;
    Reader reader(file.path(), options);
    std::string out;
    copy_as_is(
        reader,
        [&](std::string_view text) {
            out += text;
            return true;
        },
        [&](BadRow&& row) { bad.push_back(row.original); });
    return out;
}

} // namespace

TEST_CASE("a copy has the cells that were read, in order, as plain CSV", "[csv]") {
    std::string bytes = "id;text\r\n", expected = "id,text\n";
    for (int i = 0; i < 300; ++i) {
        bytes += std::to_string(i) + ";\"a, \"\"b\"\"\r\nc\"\r\n";
        expected += std::to_string(i) + ",\"a, \"\"b\"\"\r\nc\"\n";
    }
    bytes += "7;x;y\r\n8\r\n9;z\r\n";
    expected += "9,z\n";
    for (const std::size_t chunk : {std::size_t{7}, std::size_t{100}, std::size_t{512 * 1024}})
        for (const unsigned threads : {1U, 2U, 4U}) {
            std::vector<std::string> bad;
            CAPTURE(chunk, threads);
            REQUIRE(copied(bytes, chunk, threads, bad) == expected);
            REQUIRE(bad == std::vector<std::string>{"7;x;y", "8"});
        }
}

TEST_CASE("a copy ends where nobody wants more", "[csv]") {
    std::string bytes = "a,b\n";
    for (int i = 0; i < 1000; ++i) bytes += "1,2\n";
    const TemporaryFile file(bytes);
    Options options;
    options.chunk = 16;
    options.threads = 3;
    Reader reader(file.path(), options);
    int pieces = 0;
    const RowCount rows = copy_as_is(
        reader, [&](std::string_view) { return ++pieces < 5; }, [](BadRow&&) {});
    CHECK(pieces == 5);
    CHECK(rows.kept < 1000);
}

TEST_CASE("rows are counted with every check", "[csv]") {
    const TemporaryFile file("a,b\n1,2\n3\n4,5\n\n");
    Reader reader(file.path());
    std::vector<std::string> bad;
    const RowCount rows = count_rows(reader, [&](BadRow&& row) { bad.push_back(row.diagnostic.what); });
    CHECK(rows.kept == 2);
    CHECK(rows.bad == 1);
    CHECK(bad == std::vector<std::string>{"row has 1 field, the header has 2"});
}
