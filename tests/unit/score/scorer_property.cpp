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
        const Results expected = one.expected(one.as_of);

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
                for (std::size_t group = 0; group < scorer.groups().size(); ++group)
                    CHECK(apart(scorer.group(group, lead), result.groups[group]) <= 2);
                CHECK(apart(scorer.score(lead), result.score) <= 2);
                CHECK(scorer.grade(lead) == result.grade);
                CHECK(scorer.disqualified(lead) == result.disqualified);
                CHECK(scorer.qualified(lead) == result.qualified);
            }

            Table table = lead_export.read_all();
            scorer.add_columns(table);
            for (std::size_t number_of = 0; number_of < one.agreement.score.named.size(); ++number_of) {
                const NamedScore& named = one.agreement.score.named[number_of];
                const Column& scores = table[*table.find("score_" + named.name)];
                const auto grades = table.find("grade_" + named.name);
                CHECK(grades.has_value() == !named.grade.axes.empty());
                for (std::size_t lead = 0; lead < one.leads.size(); ++lead) {
                    CHECK(apart(scores.points[lead], expected.leads[lead].named[number_of]) <= 2);
                    if (grades)
                        CHECK(table[*grades].cells[lead] == expected.leads[lead].named_grades[number_of]);
                }
            }

            std::vector<std::size_t> all(one.leads.size());
            std::iota(all.begin(), all.end(), std::size_t{0});
            Export* touch_exports[] = {&touch_export};
            const auto explained = scorer.explain(all, lead_export, touch_exports);
            for (const std::size_t lead : all) {
                for (std::size_t group = 0; group < scorer.groups().size(); ++group)
                    CHECK(adds_up(explained[lead].groups[group].second, scorer.group(group, lead)));
                for (const Scorer::PastScore& past : explained[lead].weeks)
                    if (past.at == one.as_of || number % 10 == 0) {
                        const Result then = one.expected(past.at).leads[lead];
                        CHECK(apart(past.score, then.score) <= 2);
                        CHECK(past.grade == then.grade);
                        CHECK(past.qualified == then.qualified);
                    }
                CHECK(explained[lead].missing.has_value() == !scorer.qualified(lead));
            }

            if (number % 20 != 0) continue; // committing a file waits for the disk
            OutputFile out(folder.path("scored.csv"));
            scorer.write(lead_export, out);
            out.commit();
            if (threads == 1) first_output = folder.read("scored.csv");
            CHECK(folder.read("scored.csv") == first_output);
        }
    }
}
