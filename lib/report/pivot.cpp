#include "report/pivot.hpp"

#include "report/amounts.hpp"
#include "report/cells.hpp"
#include "report/estimate.hpp"
#include "report/grouping.hpp"
#include "report/people.hpp"
#include "report/pivot_axis.hpp"
#include "report/stage_history.hpp"
#include "report/value_key.hpp"

#include <handoff/error.hpp>
#include <handoff/measure.hpp>
#include <handoff/values.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <functional>

namespace handoff {
namespace {

constexpr std::size_t most_across = 12;

/// A lead, or a deal with the leads that it joins.
struct Item {
    std::uint32_t row = 0;
    Moment created;
    bool counts = false; ///< a rate: the condition holds, the stage was reached, the deal was won
    bool ended = true;   ///< a win rate: the deal was won or lost
    std::optional<double> value;
    std::span<const std::uint32_t> leads = {}; ///< of a deal; of a lead: itself
};

class Pivot {
  public:
    explicit Pivot(const ReportInput& input)
        : input_(input), agreement_(*input.agreement), by_(input.by.empty() ? "month" : input.by),
          measure_(Measure::parse(input.value.empty() ? "count" : input.value)) {}

    Report make() {
        period_.check();
        of_deals_ = is_of_deals();
        of_deals_ ? choose_deals() : choose_leads();
        measure_items();
        const Axis by = axis(by_, false);
        std::optional<Axis> across;
        if (!input_.across.empty()) across = axis(input_.across, true);

        Report report{.name = "table",
                      .title = "Table",
                      .question = std::string(pivot_question),
                      .stamp = stamp(agreement_, input_.as_of)};
        const std::string noun = of_deals_ ? "deal" : "lead";
        report.facts.emplace_back(items_.size() == 1 ? noun : noun + "s",
                                  with_thousands(static_cast<std::int64_t>(items_.size())));
        report.tables.push_back(table(by, across ? &*across : nullptr));
        report.notes = std::move(notes_);
        return report;
    }

  private:
    /// As it was asked: "rate(won) by source".
    std::string title() const {
        return measure_.text + " by " + by_ + (input_.across.empty() ? "" : " across " + input_.across);
    }

    /// Deals where only they can be meant.
    bool is_of_deals() const {
        const auto only_deals_have = [&](const std::string& column) {
            const auto period = read_period_of(column);
            if (period && !period->named) return false;
            const std::string& named = period ? period->column : column;
            return Cells(input_.deals, named).any() && !Cells(input_.leads, named).any();
        };
        switch (measure_.kind) {
        case Measure::Kind::win_rate:
            return true;
        case Measure::Kind::rate:
            return false;
        case Measure::Kind::count:
            if (!measure_.of.empty()) return measure_.of == "deals";
            return only_deals_have(by_) || only_deals_have(input_.across);
        case Measure::Kind::sum:
        case Measure::Kind::mean:
        case Measure::Kind::median:
            break;
        }
        return only_deals_have(measure_.of);
    }

    void choose_leads() {
        people_.emplace(input_);
        const std::function<bool(std::size_t)> counts = rate_of(*people_);
        for (std::size_t person = 0; person < people_->all().size(); ++person) {
            const Person& each = people_->all()[person];
            if (keeps(each.created))
                items_.push_back({.row = each.row,
                                  .created = each.created,
                                  .counts = counts(person),
                                  .leads = {&each.row, 1}});
        }
        note_on_period("lead");
        people_->add_notes(notes_);
    }

    void choose_deals() {
        if (input_.deals.columns().empty())
            throw Error(Fault::request, "'" + measure_.text + "' needs deals",
                        "name their file with --deals, or in [exports.deals] of the agreement");
        const LeadIndex index(input_.leads, &input_.contacts, input_.merges);
        deals_ = read_deals(input_, index);
        if (is_of_leads_stage(by_) || is_of_leads_stage(input_.across)) people_.emplace(input_);
        for (const Deal& deal : deals_.all) {
            if ((input_.only_their_deals && deal.leads.empty()) || !keeps(deal.created)) continue;
            const bool won = deal.status == DealStatus::won;
            items_.push_back({.row = static_cast<std::uint32_t>(deal.row),
                              .created = deal.created,
                              .counts = won,
                              .ended = won || deal.status == DealStatus::lost,
                              .leads = deal.leads});
        }
        note_on_period("deal");
        if (input_.only_their_deals) notes_.emplace_back("only deals of the chosen leads");
        add_notes(notes_, deals_);
    }

    bool keeps(Moment created) {
        if (!period_.whole() && !created.known()) ++undated_;
        return period_.contains(created, agreement_.timezone);
    }
    void note_on_period(const std::string& noun) {
        if (period_.whole()) return;
        notes_.push_back("only " + noun + "s created " + period_.text() + ", days of " +
                         agreement_.timezone.name());
        if (undated_ > 0)
            notes_.push_back(counted(undated_, noun) + " without a readable created_at: left out");
    }

    bool is_stage(const std::string& text) const {
        const std::vector<std::string>& stages = agreement_.lifecycle.stages;
        return std::any_of(stages.begin(), stages.end(),
                           [&](const std::string& stage) { return same_text(stage, text); });
    }

    /// More than a word, or a column of the leads, which may be true or false.
    bool is_condition(const std::string& text) const {
        return text.find_first_of(" =<>(") != std::string::npos || input_.leads.find(text).has_value();
    }

    /// Whether a person counts in `rate(…)`: it reached the stage, or meets the condition.
    std::function<bool(std::size_t)> rate_of(const People& people) const {
        if (measure_.kind != Measure::Kind::rate) return [](std::size_t) { return false; };
        const std::vector<std::string>& stages = agreement_.lifecycle.stages;
        for (std::uint32_t stage = 0; stage < stages.size(); ++stage)
            if (same_text(stages[stage], measure_.of))
                return [&people, stage](std::size_t person) { return people.all()[person].reached >= stage; };
        if (!is_condition(measure_.of)) {
            std::vector<std::string> names = stages;
            for (std::string& name : input_.leads.names()) names.push_back(std::move(name));
            throw Error(Fault::request,
                        "'" + measure_.of + "' in --value is neither a stage nor a column of the leads",
                        did_you_mean(measure_.of, names));
        }
        const Expression condition =
            Expression::parse(measure_.of, Place{.file = "--value", .column = 1}, measure_.of);
        const Bound bound(std::span(&condition, 1),
                          scope_of(input_.leads, Kind::leads, agreement_, input_.as_of));
        Bound::Evaluator evaluator(bound);
        evaluator.run(input_.leads);
        std::vector<std::uint8_t> holds(evaluator.mask(0).begin(), evaluator.mask(0).end());
        return [&people, holds = std::move(holds)](std::size_t person) {
            return holds[people.all()[person].row] != 0;
        };
    }

    const Table& rows() const noexcept { return of_deals_ ? input_.deals : input_.leads; }

    void measure_items() {
        unit_ = Unit::count;
        if (measure_.kind == Measure::Kind::rate || measure_.kind == Measure::Kind::win_rate)
            unit_ = Unit::share;
        if (unit_ == Unit::share || measure_.kind == Measure::Kind::count) return;
        need_column(measure_.of, "work out '" + measure_.text + "' of");
        if (const auto type = type_of(measure_.of); type && *type != Type::number && *type != Type::money)
            throw no_numbers();
        unit_ = unit_of(measure_.of);
        std::size_t blank = 0, unreadable = 0;
        if (of_deals_ && measure_.of == "amount") {
            std::vector<std::size_t> asked;
            for (const Item& item : items_) asked.push_back(item.row);
            const Amounts amounts(input_.deals, asked, agreement_);
            for (Item& item : items_) item.value = amounts.of(item.row);
            currency_ = amounts.currency();
            amounts.add_notes(notes_);
            return;
        }
        const Cells cells(rows(), measure_.of);
        for (Item& item : items_) {
            item.value = read_number(cells[item.row]);
            if (!item.value) ++(cells[item.row].empty() ? blank : unreadable);
        }
        if (unreadable > 0 && blank + unreadable == items_.size()) throw no_numbers();
        const std::string noun = of_deals_ ? "deal" : "lead";
        if (blank > 0)
            notes_.push_back(counted(blank, noun) + " with a blank '" + measure_.of + "': left out");
        if (unreadable > 0)
            notes_.push_back(counted(unreadable, noun) + " with a '" + measure_.of +
                             "' that is not a number: left out");
    }

    /// Of a canonical column; none: somebody's own.
    std::optional<Type> type_of(const std::string& column) const {
        for (const CanonicalColumn& each : canonical_columns(of_deals_ ? Kind::deals : Kind::leads))
            if (each.name == column) return each.type;
        return std::nullopt;
    }
    Unit unit_of(const std::string& column) const {
        if (column == "score" || column.ends_with("_score")) return Unit::points;
        return type_of(column) == Type::money ? Unit::money : Unit::number;
    }
    Error no_numbers() const {
        return Error(Fault::request,
                     "'" + measure_.text + "' cannot be worked out: the column '" + measure_.of +
                         "' of the " + (of_deals_ ? "deals" : "leads") + " holds no numbers",
                     "a sum, mean or median is of numbers, as those in 'amount' or 'employees'");
    }

    void need_column(const std::string& column, const std::string& to) const {
        if (rows().find(column) || (of_deals_ && input_.leads.find(column))) return;
        if (!of_deals_ && input_.deals.find(column))
            throw Error(Fault::request, "the leads do not have a column '" + column + "' to " + to +
                                            ", and in every deal it is blank");
        std::vector<std::string> names = rows().names();
        // Those of the deals too, though one of theirs alone would have made it a table of deals.
        for (std::string& name : (of_deals_ ? input_.leads : input_.deals).names())
            names.push_back(std::move(name));
        for (const char* period : {"week", "month", "quarter", "year"}) names.emplace_back(period);
        throw Error(
            Fault::request,
            std::string(of_deals_ ? "neither the deals nor the leads have" : "the leads do not have") +
                " a column '" + column + "' to " + to,
            did_you_mean(column, names));
    }

    Axis axis(const std::string& column, bool across) const {
        if (const auto period = read_period_of(column)) return periods(*period, column, across);
        if (is_of_leads_stage(column)) return stages();
        need_column(column, across ? "split across" : "split by");
        if (type_of(column) == Type::instant)
            return axis_of_days(moments_in(column), column, whose(column), agreement_);
        const std::vector<std::string_view> values = values_of(column);
        Grouping groups = across ? group_by(values, most_across) : group_by(values);
        return {.title = column,
                .definition = of_deals_ ? "value of the deal's column '" + column +
                                              "', or of its lead's where the deal has none"
                                        : "value of the lead's column '" + column + "'",
                .of = std::move(groups.of),
                .names = groups.names,
                .note = note_on_others(groups, column),
                .has_others = groups.others > 0};
    }

    std::string whose(const std::string& column) const {
        return std::string("the ") + (of_deals_ ? "deal's" : "lead's") + " column '" + column + "'";
    }

    /// Of each item; a deal's own value, else that of the first of its leads that has one.
    std::vector<std::string_view> values_of(const std::string& column) const {
        const Cells own(rows(), column), of_lead(input_.leads, column);
        std::vector<std::string_view> values;
        for (const Item& item : items_) {
            std::string_view value = own[item.row];
            for (std::size_t i = 0; value.empty() && i < item.leads.size(); ++i)
                value = of_lead[item.leads[i]];
            values.push_back(value);
        }
        return values;
    }

    std::vector<Moment> moments_in(const std::string& column) const {
        std::vector<Moment> moments;
        for (const std::string_view value : values_of(column)) moments.push_back(Moment::read(value));
        return moments;
    }

    Axis periods(const PeriodOf& period, const std::string& asked, bool across) const {
        if (!period.named) {
            std::vector<Moment> created;
            for (const Item& item : items_) created.push_back(item.created);
            return axis_of_periods(created, period, asked,
                                   std::string("the ") + (of_deals_ ? "deal" : "lead") + " was created",
                                   agreement_);
        }
        need_column(period.column, across ? "split across" : "split by");
        const std::vector<Moment> moments = moments_in(period.column);
        if (!items_.empty() &&
            std::none_of(moments.begin(), moments.end(), [](const Moment& each) { return each.known(); }))
            throw Error(Fault::request,
                        "'" + asked + "' cannot be told: " + whose(period.column) + " holds no times");
        return axis_of_periods(moments, period, asked, whose(period.column) + " lies", agreement_);
    }

    /// Of leads, and of deals that have no stages of their own.
    bool is_of_leads_stage(const std::string& column) const {
        return same_text(column, "stage") && !(of_deals_ && Cells(input_.deals, column).any());
    }

    /// Where leads stand, as the funnel tells it, in the lifecycle's order.
    Axis stages() const {
        const StageHistory history(input_, *people_);
        const auto stage_of = [&](const Item& item) {
            for (const std::uint32_t lead : item.leads)
                if (const StageStep* const step = history.standing(people_->person_of(lead), input_.as_of))
                    return std::size_t{step->stage};
            return history.places();
        };
        std::vector<std::size_t> places;
        std::vector<std::uint32_t> leads(history.places() + 1);
        for (const Item& item : items_) {
            places.push_back(stage_of(item));
            ++leads[places.back()];
        }
        Axis out{.title = "stage",
                 .definition =
                     std::string("where the ") + (of_deals_ ? "deal's lead" : "lead") +
                     " stands, as in the funnel: by its own stage, what became of its deals, and its "
                     "history",
                 .in_order = true};
        std::vector<std::uint32_t> shown(leads.size());
        for (std::size_t place = 0; place < leads.size(); ++place) {
            if (leads[place] == 0) continue;
            shown[place] = static_cast<std::uint32_t>(out.names.size());
            out.names.push_back(place < history.places() ? history.name(place) : "(blank)");
        }
        for (const std::size_t place : places) out.of.push_back(shown[place]);
        return out;
    }

    using Items = std::vector<const Item*>;

    ReportCell cell(const Items& items) const {
        const RowsBehind::Of of = of_deals_ ? RowsBehind::Of::deals : RowsBehind::Of::leads;
        if (measure_.kind == Measure::Kind::count) {
            std::vector<std::uint32_t> counted_rows;
            for (const Item* item : items) counted_rows.push_back(item->row);
            return count_cell(std::move(counted_rows), of);
        }
        Measured measured;
        if (unit_ == Unit::share) {
            for (const Item* item : items)
                if (item->ended) measured.add(item->row, item->counts ? 1 : 0);
            return share_cell(std::move(measured), of);
        }
        for (const Item* item : items)
            if (item->value) measured.add(item->row, *item->value);
        if (measure_.kind == Measure::Kind::median) return median_cell(std::move(measured), of);
        double sum = 0;
        for (const double value : measured.values) sum += value;
        if (measure_.kind == Measure::Kind::mean) {
            if (measured.values.empty()) return {};
            sum /= static_cast<double>(measured.values.size());
        }
        ReportCell out(tidy_sum(sum));
        out.behind = std::make_shared<const RowsBehind>(
            RowsBehind{of, std::move(measured.rows), std::move(measured.values)});
        return out;
    }

    std::string definition() const {
        const std::string noun = of_deals_ ? "deals" : "leads";
        switch (measure_.kind) {
        case Measure::Kind::count:
            return noun + ", each once";
        case Measure::Kind::sum:
            return "sum of '" + measure_.of + "' of the " + noun;
        case Measure::Kind::mean:
            return "mean of '" + measure_.of + "' of the " + noun + " that have it";
        case Measure::Kind::median:
            return "half of the " + noun + " that have a '" + measure_.of + "' have no more";
        case Measure::Kind::rate:
            return "share of the leads for which " + measure_.of +
                   (is_stage(measure_.of) ? " or a later stage was reached" : " holds") +
                   "; beside it the 95% range (Wilson)";
        case Measure::Kind::win_rate:
            return "won / (won + lost), open deals left out; beside it the 95% range (Wilson)";
        }
        return {};
    }

    ReportColumn value_column(std::string key, std::string name, bool bar) const {
        return {.key = std::move(key),
                .title = std::move(name),
                .unit = unit_,
                .definition = definition(),
                .bar = bar,
                .currency = currency_,
                .derived = measure_.kind != Measure::Kind::count && measure_.kind != Measure::Kind::sum,
                .ranged = measure_.kind == Measure::Kind::rate || measure_.kind == Measure::Kind::win_rate};
    }

    /// The others stay last.
    static void largest_first(ReportTable& table, const Axis& by) {
        const auto last = table.rows.end() - (by.has_others ? 1 : 0);
        std::stable_sort(table.rows.begin(), last, [](const auto& a, const auto& b) {
            return std::get<double>(a.back().value) > std::get<double>(b.back().value);
        });
    }

    ReportTable table(const Axis& by, const Axis* across) const {
        ReportTable out{.key = "table", .title = title()};
        out.columns.push_back({.key = "group", .title = by.title, .definition = by.definition});
        const std::size_t columns = across ? across->names.size() : 0;
        for (std::size_t i = 0; i < columns; ++i)
            out.columns.push_back(value_column(value_key(across->names[i], across->title, {"group", "all"}),
                                               across->names[i], false));
        out.columns.push_back(value_column("all", across ? "all" : measure_.text, !across));

        std::vector<std::vector<Items>> cells(by.names.size() + 1, std::vector<Items>(columns + 1));
        for (std::size_t i = 0; i < items_.size(); ++i)
            for (const std::size_t row : {std::size_t{by.of[i]}, by.names.size()}) {
                if (across) cells[row][across->of[i]].push_back(&items_[i]);
                cells[row].back().push_back(&items_[i]);
            }
        for (std::size_t row = 0; row < cells.size(); ++row) {
            const bool total = row == by.names.size();
            std::vector<ReportCell> line;
            line.reserve(columns + 2);
            line.emplace_back(total ? std::string("all") : by.names[row]);
            for (const Items& items : cells[row]) line.push_back(cell(items));
            (total ? out.total : out.rows.emplace_back()) = std::move(line);
        }
        if (measure_.kind == Measure::Kind::sum && !by.in_order) largest_first(out, by);
        for (const Axis* axis : {&by, across})
            if (axis != nullptr && !axis->note.empty()) out.notes.push_back(axis->note);
        return out;
    }

    const ReportInput& input_;
    const Agreement& agreement_;
    const std::string by_;
    const Measure measure_;
    const Period period_{input_.from, input_.to};
    bool of_deals_ = false;
    std::optional<People> people_; ///< where leads are asked about
    Deals deals_;
    std::vector<Item> items_;
    Unit unit_ = Unit::count;
    std::string currency_;
    std::size_t undated_ = 0;
    std::vector<std::string> notes_;
};

} // namespace

Report pivot(const ReportInput& input) { return Pivot(input).make(); }

} // namespace handoff
