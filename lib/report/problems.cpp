#include "report/problems.hpp"

#include "ingest/forms.hpp"
#include "ingest/stages.hpp"
#include "report/cells.hpp"
#include "report/moment.hpp"
#include "route/eligibility.hpp"

#include <handoff/exports.hpp>
#include <handoff/values.hpp>
#include <handoff/words.hpp>

#include <algorithm>

namespace handoff {
namespace {

constexpr double stale_days = 180;

/// Whether a cell that is blank now held something that its column could not read.
class Unreadable {
  public:
    Unreadable(Cells cells, Cells before, std::vector<std::string> blank_words)
        : cells_(cells), before_(before), blank_words_(std::move(blank_words)) {}
    bool operator()(std::size_t row) const {
        if (!cells_[row].empty()) return false;
        const std::string_view before = trim(before_[row]);
        return !before.empty() &&
               std::none_of(blank_words_.begin(), blank_words_.end(),
                            [&](const std::string& word) { return same_text(word, before); });
    }

  private:
    Cells cells_, before_;
    std::vector<std::string> blank_words_;
};

class Finder {
  public:
    explicit Finder(const ReportInput& input)
        : input_(input), agreement_(*input.agreement), leads_(input.leads),
          needed_(needed_columns(agreement_, leads_)) {}

    std::vector<Problem> find() {
        find_unreadable(); // first: what stands there and cannot be read is not blank
        find_blank();
        find_bad_addresses();
        find_impossible_times();
        find_unknown_words();
        find_stale();
        for (Problem& problem : find_repeated(leads_)) found_.push_back(std::move(problem));
        return std::move(found_);
    }

  private:
    template <typename Condition>
    void add(Problem problem, Condition holds) {
        for (std::uint32_t row = 0; row < leads_.rows(); ++row)
            if (holds(row)) problem.rows.push_back(row);
        if (!problem.rows.empty()) found_.push_back(std::move(problem));
    }

    const Readers* readers_of(std::string_view column) const {
        for (const Readers& each : needed_)
            if (each.column == column) return &each;
        return nullptr;
    }

    /// The cells of a column before cleaning; none where they are not at hand.
    Cells as_they_stood(std::string_view column) const {
        const auto known = input_.as_they_stood.find(std::string(column));
        return {leads_, known == input_.as_they_stood.end() ? std::string_view() : known->second};
    }
    Unreadable unreadable(std::string_view column) const {
        const ExportSettings* const settings = agreement_.export_of(Kind::leads);
        return {Cells(leads_, column), as_they_stood(column),
                settings ? settings->blank_words(column) : std::vector<std::string>()};
    }

    void find_unreadable() {
        for (const CanonicalColumn& column : canonical_columns(Kind::leads)) {
            const std::string_view form = words_for_form(column);
            if (column.derived || form.empty() || !as_they_stood(column.name).any()) continue;
            const std::string name(column.name);
            const Readers* const readers = readers_of(name);
            add({.kind = Problem::Kind::invalid,
                 .what = name + " is not " + std::string(form),
                 .fix = "write " + name + " as " + std::string(form),
                 .effect =
                     readers == nullptr || readers->effect().empty() ? "counts as blank" : readers->effect(),
                 .weight = readers == nullptr ? 1 : readers->weight()},
                unreadable(name));
        }
    }

    void find_blank() {
        const Cells first(leads_, "first_name"), last(leads_, "last_name");
        for (const Readers& readers : needed_) {
            const std::string& name = readers.column;
            const Cells cells(leads_, name);
            const bool anywhere = cells.any() || (name == "name" && (first.any() || last.any()));
            std::string effect = readers.effect();
            if (effect.empty()) effect = effect_of_missing(name);
            add({.kind = Problem::Kind::incomplete,
                 .what = name + (anywhere ? " is blank" : " is blank everywhere"),
                 .fix = anywhere ? "fill in " + name : "export " + name + ", or map its column",
                 .effect = std::move(effect),
                 .weight = readers.weight()},
                [&, is_unreadable = unreadable(name)](std::size_t row) {
                    if (!cells[row].empty() || is_unreadable(row)) return false;
                    return name != "name" || (first[row].empty() && last[row].empty());
                });
        }
    }
    static std::string effect_of_missing(std::string_view column) {
        if (column == "email") return "cannot be written to, nor told from others";
        if (column == "created_at") return "no report of a period counts it, and no deadline can start";
        if (column == "source") return "no report can say where it came from";
        return "a rep does not know whom to call";
    }

    void find_bad_addresses() {
        const Cells disposable(leads_, "is_disposable"), bounced(leads_, "email_bounced");
        add({.kind = Problem::Kind::invalid,
             .what = "the e-mail address is a disposable one",
             .fix = "ask for a lasting address",
             .effect = "whoever used it does not read it any more",
             .weight = 5},
            [&](std::size_t row) { return read_boolean(disposable[row]).value_or(false); });
        add({.kind = Problem::Kind::invalid,
             .what = "the e-mail address has bounced",
             .fix = "find the new address",
             .effect = "no e-mail arrives",
             .weight = 5},
            [&](std::size_t row) { return read_boolean(bounced[row]).value_or(false); });
    }

    void find_impossible_times() {
        const Cells created(leads_, "created_at");
        const auto before_created = [&](std::string_view column, const std::string& what) {
            const Cells cells(leads_, column);
            add({.kind = Problem::Kind::invalid,
                 .what = what + " before it was created",
                 .fix = "correct " + std::string(column) + " or created_at",
                 .effect = "left out of the times in reports",
                 .weight = 2},
                [&](std::size_t row) {
                    const Moment begin = Moment::read(created[row]), end = Moment::read(cells[row]);
                    return begin.known() && end.known() && days_between(begin, end, agreement_.timezone) < 0;
                });
        };
        before_created("updated_at", "changed");
        before_created("converted_at", "converted");
        add({.kind = Problem::Kind::invalid,
             .what = "created in the future",
             .fix = "correct created_at",
             .effect = "left out of the times in reports",
             .weight = 2},
            [&](std::size_t row) {
                const Moment at = Moment::read(created[row]);
                return at.known() && days_between(Moment(input_.as_of), at, agreement_.timezone) > 0;
            });
    }

    void find_unknown_words() {
        const Cells status(leads_, "status"), owner(leads_, "owner");
        if (!agreement_.lifecycle.status.empty()) {
            std::vector<std::shared_ptr<const Preset>> every;
            for (const Preset& preset : presets())
                every.emplace_back(std::shared_ptr<const Preset>(), &preset);
            const StageWords words(agreement_.lifecycle, every);
            add({.kind = Problem::Kind::invalid,
                 .what = "no stage is mapped to the status",
                 .fix = "map the status in [lifecycle], or correct it",
                 .effect = "counts as '" + agreement_.lifecycle.stages.front() + "', however far it came",
                 .weight = 10},
                [&](std::size_t row) { return !status[row].empty() && !words.of(status[row]).known(); });
        }
        if (!agreement_.reps.empty())
            add({.kind = Problem::Kind::invalid,
                 .what = "the owner is none of the reps",
                 .fix = "give it a rep, or name the owner as one",
                 .effect = "route leaves it with somebody who gets no leads",
                 .weight = 5},
                [&](std::size_t row) {
                    return !owner[row].empty() && !is_queue(owner[row]) &&
                           agreement_.rep_of_owner(owner[row]) == nullptr;
                });
    }

    void find_stale() {
        const Cells updated(leads_, "updated_at"), created(leads_, "created_at"), stage(leads_, "stage");
        const std::vector<std::string>& stages = agreement_.lifecycle.stages;
        add({.kind = Problem::Kind::stale,
             .what = "open, and unchanged for more than 180 days",
             .fix = "work it, or close it",
             .effect = "reps and reports carry it along",
             .weight = 1},
            [&](std::size_t row) {
                const bool open =
                    stage[row].empty() ||
                    std::any_of(stages.begin(), stages.end() - (stages.empty() ? 0 : 1),
                                [&](const std::string& each) { return same_text(each, stage[row]); });
                const Moment last = Moment::read(updated[row].empty() ? created[row] : updated[row]);
                return open && last.known() &&
                       days_between(last, Moment(input_.as_of), agreement_.timezone) > stale_days;
            });
    }

    const ReportInput& input_;
    const Agreement& agreement_;
    const Table& leads_;
    std::vector<Readers> needed_;
    std::vector<Problem> found_;
};

} // namespace

std::string_view to_text(Problem::Kind kind) noexcept {
    switch (kind) {
    case Problem::Kind::incomplete:
        return "incomplete";
    case Problem::Kind::invalid:
        return "invalid";
    case Problem::Kind::stale:
        return "stale";
    case Problem::Kind::repeated:
        return "repeated";
    }
    return "incomplete";
}

std::vector<Problem> find_problems(const ReportInput& input) { return Finder(input).find(); }

} // namespace handoff
