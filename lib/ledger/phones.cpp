#include "impl.hpp"

namespace handoff {

// A memory, not history: what stands here can be worked out again, so that it is no part of the schema's
// version.

std::vector<KnownPhone> Ledger::phones() const {
    std::vector<KnownPhone> phones;
    if (impl_->database.integer("SELECT count(*) FROM sqlite_master WHERE name = 'phone'") == 0)
        return phones;
    ledger::Statement all = impl_->database.prepare("SELECT written, number FROM phone");
    for (all.start(); all.next();)
        phones.push_back(
            {static_cast<std::uint64_t>(all.integer(0)), static_cast<std::uint64_t>(all.integer(1))});
    return phones;
}

void Ledger::record_phones(std::span<const KnownPhone> phones) {
    if (phones.empty()) return;
    impl_->database.run(
        "CREATE TABLE IF NOT EXISTS phone (written INTEGER PRIMARY KEY, number INTEGER NOT NULL) STRICT");
    ledger::Statement add = impl_->database.prepare("INSERT OR REPLACE INTO phone VALUES (?, ?)");
    for (const KnownPhone& phone : phones) add.run(phone.written, phone.number);
}

} // namespace handoff
