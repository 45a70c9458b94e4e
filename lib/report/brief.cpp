#include "report/brief.hpp"

#include "report/campaign_names.hpp"
#include "report/followed_leads.hpp"
#include "report/lead_cell.hpp"
#include "report/lead_touches.hpp"
#include "report/moment.hpp"
#include "report/suggested_content.hpp"

#include <handoff/error.hpp>
#include <handoff/values.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <unordered_set>

namespace handoff {

namespace {

constexpr std::size_t most_touches = 5, most_content = 3;

constexpr const char* weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string verdict_words(Answer::Verdict verdict) {
    switch (verdict) {
    case Answer::Verdict::accept:
        return "accepted it";
    case Answer::Verdict::reject:
        return "rejected it";
    case Answer::Verdict::hand_back:
        return "returned it";
    }
    return {};
}

/// "a, b: c" of those that are not blank.
void join(std::string& text, std::string_view between, std::string_view more) {
    if (more.empty()) return;
    if (!text.empty()) text += between;
    text += more;
}

class Brief {
  public:
    explicit Brief(const ReportInput& input)
        : input_(input), rep_(rep_of(input)), zone_(zone_of(*rep_)), followups_({.agreement = input.agreement,
                                                                                 .as_of = input.as_of,
                                                                                 .leads = &input.leads,
                                                                                 .contacts = &input.contacts,
                                                                                 .merges = &input.merges,
                                                                                 .handovers = input.handovers,
                                                                                 .answers = input.answers}),
          name_(input.leads), reach_(input), cells_(input.leads), content_(*input.agreement, input.leads) {
        choose();
    }

    Report make() {
        Report report{.name = "brief",
                      .title = "Brief for " + (rep_->name.empty() ? rep_->id : rep_->name),
                      .question = std::string(brief_question),
                      .stamp = stamp(*input_.agreement, input_.as_of)};
        report.facts = {{when_text(), with_thousands(static_cast<std::int64_t>(chosen_.size()))},
                        {"open in all", with_thousands(static_cast<std::int64_t>(open_))}};
        if (chosen_.empty()) {
            report.notes.push_back("no new leads: 'report worklist' has what is open");
            return report;
        }
        std::vector<std::uint32_t> rows;
        for (const Followup* each : chosen_) rows.push_back(each->row);
        touches_ = touches_of(input_, rows);
        find_related();
        report.tables.push_back(leads());
        report.tables.push_back(stories());
        if (!cells_.score.any())
            report.notes.push_back(
                "the leads carry no scores: give the file that 'handoff route' wrote to have "
                "the best first");
        report.notes.push_back("times are those of " + zone_.name());
        return report;
    }

  private:
    struct LeadCells {
        explicit LeadCells(const Table& leads)
            : id(leads, "lead_id"), email(leads, "email"), company(leads, "company"), title(leads, "title"),
              score(leads, "score"), grade(leads, "grade"), reasons(leads, "reasons"),
              source(leads, "source"), campaign(leads, "campaign_id"), created(leads, "created_at"),
              notes(leads, "notes"), account_owner(leads, "account_owner"),
              account_why(leads, "account_owner_why") {}
        Cells id, email, company, title, score, grade, reasons, source, campaign, created, notes,
            account_owner, account_why;
    };

    static const Rep* rep_of(const ReportInput& input) {
        if (const Rep* const rep = chosen_rep(input)) return rep;
        throw Error(Fault::request, "the report 'brief' is for one rep", "name the rep with --rep");
    }

    Zone zone_of(const Rep& rep) const {
        const CalendarSettings* const calendar = input_.agreement->calendar(rep.calendar);
        return calendar && !calendar->timezone.empty() ? Zone::named(calendar->timezone)
                                                       : input_.agreement->timezone;
    }

    /// The leads that the rep got in the period; without one, on the last night that gave anybody any.
    void choose() {
        const Period period{input_.from, input_.to};
        period.check();
        const Zone& zone = input_.agreement->timezone;
        for (const Handover& each : input_.handovers)
            if (each.at <= input_.as_of) night_ = std::max(night_.value_or(each.at), each.at);
        for (const Followup& each : followups_.all()) {
            const Handover& handover = *each.handover;
            if (handover.rep != rep_->id || handover.at > input_.as_of || !each.current()) continue;
            ++open_;
            const bool is_new = period.whole() ? zone.date_of(handover.at) == zone.date_of(*night_)
                                               : period.contains(Moment(handover.at), zone);
            if (is_new) chosen_.push_back(&each);
        }
        std::stable_sort(chosen_.begin(), chosen_.end(), [this](const Followup* a, const Followup* b) {
            const Points of_a = points(a->row), of_b = points(b->row);
            if (of_a != of_b) return of_b < of_a;
            return a->due.value_or(Instant::max()) < b->due.value_or(Instant::max());
        });
    }

    /// Of a million handovers hardly any are of the same people as those of one night.
    void find_related() {
        std::unordered_set<std::string_view> leads;
        std::unordered_set<std::string> addresses;
        for (const Followup* each : chosen_) {
            leads.insert(each->handover->lead);
            if (!cells_.email[each->row].empty()) addresses.insert(lower(cells_.email[each->row]));
        }
        for (const Followup& each : followups_.all())
            if (leads.contains(each.handover->lead) || addresses.contains(lower(cells_.email[each.row])))
                related_.push_back(&each);
    }

    Points points(std::uint32_t row) const {
        return read_points(cells_.score[row]).value_or(Points::lowest());
    }

    std::string when_text() const {
        const Period period{input_.from, input_.to};
        if (!period.whole()) return "new " + period.text();
        return night_ ? "new on " + to_text(input_.agreement->timezone.date_of(*night_)) : "new";
    }

    /// "Fri 20 Nov 10:00", in the rep's zone.
    std::string local_time(Instant at) const {
        const auto local = zone_.to_local(at);
        const auto day = std::chrono::floor<std::chrono::days>(local);
        const auto minutes = std::chrono::floor<std::chrono::minutes>(local - day).count();
        const std::chrono::weekday weekday{day};
        const Date date = zone_.date_of(at);
        return fmt::format("{} {} {} {:02}:{:02}", weekdays[weekday.iso_encoding() - 1],
                           static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
                           minutes / 60, minutes % 60);
    }
    std::string day(Instant at) const { return to_text(input_.agreement->timezone.date_of(at)); }

    std::string name(std::uint32_t row) const {
        std::string name = name_[row];
        if (name.empty()) name = cells_.email[row].empty() ? cells_.id[row] : cells_.email[row];
        join(name, ", ", trim(cells_.company[row]));
        return name;
    }

    ReportTable leads() const {
        ReportTable out{.key = "leads", .title = "New leads, the best first"};
        out.columns = {
            lead_column(),
            {.key = "title", .title = "title", .definition = "what the person does there", .wrap = true},
            {.key = "reach", .title = "reach", .definition = "phone, else e-mail address", .wrap = true},
            {.key = "score", .title = "score", .unit = Unit::points, .definition = "points of its score"},
            {.key = "grade", .title = "grade", .definition = "grade of the lead"},
            {.key = "due",
             .title = "first touch by",
             .definition = "when its service level wants it touched"}};
        for (const Followup* each : chosen_) {
            const std::uint32_t row = each->row;
            const auto score = read_points(cells_.score[row]);
            out.rows.push_back(
                {lead_cell(cells_.id[row].empty() ? cells_.email[row] : cells_.id[row], name(row), row),
                 std::string(cells_.title[row]), reach_[row],
                 score ? ReportCell(score->value()) : ReportCell(), std::string(cells_.grade[row]),
                 each->due ? local_time(*each->due) : ""});
        }
        return out;
    }

    ReportTable stories() const {
        ReportTable out{.key = "stories", .title = "What is known of them"};
        out.columns = {
            {.key = "lead",
             .title = "lead",
             .definition = "as above",
             .wrap = true,
             .group = true,
             .named = true},
            {.key = "what", .title = "what", .definition = "which part of the story", .group = true},
            {.key = "when", .title = "when", .unit = Unit::date, .definition = "the day"},
            {.key = "story",
             .title = "story",
             .definition = "how the lead came, what it did last, who had it and what was said, what to send",
             .wrap = true}};
        for (const Followup* each : chosen_) {
            const std::string who = name(each->row);
            const auto add = [&](const char* what, std::string when, std::string story) {
                if (!story.empty()) out.rows.push_back({who, what, std::move(when), std::move(story)});
            };
            tell_origin(*each, add);
            tell_past(*each, add);
            tell_touches(*each, add);
            add("notes", "", std::string(trim(cells_.notes[each->row])));
            const auto had = [&](const Content& piece) {
                const auto& all = touches_[each->row];
                return std::any_of(all.begin(), all.end(), [&](const ToldTouch& touch) {
                    return same_text(touch.content, piece.id) || same_text(touch.content, piece.title);
                });
            };
            for (const Content* piece : content_.of(each->row, most_content, had))
                add("send", "", piece->title + (piece->url.empty() ? "" : ": " + piece->url));
        }
        return out;
    }

    template <class Add>
    void tell_origin(const Followup& one, Add add) const {
        const std::uint32_t row = one.row;
        std::string came(cells_.source[row]);
        join(came, ", ", campaign(cells_.campaign[row]));
        add("came", one.created ? day(*one.created) : "", came.empty() ? "source unknown" : came);
        add("scored", "", std::string(cells_.reasons[row]));
        const Handover& handover = *one.handover;
        std::string route(handover.by_hand ? "given by hand in the CRM" : handover.route);
        if (!handover.pool.empty()) route += fmt::format(", pool '{}'", handover.pool);
        if (!cells_.account_owner[row].empty())
            join(route, "; ",
                 fmt::format("account of {}: {}", cells_.account_owner[row], cells_.account_why[row]));
        add("routed", day(handover.at), route);
    }

    std::string campaign(std::string_view id) const { return CampaignNames(input_.campaigns)[id]; }

    /// Who had the lead, or another of the same person, before; and what they said of it.
    template <class Add>
    void tell_past(const Followup& one, Add add) const {
        const std::string_view address = cells_.email[one.row];
        for (const Followup* each : related_) {
            const Handover& had = *each->handover;
            if (each == &one || one.handover->at < had.at) continue;
            const bool same_lead = had.lead == one.handover->lead;
            if (!same_lead && (address.empty() || !same_text(cells_.email[each->row], address))) continue;
            std::string story(had.rep);
            story += each->current() ? " has it" : " had it until " + day(*had.ended);
            if (!same_lead) story += fmt::format(", as lead '{}'", had.lead);
            if (each->answer) {
                const Answer& said = *each->answer;
                join(story, "; ", verdict_words(said.verdict));
                if (!said.disposition.empty()) story += ", '" + said.disposition + "'";
                join(story, ": ", trim(said.comment));
                if (!said.competitor.empty()) join(story, "; ", "competitor: " + said.competitor);
                if (!said.content_used.empty()) join(story, "; ", "was sent: " + said.content_used);
                if (!said.next_step.empty()) join(story, "; ", "next step: " + said.next_step);
            }
            add("before", day(had.at), std::move(story));
        }
    }

    template <class Add>
    void tell_touches(const Followup& one, Add add) const {
        const auto& all = touches_[one.row];
        for (std::size_t i = 0; i < std::min(all.size(), most_touches); ++i) {
            std::string story = all[i].type;
            join(story, ": ", all[i].content);
            join(story, ", ", all[i].subject);
            join(story, ", ", all[i].outcome);
            add("touches", day(all[i].at), std::move(story));
        }
        if (all.size() > most_touches)
            add("touches", "", counted(all.size() - most_touches, "earlier touch", "earlier touches"));
    }

    const ReportInput& input_;
    const Rep* rep_;
    Zone zone_;
    Followups followups_;
    PersonName name_;
    Reach reach_;
    LeadCells cells_;
    SuggestedContent content_;
    std::optional<Instant> night_; ///< of the last handover to anybody
    std::size_t open_ = 0;
    std::vector<const Followup*> chosen_, related_; ///< related: of the same leads or addresses, in order
    std::vector<std::vector<ToldTouch>> touches_;   ///< of each row of the leads
};

} // namespace

Report brief(const ReportInput& input) {
    if (input.handovers.empty())
        throw Error(Fault::request, "the report 'brief' needs leads that were given to reps",
                    "name the ledger with --ledger, or give a lead file that 'handoff route' wrote");
    return Brief(input).make();
}

} // namespace handoff
