#include "report/pipeline_moves.hpp"

#include "base/rounded.hpp"
#include "ingest/lead_keys.hpp"
#include "report/cells.hpp"
#include "report/deal_moves.hpp"
#include "report/grouping.hpp"
#include "report/if_any.hpp"
#include "report/sums.hpp"

#include <handoff/values.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace handoff {

namespace {

constexpr RowsBehind::Of of_now = RowsBehind::Of::deals, of_then = RowsBehind::Of::deals_then;
constexpr std::size_t most_listed = 20;

RowsBehind::Of rows_of(OpenPart part) { return part == OpenPart::gone ? of_then : of_now; }

/// The row behind a part of a move: as it is, or as it was where it is in the export no more.
std::uint32_t row_of(const DealMove& move) { return move.now ? *move.now : *move.then; }

/// Days on which deals came to the stage in which they are, of those that did since the last look.
class StageDays {
  public:
    explicit StageDays(const ReportInput& input) : zone_(input.agreement->timezone) {
        const Cells deal(input.deal_stages, "deal_id"), stage(input.deal_stages, "stage"),
            latest(input.deal_stages, "latest"), known_from(input.deal_stages, "known_from");
        for (std::size_t row = 0; row < input.deal_stages.rows(); ++row)
            add(deal[row], stage[row], latest[row], known_from[row] == "history");
        const Cells told(input.history, "deal_id"), told_stage(input.history, "stage"),
            at(input.history, "at");
        for (std::size_t row = 0; row < input.history.rows(); ++row)
            if (!told[row].empty()) add(told[row], told_stage[row], at[row], true);
    }
    std::string of(std::string_view deal, std::string_view stage) const {
        const auto found = days_.find(key(deal, stage));
        return found == days_.end() ? std::string() : to_text(found->second.day);
    }

  private:
    struct Day {
        Date day;
        bool exact = false;
    };
    static std::string key(std::string_view deal, std::string_view stage) {
        return std::string(join_id(deal)) + "\n" + lower(trim(stage));
    }
    /// What an export of changes says is better than the night on which it was seen; of several, the last.
    void add(std::string_view deal, std::string_view stage, std::string_view at, bool exact) {
        const Moment moment = Moment::read(at);
        if (stage.empty() || !moment.known()) return;
        Day& known = days_[key(deal, stage)];
        if (known.exact && !exact) return;
        const Date day = moment.day_in(zone_);
        if (exact && known.exact && day < known.day) return;
        known = {day, exact};
    }
    const Zone& zone_;
    std::map<std::string, Day, std::less<>> days_;
};

class Moves {
  public:
    Moves(const ReportInput& input, const Deals& deals, std::span<const Deal* const> chosen,
          const LeadIndex& index, const std::string& column)
        : input_(input), zone_(input.agreement->timezone), moves_(input, deals, chosen, index),
          column_(column), currency_(moves_.currency()),
          since_(to_text(zone_.date_of(input.deals_then->at))) {}

    PipelineMoves make() const {
        PipelineMoves out;
        const bool empty = std::none_of(moves_.all().begin(), moves_.all().end(), [](const DealMove& move) {
            return move.open_then || move.open_now || move.moved();
        });
        if (!empty) out.tables.push_back(bridge());
        for (ReportTable table : {kinds(), list()}) add_if_any(out.tables, std::move(table));
        if (moves_.without_id() > 0)
            out.notes.push_back(counted(moves_.without_id(), "deal") +
                                " without an id: new at every look, since nobody can tell whether they were "
                                "there before");
        return out;
    }

  private:
    struct Sums {
        Measured then, now;
        std::array<Measured, open_parts> parts;
        void add(const DealMove& move) {
            if (move.open_then) then.add(*move.then, move.worth_then);
            if (move.open_now) now.add(*move.now, move.worth_now);
            for (std::size_t i = 0; i < open_parts; ++i)
                if (move.parts[i]) parts[i].add(row_of(part(i), move), *move.parts[i]);
        }
        static OpenPart part(std::size_t i) { return static_cast<OpenPart>(i); }
        static std::uint32_t row_of(OpenPart which, const DealMove& move) {
            return rows_of(which) == of_then ? *move.then : *move.now;
        }
    };

    static std::vector<ReportCell> row(const std::string& name, const Sums& sums) {
        std::vector<ReportCell> cells = {name, sum_cell(sums.then, of_then)};
        for (std::size_t i = 0; i < open_parts; ++i)
            cells.push_back(sum_cell(sums.parts[i], rows_of(Sums::part(i))));
        cells.push_back(sum_cell(sums.now, of_now));
        return cells;
    }

    ReportTable bridge() const {
        ReportTable out{.key = "bridge", .title = "What moved since " + since_ + ", by " + column_};
        const auto money = [&](const char* key, const char* title, const char* definition) {
            out.columns.push_back({.key = key,
                                   .title = title,
                                   .unit = Unit::money,
                                   .definition = definition,
                                   .currency = currency_});
        };
        out.columns = {{.key = "group",
                        .title = column_,
                        .definition = "value of the deal's column '" + column_ +
                                      "', or of its lead's where the deal has none; of deals that are gone, "
                                      "as it was"}};
        money("open_then", "open then", "amount of the deals that were open at the look before");
        money("created", "new", "amount of deals that were seen for the first time");
        money("reopened", "reopened", "amount of deals that were closed, or gone, and are not any more");
        money("raised", "raised", "by how much amounts of deals that were open grew");
        money("lowered", "lowered", "by how much amounts of deals that were open shrank");
        money("won", "won", "amount of deals that were won since, taken from what is open");
        money("lost", "lost", "amount of deals that were lost since, taken from what is open");
        money("gone", "gone",
              "amount of open deals that the export has no more (deleted, or merged into another), or of "
              "which it does not say any more how they stand");
        money(
            "open_now", "open now",
            "amount of the deals that are open: open then + new + reopened + raised + lowered + won + lost + "
            "gone");
        const std::vector<std::string_view> values = moves_.values(column_);
        std::vector<std::string_view> shown;
        std::vector<const DealMove*> deals;
        for (std::size_t i = 0; i < values.size(); ++i) {
            const DealMove& move = moves_.all()[i];
            if (!move.open_then && !move.open_now && !move.moved()) continue;
            shown.push_back(values[i]);
            deals.push_back(&move);
        }
        const Grouping groups = group_by(shown);
        std::vector<Sums> sums(groups.names.size());
        Sums all;
        for (std::size_t i = 0; i < deals.size(); ++i) {
            sums[groups.of[i]].add(*deals[i]);
            all.add(*deals[i]);
        }
        for (std::size_t i = 0; i < sums.size(); ++i) out.rows.push_back(row(groups.names[i], sums[i]));
        out.total = row("all", all);
        out.notes.push_back("the look before was as of " + to_text(input_.deals_then->at) +
                            ", as the ledger knows it");
        if (std::string others = note_on_others(groups, column_); !others.empty())
            out.notes.push_back(std::move(others));
        return out;
    }

    /// One row for each way in which deals moved.
    ReportTable kinds() const {
        ReportTable out{.key = "moves", .title = "How deals moved since " + since_};
        out.columns = {{.key = "move",
                        .title = "move",
                        .definition = "what happened to them; a deal can move in several ways"},
                       {.key = "deals",
                        .title = "deals",
                        .unit = Unit::count,
                        .definition = "deals that did",
                        .bar = true},
                       {.key = "amount",
                        .title = "amount",
                        .unit = Unit::money,
                        .definition =
                            "what they are worth; of raised and lowered ones by how much, of those gone what "
                            "they were worth",
                        .currency = currency_},
                       {.key = "median_days",
                        .title = "median days",
                        .unit = Unit::days,
                        .definition = "by how much closing days moved: half of them by no more"}};
        const auto add = [&](const char* name, RowsBehind::Of of, auto worth, bool days) {
            Measured amounts, later;
            for (const DealMove& move : moves_.all()) {
                const std::optional<double> amount = worth(move);
                if (!amount) continue;
                amounts.add(of == of_then ? *move.then : *move.now, *amount);
                if (days) later.add(*move.now, std::abs(move.days_later));
            }
            if (!amounts.rows.empty())
                out.rows.push_back(
                    {name, count_cell(amounts.rows, of), sum_cell(amounts, of), median_cell(later, of)});
        };
        const auto part = [&](OpenPart which) {
            add(
                std::string(to_text(which)).c_str(), rows_of(which),
                [which](const DealMove& move) -> std::optional<double> {
                    const auto& amount = move.part(which);
                    if (!amount) return std::nullopt;
                    const bool taken = which != OpenPart::lowered && *amount < 0;
                    return taken ? -*amount : *amount;
                },
                false);
        };
        const auto stage = [&](const char* name, StageMove which) {
            add(
                name, of_now,
                [which](const DealMove& move) {
                    return move.stage == which ? std::optional(move.worth_now) : std::nullopt;
                },
                false);
        };
        const auto day = [&](const char* name, bool later) {
            add(
                name, of_now,
                [later](const DealMove& move) {
                    return move.days_later != 0 && (move.days_later > 0) == later
                               ? std::optional(move.worth_now)
                               : std::nullopt;
                },
                true);
        };
        part(OpenPart::created);
        stage("stage forward", StageMove::forward);
        stage("stage back", StageMove::back);
        stage("another stage", StageMove::elsewhere);
        part(OpenPart::raised);
        part(OpenPart::lowered);
        day("closing day pushed out", true);
        day("closing day pulled in", false);
        part(OpenPart::won);
        part(OpenPart::lost);
        part(OpenPart::reopened);
        part(OpenPart::gone);
        return out;
    }

    std::string in_money(double amount) const {
        return rounded_text(amount) + (currency_.empty() ? "" : " " + currency_);
    }

    struct Texts {
        explicit Texts(const Table& deals)
            : id(deals, "deal_id"), name(deals, "name"), stage(deals, "stage"), closes(deals, "closed_at"),
              created(deals, "created_at"), owner(deals, "owner") {}
        Cells id, name, stage, closes, created, owner;
    };

    /// "won; amount 10,000 -> 12,000 USD".
    std::string story(const DealMove& move, const Texts& then, const Texts& now) const {
        std::vector<std::string> parts;
        const auto happened = [&](OpenPart which) { return move.part(which).has_value(); };
        for (const OpenPart which : {OpenPart::created, OpenPart::reopened, OpenPart::won, OpenPart::lost})
            if (happened(which)) parts.emplace_back(to_text(which));
        if (happened(OpenPart::gone))
            parts.emplace_back(move.now ? "its status is not known any more" : "gone from the export");
        if (move.stage != StageMove::none) {
            const char* const way = move.stage == StageMove::forward ? "stage forward: "
                                    : move.stage == StageMove::back  ? "stage back: "
                                                                     : "stage: ";
            parts.push_back(way + std::string(trim(then.stage[*move.then])) + " → " +
                            std::string(trim(now.stage[*move.now])));
        }
        if (happened(OpenPart::raised) || happened(OpenPart::lowered))
            parts.push_back((happened(OpenPart::raised) ? "raised: " : "lowered: ") +
                            in_money(move.worth_then) + " → " + in_money(move.worth_now));
        if (move.days_later != 0)
            parts.push_back("closes " + counted(static_cast<std::size_t>(std::abs(move.days_later)), "day") +
                            (move.days_later > 0 ? " later: " : " sooner: ") +
                            day_of(then.closes[*move.then]) + " → " + day_of(now.closes[*move.now]));
        std::string text;
        for (const std::string& part : parts) text += (text.empty() ? "" : "; ") + part;
        return text;
    }
    std::string day_of(std::string_view cell) const {
        const Moment moment = Moment::read(cell);
        return moment.known() ? to_text(moment.day_in(zone_)) : std::string();
    }
    /// The day that the deal itself tells, else the one on which its stage changed.
    std::string when(const DealMove& move, const Texts& then, const Texts& now, const StageDays& days) const {
        if (!move.now) return {};
        if (move.part(OpenPart::won) || move.part(OpenPart::lost))
            if (std::string day = day_of(now.closes[*move.now]); !day.empty()) return day;
        if (move.part(OpenPart::created)) return day_of(now.created[*move.now]);
        const std::string_view stage = now.stage[*move.now];
        const bool moved = move.then && !same_text(trim(then.stage[*move.then]), trim(stage));
        if (!moved && move.open_then && move.open_now) return {};
        std::string day = days.of(now.id[*move.now], stage);
        return day.empty() && moved ? to_text(zone_.date_of(input_.as_of)) : day; // seen for the first time
    }

    /// The deals that moved, those that weigh most first.
    ReportTable list() const {
        ReportTable out{.key = "moved_deals", .title = "The deals that moved since " + since_};
        out.columns = {
            {.key = "deal", .title = "deal", .definition = "its name, else its id", .wrap = true},
            {.key = "deal_id", .title = "id", .definition = "the deal's id"},
            {.key = "what", .title = "what happened", .definition = "all that changed", .wrap = true},
            {.key = "change",
             .title = "open amount",
             .unit = Unit::money,
             .definition = "what it brought to the open amount, or took from it",
             .currency = currency_},
            {.key = "on",
             .title = "on",
             .unit = Unit::date,
             .definition =
                 "the day on which it was won, lost or created; else on which it came to its stage, by "
                 "an export of changes, or by the night that saw it"}};
        const Texts then(input_.deals_then->deals), now(input_.deals);
        const StageDays days(input_);
        struct Item {
            const DealMove* move;
            double weight = 0, worth = 0;
            std::string_view id;
        };
        std::vector<Item> items;
        for (const DealMove& move : moves_.all()) {
            if (!move.moved()) continue;
            Item item{.move = &move,
                      .worth = std::max(std::abs(move.worth_now), std::abs(move.worth_then)),
                      .id = move.now ? now.id[*move.now] : then.id[*move.then]};
            for (const auto& part : move.parts)
                item.weight = std::max(item.weight, std::abs(part.value_or(0)));
            items.push_back(item);
        }
        std::stable_sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
            if (a.weight != b.weight) return a.weight > b.weight;
            if (a.worth != b.worth) return a.worth > b.worth;
            return a.id < b.id;
        });
        if (items.size() > most_listed) {
            out.notes.push_back("the largest " + std::to_string(most_listed) + " of " +
                                with_thousands(static_cast<std::int64_t>(items.size())) +
                                "; --rows writes all of them");
            items.resize(most_listed);
        }
        for (const Item& item : items) {
            const DealMove& move = *item.move;
            const Texts& texts = move.now ? now : then;
            const std::uint32_t row = row_of(move);
            Measured change;
            change.add(
                row, tidy_sum((move.open_now ? move.worth_now : 0) - (move.open_then ? move.worth_then : 0)));
            out.rows.push_back({std::string(texts.name[row].empty() ? item.id : trim(texts.name[row])),
                                std::string(item.id), story(move, then, now),
                                sum_cell(change, move.now ? of_now : of_then), when(move, then, now, days)});
        }
        return out;
    }

    const ReportInput& input_;
    const Zone& zone_;
    DealMoves moves_;
    std::string column_, currency_, since_;
};

} // namespace

PipelineMoves pipeline_moves(const ReportInput& input, const Deals& deals,
                             std::span<const Deal* const> chosen, const LeadIndex& index,
                             const std::string& column) {
    if (!input.deals_then) return {};
    return Moves(input, deals, chosen, index, column).make();
}

} // namespace handoff
