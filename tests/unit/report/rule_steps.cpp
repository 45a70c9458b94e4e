#include "report/rule_steps.hpp"

#include "unit/report/tables.hpp"

#include <fmt/format.h>

using namespace handoff;

namespace {

/// So many leads with a value, of which so many turned out well.
struct Batch {
    std::string value;
    int leads = 0, good = 0;
};

Agreement agreement_with(const std::string& steps, const std::string& column) {
    std::vector<Diagnostic> warnings;
    return parse_agreement("[[score.rule]]\ngroup = \"fit\"\nname = \"size\"\ncolumn = \"" + column + "\"\n" +
                               steps +
                               "\n\n[[score.rule]]\ngroup = \"fit\"\nname = \"other\"\nwhen = \"country = "
                               "'US'\"\npoints = 1\n",
                           "handoff.toml", warnings);
}

/// What is to be changed: "line: new text", and why.
std::vector<std::string> change(const std::string& text, const std::vector<Batch>& batches,
                                const std::string& column = "employees") {
    const Agreement agreement = agreement_with(text, column);
    std::vector<std::vector<std::string>> rows;
    std::vector<bool> good;
    for (const Batch& batch : batches)
        for (int i = 0; i < batch.leads; ++i) {
            rows.push_back({batch.value});
            good.push_back(i < batch.good);
        }
    const Table leads = table_of({column}, rows);
    RuleSteps steps(agreement, agreement.score.rules.front(), leads);
    for (std::uint32_t row = 0; row < rows.size(); ++row) steps.add(row, good[row]);
    const auto found = steps.change("won");
    if (!found) return {};
    return {fmt::format("{}: {}", found->line.number, found->changed), found->because};
}

using Texts = std::vector<std::string>;

} // namespace

TEST_CASE("a band that earns more and does worse gets what the better one has", "[report]") {
    const std::string line =
        "bands  = { \"1..49\" = 0, '50..499' = 10, \"500..4999\" = 18, \"5000..\" = 12 }   # why";
    CHECK(change(line, {{"20", 100, 10}, {"200", 100, 50}, {"600", 100, 50}, {"9000", 50, 5}}) ==
          Texts{"5: bands  = { \"1..49\" = 0, '50..499' = 10, \"500..4999\" = 18, \"5000..\" = 10 }   # why",
                "rule 'size': of leads whose employees is '5000..' (12 points) 5 of 50 (10.0%, at most "
                "21.4%) won, "
                "of those with '50..499' (10 points) 50 of 100 (50.0%, at least 40.4%): steps that earn more "
                "should "
                "do better"});
}

TEST_CASE("of several bands out of order, all are put right at once", "[report]") {
    const std::string line = "bands = { \"1..49\" = 1, \"50..499\" = 10, \"500..\" = 20 }";
    const Texts found = change(line, {{"20", 100, 80}, {"200", 100, 40}, {"600", 100, 10}});
    REQUIRE(found.size() == 2);
    CHECK(found[0] == "5: bands = { \"1..49\" = 1, \"50..499\" = 1, \"500..\" = 1 }");
    CHECK(found[1].find("'500..' (20 points) 10 of 100") != std::string::npos);
    CHECK(found[1].find("'1..49' (1 point) 80 of 100") != std::string::npos);
}

TEST_CASE("intervals that overlap, few leads and right orders change nothing", "[report]") {
    const std::string line = "bands = { \"1..49\" = 0, \"50..\" = 10 }";
    CHECK(change(line, {{"20", 100, 50}, {"200", 100, 40}}).empty());
    CHECK(change(line, {{"20", 29, 29}, {"200", 100, 0}}).empty());
    CHECK(change(line, {{"20", 100, 10}, {"200", 100, 90}}).empty());
    CHECK(change(line, {{"", 100, 90}, {"200", 100, 10}}).empty()); // blank: nobody knows
    CHECK_FALSE(change(line, {{"20", 30, 29}, {"200", 100, 0}}).empty());
}

TEST_CASE("values are compared with each other, and with all that are not listed", "[report]") {
    const std::string line = "values = { Manufacturing = 12, \"Public sector\" = 4, Students = -20 }";
    CHECK(change(line, {{"manufacturing", 100, 50}, {"Public Sector", 100, 10}, {"Retail", 100, 60}},
                 "industry")[0] ==
          "5: values = { Manufacturing = 12, \"Public sector\" = 0, Students = -20 }");
    // What is not listed has no points to lose: the better one gets as many.
    CHECK(change(line, {{"Students", 100, 50}, {"Retail", 100, 10}}, "industry")[0] ==
          "5: values = { Manufacturing = 12, \"Public sector\" = 4, Students = 0 }");
}

TEST_CASE("values of a table of their own stand in lines of their own", "[report]") {
    const std::string text = "[score.rule.values]\nUS = 10\n# worth less\nGermany = 2 # for now";
    CHECK(change(text, {{"US", 100, 10}, {"DE", 100, 90}}, "country")[0] == "6: US = 2");
    CHECK(change(text, {{"FR", 100, 90}, {"DE", 100, 10}}, "country")[0] == "8: Germany = 0 # for now");
}
