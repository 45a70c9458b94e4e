#include "ledger/impl.hpp"
#include "ledger/schema.hpp"

#include <handoff/error.hpp>

#include <algorithm>
#include <utility>

namespace handoff {

namespace {

// What makes two runs the same: not where files lay, nor in what order they were named.
std::string fingerprint(const Ledger::Run& run) {
    std::vector<std::string> inputs;
    for (const Ledger::Input& input : run.inputs) inputs.push_back(input.kind + " " + input.sha256);
    std::sort(inputs.begin(), inputs.end());
    std::string text = run.command + " " + to_text(run.as_of) + " " + run.agreement_sha256;
    for (const std::string& input : inputs) text += "\n" + input;
    return text;
}

} // namespace

Ledger::Impl::Impl(const std::string& path) : database(path) {
    ledger::migrate(database);
    database.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
                 "PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 4294967296");
}

void Ledger::Impl::need_run() const {
    if (run == 0) throw Error(Fault::ours, "the ledger was written to outside a run");
}

const ledger::CurrentKeys& Ledger::Impl::keys() const {
    const ledger::Database::State now = database.state();
    if (!keys_ || !(now == keys_as_of_)) {
        keys_.emplace(database);
        keys_as_of_ = now;
    }
    return *keys_;
}

Ledger::Ledger(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Ledger::~Ledger() = default;
Ledger::Ledger(Ledger&&) noexcept = default;

Ledger Ledger::open(const std::string& path) { return Ledger(std::make_unique<Impl>(path)); }

bool Ledger::begin(const Run& run, Instant started) {
    if (impl_->run != 0) throw Error(Fault::ours, "a run began in the ledger before the last was committed");
    ledger::Database& database = impl_->database;
    database.run("BEGIN IMMEDIATE");
    try {
        const std::string same = fingerprint(run);
        ledger::Statement known = database.prepare("SELECT id FROM run WHERE fingerprint = ?");
        if (known.start(same).next()) {
            known.reset();
            database.run("ROLLBACK");
            return false;
        }
        ledger::Statement latest = database.prepare("SELECT max(as_of) FROM run");
        latest.start().next();
        if (const auto last = latest.instant(0); last && run.as_of < *last)
            throw Error(Fault::request,
                        "a run as of " + to_text(run.as_of) + " comes too late for the ledger '" +
                            database.path() + "', which already holds one as of " + to_text(*last),
                        "use a ledger of its own for nights of the past");
        latest.reset();
        database
            .prepare(
                "INSERT INTO run (command, as_of, started, agreement_version, agreement_sha256, program, "
                "rows_in, rows_out, rejected, merged, fingerprint) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .run(run.command, run.as_of, started, run.agreement_version, run.agreement_sha256, run.program,
                 run.rows_in, run.rows_out, run.rejected, run.merged, same);
        impl_->run = database.last_id();
        ledger::Statement add_input =
            database.prepare("INSERT INTO input (run, kind, path, sha256, rows) VALUES (?, ?, ?, ?, ?)");
        for (const Input& input : run.inputs)
            add_input.run(impl_->run, input.kind, input.path, input.sha256, input.rows);
    } catch (...) {
        impl_->run = 0;
        if (database.in_transaction()) database.run("ROLLBACK");
        throw;
    }
    return true;
}

void Ledger::commit(Instant finished) {
    impl_->need_run();
    impl_->database.prepare("UPDATE run SET finished = ? WHERE id = ?").run(finished, impl_->run);
    impl_->database.run("COMMIT");
    impl_->run = 0;
}

bool Ledger::knows_later_than(Instant at) const {
    ledger::Statement later = impl_->database.prepare("SELECT 1 FROM run WHERE as_of > ? LIMIT 1");
    return later.start(at).next();
}

std::uint64_t Ledger::runs() const {
    return static_cast<std::uint64_t>(impl_->database.integer("SELECT count(*) FROM run"));
}

} // namespace handoff
