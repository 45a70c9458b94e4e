#include "ledger/impl.hpp"
#include "ledger/row_persons.hpp"

#include <algorithm>
#include <array>

namespace handoff {

using ledger::cell_of;
using ledger::column_of;
using ledger::is_late;
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

/// What the ledger knows of a lead. Text stands until the next row is read.
template <class Text>
struct Known {
    std::int64_t person = 0;             ///< 0: not known by any key
    bool is_new = false;                 ///< no export has shown it yet
    std::optional<Instant> last, before; ///< the last nights this lead was seen, tonight not among them
    std::optional<Instant> updated;      ///< the newest row that was seen
    bool vanished = false;
    std::array<Text, facts.size()> values;
    Text stage;
    bool qualified = false;
};
using Seen = Known<std::string_view>;

/// A row that tells something new.
struct News {
    std::uint32_t row = 0;
    Known<std::string> known;
};

News keep(std::uint32_t row, const Seen& seen) {
    News news{.row = row,
              .known = {.person = seen.person,
                        .is_new = seen.is_new,
                        .last = seen.last,
                        .before = seen.before,
                        .updated = seen.updated,
                        .vanished = seen.vanished,
                        .values = {},
                        .stage = std::string(seen.stage),
                        .qualified = seen.qualified}};
    for (std::size_t i = 0; i < facts.size(); ++i) news.known.values[i] = seen.values[i];
    return news;
}

/// The cells of a night's leads that are remembered.
class LeadCells {
  public:
    LeadCells(const Table& leads, const Lifecycle& lifecycle)
        : leads_(leads), lifecycle_(lifecycle), stage_(column_of(leads, "stage")),
          created_at_(column_of(leads, "created_at")), qualified_(column_of(leads, "qualified")),
          updated_at_(column_of(leads, "updated_at")) {
        for (std::size_t i = 0; i < facts.size(); ++i) facts_[i] = column_of(leads, facts[i]);
    }

    std::optional<Instant> created(std::uint32_t row) const { return instant(created_at_, row); }
    std::optional<Instant> updated(std::uint32_t row) const { return instant(updated_at_, row); }
    /// Of a lead that qualified before, or in this row.
    std::string_view stage(std::uint32_t row, bool qualified) const {
        return shown_stage(lifecycle_, cell_of(leads_, stage_, row),
                           qualified || cell_of(leads_, qualified_, row) == "true");
    }
    /// A column that the export lacks leaves a fact as it was.
    std::string_view fact(std::uint32_t row, std::size_t which, std::string_view known) const {
        return facts_[which] == no_column ? known : leads_[facts_[which]].cells[row];
    }

  private:
    std::optional<Instant> instant(std::size_t column, std::uint32_t row) const {
        const std::string_view cell = cell_of(leads_, column, row);
        return cell.empty() ? std::nullopt : read_instant(cell);
    }
    const Table& leads_;
    const Lifecycle& lifecycle_;
    std::size_t stage_, created_at_, qualified_, updated_at_;
    std::array<std::size_t, facts.size()> facts_{};
};

/// Reads all that is known in one pass, keeps what the night's rows tell anew, and writes that in their
/// order.
class LeadRecorder {
  public:
    LeadRecorder(ledger::Database& database, std::int64_t run, const Agreement& agreement, Instant as_of,
                 bool same_files, const Table& leads)
        : database_(database), run_(run), as_of_(as_of), lifecycle_(agreement.lifecycle),
          cells_(leads, lifecycle_), persons_(database, run, as_of), rows_(leads, database),
          count_(static_cast<std::uint32_t>(leads.rows())), night_{.same_files = same_files},
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
              database.prepare("UPDATE now_assignment SET closed = ? WHERE person = ? AND closed IS NULL")) {
        ledger::Statement nights =
            database.prepare("SELECT max(as_of) FROM run WHERE saw_leads AND as_of < ?");
        if (nights.start(as_of).next()) last_night_ = nights.instant(0);
        ledger::Statement tonight =
            database.prepare("SELECT 1 FROM run WHERE saw_leads AND as_of = ? LIMIT 1");
        seen_tonight_ = tonight.start(as_of).next();
    }

    Ledger::Night record() {
        compare();
        std::sort(news_.begin(), news_.end(), [](const News& a, const News& b) { return a.row < b.row; });
        for (News& each : news_) write(each);
        if (!night_.same_files) {
            write_vanished();
            database_.prepare("UPDATE run SET saw_leads = 1 WHERE id = ?").run(run_);
        }
        return night_;
    }

  private:
    void compare() {
        ledger::ByPerson known(database_, "SELECT person, last_seen, seen_before, status, owner, source, "
                                          "campaign_id, updated_at, vanished FROM now_fact ORDER BY person");
        ledger::ByPerson stages(database_, "SELECT person, stage FROM now_stage ORDER BY person");
        ledger::ByPerson qualified(database_,
                                   "SELECT person FROM now_score WHERE first_qualified IS NOT NULL "
                                   "ORDER BY person");
        ledger::ByPerson merged(database_, "SELECT merged FROM now_merge ORDER BY merged");
        std::vector<std::uint8_t> shown(count_);
        for (; known.there(); known.step()) {
            const std::uint32_t row = rows_.row_of(known.person());
            const bool is_here = row != ledger::RowPersons::none;
            Seen seen = read(known);
            if (!is_here) {
                const bool is_gone = !seen.vanished && !seen_tonight_ && known.rows.instant(1) < as_of_ &&
                                     !merged.find(seen.person);
                if (is_gone) gone_.push_back({seen.person, *seen.last});
                continue;
            }
            shown[row] = 1;
            if (stages.find(seen.person)) seen.stage = stages.rows.text(1);
            seen.qualified = qualified.find(seen.person);
            if (tells_news(row, seen)) news_.push_back(keep(row, seen));
        }
        for (std::uint32_t row = 0; row < count_; ++row)
            if (shown[row] == 0 && rows_.counts(row))
                news_.push_back({.row = row, .known = {.person = rows_.person(row), .is_new = true}});
    }

    /// The row of a lead was last written when something of it changed: since then it was seen on every night
    /// that saw leads.
    Seen read(const ledger::ByPerson& known) const {
        const ledger::Statement& row = known.rows;
        Seen seen{.person = known.person(),
                  .last = row.instant(1),
                  .before = row.instant(2),
                  .updated = row.instant(7),
                  .vanished = !row.is_null(8)};
        // A second command of the same night asks what was known before the night.
        if (seen.last == as_of_)
            seen.last = seen.before;
        else if (!seen.vanished && last_night_ && (!seen.last || *seen.last < *last_night_))
            seen.last = last_night_;
        for (std::size_t i = 0; i < facts.size(); ++i) seen.values[i] = row.text(static_cast<int>(3 + i));
        return seen;
    }

    bool tells_news(std::uint32_t row, const Seen& seen) {
        if (seen.vanished) return true;
        const std::optional<Instant> updated = cells_.updated(row);
        if (is_late(updated, seen.updated)) {
            ++night_.late;
            return false;
        }
        if (updated && updated != seen.updated) return true;
        for (std::size_t i = 0; i < facts.size(); ++i)
            if (cells_.fact(row, i, seen.values[i]) != seen.values[i]) return true;
        const std::string_view stage = cells_.stage(row, seen.qualified);
        return !stage.empty() && stage != seen.stage;
    }

    void write(News& news) {
        Known<std::string>& known = news.known;
        if (known.person == 0)
            known.person = persons_.make(rows_.key(news.row));
        else if (known.is_new)
            persons_.see(known.person);
        const std::optional<Instant> updated = cells_.updated(news.row);
        if (is_late(updated, known.updated)) {
            ++night_.late;
        } else {
            write_stage(known, cells_.stage(news.row, known.qualified), cells_.created(news.row));
            write_facts(known, news.row);
            if (updated) known.updated = updated;
        }
        write_seen(known);
    }

    void write_stage(const Known<std::string>& known, std::string_view stage,
                     std::optional<Instant> created) {
        if (stage.empty() || stage == known.stage) return;
        std::optional<Instant> earliest = known.last;
        if (!earliest && created && *created <= as_of_) earliest = created;
        const bool ends = ends_path(lifecycle_, stage);
        add_stage_.run(known.person, stage, earliest, as_of_, known.last ? "night-to-night" : "export", ends,
                       run_);
        set_stage_.run(known.person, stage, as_of_);
        if (ends && !known.is_new) close_.run(as_of_, known.person);
    }

    void write_facts(const Known<std::string>& known, std::uint32_t row) {
        std::array<std::string_view, facts.size()> now;
        bool changed = false;
        for (std::size_t i = 0; i < facts.size(); ++i) {
            now[i] = cells_.fact(row, i, known.values[i]);
            if (now[i] == known.values[i]) continue;
            add_fact_.run(known.person, facts[i], now[i], as_of_, run_);
            changed = true;
        }
        if (changed) set_facts_.run(now[0], now[1], now[2], now[3], known.person);
    }

    /// The same file as on an earlier night shows what was then, and nobody tonight.
    void write_seen(const Known<std::string>& known) {
        if (night_.same_files && !known.is_new) return;
        if (known.vanished) {
            add_presence_.run(known.person, true, as_of_, run_);
            ++night_.returned;
        }
        set_seen_.run(as_of_, known.last, known.updated, known.person);
    }

    void write_vanished() {
        ledger::Statement set =
            database_.prepare("UPDATE now_fact SET vanished = ?, last_seen = ? WHERE person = ?");
        for (const Gone& each : gone_) {
            add_presence_.run(each.person, false, as_of_, run_);
            set.run(as_of_, each.last, each.person);
        }
        night_.vanished = gone_.size();
    }

    struct Gone {
        std::int64_t person = 0;
        Instant last{};
    };

    ledger::Database& database_;
    std::int64_t run_;
    Instant as_of_;
    const Lifecycle& lifecycle_;
    LeadCells cells_;
    ledger::Persons persons_;
    ledger::RowPersons rows_;
    std::uint32_t count_;
    Ledger::Night night_;
    std::optional<Instant> last_night_; ///< before tonight, on which leads were seen
    bool seen_tonight_ = false;         ///< by another command of the same night
    std::vector<News> news_;
    std::vector<Gone> gone_;
    ledger::Statement add_fact_, set_facts_, set_seen_, add_presence_, add_stage_, set_stage_, close_;
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
    const bool same_files = ledger::of_an_earlier_night(impl_->database, "leads", impl_->run, as_of);
    return LeadRecorder(impl_->database, impl_->run, agreement, as_of, same_files, leads).record();
}

} // namespace handoff
