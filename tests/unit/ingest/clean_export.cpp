#include "exports.hpp"

#include <handoff/files.hpp>

#include <catch2/catch.hpp>
#include <fstream>
#include <functional>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace handoff;

namespace {

/// Rows enough for many batches: number, e-mail, city; the rows that `change` alters.
std::string many_leads(std::size_t rows, const std::function<void(std::size_t, std::string&)>& change) {
    std::string text = "lead_id,email,employees,city,notes\n";
    for (std::size_t row = 0; row < rows; ++row) {
        const std::string number = std::to_string(row);
        std::string line = number + ",lead" + number + "@company" + std::to_string(row % 977) +
                           ".example,250,Oslo,\"said: call back, but not on day " + number + "\"";
        change(row, line);
        text += line + '\n';
    }
    return text;
}

std::string written(CleanExport& clean) {
    const csv::TemporaryFile file("");
    OutputFile out(file.path());
    clean.write(out);
    out.commit();
    return read_file(file.path());
}

constexpr std::size_t many = 40'000;

} // namespace

TEST_CASE("rows of batches far apart merge, and what is written is what is read", "[ingest]") {
    const csv::TemporaryFile file(many_leads(many, [](std::size_t row, std::string& line) {
        if (row >= many / 2 && row % 5 == 0) line = std::to_string(row - many / 2) + ",,,Rome,";
        if (row == many - 1) line = "9,,51-200,,";
    }));
    Export leads(Kind::leads, {file.path()}, {});
    CleanExport clean(leads);
    CHECK(clean.rows().read == many);
    CHECK(clean.rows().merged == many / 2 / 5 + 1);
    CHECK(clean.rows().kept == many - clean.rows().merged);
    const Table table = clean.read_all();
    CHECK(table.names() == clean.columns());
    REQUIRE(table.rows() == clean.rows().kept);
    const auto cell = [&](std::string_view name, std::size_t row) {
        return table[table.find(name).value()].cells[row];
    };
    CHECK(cell("city", 0) == "Rome");
    CHECK(cell("city", 1) == "Oslo");
    CHECK(cell("email", 0) == "lead0@company0.example");
    CHECK(cell("employees", 9) == "250");
    CHECK(cell("raw:employees", 9) == "51-200"); // the last row made this column
    CHECK(cell("lead_id", many / 2) == "20001");
    CHECK(written(clean) == csv::to_csv(table));
}

TEST_CASE("a column that only the last row fills is there from the first", "[ingest]") {
    const csv::TemporaryFile file(many_leads(many, [](std::size_t row, std::string& line) {
        line = std::to_string(row) + (row + 1 < many ? ",,,," : ",,,,told");
    }));
    Export leads(Kind::leads, {file.path()}, {});
    CleanExport clean(leads);
    CHECK(written(clean).substr(0, 59) == "lead_id,email,city,employees,stage,notes\n0,,,,inquiry,\n1,,,");
}

TEST_CASE("single columns of a clean export are read by their names", "[ingest]") {
    TestExport leads("lead_id,City\n1,Rome\n2,Oslo\n");
    CleanExport clean(leads.data);
    const std::string_view names[] = {"stage", "lead_id", "no such column"};
    CHECK(csv::to_csv(clean.read(names)) == "lead_id,stage\n1,inquiry\n2,inquiry\n");
}

TEST_CASE("members of a campaign who have neither id nor address are not one", "[ingest]") {
    TestExport members("campaign_id,lead_id,email,status,Last Name\n"
                       "C1,,,Sent,Roe\nC1,,,Sent,Poe\nC1,,,Sent,Roe\n"
                       "C1,1,,Sent,Moe\nC1,1,,Opened,Moe\nC2,1,,Sent,Moe\n"
                       "C1,,ann@a.example,Sent,Doe\nC1,,ann@a.example,Opened,Doe\n",
                       Kind::members);
    CleanExport clean(members.data);
    CHECK(written(clean) == "campaign_id,lead_id,email,status,Last Name\n"
                            "C1,,,Sent,Roe\nC1,,,Sent,Poe\nC1,1,,Opened,Moe\nC2,1,,Sent,Moe\n"
                            "C1,,ann@a.example,Opened,Doe\n");
    CHECK(clean.rows().merged == 3);
}

TEST_CASE("rows that are rejected after all count as such", "[ingest]") {
    TestExport leads("lead_id,city\n1,Rome\n1,Oslo\n2,Bern\n3,Kiel\n");
    CleanExport clean(leads.data);
    const std::size_t second[] = {1};
    clean.reject(second);
    CHECK(written(clean) == "lead_id,city,stage\n1,Oslo,inquiry\n3,Kiel,inquiry\n");
    CHECK(clean.rows().kept == 2);
    CHECK(clean.rows().rejected == 1);
    CHECK(clean.rows().merged == 1);
}

TEST_CASE("merges of leads that have no id change nothing", "[ingest]") {
    TestExport leads("email,city\nann@a.example,Rome\nann@a.example,Oslo\n");
    const std::vector<Merge> told = {{"1", "2", {}}};
    Merges merges;
    merges.add(told);
    CleanExport clean(leads.data, merges);
    CHECK(written(clean) == "email,email_domain,domain,is_freemail,is_role,is_disposable,city,stage\n"
                            "ann@a.example,a.example,a.example,false,false,false,Oslo,inquiry\n");
}

TEST_CASE("a file that changes between two readings is refused", "[ingest]") {
    const csv::TemporaryFile file("lead_id,city\n1,Rome\n2,Oslo\n");
    Export leads(Kind::leads, {file.path()}, {});
    CleanExport clean(leads);
    std::ofstream(file.path()) << "lead_id,city\n1,RomeandOslo\n";
    std::string said;
    try {
        clean.read_all();
    } catch (const Error& error) {
        said = error.what();
    }
    CHECK(said.find("'" + file.path() + "' changed while it was read") != std::string::npos);
}

#ifndef __SANITIZE_ADDRESS__ // which keeps what was freed
TEST_CASE("a file takes less memory than its size, since only keys stand there", "[ingest]") {
    const csv::TemporaryFile file(many_leads(400'000, [](std::size_t, std::string&) {}));
    const auto peak_of = [&](bool ingests) { // in kilobytes, of a process of its own
        const pid_t child = ::fork();
        if (child == 0) {
            if (ingests) {
                Export leads(Kind::leads, {file.path()}, {}, {.threads = 2});
                CleanExport clean(leads);
                OutputFile nowhere("/dev/null");
                clean.write(nowhere);
            }
            ::_exit(0);
        }
        int status = 0;
        rusage used{};
        REQUIRE(::wait4(child, &status, 0, &used) == child);
        REQUIRE(status == 0);
        return used.ru_maxrss;
    };
    const auto size = static_cast<long>(read_file(file.path()).size() / 1024);
    CHECK(peak_of(true) - peak_of(false) < size);
}
#endif
