#include "ledger/keys.hpp"

namespace handoff::ledger {

CurrentKeys::CurrentKeys(const Database& database) {
    keys_.resize(static_cast<std::size_t>(database.integer("SELECT coalesce(max(id), 0) FROM person")) + 1);
    Statement keys = database.prepare("SELECT person, value, own FROM key WHERE superseded IS NULL");
    while (keys.next()) {
        const std::string_view value = keys.text(1);
        const Key key{text_.size(), value.size()};
        text_ += value;
        Key& own = keys_[static_cast<std::size_t>(keys.integer(0))];
        if (keys.integer(2) != 0 && own.size == 0)
            own = key; // of several, the oldest
        else
            others_.emplace(keys.integer(0), key);
    }
    Statement merges = database.prepare("SELECT merged, survivor FROM now_merge");
    while (merges.next()) {
        survivors_.resize(keys_.size());
        survivors_[static_cast<std::size_t>(merges.integer(0))] = merges.integer(1);
    }
}

} // namespace handoff::ledger
