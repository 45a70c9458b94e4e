#pragma once

#include <handoff/attribution.hpp>
#include <handoff/dialect.hpp>
#include <handoff/error.hpp>
#include <handoff/expression.hpp>
#include <handoff/measure.hpp>
#include <handoff/points.hpp>
#include <handoff/time.hpp>

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// The kinds of export (docs/files.md); the names are those of `[exports.NAME]`.
enum class Kind {
    leads,
    contacts,
    touches,
    deals,
    deal_contacts,
    accounts,
    campaigns,
    members,
    stages,
    merges,
    outcomes
};
std::span<const Kind> all_kinds() noexcept;
std::string_view to_text(Kind) noexcept;
std::optional<Kind> read_kind(std::string_view) noexcept;

/// `[exports.KIND]`: where an export's files are, and how its columns and values map to ours.
struct ExportSettings {
    std::vector<std::string> files; ///< globs, relative to the agreement's folder
    std::string preset;             ///< a name, or a TOML file (relative to the folder); empty: by the header
    std::map<std::string, std::string> columns; ///< canonical name -> their column
    std::vector<std::string> blank;             ///< cells that mean nothing, besides the empty one
    std::map<std::string, std::vector<std::string>> blank_in; ///< canonical name -> the same, there only
    std::vector<std::string> blank_words(std::string_view canonical) const; ///< both
    std::string dates;                        ///< "mdy", "dmy" or empty: the file decides
    std::map<std::string, std::string> types; ///< touches: their type -> ours
    std::vector<std::string>
        fields;           ///< stages: the fields whose changes are changes of stage; none: the usual
    csv::Dialect dialect; ///< how the files are written, where that is not left to us
    Place place;
    std::map<std::string, Place>
        places; ///< of "preset", and each key of `columns` and `types`: "columns.persona"
};

/// "1h": working time; "2d": ends with the 2nd working day; "1h clock": elapsed time.
struct TimeLimit {
    Duration length{};
    std::uint32_t days = 0; ///< not zero: ends with the Nth working day
    bool clock = false;
    std::string text;
};

/// `[lifecycle]`: the stages a lead passes, and the line at which sales takes over.
struct Lifecycle {
    std::vector<std::string> stages = {"inquiry", "mql", "sal", "sql", "opportunity", "won"}; ///< in order
    std::vector<std::string> aside = {"nurture", "disqualified", "lost"}; ///< beside the path
    std::map<std::string, std::string> status;                            ///< their status -> our stage
    Expression mql;                            ///< the agreed definition of a qualified lead
    std::map<std::string, TimeLimit> max_stay; ///< stage, or aside -> the longest stay
    Place place;
};

/// How a touch's points shrink with its age.
struct Decay {
    enum class Form { none, half_life, steps, linear } form = Form::none;
    Duration period{}; ///< the half-life, the length of a step, or the age at which nothing is left
    double lost = 0;   ///< steps: the share lost at each step (of what is left), 0 to 1
    std::optional<Duration> expires; ///< nothing is left from this age on
};

/// "1 per day", "3 per 30d", "1": at most so many touches count.
struct Limit {
    std::uint32_t count = 0;
    enum class Per { ever, day, window } per = Per::ever;
    Duration window{};
};

/// "3 in 7d": the rule fires once, when so many touches lie within so long.
struct AtLeast {
    std::uint32_t count = 0;
    Duration within{};
};

/// "50..499" = 10. A lead is in a band when low <= value <= high (the text's bounds are inclusive); an open
/// end is infinite.
struct Band {
    double low = 0, high = 0;
    Points points;
    std::string text;
    Place place;
};

/// One `[[score.rule]]`. Exactly one of: a condition on the lead (`when`, for points or disqualification), a
/// banded or per-value column, or a condition on touches.
struct ScoreRule {
    std::string group;
    std::string name;
    std::string why;
    Place place; ///< of the `[[score.rule]]` header
    Expression when;
    std::string column; ///< of `bands` or `values`
    Place column_place;
    std::vector<Band> bands;              ///< sorted, not overlapping
    std::map<std::string, Points> values; ///< per-value table, keys lower-cased
    Expression touch;                     ///< a condition on touches
    bool on_touches = false;              ///< `touch` was given (it may be an empty condition)
    Points points;
    bool disqualify = false;
    Decay decay;
    std::optional<Duration> window; ///< only touches in (as_of - window, as_of]
    std::optional<Limit> limit;
    std::optional<AtLeast> at_least;
    std::optional<Points> min, max; ///< of the rule's sum
};

struct ScoreGroup {
    std::string name;
    std::optional<Points> min, max;
    Place place;
    std::string score; ///< the `[score.NAME]` that it stands in; empty: the main score
};

/// `[[score.reset]]`: touches before the latest of these events of a lead give its groups no points any more.
struct ScoreReset {
    std::string name;
    std::string why;
    Expression touch;                ///< the event, where there is no `column`
    std::string column;              ///< `at`: the column of the lead that says when it was
    std::vector<std::string> groups; ///< at least one
    Place place;
    Place column_place;
};

/// `[score.grade]`: a letter by the total, or a letter by one group and a digit by another ("A1").
struct Grade {
    struct Step {
        std::string label;
        Points from; ///< this label from here up; the last step is -inf
    };
    struct Axis {
        std::string group;       ///< "total" for the sum of all groups
        std::vector<Step> steps; ///< highest first
    };
    std::vector<Axis> axes; ///< none: no grade; the label is the axes' labels one after another
    Place place;
};

/// `[score.NAME]`: a score beside the main one, such as that of a product line.
struct NamedScore {
    std::string name;
    std::vector<std::string> groups; ///< whose points it adds up: its own, then those it shares (`with`)
    Grade grade;
    Place place;
};

struct ScoreModel {
    std::vector<ScoreGroup> groups; ///< those of the main score, then those of each named one
    std::vector<ScoreRule> rules;
    Grade grade;
    std::vector<NamedScore> named;
    std::vector<ScoreReset> resets; ///< those by touches, then those by columns

    /// How many groups the main score adds up: the first of them.
    std::size_t main_groups() const noexcept;
    /// The names of the groups that a score adds up: the main one (no name), or a named one. Throws Error
    /// (request), with the nearest name, where there is no such score.
    std::vector<std::string> groups_of(std::string_view score) const;
};

/// The columns of scored leads that conditions may read, besides `qualified`: groups, `score`, `grade`,
/// `score_NAME` and `grade_NAME` of each named score, `disqualified`.
std::vector<Scope::Name> score_columns(const ScoreModel&);

/// `[calendar.NAME]`: when people work.
struct CalendarSettings {
    std::string name;
    std::string timezone;
    struct Block {
        std::chrono::minutes from{}, to{}; ///< of the local day, from < to <= 24:00
    };
    std::vector<Block> hours[7];                 ///< Monday first; sorted, not overlapping
    std::map<Date, std::vector<Block>> hours_on; ///< in place of the weekday's and of a holiday: half days
    std::vector<Date> holidays;                  ///< those of .ics files among them
    Place place;
};

/// `[[rep]]`, or a `[[team]]`: a group of any department that takes leads as one, like a queue of the CRM.
struct Rep {
    std::string id, name, email, calendar;
    std::string owner_id; ///< what the CRM's import takes as the owner; empty: the e-mail
    bool team = false;
    std::vector<std::string> pools, skills;
    double weight = 1;
    std::optional<std::uint32_t> max_open, max_day, max_week;
    std::optional<Date> starts, leaves; ///< the first and the last day with leads
    std::vector<double> ramp;           ///< share of the weight in the first, second … week since `starts`
    struct Away {
        Date from, to; ///< both days away
        std::string cover;
        Place place;
    };
    std::vector<Away> away;
    Place place;
};

/// `[[territory]]`: a part of the market, within its parent's. What lies in it are the leads for which its
/// own condition and those of all above it hold.
struct Territory {
    std::string name, parent;           ///< no parent: a root
    std::vector<Expression> conditions; ///< of `country`, `state`, `postal` …: all of them must hold
    std::string rep, pool;              ///< who takes its leads; neither: the parent's
    Place place;
};

/// `[[exclude]]`: leads that nobody gets, or that some reps do not get.
struct Exclusion {
    std::string name;
    Expression when;
    std::vector<std::string> reps; ///< none: nobody gets them
    std::string why;
    Place place;
};

/// `[accounts]`: how leads find the account they belong to.
struct AccountMatching {
    enum class Prefer { named, open_deals, same_country, largest, newest, oldest };
    std::vector<Prefer> prefer = {Prefer::named, Prefer::open_deals, Prefer::same_country, Prefer::newest};
    /// Words that mean the same, each line of the file a group: the first stands for all.
    std::vector<std::vector<std::string>> synonyms;
};

enum class By { rotation, least_loaded, least_recent, in_order };
std::string_view to_text(By) noexcept;

/// `[[route]]`: the first whose condition holds decides. One of `to`, `pool` and `territory`.
struct Route {
    std::string name;
    Expression when; ///< empty: always
    std::string to;  ///< a rep's or team's id or email, or a column that names one
    std::string pool;
    std::string territory; ///< the lowest territory under this one in which the lead lies
    std::string fallback;  ///< a rep or team who takes what the others cannot
    std::string channel;   ///< "email" or "phone": not for people who opted out of it
    By by = By::rotation;
    std::map<std::string, Expression> need; ///< skill -> condition under which it is needed
    std::string sla;
    std::string why;
    Place place;
};

/// `[sla.NAME]`.
struct Sla {
    std::string name;
    enum class Starts { created, qualified, assigned } starts = Starts::assigned;
    using Target = TimeLimit;
    std::optional<Target> first_touch;
    std::optional<Target> answer; ///< accept, reject or return, from the handover
    double warn_at = 0.75;        ///< the share of the time from which a clock is said to run out
    Expression touch;             ///< what counts as sales having reacted; empty: any attempt or conversation
    /// How hard a lead is to be tried before it may be called unreachable.
    struct Attempts {
        std::uint32_t at_least = 1;
        Duration within{};                   ///< elapsed, from the handover
        std::uint32_t channels = 1;          ///< different ones
        Duration gap{};                      ///< an attempt sooner after another does not count
        std::map<std::uint32_t, Target> due; ///< of the k-th attempt, from the handover
    };
    std::optional<Attempts> attempts;
    /// What follows when the clock is broken: nothing but that reports say so, somebody else is told, or the
    /// lead goes to another rep.
    enum class Breach { report, escalate, reroute } breach = Breach::report;
    std::uint32_t reroutes = 2; ///< at most so often for one lead
    std::string escalate_to;    ///< a rep or team who is told: with reroute, when nobody else is left
    Place place;
};

/// `[[pause]]`: a reason for which the clocks of a lead stand still.
struct PauseReason {
    std::string code, text;
    Expression when;              ///< as long as this holds of the lead; empty: only as reps answer
    std::string since;            ///< the column that says since when; empty: as seen from night to night
    std::optional<Duration> most; ///< the clock goes on after so long
    Place place, since_place;
};

/// `[[disposition]]`: an answer that is accepted when a lead comes back, and what follows from it.
struct Disposition {
    std::string code, text;
    enum class Then { nurture, disqualify, reroute } then = Then::nurture;
    std::optional<Duration> wake;        ///< nurture: so long after the answer; neither: never by itself
    Expression wake_when;                ///< nurture: as soon as this holds of the scored lead
    std::optional<Duration> touch_every; ///< nurture: nobody waits longer than this for a touch
    bool earned_by_attempts = false;     ///< only accepted when the agreed attempts were made
    bool no_fault = false;               ///< the rep gets a make-up lead
    Place place;
};

/// `[[content]]`: a piece that reps send to people of a persona who stand at a stage.
struct Content {
    std::string id, title, url;
    std::string persona, stage; ///< empty: for everybody, at every stage
    Place place;
};

/// `[[campaign]]`: what the export of campaigns does not carry, or a campaign that is not in it.
struct CampaignSettings {
    std::string id, name, kind, channel, why; ///< blank: as in the export
    std::optional<Date> starts_on;
    std::optional<double> cost; ///< in the agreement's currency
    Place place;
};

/// `[[goal]]`: what one side promises, or both together: so much in every period, or once by a day.
struct Goal {
    std::string name, why;
    enum class Side { both, marketing, sales } side = Side::both;
    /// What counts, and on which day: created leads, leads that reach a stage, deals that are created, won or
    /// ended, touches, or first touches that were due (the share that came in time).
    enum class Counts { leads, stage, deals, won, closed, touches, first_touches } counts = Counts::leads;
    std::string stage; ///< of Counts::stage
    Measure value;     ///< count, sum, rate or win_rate
    Expression where;  ///< on leads, deals or touches
    Side touched_by =
        Side::both;    ///< marketing, sales: only where one of its touches lies in the look-back before
    double target = 0; ///< a share is 0 to 1
    enum class Per { once, week, month, quarter, year } per = Per::once; ///< quarters and years are fiscal
    std::optional<Date> from, by; ///< `by` is there just when it is once
    std::string rep, pool;        ///< whose it is; neither: everybody's together
    bool each = false;            ///< every rep of the pool (of all) has this target alone
    Place place;

    /// It grows as things happen; other goals are a share.
    bool adds_up() const noexcept {
        return counts != Counts::first_touches &&
               (value.kind == Measure::Kind::count || value.kind == Measure::Kind::sum);
    }
};
std::string_view to_text(Goal::Side) noexcept; ///< "marketing", "sales", "both"

/// `[[report]]`: a table that is asked for again and again (`handoff report NAME`).
struct SavedReport {
    std::string name, question;
    std::string by, across, value; ///< as the options of the report `table`
    Expression where;
    Place place;
};

/// A file that the agreement names: a list, a calendar, synonyms. What it holds decides as the agreement's
/// own text does.
struct NamedFile {
    std::string path, sha256; ///< of what was read
};

/// `[attribution]`: what counts as a conversion, and which touches have a part in it.
struct AttributionSettings {
    /// What is converted to: deals that were created, deals that were won, or leads that reach a stage.
    struct Event {
        enum class Of { deal_created, deal_won, stage } of = Of::deal_created;
        std::string stage;
        std::string text; ///< "deal created", "deal won", or the stage
    };
    std::vector<Event> converts = {{Event::Of::deal_created, "", "deal created"},
                                   {Event::Of::deal_won, "", "deal won"}}; ///< never empty
    Duration lookback = std::chrono::hours(24 * 90);
    Expression touches;                              ///< a condition; empty: those of marketing
    Expression sourced;                              ///< leads whose source is marketing's; empty: any source
    Duration half_life = std::chrono::hours(24 * 7); ///< of time decay
    PathTransform path;
    Place place;
};

/// What both sides signed: the whole of handoff.toml, checked in itself. Default-constructed it is the
/// built-in agreement (plain lifecycle, no rules, UTC), which serves where there is no file.
struct Agreement {
    std::string path;   ///< empty: built in
    std::string folder; ///< files in the agreement are relative to it
    std::string text;   ///< the file, for showing source lines
    std::string sha256; ///< of the text; empty: built in

    std::string name, version, marketing, sales;
    std::optional<Date> agreed_on, review_by;
    Place place; ///< of [agreement]
    Place review_place;
    Zone timezone = Zone::utc();
    std::string currency;
    std::string country; ///< two letters: of phone numbers and states where a row names none
    std::chrono::month_day fiscal_year_starts{std::chrono::January, std::chrono::day{1}};
    std::map<std::string, double> rates; ///< currency -> units of ours for one of theirs

    std::map<Kind, ExportSettings> exports;
    Lifecycle lifecycle;
    ScoreModel score;
    std::vector<CalendarSettings> calendars;
    std::vector<Rep> reps; ///< and teams
    std::vector<Territory> territories;
    std::vector<Exclusion> exclusions;
    AccountMatching accounts;
    std::vector<Route> routes;
    std::vector<Sla> slas;
    std::vector<PauseReason> pauses;
    std::vector<Disposition> dispositions;
    std::vector<Content> contents;
    std::vector<CampaignSettings> campaigns;
    std::vector<Goal> goals;
    std::vector<SavedReport> reports;
    AttributionSettings attribution;
    std::vector<NamedFile> files; ///< in the order in which they are named

    /// The line of the file a place points to, for a diagnostic's `source`.
    std::string_view line(std::uint32_t number) const noexcept;
    const Rep* rep(std::string_view id) const noexcept;
    /// A rep by id, email or name: how an owner column is recognised. Without case.
    const Rep* rep_of_owner(std::string_view owner) const noexcept;
    const Territory* territory(std::string_view name) const noexcept;
    const Sla* sla(std::string_view name) const noexcept;
    const Disposition* disposition(std::string_view code) const noexcept; ///< without case
    const PauseReason* pause(std::string_view code) const noexcept;       ///< without case
    const CalendarSettings* calendar(std::string_view name) const noexcept;
    const ExportSettings* export_of(Kind) const noexcept;
};

/// Reads an agreement and reports every mistake in it at once, sorted by place, each with its source line,
/// caret and the nearest known word: unknown keys, wrong types, impossible values, references to nothing,
/// overlapping bands. Warnings (a missing signature, a rep without calendar, dates past) are added to
/// `warnings`. Throws Error (request) when there is at least one mistake.
Agreement read_agreement(const std::string& path, std::vector<Diagnostic>& warnings);
/// The same from text, as if it stood in `path`.
Agreement parse_agreement(std::string text, const std::string& path, std::vector<Diagnostic>& warnings);

/// A warning for what is only wrong on a given day: `review_by` has passed. Empty when there is none.
std::vector<Diagnostic> warnings_on(const Agreement&, Instant as_of);
/// What `check --signed` demands: both sides' signatures and the day. One error, or none.
std::vector<Diagnostic> missing_signatures(const Agreement&);

} // namespace handoff
