#include "exports.hpp"

#include <catch2/catch.hpp>
#include <ingest/email.hpp>
#include <string>

using namespace handoff;

namespace {

std::string cleaned(std::string_view cell) {
    Table memory;
    return clean_email(cell, memory) ? std::string(cell) : "none";
}

} // namespace

TEST_CASE("the address is found in what people write", "[ingest]") {
    CHECK(cleaned("ann@x.example") == "ann@x.example");
    CHECK(cleaned("Ann.Lee+News@X.Example") == "ann.lee+news@x.example");
    CHECK(cleaned("Ann Lee <Ann@x.example>") == "ann@x.example");
    CHECK(cleaned("\"Lee, Ann\" <ann@x.example>") == "ann@x.example");
    CHECK(cleaned("<ann@x.example>") == "ann@x.example");
    CHECK(cleaned("MailTo:ann@x.example?subject=hello") == "ann@x.example");
    CHECK(cleaned("'mailto:ann@x.example'") == "ann@x.example");
    CHECK(cleaned("ann@x.example.,") == "ann@x.example");
    CHECK(cleaned("\u00a0ann@x.example\u200b") == "ann@x.example");
    CHECK(cleaned("ann@x.example; bob@x.example") == "ann@x.example");
    CHECK(cleaned("o'neil@x.example") == "o'neil@x.example");
}

TEST_CASE("hosts in other scripts stand as they are registered", "[ingest]") {
    CHECK(cleaned("ann@Müller.example") == "ann@xn--mller-kva.example");
    CHECK(cleaned("ann@例え.example") == "ann@xn--r8jz45g.example");
    CHECK(cleaned("jörg@x.example") == "jörg@x.example");
    CHECK(cleaned("ann@\xff.example") == "none");
}

TEST_CASE("what is no address is none", "[ingest]") {
    for (const char* text : {"ann", "@x.example", "ann@", "ann@x", "ann lee@x.example", "ann@x y.example",
                             "ann@@x.example", "ann@x..example", "ann@-x.example", "ann@x-.example",
                             "ann@10.0.0.1", "ann@x.example/path", "ann@x_y.example", "<>", "@", "."})
        CHECK(cleaned(text) == "none");
    CHECK(cleaned(std::string(65, 'a') + "@x.example") == "none");
    CHECK(cleaned("ann@" + std::string(64, 'a') + ".example") == "none");
    CHECK(cleaned("ann@" + std::string(300, 'a') + ".example") == "none");
}

TEST_CASE("addresses of an export are clean, and those that are none are counted", "[ingest]") {
    TestExport leads("lead_id,email\n1,Ann <ANN@X.example>\n2,ask reception\n3,\n4,bob@x\n");
    CHECK(leads.column("email") == "ann@x.example|||");
    CHECK(leads.column("raw:email") == "Ann <ANN@X.example>|ask reception||bob@x");
    CHECK(leads.warnings() ==
          "FILE: warning: 2 cells of column 'email' are not an e-mail address, first 'ask reception', and "
          "count "
          "as blank\n  hint: words that mean nothing are listed by blank in [exports.leads]\n");
}
