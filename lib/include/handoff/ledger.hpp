#pragma once

#include <handoff/agreement.hpp>
#include <handoff/route.hpp>
#include <handoff/table.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace handoff {

/// The only state: an append-only SQLite file of every decision and outcome (docs/ledger.md). One run is one
/// transaction: what is not committed never happened.
class Ledger {
  public:
    /// Opens, creates or migrates. Throws Error (request) for a file that is no ledger, or from a newer
    /// handoff.
    static Ledger open(const std::string& path);
    ~Ledger();
    Ledger(Ledger&&) noexcept;

    struct Input {
        std::string kind, path, sha256;
        std::uint64_t rows = 0;
    };
    struct Run {
        std::string command;
        Instant as_of{};
        std::string agreement_version, agreement_sha256, program;
        std::vector<Input> inputs;
        std::uint64_t rows_in = 0, rows_out = 0, rejected = 0, merged = 0;
    };
    /// Begins a run's transaction; returns false, and begins nothing, when exactly this run (command, as_of,
    /// agreement, inputs) is already in the ledger. Rolled back unless commit() follows.
    bool begin(const Run&, Instant started);
    void commit(Instant finished);

    /// Within a run. Persons and their keys; the stage each lead shows tonight, with the earliest and latest
    /// time it can have been reached (since it was last seen); the facts that changed.
    void record_leads(const Table& leads, const Agreement&, Instant as_of);
    /// Grades and qualification that changed; the first qualification is latched.
    void record_scores(const Table& scored, Instant as_of);
    void record_routing(const Table& leads, const Routing&, Instant as_of);

    RoutePast past() const;
    /// Leads whose qualification is latched: lead_id -> when they first qualified.
    std::map<std::string, Instant> qualified() const;
    /// Stage changes of every lead, in order of time: columns lead_id, stage, earliest, latest, known_from.
    Table stages() const;
    std::uint64_t runs() const;
    /// Compares the now_ tables with what the history says; what differs, as errors.
    std::vector<Diagnostic> check() const;

  private:
    struct Impl;
    explicit Ledger(std::unique_ptr<Impl>);
    std::unique_ptr<Impl> impl_;
};

} // namespace handoff
