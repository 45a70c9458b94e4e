#include "ingest/lead_keys.hpp"
#include "ledger/deal_columns.hpp"
#include "ledger/impl.hpp"
#include "table/key_index.hpp"

#include <algorithm>
#include <array>

namespace handoff {

using ledger::cell_of;
using ledger::column_of;
using ledger::no_column;

namespace {

using Values = std::array<std::string, ledger::deal_columns.size()>;

/// A row that tells something new of a deal.
struct News {
    std::uint32_t row = 0;
    std::int64_t deal = 0; ///< 0: none that an export has shown
    bool returned = false, changed = true;
    Values values;
    std::optional<Instant> updated; ///< the newest that was seen
};

std::optional<Instant> instant_of(std::string_view cell) {
    return cell.empty() ? std::nullopt : read_instant(cell);
}

/// Reads all that is known in one pass, keeps what the night's rows tell anew, and writes that in their
/// order.
class DealRecorder {
  public:
    DealRecorder(ledger::Database& database, std::int64_t run, Instant as_of, bool same_files,
                 const Table& deals)
        : database_(database), run_(run), as_of_(as_of), deals_(deals), id_(column_of(deals, "deal_id")),
          updated_at_(column_of(deals, "updated_at")), night_{.same_files = same_files},
          find_(database.prepare("SELECT id FROM deal WHERE deal_id = ?")),
          add_deal_(database.prepare("INSERT INTO deal (deal_id, run) VALUES (?, ?)")),
          add_state_(database.prepare("INSERT INTO deal_state (deal, present, " +
                                      ledger::listed_deal_columns() +
                                      ", earliest, latest, run) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                                      "?, ?)")),
          set_(database.prepare("INSERT OR REPLACE INTO now_deal (deal, present, " +
                                ledger::listed_deal_columns() +
                                ", updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
        for (std::size_t i = 0; i < columns_.size(); ++i)
            columns_[i] = column_of(deals, ledger::deal_columns[i]);
        std::vector<KeyBlock> ids(1);
        ids.front().reserve(deals.rows());
        for (std::size_t row = 0; row < deals.rows(); ++row) ids.front().add(key(row));
        rows_ = KeyIndex(std::move(ids));
        ledger::Statement nights =
            database.prepare("SELECT max(as_of) FROM run WHERE saw_deals AND as_of < ?");
        if (nights.start(as_of).next()) last_night_ = nights.instant(0);
        ledger::Statement tonight =
            database.prepare("SELECT 1 FROM run WHERE saw_deals AND as_of = ? LIMIT 1");
        seen_tonight_ = tonight.start(as_of).next();
    }

    Ledger::DealNight record() {
        compare();
        std::sort(news_.begin(), news_.end(), [](const News& a, const News& b) { return a.row < b.row; });
        for (News& each : news_) write(each);
        if (!night_.same_files) {
            for (const Gone& each : gone_)
                write_state(each.deal, false, each.values, last_night_, each.updated);
            night_.gone = gone_.size();
            database_.prepare("UPDATE run SET saw_deals = 1 WHERE id = ?").run(run_);
        }
        return night_;
    }

  private:
    /// Of 18 characters of Salesforce the first 15, as deals are joined everywhere.
    std::string_view key(std::size_t row) const { return join_id(cell_of(deals_, id_, row)); }

    void compare() {
        ledger::Statement known = database_.prepare(
            "SELECT n.deal, d.deal_id, n.present, n.updated_at, " + ledger::listed_deal_columns("n.") +
            " FROM now_deal n CROSS JOIN deal d ON d.id = n.deal ORDER BY n.deal");
        std::vector<std::uint8_t> shown(deals_.rows());
        while (known.next()) {
            const std::uint32_t row = rows_.find(known.text(1));
            const bool is_present = known.integer(2) != 0;
            if (row == KeyIndex::none) {
                if (is_present && !seen_tonight_) gone_.push_back(gone(known));
                continue;
            }
            shown[row] = 1;
            look(known, row, is_present);
        }
        for (std::uint32_t row = 0; row < deals_.rows(); ++row) {
            if (key(row).empty()) ++night_.unnamed;
            if (shown[row] != 0 || rows_.first_of(row) != row || key(row).empty()) continue;
            News news{.row = row, .updated = instant_of(cell_of(deals_, updated_at_, row))};
            for (std::size_t i = 0; i < columns_.size(); ++i)
                news.values[i] = cell_of(deals_, columns_[i], row);
            news_.push_back(std::move(news));
        }
    }

    void look(const ledger::Statement& known, std::uint32_t row, bool is_present) {
        const std::optional<Instant> updated = instant_of(cell_of(deals_, updated_at_, row)),
                                     seen = known.instant(3);
        const bool late = ledger::is_late(updated, seen);
        if (late) ++night_.late;
        const auto value = [&](std::size_t i) {
            const bool as_known = late || columns_[i] == no_column; // an export that lacks it leaves it
            return as_known ? known.text(static_cast<int>(4 + i)) : deals_[columns_[i]].cells[row];
        };
        bool changed = !is_present;
        for (std::size_t i = 0; i < columns_.size(); ++i)
            changed = changed || value(i) != known.text(static_cast<int>(4 + i));
        const bool is_newer = updated && !late && updated != seen;
        if (!changed && !is_newer) return;
        News news{.row = row,
                  .deal = known.integer(0),
                  .returned = !is_present,
                  .changed = changed,
                  .updated = is_newer ? updated : seen};
        for (std::size_t i = 0; i < columns_.size(); ++i) news.values[i] = value(i);
        news_.push_back(std::move(news));
    }

    void write(News& news) {
        std::optional<Instant> earliest = last_night_;
        if (news.deal == 0) {
            constexpr std::size_t created_at = 4;
            static_assert(ledger::deal_columns[created_at] == "created_at");
            const auto created = instant_of(news.values[created_at]);
            earliest = created && *created <= as_of_ ? created : std::nullopt;
            news.deal = find_or_make(key(news.row));
            ++night_.added;
        } else if (news.returned) {
            earliest = last_seen(news.deal);
            ++night_.returned;
        } else if (!news.changed) {
            write_now(news.deal, true, news.values, news.updated);
            return;
        } else {
            ++night_.changed;
        }
        write_state(news.deal, true, news.values, earliest, news.updated);
    }

    /// One of which an export of changes told already has a row.
    std::int64_t find_or_make(std::string_view deal_id) {
        const std::int64_t found = find_.start(deal_id).next() ? find_.integer(0) : 0;
        find_.reset();
        if (found != 0) return found;
        add_deal_.run(deal_id, run_);
        return database_.last_id();
    }

    /// The last night on which a deal that was gone had been there.
    std::optional<Instant> last_seen(std::int64_t deal) const {
        ledger::Statement last =
            database_.prepare("SELECT earliest FROM deal_state WHERE deal = ? ORDER BY id DESC LIMIT 1");
        last.start(deal).next();
        return last.instant(0);
    }

    void write_state(std::int64_t deal, bool present, const Values& values, std::optional<Instant> earliest,
                     std::optional<Instant> updated) {
        std::apply(
            [&](const auto&... value) { add_state_.run(deal, present, value..., earliest, as_of_, run_); },
            values);
        write_now(deal, present, values, updated);
    }
    void write_now(std::int64_t deal, bool present, const Values& values, std::optional<Instant> updated) {
        std::apply([&](const auto&... value) { set_.run(deal, present, value..., updated); }, values);
    }

    struct Gone {
        std::int64_t deal = 0;
        Values values;
        std::optional<Instant> updated;
    };
    static Gone gone(const ledger::Statement& known) {
        Gone gone{.deal = known.integer(0), .values = {}, .updated = known.instant(3)};
        for (std::size_t i = 0; i < gone.values.size(); ++i)
            gone.values[i] = known.text(static_cast<int>(4 + i));
        return gone;
    }

    ledger::Database& database_;
    std::int64_t run_;
    Instant as_of_;
    const Table& deals_;
    std::size_t id_, updated_at_;
    std::array<std::size_t, ledger::deal_columns.size()> columns_{};
    KeyIndex rows_;
    Ledger::DealNight night_;
    std::optional<Instant> last_night_; ///< before tonight, on which deals were seen
    bool seen_tonight_ = false;         ///< by another run of the same night
    std::vector<News> news_;
    std::vector<Gone> gone_;
    ledger::Statement find_, add_deal_, add_state_, set_;
};

} // namespace

std::span<const std::string_view> Ledger::deal_columns() noexcept {
    static constexpr auto columns = [] {
        std::array<std::string_view, ledger::deal_columns.size() + 2> all{"deal_id", "updated_at"};
        std::copy(ledger::deal_columns.begin(), ledger::deal_columns.end(), all.begin() + 2);
        return all;
    }();
    return columns;
}

Ledger::DealNight Ledger::record_deals(const Table& deals, Instant as_of) {
    impl_->need_run();
    // `route` reads deals too, and remembers none.
    const bool same_files =
        ledger::of_an_earlier_night(impl_->database, "deals", impl_->run, as_of, "q.saw_deals");
    return DealRecorder(impl_->database, impl_->run, as_of, same_files, deals).record();
}

} // namespace handoff
