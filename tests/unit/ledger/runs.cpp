#include "unit/ledger/ledgers.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace handoff;
using namespace handoff::tests;

namespace {

const std::vector<std::string> lead_columns = {"lead_id", "email", "status", "stage", "owner", "created_at"};

Table two_leads() {
    return table(lead_columns, {{"L1", "a@x.example", "New", "inquiry", "", "2026-08-30T10:00:00Z"},
                                {"L2", "b@x.example", "Working", "sal", "ana", "2026-08-31"}});
}

void one_night(Ledger& ledger, Instant as_of, const Table& leads) {
    REQUIRE(ledger.begin(a_run("ingest", as_of, "of " + to_text(as_of)), as_of));
    ledger.record_leads(leads, Agreement{}, as_of);
    ledger.commit(as_of + std::chrono::seconds{1});
}

} // namespace

TEST_CASE("a ledger is made for its owner only, and opened again", "[ledger]") {
    const LedgerFile file;
    {
        Ledger ledger = Ledger::open(file.path());
        CHECK(ledger.runs() == 0);
        CHECK(ledger.check().empty());
        one_night(ledger, night(1), two_leads());
    }
    struct stat status {};
    REQUIRE(stat(file.path().c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    CHECK(Ledger::open(file.path()).runs() == 1);
}

TEST_CASE("the same run again changes nothing", "[ledger]") {
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    one_night(ledger, night(1), two_leads());
    const std::string before = file.dump();
    auto again = a_run("ingest", night(1), "of " + to_text(night(1)));
    again.inputs.front().path = "elsewhere/leads.csv";
    CHECK_FALSE(ledger.begin(again, night(3)));
    CHECK(file.dump() == before);
    CHECK(ledger.begin(a_run("score", night(1), "of " + to_text(night(1))), night(3)));
}

TEST_CASE("a run that is not committed never happened", "[ledger]") {
    const LedgerFile file;
    {
        Ledger ledger = Ledger::open(file.path());
        one_night(ledger, night(1), two_leads());
    }
    const std::string before = file.dump();
    {
        Ledger ledger = Ledger::open(file.path());
        REQUIRE(ledger.begin(a_run("ingest", night(2)), night(2)));
        ledger.record_leads(table(lead_columns, {{"L1", "", "Done", "won", "ben", ""}, {"L3"}}), Agreement{},
                            night(2));
    }
    CHECK(file.dump() == before);
}

TEST_CASE("a process that is killed in a run leaves the ledger as it was", "[ledger]") {
    const LedgerFile file;
    {
        Ledger ledger = Ledger::open(file.path());
        one_night(ledger, night(1), two_leads());
    }
    const std::string before = file.dump();
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        Ledger ledger = Ledger::open(file.path());
        if (ledger.begin(a_run("ingest", night(2)), night(2))) {
            ledger.record_leads(table(lead_columns, {{"L1", "", "Done", "won", "ben", ""}, {"L3"}}),
                                Agreement{}, night(2));
            kill(getpid(), SIGKILL);
        }
        _exit(0);
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    REQUIRE(WIFSIGNALED(status));
    CHECK(file.dump() == before);

    Ledger ledger = Ledger::open(file.path());
    CHECK(ledger.check().empty());
    one_night(ledger, night(2), two_leads());
    CHECK(ledger.runs() == 2);
}

TEST_CASE("nights come in order", "[ledger]") {
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    one_night(ledger, night(2), two_leads());
    CHECK_THROWS_WITH(ledger.begin(a_run("ingest", night(1)), night(3)),
                      "error: a run as of 2026-09-01T02:00:00Z comes too late for the ledger '" +
                          file.path() +
                          "', which already holds one as of 2026-09-02T02:00:00Z\n"
                          "  hint: use a ledger of its own for nights of the past\n");
    one_night(ledger, night(3), two_leads());
}

TEST_CASE("only ledgers are opened, and none from the future", "[ledger]") {
    const LedgerFile file;
    std::ofstream(file.path())
        << "lead_id,email\nL1,a@x.example\n and so on, long enough to be read as a header";
    CHECK_THROWS_WITH(Ledger::open(file.path()), "error: '" + file.path() + "' is not a handoff ledger\n");

    const LedgerFile other;
    other.run("CREATE TABLE lead (id INTEGER)");
    CHECK_THROWS_WITH(Ledger::open(other.path()), "error: '" + other.path() + "' is not a handoff ledger\n");

    const LedgerFile newer;
    Ledger::open(newer.path());
    newer.run("PRAGMA user_version = 999");
    CHECK_THROWS_WITH(
        Ledger::open(newer.path()),
        Catch::Contains("was written by a newer handoff: its schema is 999, this program knows up to 10"));

    CHECK_THROWS_WITH(Ledger::open(file.path() + "/deeper.db"),
                      Catch::Contains("cannot be created: Not a directory"));
    CHECK_THROWS_WITH(Ledger::open(""), Catch::Contains("the ledger has no file name"));
}

TEST_CASE("a second run waits for the first, and gives up aloud", "[ledger]") {
    const LedgerFile file;
    Ledger first = Ledger::open(file.path()), second = Ledger::open(file.path());
    REQUIRE(first.begin(a_run("ingest", night(1)), night(1)));
    CHECK_THROWS_WITH(second.begin(a_run("score", night(1)), night(1)),
                      "error: the ledger '" + file.path() +
                          "' is in use by another run\n  hint: wait until it is done, then run again\n");
    first.commit(night(1));
    CHECK(second.begin(a_run("score", night(1)), night(1)));
}

TEST_CASE("records belong to a run", "[ledger]") {
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    CHECK_THROWS_WITH(ledger.record_leads(two_leads(), Agreement{}, night(1)),
                      Catch::Contains("the ledger was written to outside a run"));
    REQUIRE(ledger.begin(a_run("ingest", night(1)), night(1)));
    CHECK_THROWS_WITH(ledger.begin(a_run("score", night(1)), night(1)),
                      Catch::Contains("before the last was committed"));
}
