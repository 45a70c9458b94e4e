#include <handoff/words.hpp>

#include <algorithm>
#include <ingest/derive.hpp>
#include <ingest/survey.hpp>
#include <map>
#include <mutex>
#include <set>
#include <table/country.hpp>

namespace handoff {

namespace {

/// What rules say of one kind of export.
struct Asked {
    std::vector<Expression> conditions;
    std::vector<Expression::Use> columns;
    std::vector<Expression::Literal> values;

    void add(const Expression& expression) {
        if (expression.empty()) return;
        conditions.push_back(expression);
        for (const Expression::Use& use : expression.columns()) columns.push_back(use);
        for (const Expression::Literal& literal : expression.literals()) values.push_back(literal);
    }
};

Diagnostic at(const Agreement& agreement, const Place& place, std::size_t width) {
    return {.place = place,
            .source = std::string(agreement.line(place.line)),
            .width = static_cast<std::uint32_t>(std::max<std::size_t>(width, 1))};
}

/// What goals count on this kind of export.
void add_goals(Asked& asked, Kind kind, const Agreement& agreement) {
    using Counts = Goal::Counts;
    for (const Goal& goal : agreement.goals) {
        const Kind counted = goal.counts == Counts::touches                                 ? Kind::touches
                             : goal.counts == Counts::leads || goal.counts == Counts::stage ? Kind::leads
                                                                                            : Kind::deals;
        if (counted == kind) asked.add(goal.where);
    }
}

Asked asked_of_leads(const Agreement& agreement) {
    Asked asked;
    asked.add(agreement.lifecycle.mql);
    for (const ScoreRule& rule : agreement.score.rules) {
        asked.add(rule.when);
        if (rule.column.empty()) continue;
        const Diagnostic where = at(agreement, rule.column_place, rule.column.size());
        asked.columns.push_back({rule.column, where});
        for (const auto& [value, points] : rule.values) asked.values.push_back({rule.column, value, where});
    }
    for (const ScoreReset& reset : agreement.score.resets)
        if (!reset.column.empty())
            asked.columns.push_back({reset.column, at(agreement, reset.column_place, reset.column.size())});
    for (const Route& route : agreement.routes) {
        asked.add(route.when);
        for (const auto& [skill, when] : route.need) asked.add(when);
    }
    for (const Exclusion& each : agreement.exclusions) asked.add(each.when);
    for (const PauseReason& pause : agreement.pauses) {
        asked.add(pause.when);
        if (!pause.since.empty())
            asked.columns.push_back({pause.since, at(agreement, pause.since_place, pause.since.size())});
    }
    for (const Disposition& each : agreement.dispositions) asked.add(each.wake_when);
    for (const SavedReport& report : agreement.reports) asked.add(report.where);
    asked.add(agreement.attribution.sourced);
    add_goals(asked, Kind::leads, agreement);
    return asked;
}

Asked asked_of_touches(const Agreement& agreement) {
    Asked asked;
    for (const ScoreRule& rule : agreement.score.rules) asked.add(rule.touch);
    for (const ScoreReset& reset : agreement.score.resets) asked.add(reset.touch);
    for (const Sla& sla : agreement.slas) asked.add(sla.touch);
    asked.add(agreement.attribution.touches);
    add_goals(asked, Kind::touches, agreement);
    return asked;
}

Asked asked_of(Kind kind, const Agreement& agreement) {
    if (kind == Kind::leads) return asked_of_leads(agreement);
    if (kind == Kind::touches) return asked_of_touches(agreement);
    Asked asked;
    if (kind == Kind::deals) add_goals(asked, kind, agreement);
    return asked;
}

/// The columns that stages add to leads before a rule may ask for them.
std::vector<Scope::Name> added_to_leads(const Agreement& agreement) {
    std::vector<Scope::Name> names = score_columns(agreement.score);
    names.push_back({.name = "qualified", .type = Type::boolean});
    return names;
}

class Check {
  public:
    Check(const Agreement& agreement, Export& data) : agreement_(agreement), data_(data) {
        scope_.names = data.names();
        scope_.stages = agreement.lifecycle.stages;
        scope_.aside = agreement.lifecycle.aside;
        scope_.zone = agreement.timezone;
        if (data.kind() == Kind::leads)
            for (Scope::Name& name : added_to_leads(agreement)) {
                // What score adds takes the place of a column of the export with that name.
                std::erase_if(scope_.names,
                              [&](const Scope::Name& theirs) { return theirs.name == name.name; });
                scope_.names.push_back(std::move(name));
            }
    }

    std::vector<Diagnostic> run(const Asked& asked) {
        check_columns(asked);
        count_words(asked);
        for (const Expression::Literal& literal : asked.values) check_value(literal);
        if (data_.kind() == Kind::leads) check_owners();
        for (Diagnostic& warning : data_.warnings()) {
            if (warning.place.file == agreement_.path && warning.source.empty())
                warning.source = agreement_.line(warning.place.line);
            found_.push_back(std::move(warning));
        }
        return std::move(found_);
    }

  private:
    const Scope::Name* named(std::string_view name) const {
        const auto found = std::find_if(scope_.names.begin(), scope_.names.end(),
                                        [&](const Scope::Name& one) { return one.name == name; });
        return found == scope_.names.end() ? nullptr : &*found;
    }

    void check_columns(const Asked& asked) {
        std::set<Place> bound;
        try {
            Bound(asked.conditions, scope_);
        } catch (const Error& error) {
            for (const Diagnostic& mistake : error.diagnostics()) {
                bound.insert(mistake.place);
                found_.push_back(mistake);
            }
        }
        std::set<std::string> said;
        for (const Expression::Use& use : asked.columns) {
            const Scope::Name* name = named(use.name);
            Diagnostic mistake = use.where;
            if (name == nullptr && !bound.contains(use.where.place)) {
                mistake.what =
                    "the " + std::string(to_text(data_.kind())) + " have no column '" + use.name + "'";
                mistake.hint = did_you_mean(use.name, scope_.all_names());
                found_.push_back(std::move(mistake));
            } else if (name != nullptr && name->blank && said.insert(use.name).second) {
                mistake.severity = Severity::warning;
                mistake.what = "no file of the " + std::string(to_text(data_.kind())) +
                               " has a column for '" + use.name + "', so it is blank everywhere";
                mistake.hint =
                    "name theirs in columns of [exports." + std::string(to_text(data_.kind())) + "]";
                found_.push_back(std::move(mistake));
            }
        }
    }

    void count_words(const Asked& asked) {
        std::set<std::size_t> counted;
        const auto count = [&](std::string_view column) {
            if (const auto position = data_.find(column); position && !data_.names()[*position].blank)
                counted.insert(*position);
        };
        for (const Expression::Literal& literal : asked.values) count(literal.column);
        if (data_.kind() == Kind::leads) count("owner");
        std::set<std::size_t> wanted = counted;
        for (const std::string_view always : {"stage", "type"}) // so that what is not mapped is counted
            if (const auto position = data_.find(always)) wanted.insert(*position);
        const std::vector<std::size_t> columns(wanted.begin(), wanted.end());
        std::mutex mutex;
        data_.for_each(columns, csv::Reader::Keep::cells, [&](csv::Reader::Batch& batch) {
            std::map<std::size_t, WordCounts> here;
            for (const std::size_t position : counted)
                for (const std::string_view cell : batch.table[position].cells)
                    if (!cell.empty()) here[position].add(cell);
            const std::lock_guard lock(mutex);
            for (const auto& [position, counts] : here)
                for (const auto& [word, times] : counts.sorted()) words_[position].add(word, times);
        });
    }

    /// The words of a column; none when it is not read from the export, or has too many to be a pick list.
    const WordCounts* words_of(std::string_view column) const {
        const auto position = data_.find(column);
        if (!position) return nullptr;
        const auto found = words_.find(*position);
        return found == words_.end() || found->second.full() ? nullptr : &found->second;
    }

    void check_value(const Expression::Literal& literal) {
        const Scope::Name* name = named(literal.column);
        if (name == nullptr || name->blank) return;
        const Type type = name->type.value_or(Type::text);
        if (type != Type::text && type != Type::id && type != Type::country && type != Type::state) return;
        const WordCounts* counts = words_of(literal.column);
        if (counts == nullptr) return;
        const std::vector<std::string> meant = cells_meaning(type, trim(literal.value));
        std::vector<std::string> known;
        for (const auto& [word, times] : counts->sorted()) {
            if (std::any_of(meant.begin(), meant.end(),
                            [&word = word](const std::string& one) { return same_text(trim(word), one); }))
                return;
            known.push_back(word);
        }
        Diagnostic warning = literal.where;
        warning.severity = Severity::warning;
        warning.what = "'" + literal.value + "' occurs nowhere in column '" + literal.column + "' of the " +
                       std::string(to_text(data_.kind()));
        warning.hint = did_you_mean(literal.value, known);
        found_.push_back(std::move(warning));
    }

    void check_owners() {
        const auto position = data_.find("owner");
        if (agreement_.reps.empty() || !position) return;
        const auto counts = words_.find(*position);
        if (counts == words_.end()) return;
        std::vector<std::pair<std::string, std::uint64_t>> strangers;
        std::uint64_t leads = 0;
        for (const auto& [owner, times] : counts->second.sorted()) {
            if (agreement_.rep_of_owner(owner) != nullptr) continue;
            strangers.emplace_back(owner, times);
            leads += times;
        }
        if (strangers.empty()) return;
        constexpr std::size_t most = 5;
        std::string names;
        for (std::size_t i = 0; i < strangers.size() && i < most; ++i)
            names += (i == 0 ? "'" : ", '") + strangers[i].first + "' (" +
                     with_thousands(static_cast<std::int64_t>(strangers[i].second)) + ")";
        if (strangers.size() > most) names += " and " + std::to_string(strangers.size() - most) + " more";
        Diagnostic warning = at(agreement_, agreement_.reps.front().place, 1);
        warning.severity = Severity::warning;
        warning.what =
            counted(leads, "lead") + (leads == 1 ? " has" : " have") + " an owner that is no rep: " + names;
        warning.hint = "a rep is recognised by id, e-mail or name";
        found_.push_back(std::move(warning));
    }

    const Agreement& agreement_;
    Export& data_;
    Scope scope_;
    std::map<std::size_t, WordCounts> words_;
    std::vector<Diagnostic> found_;
};

} // namespace

std::vector<Diagnostic> check_against_exports(const Agreement& agreement, std::span<Export*> exports) {
    Diagnostics all;
    for (Export* data : exports)
        for (Diagnostic& found : Check(agreement, *data).run(asked_of(data->kind(), agreement)))
            all.add(std::move(found));
    return all.take();
}

} // namespace handoff
