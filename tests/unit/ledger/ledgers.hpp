#pragma once

#include <handoff/ledger.hpp>

#include <filesystem>
#include <initializer_list>
#include <string>
#include <vector>

namespace handoff::tests {

/// A ledger file that goes away with its test.
class LedgerFile {
  public:
    LedgerFile();
    ~LedgerFile();
    std::string path() const { return (folder_ / "handoff.db").string(); }
    /// Every row of every table, and the schema, as text.
    std::string dump() const;
    void run(const std::string& sql) const; ///< what only a hand with SQLite could do
    /// Takes away what the schemas after this one (7 or later) have added.
    void back_to_schema(int version) const;
    std::string rows(const std::string& sql) const;

  private:
    std::filesystem::path folder_;
};

Table table(std::vector<std::string> names, std::vector<std::vector<std::string>> rows);
std::string text(const Table&);       ///< the rows as CSV without quotes
Instant night(int day, int hour = 2); ///< of September 2026
Ledger::Run a_run(std::string command, Instant as_of, std::string bytes = "a");

} // namespace handoff::tests
