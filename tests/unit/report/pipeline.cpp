#include "report/pipeline.hpp"

#include "unit/report/tables.hpp"

#include <handoff/error.hpp>
#include <handoff/render.hpp>

using namespace handoff;

namespace {

using Numbers = std::vector<double>;
using Texts = std::vector<std::string>;

Agreement agreement_in(const std::string& currency, std::map<std::string, double> rates = {}) {
    Agreement agreement;
    agreement.name = "Acme inbound";
    agreement.version = "2026.4";
    agreement.sha256 = "0123456789abcdef0123";
    agreement.currency = currency;
    agreement.rates = std::move(rates);
    return agreement;
}

ReportInput input_of(const Agreement& agreement, Table leads, Table deals) {
    ReportInput input;
    input.agreement = &agreement;
    input.as_of = *read_instant("2026-11-22");
    input.leads = std::move(leads);
    input.deals = std::move(deals);
    return input;
}

Table leads() { return table_of({"lead_id", "channel"}, {{"1", "Web"}, {"2", ""}, {"3", "fair"}}); }

Table deals() {
    return table_of(
        {"deal_id", "lead_ids", "amount", "currency", "status", "channel", "created_at", "closed_at"},
        {{"d1", "1", "100", "EUR", "won", "", "2026-01-01", "2026-01-11"},
         {"d2", "", "200.10", "usd", "open", "Event", "2026-01-01", "2026-03-01"},
         {"d3", "2;1", "300.20", "", "lost", "", "2026-01-01", "2026-01-31"},
         {"d4", "3", "", "GBP", "won", "web", "2026-01-20", "2026-01-11"},
         {"d5", "", "50", "", "stalled", "", "", ""}});
}

} // namespace

TEST_CASE("the pipeline adds up deals by channel", "[report]") {
    const Agreement agreement = agreement_in("USD", {{"eur", 1.5}});
    const Report report = pipeline(input_of(agreement, leads(), deals()));
    CHECK(report.title == "Pipeline by channel");
    CHECK(texts(report, "channels", "group") == Texts{"Web", "(blank)", "Event"});
    CHECK(numbers(report, "channels", "deals") == Numbers{3, 1, 1});
    CHECK(numbers(report, "channels", "open") == Numbers{0, 0, 1});
    CHECK(numbers(report, "channels", "won") == Numbers{2, 0, 0});
    CHECK(numbers(report, "channels", "lost") == Numbers{1, 0, 0});
    CHECK(numbers(report, "channels", "amount") == Numbers{450.2, 50, 200.1});
    CHECK(numbers(report, "channels", "open_amount") == Numbers{0, 0, 200.1});
    CHECK(numbers(report, "channels", "won_amount") == Numbers{150, 0, 0});
    CHECK(numbers(report, "channels", "win_rate") == Numbers{2.0 / 3, -1, -1});
    CHECK(numbers(report, "channels", "median_cycle_days") == Numbers{10, -1, -1});
    CHECK(numbers(report, "channels", "timed") == Numbers{1, 0, 0});

    Report total = report;
    total.tables[0].rows = {report.tables[0].total};
    CHECK(texts(total, "channels", "group") == Texts{"all"});
    CHECK(numbers(total, "channels", "deals") == Numbers{5});
    CHECK(numbers(total, "channels", "amount") == Numbers{700.3});
    CHECK(numbers(total, "channels", "win_rate") == Numbers{2.0 / 3});
    CHECK(report.tables[0].columns[column_named(report.tables[0], "amount")].currency == "USD");

    CHECK(report.tables[0].notes ==
          Texts{"1 won deal closed before created by their dates, which cannot be: left out of the median"});
    CHECK(report.notes ==
          Texts{"1 deal with a status that is neither open, won nor lost ('stalled'): counted as deals only",
                "2 of 5 deals join none of these leads", "amounts in EUR are counted as 1.5 USD each",
                "1 deal without an amount: counted, worth nothing in the sums"});
    CHECK(report.facts ==
          std::vector<std::pair<std::string, std::string>>{
              {"deals", "5"}, {"USD open", "200"}, {"USD won", "150"}, {"win rate", "66.7%"}});
    CHECK(report.stamp == "Acme inbound 2026.4 (0123456789ab), as of 2026-11-22T00:00:00Z");
}

TEST_CASE("amounts without a rate are refused", "[report]") {
    const Agreement agreement = agreement_in("USD");
    CHECK_THROWS_WITH(
        pipeline(input_of(agreement, leads(), deals())),
        "error: no rate for 'EUR', the currency of 1 deal: their amounts cannot be added to those in USD\n"
        "  hint: say in [rates] of the agreement what one EUR is worth: EUR = …\n");
    try {
        pipeline(input_of(agreement, leads(), deals()));
    } catch (const Error& error) {
        CHECK(error.fault() == Fault::data);
    }
}

TEST_CASE("without an agreed currency all amounts must share one", "[report]") {
    const Agreement agreement = agreement_in("");
    CHECK_THROWS_WITH(
        pipeline(input_of(agreement, leads(), deals())),
        "error: the amounts of the deals are in several currencies ('EUR', 'USD') and cannot be added up\n"
        "  hint: name yours as 'currency' in [agreement], and what the others are worth in [rates]\n");
    const Report report = pipeline(
        input_of(agreement, {},
                 table_of({"amount", "currency", "status"}, {{"1", "EUR", "open"}, {"2", "", "open"}})));
    CHECK(numbers(report, "channels", "amount") == Numbers{3});
    CHECK(report.tables[0].columns[column_named(report.tables[0], "amount")].currency == "EUR");
}

TEST_CASE("the pipeline by another column, and by source where there are no channels", "[report]") {
    const Agreement agreement = agreement_in("");
    ReportInput input =
        input_of(agreement, table_of({"lead_id", "source"}, {{"1", "Web"}}),
                 table_of({"deal_id", "lead_id", "status", "owner"},
                          {{"a", "1", "won", "Ana"}, {"b", "", "open", "Ben"}, {"c", "", "lost", "ana"}}));
    CHECK(texts(pipeline(input), "channels", "group") == Texts{"(blank)", "Web"});
    input.by = "owner";
    CHECK(texts(pipeline(input), "channels", "group") == Texts{"Ana", "Ben"});
    input.by = "ownr";
    CHECK_THROWS_WITH(pipeline(input),
                      "error: neither the deals nor the leads have a column 'ownr' to split the pipeline by\n"
                      "  hint: did you mean 'owner'?\n");
}

TEST_CASE("the pipeline of a period is of deals created in it", "[report]") {
    const Agreement agreement = agreement_in("USD", {{"EUR", 1.5}});
    ReportInput input = input_of(agreement, leads(), deals());
    input.from = read_date("2026-01-02");
    const Report report = pipeline(input);
    CHECK(numbers(report, "channels", "deals") == Numbers{1});
    CHECK(report.notes[0] == "only deals created from 2026-01-02, days of " + agreement.timezone.name());
    CHECK(report.notes[1] == "1 deal without a readable created_at: left out");
}

TEST_CASE("the pipeline of chosen leads has only their deals", "[report]") {
    const Agreement agreement = agreement_in("USD", {{"EUR", 1.5}});
    ReportInput input = input_of(agreement, table_of({"lead_id", "channel"}, {{"1", "Web"}}), deals());
    input.only_their_deals = true;
    const Report report = pipeline(input);
    CHECK(texts(report, "channels", "group") == Texts{"Web"});
    CHECK(numbers(report, "channels", "deals") == Numbers{2}); // d1, and d3 which is also of lead 1
    CHECK(report.notes[0] == "only deals of the chosen leads");
}

TEST_CASE("there is no pipeline without deals", "[report]") {
    const Agreement agreement;
    CHECK_THROWS_WITH(pipeline(input_of(agreement, leads(), {})),
                      "error: the report 'pipeline' needs deals\n"
                      "  hint: name their file with --deals, or in [exports.deals] of the agreement\n");
}

TEST_CASE("open deals have an age, a likely worth and a velocity", "[report]") {
    const Agreement agreement = agreement_in("USD");
    const Report report = pipeline(input_of(
        agreement, leads(),
        table_of({"deal_id", "channel", "amount", "status", "probability", "created_at", "closed_at"},
                 {{"d1", "Web", "100", "won", "100", "2026-01-01", "2026-01-11"},
                  {"d2", "Web", "300", "won", "100", "2026-01-01", "2026-01-31"},
                  {"d3", "Web", "50", "lost", "0", "2026-01-01", "2026-01-31"},
                  {"d4", "Web", "1000", "open", "25", "2026-11-02", ""},
                  {"d5", "Web", "400", "open", "", "2026-11-12", ""},
                  {"d6", "Fair", "80", "open", "50", "", ""}})));
    CHECK(texts(report, "open", "group") == Texts{"Web", "Fair"});
    CHECK(numbers(report, "open", "open") == Numbers{2, 1});
    CHECK(numbers(report, "open", "median_age_days") == Numbers{15, -1});
    CHECK(numbers(report, "open", "oldest_days") == Numbers{20, -1});
    CHECK(numbers(report, "open", "weighted") == Numbers{250, 40});
    // 2 open deals x 2/3 won x 200 each / 20 days
    CHECK(numbers(report, "open", "velocity").front() == Approx(2 * (2.0 / 3) * 200 / 20));
    CHECK(numbers(report, "open", "velocity").back() == -1);
    CHECK(report.tables[1].notes ==
          Texts{"1 open deal without a probability: worth nothing in the weighted amount"});
}

TEST_CASE("a headline says the same whole number as the table below it", "[report]") {
    const Agreement agreement = agreement_in("USD");
    const Report report = pipeline(input_of(
        agreement, leads(),
        table_of({"deal_id", "channel", "amount", "status"}, {{"d1", "Web", "30002070.5", "open"}})));
    CHECK(report.facts[1] == std::pair<std::string, std::string>("USD open", "30,002,071"));
    CHECK(render(report, Format::terminal).find("30,002,070") == std::string::npos);
}
