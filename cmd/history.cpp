#include "history.hpp"

#include <handoff/words.hpp>

#include <CLI/CLI.hpp>
#include <algorithm>

namespace handoff::command {

namespace {

/// The same time of day so many days or months earlier; of a shorter month its last day.
Instant before(Instant as_of, int steps, const std::string& by, const Zone& zone) {
    const auto local = zone.to_local(as_of);
    if (by != "month") return zone.to_utc(local - std::chrono::days(by == "week" ? 7 * steps : steps));
    const auto day = std::chrono::floor<std::chrono::days>(local);
    std::chrono::year_month_day date{day};
    date = date.year() / date.month() / date.day() - std::chrono::months(steps);
    if (!date.ok()) date = date.year() / date.month() / std::chrono::last;
    return zone.to_utc(std::chrono::local_days(date) + (local - day));
}

} // namespace

void add_history(CLI::App& app, HistorySettings& settings) {
    app.add_option("--history", settings.length, "write the scores of so long up to now, such as 30d")
        ->option_text("LENGTH");
    app.add_option("--by", settings.by, "with --history: a score for each day, week (default) or month")
        ->option_text("STEP");
}

std::vector<Instant> moments_of(const HistorySettings& settings, Instant as_of, const Zone& zone) {
    const std::optional<Duration> length = read_duration(settings.length);
    if (!length || *length <= Duration::zero())
        throw Error(Fault::request,
                    "--history must be a length of time like '30d', not '" + settings.length + "'");
    const std::vector<std::string> steps = {"day", "week", "month"};
    if (std::find(steps.begin(), steps.end(), settings.by) == steps.end())
        throw Error(Fault::request, "unknown step '" + settings.by + "' in --by",
                    "there are 'day', 'week' and 'month'");
    constexpr std::size_t most = 1000;
    const Instant first = zone.to_utc(zone.to_local(as_of) - *length);
    std::vector<Instant> moments;
    for (int step = 0; moments.size() <= most; ++step) {
        const Instant at = before(as_of, step, settings.by, zone);
        if (at < first) break;
        moments.push_back(at);
    }
    if (moments.size() > most)
        throw Error(Fault::request, "--history by " + settings.by + " asks for more than 1,000 moments",
                    "take a shorter length, or a longer step");
    std::reverse(moments.begin(), moments.end());
    return moments;
}

} // namespace handoff::command
