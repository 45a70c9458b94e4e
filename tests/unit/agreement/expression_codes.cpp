#include "expressions.hpp"

#include <catch2/catch.hpp>

using namespace handoff;

namespace {

Scope with_places() {
    Scope scope = expressions::scope();
    for (Scope::Name& name : scope.names)
        if (name.name == "country") name.type = Type::country;
    scope.names.push_back({"state", Type::state});
    return scope;
}

bool holds(const std::string& text, std::initializer_list<expressions::Cell> cells) {
    return expressions::holds(text, cells, with_places());
}

std::string complaint(const std::string& text) { return expressions::complaint(text, with_places()); }

} // namespace

TEST_CASE("a country in a condition goes by any of its names", "[expression]") {
    for (const char* text :
         {"country = 'Germany'", "country = 'DE'", "country = 'de'", "country = 'Deutschland'",
          "'DEU' = country", "country in ('DE', 'Brazil')", "country != 'France'",
          "country not in ('FR', 'Brazil')", "not country = 'France'"}) {
        INFO(text);
        CHECK(holds(text, {{"country", "DE"}}));
    }
    CHECK(holds("country in ('DE', 'Brazil')", {{"country", "BR"}}));
    CHECK_FALSE(holds("country = 'Germany'", {{"country", "FR"}}));
    CHECK_FALSE(holds("country = 'Germany'", {}));
    CHECK(holds("country != 'Germany'", {}));
    CHECK(holds("country is blank", {}));
    CHECK(holds("lower(country) = 'de'", {{"country", "DE"}}));
}

TEST_CASE("a state in a condition goes by its code or name", "[expression]") {
    for (const char* text : {"state = 'CA'", "state = 'California'", "state = 'US-CA'",
                             "state in ('NY', 'CA')", "state != 'New York'"}) {
        INFO(text);
        CHECK(holds(text, {{"state", "US-CA"}}));
    }
    CHECK_FALSE(holds("state = 'CA'", {{"state", "US-NY"}}));
    CHECK(holds("state = 'WA'", {{"state", "AU-WA"}}));
    CHECK(holds("state = 'Ruritania'", {{"state", "Ruritania"}})); // what is not known is as it stands
    CHECK(holds("state = 'CA'", {{"state", "CA"}}));
}

TEST_CASE("a country that does not exist is a mistake", "[expression]") {
    CHECK(complaint("country = 'Germny'") == "error: unknown country 'Germny'\n"
                                             "   | country = 'Germny'\n"
                                             "   |           ^~~~~~~~\n"
                                             "  hint: did you mean 'Germany'?\n");
    CHECK(complaint("country in ('DE', 'Atlantis')") == "error: unknown country 'Atlantis'\n"
                                                        "   | country in ('DE', 'Atlantis')\n"
                                                        "   |                   ^~~~~~~~~~\n");
    CHECK(complaint("country contains 'land'") ==
          "error: 'country' holds codes ('DE'), and 'contains' searches text\n"
          "   | country contains 'land'\n"
          "   | ^~~~~~~\n"
          "  hint: write country in ('DE', 'France')\n");
    CHECK(complaint("state starts with 'C'") ==
          "error: 'state' holds codes ('US-CA'), and 'starts with' searches text\n"
          "   | state starts with 'C'\n"
          "   | ^~~~~\n"
          "  hint: write state in ('CA', 'New York')\n");
    CHECK(complaint("country = ''").find("'' is blank") != std::string::npos);
}
