#include <catch2/catch.hpp>
#include <ingest/person.hpp>

using namespace handoff;

TEST_CASE("domains of e-mail addresses and websites", "[ingest]") {
    CHECK(domain_of_email("ann@Acme.io") == "Acme.io");
    CHECK(domain_of_email("ann") == "");
    CHECK(domain_of_email("@acme.io") == "");
    CHECK(domain_of_email("ann@") == "");
    CHECK(domain_of_email("a@b c") == "");
    CHECK(domain_of_website("https://www.acme.io/path?x=1") == "acme.io");
    CHECK(domain_of_website("WWW.Acme.io") == "Acme.io");
    CHECK(domain_of_website("acme.io:8080") == "acme.io");
    CHECK(domain_of_website("shop.acme.co.uk/") == "shop.acme.co.uk");
    CHECK(domain_of_website("none") == "");
    CHECK(domain_of_website("see our page.") == "");
}

TEST_CASE("free mailboxes and addresses of roles", "[ingest]") {
    CHECK(is_free_mail("gmail.com"));
    CHECK_FALSE(is_free_mail("acme.io"));
    CHECK(is_disposable_mail("mailinator.com"));
    CHECK_FALSE(is_disposable_mail("acme.io"));
    CHECK(is_role_address("Info@acme.io"));
    CHECK(is_role_address("sales+eu@acme.io"));
    CHECK_FALSE(is_role_address("ann.info@acme.io"));
    CHECK_FALSE(is_role_address("a.very.long.local.part.indeed@acme.io"));
}

TEST_CASE("titles say how senior somebody is", "[ingest]") {
    CHECK(seniority_of("Vice President, Sales") == "vp");
    CHECK(seniority_of("V.P. of Sales") == "vp");
    CHECK(seniority_of("President") == "chief");
    CHECK(seniority_of("CEO & Founder") == "owner");
    CHECK(seniority_of("Chief Marketing Officer") == "chief");
    CHECK(seniority_of("IT Director") == "director");
    CHECK(seniority_of("Head of Growth") == "director");
    CHECK(seniority_of("Assistant Manager") == "entry");
    CHECK(seniority_of("Marketing Manager") == "manager");
    CHECK(seniority_of("Senior Engineer") == "senior");
    CHECK(seniority_of("Product Owner") == "senior");
    CHECK(seniority_of("Geschäftsführerin") == "chief");
    CHECK(seniority_of("Inhaber") == "owner");
    CHECK(seniority_of("Vertriebsleiter DACH") == "director");
    CHECK(seniority_of("Teamleiter Support") == "manager");
    CHECK(seniority_of("Directeur Général") == "chief");
    CHECK(seniority_of("Directrice Marketing") == "director");
    CHECK(seniority_of("Responsable des achats") == "manager");
    CHECK(seniority_of("Director General") == "chief");
    CHECK(seniority_of("Gerente de Ventas") == "manager");
    CHECK(seniority_of("Sócio-proprietário") == "owner");
    CHECK(seniority_of("Amministratore Delegato") == "chief");
    CHECK(seniority_of("Stagiaire") == "entry");
    CHECK(seniority_of("Ironmonger") == "");
    CHECK(seniority_of("") == "");
}

TEST_CASE("titles say what somebody does", "[ingest]") {
    CHECK(function_of("Vice President, Sales") == "sales");
    CHECK(function_of("CMO") == "marketing");
    CHECK(function_of("Software Engineer") == "engineering");
    CHECK(function_of("IT Director") == "it");
    CHECK(function_of("Plant Manager") == "operations");
    CHECK(function_of("Chief Operating Officer") == "operations");
    CHECK(function_of("VP Revenue Operations") == "operations");
    CHECK(function_of("Vertriebsleiter") == "sales");
    CHECK(function_of("Gerente de Ventas") == "sales");
    CHECK(function_of("Responsable des achats") == "operations");
    CHECK(function_of("Diretora de Recursos Humanos") == "hr");
    CHECK(function_of("Ingénieur") == "engineering");
    CHECK(function_of("President") == "");
}
