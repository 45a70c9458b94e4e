#include "ledger/schema.hpp"

#include <handoff/error.hpp>

#include <iterator>

namespace handoff::ledger {

namespace {

// "hand" as a number: tells a ledger from any other SQLite file.
constexpr std::int64_t application_id = 0x68616e64;

// The step from each version to the next. A released step is never edited: a change is a new step.
constexpr const char* steps[] = {
    R"sql(
CREATE TABLE run (
    id                INTEGER PRIMARY KEY,
    command           TEXT    NOT NULL,
    as_of             INTEGER NOT NULL,
    started           INTEGER NOT NULL,
    finished          INTEGER,
    agreement_version TEXT    NOT NULL,
    agreement_sha256  TEXT    NOT NULL,
    program           TEXT    NOT NULL,
    rows_in           INTEGER NOT NULL,
    rows_out          INTEGER NOT NULL,
    rejected          INTEGER NOT NULL,
    merged            INTEGER NOT NULL,
    fingerprint       TEXT    NOT NULL UNIQUE
) STRICT;

CREATE TABLE input (
    id     INTEGER PRIMARY KEY,
    run    INTEGER NOT NULL REFERENCES run,
    kind   TEXT    NOT NULL,
    path   TEXT    NOT NULL,
    sha256 TEXT    NOT NULL,
    rows   INTEGER NOT NULL
) STRICT;
CREATE INDEX input_run ON input (run);

CREATE TABLE person (
    id         INTEGER PRIMARY KEY,
    first_seen INTEGER NOT NULL,
    run        INTEGER NOT NULL REFERENCES run
) STRICT;

CREATE TABLE key (
    id         INTEGER PRIMARY KEY,
    person     INTEGER NOT NULL REFERENCES person,
    kind       TEXT    NOT NULL CHECK (kind IN ('lead_id', 'email')),
    value      TEXT    NOT NULL,
    since      INTEGER NOT NULL,
    superseded INTEGER,
    run        INTEGER NOT NULL REFERENCES run
) STRICT;
CREATE UNIQUE INDEX key_value ON key (value, kind) WHERE superseded IS NULL;
CREATE INDEX key_person ON key (person);

CREATE TABLE stage (
    id         INTEGER PRIMARY KEY,
    person     INTEGER NOT NULL REFERENCES person,
    stage      TEXT    NOT NULL,
    earliest   INTEGER,
    latest     INTEGER NOT NULL,
    known_from TEXT    NOT NULL CHECK (known_from IN ('export', 'history', 'night-to-night')),
    ends       INTEGER NOT NULL,
    run        INTEGER NOT NULL REFERENCES run
) STRICT;
CREATE INDEX stage_person ON stage (person);
CREATE TABLE now_stage (
    person INTEGER PRIMARY KEY REFERENCES person,
    stage  TEXT    NOT NULL,
    latest INTEGER NOT NULL
) STRICT;

CREATE TABLE fact (
    id     INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES person,
    name   TEXT    NOT NULL CHECK (name IN ('status', 'owner', 'source', 'campaign_id')),
    value  TEXT    NOT NULL,
    at     INTEGER NOT NULL,
    run    INTEGER NOT NULL REFERENCES run
) STRICT;
CREATE INDEX fact_person ON fact (person, name);
CREATE TABLE now_fact (
    person      INTEGER PRIMARY KEY REFERENCES person,
    last_seen   INTEGER NOT NULL,
    seen_before INTEGER,
    status      TEXT    NOT NULL,
    owner       TEXT    NOT NULL,
    source      TEXT    NOT NULL,
    campaign_id TEXT    NOT NULL
) STRICT;

CREATE TABLE score (
    id           INTEGER PRIMARY KEY,
    person       INTEGER NOT NULL REFERENCES person,
    score        INTEGER,
    grade        TEXT    NOT NULL,
    qualified    INTEGER NOT NULL,
    disqualified INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    run          INTEGER NOT NULL REFERENCES run
) STRICT;
CREATE INDEX score_person ON score (person);
CREATE TABLE now_score (
    person          INTEGER PRIMARY KEY REFERENCES person,
    grade           TEXT    NOT NULL,
    qualified       INTEGER NOT NULL,
    disqualified    INTEGER NOT NULL,
    first_qualified INTEGER
) STRICT;

CREATE TABLE assignment (
    id       INTEGER PRIMARY KEY,
    person   INTEGER NOT NULL REFERENCES person,
    rep      TEXT    NOT NULL,
    pool     TEXT    NOT NULL,
    route    TEXT    NOT NULL,
    sla      TEXT    NOT NULL,
    due_at   INTEGER,
    due_work INTEGER,
    by_hand  INTEGER NOT NULL,
    number   INTEGER NOT NULL,
    reasons  TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    run      INTEGER NOT NULL REFERENCES run
) STRICT;
CREATE INDEX assignment_person ON assignment (person);
CREATE INDEX assignment_at ON assignment (at);
CREATE TABLE now_assignment (
    person     INTEGER PRIMARY KEY REFERENCES person,
    assignment INTEGER NOT NULL REFERENCES assignment,
    closed     INTEGER
) STRICT;

CREATE TABLE turn (
    id     INTEGER PRIMARY KEY,
    pool   TEXT    NOT NULL,
    rep    TEXT    NOT NULL,
    credit REAL    NOT NULL,
    given  INTEGER NOT NULL,
    run    INTEGER NOT NULL REFERENCES run
) STRICT;
CREATE INDEX turn_rep ON turn (pool, rep);
CREATE TABLE now_turn (
    pool   TEXT    NOT NULL,
    rep    TEXT    NOT NULL,
    credit REAL    NOT NULL,
    given  INTEGER NOT NULL,
    PRIMARY KEY (pool, rep)
) STRICT, WITHOUT ROWID;
)sql",
    // What is owed was counted in leads times weight, which is worth nothing once the weights change.
    R"sql(
ALTER TABLE turn RENAME COLUMN credit TO owed;
ALTER TABLE turn ADD COLUMN entitled REAL NOT NULL DEFAULT 0;
ALTER TABLE turn ADD COLUMN made_up REAL NOT NULL DEFAULT 0;
UPDATE turn SET owed = 0;
ALTER TABLE now_turn RENAME COLUMN credit TO owed;
ALTER TABLE now_turn ADD COLUMN entitled REAL NOT NULL DEFAULT 0;
ALTER TABLE now_turn ADD COLUMN made_up REAL NOT NULL DEFAULT 0;
UPDATE now_turn SET owed = 0;

CREATE TABLE make_up (
    id     INTEGER PRIMARY KEY,
    pool   TEXT    NOT NULL,
    rep    TEXT    NOT NULL,
    amount REAL    NOT NULL,
    reason TEXT    NOT NULL,
    at     INTEGER NOT NULL,
    run    INTEGER NOT NULL REFERENCES run
) STRICT;
CREATE INDEX make_up_rep ON make_up (pool, rep);

CREATE TABLE unrouted (
    id      INTEGER PRIMARY KEY,
    person  INTEGER NOT NULL REFERENCES person,
    since   INTEGER NOT NULL,
    solved  INTEGER NOT NULL,
    reasons TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    run     INTEGER NOT NULL REFERENCES run
) STRICT;
CREATE INDEX unrouted_person ON unrouted (person);
CREATE TABLE now_unrouted (
    person  INTEGER PRIMARY KEY REFERENCES person,
    since   INTEGER NOT NULL,
    reasons TEXT    NOT NULL
) STRICT;
)sql",
    R"sql(
CREATE TABLE merge (
    id       INTEGER PRIMARY KEY,
    survivor INTEGER NOT NULL REFERENCES person,
    merged   INTEGER NOT NULL REFERENCES person,
    weight   REAL,
    reasons  TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    run      INTEGER NOT NULL REFERENCES run
) STRICT;
CREATE TABLE now_merge (
    merged   INTEGER PRIMARY KEY REFERENCES person,
    survivor INTEGER NOT NULL REFERENCES person
) STRICT;
CREATE INDEX now_merge_survivor ON now_merge (survivor);
ALTER TABLE key ADD COLUMN own INTEGER NOT NULL DEFAULT 1;
ALTER TABLE assignment ADD COLUMN moved_from INTEGER REFERENCES assignment;

CREATE TABLE presence (
    id      INTEGER PRIMARY KEY,
    person  INTEGER NOT NULL REFERENCES person,
    present INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    run     INTEGER NOT NULL REFERENCES run
) STRICT;
CREATE INDEX presence_person ON presence (person);
ALTER TABLE now_fact ADD COLUMN vanished INTEGER;
ALTER TABLE now_fact ADD COLUMN updated_at INTEGER;
CREATE INDEX input_sha256 ON input (sha256);
)sql",
    R"sql(
CREATE TABLE outcome (
    id              INTEGER PRIMARY KEY,
    person          INTEGER NOT NULL REFERENCES person,
    rep             TEXT    NOT NULL,
    verdict         TEXT    NOT NULL CHECK (verdict IN ('accept', 'reject', 'return')),
    disposition     TEXT    NOT NULL,
    comment         TEXT    NOT NULL,
    competitor      TEXT    NOT NULL,
    content_used    TEXT    NOT NULL,
    content_missing TEXT    NOT NULL,
    next_step       TEXT    NOT NULL,
    at              INTEGER NOT NULL,
    ends            INTEGER REFERENCES assignment,
    run             INTEGER NOT NULL REFERENCES run
) STRICT;
CREATE INDEX outcome_person ON outcome (person);
CREATE UNIQUE INDEX outcome_ends ON outcome (ends) WHERE ends IS NOT NULL;
)sql",
    // Points are counted from here on: of earlier leads the ledger does not know what they were worth.
    R"sql(
ALTER TABLE turn ADD COLUMN entitled_points REAL NOT NULL DEFAULT 0;
ALTER TABLE turn ADD COLUMN given_points REAL NOT NULL DEFAULT 0;
ALTER TABLE turn ADD COLUMN ahead INTEGER NOT NULL DEFAULT 0;
ALTER TABLE now_turn ADD COLUMN entitled_points REAL NOT NULL DEFAULT 0;
ALTER TABLE now_turn ADD COLUMN given_points REAL NOT NULL DEFAULT 0;
ALTER TABLE now_turn ADD COLUMN ahead INTEGER NOT NULL DEFAULT 0;
)sql",
    R"sql(
CREATE TABLE pause (
    id     INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES person,
    code   TEXT    NOT NULL,
    at     INTEGER NOT NULL,
    run    INTEGER NOT NULL REFERENCES run
) STRICT;
CREATE INDEX pause_person ON pause (person);

CREATE TABLE breach (
    id         INTEGER PRIMARY KEY,
    person     INTEGER NOT NULL REFERENCES person,
    assignment INTEGER NOT NULL REFERENCES assignment,
    rep        TEXT    NOT NULL,
    missed     TEXT    NOT NULL,
    due        INTEGER NOT NULL,
    told       TEXT    NOT NULL,
    at         INTEGER NOT NULL,
    run        INTEGER NOT NULL REFERENCES run
) STRICT;
CREATE INDEX breach_person ON breach (person);
CREATE INDEX breach_assignment ON breach (assignment);
CREATE INDEX outcome_unsettled ON outcome (person) WHERE ends IS NULL AND verdict <> 'accept';
CREATE INDEX now_assignment_open ON now_assignment (person, assignment) WHERE closed IS NULL;
CREATE INDEX assignment_given ON assignment (rep, number) WHERE by_hand = 0 AND moved_from IS NULL;
)sql",
    R"sql(
CREATE UNIQUE INDEX stage_history ON stage (person, stage, latest) WHERE known_from = 'history';
ALTER TABLE now_score ADD COLUMN run INTEGER REFERENCES run;
UPDATE now_score SET run = (SELECT s.run FROM score s WHERE s.person = now_score.person ORDER BY s.id DESC LIMIT 1);
)sql",
    // A night costs what changed: who was seen stands once in its run, and clocks that are over are
    // remembered.
    R"sql(
ALTER TABLE run ADD COLUMN saw_leads INTEGER NOT NULL DEFAULT 0;
ALTER TABLE now_assignment ADD COLUMN clocks_over INTEGER REFERENCES run;
DROP INDEX now_assignment_open;
CREATE INDEX now_assignment_open ON now_assignment (person, assignment, clocks_over) WHERE closed IS NULL;
CREATE INDEX outcome_ended ON outcome (person) WHERE ends IS NOT NULL;
)sql",
    R"sql(
ALTER TABLE run ADD COLUMN saw_deals INTEGER NOT NULL DEFAULT 0;

CREATE TABLE deal (
    id      INTEGER PRIMARY KEY,
    deal_id TEXT    NOT NULL UNIQUE,
    run     INTEGER NOT NULL REFERENCES run
) STRICT;

CREATE TABLE deal_state (
    id         INTEGER PRIMARY KEY,
    deal       INTEGER NOT NULL REFERENCES deal,
    present    INTEGER NOT NULL,
    stage      TEXT    NOT NULL,
    status     TEXT    NOT NULL,
    amount     TEXT    NOT NULL,
    currency   TEXT    NOT NULL,
    created_at TEXT    NOT NULL,
    closed_at  TEXT    NOT NULL,
    owner      TEXT    NOT NULL,
    source     TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    earliest   INTEGER,
    latest     INTEGER NOT NULL,
    run        INTEGER NOT NULL REFERENCES run
) STRICT;
CREATE INDEX deal_state_deal ON deal_state (deal);
CREATE INDEX deal_state_latest ON deal_state (latest);
CREATE TABLE now_deal (
    deal       INTEGER PRIMARY KEY REFERENCES deal,
    present    INTEGER NOT NULL,
    stage      TEXT    NOT NULL,
    status     TEXT    NOT NULL,
    amount     TEXT    NOT NULL,
    currency   TEXT    NOT NULL,
    created_at TEXT    NOT NULL,
    closed_at  TEXT    NOT NULL,
    owner      TEXT    NOT NULL,
    source     TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    updated_at INTEGER
) STRICT;

CREATE TABLE deal_stage (
    id       INTEGER PRIMARY KEY,
    deal     INTEGER NOT NULL REFERENCES deal,
    stage    TEXT    NOT NULL,
    earliest INTEGER NOT NULL,
    latest   INTEGER NOT NULL,
    run      INTEGER NOT NULL REFERENCES run
) STRICT;
CREATE UNIQUE INDEX deal_stage_change ON deal_stage (deal, stage, latest);
CREATE INDEX deal_stage_latest ON deal_stage (latest);
)sql",
    // Named scores are part of a judgement, a row of score.
    R"sql(
CREATE TABLE named_score (
    judgement INTEGER NOT NULL REFERENCES score,
    name      TEXT    NOT NULL,
    score     INTEGER,
    grade     TEXT    NOT NULL,
    PRIMARY KEY (judgement, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE now_named_score (
    person INTEGER NOT NULL REFERENCES person,
    name   TEXT    NOT NULL,
    grade  TEXT    NOT NULL,
    PRIMARY KEY (person, name)
) STRICT, WITHOUT ROWID;
)sql",
};

void refuse_strangers(const Database& database) {
    const bool is_new = database.integer("SELECT count(*) FROM sqlite_master") == 0;
    if (!is_new && database.integer("PRAGMA application_id") != application_id)
        throw Error(Fault::request, "'" + database.path() + "' is not a handoff ledger");
    const std::int64_t version = database.integer("PRAGMA user_version");
    constexpr auto newest = static_cast<std::int64_t>(std::size(steps));
    if (version > newest)
        throw Error(Fault::request,
                    "the ledger '" + database.path() + "' was written by a newer handoff: its schema is " +
                        std::to_string(version) + ", this program knows up to " + std::to_string(newest),
                    "update handoff");
}

} // namespace

void migrate(Database& database) {
    refuse_strangers(database);
    if (database.integer("PRAGMA user_version") == static_cast<std::int64_t>(std::size(steps))) return;
    database.run("BEGIN IMMEDIATE");
    // Another process may have migrated while this one waited for the lock.
    refuse_strangers(database);
    for (auto version = static_cast<std::size_t>(database.integer("PRAGMA user_version"));
         version < std::size(steps); ++version) {
        database.run(steps[version]);
        database.run(("PRAGMA user_version = " + std::to_string(version + 1)).c_str());
    }
    database.run(("PRAGMA application_id = " + std::to_string(application_id)).c_str());
    database.run("COMMIT");
}

} // namespace handoff::ledger
