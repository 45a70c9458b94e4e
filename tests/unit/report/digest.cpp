#include "report/digest.hpp"

#include "report/people.hpp"
#include "report/week.hpp"
#include "unit/report/tables.hpp"

using namespace handoff;

namespace {

using Numbers = std::vector<double>;
using Texts = std::vector<std::string>;

constexpr const char* this_week = "2026-06-09";
constexpr const char* week_before = "2026-06-02";

/// So many leads of a source and a country in the week before the report, and so many in the week before
/// that.
struct Batch {
    std::string source, country;
    int now = 0, before = 0;
};

ReportInput input_of(const Agreement& agreement, const std::vector<Batch>& batches) {
    std::vector<std::vector<std::string>> rows;
    for (const Batch& each : batches)
        for (int i = 0; i < each.now + each.before; ++i)
            rows.push_back({std::to_string(rows.size()), each.source, each.country,
                            i < each.now ? this_week : week_before});
    ReportInput input;
    input.agreement = &agreement;
    input.as_of = *read_instant("2026-06-15T12:00:00Z");
    input.leads = table_of({"lead_id", "source", "country", "created_at"}, rows);
    return input;
}

/// How the leads created changed.
WeekChange created(const ReportInput& input) {
    const Weeks weeks(*read_date("2026-06-15"));
    CHECK(weeks.now.text() == "from 2026-06-08 to 2026-06-14");
    const WeekChanges changes(input, People(input), weeks);
    REQUIRE(!changes.all().empty());
    return changes.all().front();
}

std::vector<std::pair<std::string, double>> movers_of(const WeekChange& change) {
    std::vector<std::pair<std::string, double>> movers;
    double sum = change.others;
    for (const Mover& each : change.movers) {
        movers.emplace_back(each.value, each.change);
        CHECK(each.now - each.before == each.change);
        sum += each.change;
    }
    if (!change.movers.empty()) CHECK(sum == change.now - change.before);
    return movers;
}

using Movers = std::vector<std::pair<std::string, double>>;

} // namespace

TEST_CASE("the largest mover is named first, whichever way it went, and the parts add up", "[report]") {
    const Agreement agreement;
    // Shows, from none to five, stand out more than the web, from 20 to 30: and are less of what changed.
    const ReportInput input =
        input_of(agreement, {{"Web", "", 30, 20}, {"Show", "", 5, 0}, {"Mail", "", 1, 8}, {"", "", 2, 1}});
    const WeekChange change = created(input);
    CHECK(change.now == 38);
    CHECK(change.before == 29);
    CHECK(change.column == "source");
    CHECK(movers_of(change) == Movers{{"Web", 10}, {"Mail", -7}});
    CHECK(change.others == 6); // shows, and those without a source
    CHECK(texts(digest(input), "changes", "movers") == Texts{"source: Web +10; Mail -7; others +6"});
}

TEST_CASE("a change is taken apart by the column with the value that stands out most", "[report]") {
    const Agreement agreement;
    // All are of one country but one; four of five that are missing are of one source.
    const ReportInput input =
        input_of(agreement, {{"Web", "US", 20, 21}, {"Show", "US", 0, 9}, {"Show", "DE", 1, 0}});
    const WeekChange change = created(input);
    CHECK(change.column == "source");
    CHECK(movers_of(change) == Movers{{"Show", -8}, {"Web", -1}});
    CHECK(change.others == 0);
    CHECK(texts(digest(input), "changes", "movers") == Texts{"source: Show -8; Web -1"});
}

TEST_CASE("values that moved a number as much are named in their order", "[report]") {
    const Agreement agreement;
    for (const bool turned : {false, true}) {
        std::vector<Batch> batches = {
            {"Show", "", 4, 0}, {"Mail", "", 0, 4}, {"Web", "", 4, 0}, {"Ads", "", 2, 2}};
        if (turned) std::reverse(batches.begin(), batches.end());
        const WeekChange change = created(input_of(agreement, batches));
        CHECK(movers_of(change) == Movers{{"Mail", -4}, {"Show", 4}});
        CHECK(change.others == 4);
    }
}

TEST_CASE("what rounding leaves over is nobody's, and the week before can be opened", "[report]") {
    const Agreement agreement;
    ReportInput input;
    input.agreement = &agreement;
    input.as_of = *read_instant("2026-06-15T12:00:00Z");
    input.leads = table_of({"lead_id"}, {{"L1"}});
    input.deals = table_of({"deal_id", "source", "amount", "status", "created_at", "closed_at"},
                           {{"D1", "Web", "1000.4", "won", "2026-01-01", this_week},
                            {"D2", "Show", "2000.4", "won", "2026-01-01", this_week},
                            {"D3", "Show", "500", "won", "2026-01-01", week_before}});
    const Report report = digest(input);
    CHECK(texts(report, "amounts", "movers") == Texts{"source: Show +1,500; Web +1,000"});
    const ReportTable& amounts = table_named(report, "amounts");
    const ReportCell& before = amounts.rows[0][column_named(amounts, "before")];
    CHECK(before.behind->of == RowsBehind::Of::deals);
    CHECK(before.behind->rows == std::vector<std::uint32_t>{2});
    CHECK(before.behind->parts == std::vector<double>{500});
}

TEST_CASE("what chance would do is not taken apart", "[report]") {
    const Agreement agreement;
    const ReportInput input = input_of(agreement, {{"Web", "US", 41, 40}, {"Show", "US", 30, 31}});
    const WeekChange change = created(input);
    CHECK(change.column.empty());
    CHECK(movers_of(change).empty());
    CHECK(texts(digest(input), "changes", "movers") == Texts{""});
}

TEST_CASE("the question asks of what went the way of the whole", "[report]") {
    const Agreement agreement;
    const ReportInput input = input_of(agreement, {{"Mail", "", 10, 22},
                                                   {"Web", "", 27, 20},
                                                   {"Show", "", 5, 0},
                                                   {"Ads", "", 4, 0},
                                                   {"Fax", "", 3, 0}});
    CHECK(movers_of(created(input)) == Movers{{"Mail", -12}, {"Web", 7}});
    const Texts questions = texts(digest(input), "questions", "question");
    REQUIRE(!questions.empty());
    CHECK(questions.front() ==
          "leads created went from 42 to 49, and Web from 20 to 27: can it be done again?");
}

TEST_CASE("a week of which the exports know nothing is no week without leads", "[report]") {
    Agreement agreement;
    agreement.agreed_on = read_date("2026-01-05");
    const ReportInput quiet = input_of(agreement, {{"Web", "US", 0, 41}}),
                      busy = input_of(agreement, {{"Web", "US", 1, 41}});
    const std::string note = "nothing of this week is in the exports: they may have been made before it";
    const auto notes = [](const ReportInput& input) { return digest(input).notes; };
    CHECK(notes(busy).front() != note);
    REQUIRE(notes(quiet).size() == notes(busy).size() + 1);
    CHECK(notes(quiet)[1] == note);
    const auto questions = [&] { return texts(digest(quiet), "questions", "question"); };
    CHECK(questions() == Texts{"the agreement lists no content: what do reps send at which stage?",
                               "the agreement has no goals: what does each side promise the other?",
                               "the agreement holds since 2026-01-05: does a qualified lead still mean the "
                               "same to both sides?"});
    agreement.contents.emplace_back();
    agreement.goals.emplace_back();
    CHECK(questions().back() == "which lead of last month would each side handle otherwise today?");
}
