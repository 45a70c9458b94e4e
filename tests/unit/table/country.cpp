#include <catch2/catch.hpp>
#include <table/country.hpp>

using namespace handoff;

TEST_CASE("countries by code and by name in several languages", "[values]") {
    for (const char* text :
         {"DE", "de", "DEU", "Germany", " germany ", "Federal Republic of Germany", "Deutschland", "Alemania",
          "Allemagne", "Germania", "Alemanha", "Duitsland", "Tyskland", "ドイツ"}) {
        INFO(text);
        CHECK(country_code(text) == "DE");
    }
    for (const char* text : {"US", "usa", "U.S.", "U.S.A.", "United States", "the United States of America",
                             "Estados Unidos", "États-Unis", "EE. UU."}) {
        INFO(text);
        CHECK(country_code(text) == "US");
    }
    CHECK(country_code("UK") == "GB");
    CHECK(country_code("Great Britain") == "GB");
    CHECK(country_code("Scotland") == "GB");
    CHECK(country_code("Brasil") == "BR");
    CHECK(country_code("The Netherlands") == "NL");
    CHECK(country_code("Holland") == "NL");
    CHECK(country_code("Korea, Republic of") == "KR");
    CHECK(country_code("Tanzania, United Republic of") == "TZ");
    CHECK(country_code("Bolivia (Plurinational State of)") == "BO");
    CHECK(country_code("Russian Federation") == "RU");
    CHECK(country_code("Côte d’Ivoire") == "CI");
    CHECK(country_code("Cote d'Ivoire") == "CI");
    CHECK(country_code("Bosnia & Herzegovina") == "BA");
    CHECK(country_code("Türkiye") == "TR");
    CHECK(country_code("Turkey") == "TR");
    CHECK(country_code("Saint Lucia") == "LC");
    CHECK(country_code("Ελλάδα") == "GR");
    CHECK(country_code("中国") == "CN");
    CHECK(country_code("Georgia") == "GE");
    CHECK(country_code("XK") == "XK");
}

TEST_CASE("what is no country has no code", "[values]") {
    for (const char* text :
         {"", " ", "XX", "ZZ", "Germny", "Narnia", "1", "--", "Europe", "n/a", "D", "\xff\xfe"}) {
        INFO(text);
        CHECK(country_code(text) == "");
    }
}

TEST_CASE("states by code and name, in their country", "[values]") {
    CHECK(state_code("California", "US") == "US-CA");
    CHECK(state_code("CA", "US") == "US-CA");
    CHECK(state_code("us-ca", "") == "US-CA");
    CHECK(state_code("Washington, D.C.", "US") == "US-DC");
    CHECK(state_code("Quebec", "CA") == "CA-QC");
    CHECK(state_code("Québec", "CA") == "CA-QC");
    CHECK(state_code("N.S.W.", "AU") == "AU-NSW");
    CHECK(state_code("Sao Paulo", "BR") == "BR-SP");
    CHECK(state_code("Bavaria", "DE") == "DE-BY");
    CHECK(state_code("Baden Württemberg", "DE") == "DE-BW");
    CHECK(state_code("Nuevo León", "MX") == "MX-NLE");
    CHECK(state_code("Tamil Nadu", "IN") == "IN-TN");
    CHECK(state_code("WA", "US") == "US-WA");
    CHECK(state_code("WA", "AU") == "AU-WA");
    CHECK(state_code("東京都", "JP") == "JP-13");
}

TEST_CASE("a state without its country is known where one country alone has it", "[values]") {
    CHECK(state_code("California", "") == "US-CA");
    CHECK(state_code("WA", "") == "");
    CHECK(state_code("California", "DE") == "");
    CHECK(state_code("Ruritania", "US") == "");
    CHECK(state_code("", "US") == "");
}

TEST_CASE("a name in a condition means every cell that says the same", "[values]") {
    CHECK(cells_meaning(Type::country, "Germany") == std::vector<std::string>{"DE"});
    CHECK(cells_meaning(Type::country, "Narnia").empty());
    CHECK(cells_meaning(Type::state, "WA") == std::vector<std::string>{"WA", "US-WA", "AU-WA"});
    CHECK(cells_meaning(Type::state, "Ruritania") == std::vector<std::string>{"Ruritania"});
    CHECK(cells_meaning(Type::text, "Germany") == std::vector<std::string>{"Germany"});
}
