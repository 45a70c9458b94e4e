#include "ledger/impl.hpp"

namespace handoff::ledger {

bool of_an_earlier_night(const Database& database, std::string_view kind, std::int64_t run, Instant as_of,
                         std::string_view of_runs) {
    Statement old_runs = database.prepare("SELECT 1 FROM run t WHERE t.as_of = ?1 AND t.id <= ?2 AND "
                                          "EXISTS (SELECT 1 FROM input i WHERE i.run = t.id "
                                          "AND i.kind = ?3) AND NOT EXISTS (SELECT 1 FROM input "
                                          "i WHERE i.run = t.id AND i.kind = ?3 AND "
                                          "(i.sha256 = '' OR NOT EXISTS (SELECT 1 FROM input j JOIN "
                                          "run q ON q.id = j.run WHERE j.kind = ?3 AND "
                                          "j.sha256 = i.sha256 AND q.as_of < ?1 AND " +
                                          std::string(of_runs) + ")))");
    return old_runs.start(as_of, run, kind).next();
}

} // namespace handoff::ledger
