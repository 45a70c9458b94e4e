#include "exports_on_disk.hpp"
#include "random_case.hpp"

#include <handoff/score.hpp>

#include <catch2/catch.hpp>
#include <numeric>

using namespace handoff;
using namespace handoff::brute_force;

namespace {

std::int64_t apart(Points ours, std::int64_t theirs) { return std::abs(ours.nano - theirs); }

/// The effects of a group's reasons, as shown, add up to its points, as shown.
bool adds_up(const std::vector<Reason>& reasons, Points points) {
    std::int64_t sum = 0;
    for (const Reason& reason : reasons) {
        const std::string& effect = reason.effect;
        sum += read_points(effect.front() == '+' ? effect.substr(1) : effect).value().nano;
    }
    return to_text(Points{sum}) == to_text(points);
}

} // namespace

TEST_CASE("the scorer agrees with the slow way on random agreements, leads and touches",
          "[score][property]") {
    const Folder folder;
    std::mt19937 random(20261001);
    for (int number = 0; number < 400; ++number) {
        const Case one = random_case(random);
        CAPTURE(number);
        const std::string leads = folder.write("leads.csv", leads_as_csv(one.leads));
        const std::string touches = folder.write("touches.csv", touches_as_csv(one.touches));
        const Results expected =
            score(one.agreement, one.rules, one.leads, one.touches, one.as_of, one.qualifies);

        std::string first_output;
        for (const unsigned threads : {1U, 3U}) {
            CAPTURE(threads);
            Export lead_export(Kind::leads, {leads}, one.agreement, {.threads = threads, .again = true});
            Export touch_export(Kind::touches, {touches}, one.agreement, {.threads = threads, .again = true});
            Scorer scorer(one.agreement, one.as_of);
            if (number % 2 == 0) scorer.expect(touch_export);
            if (number % 3 == 0) scorer.keep_reasons(3);
            scorer.add_leads(lead_export);
            scorer.add_touches(touch_export);
            scorer.finish();
            REQUIRE(scorer.leads() == one.leads.size());
            CHECK(scorer.touches() == one.touches.size());
            CHECK(scorer.orphans().all() == expected.orphans);
            CHECK(scorer.undated() == expected.undated);
            CHECK(scorer.future() == expected.future);
            for (std::size_t lead = 0; lead < one.leads.size(); ++lead) {
                CAPTURE(lead);
                const Result& result = expected.leads[lead];
                for (std::size_t group = 0; group < 2; ++group)
                    CHECK(apart(scorer.group(group, lead), result.groups[group]) <= 2);
                CHECK(apart(scorer.score(lead), result.score) <= 2);
                CHECK(scorer.grade(lead) == result.grade);
                CHECK(scorer.disqualified(lead) == result.disqualified);
                CHECK(scorer.qualified(lead) == result.qualified);
            }

            std::vector<std::size_t> all(one.leads.size());
            std::iota(all.begin(), all.end(), std::size_t{0});
            Export* touch_exports[] = {&touch_export};
            const auto explained = scorer.explain(all, lead_export, touch_exports);
            for (const std::size_t lead : all)
                for (std::size_t group = 0; group < 2; ++group)
                    CHECK(adds_up(explained[lead].groups[group].second, scorer.group(group, lead)));

            if (number % 20 != 0) continue; // committing a file waits for the disk
            OutputFile out(folder.path("scored.csv"));
            scorer.write(lead_export, out);
            out.commit();
            if (threads == 1) first_output = folder.read("scored.csv");
            CHECK(folder.read("scored.csv") == first_output);
        }
    }
}
