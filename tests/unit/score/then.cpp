#include "exports_on_disk.hpp"
#include "random_case.hpp"

#include <handoff/error.hpp>
#include <handoff/score.hpp>

#include <catch2/catch.hpp>

using namespace handoff;
using namespace handoff::brute_force;

TEST_CASE("scores as they were agree with the slow way, each lead at an instant of its own",
          "[score][property]") {
    const Folder folder;
    std::mt19937 random(20261122);
    for (int number = 0; number < 60; ++number) {
        Case one = random_case(random);
        CAPTURE(number);
        const std::string leads = folder.write("leads.csv", leads_as_csv(one.leads));
        const std::string touches = folder.write("touches.csv", touches_as_csv(one.touches));
        std::erase_if(one.touches, [](const Touch& touch) { return !read_instant(touch.at); });
        const std::optional<Instant> instants[] = {one.as_of, one.as_of - std::chrono::days{9}, std::nullopt};
        std::vector<std::optional<Instant>> when;
        for (std::size_t lead = 0; lead < one.leads.size(); ++lead) when.push_back(instants[lead % 3]);

        for (const unsigned threads : {1U, 3U}) {
            Export lead_export(Kind::leads, {leads}, one.agreement, {.threads = threads, .again = true});
            Export touch_export(Kind::touches, {touches}, one.agreement, {.threads = threads});
            Export* const touch_exports[] = {&touch_export};
            Scorer scorer(one.agreement, one.as_of);
            scorer.add_leads(lead_export);
            const Scorer::Then then = scorer.then(when, lead_export, touch_exports);
            REQUIRE(then.score.size() == one.leads.size());
            REQUIRE(then.rules.size() == one.agreement.score.rules.size());
            const bool has_named = !one.agreement.score.named.empty();
            const Scorer::Then named =
                scorer.then(when, lead_export, touch_exports, has_named ? "robots" : "");
            CHECK(named.rules == then.rules);
            for (const std::size_t part : {0U, 1U}) {
                const Results expected = one.expected(*instants[part]);
                for (std::size_t lead = part; lead < one.leads.size(); lead += 3) {
                    CAPTURE(part, lead);
                    CHECK(std::abs(then.score[lead].nano - expected.leads[lead].score) <= 2);
                    CHECK(then.grade[lead] == expected.leads[lead].grade);
                    if (!has_named) continue;
                    CHECK(std::abs(named.score[lead].nano - expected.leads[lead].named[0]) <= 2);
                    CHECK(named.grade[lead] == expected.leads[lead].named_grades[0]);
                }
            }
            for (std::size_t lead = 2; lead < one.leads.size(); lead += 3)
                CHECK(then.score[lead] == Points());
        }
    }
}

TEST_CASE("scores as they were need leads", "[score]") {
    const Agreement agreement;
    const Folder folder;
    Export leads(Kind::leads, {folder.write("leads.csv", "lead_id\n1\n")}, agreement, {.again = true});
    const Scorer scorer(agreement, *read_instant("2026-09-01"));
    CHECK_THROWS_WITH(scorer.then({}, leads, {}),
                      "error: leads are read before their scores are asked for\n");
}
