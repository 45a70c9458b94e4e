#include <handoff/calendar.hpp>

#include <algorithm>

namespace handoff {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::local_days;

namespace {

constexpr days longest_gap{731};     // two years without a working day is a mistake in the holidays
constexpr days longest_span{36'525}; // a hundred years of work is a mistake in the target

local_days local_day(const Zone& zone, Instant at) { return std::chrono::floor<days>(zone.to_local(at)); }

// In order of time, those that touch or overlap made one.
std::vector<Pause> merged(std::span<const Pause> pauses) {
    std::vector<Pause> sorted(pauses.begin(), pauses.end());
    std::sort(sorted.begin(), sorted.end(), [](const Pause& a, const Pause& b) { return a.from < b.from; });
    std::vector<Pause> result;
    for (const Pause& pause : sorted) {
        if (!result.empty() && pause.from <= result.back().to)
            result.back().to = std::max(result.back().to, pause.to);
        else
            result.push_back(pause);
    }
    return result;
}

} // namespace

Calendar::Calendar(const CalendarSettings& settings)
    : zone_(Zone::named(settings.timezone)), hours_on_(settings.hours_on), holidays_(settings.holidays),
      name_(settings.name), place_(settings.place) {
    std::copy(std::begin(settings.hours), std::end(settings.hours), std::begin(hours_));
    std::sort(holidays_.begin(), holidays_.end());
    if (std::all_of(std::begin(hours_), std::end(hours_), [](const auto& blocks) { return blocks.empty(); }))
        throw Error(Fault::request,
                    {{.place = place_, .what = "calendar '" + name_ + "' has no working hours"}});
}

Calendar Calendar::always() {
    Calendar calendar;
    for (auto& blocks : calendar.hours_) blocks = {{0min, 24h}};
    return calendar;
}

const Calendar::Blocks& Calendar::blocks_of(local_days day) const noexcept {
    static const Blocks none;
    const Date date{day};
    if (const auto own = hours_on_.find(date); own != hours_on_.end()) return own->second;
    if (std::binary_search(holidays_.begin(), holidays_.end(), date)) return none;
    return hours_[std::chrono::weekday{day}.iso_encoding() - 1];
}

bool Calendar::works_on(Date date) const noexcept { return !blocks_of(local_days{date}).empty(); }

// Gives the blocks that end after `from`, in order, as UTC instants, until `visit` returns false. It begins a
// day early, since a clock that goes back over midnight lets yesterday's last hour follow today's first.
template <class Visit>
void Calendar::visit_blocks(Instant from, Visit visit) const {
    const local_days first = local_day(zone_, from) - days{1};
    local_days last_worked = first;
    for (local_days day = first;; day += days{1}) {
        if (day - last_worked > longest_gap || day - first > longest_span) no_work(from);
        const Blocks& blocks = blocks_of(day);
        if (blocks.empty()) continue;
        last_worked = day;
        for (const auto& block : blocks) {
            const Instant end = zone_.to_utc(day + block.to);
            if (end <= from) continue;
            const Instant begin = zone_.to_utc(day + block.from);
            // A block that a clock change skips whole has no length.
            if (begin < end && !visit(begin, end)) return;
        }
    }
}

void Calendar::no_work(Instant after) const {
    throw Error(Fault::request,
                {{.place = place_,
                  .what = "calendar '" + name_ + "' has no working time to count on after " + to_text(after),
                  .hint = "look at its holidays, and at targets of many years"}});
}

bool Calendar::works_at(Instant at) const {
    for (local_days day = local_day(zone_, at) - days{1}, last = day + days{2}; day <= last; day += days{1}) {
        for (const auto& block : blocks_of(day))
            if (zone_.to_utc(day + block.from) <= at && at < zone_.to_utc(day + block.to)) return true;
    }
    return false;
}

Instant Calendar::next_working(Instant at) const {
    Instant next = at;
    visit_blocks(at, [&](Instant begin, Instant) {
        next = std::max(at, begin);
        return false;
    });
    return next;
}

Instant Calendar::add(Instant start, Duration work) const {
    if (work <= Duration::zero()) return next_working(start);
    Instant done = start;
    visit_blocks(start, [&](Instant begin, Instant end) {
        begin = std::max(begin, start);
        if (work > end - begin) {
            work -= end - begin;
            return true;
        }
        done = begin + work;
        return false;
    });
    return done;
}

Duration Calendar::elapsed(Instant from, Instant to) const {
    if (to < from) return -elapsed(to, from);
    const bool never_rests =
        holidays_.empty() && hours_on_.empty() && zone_.name() == "UTC" &&
        std::all_of(std::begin(hours_), std::end(hours_), [](const Blocks& blocks) {
            return blocks.size() == 1 && blocks.front().from == 0min && blocks.front().to == 24h;
        });
    if (never_rests) return to - from;
    Duration worked{};
    const local_days last = local_day(zone_, to) + days{1};
    for (local_days day = local_day(zone_, from) - days{1}; day <= last; day += days{1}) {
        for (const auto& block : blocks_of(day)) {
            const Instant begin = std::max(from, zone_.to_utc(day + block.from));
            const Instant end = std::min(to, zone_.to_utc(day + block.to));
            if (begin < end) worked += end - begin;
        }
    }
    return worked;
}

Instant Calendar::add(Instant start, Duration work, std::span<const Pause> pauses) const {
    for (const Pause& pause : merged(pauses)) {
        if (pause.to <= start) continue;
        if (pause.from > start) {
            const Duration before = elapsed(start, pause.from);
            if (work <= before) break;
            work -= before;
        }
        start = pause.to;
    }
    return add(start, work);
}

Duration Calendar::elapsed(Instant from, Instant to, std::span<const Pause> pauses) const {
    if (to < from) return -elapsed(to, from, pauses);
    Duration worked = elapsed(from, to);
    for (const Pause& pause : merged(pauses)) {
        const Instant begin = std::max(from, pause.from), end = std::min(to, pause.to);
        if (begin < end) worked -= elapsed(begin, end);
    }
    return worked;
}

Instant Calendar::end_of_day(Instant start, std::uint32_t n) const {
    const local_days first = local_day(zone_, start);
    local_days day = first, last_worked = first;
    for (std::uint32_t left = std::max(n, 1U); left > 0;) {
        day += days{1};
        if (day - last_worked > longest_gap || day - first > longest_span) no_work(start);
        if (blocks_of(day).empty()) continue;
        last_worked = day;
        --left;
    }
    return zone_.to_utc(day + blocks_of(day).back().to);
}

} // namespace handoff
