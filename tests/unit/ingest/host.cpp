#include "exports.hpp"

#include <catch2/catch.hpp>
#include <ingest/host.hpp>
#include <ingest/person.hpp>

using namespace handoff;

TEST_CASE("the domain that somebody registered", "[ingest]") {
    CHECK(registered_domain("acme.example") == "acme.example");
    CHECK(registered_domain("mail.eu.acme.example") == "acme.example");
    CHECK(registered_domain("shop.acme.co.uk") == "acme.co.uk");
    CHECK(registered_domain("Shop.ACME.com.au") == "ACME.com.au");
    CHECK(registered_domain("www.xn--mller-kva.de") == "xn--mller-kva.de");
    CHECK(registered_domain("pages.acme.github.io") == "acme.github.io");
    CHECK(registered_domain("github.io") == "github.io");
    CHECK(registered_domain("co.uk") == "");
    CHECK(registered_domain("com") == "");
    CHECK(registered_domain("10.0.0.1") == "");
    CHECK(registered_domain(".example") == "");
    CHECK(registered_domain("example.") == "");
    CHECK(registered_domain("") == "");
}

TEST_CASE("the company's domain is the website's, else the e-mail's unless the mailbox is anybody's",
          "[ingest]") {
    TestExport leads("lead_id,email,website\n"
                     "1,ann@mail.acme.co.uk,\n"
                     "2,ann@agency.example,https://www.Shop.Acme.example/x\n"
                     "3,ann@gmail.com,\n"
                     "4,ann@gmail.com,acme.example\n"
                     "5,ann@acme.example,https://www.linkedin.com/company/acme\n"
                     "6,ann@gmail.com,facebook.com/acme\n"
                     "7,ann@yopmail.com,\n"
                     "8,bob@linkedin.com,\n"
                     "9,,http://10.0.0.1/\n");
    CHECK(leads.column("domain") == "acme.co.uk|acme.example||acme.example|acme.example|||linkedin.com|");
    CHECK(leads.column("email_domain") == "mail.acme.co.uk|agency.example|gmail.com|gmail.com|acme.example|"
                                          "gmail.com|yopmail.com|linkedin.com|");
    CHECK(leads.column("is_freemail") == "false|false|true|true|false|true|false|false|");
    CHECK(leads.column("is_disposable") == "false|false|false|false|false|false|true|false|");
}

TEST_CASE("what the export says of the domain wins, in the same form", "[ingest]") {
    TestExport leads("lead_id,email,domain\n1,ann@x.example,https://www.Acme.example/\n2,ann@x.example,\n");
    CHECK(leads.column("domain") == "acme.example|x.example");
}
