#include "unit/ledger/ledgers.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <map>
#include <random>
#include <set>

using namespace handoff;
using namespace handoff::tests;

namespace {

const std::vector<std::string> columns = {"deal_id", "stage",  "status",     "amount",    "closed_at",
                                          "owner",   "source", "created_at", "updated_at"};
using Rows = std::vector<std::vector<std::string>>;

Ledger::DealNight one_night(Ledger& ledger, Instant as_of, const Table& deals, std::string bytes = {}) {
    Ledger::Run run = a_run("ingest", as_of, text(deals) + to_text(as_of));
    for (Ledger::Input& input : run.inputs) input = {.kind = "deals", .path = "d.csv", .sha256 = bytes};
    if (bytes.empty()) run.inputs.front().sha256 = text(deals);
    REQUIRE(ledger.begin(run, as_of));
    const Ledger::DealNight seen = ledger.record_deals(deals, as_of);
    ledger.commit(as_of);
    return seen;
}

Ledger::DealNight one_night(Ledger& ledger, Instant as_of, const Rows& rows, std::string bytes = {}) {
    return one_night(ledger, as_of, table(columns, rows), std::move(bytes));
}

/// deal, present, stage, status, amount, closed_at, earliest and latest day of September, of each row.
std::string states(const LedgerFile& file) {
    return file.rows(
        "SELECT d.deal_id, s.present, s.stage, s.status, s.amount, s.closed_at, "
        "coalesce(strftime('%d', s.earliest / 1000000, 'unixepoch'), ''), strftime('%d', s.latest / "
        "1000000, 'unixepoch') FROM deal_state s JOIN deal d ON d.id = s.deal ORDER BY s.id");
}

const std::vector<std::string> open_deal = {"D1", "Prospecting", "open", "100", "2026-10-01", "ana", "Web"};

std::vector<std::string> with(std::vector<std::string> row, std::size_t at, std::string value) {
    row[at] = std::move(value);
    return row;
}

} // namespace

TEST_CASE("what deals show is compared from night to night, and only changes are written", "[ledger]") {
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    const Rows first = {
        open_deal, {"D2", "Prospecting", "open", "50", "", "ben", "", "2026-08-30"}, {"", "Lost"}};
    const Ledger::DealNight seen = one_night(ledger, night(1), first);
    CHECK(seen.added == 2);
    CHECK(seen.unnamed == 1);
    CHECK(one_night(ledger, night(2), first, "other bytes").changed == 0);
    const Ledger::DealNight third =
        one_night(ledger, night(4), {with(open_deal, 1, "Proposal"), {"D3", "New", "open", "7"}});
    CHECK(third.added == 1);
    CHECK(third.changed == 1);
    CHECK(third.gone == 1);
    CHECK(one_night(ledger, night(5), {with(open_deal, 1, "Proposal")}).gone == 1);
    const Ledger::DealNight back = one_night(
        ledger, night(6), {{"D2", "Closed Won", "won", "50", "", "ben", "", "2026-08-30"}, open_deal});
    CHECK(back.returned == 1);
    CHECK(back.changed == 1);
    CHECK(states(file) == "D1|1|Prospecting|open|100|2026-10-01||01\n"
                          "D2|1|Prospecting|open|50||30|01\n"
                          "D1|1|Proposal|open|100|2026-10-01|02|04\n"
                          "D3|1|New|open|7|||04\n"
                          "D2|0|Prospecting|open|50||02|04\n"
                          "D3|0|New|open|7||04|05\n"
                          "D2|1|Closed Won|won|50||02|06\n"
                          "D1|1|Prospecting|open|100|2026-10-01|05|06\n");
    CHECK(text(ledger.deal_stages(night(1))) ==
          "D1,Proposal,2026-09-02T02:00:00Z,2026-09-04T02:00:00Z,night-to-night\n"
          "D3,New,,2026-09-04T02:00:00Z,night-to-night\n"
          "D1,Prospecting,2026-09-05T02:00:00Z,2026-09-06T02:00:00Z,night-to-night\n"
          "D2,Closed Won,2026-09-02T02:00:00Z,2026-09-06T02:00:00Z,night-to-night\n");
    CHECK(ledger.check().empty());
}

TEST_CASE("a day of creation bounds when a deal was first there", "[ledger]") {
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    one_night(ledger, night(3),
              {with({"D1", "", "open", "", "", "", "", "", ""}, 7, "2026-09-01T10:00:00Z"),
               with({"D2", "", "open", "", "", "", "", "", ""}, 7, "2026-09-09T10:00:00Z")});
    CHECK(states(file) == "D1|1||open|||01|03\nD2|1||open||||03\n");
}

TEST_CASE("a deal's row from before what is known changes nothing", "[ledger]") {
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    const auto deal = [](std::string stage, std::string updated) {
        return Rows{{"D1", std::move(stage), "open", "100", "", "", "", "", std::move(updated)}};
    };
    one_night(ledger, night(2), deal("Proposal", "2026-09-01T10:00:00Z"));
    CHECK(one_night(ledger, night(3), deal("Prospecting", "2026-08-31T10:00:00Z")).late == 1);
    CHECK(one_night(ledger, night(4), deal("Proposal", "2026-09-03T10:00:00Z")).changed == 0);
    CHECK(one_night(ledger, night(5), deal("Prospecting", "2026-09-02T10:00:00Z")).late == 1);
    CHECK(states(file) == "D1|1|Proposal|open|100|||02\n");
    CHECK(ledger.check().empty());
}

TEST_CASE("a column that an export of deals lacks stays as it was", "[ledger]") {
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    one_night(ledger, night(1), {open_deal});
    one_night(ledger, night(2), table({"deal_id", "status"}, {{"D1", "won"}}));
    CHECK(states(file) == "D1|1|Prospecting|open|100|2026-10-01||01\n"
                          "D1|1|Prospecting|won|100|2026-10-01|01|02\n");
}

TEST_CASE("a night with the deals of an earlier night saw nobody", "[ledger]") {
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    const Rows two = {open_deal, {"D2", "Prospecting", "open", "50"}};
    one_night(ledger, night(1), Rows{open_deal}, "one");
    one_night(ledger, night(2), two, "two");
    const Ledger::DealNight stale = one_night(ledger, night(3), Rows{open_deal}, "one");
    CHECK(stale.same_files);
    CHECK(stale.gone == 0);
    one_night(ledger, night(4), {with(open_deal, 1, "Proposal"), two[1]}, "three");
    CHECK(states(file) == "D1|1|Prospecting|open|100|2026-10-01||01\n"
                          "D2|1|Prospecting|open|50|||02\n"
                          "D1|1|Proposal|open|100|2026-10-01|02|04\n");
}

TEST_CASE("a look before is of the last night that read other deals", "[ledger]") {
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    const auto before = [&](const std::string& bytes, Instant as_of) {
        const std::string files[] = {bytes};
        const auto then = ledger.deals_before(files, as_of);
        return then ? to_text(then->at).substr(8, 2) + " " + text(then->deals) : "none";
    };
    CHECK(before("a", night(1)) == "none");
    one_night(ledger, night(1), Rows{open_deal}, "a");
    CHECK(before("a", night(1)) == "none");
    const std::string as_it_was = "01 D1,Prospecting,open,100,,,2026-10-01,ana,Web,,true\n";
    CHECK(before("b", night(2)) == as_it_was); // not recorded yet
    one_night(ledger, night(2), {with(open_deal, 3, "120")}, "b");
    CHECK(before("b", night(2)) == as_it_was);
    CHECK(before("b", night(2, 9)) == as_it_was); // later that day
    CHECK(before("b as it was cleaned", night(2)) == as_it_was);
    one_night(ledger, night(3), {with(open_deal, 3, "120")}, "b"); // nobody was seen
    CHECK(before("b", night(3)) == as_it_was);
    CHECK(before("c", night(3)) == "02 D1,Prospecting,open,120,,,2026-10-01,ana,Web,,true\n");
    one_night(ledger, night(4), Rows{{"D2", "", "open"}}, "c");
    CHECK(before("d", night(5)) == "04 D1,Prospecting,open,120,,,2026-10-01,ana,Web,,false\n"
                                   "D2,,open,,,,,,,,true\n");
    CHECK(to_text(ledger.deals_at(night(3))->at) == to_text(night(2)));
    CHECK(to_text(ledger.deals_at(*read_instant("2026-01-01"))->at) == to_text(night(1)));
}

TEST_CASE("a ledger of schema 8, which knew no deals, goes on as it is", "[ledger]") {
    const LedgerFile file;
    {
        Ledger ledger = Ledger::open(file.path());
        REQUIRE(ledger.begin(a_run("score", night(1)), night(1)));
        ledger.record_leads(table({"lead_id", "stage"}, {{"L1", "inquiry"}}), Agreement{}, night(1));
        ledger.commit(night(1));
    }
    file.back_to_schema(8);
    Ledger ledger = Ledger::open(file.path());
    CHECK_FALSE(ledger.deals_at(night(1)));
    one_night(ledger, night(2), {open_deal});
    CHECK(states(file) == "D1|1|Prospecting|open|100|2026-10-01||02\n");
    CHECK(text(ledger.stages()) == "L1,inquiry,,2026-09-01T02:00:00Z,export\n");
    CHECK(ledger.check().empty());
}

TEST_CASE("a ledger whose deals were tampered with does not pass its check", "[ledger]") {
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    one_night(ledger, night(1), {open_deal});
    file.run("UPDATE now_deal SET amount = '900'");
    const auto found = ledger.check();
    REQUIRE(found.size() == 1);
    CHECK(
        found[0].what ==
        "now_deal says 'present 1, stage Prospecting, status open, amount 900 , created , closed 2026-10-01, "
        "owner ana, source Web, name ' of deal 'D1', the history says 'present 1, stage Prospecting, status "
        "open, amount 100 , created , closed 2026-10-01, owner ana, source Web, name '");
}

TEST_CASE("random nights of deals end in what each export showed, and run twice change nothing", "[ledger]") {
    for (unsigned seed = 1; seed <= 20; ++seed) {
        std::mt19937 random(seed);
        const auto below = [&](unsigned most) { return random() % most; };
        const LedgerFile file;
        Ledger ledger = Ledger::open(file.path());
        std::map<std::string, std::vector<std::string>> deals;
        std::map<int, std::map<std::string, std::string>> shown; // by night: amount of those that are there
        for (int day = 1; day <= 10; ++day) {
            Rows rows;
            for (int i = 0; i < 6; ++i) {
                const std::string id = fmt::format("D{}", i);
                auto [deal, is_new] = deals.try_emplace(id, std::vector<std::string>{id, "A", "open", "1"});
                if (below(3) == 0) deal->second[3] = std::to_string(below(4));
                if (below(4) == 0) deal->second[1] = std::string(1, static_cast<char>('A' + below(3)));
                if (below(4) != 0) rows.push_back(deal->second);
            }
            for (const auto& row : rows) shown[day][row[0]] = row[3] + row[1];
            const Table deals_now = table(columns, rows);
            const std::string bytes = fmt::format("{} {}", seed, day);
            one_night(ledger, night(day), deals_now, bytes);
            const std::string before = file.dump();
            Ledger::Run again = a_run("ingest", night(day), text(deals_now) + to_text(night(day)));
            for (Ledger::Input& input : again.inputs) input = {.kind = "deals", .path = "", .sha256 = bytes};
            CHECK_FALSE(ledger.begin(again, night(day)));
            CHECK(file.dump() == before);
        }
        for (int day = 1; day <= 10; ++day) {
            std::map<std::string, std::string> known;
            const auto then = ledger.deals_at(night(day, 3));
            REQUIRE(then);
            for (std::size_t row = 0; row < then->deals.rows(); ++row)
                if (then->deals[*then->deals.find("present")].cells[row] == "true")
                    known[std::string(then->deals[0].cells[row])] =
                        std::string(then->deals[*then->deals.find("amount")].cells[row]) +
                        std::string(then->deals[*then->deals.find("stage")].cells[row]);
            CHECK(known == shown[day]);
        }
        CHECK(ledger.check().empty());
    }
}
