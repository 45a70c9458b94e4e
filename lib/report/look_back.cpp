#include "base/parallel.hpp"
#include "ingest/lead_keys.hpp"
#include "report/cells.hpp"
#include "report/moment.hpp"

#include <handoff/look_back.hpp>
#include <handoff/report.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <atomic>
#include <fmt/format.h>
#include <numeric>
#include <thread>
#include <unordered_map>

namespace handoff {
namespace {

/// A mark for each row; no marks at all where no row has one, which is nearly always so.
using Marks = std::vector<std::uint8_t>;

template <class Condition>
Marks rows_that(std::size_t rows, const Condition& holds) {
    Marks marks(rows);
    std::atomic<bool> any = false;
    constexpr std::size_t at_once = 16 * 1024;
    in_parallel(std::thread::hardware_concurrency(), rows, at_once,
                [&](std::size_t from, std::size_t to, unsigned) {
                    bool mine = false;
                    for (std::size_t row = from; row < to; ++row) {
                        marks[row] = holds(row) ? 1 : 0;
                        mine = mine || marks[row] != 0;
                    }
                    if (mine) any = true;
                });
    return any ? marks : Marks();
}

/// Whether a time is later than the report. A mere day is when it begins later.
class Later {
  public:
    Later(Instant as_of, const Zone& zone)
        : as_of_(as_of), zone_(zone),
          day_before_(to_text(Date(std::chrono::floor<std::chrono::days>(as_of) - std::chrono::days(1)))) {}

    bool operator()(Instant at) const noexcept { return at > as_of_; }
    bool operator()(std::string_view cell) const {
        // Most times are much earlier, and need not be read.
        if (cell.size() >= day_before_.size() && cell.substr(0, day_before_.size()) < day_before_)
            return false;
        const Moment at = Moment::read(cell);
        return at.known() && operator()(at.first(zone_));
    }
    Marks in(const Table& table, std::string_view column) const {
        const Cells cells(table, column);
        return cells.there()
                   ? rows_that(table.rows(), [&](std::size_t row) { return operator()(cells[row]); })
                   : Marks();
    }

  private:
    Instant as_of_;
    const Zone& zone_;
    std::string day_before_;
};

/// Changes of stage, as the CRM or the ledger tells them.
struct Changes {
    explicit Changes(const Table& changes, std::string_view id_column = {})
        : rows(changes.rows()), id(changes, id_column), stage(changes, "stage"), at(changes, "at"),
          earliest(changes, "earliest"), latest(changes, "latest"), known_from(changes, "known_from") {}

    /// Between two nights: the second, which was the first to know.
    std::string_view when(std::size_t row) const { return at[row].empty() ? latest[row] : at[row]; }
    /// Where leads stood on their first night, they may have stood ever since they came in. Without a stage
    /// it is a change of something else.
    bool is_later(std::size_t row, const Later& later) const {
        return !stage[row].empty() && later(when(row)) &&
               (known_from[row] != "export" || !earliest[row].empty());
    }

    std::size_t rows;
    Cells id, stage, at, earliest, latest, known_from;
};

/// Where those stood then of whom histories tell that they went on later.
class StoodThen {
  public:
    StoodThen(const Zone& zone, const Merges& merges) : zone_(zone), merges_(merges) {}

    /// Of all histories, before any of them is read.
    void add(const Changes& changes, const Marks& later) {
        for (std::size_t row = 0; row < later.size(); ++row)
            if (later[row] != 0 && !changes.id[row].empty()) stood_.try_emplace(key(changes.id[row]));
    }
    void read(const Changes& changes, const Marks& later) {
        if (stood_.empty()) return;
        for (std::size_t row = 0; row < changes.rows; ++row) {
            if ((!later.empty() && later[row] != 0) || changes.id[row].empty() || changes.stage[row].empty())
                continue;
            const auto found = stood_.find(key(changes.id[row]));
            const Moment at = Moment::read(changes.when(row));
            if (found == stood_.end() || !at.known() || at.first(zone_) < found->second.since) continue;
            found->second = {at.first(zone_), changes.stage[row]};
        }
    }
    bool empty() const noexcept { return stood_.empty(); }
    /// Blank when that is not known; nothing for those who did not go on.
    std::optional<std::string_view> of(std::string_view id) const {
        const auto found = stood_.find(key(id));
        return id.empty() || found == stood_.end() ? std::nullopt : std::optional(found->second.stage);
    }

  private:
    std::string_view key(std::string_view id) const { return join_id(merges_.survivor(id)); }

    struct Place {
        Instant since = Instant::min();
        std::string_view stage;
    };
    const Zone& zone_;
    const Merges& merges_;
    std::unordered_map<std::string_view, Place> stood_;
};

/// Overwrites cells of a column; where there is none, nothing.
class Overwriting {
  public:
    Overwriting(Table& table, std::string_view column) {
        const auto at = table.find(column);
        if (!at || table[*at].cells.size() != table.rows()) return;
        table[*at].instants.clear();
        table[*at].numbers.clear();
        cells_ = table[*at].cells;
    }
    void set(std::size_t row, std::string_view text) {
        if (!cells_.empty()) cells_[row] = text;
    }

  private:
    std::span<std::string_view> cells_;
};

class LookBack {
  public:
    explicit LookBack(ReportInput& input)
        : input_(input), zone_(input.agreement->timezone), later_(input.as_of, zone_),
          leads_stood_(zone_, input.merges), deals_stood_(zone_, input.merged_deals) {}

    LookedBack look() {
        const Marks later_leads = later_.in(input_.leads, "created_at"),
                    later_deals = later_.in(input_.deals, "created_at");
        LookedBack back{.leads = leave_out(input_.leads, later_leads, "row of leads", "rows of leads"),
                        .notes = {}};
        leave_out(input_.deals, later_deals, "row of deals", "rows of deals");
        leave_out(input_.members, later_.in(input_.members, "at"), "member of a campaign",
                  "members of campaigns");
        leave_out_changes();
        if (const auto n = std::erase_if(input_.answers, [&](const Answer& each) { return later_(each.at); }))
            left_out_.push_back(counted(n, "answer"));
        const bool updated = is_updated_later();
        const std::size_t converted = go_back_with_leads();
        const bool newer = updated || !left_out_.empty() || converted > 0;
        const std::size_t closed = go_back_with_deals(newer);

        if (!left_out_.empty())
            back.notes.push_back(
                fmt::format("later than the report, and left out: {}", fmt::join(left_out_, ", ")));
        std::vector<std::string> undone;
        if (converted > 0) undone.push_back(counted(converted, "lead was converted", "leads were converted"));
        if (closed > 0) undone.push_back(counted(closed, "deal was closed", "deals were closed"));
        if (!undone.empty())
            back.notes.push_back(
                fmt::format("{} later than the report: open as of then", fmt::join(undone, " and ")));
        if (planned_ > 0)
            back.notes.push_back(
                counted(planned_, "deal is", "deals are") +
                " won or lost with a closing day after the report, and no export shows anything "
                "else that is later: closed, on a day that is not known");
        if (!back.notes.empty())
            back.notes.emplace_back(
                "what exports show without a time, as a status or an amount, is of the day on which "
                "they were made");
        return back;
    }

  private:
    /// The rows that stay.
    std::vector<std::uint32_t> leave_out(Table& table, const Marks& later, std::string_view noun,
                                         std::string_view plural) {
        std::vector<std::uint32_t> stay(table.rows());
        std::iota(stay.begin(), stay.end(), 0U);
        if (later.empty()) return stay;
        std::erase_if(stay, [&](std::uint32_t row) { return later[row] != 0; });
        left_out_.push_back(counted(table.rows() - stay.size(), noun, plural));
        table = table.pick(stay);
        return stay;
    }

    /// What they tell of then is known first.
    void leave_out_changes() {
        Table* const tables[] = {&input_.history, &input_.stages, &input_.deal_stages};
        std::vector<Marks> later;
        for (const Table* table : tables) {
            const Changes changes(*table);
            later.push_back(
                rows_that(table->rows(), [&](std::size_t row) { return changes.is_later(row, later_); }));
        }
        const auto ask = [&](StoodThen& stood, std::string_view id) {
            for (std::size_t i = 0; i < later.size(); ++i) stood.add(Changes(*tables[i], id), later[i]);
            for (std::size_t i = 0; i < later.size(); ++i) stood.read(Changes(*tables[i], id), later[i]);
        };
        ask(leads_stood_, "lead_id");
        ask(deals_stood_, "deal_id");
        std::size_t changes = 0;
        for (std::size_t i = 0; i < later.size(); ++i) {
            if (later[i].empty()) continue;
            input_.leads.share(*tables[i]);
            input_.deals.share(*tables[i]);
            const std::size_t before = tables[i]->rows();
            for (std::uint8_t& mark : later[i]) mark = mark == 0 ? 1 : 0;
            *tables[i] = tables[i]->select(later[i]);
            changes += before - tables[i]->rows();
        }
        if (changes > 0) left_out_.push_back(counted(changes, "change of stage", "changes of stage"));
    }

    std::size_t go_back_with_leads() {
        Table& leads = input_.leads;
        // When a row was last changed by then, is not known of one that was changed later.
        if (const Marks later = later_.in(leads, "updated_at"); !later.empty()) {
            Overwriting updated(leads, "updated_at");
            for (std::size_t row = 0; row < later.size(); ++row)
                if (later[row] != 0) updated.set(row, {});
        }
        const Marks later = later_.in(leads, "converted_at");
        if (later.empty() && leads_stood_.empty()) return 0;
        const Cells id(leads, "lead_id");
        Overwriting stage(leads, "stage"), furthest(leads, "furthest"), converted(leads, "converted"),
            converted_at(leads, "converted_at");
        std::size_t undone = 0;
        for (std::size_t row = 0; row < leads.rows(); ++row) {
            const bool is_later = !later.empty() && later[row] != 0;
            const auto stood = leads_stood_.of(id[row]);
            if (!is_later && !stood) continue;
            stage.set(row, stood.value_or(std::string_view()));
            furthest.set(row, {});
            if (!is_later) continue;
            converted.set(row, "false");
            converted_at.set(row, {});
            ++undone;
        }
        return undone;
    }

    /// Whether some row was changed later.
    bool is_updated_later() const {
        return !later_.in(input_.leads, "updated_at").empty() ||
               !later_.in(input_.deals, "updated_at").empty();
    }

    void forget_closing_days(const Marks& planned) {
        Overwriting closing_day(input_.deals, "closed_at");
        for (std::size_t row = 0; row < planned.size(); ++row) {
            if (planned[row] == 0) continue;
            closing_day.set(row, {});
            ++planned_;
        }
    }

    /// Which day an open deal was to be closed on, and how likely it was, are not known then. Exports that
    /// are no newer than the report show what was so then: a deal that is won though its closing day, which
    /// was a plan, is still to come.
    std::size_t go_back_with_deals(bool newer) {
        Table& deals = input_.deals;
        const Cells id(deals, "deal_id"), status(deals, "status"), won(deals, "won_at"),
            lost(deals, "lost_at"), closed(deals, "closed_at");
        const auto closes_later = [&](std::size_t row, bool by_closing_day) {
            const bool is_won = same_text(status[row], "won"), is_lost = same_text(status[row], "lost");
            if (!is_won && !is_lost) return false;
            const std::string_view own = is_won ? won[row] : lost[row];
            return own.empty() ? by_closing_day && later_(closed[row]) : !by_closing_day && later_(own);
        };
        const Marks planned =
            rows_that(deals.rows(), [&](std::size_t row) { return closes_later(row, true); });
        if (!newer) forget_closing_days(planned);
        const Marks later = rows_that(deals.rows(), [&](std::size_t row) {
            return (newer && !planned.empty() && planned[row] != 0) || closes_later(row, false);
        });
        if (later.empty() && deals_stood_.empty()) return 0;
        Overwriting stage(deals, "stage"), is(deals, "status"), is_won(deals, "is_won"),
            is_closed(deals, "is_closed");
        std::vector<Overwriting> unknown;
        for (const char* column : {"won_at", "lost_at", "closed_at", "probability", "loss_reason"})
            unknown.emplace_back(deals, column);
        std::size_t undone = 0;
        for (std::size_t row = 0; row < deals.rows(); ++row) {
            const bool is_later = !later.empty() && later[row] != 0;
            const auto stood = deals_stood_.of(id[row]);
            if (is_later || stood) stage.set(row, stood.value_or(std::string_view()));
            if (!is_later) continue;
            is.set(row, "open");
            is_won.set(row, "false");
            is_closed.set(row, "false");
            for (Overwriting& column : unknown) column.set(row, {});
            ++undone;
        }
        return undone;
    }

    ReportInput& input_;
    const Zone& zone_;
    Later later_;
    StoodThen leads_stood_, deals_stood_;
    std::vector<std::string> left_out_;
    std::size_t planned_ = 0; ///< deals that are closed with a closing day still to come
};

} // namespace

LookedBack look_back(ReportInput& input) { return LookBack(input).look(); }

std::size_t look_back_at_work(ReportInput& input) {
    const Instant as_of = input.as_of;
    const auto is_later = [&](const auto& each) { return each.at > as_of; };
    // One look at each, since there may be millions.
    const Marks later_handovers = rows_that(input.handovers.size(), [&](std::size_t i) {
        Handover& each = input.handovers[i];
        if (each.ended && *each.ended > as_of) each.ended = std::nullopt;
        return is_later(each);
    });
    const std::size_t later = later_handovers.empty() ? 0 : std::erase_if(input.handovers, is_later);
    std::erase_if(input.holds, [&](const Hold& each) { return each.from > as_of; });
    for (Hold& each : input.holds)
        if (each.to && *each.to > as_of) each.to.reset();
    std::erase_if(input.breaches, is_later);
    std::erase_if(input.turns, [&](const Ledger::TurnAfter& each) { return each.as_of > as_of; });
    std::erase_if(input.make_ups, is_later);
    std::erase_if(input.first_qualified, [&](const auto& each) { return each.second.at > as_of; });
    return later;
}

} // namespace handoff
