#include "report/pivot_axis.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <utility>

namespace handoff {
namespace {

constexpr std::size_t most_periods = 24;

std::optional<std::pair<Date, Date>> first_and_last(std::span<const Moment> moments, const Zone& zone) {
    std::optional<std::pair<Date, Date>> found;
    for (const Moment& moment : moments) {
        if (!moment.known()) continue;
        const Date day = moment.day_in(zone);
        if (!found) found = {day, day};
        found = {std::min(found->first, day), std::max(found->second, day)};
    }
    return found;
}

} // namespace

std::optional<PeriodOf> read_period_of(std::string_view text) {
    const std::size_t open = text.find('(');
    const std::string_view word = trim(text.substr(0, open));
    const auto length = read_period_length(word);
    if (!length) return std::nullopt;
    PeriodOf period{.length = *length, .word = std::string(word)};
    if (open == std::string_view::npos) return period;
    const std::size_t close = text.rfind(')');
    if (close == std::string_view::npos || close < open) return std::nullopt;
    period.column = trim(text.substr(open + 1, close - open - 1));
    period.named = true;
    return period;
}

Axis axis_of_periods(std::span<const Moment> moments, const PeriodOf& period, const std::string& asked,
                     const std::string& what, const Agreement& agreement) {
    const Zone& zone = agreement.timezone;
    const std::chrono::month_day year = agreement.fiscal_year_starts;
    Axis out{.title = asked,
             .definition = "the " + period.word + " in which " + what + ", in days of " + zone.name(),
             .in_order = true};
    if (const std::string fiscal = fiscal_note(period.length, year); !fiscal.empty()) {
        out.note = period.word + "s are " + fiscal;
        out.definition += "; " + out.note;
    }
    std::vector<std::string> all;
    if (const auto days = first_and_last(moments, zone))
        all = periods_between(days->first, days->second, period.length, year);
    const std::size_t together = all.size() > most_periods ? all.size() - most_periods : 0;
    if (together > 0) out.names.push_back("before " + all[together]);
    out.names.insert(out.names.end(), all.begin() + static_cast<std::ptrdiff_t>(together), all.end());
    const std::size_t undated = out.names.size();
    for (const Moment& moment : moments) {
        std::size_t shown = undated;
        if (moment.known()) {
            const std::string name = name_of_period(moment.day_in(zone), period.length, year);
            const auto at =
                static_cast<std::size_t>(std::lower_bound(all.begin(), all.end(), name) - all.begin());
            shown = at < together ? 0 : at - together + (together > 0 ? 1 : 0);
        }
        out.of.push_back(static_cast<std::uint32_t>(shown));
    }
    if (std::any_of(moments.begin(), moments.end(), [](const Moment& moment) { return !moment.known(); }))
        out.names.emplace_back("(no date)");
    return out;
}

Axis axis_of_days(std::span<const Moment> moments, const std::string& column, const std::string& what,
                  const Agreement& agreement) {
    std::vector<std::string> day_of;
    for (const Moment& moment : moments)
        day_of.push_back(moment.known() ? to_text(moment.day_in(agreement.timezone)) : "(blank)");
    Axis out{.title = column,
             .definition = "day of " + what + ", in days of " + agreement.timezone.name(),
             .names = day_of,
             .in_order = true};
    const auto before = [](const std::string& a, const std::string& b) {
        return std::pair(a == "(blank)", a) < std::pair(b == "(blank)", b);
    };
    std::sort(out.names.begin(), out.names.end(), before);
    out.names.erase(std::unique(out.names.begin(), out.names.end()), out.names.end());
    for (const std::string& day : day_of)
        out.of.push_back(static_cast<std::uint32_t>(
            std::lower_bound(out.names.begin(), out.names.end(), day, before) - out.names.begin()));
    return out;
}

} // namespace handoff
