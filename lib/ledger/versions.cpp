#include "ledger/impl.hpp"

namespace handoff {

using ledger::Statement;

std::map<Instant, std::string> ledger::versions_by_night(const Database& database) {
    std::map<Instant, std::string> versions;
    Statement runs = database.prepare("SELECT r.as_of, " + std::string(version_words) +
                                      " FROM run r WHERE r.command <> 'ingest' ORDER BY r.id");
    while (runs.next())
        versions.insert_or_assign(runs.instant(0).value_or(Instant{}), std::string(runs.text(1)));
    return versions;
}

std::map<std::string, std::string> Ledger::versions() const {
    std::map<std::int64_t, std::string> of_run;
    Statement runs = impl_->database.prepare("SELECT r.id, " + std::string(ledger::version_words) +
                                             " FROM run r WHERE r.command <> 'ingest'");
    while (runs.next()) of_run.emplace(runs.integer(0), runs.text(1));
    std::map<std::string, std::string> versions;
    // Leads qualify as of the night of a run; the scores of merged leads stand under a later run.
    const std::map<Instant, std::string> of_night = ledger::versions_by_night(impl_->database);
    const ledger::CurrentKeys& keys = impl_->keys();
    Statement rows = impl_->database.prepare("SELECT person, run, first_qualified FROM now_score");
    while (rows.next()) {
        const std::string lead(keys.of(rows.integer(0)));
        if (lead.empty()) continue; // it was merged
        const auto qualified = rows.instant(2);
        const auto night = qualified ? of_night.find(*qualified) : of_night.end();
        if (night != of_night.end())
            versions.emplace(lead, night->second);
        else if (const auto run = of_run.find(rows.integer(1)); run != of_run.end())
            versions.emplace(lead, run->second);
    }
    return versions;
}

} // namespace handoff
