#include "ledger/keys.hpp"

namespace handoff::ledger {

CurrentKeys::CurrentKeys(const Database& database) {
    keys_.resize(static_cast<std::size_t>(database.integer("SELECT coalesce(max(id), 0) FROM person")) + 1);
    Statement keys = database.prepare("SELECT person, value FROM key WHERE superseded IS NULL AND own");
    while (keys.next())
        if (std::string& key = keys_[static_cast<std::size_t>(keys.integer(0))]; key.empty())
            key = keys.text(1); // of several, the oldest
    Statement merges = database.prepare("SELECT merged, survivor FROM now_merge");
    while (merges.next()) {
        survivors_.resize(keys_.size());
        survivors_[static_cast<std::size_t>(merges.integer(0))] = merges.integer(1);
    }
}

} // namespace handoff::ledger
