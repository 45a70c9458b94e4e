#include "report/person_of_address.hpp"

#include <catch2/catch.hpp>

using namespace handoff;

TEST_CASE("an e-mail address is that of the one person whose name it is made of", "[report]") {
    const std::set<std::string> names = {"Gus Hale", "Ana da Silva", "José Ortiz", "Bo"};
    for (const char* address : {"gus@acme.example", "Gus.Hale@acme.example", "ghale@acme.example",
                                "gus.h@acme.example", "hale_gus@acme.example"})
        CHECK(person_of_address(address, names) == "Gus Hale");
    CHECK(person_of_address("ana.silva@acme.example", names) == "Ana da Silva");
    CHECK(person_of_address("jose@acme.example", names) == "José Ortiz");
    CHECK(person_of_address("bo@acme.example", names) == "Bo");
    CHECK(person_of_address("inbound-queue@acme.example", names).empty());
    CHECK(person_of_address("gus", names).empty()); // no address
    CHECK(person_of_address("@acme.example", names).empty());
    CHECK(person_of_address("gus@acme.example", {"Gus Hale", "Gus Hill"}).empty()); // either
    CHECK(person_of_address("gus.hill@acme.example", {"Gus Hale", "Gus Hill"}) == "Gus Hill");
}
