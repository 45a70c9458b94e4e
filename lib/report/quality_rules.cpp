#include "report/if_any.hpp"
#include "report/judged.hpp"
#include "report/prediction.hpp"

#include <algorithm>
#include <bit>

namespace handoff {
namespace {

constexpr std::size_t enough = 30;

/// For each lead, whether a rule fired.
class Fired {
  public:
    explicit Fired(const std::vector<Points>& points) : bits_((points.size() + 63) / 64) {
        for (std::size_t lead = 0; lead < points.size(); ++lead)
            if (points[lead] != Points()) {
                bits_[lead / 64] |= std::uint64_t{1} << (lead % 64);
                ++count_;
            }
    }
    std::size_t count() const noexcept { return count_; }
    std::size_t both(const Fired& other) const noexcept {
        std::size_t count = 0;
        for (std::size_t i = 0; i < bits_.size(); ++i)
            count += static_cast<std::size_t>(std::popcount(bits_[i] & other.bits_[i]));
        return count;
    }

  private:
    std::vector<std::uint64_t> bits_;
    std::size_t count_ = 0;
};

std::string verdict(double points, const Group& fired, const Judgement& judgement) {
    const std::size_t others = judgement.leads.size() - fired.leads.size();
    if (fired.leads.empty()) return "never fires";
    if (others == 0) return "fires for all: tells nothing";
    if (fired.leads.size() < enough || others < enough) return "too few to tell";
    const auto better =
        difference(fired.won.size(), fired.leads.size(), judgement.won - fired.won.size(), others);
    if (better->low <= 0 && better->high >= 0) return "no difference seen";
    return (better->low > 0) == (points > 0) ? "earns its points" : "points the wrong way";
}

ReportTable rules_table(const Judgement& judgement, const Agreement& agreement) {
    ReportTable table{.key = "rules", .title = "Does each rule earn its points?"};
    table.columns = {
        {.key = "rule", .title = "rule", .definition = "a rule of the agreement", .wrap = true},
        {.key = "points",
         .title = "points",
         .unit = Unit::number,
         .definition = "what it gave on average where it fired"},
        {.key = "fired",
         .title = "fired",
         .unit = Unit::count,
         .definition = "leads to which it gave points"},
        {.key = "won",
         .title = "converted",
         .unit = Unit::count,
         .definition = "those of them that " + judgement.outcome},
        {.key = "lift",
         .title = "lift",
         .unit = Unit::number,
         .definition = "their rate as a multiple of that of all leads; beside it the 95% range (Wilson)",
         .ranged = true},
        {.key = "verdict",
         .title = "verdict",
         .definition =
             "whether leads for which it fired convert more often than the others, by the 95% range of "
             "the difference (Newcombe), and its points go the same way; too few to tell below 30 leads",
         .wrap = true}};
    for (const std::size_t rule : judgement.its_rules) {
        if (agreement.score.rules[rule].disqualify) continue;
        Group fired;
        double points = 0;
        for (std::size_t lead = 0; lead < judgement.leads.size(); ++lead) {
            if (judgement.rules[rule][lead] == Points()) continue;
            fired.add(judgement.leads[lead]);
            points += judgement.rules[rule][lead].value();
        }
        if (!fired.leads.empty()) points /= static_cast<double>(fired.leads.size());
        table.rows.push_back({agreement.score.rules[rule].name,
                              fired.leads.empty() ? ReportCell() : ReportCell(points),
                              count_cell(fired.leads), count_cell(fired.won), fired.lift(judgement.base()),
                              verdict(points, fired, judgement)});
    }
    return table;
}

ReportTable pairs_table(const Judgement& judgement, const Agreement& agreement) {
    ReportTable table{.key = "pairs", .title = "Rules that say the same"};
    table.columns = {
        {.key = "rule", .title = "rule", .definition = "a rule of the agreement", .wrap = true},
        {.key = "other", .title = "fires with", .definition = "another one", .wrap = true},
        {.key = "both", .title = "both", .unit = Unit::count, .definition = "leads for which both fired"},
        {.key = "agreement",
         .title = "agreement",
         .unit = Unit::number,
         .definition =
             "the correlation of the two (phi): 1 when they always fire together. Shown from 0.8 on"}};
    constexpr double redundant = 0.8;
    std::vector<Fired> fired;
    for (const std::size_t rule : judgement.its_rules) fired.emplace_back(judgement.rules[rule]);
    for (std::size_t a = 0; a < fired.size(); ++a)
        for (std::size_t b = a + 1; b < fired.size(); ++b) {
            const std::size_t both = fired[a].both(fired[b]);
            const auto phi = correlation(both, fired[a].count(), fired[b].count(), judgement.leads.size());
            if (!phi || *phi < redundant) continue;
            const std::size_t one = judgement.its_rules[a], other = judgement.its_rules[b];
            std::vector<std::uint32_t> rows;
            for (std::size_t lead = 0; lead < judgement.leads.size(); ++lead)
                if (judgement.rules[one][lead] != Points() && judgement.rules[other][lead] != Points())
                    rows.push_back(judgement.leads[lead].row);
            table.rows.push_back({agreement.score.rules[one].name, agreement.score.rules[other].name,
                                  count_cell(std::move(rows)), *phi});
        }
    return table;
}

} // namespace

std::vector<ReportTable> quality_rules(const Judgement& judgement, const Agreement& agreement) {
    std::vector<ReportTable> tables;
    if (judgement.its_rules.empty()) return tables;
    tables.push_back(rules_table(judgement, agreement));
    add_if_any(tables, pairs_table(judgement, agreement));
    return tables;
}

} // namespace handoff
