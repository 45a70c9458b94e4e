#include "report/cells.hpp"
#include "report/judged.hpp"

#include <algorithm>

namespace handoff {
namespace {

constexpr std::size_t most_read = 10;

class Meeting {
  public:
    Meeting(const Judgement& judgement, const ReportInput& input) : judgement_(judgement), input_(input) {}

    ReportTable table(const char* key, std::string title, const std::vector<std::size_t>& leads) const {
        const Cells id(input_.leads, "lead_id"), email(input_.leads, "email"),
            company(input_.leads, "company");
        ReportTable table{.key = key, .title = std::move(title)};
        table.columns = {{.key = "lead", .title = "lead", .definition = "its id, else its e-mail address"},
                         {.key = "company", .title = "company", .definition = "where it works"},
                         {.key = "score",
                          .title = "score",
                          .unit = Unit::number,
                          .definition = "its score " + judgement_.then},
                         {.key = "grade", .title = "grade", .definition = "its grade then"},
                         {.key = "stage",
                          .title = "stage",
                          .definition = "where it stands now, by its status and what became of its deals"},
                         {.key = "rules",
                          .title = "by what",
                          .definition = "the rules that gave or took the most points",
                          .wrap = true}};
        for (const std::size_t at : leads) {
            const JudgedLead& lead = judgement_.leads[at];
            const std::string_view name = id[lead.row].empty() ? email[lead.row] : id[lead.row];
            table.rows.push_back({std::string(name), std::string(company[lead.row]), lead.score.value(),
                                  lead.grade, std::string(lead.stage), strongest(at)});
        }
        return table;
    }

  private:
    std::string strongest(std::size_t lead) const {
        constexpr std::size_t most_named = 3;
        std::vector<std::pair<Points, std::size_t>> given;
        for (const std::size_t rule : judgement_.its_rules)
            if (const Points points = judgement_.rules[rule][lead]; points != Points())
                given.emplace_back(points, rule);
        std::stable_sort(given.begin(), given.end(), [](const auto& a, const auto& b) {
            return std::abs(a.first.value()) > std::abs(b.first.value());
        });
        std::string text;
        for (std::size_t i = 0; i < std::min(given.size(), most_named); ++i)
            text += (i == 0 ? "" : ", ") + input_.agreement->score.rules[given[i].second].name;
        return text;
    }

    const Judgement& judgement_;
    const ReportInput& input_;
};

template <class Before>
void keep_first(std::vector<std::size_t>& leads, Before before) {
    const std::size_t kept = std::min(leads.size(), most_read);
    std::partial_sort(leads.begin(), leads.begin() + static_cast<std::ptrdiff_t>(kept), leads.end(), before);
    leads.resize(kept);
}

} // namespace

std::vector<ReportTable> quality_meeting(const Judgement& judgement, const ReportInput& input) {
    std::vector<std::size_t> lost, won;
    for (std::size_t lead = 0; lead < judgement.leads.size(); ++lead) {
        if (judgement.leads[lead].won)
            won.push_back(lead);
        else if (judgement.leads[lead].worked && !judgement.leads[lead].disqualified)
            lost.push_back(lead);
    }
    // Of those with the same score the first ones of the table.
    const auto score = [&](std::size_t lead) { return judgement.leads[lead].score; };
    keep_first(lost, [&](std::size_t a, std::size_t b) {
        return score(a) != score(b) ? score(a) > score(b) : a < b;
    });
    keep_first(won, [&](std::size_t a, std::size_t b) {
        return score(a) != score(b) ? score(a) < score(b) : a < b;
    });
    const Meeting meeting(judgement, input);
    std::vector<ReportTable> tables;
    if (!lost.empty())
        tables.push_back(meeting.table(
            "too_high", "Read at the next meeting: the best scores that sales worked in vain", lost));
    if (!won.empty())
        tables.push_back(
            meeting.table("too_low", "Read at the next meeting: the worst scores that converted", won));
    return tables;
}

} // namespace handoff
