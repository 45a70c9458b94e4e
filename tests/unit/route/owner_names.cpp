#include "route/owner_names.hpp"

#include <catch2/catch.hpp>

using namespace handoff;

TEST_CASE("reps are found by what cells call them, as one by one", "[route]") {
    Agreement agreement;
    agreement.reps = {
        {.id = "ana", .name = "Ana Silva", .email = "ana@acme.example", .owner_id = "005A0000000001aAAA"},
        {.id = "ben", .name = "ANA", .email = "ben@acme.example", .owner_id = "7"},
        {.id = "cy", .name = "Ana Silva"},
        {.id = "dee", .owner_id = "7"}};
    OwnerNames names(agreement);
    for (const char* owner : {"ana", "ANA", " Ana Silva ", "ben", "BEN@acme.example", "cy", "dee", "7", "8",
                              "", " ", "005A0000000001aAAA", "005A0000000001a", "005A0000000001aXYZ",
                              "005A0000000001b", "005A0000000001", "nobody"}) {
        INFO(owner);
        CHECK(names.find(owner) == agreement.rep_of_owner(owner));
        CHECK(names.find(owner) == agreement.rep_of_owner(owner)); // remembered
        CHECK(names.rep(owner) == agreement.rep(owner));
    }
}
