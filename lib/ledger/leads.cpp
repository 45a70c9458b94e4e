#include "ledger/impl.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>

namespace handoff {

using ledger::cell_of;
using ledger::column_of;
using ledger::no_column;

namespace {

constexpr std::string_view qualified_stage = "mql";
constexpr std::array<const char*, 4> facts = {"status", "owner", "source", "campaign_id"};

// The stage a lead shows: what its export says, but no less than 'mql' once it has qualified.
std::string_view shown_stage(const Lifecycle& lifecycle, std::string_view stage, bool qualified) {
    if (!qualified) return stage;
    const auto at = [&](std::string_view name) {
        return std::find(lifecycle.stages.begin(), lifecycle.stages.end(), name);
    };
    const auto least = at(qualified_stage);
    if (least == lifecycle.stages.end()) return stage;
    const auto exported = at(stage);
    const bool is_before = exported < least;
    return stage.empty() || is_before ? qualified_stage : stage;
}

struct Seen {
    std::int64_t person = 0;
    bool is_new = false;
    std::optional<Instant> last, before; ///< the last nights this lead was seen, tonight not among them
    std::optional<Instant> updated;      ///< the newest row that was seen
    bool vanished = false;
    std::array<std::string, facts.size()> values;
    std::string stage;
    bool qualified = false;
};

/// Whether the files of leads of this run are, to the byte, files that were read on earlier nights; or those
/// of another run of the same night, since what it wrote is what the next command reads.
bool of_an_earlier_night(ledger::Database& database, std::int64_t run, Instant as_of) {
    ledger::Statement old_runs = database.prepare("SELECT 1 FROM run t WHERE t.as_of = ?1 AND t.id <= ?2 AND "
                                                  "EXISTS (SELECT 1 FROM input i WHERE i.run = t.id "
                                                  "AND i.kind = 'leads') AND NOT EXISTS (SELECT 1 FROM input "
                                                  "i WHERE i.run = t.id AND i.kind = 'leads' AND "
                                                  "(i.sha256 = '' OR NOT EXISTS (SELECT 1 FROM input j JOIN "
                                                  "run q ON q.id = j.run WHERE j.kind = 'leads' AND "
                                                  "j.sha256 = i.sha256 AND q.as_of < ?1)))");
    const bool old = old_runs.start(as_of, run).next();
    old_runs.reset();
    return old;
}

class LeadRecorder {
  public:
    LeadRecorder(ledger::Database& database, std::int64_t run, const Agreement& agreement, Instant as_of,
                 bool same_files)
        : database_(database), run_(run), as_of_(as_of), lifecycle_(agreement.lifecycle),
          persons_(database, run, as_of), night_{.same_files = same_files},
          known_(database.prepare(
              "SELECT f.last_seen, f.seen_before, f.status, f.owner, f.source, f.campaign_id, s.stage, "
              "q.first_qualified, f.updated_at, f.vanished FROM now_fact f LEFT JOIN now_stage s ON s.person "
              "= f.person "
              "LEFT JOIN now_score q ON q.person = f.person WHERE f.person = ?")),
          add_fact_(
              database.prepare("INSERT INTO fact (person, name, value, at, run) VALUES (?, ?, ?, ?, ?)")),
          set_facts_(
              database.prepare("UPDATE now_fact SET status = ?, owner = ?, source = ?, campaign_id = ? "
                               "WHERE person = ?")),
          set_seen_(database.prepare("UPDATE now_fact SET last_seen = ?, seen_before = ?, updated_at = ?, "
                                     "vanished = NULL WHERE person = ?")),
          add_presence_(
              database.prepare("INSERT INTO presence (person, present, at, run) VALUES (?, ?, ?, ?)")),
          add_stage_(
              database.prepare("INSERT INTO stage (person, stage, earliest, latest, known_from, ends, run) "
                               "VALUES (?, ?, ?, ?, ?, ?, ?)")),
          set_stage_(
              database.prepare("INSERT INTO now_stage (person, stage, latest) VALUES (?, ?, ?) ON CONFLICT "
                               "(person) DO UPDATE SET stage = excluded.stage, latest = excluded.latest")),
          close_(
              database.prepare("UPDATE now_assignment SET closed = ? WHERE person = ? AND closed IS NULL")) {}

    Ledger::Night record(const Table& leads) {
        const std::size_t lead_id = column_of(leads, "lead_id"), email = column_of(leads, "email"),
                          stage = column_of(leads, "stage"), created_at = column_of(leads, "created_at"),
                          qualified = column_of(leads, "qualified"),
                          updated_at = column_of(leads, "updated_at");
        std::array<std::size_t, facts.size()> columns;
        for (std::size_t i = 0; i < facts.size(); ++i) columns[i] = column_of(leads, facts[i]);
        std::unordered_set<std::int64_t> recorded;
        for (std::size_t row = 0; row < leads.rows(); ++row) {
            const ledger::Persons::Key key = ledger::Persons::key(leads, lead_id, email, row);
            if (key.value.empty()) continue;
            Seen seen = look_up(key);
            if (!recorded.insert(seen.person).second) continue;
            if (cell_of(leads, qualified, row) == "true") seen.qualified = true;
            const std::optional<Instant> updated = read_instant(cell_of(leads, updated_at, row));
            if (updated && seen.updated && *updated < *seen.updated) {
                ++night_.late;
            } else {
                record_stage(seen, shown_stage(lifecycle_, cell_of(leads, stage, row), seen.qualified),
                             read_instant(cell_of(leads, created_at, row)));
                record_facts(seen, leads, columns, row);
                if (updated) seen.updated = updated;
            }
            record_seen(seen);
        }
        if (!night_.same_files) record_vanished();
        return night_;
    }

  private:
    Seen look_up(const ledger::Persons::Key& key) {
        Seen seen{.person = persons_.find(key)};
        if (seen.person == 0) {
            seen.person = persons_.make(key);
            seen.is_new = true;
            return seen;
        }
        if (known_.start(seen.person).next()) {
            seen.last = known_.instant(0);
            seen.before = known_.instant(1);
            for (std::size_t i = 0; i < facts.size(); ++i)
                seen.values[i] = known_.text(static_cast<int>(2 + i));
            seen.stage = known_.text(6);
            seen.qualified = !known_.is_null(7);
            seen.updated = known_.instant(8);
            seen.vanished = !known_.is_null(9);
            // A second command of the same night asks what was known before the night.
            if (seen.last == as_of_) seen.last = seen.before;
        } else {
            persons_.see(seen.person);
            seen.is_new = true;
        }
        known_.reset();
        return seen;
    }

    void record_stage(const Seen& seen, std::string_view stage, std::optional<Instant> created) {
        if (stage.empty() || stage == seen.stage) return;
        std::optional<Instant> earliest = seen.last;
        if (!earliest && created && *created <= as_of_) earliest = created;
        const bool ends = ends_path(lifecycle_, stage);
        add_stage_.run(seen.person, stage, earliest, as_of_, seen.last ? "night-to-night" : "export", ends,
                       run_);
        set_stage_.run(seen.person, stage, as_of_);
        if (ends && !seen.is_new) close_.run(as_of_, seen.person);
    }

    void record_facts(const Seen& seen, const Table& leads,
                      const std::array<std::size_t, facts.size()>& columns, std::size_t row) {
        std::array<std::string_view, facts.size()> now;
        bool changed = false;
        for (std::size_t i = 0; i < facts.size(); ++i) {
            now[i] =
                columns[i] == no_column ? std::string_view(seen.values[i]) : cell_of(leads, columns[i], row);
            if (now[i] == seen.values[i]) continue;
            add_fact_.run(seen.person, facts[i], now[i], as_of_, run_);
            changed = true;
        }
        if (changed) set_facts_.run(now[0], now[1], now[2], now[3], seen.person);
    }

    /// The same file as on an earlier night shows what was then, and nobody tonight.
    void record_seen(const Seen& seen) {
        if (night_.same_files && !seen.is_new) return;
        if (seen.vanished) {
            add_presence_.run(seen.person, true, as_of_, run_);
            ++night_.returned;
        }
        set_seen_.run(as_of_, seen.last, seen.updated, seen.person);
    }

    void record_vanished() {
        ledger::Statement gone = database_.prepare("SELECT person FROM now_fact f WHERE last_seen < ? AND "
                                                   "vanished IS NULL AND NOT EXISTS (SELECT 1 FROM "
                                                   "now_merge m WHERE m.merged = f.person)");
        std::vector<std::int64_t> persons;
        gone.start(as_of_);
        while (gone.next()) persons.push_back(gone.integer(0));
        ledger::Statement set = database_.prepare("UPDATE now_fact SET vanished = ? WHERE person = ?");
        for (const std::int64_t person : persons) {
            add_presence_.run(person, false, as_of_, run_);
            set.run(as_of_, person);
        }
        night_.vanished = persons.size();
    }

    ledger::Database& database_;
    std::int64_t run_;
    Instant as_of_;
    const Lifecycle& lifecycle_;
    ledger::Persons persons_;
    Ledger::Night night_;
    ledger::Statement known_, add_fact_, set_facts_, set_seen_, add_presence_, add_stage_, set_stage_, close_;
};

} // namespace

std::span<const std::string_view> Ledger::lead_columns() noexcept {
    static constexpr std::array<std::string_view, 12> columns = {
        "lead_id", "email", "stage",  "created_at",  "qualified",   "updated_at",
        "status",  "owner", "source", "campaign_id", "merged_into", "merged_ids"};
    return columns;
}

Ledger::Night Ledger::record_leads(const Table& leads, const Agreement& agreement, Instant as_of) {
    impl_->need_run();
    const bool same_files = of_an_earlier_night(impl_->database, impl_->run, as_of);
    return LeadRecorder(impl_->database, impl_->run, agreement, as_of, same_files).record(leads);
}

} // namespace handoff
