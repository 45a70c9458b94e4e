#include "render/width.hpp"

#include <catch2/catch.hpp>

using namespace handoff;

TEST_CASE("width counts columns, not bytes or characters", "[render]") {
    CHECK(display_width("") == 0);
    CHECK(display_width("lead") == 4);
    CHECK(display_width("Zoë") == 3);
    CHECK(display_width("Zoe\u0308") == 3); // combining mark
    CHECK(display_width("東京") == 4);
    CHECK(display_width("한국") == 4);
    CHECK(display_width("ﾊﾝﾄﾞ") == 4); // half width
    CHECK(display_width("😀") == 2);
    CHECK(display_width("נתן") == 3);
    CHECK(display_width("…–█") == 3);
    CHECK(display_width("a\u200Bb") == 2);
}

TEST_CASE("texts are cut at a character, with an ellipsis", "[render]") {
    CHECK(cut("newsletter", 10) == "newsletter");
    CHECK(cut("newsletter", 6) == "newsl…");
    CHECK(cut("東京 event", 4) == "東…");
    CHECK(cut("東京 event", 6) == "東京…"); // no space before the ellipsis
    CHECK(cut("abc", 1) == "…");
    CHECK(cut("abc", 0).empty());
}

TEST_CASE("text from exports cannot steer the terminal", "[render]") {
    CHECK(shown("a\x1b[31mb") == "a [31mb");
    CHECK(shown("a\r\nb\tc\x7f") == "a  b c ");
    CHECK(shown("a\u202Eb") == "ab");
    CHECK(shown("caf\xe9!") == "caf\uFFFD!");
    CHECK(shown("\xc0\xaf") == "\uFFFD\uFFFD");   // overlong
    CHECK(shown("\xed\xa0\x80").size() == 3 * 3); // a surrogate, byte by byte
    CHECK(shown("\xe2\x82") == "\uFFFD\uFFFD");   // cut short
    CHECK(shown("Zoë 東京 😀") == "Zoë 東京 😀");
}

TEST_CASE("only whole characters fit", "[render]") {
    CHECK(bytes_within("lead", 9) == 4);
    CHECK(bytes_within("lead", 2) == 2);
    CHECK(bytes_within("東京", 3) == 3);
    CHECK(bytes_within("東京", 1) == 0);
    CHECK(bytes_within("Zoe\u0308", 3) == 5);
    CHECK(cut("東京", 2) == "…");
}
