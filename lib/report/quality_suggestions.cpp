#include "base/rounded.hpp"
#include "report/judged.hpp"
#include "report/prediction.hpp"
#include "report/rule_steps.hpp"
#include "report/suggestions.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace handoff {
namespace {

constexpr std::size_t enough = 30; ///< leads on either side of a comparison
constexpr double seen_share = 0.2; ///< so many of the leads below a threshold were worked, to know of them

/// "NAME >= NUMBER" in the definition of a qualified lead.
struct Threshold {
    std::string name;
    double from = 0;
    std::size_t at = 0, length = 0; ///< of the number, in its line
};

std::vector<Threshold> thresholds_in(const std::string& line) {
    std::vector<Threshold> found;
    const auto is_word = [](char sign) {
        return sign == '_' || std::isalnum(static_cast<unsigned char>(sign)) != 0;
    };
    for (std::size_t at = line.find(">="); at != std::string::npos; at = line.find(">=", at + 1)) {
        std::size_t end = at;
        while (end > 0 && line[end - 1] == ' ') --end;
        std::size_t begin = end;
        while (begin > 0 && is_word(line[begin - 1])) --begin;
        const std::size_t number = line.find_first_not_of(' ', at + 2);
        if (number == std::string::npos || begin == end) continue;
        std::size_t length = 0;
        while (number + length < line.size() &&
               (std::isdigit(static_cast<unsigned char>(line[number + length])) != 0 ||
                line[number + length] == '.'))
            ++length;
        if (length == 0) continue;
        found.push_back(
            {line.substr(begin, end - begin), std::stod(line.substr(number, length)), number, length});
    }
    return found;
}

struct Rate {
    std::size_t leads = 0, won = 0, worked = 0;
    void add(const JudgedLead& lead) {
        ++leads;
        won += lead.won ? 1 : 0;
        worked += lead.worked ? 1 : 0;
    }
    std::string text() const {
        return fmt::format("{} of {} ({})", won, leads,
                           percent_text(static_cast<double>(won) / static_cast<double>(leads)));
    }
};

std::string interval_text(const Interval& by) {
    const bool more = by.low > 0;
    return fmt::format("{} to {} points {} (95%)", rounded_text(100 * (more ? by.low : -by.high), 1),
                       rounded_text(100 * (more ? by.high : -by.low), 1), more ? "more" : "less");
}

class Finder {
  public:
    Finder(const Judgement& judgement, const ReportInput& input)
        : judgement_(judgement), agreement_(*input.agreement), leads_(input.leads), its_name_(input.score),
          its_column_(its_name_.empty() ? "score" : "score_" + its_name_), found_(input) {}

    Suggestions find() {
        if (agreement_.path.empty()) return std::move(found_);
        add_rules();
        add_steps();
        add_thresholds();
        return std::move(found_);
    }

  private:
    /// Rules whose points go the other way than what becomes of their leads.
    void add_rules() {
        for (const std::size_t rule : judgement_.its_rules) {
            const ScoreRule& one = agreement_.score.rules[rule];
            if (one.disqualify || one.points == Points()) continue;
            Rate fired, others;
            for (std::size_t lead = 0; lead < judgement_.leads.size(); ++lead)
                (judgement_.rules[rule][lead] != Points() ? fired : others).add(judgement_.leads[lead]);
            if (fired.leads < enough || others.leads < enough) continue;
            const auto by = difference(fired.won, fired.leads, others.won, others.leads);
            const bool wrong = one.points > Points() ? by->high < 0 : by->low > 0;
            const auto line = line_of_key(agreement_, one.place, "points");
            if (!wrong || !line) continue;
            found_.change(*line, with_value(line->text, "0"),
                          fmt::format("rule '{}': of its leads {} {}, of the others {}: {}", one.name,
                                      fired.text(), judgement_.outcome, others.text(), interval_text(*by)));
        }
    }

    /// Bands and values that earn more than others of their rule, and turn out worse.
    void add_steps() {
        for (const std::size_t number : judgement_.its_rules) {
            const ScoreRule& rule = agreement_.score.rules[number];
            if (rule.column.empty()) continue;
            RuleSteps steps(agreement_, rule, leads_);
            for (const JudgedLead& lead : judgement_.leads) steps.add(lead.row, lead.won);
            if (const auto change = steps.change(judgement_.outcome))
                found_.change(change->line, change->changed, change->because);
        }
    }

    /// The groups that a name in a condition adds up; none: it is neither a group nor a score.
    std::vector<std::string> groups_of(const std::string& name) const {
        const ScoreModel& model = agreement_.score;
        if (name == "score") return model.groups_of({});
        for (const NamedScore& named : model.named)
            if (name == "score_" + named.name) return named.groups;
        for (const ScoreGroup& group : model.groups)
            if (group.name == name) return {name};
        return {};
    }

    /// What a group, with its minimum and maximum, gave a lead then.
    Points points_of(const std::string& name, std::size_t lead) const {
        const ScoreModel& model = agreement_.score;
        Points sum;
        for (std::size_t rule = 0; rule < judgement_.rules.size(); ++rule)
            if (model.rules[rule].group == name) sum = sum + judgement_.rules[rule][lead];
        for (const ScoreGroup& group : model.groups) {
            if (group.name != name) continue;
            if (group.max) sum = std::min(sum, *group.max);
            if (group.min) sum = std::max(sum, *group.min);
        }
        return sum;
    }

    /// What a group or a score gave each lead, then.
    std::vector<double> values_of(const std::string& name) const {
        const std::vector<std::string> groups = groups_of(name);
        std::vector<double> values;
        for (std::size_t lead = 0; lead < judgement_.leads.size(); ++lead) {
            Points sum;
            for (const std::string& group : groups) sum += points_of(group, lead);
            // What a ledger recorded counts.
            values.push_back((name == its_column_ ? judgement_.leads[lead].score : sum).value());
        }
        return values;
    }

    /// Whether what became of the leads of the score that is judged speaks for or against it.
    bool is_judged(const std::string& name) const {
        const std::vector<std::string> groups = agreement_.score.groups_of(its_name_);
        return name == its_column_ || std::find(groups.begin(), groups.end(), name) != groups.end();
    }

    void add_thresholds() {
        const auto line = line_of_key(agreement_, agreement_.lifecycle.place, "mql");
        if (!line) return;
        std::vector<Threshold> all = thresholds_in(line->text);
        std::erase_if(all, [&](const Threshold& each) { return groups_of(each.name).empty(); });
        std::vector<std::vector<double>> values;
        for (const Threshold& each : all) values.push_back(values_of(each.name));
        for (std::size_t i = 0; i < all.size(); ++i)
            if (is_judged(all[i].name)) add_threshold(*line, all, values, i);
    }

    /// The leads just above a line that qualifies, and just below it, with all other lines kept.
    void add_threshold(const AgreementLine& line, const std::vector<Threshold>& all,
                       const std::vector<std::vector<double>>& values, std::size_t which) {
        const Threshold& one = all[which];
        const double step = std::max(1.0, std::round(std::abs(one.from) / 4));
        Rate above, just_above, just_below;
        for (std::size_t lead = 0; lead < judgement_.leads.size(); ++lead) {
            bool others_hold = true;
            for (std::size_t i = 0; i < all.size(); ++i)
                others_hold = others_hold && (i == which || values[i][lead] >= all[i].from);
            if (!others_hold) continue;
            const double value = values[which][lead];
            if (value >= one.from + step)
                above.add(judgement_.leads[lead]);
            else if (value >= one.from)
                just_above.add(judgement_.leads[lead]);
            else if (value >= one.from - step)
                just_below.add(judgement_.leads[lead]);
        }
        const auto with = [&](double from) {
            return line.text.substr(0, one.at) + fmt::format("{}", from) +
                   line.text.substr(one.at + one.length);
        };
        const std::string of =
            fmt::format("of leads with {} from {} to {}", one.name, one.from, one.from + step);
        if (just_above.leads >= enough && above.leads >= enough) {
            const auto by = difference(just_above.won, just_above.leads, above.won, above.leads);
            if (by->high < 0 && wilson(just_above.won, just_above.leads)->high < judgement_.base())
                return found_.change(line, with(one.from + step),
                                     fmt::format("{} {} {}, less than of all leads ({}), and of those above "
                                                 "{}: {}",
                                                 of, just_above.text(), judgement_.outcome,
                                                 percent_text(judgement_.base()), above.text(),
                                                 interval_text(*by)));
        }
        const bool seen =
            static_cast<double>(just_below.worked) >= seen_share * static_cast<double>(just_below.leads);
        if (just_below.leads >= enough && seen &&
            wilson(just_below.won, just_below.leads)->low > judgement_.base())
            found_.change(line, with(one.from - step),
                          fmt::format("of leads with {} from {} to {} {} {}, more than of all leads ({}): "
                                      "at least {} (95%)",
                                      one.name, one.from - step, one.from, just_below.text(),
                                      judgement_.outcome, percent_text(judgement_.base()),
                                      percent_text(wilson(just_below.won, just_below.leads)->low)));
    }

    const Judgement& judgement_;
    const Agreement& agreement_;
    const Table& leads_;
    const std::string& its_name_; ///< of the score that is judged
    const std::string its_column_;
    Suggestions found_;
};

} // namespace

void add_quality_suggestions(Report& report, const Judgement& judgement, const ReportInput& input) {
    Finder(judgement, input)
        .find()
        .add_to(report,
                "no points of a rule, a band or a value go the wrong way, and at no line of 'mql' do 30 "
                "leads or more just above it convert less, or just below it more, than leads in "
                "general");
}

} // namespace handoff
