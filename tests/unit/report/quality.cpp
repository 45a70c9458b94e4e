#include "report/quality.hpp"

#include "report/judged.hpp"
#include "unit/report/tables.hpp"

#include <handoff/error.hpp>

#include <algorithm>
#include <set>

using namespace handoff;

namespace {

using Numbers = std::vector<double>;
using Texts = std::vector<std::string>;
using Moments = std::vector<std::optional<Instant>>;

Agreement agreed() {
    Agreement agreement;
    agreement.score.groups = {{.name = "fit"}};
    for (const char* name : {"good", "same as good", "useless", "wrong"})
        agreement.score.rules.push_back({.group = "fit", .name = name});
    return agreement;
}
const Agreement agreement = agreed();

/// 400 leads, each tenth of 40: the first half scores 60, 55, … 15, of which 24, 20, … convert; the others
/// score 5 to 10, and are not worked.
struct Sample {
    std::vector<std::vector<std::string>> rows;
    std::vector<Points> score;
    std::vector<std::vector<Points>> rules = std::vector<std::vector<Points>>(4);

    Sample() {
        for (int i = 0; i < 400; ++i) {
            const int tenth = i / 40, place = i % 40;
            const bool good = tenth < 5, won = good && place < 24 - 4 * tenth;
            const std::string n = "L" + std::to_string(i);
            const int day = place * 7 % 40; // no date is luckier than others
            rows.push_back({n,
                            won    ? "opportunity"
                            : good ? "disqualified"
                                   : "inquiry",
                            "2026-0" + std::to_string(1 + day / 10) + "-1" + std::to_string(day % 10),
                            won    ? (place % 2 == 0 ? "Closed by Ann" : "Closed by Bob")
                            : good ? "Lost"
                                   : "",
                            place % 2 == 0 ? "Web" : "Fair", "Company " + n});
            score.push_back(Points::of(good ? 60 - 5 * tenth : 10 - (tenth - 5)));
            rules[0].push_back(Points::of(good ? 10 : 0));
            rules[1].push_back(Points::of(good ? 5 : 0));
            rules[2].push_back(Points::of(place % 2 == 0 ? 3 : 0));
            rules[3].push_back(Points::of(good ? -4 : 0));
        }
    }

    ReportInput input(Moments* asked = nullptr) const {
        ReportInput input;
        input.agreement = &agreement;
        input.as_of = *read_instant("2026-11-22");
        input.leads = table_of({"lead_id", "stage", "created_at", "Tags", "source", "company"}, rows);
        input.scores_at = [this, asked](std::span<const std::optional<Instant>> when) {
            if (asked != nullptr) asked->assign(when.begin(), when.end());
            Scorer::Then then{.score = score, .grade = {}, .rules = rules};
            for (const Points points : score) then.grade.emplace_back(points >= Points::of(40) ? "A" : "B");
            return then;
        };
        return input;
    }
};

} // namespace

TEST_CASE("conversion by grade and by tenth of the score", "[report]") {
    const Sample sample;
    const Report report = quality(sample.input());
    CHECK(report.title == "Quality of the score 14d after creation");
    CHECK(report.facts[0] == std::pair<std::string, std::string>{"leads", "400"});
    CHECK(report.facts[1] == std::pair<std::string, std::string>{"reached 'opportunity'", "80"});
    CHECK(report.facts[2] == std::pair<std::string, std::string>{"of all", "20.0%"});
    CHECK(texts(report, "grades", "grade") == Texts{"A", "B"});
    CHECK(numbers(report, "grades", "leads") == Numbers{200, 200});
    CHECK(numbers(report, "grades", "won") == Numbers{80, 0});
    CHECK(numbers(report, "grades", "rate") == Numbers{0.4, 0});
    CHECK(numbers(report, "grades", "lift") == Numbers{2, 0});
    CHECK(numbers(report, "deciles", "highest") == Numbers{60, 55, 50, 45, 40, 10, 9, 8, 7, 6});
    CHECK(numbers(report, "deciles", "won") == Numbers{24, 20, 16, 12, 8, 0, 0, 0, 0, 0});
}

TEST_CASE("leads with the same score stand in the same tenth", "[report]") {
    Sample sample;
    for (std::size_t lead = 0; lead < 100; ++lead) sample.score[lead] = Points::of(60);
    const Report report = quality(sample.input());
    CHECK(texts(report, "deciles", "tenth") == Texts{"1", "3", "4", "5", "6", "7", "8", "9", "10"});
    CHECK(numbers(report, "deciles", "leads") == Numbers{100, 20, 40, 40, 40, 40, 40, 40, 40});
}

TEST_CASE("precision and volume from every threshold, unobserved where nobody worked", "[report]") {
    const Sample sample;
    const Report report = quality(sample.input());
    const Numbers thresholds = numbers(report, "thresholds", "threshold");
    CHECK(thresholds.front() == 60);
    CHECK(thresholds.back() == 5);
    CHECK(numbers(report, "thresholds", "leads").front() == 40);
    CHECK(numbers(report, "thresholds", "leads").back() == 400);
    CHECK(numbers(report, "thresholds", "precision").front() == 0.6);
    CHECK(numbers(report, "thresholds", "precision").back() == -1);
    CHECK(numbers(report, "thresholds", "recall").front() == 0.3);
    const Texts seen = texts(report, "thresholds", "seen");
    CHECK(seen.front() == "yes");
    CHECK(seen.back() == "no");
    // from 10 January to 19 April
    CHECK(numbers(report, "thresholds", "a_month").back() == Approx(400 / (99 / 365.25 * 12)));
}

TEST_CASE("thresholds as close as one likes", "[report]") {
    Sample sample;
    sample.score[0] = Points::of(60.25);
    sample.score[1] = Points::of(-0.5);
    ReportInput input = sample.input();
    const auto thresholds = [&](const char* every) {
        input.thresholds = every;
        return numbers(quality(input), "thresholds", "threshold");
    };
    CHECK(thresholds("20") == Numbers{60, 40, 0, -20});
    CHECK(thresholds("0.5").front() == 60);
    CHECK(thresholds("0.5").back() == -0.5);
    CHECK(thresholds("all").front() == 60.25);
    std::set<Points> scores(sample.score.begin(), sample.score.end());
    CHECK(thresholds("all").size() == scores.size());
    CHECK(numbers(quality(input), "thresholds", "leads").front() == 1);
    CHECK(numbers(quality(input), "thresholds", "leads").back() == 400);
    // What is observed does not depend on how close they are.
    const auto lowest_seen = [&](const char* every) {
        input.thresholds = every;
        const Report report = quality(input);
        const Texts seen = texts(report, "thresholds", "seen");
        const auto first_unseen = std::find(seen.begin(), seen.end(), "no") - seen.begin();
        return numbers(report, "thresholds", "leads")[static_cast<std::size_t>(first_unseen) - 1];
    };
    CHECK(lowest_seen("all") == lowest_seen(""));
    for (const char* wrong : {"0", "-5", "each"})
        CHECK_THROWS_WITH(thresholds(wrong), "error: --thresholds takes points above 0, or 'all', not '" +
                                                 std::string(wrong) + "'\n");
}

TEST_CASE("rules earn their points, or do not", "[report]") {
    const Sample sample;
    const Report report = quality(sample.input());
    CHECK(texts(report, "rules", "verdict") ==
          Texts{"earns its points", "earns its points", "no difference seen", "points the wrong way"});
    CHECK(numbers(report, "rules", "points") == Numbers{10, 5, 3, -4});
    CHECK(numbers(report, "rules", "fired") == Numbers{200, 200, 200, 200});
    CHECK(texts(report, "pairs", "rule") == Texts{"good", "good", "same as good"});
    CHECK(texts(report, "pairs", "other") == Texts{"same as good", "wrong", "wrong"});
    CHECK(numbers(report, "pairs", "both") == Numbers{200, 200, 200});
}

TEST_CASE("a column that knows the outcome is named, and why", "[report]") {
    const Sample sample;
    const Report report = quality(sample.input());
    CHECK(texts(report, "leaks", "column") == Texts{"Tags"});
    CHECK(numbers(report, "leaks", "alone") == Numbers{1});
    CHECK(texts(report, "leaks", "why") ==
          Texts{"blank 0% of 200 converted, 20% of all; is it filled in when the outcome is known?"});
}

TEST_CASE("the leads to read at the next meeting", "[report]") {
    const Sample sample;
    const Report report = quality(sample.input());
    const Texts high = texts(report, "too_high", "lead"), low = texts(report, "too_low", "lead");
    CHECK(high.size() == 10);
    CHECK(high.front() == "L24");
    CHECK(texts(report, "too_high", "rules").front() == "good, same as good, wrong");
    CHECK(low.front() == "L160");
    CHECK(numbers(report, "too_low", "score").front() == 40);
}

TEST_CASE("a score is looked at before anybody knew the outcome", "[report]") {
    const Sample sample;
    Moments asked;
    ReportInput input = sample.input(&asked);
    input.deals = table_of({"deal_id", "lead_id", "status", "created_at"},
                           {{"d0", "L0", "open", "2026-01-15T10:00:00Z"},   // five days after it came
                            {"d1", "L1", "open", "2026-03-15T10:00:00Z"}}); // long after
    quality(input);
    CHECK(asked[0] == *read_instant("2026-01-15T09:59:59.999999Z"));
    CHECK(asked[1] == *read_instant("2026-01-31"));
    CHECK(asked[39] == *read_instant("2026-04-27"));

    input.after = std::chrono::days{30};
    input.as_of = *read_instant("2026-05-10");
    const Report report = quality(input);
    CHECK(asked[1] == *read_instant("2026-02-16"));
    CHECK_FALSE(asked[39]); // 30 days after 13 April
    CHECK(report.notes.front() == "90 leads younger than 30d: left out");
}

TEST_CASE("with a ledger a score is that of the first qualification", "[report]") {
    const Sample sample;
    Moments asked;
    ReportInput input = sample.input(&asked);
    for (int i = 0; i < 200; ++i)
        input.first_qualified["L" + std::to_string(i)] = {.at = *read_instant("2026-05-01"),
                                                          .score = Points::of(i < 100 ? 30 : 20),
                                                          .grade = i < 100 ? "B1" : "B2"};
    const Report report = quality(input);
    CHECK(report.title == "Quality of the score at first qualification");
    CHECK(asked[199] == *read_instant("2026-05-01"));
    CHECK_FALSE(asked[200]);
    CHECK(texts(report, "grades", "grade") == Texts{"B1", "B2"});
    CHECK(numbers(report, "deciles", "highest") == Numbers{30, 20});
}

TEST_CASE("leads without dates are judged by today's score, and that is said", "[report]") {
    Sample sample;
    for (auto& row : sample.rows) row[2].clear();
    Moments asked;
    const ReportInput input = sample.input(&asked);
    const Report report = quality(input);
    CHECK(asked.front() == input.as_of);
    CHECK(report.notes.front() ==
          "no lead has a created_at: scores are today's, and what the leads' columns say "
          "today may have been filled in when the outcome was known");
    CHECK(numbers(report, "thresholds", "a_month").front() == -1);
}

TEST_CASE("a condition says what converted means", "[report]") {
    const Sample sample;
    ReportInput input = sample.input();
    input.outcome = "Tags starts with 'Closed'";
    const Report report = quality(input);
    CHECK(report.facts[1] == std::pair<std::string, std::string>{"meet Tags starts with 'Closed'", "80"});
    CHECK(table_named(report, "leaks").rows.empty());

    input.outcome = "oportunity";
    CHECK_THROWS_WITH(quality(input), "error: unknown stage 'oportunity' in --outcome\n"
                                      "  hint: did you mean 'opportunity'?\n");
}

TEST_CASE("too little to judge by is refused, with what is missing", "[report]") {
    const Sample sample;
    ReportInput input = sample.input();
    input.outcome = "won";
    CHECK_THROWS_WITH(
        quality(input),
        "error: too little to judge the score by: 0 of 400 leads reached 'won', 30 are needed and 30 "
        "are missing\n  hint: 80 leads reached 'opportunity': --outcome opportunity\n");
    input.outcome = "company is not blank";
    CHECK_THROWS_WITH(
        quality(input),
        "error: too little to judge the score by: 0 of 400 leads never meet company is not blank, 30 "
        "are needed and 30 are missing\n  hint: wait, or take leads of a longer time\n");
    input.outcome.clear();
    input.from = read_date("2026-04-10");
    CHECK_THROWS_WITH(
        quality(input),
        "error: too little to judge the score by: 100 leads whose score 14d after creation is known, "
        "200 are needed and 100 are missing\n  hint: wait, or take leads of a longer time\n");
}

TEST_CASE("a named score is judged by its own rules", "[report]") {
    const Sample sample;
    Agreement two = agreed();
    two.score.groups.push_back({.name = "robots", .score = "robots"});
    two.score.named = {{.name = "robots", .groups = {"robots", "fit"}, .grade = {}, .place = {}}};
    two.score.rules[2].group = "robots";
    ReportInput input = sample.input();
    input.agreement = &two;
    CHECK(texts(quality(input), "rules", "rule") == Texts{"good", "same as good", "wrong"});
    input.score = "robots";
    const Report report = quality(input);
    CHECK(report.title == "Quality of the score 'robots' 14d after creation");
    CHECK(texts(report, "rules", "rule") == Texts{"good", "same as good", "useless", "wrong"});
    two.score.named.front().groups = {"robots"};
    const Report alone = quality(input);
    CHECK(texts(alone, "rules", "rule") == Texts{"useless"});
    CHECK(texts(alone, "too_high", "rules").front() == "useless");
    input.score = "robot";
    CHECK_THROWS_WITH(quality(input), "error: unknown score 'robot'\n"
                                      "  hint: did you mean 'robots'?\n");
}

TEST_CASE("leads that a rule disqualifies are never sent", "[report]") {
    const Sample sample;
    Agreement strict = agreed();
    strict.score.rules.push_back({.name = "of a fair",
                                  .when = Expression::parse("source = 'Fair' and city is blank", {}, {}),
                                  .disqualify = true});
    ReportInput input = sample.input();
    input.agreement = &strict;
    Sample with_rule = sample;
    with_rule.rules.emplace_back(400);
    input.scores_at = [&](std::span<const std::optional<Instant>>) {
        return Scorer::Then{
            .score = sample.score, .grade = std::vector<std::string>(400), .rules = with_rule.rules};
    };
    const Report report = quality(input);
    CHECK(numbers(report, "thresholds", "leads").front() == 20); // of 40
    CHECK(numbers(report, "thresholds", "leads").back() == 200);
    CHECK(numbers(report, "thresholds", "won").back() == 40);
    CHECK(numbers(report, "thresholds", "recall").back() == 1);
    CHECK(numbers(report, "thresholds", "a_month").back() == Approx(200 / (99 / 365.25 * 12)));
    CHECK(table_named(report, "thresholds").notes == Texts{"200 leads that a rule disqualifies: never sent"});
    CHECK(texts(report, "too_high", "lead").front() == "L24");
    CHECK(texts(report, "too_high", "lead")[1] == "L26"); // L25 is of a fair
    CHECK(report.facts[0].second == "400");               // the score itself is judged by all of them
}

TEST_CASE("leads to read stand where the funnel says", "[report]") {
    const Sample sample;
    ReportInput input = sample.input();
    input.leads = table_of({"lead_id", "stage", "created_at", "company"}, [&] {
        std::vector<std::vector<std::string>> rows;
        for (std::vector<std::string> row : sample.rows)
            rows.push_back({row[0], row[1] == "opportunity" ? "sal" : row[1], row[2], row[5]});
        return rows;
    }());
    std::vector<std::vector<std::string>> deals;
    for (const auto& row : sample.rows)
        if (row[1] == "opportunity") deals.push_back({"d" + row[0], row[0], "open", "2026-06-15T10:00:00Z"});
    deals.front()[2] = "won";
    input.deals = table_of({"deal_id", "lead_id", "status", "created_at"}, deals);
    const Report report = quality(input);
    CHECK(texts(report, "too_low", "stage").front() == "opportunity");
    CHECK(texts(report, "too_high", "stage").front() == "disqualified");
}
