#include "reading.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace handoff {

namespace {

constexpr std::array<std::pair<std::string_view, Goal::Counts>, 6> countable = {
    {{"lead created", Goal::Counts::leads},
     {"deal created", Goal::Counts::deals},
     {"deal won", Goal::Counts::won},
     {"deal closed", Goal::Counts::closed},
     {"touch", Goal::Counts::touches},
     {"first touch", Goal::Counts::first_touches}}};

bool of_leads(Goal::Counts counts) { return counts == Goal::Counts::leads || counts == Goal::Counts::stage; }
bool of_deals(Goal::Counts counts) {
    return counts == Goal::Counts::deals || counts == Goal::Counts::won || counts == Goal::Counts::closed;
}

void read_counts(Reading& reading, Fields& fields, const TomlTable& table, const Lifecycle& lifecycle,
                 Goal& goal) {
    const auto text = fields.needed_text("counts");
    if (!text) return;
    std::vector<std::string> known;
    for (const auto& [word, counts] : countable) {
        known.emplace_back(word);
        if (*text != word) continue;
        goal.counts = counts;
        return;
    }
    goal.counts = Goal::Counts::stage;
    goal.stage = *text;
    if (std::count(lifecycle.stages.begin(), lifecycle.stages.end(), *text) > 0) return;
    known.insert(known.end(), lifecycle.stages.begin(), lifecycle.stages.end());
    reading.error(table.find("counts")->value, "'" + *text + "' is nothing that a goal can count",
                  hint_for(*text, known, "there are"));
}

/// What a measure can be worked out of.
void check_value(Reading& reading, const TomlEntry& entry, const Lifecycle& lifecycle, const Goal& goal) {
    const Measure& value = goal.value;
    const auto refuse = [&](std::string what, std::string hint) {
        reading.error(entry.value, std::move(what), std::move(hint));
    };
    if (goal.counts == Goal::Counts::first_touches)
        return refuse("a goal that counts 'first touch' is the share that came in time", "leave 'value' out");
    switch (value.kind) {
    case Measure::Kind::count:
        if (!value.of.empty()) refuse("what is counted stands in 'counts'", "write value = \"count\"");
        return;
    case Measure::Kind::sum:
        if (!of_deals(goal.counts) || value.of != "amount")
            refuse("a goal adds up the amounts of deals, nothing else",
                   "write value = \"sum(amount)\", and let 'counts' be 'deal created' or 'deal won'");
        return;
    case Measure::Kind::rate:
        if (!of_leads(goal.counts))
            refuse("only leads have a rate of reaching a stage", "let 'counts' be 'lead created' or a stage");
        else if (std::count(lifecycle.stages.begin(), lifecycle.stages.end(), value.of) == 0)
            refuse("unknown stage '" + value.of + "' in 'value'", did_you_mean(value.of, lifecycle.stages));
        return;
    case Measure::Kind::win_rate:
        if (!of_deals(goal.counts)) refuse("only deals have a win rate", "let 'counts' be 'deal closed'");
        return;
    case Measure::Kind::mean:
    case Measure::Kind::median:
        return refuse("a goal is a count, a sum, a rate or a win rate, not '" + value.text + "'",
                      "write count, sum(COLUMN), rate(STAGE) or win_rate");
    }
}

Goal::Side read_side(Fields& fields, std::string_view key) {
    const auto word = fields.word(key, {"marketing", "sales"});
    if (!word) return Goal::Side::both;
    return *word == "marketing" ? Goal::Side::marketing : Goal::Side::sales;
}

void read_period(Reading& reading, Fields& fields, const TomlTable& table, Goal& goal) {
    goal.by = fields.date("by");
    goal.from = fields.date("from");
    if (const auto per = fields.word("per", {"week", "month", "quarter", "year"}))
        goal.per = *per == "week"      ? Goal::Per::week
                   : *per == "month"   ? Goal::Per::month
                   : *per == "quarter" ? Goal::Per::quarter
                                       : Goal::Per::year;
    const bool per = table.find("per") != nullptr, by = table.find("by") != nullptr;
    if (per && by)
        reading.error(*table.find("by"), "a goal is reached once 'by' a day, or 'per' period, not both",
                      "leave one of them out");
    else if (!per && !by)
        reading.error(table, "a goal needs a time in which it is reached",
                      "write per = \"month\", or by = 2026-12-31");
    if (goal.from && goal.by && *goal.by < *goal.from)
        reading.error(table.find("by")->value, "'by' lies before 'from'");
}

void read_owner(Reading& reading, Fields& fields, const TomlTable& table, const Agreement& agreement,
                Goal& goal) {
    goal.each = fields.boolean("each").value_or(false);
    if (const auto rep = fields.text("rep")) {
        check_rep(reading, table.find("rep")->value, agreement);
        if (const Rep* const found = agreement.rep_of_owner(*rep)) goal.rep = found->id;
    }
    if (const auto pool = fields.text("pool")) {
        check_pool(reading, table.find("pool")->value, agreement);
        goal.pool = *pool;
    }
    if (table.find("rep") != nullptr && (table.find("pool") != nullptr || goal.each))
        reading.error(*table.find("rep"), "a goal of one rep is nobody else's",
                      "leave 'pool' and 'each' out");
    if (goal.each && agreement.reps.empty())
        reading.error(*table.find("each"), "each rep has this goal, and there are no reps");
}

} // namespace

std::string_view to_text(Goal::Side side) noexcept {
    switch (side) {
    case Goal::Side::marketing:
        return "marketing";
    case Goal::Side::sales:
        return "sales";
    case Goal::Side::both:
        break;
    }
    return "both";
}

void read_goals(Reading& reading, const std::vector<const TomlTable*>& tables, Agreement& agreement) {
    for (const TomlTable* table : tables) {
        Fields fields(reading, *table, "[[goal]]");
        Goal goal{.place = table->place};
        goal.name = fields.needed_text("name").value_or("");
        goal.why = fields.text_or("why");
        goal.side = read_side(fields, "side");
        read_counts(reading, fields, *table, agreement.lifecycle, goal);
        goal.value.text = "count";
        if (fields.text("value")) {
            if (auto measure = measure_of(reading, table->find("value")->value)) {
                goal.value = std::move(*measure);
                check_value(reading, *table->find("value"), agreement.lifecycle, goal);
            }
        }
        goal.where = fields.expression("where");
        if (goal.counts == Goal::Counts::first_touches && table->find("where") != nullptr)
            reading.error(*table->find("where"),
                          "a goal that counts 'first touch' is of all leads handed over",
                          "leave 'where' out");
        goal.touched_by = read_side(fields, "touched_by");
        if (goal.touched_by != Goal::Side::both && !of_leads(goal.counts) && !of_deals(goal.counts))
            reading.error(*table->find("touched_by"), "only leads and deals are touched",
                          "write the side as a condition in 'where'");
        if (!table->find("target")) reading.error(*table, "the 'target' is missing in [[goal]]");
        if (const auto target = fields.number("target")) {
            goal.target = *target;
            if (!(*target > 0))
                reading.error(table->find("target")->value, "'target' must be more than 0");
            else if (!goal.adds_up() && *target > 1)
                reading.error(table->find("target")->value, "a share is at most 1", "write 0.9 for 90%");
        }
        read_period(reading, fields, *table, goal);
        read_owner(reading, fields, *table, agreement, goal);
        fields.finish();
        const auto same = std::find_if(agreement.goals.begin(), agreement.goals.end(),
                                       [&](const Goal& other) { return other.name == goal.name; });
        if (!goal.name.empty() && same != agreement.goals.end())
            reading.error(table->find("name")->value,
                          "two goals are called '" + goal.name + "'" + first_at(same->place));
        agreement.goals.push_back(std::move(goal));
    }
}

} // namespace handoff
