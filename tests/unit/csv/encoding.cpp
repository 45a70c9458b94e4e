#include "csv/encoding.hpp"

#include "files.hpp"

#include <catch2/catch.hpp>

using namespace handoff;
using namespace handoff::csv;

namespace {

/// For text of ASCII and é.
std::string utf16(std::string_view latin1, bool little) {
    std::string bytes;
    for (const char c : latin1) {
        if (!little) bytes += '\0';
        bytes += c;
        if (little) bytes += '\0';
    }
    return bytes;
}

const Rows rows = {{"1", "Ren\xC3\xA9"}, {"2", "Ann"}};

} // namespace

TEST_CASE("UTF-16 is read, with a byte order mark or without", "[csv]") {
    const std::string text = "id,name\r\n1,Ren\xE9\r\n2,Ann\r\n";
    CHECK(read("\xFF\xFE" + utf16(text, true)).rows == rows);
    CHECK(read("\xFE\xFF" + utf16(text, false)).rows == rows);
    CHECK(read(utf16(text, true)).rows == rows);
    CHECK(read(utf16(text, false)).rows == rows);
    CHECK(read("\xFF\xFE" + utf16(text, true)).header == std::vector<std::string>{"id", "name"});
}

TEST_CASE("a text that is not UTF-8 is converted, and its originals with it", "[csv]") {
    const Result result = read("id,name\n1,Ren\xE9\n2,Ann\n");
    CHECK(result.rows == rows);
    CHECK(result.originals == std::vector<std::string>{"1,Ren\xC3\xA9", "2,Ann"});
    // Windows-1252 where Latin-1 has nothing: the euro sign and curly quotes.
    CHECK(read("a\n\x80 5\n\x93so\x94\n").rows == Rows{{"\xE2\x82\xAC 5"}, {"\xE2\x80\x9Cso\xE2\x80\x9D"}});
}

TEST_CASE("a converted file is the same in chunks of any size", "[csv]") {
    std::string latin1 = "id,name\n", utf8 = "id,name\n";
    for (int i = 0; i < 60'000; ++i) {
        const std::string id = std::to_string(i);
        latin1 += id + ",\"Ren\xE9, " + id + "\"\n";
        utf8 += id + ",\"Ren\xC3\xA9, " + id + "\"\n";
    }
    const Result expected = read(utf8);
    REQUIRE(expected.rows.size() == 60'000);
    CHECK(read(latin1) == expected);
    CHECK(read(latin1, {.chunk = 10'007}) == expected);
    CHECK(read(utf16(latin1, true), {.chunk = 10'007}) == expected);
}

TEST_CASE("Japanese and Russian encodings are told by their letters", "[csv]") {
    // "name, country, company" and rows in Shift-JIS: 名前,国,会社 /
    // 山田太郎,日本,株式会社
    CHECK(find_encoding("\x96\xBC\x91\x4F,\x8D\x91,\x89\xEF\x8E\xD0\n"
                        "\x8E\x52\x93\x63\x91\xBE\x98\x59,\x93\xFA\x96\x7B,"
                        "\x8A\x94\x8E\xAE\x89\xEF\x8E\xD0\n",
                        true) == "Shift_JIS");
    // Компания,Страна / Общество с ограниченной ответственностью,Россия
    CHECK(find_encoding("\xCA\xEE\xEC\xEF\xE0\xED\xE8\xFF,\xD1\xF2\xF0\xE0\xED\xE0\n"
                        "\xCE\xE1\xF9\xE5\xF1\xF2\xE2\xEE \xF1 "
                        "\xEE\xE3\xF0\xE0\xED\xE8\xF7\xE5\xED\xED\xEE\xE9 "
                        "\xEE\xF2\xE2\xE5\xF2\xF1\xF2\xE2\xE5\xED\xED\xEE\xF1\xF2\xFC\xFE,"
                        "\xD0\xEE\xF1\xF1\xE8\xFF\n",
                        true) == "windows-1251");
}

TEST_CASE("what is UTF-8 stays as it is", "[csv]") {
    CHECK(find_encoding("a,b\n1,2\n", true) == "UTF-8");
    CHECK(find_encoding("", true) == "UTF-8");
    CHECK(find_encoding("caf\xC3\xA9\n", true) == "UTF-8");
    CHECK(find_encoding("caf\xC3", false) == "UTF-8"); // cut
    CHECK(find_encoding("caf\xC3", true) == "windows-1252");
    CHECK(find_encoding(std::string("a,b\n1,\0\0\0\0\n", 11), true) == "UTF-8"); // damaged, not UTF-16
}

TEST_CASE("in a text that mostly is UTF-8 only the other bytes are converted", "[csv]") {
    std::string text = "name\n";
    for (int i = 0; i < 100; ++i) text += "Ren\xC3\xA9\n";
    const Result result = read(text + "Ren\xE9\n\x80 5\n");
    CHECK(result.rows[99] == Rows::value_type{"Ren\xC3\xA9"});
    CHECK(result.rows[100] == Rows::value_type{"Ren\xC3\xA9"});
    CHECK(result.rows[101] == Rows::value_type{"\xE2\x82\xAC 5"});
}
