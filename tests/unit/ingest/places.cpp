#include "exports.hpp"

#include <catch2/catch.hpp>

using namespace handoff;

TEST_CASE("countries and states become codes", "[ingest]") {
    TestExport leads(
        "lead_id,country,state\n1,Germany,Bayern\n2,USA,ca\n3,br,São Paulo\n4,Narnia,CA\n5,,California\n"
        "6,France,Somewhere\n");
    CHECK(leads.column("country") == "DE|US|BR|||FR");
    CHECK(leads.column("state") == "DE-BY|US-CA|BR-SP|US-CA|US-CA|Somewhere");
    CHECK(leads.column("raw:country") == "Germany|USA|br|Narnia||France");
    CHECK(leads.warnings() ==
          "FILE: warning: 1 cell of column 'country' is not a country, first 'Narnia', and counts as blank\n"
          "  hint: words that mean nothing are listed by blank in [exports.leads]\n");
}

TEST_CASE("phone numbers are read in the country of their row", "[ingest]") {
    TestExport leads(
        "lead_id,phone,country\n1,(205) 555-9390,US\n2,030 123456,Deutschland\n3,+44 20 7946 0958,\n"
        "4,030 123456,\n");
    CHECK(leads.column("phone") == "+12055559390|+4930123456|+442079460958|");
    CHECK(leads.warnings() == "FILE: warning: 1 cell of column 'phone' is not a phone number, first '030 "
                              "123456', and counts as blank\n"
                              "  hint: country in [agreement] says where numbers without a country are\n");
    CHECK(leads.data.new_phones().size() == 4);
}

TEST_CASE("the agreement's country is that of rows that name none", "[ingest]") {
    Agreement agreement;
    agreement.country = "US";
    TestExport leads("lead_id,phone,state,country\n1,(205) 555-9390,WA,\n2,030 123456,WA,AU\n3,12,,\n",
                     Kind::leads, agreement);
    CHECK(leads.column("phone") == "+12055559390||");
    CHECK(leads.column("state") == "US-WA|AU-WA|");
    CHECK(leads.column("country") == "|AU|"); // nothing is made up
}

TEST_CASE("phone numbers that are known are not worked out again", "[ingest]") {
    const std::string text = "lead_id,phone,country\n1,(205) 555-9390,US\n2,205-555-9391,US\n";
    TestExport first(text);
    first.column("phone");
    std::vector<KnownPhone> known = first.data.new_phones();
    REQUIRE(known.size() == 2);
    for (KnownPhone& phone : known) ++phone.number; // to see that they are used
    TestExport second(text);
    second.data.know_phones(known);
    CHECK(second.column("phone") == "+12055559391|+12055559392");
    CHECK(second.data.new_phones().empty());
}

TEST_CASE("words that are blank in one column", "[ingest]") {
    ExportSettings settings;
    settings.blank = {"n/a"};
    settings.blank_in = {{"annual_revenue", {"0", "0.0"}}, {"source", {"Select"}}};
    TestExport leads(
        "lead_id,annual_revenue,source,employees,city\n1,0.0,Select,0,Select\n2,N/A,web,n/a,n/a\n",
        Kind::leads, agreement_with(Kind::leads, settings));
    CHECK(leads.column("annual_revenue") == "|");
    CHECK(leads.column("source") == "|web");
    CHECK(leads.column("employees") == "0|");
    CHECK(leads.column("city") == "Select|");
    CHECK(leads.column("raw:source") == "Select|web");
    CHECK(leads.warnings().empty());
}
