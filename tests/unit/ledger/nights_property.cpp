#include "unit/ledger/ledgers.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <map>
#include <random>
#include <set>

using namespace handoff;
using namespace handoff::tests;

namespace {

const std::vector<std::string> columns = {"lead_id", "stage", "status", "updated_at", "qualified", "grade"};
using Rows = std::vector<std::vector<std::string>>;

struct Random {
    std::mt19937 engine;
    explicit Random(unsigned seed) : engine(seed) {}
    std::size_t below(std::size_t most) {
        return std::uniform_int_distribution<std::size_t>(0, most - 1)(engine);
    }
    bool one_in(std::size_t many) { return below(many) == 0; }
};

/// What a run of one night read.
struct OneNight {
    Instant as_of{};
    std::string command;
    Rows rows;
};

/// Some leads over some nights: of each night some rows are missing, some changed, and some nights have two
/// commands.
std::vector<OneNight> random_nights(Random& random) {
    const char* const stages[] = {"inquiry", "mql", "sal", "won"};
    std::map<std::string, std::vector<std::string>> leads;
    for (int lead = 0; lead < 8; ++lead) {
        const std::string id = fmt::format("L{}", lead);
        leads[id] = {id, "inquiry", "New", "", "false", "C"};
    }
    std::vector<OneNight> nights;
    for (int day = 1; day <= 12; ++day) {
        OneNight one{.as_of = night(day), .command = "score", .rows = {}};
        for (auto& [id, row] : leads) {
            if (random.one_in(4)) row[1] = stages[random.below(4)];
            if (random.one_in(5)) row[2] = random.one_in(2) ? "Open" : "Working";
            if (random.one_in(5)) row[4] = "true";
            if (random.one_in(6)) row[5] = random.one_in(2) ? "A" : "B";
            if (!random.one_in(4)) one.rows.push_back(row);
        }
        nights.push_back(one);
        if (!random.one_in(3)) continue;
        one.command = "route";
        if (!one.rows.empty() && random.one_in(2)) one.rows.pop_back();
        nights.push_back(std::move(one));
    }
    return nights;
}

Ledger::Night record(Ledger& ledger, const OneNight& one) {
    const Table leads = table(columns, one.rows);
    REQUIRE(ledger.begin(a_run(one.command, one.as_of, one.command + to_text(one.as_of)), one.as_of));
    const Ledger::Night seen = ledger.record_leads(leads, Agreement{}, one.as_of);
    ledger.record_scores(leads, Agreement{}, one.as_of);
    ledger.commit(one.as_of);
    return seen;
}

/// What the ledger is to say of stages and of who is there, worked out lead by lead.
class Model {
  public:
    void record(const OneNight& one) {
        std::set<std::string> here;
        std::size_t returned = 0, vanished = 0;
        for (const auto& row : one.rows) {
            const std::string& id = row[0];
            here.insert(id);
            const auto before = last_before(id, one.as_of);
            const bool qualified = row[4] == "true" || qualified_.contains(id);
            if (row[4] == "true") qualified_.insert(id);
            const std::string stage = qualified && row[1] == "inquiry" ? "mql" : row[1];
            if (stage_[id] != stage) {
                said += fmt::format("{},{},{},{},{}\n", id, stage, before ? to_text(*before) : "",
                                    to_text(one.as_of), before ? "night-to-night" : "export");
                stage_[id] = stage;
            }
            seen_[id].insert(one.as_of);
            returned += gone_.erase(id);
        }
        for (const auto& [id, nights] : seen_)
            if (!here.contains(id) && !nights.contains(one.as_of) && gone_.insert(id).second) ++vanished;
        came_and_went.emplace_back(vanished, returned);
    }
    std::string said;
    std::vector<std::pair<std::size_t, std::size_t>> came_and_went;

  private:
    std::optional<Instant> last_before(const std::string& id, Instant as_of) {
        const std::set<Instant>& nights = seen_[id];
        const auto after = nights.lower_bound(as_of);
        return after == nights.begin() ? std::nullopt : std::optional(*std::prev(after));
    }
    std::map<std::string, std::set<Instant>> seen_;
    std::map<std::string, std::string> stage_;
    std::set<std::string> gone_, qualified_;
};

std::string part_of(const std::string& dump, const std::string& table) {
    const std::size_t from = dump.find("\n" + table + "\n");
    REQUIRE(from != std::string::npos);
    const std::size_t start = from + table.size() + 2;
    std::size_t end = start;
    while (end < dump.size() && std::isdigit(static_cast<unsigned char>(dump[end])) != 0)
        end = dump.find('\n', end) + 1;
    return dump.substr(start, end - start);
}

} // namespace

TEST_CASE("random nights end in what a night by night comparison of each lead says", "[ledger]") {
    for (unsigned seed = 1; seed <= 20; ++seed) {
        INFO("seed " << seed);
        Random random(seed);
        const LedgerFile file;
        Ledger ledger = Ledger::open(file.path());
        Model model;
        for (const OneNight& one : random_nights(random)) {
            const Ledger::Night seen = record(ledger, one);
            model.record(one);
            CHECK(std::pair(seen.vanished, seen.returned) == model.came_and_went.back());
        }
        CHECK(text(ledger.stages()) == model.said);
        CHECK(ledger.check().empty());
    }
}

TEST_CASE("random nights run twice change nothing", "[ledger]") {
    for (unsigned seed = 1; seed <= 10; ++seed) {
        INFO("seed " << seed);
        Random random(seed);
        const LedgerFile file;
        Ledger ledger = Ledger::open(file.path());
        for (const OneNight& one : random_nights(random)) {
            record(ledger, one);
            const std::string before = file.dump();
            CHECK_FALSE(
                ledger.begin(a_run(one.command, one.as_of, one.command + to_text(one.as_of)), one.as_of));
            CHECK(file.dump() == before);

            // Another command of that night that reads the same rows has nothing to add but its run.
            Ledger::Run other = a_run("ingest", one.as_of, "other" + one.command + to_text(one.as_of));
            REQUIRE(ledger.begin(other, one.as_of));
            ledger.record_leads(table(columns, one.rows), Agreement{}, one.as_of);
            ledger.record_scores(table(columns, one.rows), Agreement{}, one.as_of);
            ledger.commit(one.as_of);
            const std::string after = file.dump();
            for (const char* name : {"stage", "fact", "key", "person", "presence", "now_stage"}) {
                INFO(name);
                CHECK(part_of(after, name) == part_of(before, name));
            }
        }
        CHECK(ledger.check().empty());
    }
}

TEST_CASE("nights one by one, or only the last of them, end in the same now", "[ledger]") {
    for (unsigned seed = 1; seed <= 10; ++seed) {
        INFO("seed " << seed);
        Random random(seed);
        std::vector<OneNight> nights = random_nights(random);
        // An export allows it when it shows everybody: who is gone by then is known from night to night only.
        OneNight last = nights.back();
        last.as_of += std::chrono::hours(24);
        last.rows.clear();
        for (int lead = 0; lead < 8; ++lead)
            last.rows.push_back(
                {fmt::format("L{}", lead), lead % 2 == 0 ? "sal" : "won", "Open", "", "true", "A"});
        const LedgerFile by_night, at_once;
        Ledger first = Ledger::open(by_night.path()), second = Ledger::open(at_once.path());
        for (const OneNight& one : nights) record(first, one);
        record(first, last);
        record(second, last);
        const auto now = [](const LedgerFile& file) {
            return file.rows(
                "SELECT k.value, s.stage, f.status, f.owner, f.source, f.vanished, q.grade, q.qualified "
                "FROM key k JOIN now_stage s ON s.person = k.person JOIN now_fact f ON f.person = "
                "k.person JOIN now_score q ON q.person = k.person ORDER BY k.value");
        };
        CHECK(now(by_night) == now(at_once));
        CHECK(now(by_night).find("L7|won|Open|||NULL|A|1\n") != std::string::npos);
    }
}
