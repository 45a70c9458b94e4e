#include "report/unrouted.hpp"

#include "report/cells.hpp"
#include "report/person_name.hpp"

#include <handoff/route.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace handoff {

namespace {

constexpr std::size_t most_listed = 25;
constexpr std::string_view skipped = "skipped: ", passed_on = "passed on: ";

struct Obstacle {
    std::string rep, why;
};

/// Of all that was said of a lead, who could not take it and why; else why no rule led to anybody.
std::vector<Obstacle> obstacles(const Ledger::Unrouted& lead) {
    std::vector<Obstacle> all, rules;
    for (const Reason& reason : lead.reasons) {
        if (reason.effect.starts_with(skipped))
            all.push_back({reason.rule, reason.effect.substr(skipped.size())});
        else if (reason.effect.starts_with(passed_on))
            rules.push_back(
                {"", fmt::format("'{}': {}", reason.rule, reason.effect.substr(passed_on.size()))});
    }
    const auto same = [](const Obstacle& a, const Obstacle& b) { return a.rep == b.rep && a.why == b.why; };
    const auto by_rep = [](const Obstacle& a, const Obstacle& b) { return a.rep < b.rep; };
    std::stable_sort(all.begin(), all.end(), by_rep); // a rep may stand in the pools of several rules
    all.erase(std::unique(all.begin(), all.end(), same), all.end());
    if (all.empty()) all = std::move(rules);
    if (all.empty()) all.push_back({"", "no rule holds for it"});
    return all;
}

} // namespace

std::string unrouted_note(const ReportInput& input) {
    if (input.unrouted.empty()) return {};
    return fmt::format("nobody could take {}, the longest since {}: 'report worklist' tells why",
                       counted(input.unrouted.size(), "lead"),
                       to_text(input.agreement->timezone.date_of(input.unrouted.front().since)));
}

ReportTable unrouted_table(const ReportInput& input) {
    ReportTable out{.key = "unrouted", .title = "Nobody could take these"};
    out.columns = {
        {.key = "lead", .title = "lead", .definition = "the lead's id, or its e-mail", .group = true},
        {.key = "name",
         .title = "name",
         .definition = "the lead's name and company",
         .wrap = true,
         .group = true},
        {.key = "since",
         .title = "since",
         .unit = Unit::date,
         .definition = "the first night on which it could not be routed",
         .group = true},
        {.key = "rep", .title = "rep", .definition = "who could not take it; blank: no rule led to a rep"},
        {.key = "why",
         .title = "why not",
         .definition = "what stood in the way in the last run",
         .wrap = true}};
    const Cells id(input.leads, "lead_id"), email(input.leads, "email"), company(input.leads, "company");
    const PersonName name(input.leads);
    std::map<std::string, std::size_t> row_of;
    for (std::size_t row = 0; row < input.leads.rows(); ++row)
        row_of.try_emplace(lead_key(id[row], email[row]), row);
    std::size_t listed = 0;
    for (const Ledger::Unrouted& lead : input.unrouted) {
        if (++listed > most_listed) break;
        std::string who;
        if (const auto row = row_of.find(lead.lead); row != row_of.end()) {
            who = name[row->second];
            if (const std::string_view at = trim(company[row->second]); !at.empty())
                who += (who.empty() ? "" : ", ") + std::string(at);
        }
        const std::string since = to_text(input.agreement->timezone.date_of(lead.since));
        for (const Obstacle& each : obstacles(lead))
            out.rows.push_back({lead.lead, who, since, each.rep, each.why});
    }
    if (input.unrouted.size() > most_listed)
        out.notes.push_back(counted(input.unrouted.size() - most_listed, "more lead") +
                            " that came to this later");
    return out;
}

} // namespace handoff
