#include <handoff/error.hpp>
#include <handoff/time.hpp>
#include <handoff/words.hpp>

#include <date/tz.h>
#include <stdexcept>
#include <vector>

namespace handoff {

namespace {

using std::chrono::microseconds;

/// A null zone is UTC, so that nothing reads the time zone database unless an agreement names a zone.
const date::time_zone* of(const void* zone) noexcept { return static_cast<const date::time_zone*>(zone); }

std::string nearest_zone(std::string_view name) {
    std::vector<std::string> names;
    for (const date::time_zone& zone : date::get_tzdb().zones) names.push_back(zone.name());
    if (std::string near = nearest(name, names); !near.empty()) return near;
    for (const std::string& candidate : names) { // "New York" for "America/New_York"
        std::string city = candidate.substr(candidate.rfind('/') + 1);
        for (char& c : city)
            if (c == '_') c = ' ';
        if (same_text(city, name)) return candidate;
    }
    return {};
}

} // namespace

Zone Zone::utc() { return Zone(nullptr); }

Zone Zone::named(std::string_view name) {
    if (name == "UTC") return utc();
    try {
        date::get_tzdb();
    } catch (const std::exception&) {
        throw Error(Fault::request, "the time zone database of this machine cannot be read",
                    "install the package tzdata");
    }
    try {
        return Zone(date::locate_zone(name));
    } catch (const std::runtime_error&) {
        const std::string near = nearest_zone(name);
        throw Error(Fault::request, "there is no time zone '" + std::string(name) + "'",
                    near.empty() ? "names look like 'Europe/Berlin'" : "did you mean '" + near + "'?");
    }
}

const std::string& Zone::name() const noexcept {
    static const std::string utc_name = "UTC";
    return zone_ ? of(zone_)->name() : utc_name;
}

Instant Zone::to_utc(std::chrono::local_time<microseconds> local) const {
    if (!zone_) return Instant{local.time_since_epoch()};
    const date::local_info info =
        of(zone_)->get_info(date::local_time<microseconds>{local.time_since_epoch()});
    if (info.result == date::local_info::nonexistent) return Instant{info.first.end.time_since_epoch()};
    return Instant{local.time_since_epoch() - info.first.offset};
}

std::chrono::local_time<microseconds> Zone::to_local(Instant instant) const {
    std::chrono::local_time<microseconds> local{instant.time_since_epoch()};
    if (zone_) local += of(zone_)->get_info(date::sys_time<microseconds>{instant.time_since_epoch()}).offset;
    return local;
}

Date Zone::date_of(Instant instant) const {
    return Date{std::chrono::floor<std::chrono::days>(to_local(instant))};
}

Instant Zone::start_of(Date date) const {
    return to_utc(std::chrono::local_time<microseconds>{std::chrono::local_days{date}});
}

} // namespace handoff
