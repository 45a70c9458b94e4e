#include "route/holds.hpp"

#include "report/moment.hpp"
#include "route/blank_columns.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace handoff {

HoldsSeen::HoldsSeen(const Table& leads, const Agreement& agreement, Instant as_of)
    : leads_(leads), agreement_(agreement), as_of_(as_of) {
    std::vector<Expression> conditions;
    std::vector<const PauseReason*> whose;
    for (const PauseReason& each : agreement.pauses) {
        if (each.when.empty()) continue;
        conditions.push_back(each.when);
        whose.push_back(&each);
        if (each.since.empty() || leads.find(each.since)) continue;
        throw Error(
            Fault::request,
            {Diagnostic{.place = each.since_place,
                        .what = fmt::format("the leads have no column '{}' that says since when", each.since),
                        .hint = did_you_mean(each.since, leads.names()),
                        .source = std::string(agreement.line(each.since_place.line))}});
    }
    if (conditions.empty()) return;
    const Bound bound(conditions, scope_with_blanks(leads, agreement, as_of, conditions));
    Bound::Evaluator evaluator(bound);
    evaluator.run(leads);
    codes_.resize(leads.rows());
    for (std::size_t i = whose.size(); i-- > 0;) {
        const auto mask = evaluator.mask(i);
        for (std::size_t row = 0; row < codes_.size(); ++row)
            if (mask[row] != 0) codes_[row] = whose[i];
    }
}

Instant HoldsSeen::changed_at(std::size_t row, const PauseReason* pause, std::optional<Instant> after) const {
    const auto says = [&](std::string_view column) -> std::optional<Instant> {
        const auto at = leads_.find(column);
        if (!at || row >= leads_[*at].cells.size()) return std::nullopt;
        const Moment moment = Moment::read(leads_[*at].cells[row]);
        if (!moment.known()) return std::nullopt;
        const Instant when = moment.first(agreement_.timezone);
        return when <= as_of_ && (!after || when > *after) ? std::optional(when) : std::nullopt;
    };
    if (pause && !pause->since.empty())
        if (const auto since = says(pause->since)) return *since;
    return says("updated_at").value_or(as_of_);
}

std::optional<HoldsSeen::Change> HoldsSeen::change(std::size_t row, const Hold* last) const {
    const PauseReason* const now = codes_.empty() ? nullptr : codes_[row];
    const std::string was = last && !last->to ? last->code : "";
    const std::string is = now ? now->code : "";
    if (is == was) return std::nullopt;
    const auto after = !last ? std::nullopt : std::optional(last->to.value_or(last->from));
    return Change{is, changed_at(row, now, after)};
}

} // namespace handoff
