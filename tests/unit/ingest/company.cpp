#include "exports.hpp"

#include <catch2/catch.hpp>
#include <ingest/company.hpp>

using namespace handoff;

TEST_CASE("legal forms do not tell companies apart", "[ingest]") {
    for (const char* name : {"Acme",
                             "ACME, Inc.",
                             "Acme Inc",
                             "Acme Incorporated",
                             "acme ltd.",
                             "Acme Co.,Ltd.",
                             "Acme L.L.C.",
                             "Acme S.A.",
                             "Acme S. A.",
                             "Acme S.p.A.",
                             "Acme SpA",
                             "Acme A/S",
                             "Acme GmbH",
                             "Acme GmbH & Co. KG",
                             "Acme GmbH und Co. KG",
                             "Acme Sp. z o.o.",
                             "Acme S.à r.l.",
                             "Acme S.A. de C.V.",
                             "Acme N.V.",
                             "Acme B.V.",
                             "Acme (Pty) Ltd",
                             "Acme Corporation",
                             "Acme & Co.",
                             "Acme & Company, LLC",
                             "  Acme  Oyj "})
        CHECK(company_key(name) == "acme");
}

TEST_CASE("forms of several words go as one, the longest first", "[ingest]") {
    CHECK(company_key("Hansen Pty Limited") == "hansen");
    CHECK(company_key("Hansen Proprietary Limited") == "hansen");
    CHECK(company_key("Müller & Söhne GmbH & Co. KG") == "muller and sohne");
    CHECK(company_key("Merck KGaA") == "merck");
    CHECK(company_key("Widget Private Limited Company") == "widget");
    CHECK(company_key("Banco Sdn. Bhd.") == "banco");
}

TEST_CASE("a name that is a legal form stays", "[ingest]") {
    CHECK(company_key("AMBA") == "amba");
    CHECK(company_key("Coop") == "coop");
    CHECK(company_key("Coop SA") == "coop");
    CHECK(company_key("SCS") == "scs");
    CHECK(company_key("SAS Inc.") == "sas");
    CHECK(company_key("Limited Inc") == "limited");
    CHECK(company_key("Co. Ltd.") == "co");
    CHECK(company_key("PT") == "pt");
    CHECK(company_key("& Co.") != "");
    CHECK(company_key("株式会社") == "株式会社");
}

TEST_CASE("forms before the name", "[ingest]") {
    CHECK(company_key("PT Astra International Tbk") == "astra international");
    CHECK(company_key("AB Volvo") == "volvo");
    CHECK(company_key("ООО «Ромашка»") == "ромашка");
    CHECK(company_key("株式会社トヨタ") == company_key("トヨタ㈱"));
}

TEST_CASE("words of a name that look like a form stay", "[ingest]") {
    CHECK(company_key("Day Spa") == "day spa");
    CHECK(company_key("DAY SPA") == "day spa");
    CHECK(company_key("Acme Group") == "acme group");
    CHECK(company_key("Incorporated Widgets") == "incorporated widgets");
    CHECK(company_key("Limitless") == "limitless");
    CHECK(company_key("Costco") == "costco");
    CHECK(company_key("Booking.com B.V.") == "booking com");
    CHECK(company_key("O'Neil") == "oneil");
    CHECK(company_key("AT&T Inc.") == "at and t");
    CHECK(company_key("3M Company") == "3m");
}

TEST_CASE("only names without a letter or digit have no key", "[ingest]") {
    CHECK(company_key("") == "");
    CHECK(company_key("---") == "");
    CHECK(company_key("!1") == "1");
}

TEST_CASE("a key has the key of itself, and a column of its own", "[ingest]") {
    for (const char* name :
         {"Müller & Söhne GmbH & Co. KG", "Coop SA", "PT Astra Tbk", "S.A. S.A. S.A.", "Łódź Sp. z o.o."})
        CHECK(company_key(company_key(name)) == company_key(name));
    TestExport leads("lead_id,company\n1,Łódź Sp. z o.o.\n2,\n3,LODZ\n");
    CHECK(leads.column("company_key") == "lodz||lodz");
}
