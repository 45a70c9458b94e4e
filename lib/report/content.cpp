#include "report/content.hpp"

#include "ingest/lead_keys.hpp"
#include "report/cells.hpp"
#include "report/estimate.hpp"
#include "report/grouping.hpp"
#include "report/if_any.hpp"
#include "report/people.hpp"
#include "report/tally.hpp"
#include "report/touch_log.hpp"
#include "report/value_key.hpp"

#include <handoff/error.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace handoff {

namespace {

constexpr std::size_t most_personas = 12;
/// Of so many pieces, the most used ones, the shares of deals can be opened: behind each stand all deals.
constexpr std::size_t most_opened = 100;

/// A piece of content: on the list, or only used.
struct Piece {
    std::string title;
    const Content* listed = nullptr;      ///< none: used off the list
    std::vector<std::uint32_t> leads;     ///< with whom it was used, each once and rising in the end
    Tally uses;                           ///< by lead
    std::vector<std::uint32_t> won, lost; ///< deals among whose people it was used before the end
};

/// Of all deals of a sort the share that these, in the same order, are.
ReportCell share_of(const std::vector<std::uint32_t>& all, const std::vector<std::uint32_t>& deals,
                    bool opens) {
    if (!opens) return share_cell(deals.size(), all.size());
    Measured counted;
    auto next = deals.begin();
    for (const std::uint32_t deal : all) {
        const bool counts = next != deals.end() && *next == deal;
        counted.add(deal, counts ? 1 : 0);
        next += counts ? 1 : 0;
    }
    return share_cell(std::move(counted), RowsBehind::Of::deals);
}

class ContentReport {
  public:
    explicit ContentReport(const ReportInput& input)
        : input_(input), agreement_(*input.agreement), zone_(agreement_.timezone),
          stages_(agreement_.lifecycle.stages), people_(input), touches_(read_touches()) {
        for (const Content& each : agreement_.contents) {
            piece_of_.emplace(lower(each.title), pieces_.size());
            piece_of_.emplace(lower(each.id), pieces_.size());
            pieces_.push_back({.title = each.title, .listed = &each, .leads = {}});
        }
        know_personas();
        count_uses();
        count_deals();
    }

    Report make() const {
        Report report{.name = "content",
                      .title = "Content",
                      .question = std::string(content_question),
                      .stamp = stamp(agreement_, input_.as_of)};
        std::size_t used = 0, drift = 0;
        for (const Piece& each : pieces_) {
            if (each.listed && each.uses.count() > 0) ++used;
            if (!each.listed) ++drift;
        }
        const std::size_t listed = agreement_.contents.size();
        report.facts = {{"on the list", std::to_string(listed)},
                        {"of them used", std::to_string(used)},
                        {"used off the list", std::to_string(drift)}};
        if (listed > 0) report.tables.push_back(matrix("exists", "Pieces that exist, by persona and stage"));
        report.tables.push_back(matrix("used", "Uses, by persona and stage of the lead at that time"));
        add_if_any(report.tables, gaps());
        add_if_any(report.tables, pieces());
        add_if_any(report.tables, missing());
        if (listed == 0)
            report.notes.emplace_back(
                "the agreement lists no content: write [[content]] to see gaps and drift");
        if (!period_.whole())
            report.notes.push_back("only uses, and deals that ended, " + period_.text() + ", days of " +
                                   zone_.name());
        report.notes.emplace_back(
            "a piece counts as used when sales sent it, marketing mailed it, or somebody "
            "downloaded or clicked it, or a rep wrote it into an answer; pages that were "
            "only looked at do not count");
        touches_.add_notes(report.notes);
        people_.add_notes(report.notes);
        return report;
    }

  private:
    TouchLog read_touches() const {
        if (input_.touches == nullptr)
            throw Error(Fault::request, "the report 'content' needs touches",
                        "name their file with --touches, or in [exports.touches] of the agreement");
        if (!input_.by.empty())
            throw Error(Fault::request, "the report 'content' goes by persona and stage", "leave --by out");
        period_.check();
        const std::string text =
            "side = 'sales' or type in ('email_sent', 'email_click', 'content_download')";
        const Expression used = Expression::parse(text, Place{}, text);
        return TouchLog(*input_.touches, people_.index().keys(), input_.leads.rows(), Table(), agreement_,
                        input_.as_of, "content", {&used, 1}, TouchLog::none);
    }

    void know_personas() {
        const Cells persona(input_.leads, "persona");
        std::vector<std::string_view> values;
        for (const Person& each : people_.all()) values.push_back(persona[each.row]);
        const Grouping groups = group_by(values, most_personas);
        personas_ = groups.names;
        persona_of_row_.assign(input_.leads.rows(), 0);
        for (std::size_t i = 0; i < groups.of.size(); ++i)
            persona_of_row_[people_.all()[i].row] = groups.of[i];
        person_of_row_.assign(input_.leads.rows(), 0);
        for (std::size_t i = 0; i < people_.all().size(); ++i) person_of_row_[people_.all()[i].row] = i;
        for (const Content& each : agreement_.contents)
            if (!each.persona.empty() &&
                std::none_of(personas_.begin(), personas_.end(),
                             [&](const auto& known) { return same_text(known, each.persona); }))
                personas_.push_back(each.persona);
        uses_.assign(personas_.size(), std::vector<Tally>(stages_.size()));
        standing_.assign(personas_.size(), std::vector<std::vector<std::uint32_t>>(stages_.size()));
        for (const Person& each : people_.all())
            if (each.aside == 0) standing_[persona_of_row_[each.row]][each.reached].push_back(each.row);
    }

    std::size_t stage_at(std::uint32_t row, Instant at) const {
        const std::size_t person = person_of_row_[row];
        for (std::size_t stage = stages_.size(); stage-- > 1;) {
            const Moment reached = people_.time(person, stage);
            if (reached.known() && reached.last(zone_) <= at) return stage;
        }
        return 0;
    }

    std::size_t piece_named(std::string_view name) {
        const auto [known, is_new] = piece_of_.try_emplace(lower(trim(name)), pieces_.size());
        if (is_new) pieces_.push_back({.title = std::string(trim(name)), .leads = {}});
        return known->second;
    }

    static bool names_nothing(std::string_view name) { return name.empty() || name == "(blank)"; }

    void use(std::size_t piece_used, std::uint32_t lead, Instant at) {
        Piece& piece = pieces_[piece_used];
        piece.uses.add(lead);
        if (piece.leads.empty() || piece.leads.back() != lead) piece.leads.push_back(lead);
        uses_[persona_of_row_[lead]][stage_at(lead, at)].add(lead);
    }

    void count_uses() {
        const std::vector<std::string>& names = touches_.channels();
        std::vector<std::optional<std::size_t>> pieces(names.size());
        for (std::uint32_t lead = 0; lead < input_.leads.rows(); ++lead)
            for (const TouchLog::Touch& touch : touches_.of(lead)) {
                if (!touch.holds(0) || names_nothing(names[touch.channel]) ||
                    !period_.contains(Moment(touch.instant()), zone_))
                    continue;
                std::optional<std::size_t>& piece = pieces[touch.channel];
                if (!piece) piece = piece_named(names[touch.channel]);
                use(*piece, lead, touch.instant());
            }
        for (const Answer& answer : input_.answers) {
            std::uint32_t row = people_.index().by_id(answer.lead);
            if (row == LeadIndex::none) row = people_.index().by_email(answer.lead);
            if (row == LeadIndex::none || answer.at > input_.as_of) continue;
            if (!period_.contains(Moment(answer.at), zone_)) continue;
            if (!names_nothing(answer.content_used)) use(piece_named(answer.content_used), row, answer.at);
            if (answer.content_missing.empty()) continue;
            auto& [text, leads] = asked_[lower(trim(answer.content_missing))];
            if (leads.empty()) text = trim(answer.content_missing);
            leads.insert(row);
        }
        for (Piece& piece : pieces_) {
            std::sort(piece.leads.begin(), piece.leads.end());
            piece.leads.erase(std::unique(piece.leads.begin(), piece.leads.end()), piece.leads.end());
        }
    }

    void count_deals() {
        std::vector<std::optional<std::size_t>> pieces;
        for (const std::string& name : touches_.channels()) {
            const auto known = piece_of_.find(lower(trim(name)));
            pieces.push_back(known == piece_of_.end() ? std::nullopt : std::optional(known->second));
        }
        for (const Deal& deal : people_.deals().all) {
            const bool won = deal.status == DealStatus::won;
            if ((!won && deal.status != DealStatus::lost) || deal.leads.empty()) continue;
            if (!period_.contains(deal.closed, zone_)) continue;
            (won ? won_ : lost_).push_back(static_cast<std::uint32_t>(deal.row));
            const Instant end = deal.closed.known() ? deal.closed.last(zone_) : input_.as_of;
            std::set<std::size_t> with;
            for (const std::uint32_t lead : deal.leads)
                for (const TouchLog::Touch& touch : touches_.of(lead))
                    if (touch.holds(0) && touch.instant() <= end && pieces[touch.channel])
                        with.insert(*pieces[touch.channel]);
            for (const std::size_t piece : with)
                (won ? pieces_[piece].won : pieces_[piece].lost)
                    .push_back(static_cast<std::uint32_t>(deal.row));
        }
    }

    std::size_t existing(std::size_t persona, std::size_t stage) const {
        return static_cast<std::size_t>(
            std::count_if(agreement_.contents.begin(), agreement_.contents.end(), [&](const Content& each) {
                return (each.persona.empty() || same_text(each.persona, personas_[persona])) &&
                       (each.stage.empty() || same_text(each.stage, stages_[stage]));
            }));
    }

    /// The last stage is the end of the way: nothing is sent there to bring it on.
    std::size_t shown_stages() const { return stages_.size() > 1 ? stages_.size() - 1 : stages_.size(); }

    /// Of uses every stage has a column, so that they add up to those of the pieces.
    ReportTable matrix(const char* key, const char* title) const {
        const bool exists = std::string_view(key) == "exists";
        const std::size_t stages = exists ? shown_stages() : stages_.size();
        ReportTable out{.key = key, .title = title};
        out.columns.push_back({.key = "persona", .title = "persona", .definition = "of the lead"});
        for (std::size_t stage = 0; stage < stages; ++stage)
            out.columns.push_back(
                {.key = value_key(stages_[stage], "stage", {"persona"}),
                 .title = stages_[stage],
                 .unit = Unit::number,
                 .definition = exists
                                   ? "pieces on the list for this persona at the stage '" + stages_[stage] +
                                         "', those for everybody among them"
                                   : "how often a piece was used with leads of this persona whose furthest "
                                     "stage was '" +
                                         stages_[stage] + "' then, as far as it is known",
                 .derived = exists});
        for (std::size_t persona = 0; persona < personas_.size(); ++persona) {
            std::vector<ReportCell> row;
            row.reserve(stages + 1);
            row.emplace_back(personas_[persona]);
            for (std::size_t stage = 0; stage < stages; ++stage)
                row.push_back(exists ? ReportCell(static_cast<double>(existing(persona, stage)))
                                     : uses_[persona][stage].cell());
            out.rows.push_back(std::move(row));
        }
        return out;
    }

    ReportTable gaps() const {
        ReportTable out{.key = "gaps",
                        .title =
                            "Gaps: where leads stand and nothing is on the list for them, or nobody uses it"};
        out.columns = {
            {.key = "persona", .title = "persona", .definition = "of the lead"},
            {.key = "stage", .title = "stage", .definition = "where leads stand now, and not aside"},
            {.key = "leads",
             .title = "leads",
             .unit = Unit::count,
             .definition = "leads of this persona that stand there",
             .bar = true},
            {.key = "pieces",
             .title = "pieces",
             .unit = Unit::number,
             .definition = "pieces on the list for them",
             .derived = true},
            {.key = "uses",
             .title = "uses",
             .unit = Unit::number,
             .definition = "how often any piece was used with such leads"},
            {.key = "gap",
             .title = "gap",
             .definition = "missing: nothing is on the list; unused: it is, and nobody uses it"}};
        if (agreement_.contents.empty()) return out;
        for (std::size_t persona = 0; persona < personas_.size(); ++persona)
            for (std::size_t stage = 0; stage < shown_stages(); ++stage) {
                const std::size_t pieces = existing(persona, stage);
                const Tally& uses = uses_[persona][stage];
                if (standing_[persona][stage].empty() || (pieces > 0 && uses.count() > 0)) continue;
                out.rows.push_back({personas_[persona], stages_[stage], count_cell(standing_[persona][stage]),
                                    ReportCell(static_cast<double>(pieces)), uses.cell(),
                                    pieces == 0 ? "missing" : "unused"});
            }
        std::stable_sort(out.rows.begin(), out.rows.end(), [](const auto& a, const auto& b) {
            return std::get<double>(a[2].value) > std::get<double>(b[2].value);
        });
        return out;
    }

    ReportTable pieces() const {
        ReportTable out{.key = "pieces", .title = "Each piece, and the deals it was used in"};
        out.columns = {
            {.key = "piece",
             .title = "piece",
             .definition = "its title, else as touches call it",
             .wrap = true},
            {.key = "list",
             .title = "list",
             .definition = "yes: on the agreement's list; drift: used, and not on it"},
            {.key = "persona", .title = "persona", .definition = "for whom it is; blank: everybody"},
            {.key = "stage", .title = "stage", .definition = "for which stage; blank: every one"},
            {.key = "leads",
             .title = "leads",
             .unit = Unit::count,
             .definition = "leads with whom it was used",
             .bar = true},
            {.key = "uses", .title = "uses", .unit = Unit::number, .definition = "how often"},
            {.key = "in_won",
             .title = "in won",
             .unit = Unit::share,
             .definition = "of the won deals with leads, the share with whose people it was used before the "
                           "end; beside it the 95% range (Wilson)",
             .ranged = true},
            {.key = "in_lost",
             .title = "in lost",
             .unit = Unit::share,
             .definition = "the same of lost deals"},
            {.key = "sign",
             .title = "more",
             .definition = "where the two ranges do not overlap: more in won, or more in lost deals. It was "
                           "there, which does not say that it was the cause"}};
        std::vector<const Piece*> order;
        for (const Piece& each : pieces_) order.push_back(&each);
        std::stable_sort(order.begin(), order.end(),
                         [](const Piece* a, const Piece* b) { return a->leads.size() > b->leads.size(); });
        for (const Piece* each : order) {
            const Content* const listed = each->listed;
            const bool opens = out.rows.size() < most_opened;
            const ReportCell won = share_of(won_, each->won, opens),
                             lost = share_of(lost_, each->lost, opens);
            std::string sign;
            if (won.low && lost.high && *won.low > *lost.high) sign = "in won";
            if (lost.low && won.high && *lost.low > *won.high) sign = "in lost";
            out.rows.push_back({each->title, listed ? "yes" : "drift",
                                listed ? listed->persona : std::string(),
                                listed ? listed->stage : std::string(), count_cell(each->leads),
                                each->uses.cell(), won, lost, sign});
        }
        return out;
    }

    ReportTable missing() const {
        ReportTable out{.key = "missing", .title = "What reps looked for and did not find"};
        out.columns = {{.key = "wish",
                        .title = "wish",
                        .definition = "as reps wrote it into their answers",
                        .wrap = true},
                       {.key = "leads",
                        .title = "leads",
                        .unit = Unit::count,
                        .definition = "leads for whom it was missing",
                        .bar = true}};
        for (const auto& [key, wish] : asked_)
            out.rows.push_back({wish.first, count_cell({wish.second.begin(), wish.second.end()})});
        std::stable_sort(out.rows.begin(), out.rows.end(), [](const auto& a, const auto& b) {
            return std::get<double>(a[1].value) > std::get<double>(b[1].value);
        });
        return out;
    }

    const ReportInput& input_;
    const Agreement& agreement_;
    const Zone& zone_;
    const Period period_{input_.from, input_.to};
    const std::vector<std::string>& stages_;
    People people_;
    TouchLog touches_;
    std::vector<Piece> pieces_;
    std::map<std::string, std::size_t> piece_of_; ///< by title and by id, in small letters
    std::vector<std::string> personas_;
    std::vector<std::uint32_t> persona_of_row_;
    std::vector<std::size_t> person_of_row_;
    std::vector<std::vector<Tally>> uses_;                          ///< [persona][stage]
    std::vector<std::vector<std::vector<std::uint32_t>>> standing_; ///< the same: rows of leads
    std::map<std::string, std::pair<std::string, std::set<std::uint32_t>>> asked_;
    std::vector<std::uint32_t> won_, lost_; ///< deals with leads
};

} // namespace

Report content(const ReportInput& input) { return ContentReport(input).make(); }

} // namespace handoff
