#include "unit/route/routings.hpp"

#include <handoff/owners.hpp>

#include <catch2/catch.hpp>

using namespace handoff;
using namespace handoff::tests;

namespace {

Table rows_of(std::vector<std::string> names, std::vector<std::vector<std::string>> rows) {
    Table table;
    for (std::string& name : names) table.add(std::move(name));
    table.set_rows(rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row)
        for (std::size_t column = 0; column < rows[row].size(); ++column)
            table[column].cells[row] = table.keep(rows[row][column]);
    return table;
}

const std::vector<std::string> account_columns = {"account_id",  "name",      "domain", "phone",
                                                  "postal_code", "owner",     "named",  "country",
                                                  "employees",   "created_at"};

Table accounts() {
    return rows_of(account_columns,
                   {{"A1", "Acme Inc", "acme.example", "+1 212 555 0100", "10001", "ana"},
                    {"A2", "North Star Logistics", "northstar.example", "", "80331", "ben"},
                    {"A3", "International Business Machines Corp", "ibm.example", "", "", "cy"},
                    {"A4", "Twin GmbH", "", "", "", "ana", "false", "DE", "10", "2024-01-01"},
                    {"A5", "Twin Ltd", "", "", "", "ben", "true", "GB", "20", "2023-01-01"},
                    {"A6", "Twin SA", "", "", "", "cy", "false", "FR", "30", "2025-01-01"}});
}

std::string found(const std::vector<std::string>& names, const std::vector<std::string>& lead,
                  const Agreement& agreement = {}, const Table& deals = {}) {
    const Table all = accounts();
    const Table one = rows_of(names, {lead});
    const AccountMatcher::Match match = AccountMatcher(all, deals, agreement).find(one, 0);
    return match.account == AccountMatcher::none ? "none"
                                                 : std::string(all[0].cells[match.account]) + " " + match.why;
}

} // namespace

TEST_CASE("a lead finds its account by id, by name, or by a close name with something else", "[route]") {
    CHECK(found({"account_id", "company"}, {"A2", "Acme"}) == "A2 'North Star Logistics': its account id");
    CHECK(found({"company"}, {"ACME, Inc."}) == "A1 'Acme Inc': same name 'acme'");
    CHECK(found({"company"}, {"Acme Group"}) == "none");
    CHECK(found({"company", "domain"}, {"Acme Robots", "acme.example"}) ==
          "A1 'Acme Inc': close name 'acme robots' and same domain");
    CHECK(found({"company", "domain"}, {"Other", "acme.example"}) == "none");
    CHECK(found({"company", "phone"}, {"Acme Robots", "+1 (212) 555-0100"}) ==
          "A1 'Acme Inc': close name 'acme robots' and same phone");
    CHECK(found({"company", "postal_code"}, {"North Str Logistics", "80331"}) ==
          "A2 'North Star Logistics': close name 'north str logistics' and same postal code");
    CHECK(found({"company", "domain"}, {"IBM", "ibm.example"}) ==
          "A3 'International Business Machines Corp': close name 'ibm' and same domain");
    CHECK(found({"company", "domain"}, {"", "acme.example"}) ==
          "A1 'Acme Inc': no company is named, same domain");
    CHECK(found({"company", "domain", "is_freemail"}, {"", "acme.example", "true"}) == "none");
}

TEST_CASE("synonyms are the same name", "[route]") {
    Agreement agreement;
    CHECK(found({"company"}, {"Big Blue"}, agreement) == "none");
    agreement.accounts.synonyms = {{"International Business Machines", "Big Blue", "IBM"}};
    CHECK(found({"company"}, {"Big Blue"}, agreement) ==
          "A3 'International Business Machines Corp': same name 'international business machines'");
}

TEST_CASE("of several accounts the agreement's preferences decide, in their order", "[route]") {
    using Prefer = AccountMatching::Prefer;
    Agreement agreement;
    CHECK(found({"company"}, {"Twin"}, agreement) ==
          "A5 'Twin Ltd': same name 'twin'; of 3 the one that is named");
    agreement.accounts.prefer = {Prefer::open_deals, Prefer::newest};
    CHECK(found({"company"}, {"Twin"}, agreement) ==
          "A6 'Twin SA': same name 'twin'; of 3 the one that is newest");
    CHECK(found({"company"}, {"Twin"}, agreement,
                rows_of({"deal_id", "account_id", "status"}, {{"D1", "A4", "open"}, {"D2", "A6", "won"}})) ==
          "A4 'Twin GmbH': same name 'twin'; of 3 the one that has most open deals");
    agreement.accounts.prefer = {Prefer::same_country, Prefer::largest};
    CHECK(found({"company", "country"}, {"Twin", "de"}, agreement) ==
          "A4 'Twin GmbH': same name 'twin'; of 3 the one that is in the same country");
    CHECK(found({"company", "country"}, {"Twin", "US"}, agreement) ==
          "A6 'Twin SA': same name 'twin'; of 3 the one that is largest");
    agreement.accounts.prefer = {Prefer::oldest};
    CHECK(found({"company"}, {"Twin"}, agreement).substr(0, 2) == "A5");
    agreement.accounts.prefer.clear();
    CHECK(found({"company"}, {"Twin"}, agreement) == "A4 'Twin GmbH': same name 'twin'; of 3 the first");
}

TEST_CASE("the owner of its account gets a lead, with how it was found", "[route]") {
    Agreement agreement = three_reps();
    agreement.routes = {to_named("its account's", "account_owner", "account_owner is not blank"),
                        to_pool("everyone")};
    Table table = leads({"company", "account_owner"}, {{"Twin"}, {"Acme"}, {"Acme", "cy"}, {"Nobody's"}});
    CHECK(add_account_owners(table, accounts(), {}, agreement) == 3);
    const Routing routing = route(table, agreement, {}, noon());
    CHECK(reps(routing) == "ben ana cy ana");
    CHECK(reasons(routing, 1) == "its account's: holds (account_owner = 'ana')\n"
                                 "ana: chosen: named by 'account_owner' ('Acme Inc': same name 'acme')\n");
    // Without account files nobody owns an account.
    CHECK(reps(route(fresh_leads(1), agreement, {}, noon())) == "ana");
}

TEST_CASE("a returning person goes to the rep who knows them", "[route]") {
    Agreement agreement = three_reps();
    agreement.routes = {to_named("known", "known_rep"), to_pool("everyone")};
    RoutePast past;
    past.known = true;
    past.former["L2"] = {.rep = "cy", .assigned_at = noon(1), .ended_at = noon(8), .stage = "nurture"};
    past.former["L4"] = {.rep = "ben", .assigned_at = noon(2), .ended_at = noon(9), .stage = ""};
    past.open["L5"] = {.rep = "ben", .assigned_at = noon(3)};
    Table table = leads({"email", "stage", "owner"}, {{"new@x.example"},
                                                      {"a@x.example"},
                                                      {"B@x.example"},
                                                      {"b@X.example", "lost"},
                                                      {"c@x.example"},
                                                      {"c@x.example"},
                                                      {"d@x.example", "", "cy"},
                                                      {"d@x.example"}});
    CHECK(add_known_reps(table, agreement, past, noon(20)) == 5);
    const Routing routing = route(table, agreement, past, noon(20), {.reasons = RouteOptions::Reasons::all});
    CHECK(reps(routing) == "ana cy ben - ben ben cy cy");
    CHECK(reasons(routing, 1) ==
          "known: holds for every lead\n"
          "cy: chosen: named by 'known_rep' (had it from 2026-09-01 to 2026-09-08, when "
          "it went to 'nurture')\n");
    CHECK(reasons(routing, 2).find("(had it from 2026-09-02 to 2026-09-09 as lead 'L4')") !=
          std::string::npos);
    CHECK(reasons(routing, 5).find("(has it since 2026-09-03 as lead 'L5')") != std::string::npos);
    CHECK(reasons(routing, 7).find("(owns it in the CRM as lead 'L7')") != std::string::npos);
}
