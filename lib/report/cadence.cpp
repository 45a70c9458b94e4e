#include "report/cadence.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace handoff {

std::string AttemptsMade::text(const Sla::Attempts& agreed) const {
    std::string text = fmt::format("{} of {} attempts made", count, agreed.at_least);
    if (agreed.channels > 1) text += fmt::format(", on {} of {} channels", channels, agreed.channels);
    return text + ", within " + to_text(agreed.within);
}

AttemptsMade attempts_made(std::span<const Followup::Attempt> attempts, const Sla::Attempts& agreed,
                           Instant until, std::span<const Pause> pauses) {
    static const Calendar always = Calendar::always();
    const auto apart = [&](Instant from, Instant to) {
        return pauses.empty() ? to - from : always.elapsed(from, to, pauses);
    };
    AttemptsMade best;
    std::map<std::string_view, std::size_t> channels;
    std::size_t first = 0;
    for (std::size_t last = 0; last < attempts.size() && attempts[last].at <= until; ++last) {
        ++channels[attempts[last].channel];
        while (apart(attempts[first].at, attempts[last].at) > agreed.within) {
            if (--channels[attempts[first].channel] == 0) channels.erase(attempts[first].channel);
            ++first;
        }
        const AttemptsMade now{last - first + 1, channels.size()};
        const auto rank = [&](const AttemptsMade& made) {
            return std::pair(made.met(agreed), std::min<std::size_t>(made.count, agreed.at_least) +
                                                   std::min<std::size_t>(made.channels, agreed.channels));
        };
        if (rank(now) > rank(best)) best = now;
    }
    return best;
}

} // namespace handoff
