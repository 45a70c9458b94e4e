#include "unit/ledger/ledgers.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <sqlite3.h>
#include <stdexcept>

namespace handoff::tests {

namespace {

int append_row(void* out, int count, char** values, char**) {
    auto& text = *static_cast<std::string*>(out);
    for (int i = 0; i < count; ++i) {
        text += values[i] ? values[i] : "NULL";
        text += i + 1 < count ? '|' : '\n';
    }
    return 0;
}

std::string query(const std::string& path, const std::string& sql) {
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
    std::string text;
    const int code = sqlite3_exec(database, sql.c_str(), append_row, &text, nullptr);
    const std::string said = sqlite3_errmsg(database);
    sqlite3_close(database);
    INFO(sql << ": " << said);
    REQUIRE(code == SQLITE_OK);
    return text;
}

} // namespace

LedgerFile::LedgerFile() {
    std::string name = (std::filesystem::temp_directory_path() / "handoff-ledger-XXXXXX").string();
    if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    folder_ = name;
}

LedgerFile::~LedgerFile() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

std::string LedgerFile::dump() const {
    std::string names = query(path(), "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
    std::string text = query(path(), "SELECT sql FROM sqlite_master ORDER BY name");
    for (std::size_t from = 0, end; (end = names.find('\n', from)) != std::string::npos; from = end + 1) {
        const std::string name = names.substr(from, end - from);
        text += name + "\n" + query(path(), "SELECT * FROM " + name + " ORDER BY 1, 2");
    }
    return text;
}

void LedgerFile::run(const std::string& sql) const { query(path(), sql); }

void LedgerFile::back_to_schema(int version) const {
    if (version < 10) run("DROP TABLE named_score; DROP TABLE now_named_score;");
    if (version < 9)
        run("DROP TABLE deal_stage; DROP TABLE now_deal; DROP TABLE deal_state; DROP TABLE deal;"
            "ALTER TABLE run DROP COLUMN saw_deals;");
    if (version < 8)
        run("DROP INDEX outcome_ended; DROP INDEX now_assignment_open;"
            "ALTER TABLE now_assignment DROP COLUMN clocks_over; ALTER TABLE run DROP COLUMN saw_leads;"
            "CREATE INDEX now_assignment_open ON now_assignment (person, assignment) WHERE closed IS NULL;");
    run("PRAGMA user_version = " + std::to_string(version));
}

std::string LedgerFile::rows(const std::string& sql) const { return query(path(), sql); }

Table table(std::vector<std::string> names, std::vector<std::vector<std::string>> rows) {
    Table table;
    for (std::string& name : names) table.add(std::move(name));
    table.set_rows(rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row)
        for (std::size_t column = 0; column < rows[row].size(); ++column)
            table[column].cells[row] = table.keep(rows[row][column]);
    return table;
}

std::string text(const Table& table) {
    std::string text;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        for (const Column& column : table.columns()) {
            if (&column != &table[0]) text += ',';
            text += column.cells[row];
        }
        text += '\n';
    }
    return text;
}

Instant night(int day, int hour) {
    return std::chrono::sys_days{std::chrono::year{2026} / 9 / day} + std::chrono::hours{hour};
}

Ledger::Run a_run(std::string command, Instant as_of, std::string bytes) {
    return {.command = std::move(command),
            .as_of = as_of,
            .agreement_version = "1",
            .agreement_sha256 = "abc",
            .program = "0.1.0",
            .inputs = {{.kind = "leads", .path = "leads.csv", .sha256 = std::move(bytes), .rows = 2}},
            .rows_in = 2,
            .rows_out = 2};
}

} // namespace handoff::tests
