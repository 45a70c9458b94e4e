#include "report/feedback.hpp"

#include "report/campaign_names.hpp"
#include "report/count_column.hpp"
#include "report/estimate.hpp"
#include "report/feedback_groups.hpp"
#include "report/feedback_losses.hpp"
#include "report/feedback_suggestions.hpp"
#include "report/followed_leads.hpp"
#include "report/handover_count.hpp"
#include "report/lead_cell.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace handoff {

namespace {

constexpr std::size_t most_groups = 25, most_comments = 50;

class Feedback {
  public:
    explicit Feedback(const ReportInput& input)
        : input_(input), index_(input.leads, &input.contacts, input.merges),
          leads_(input, "feedback", false, &index_) {
        for (const Followup* each : leads_.chosen()) {
            if (!each->answer)
                ++silent_;
            else if (each->unearned.empty())
                answered_.push_back(each);
            else
                ++unearned_;
        }
    }

    Report make() {
        Report report{.name = "feedback",
                      .title = "Feedback",
                      .question = std::string(feedback_question),
                      .stamp = stamp(*input_.agreement, input_.as_of)};
        AnswerGroup all{.by = "all"};
        for (const Followup* each : answered_) all.add(*each);
        const auto number = [](std::size_t n) { return with_thousands(static_cast<std::int64_t>(n)); };
        report.facts = {{"handovers", number(answered_.size() + unearned_ + silent_)},
                        {"answered", number(all.answers)},
                        {"accepted", number(all.answers - all.refusals)},
                        {"rejected or returned", number(all.refusals)},
                        {"no answer yet", number(silent_)}};
        if (unearned_ > 0) {
            report.facts.insert(report.facts.end() - 1, {"answered, but not earned", number(unearned_)});
            report.notes.push_back(counted(unearned_, "answer") +
                                   " not earned by attempts: neither accepted nor come back");
        }
        if (answered_.empty()) {
            if (unearned_ == 0) report.notes.push_back("no rep has answered yet");
        } else {
            report.tables.push_back(groups());
            if (all.refusals > 0) report.tables.push_back(dispositions(all));
            add_what_they_share(report, all);
        }
        for (ReportTable& table : loss_tables(input_, leads_.chosen(), answered_, index_))
            report.tables.push_back(std::move(table));
        if (!answered_.empty()) {
            add_comments(report);
            add_suggestions(report, all);
        }
        leads_.add_notes(report.notes);
        return report;
    }

  private:
    /// By what the leads had read, by the rules that fired for them, and by the version they were given
    /// under.
    void add_what_they_share(Report& report, const AnswerGroup& all) {
        const auto add = [&](ReportTable table) {
            if (!table.rows.empty()) report.tables.push_back(std::move(table));
        };
        add(contrast_table("content", "By content they had seen", "content",
                           content_before_handover(input_, answered_), all));
        rules_ = rules_at_handover(input_, answered_);
        if (rules_) add(contrast_table("rules", "By score rule that fired", "rule", rules_->rules, all));
        for (ReportTable& table : version_tables(by_version(answered_))) add(std::move(table));
    }

    void add_suggestions(Report& report, const AnswerGroup& all) const {
        std::map<std::uint32_t, int> answers;
        for (const Followup* each : answered_) answers[each->row] = is_refused(*each) ? -1 : 1;
        suggestions_of_feedback(input_, answered_, rules_ ? &*rules_ : nullptr, all)
            .add_to(
                report,
                fmt::format("that takes {} answers for leads that share something, as many for others, and "
                            "a clear difference",
                            enough_answers),
                answers);
    }

    std::vector<std::string> dimensions() const {
        if (!input_.by.empty()) return {input_.by};
        std::vector<std::string> all;
        for (const char* column : {"source", "campaign_id", "grade"})
            if (Cells(input_.leads, column).any()) all.emplace_back(column);
        all.emplace_back("rep");
        return all;
    }

    ReportTable groups() const {
        std::vector<AnswerGroup> groups;
        for (const std::string& by : dimensions()) {
            const auto value_of = leads_.group_by(by);
            std::map<std::string_view, AnswerGroup> found;
            for (const Followup* each : answered_) {
                AnswerGroup& group = found[value_of(*each)];
                group.by = by;
                group.add(*each);
            }
            for (auto& [value, group] : found) {
                group.value = value;
                groups.push_back(std::move(group));
            }
        }
        std::stable_sort(groups.begin(), groups.end(), [](const AnswerGroup& a, const AnswerGroup& b) {
            return a.surely_lost() > b.surely_lost();
        });
        ReportTable out{.key = "groups", .title = "Where leads are lost"};
        out.columns = {
            {.key = "by", .title = "by", .definition = "what the handovers have in common"},
            {.key = "value", .title = "value", .definition = "what it is", .wrap = true, .named = true},
            count_column("answered", "answered", "handovers that the rep answered; the last answer counts"),
            count_column("accepted", "accepted", "of these, accepted"),
            count_column("refused", "came back", "of these, rejected or returned"),
            {.key = "share",
             .title = "share back",
             .unit = Unit::share,
             .definition = "came back / answered, with its 95% Wilson interval",
             .derived = true,
             .ranged = true},
            {.key = "surely",
             .title = "surely lost",
             .unit = Unit::number,
             .definition = "answered x the lower end of the interval; the table is in this order",
             .derived = true},
            {.key = "dispositions",
             .title = "why",
             .definition = "the answers, most often first",
             .wrap = true}};
        const CampaignNames campaigns(input_.campaigns);
        for (const AnswerGroup& group : groups) {
            if (out.rows.size() == most_groups) break;
            out.rows.push_back(
                {group.by, group.by == "campaign_id" ? campaigns.cell(group.value) : ReportCell(group.value),
                 handover_count(group.answered), handover_count(group.accepted),
                 handover_count(group.refused), share_cell(group.refusals, group.answers),
                 group.surely_lost(), group.said()});
        }
        if (groups.size() > most_groups)
            out.notes.push_back(
                fmt::format("{} more with fewer leads surely lost are left out; --by shows one "
                            "column",
                            groups.size() - most_groups));
        return out;
    }

    ReportTable dispositions(const AnswerGroup& all) const {
        std::map<std::string, std::vector<std::uint32_t>> by_code;
        for (const Followup* each : answered_)
            if (is_refused(*each))
                by_code[each->answer->disposition.empty() ? "(none)" : each->answer->disposition].push_back(
                    each->row);
        ReportTable out{.key = "dispositions", .title = "Why leads came back"};
        out.columns = {
            {.key = "disposition", .title = "disposition", .definition = "code of the answer"},
            {.key = "text", .title = "meaning", .definition = "as the agreement says", .wrap = true},
            count_column("leads", "came back", "answers with this code"),
            {.key = "share",
             .title = "share",
             .unit = Unit::share,
             .definition = "of all that came back, with its 95% Wilson interval",
             .derived = true,
             .ranged = true}};
        for (const auto& [code, rows] : by_code) {
            const Disposition* const known = input_.agreement->disposition(code);
            out.rows.push_back({code, known ? known->text : std::string(), handover_count(rows),
                                share_cell(all.dispositions.at(code), all.refusals)});
        }
        std::stable_sort(out.rows.begin(), out.rows.end(), [](const auto& a, const auto& b) {
            return std::get<double>(a[2].value) > std::get<double>(b[2].value);
        });
        return out;
    }

    /// Verbatim, the newest first.
    void add_comments(Report& report) const {
        std::vector<const Followup*> with_words;
        for (const Followup* each : answered_) {
            const Answer& said = *each->answer;
            if (!said.comment.empty() || !said.competitor.empty() || !said.content_missing.empty())
                with_words.push_back(each);
        }
        if (with_words.empty()) return;
        std::stable_sort(with_words.begin(), with_words.end(),
                         [](const Followup* a, const Followup* b) { return a->answer->at > b->answer->at; });
        ReportTable out{.key = "comments", .title = "What they say"};
        out.columns = {{.key = "on", .title = "on", .unit = Unit::date, .definition = "day of the answer"},
                       {.key = "rep", .title = "rep", .definition = "who answered"},
                       lead_column(),
                       {.key = "disposition", .title = "answer", .definition = "the code, or accept"},
                       {.key = "comment", .title = "comment", .definition = "as written", .wrap = true},
                       {.key = "competitor", .title = "competitor", .definition = "who else is considered"},
                       {.key = "missing",
                        .title = "missing",
                        .definition = "content that the rep lacked",
                        .wrap = true}};
        for (const Followup* each : with_words) {
            if (out.rows.size() == most_comments) break;
            const Answer& said = *each->answer;
            out.rows.push_back(
                {to_text(input_.agreement->timezone.date_of(said.at)), each->handover->rep,
                 leads_.name(each->row),
                 said.disposition.empty() ? std::string(to_text(said.verdict)) : said.disposition,
                 said.comment, said.competitor, said.content_missing});
        }
        if (with_words.size() > most_comments)
            out.notes.push_back(
                fmt::format("{} older comments are left out", with_words.size() - most_comments));
        report.tables.push_back(std::move(out));
    }

    const ReportInput& input_;
    LeadIndex index_;
    FollowedLeads leads_;
    std::vector<const Followup*> answered_;
    std::size_t silent_ = 0, unearned_ = 0;
    std::optional<RulesThen> rules_;
};

} // namespace

Report feedback(const ReportInput& input) { return Feedback(input).make(); }

} // namespace handoff
