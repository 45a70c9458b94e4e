#include "report/nurture.hpp"

#include "report/estimate.hpp"
#include "report/followed_leads.hpp"
#include "route/hand_backs.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace handoff {

namespace {

constexpr int day_limits[] = {7, 30, 90};
constexpr std::size_t most_listed = 25;

/// A lead that came back and that nobody has since.
struct Waiting {
    const Followup* last = nullptr;
    HandBacks::Decision decision;
    double days = 0;
};

class Nurture {
  public:
    explicit Nurture(const ReportInput& input) : input_(input), leads_(input, "nurture") { follow(); }

    Report make() {
        Report report{.name = "nurture",
                      .title = "Nurture",
                      .question = std::string(nurture_question),
                      .stamp = stamp(*input_.agreement, input_.as_of)};
        report.facts = facts();
        if (waiting_.empty()) report.notes.push_back("no lead waits after a rep handed it back");
        if (!waiting_.empty()) report.tables.push_back(pool());
        using Next = HandBacks::Next;
        add_list(report, "wakes", "Routed in the next run",
                 [](const Waiting& one) { return one.decision.next == Next::routed; });
        add_list(report, "leaks", "Nothing follows: a person must decide",
                 [this](const Waiting& one) { return one.decision.next == Next::worn_out || is_stuck(one); });
        if (!unearned_.empty()) report.tables.push_back(unearned());
        add_note_on_conditions(report.notes);
        leads_.add_notes(report.notes);
        return report;
    }

  private:
    /// A condition on what only scored leads have never holds of others.
    void add_note_on_conditions(std::vector<std::string>& notes) const {
        std::size_t unknown = 0;
        std::string condition;
        for (const Waiting& each : waiting_) {
            const Disposition* const code = code_of(each);
            if (!code || code->wake_when.empty()) continue;
            const auto missing = [&](const Scope::Name& one) {
                const auto used = code->wake_when.columns();
                return !input_.leads.find(one.name) &&
                       std::any_of(used.begin(), used.end(),
                                   [&](const Expression::Use& use) { return use.name == one.name; });
            };
            const std::vector<Scope::Name> scored = score_columns(input_.agreement->score);
            if (std::none_of(scored.begin(), scored.end(), missing)) continue;
            ++unknown;
            condition = code->wake_when.text();
        }
        if (unknown > 0)
            notes.push_back("whether " + counted(unknown, "lead wakes", "leads wake") + " when " + condition +
                            " is not known: these leads are not scored");
    }

    /// The handovers of leads of which one was ever turned down, in order of time; the others are nobody's
    /// concern here.
    std::map<std::string_view, std::vector<const Followup*>> turned_down() const {
        std::map<std::string_view, std::vector<const Followup*>> leads;
        for (const Followup* each : leads_.chosen())
            if (each->answer && each->answer->verdict != Answer::Verdict::accept)
                leads.try_emplace(each->handover->lead);
        if (leads.empty()) return leads;
        for (const Followup* each : leads_.chosen())
            if (const auto known = leads.find(each->handover->lead); known != leads.end())
                known->second.push_back(each);
        return leads;
    }

    void follow() {
        const auto leads = turned_down();
        RoutePast past;
        for (const auto& [lead, all] : leads) {
            bool back = false, again = false;
            for (const Followup* each : all) {
                again = again || back;
                back = back || each->came_back();
            }
            returned_ += back ? 1 : 0;
            given_again_ += again ? 1 : 0;
            const Answer* const last = all.back()->answer;
            accepted_ += again && last && last->verdict == Answer::Verdict::accept ? 1 : 0;
            if (all.back()->current() && !all.back()->unearned.empty()) unearned_.push_back(all.back());
            if (!all.back()->came_back()) continue;
            const Answer& answer = *all.back()->answer;
            RoutePast::HandedBack one{.rep = all.back()->handover->rep,
                                      .disposition = answer.disposition,
                                      .rejected = answer.verdict == Answer::Verdict::reject,
                                      .at = answer.at};
            for (const Followup* each : all) one.reps.push_back(each->handover->rep);
            past.handed_back.emplace(lead, std::move(one));
            waiting_.push_back({.last = all.back(), .days = hours(input_.as_of - answer.at) / 24});
        }
        const HandBacks hand_backs(input_.leads, *input_.agreement, past, input_.as_of);
        for (Waiting& each : waiting_)
            each.decision = hand_backs.decide(past.handed_back.at(each.last->handover->lead), each.last->row);
        std::stable_sort(waiting_.begin(), waiting_.end(),
                         [](const Waiting& a, const Waiting& b) { return a.days > b.days; });
    }

    const Disposition* code_of(const Waiting& one) const {
        return input_.agreement->disposition(one.last->answer->disposition);
    }

    /// Rejected, and neither nurtured nor disqualified; or nurtured for ever.
    bool is_stuck(const Waiting& one) const {
        const Disposition* const code = code_of(one);
        return !code || (code->then == Disposition::Then::nurture && !code->wake && code->wake_when.empty());
    }

    std::string what_follows(const Waiting& one) const {
        const Disposition* const code = code_of(one);
        if (!code) return "nothing";
        if (code->then == Disposition::Then::nurture) return "nurture";
        return code->then == Disposition::Then::reroute ? "reroute" : "disqualify";
    }

    std::vector<std::pair<std::string, std::string>> facts() const {
        const auto number = [](std::size_t n) { return with_thousands(static_cast<std::int64_t>(n)); };
        return {{"leads that came back", number(returned_)},
                {"wait now", number(waiting_.size())},
                {"handed over again", number(given_again_)},
                {"accepted then", number(accepted_)}};
    }

    ReportTable pool() const {
        ReportTable out{.key = "pool", .title = "Who waits, by disposition and age"};
        const auto count = [](std::string key, std::string title, std::string definition) {
            return ReportColumn{.key = std::move(key),
                                .title = std::move(title),
                                .unit = Unit::count,
                                .definition = std::move(definition)};
        };
        out.columns = {
            {.key = "disposition", .title = "disposition", .definition = "the last answer of the last rep"},
            {.key = "then", .title = "what follows", .definition = "as the agreement's [[disposition]] says"},
            count("leads", "leads", "leads whose last rep handed them back, and that nobody has since"),
            count("days_7", "to 7 days", "for less than 7 days"),
            count("days_30", "to 30 days", "for 7 to less than 30 days"),
            count("days_90", "to 90 days", "for 30 to less than 90 days"),
            count("longer", "longer", "for 90 days or more"),
            count("wake", "wake", "routed in the next run, if they are qualified")};
        out.columns[2].bar = true;
        std::map<std::pair<std::string, std::string>, std::vector<std::vector<std::uint32_t>>> groups;
        for (const Waiting& each : waiting_) {
            const Answer& answer = *each.last->answer;
            const Disposition* const code = code_of(each);
            const std::string name = code                         ? code->code
                                     : answer.disposition.empty() ? "(none)"
                                                                  : answer.disposition;
            auto& columns = groups[{name, what_follows(each)}];
            columns.resize(6);
            std::size_t age = 0;
            while (age < std::size(day_limits) && each.days >= day_limits[age]) ++age;
            columns[0].push_back(each.last->row);
            columns[1 + age].push_back(each.last->row);
            if (each.decision.next == HandBacks::Next::routed) columns[5].push_back(each.last->row);
        }
        for (auto& [name, columns] : groups) {
            std::vector<ReportCell> cells = {name.first, name.second};
            for (std::vector<std::uint32_t>& rows : columns) cells.push_back(count_cell(std::move(rows)));
            out.rows.push_back(std::move(cells));
        }
        std::stable_sort(out.rows.begin(), out.rows.end(), [](const auto& a, const auto& b) {
            return std::get<double>(a[2].value) > std::get<double>(b[2].value);
        });
        return out;
    }

    template <class Which>
    void add_list(Report& report, std::string key, std::string title, Which which) const {
        ReportTable out{.key = std::move(key), .title = std::move(title)};
        out.columns = {
            {.key = "lead", .title = "lead", .definition = "the lead's name and company", .wrap = true},
            {.key = "rep", .title = "was with", .definition = "who had it last"},
            {.key = "disposition", .title = "disposition", .definition = "of that rep's last answer"},
            {.key = "since", .title = "since", .unit = Unit::date, .definition = "day of that answer"},
            {.key = "then",
             .title = "what follows",
             .definition = "as the agreement's [[disposition]] says, or why it says nothing",
             .wrap = true},
            {.key = "comment", .title = "comment", .definition = "of the answer, as written", .wrap = true}};
        std::size_t found = 0;
        for (const Waiting& each : waiting_) {
            if (!which(each) || ++found > most_listed) continue;
            const Answer& answer = *each.last->answer;
            // Who had it, why and since when stand beside it.
            const bool worn_out = each.decision.next == HandBacks::Next::worn_out;
            std::string why =
                worn_out ? "handed over " + counted(most_handovers, "time") + " or more" : what_follows(each);
            out.rows.push_back({leads_.name(each.last->row), each.last->handover->rep, answer.disposition,
                                to_text(input_.agreement->timezone.date_of(answer.at)), why, answer.comment});
        }
        if (found > most_listed)
            out.notes.push_back(fmt::format("{} more wait for less long", found - most_listed));
        if (!out.rows.empty()) report.tables.push_back(std::move(out));
    }

    ReportTable unearned() const {
        ReportTable out{.key = "unearned", .title = "Not accepted: still with their reps"};
        out.columns = {
            {.key = "lead", .title = "lead", .definition = "the lead's name and company", .wrap = true},
            {.key = "rep", .title = "rep", .definition = "who has it"},
            {.key = "disposition", .title = "disposition", .definition = "of the rep's last answer"},
            {.key = "since", .title = "answered", .unit = Unit::date, .definition = "day of that answer"},
            {.key = "made",
             .title = "what is missing",
             .definition = "how near the attempts came, up to the answer, to what the service level asks for",
             .wrap = true}};
        for (const Followup* each : unearned_) {
            if (out.rows.size() == most_listed) break;
            out.rows.push_back({leads_.name(each->row), each->handover->rep, each->answer->disposition,
                                to_text(input_.agreement->timezone.date_of(each->answer->at)),
                                each->unearned});
        }
        if (unearned_.size() > most_listed)
            out.notes.push_back(counted(unearned_.size() - most_listed, "more lead"));
        return out;
    }

    const ReportInput& input_;
    FollowedLeads leads_;
    std::vector<const Followup*> unearned_;
    std::vector<Waiting> waiting_; ///< the longest first
    std::size_t returned_ = 0, given_again_ = 0, accepted_ = 0;
};

} // namespace

Report nurture(const ReportInput& input) { return Nurture(input).make(); }

} // namespace handoff
