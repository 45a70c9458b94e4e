#include "report/deal_moves.hpp"

#include "report/digest.hpp"
#include "report/pipeline.hpp"
#include "unit/report/tables.hpp"

#include <handoff/error.hpp>

#include <cmath>
#include <fmt/format.h>
#include <random>

using namespace handoff;

namespace {

using Numbers = std::vector<double>;
using Texts = std::vector<std::string>;
using Rows = std::vector<std::vector<std::string>>;

Agreement agreement() {
    Agreement agreement;
    agreement.currency = "USD";
    agreement.rates = {{"EUR", 2}};
    return agreement;
}

/// Deals as they were, and as they are: id, stage, status, amount, currency, closed_at, source.
ReportInput input_of(const Agreement& agreement, const Rows& then, const Rows& now) {
    const std::vector<std::string> names = {"deal_id",  "stage",     "status", "amount",
                                            "currency", "closed_at", "source"};
    ReportInput input;
    input.agreement = &agreement;
    input.as_of = *read_instant("2026-06-15T12:00:00Z");
    input.leads = table_of({"lead_id", "source", "converted_deal_id"}, {{"1", "Show", "d9"}});
    input.deals = table_of(names, now);
    input.has_ledger = true;
    std::vector<std::string> names_then = names;
    names_then.emplace_back("present");
    input.deals_then =
        Ledger::DealsThen{.at = *read_instant("2026-06-14T02:00:00Z"), .deals = table_of(names_then, then)};
    return input;
}

std::vector<std::string> text_of(const std::vector<ReportCell>& row) {
    std::vector<std::string> text;
    for (const ReportCell& cell : row) {
        if (const auto* number = std::get_if<double>(&cell.value))
            text.push_back(fmt::format("{}", *number));
        else
            text.push_back(std::get<std::string>(cell.value));
    }
    return text;
}

const Rows then = {
    {"d1", "Prospecting", "open", "100", "USD", "2026-07-01", "Web", "true"},  // raised, forward
    {"d2", "Negotiation", "open", "50", "EUR", "2026-07-01", "Web", "true"},   // lowered, back, pushed
    {"d3", "Proposal", "open", "10", "USD", "2026-07-01", "Web", "true"},      // won for more
    {"d4", "Proposal", "open", "20", "USD", "2026-07-01", "Mail", "true"},     // lost
    {"d5", "Closed Lost", "lost", "30", "USD", "2026-06-01", "Mail", "true"},  // reopened
    {"d6", "Closed Won", "won", "40", "USD", "2026-06-01", "Mail", "true"},    // stays won, for more
    {"d7", "Prospecting", "open", "60", "USD", "2026-07-01", "Mail", "false"}, // was gone, is back
    {"d8", "Somewhere", "open", "70", "USD", "2026-07-10", "Mail", "true"},    // elsewhere, pulled in
    {"d9", "Prospecting", "open", "80", "USD", "2026-07-01", "", "true"},      // gone
    {"d10", "Prospecting", "open", "90", "USD", "2026-07-01", "Web", "true"},  // nobody knows
    {"d11", "Prospecting", "open", "5", "USD", "", "Web", "true"},             // as it was
    {"d12", "Closed Lost", "lost", "6", "USD", "2026-06-01", "Web", "true"}};  // lost, then won
const Rows now = {{"d1", "Proposal", "open", "130", "USD", "2026-07-01", "Web"},
                  {"d2", "Qualification", "open", "40", "EUR", "2026-07-31", "Web"},
                  {"d3", "Closed Won", "won", "15", "USD", "2026-06-13", "Web"},
                  {"d4", "Closed Lost", "lost", "20", "USD", "2026-06-12", "Mail"},
                  {"d5", "Prospecting", "open", "30", "USD", "2026-08-01", "Mail"},
                  {"d6", "Closed Won", "won", "45", "USD", "2026-06-01", "Mail"},
                  {"d7", "Prospecting", "open", "60", "USD", "2026-07-01", "Mail"},
                  {"d8", "Elsewhere", "open", "70", "USD", "2026-07-01", "Mail"},
                  {"d10", "Parked", "parked", "90", "USD", "2026-07-01", "Web"},
                  {"d11", "Prospecting", "open", "5", "USD", "", "Web"},
                  {"d12", "Closed Won", "won", "6", "USD", "2026-06-14", "Web"},
                  {"d13", "Prospecting", "open", "7", "USD", "", "Show"},
                  {"d14", "Closed Won", "won", "8", "USD", "2026-06-14", "Show"}};

} // namespace

TEST_CASE("the open amount then and now is bridged by what happened", "[report]") {
    const Agreement agreed = agreement();
    const Report report = pipeline(input_of(agreed, then, now));
    const ReportTable& bridge = table_named(report, "bridge");
    CHECK(bridge.title == "What moved since 2026-06-14, by source");
    std::vector<Texts> rows;
    for (const auto& row : bridge.rows) rows.push_back(text_of(row));
    // group, then, new, reopened, raised, lowered, won, lost, gone, now
    CHECK(rows == std::vector<Texts>{{"Web", "305", "0", "6", "35", "-20", "-21", "0", "-90", "215"},
                                     {"Mail", "90", "0", "90", "0", "0", "0", "-20", "0", "160"},
                                     {"Show", "80", "15", "0", "0", "0", "-8", "0", "-80", "7"}});
    CHECK(text_of(bridge.total) == Texts{"all", "475", "15", "96", "35", "-20", "-29", "-20", "-170", "382"});
    CHECK(std::get<double>(table_named(report, "channels").total[6].value) == 382); // open amount
    CHECK(bridge.notes == Texts{"the look before was as of 2026-06-14T02:00:00Z, as the ledger knows it"});
}

TEST_CASE("deals are counted by how they moved, and listed", "[report]") {
    const Agreement agreed = agreement();
    const Report report = pipeline(input_of(agreed, then, now));
    CHECK(texts(report, "moves", "move") ==
          Texts{"new", "stage forward", "stage back", "another stage", "raised", "lowered",
                "closing day pushed out", "closing day pulled in", "won", "lost", "reopened", "gone"});
    CHECK(numbers(report, "moves", "deals") == Numbers{2, 1, 1, 1, 2, 1, 1, 1, 3, 1, 3, 2});
    CHECK(numbers(report, "moves", "amount") == Numbers{15, 130, 80, 70, 35, -20, 80, 70, 29, 20, 96, 170});
    CHECK(numbers(report, "moves", "median_days") == Numbers{-1, -1, -1, -1, -1, -1, 30, 9, -1, -1, -1, -1});
    CHECK(texts(report, "moved_deals", "deal_id") ==
          Texts{"d10", "d9", "d7", "d1", "d5", "d2", "d4", "d3", "d14", "d13", "d12", "d8"});
    const Texts what = texts(report, "moved_deals", "what");
    CHECK(what[0] == "its status is not known any more");
    CHECK(what[1] == "gone from the export");
    CHECK(what[2] == "reopened");
    CHECK(what[3] == "stage forward: Prospecting → Proposal; raised: 100 USD → 130 USD");
    CHECK(what[5] ==
          "stage back: Negotiation → Qualification; lowered: 100 USD → 80 USD; closes 30 days later: "
          "2026-07-01 → 2026-07-31");
    CHECK(what[7] == "won; raised: 10 USD → 15 USD");
    CHECK(what[11] == "stage: Somewhere → Elsewhere; closes 9 days sooner: 2026-07-10 → 2026-07-01");
    CHECK(texts(report, "moved_deals", "on") == Texts{"2026-06-15", "", "", "2026-06-15", "2026-06-15",
                                                      "2026-06-15", "2026-06-12", "2026-06-13", "2026-06-14",
                                                      "", "2026-06-14", "2026-06-15"});
    CHECK(numbers(report, "moved_deals", "change") ==
          Numbers{-90, -80, 60, 30, 30, -20, -20, -10, 0, 7, 0, 0});
}

TEST_CASE("the day of a change of stage is that of the export of changes, else of the night", "[report]") {
    const Agreement agreed = agreement();
    ReportInput input =
        input_of(agreed,
                 {{"d1", "Prospecting", "open", "1", "", "", "", "true"},
                  {"d2", "Prospecting", "open", "1", "", "", "", "true"}},
                 {{"d1", "Proposal", "open", "1", "", "", ""}, {"d2", "Proposal", "open", "1", "", "", ""}});
    input.deal_stages = table_of({"deal_id", "stage", "latest", "known_from"},
                                 {{"d1", "Proposal", "2026-06-15T02:00:00Z", "night-to-night"},
                                  {"d2", "Proposal", "2026-06-15T02:00:00Z", "night-to-night"}});
    input.history = table_of({"deal_id", "stage", "at"}, {{"d2", "Proposal", "2026-06-14T15:00:00Z"}});
    CHECK(texts(pipeline(input), "moved_deals", "on") == Texts{"2026-06-15", "2026-06-14"});
}

TEST_CASE("a stage with a probability is ordered by it", "[report]") {
    const Table deals =
        table_of({"stage", "probability"},
                 {{"Blue", "0.2"}, {"Green", "0.6"}, {"blue", "0.4"}, {"Red", "0.3"}, {"Proposal", ""}});
    const DealStageOrder order(deals, Probabilities(deals));
    CHECK(order.between("Blue", "Green") == StageMove::forward);
    CHECK(order.between("Green", "blue") == StageMove::back);
    CHECK(order.between("Blue", "Red") == StageMove::elsewhere); // as likely
    CHECK(order.between("Blue", " BLUE ") == StageMove::none);
    CHECK(order.between("Blue", "") == StageMove::none);
    CHECK(order.between("Blue", "Violet") == StageMove::elsewhere);
    CHECK(order.between("Proposal", "Negotiation/Review") == StageMove::forward);
    CHECK(order.between("Perception Analysis", "Needs Analysis") == StageMove::back);
    CHECK(order.between("Appointment Scheduled", "Qualified To Buy") == StageMove::forward);
}

TEST_CASE("without a look before nothing is said to have moved", "[report]") {
    const Agreement agreed = agreement();
    ReportInput input = input_of(agreed, then, now);
    input.deals_then.reset();
    const Report report = pipeline(input);
    for (const ReportTable& table : report.tables) CHECK(table.key != "bridge");
    CHECK(std::count(report.notes.begin(), report.notes.end(),
                     "the ledger knows the deals of no earlier night, so that nothing is told of what moved: "
                     "'handoff ingest --kind deals --ledger FILE' remembers them") == 1);
}

TEST_CASE("what moved is of the deals that the report is about", "[report]") {
    const Agreement agreed = agreement();
    ReportInput input = input_of(agreed, then, now);
    input.only_their_deals = true; // the only lead was converted into d9, which is gone
    const Report report = pipeline(input);
    CHECK(text_of(table_named(report, "bridge").total) ==
          Texts{"all", "80", "0", "0", "0", "0", "0", "0", "-80", "0"});
}

TEST_CASE("amounts then and now must be of one currency", "[report]") {
    const Agreement none;
    CHECK_THROWS_WITH(pipeline(input_of(none, {{"d1", "", "open", "1", "EUR", "", "", "true"}},
                                        {{"d1", "", "open", "1", "USD", "", ""}})),
                      Catch::Contains("in several currencies ('EUR', 'USD')"));
}

TEST_CASE("the parts of a bridge add up, whatever happened", "[report]") {
    const Agreement agreed = agreement();
    const char* const statuses[] = {"open", "open", "won", "lost", "odd"};
    const char* const sources[] = {"Web", "Mail", ""};
    for (unsigned seed = 1; seed <= 50; ++seed) {
        std::mt19937 random(seed);
        const auto below = [&](unsigned most) { return random() % most; };
        Rows before, after;
        for (int i = 0; i < 40; ++i) {
            const auto row = [&] {
                return std::vector<std::string>{
                    fmt::format("d{}", i),
                    fmt::format("stage {}", below(3)),
                    statuses[below(5)],
                    below(9) == 0 ? "" : fmt::format("{}.{:02}", below(9000), below(100)),
                    below(3) == 0 ? "EUR" : "USD",
                    "2026-07-01",
                    sources[below(3)]};
            };
            if (below(4) != 0) {
                before.push_back(row());
                before.back().emplace_back(below(5) == 0 ? "false" : "true");
            }
            if (below(4) != 0) after.push_back(row());
        }
        const Report report = pipeline(input_of(agreed, before, after));
        const ReportTable& bridge = table_named(report, "bridge");
        std::vector<std::vector<ReportCell>> rows = bridge.rows;
        rows.push_back(bridge.total);
        for (const auto& row : rows) {
            double sum = 0, behind = 0;
            for (std::size_t i = 1; i + 1 < row.size(); ++i) sum += std::get<double>(row[i].value);
            CHECK(std::abs(sum - std::get<double>(row.back().value)) < 1e-6);
            for (const double part : row.back().behind->parts) behind += part;
            CHECK(std::abs(behind - std::get<double>(row.back().value)) < 1e-6);
        }
        const auto& channels = table_named(report, "channels");
        CHECK(std::get<double>(bridge.total.back().value) ==
              std::get<double>(channels.total[column_named(channels, "open_amount")].value));
    }
}

TEST_CASE("the digest says what the open amount of the week is made of", "[report]") {
    const Agreement agreed = agreement();
    ReportInput input = input_of(agreed, then, now);
    CHECK(texts(digest(input), "amounts", "what") == Texts{"amount of deals won"}); // the look was this week
    input.deals_then->at = *read_instant("2026-06-07T23:00:00Z");
    const Report report = digest(input);
    CHECK(texts(report, "amounts", "what") == Texts{"amount of deals won", "open amount of deals"});
    CHECK(numbers(report, "amounts", "before").back() == 475);
    CHECK(numbers(report, "amounts", "now").back() == 382);
    CHECK(
        texts(report, "amounts", "movers").back() ==
        "deals: gone -170 USD; reopened +96 USD; raised +35 USD; won -29 USD; lowered -20 USD; lost -20 USD; "
        "new +15 USD");
}
