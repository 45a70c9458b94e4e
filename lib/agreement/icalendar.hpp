#pragma once

#include <handoff/error.hpp>
#include <handoff/time.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// The days that the whole-day events of an iCalendar file (.ics, RFC 5545) cover, sorted, each once. Events
/// that repeat every year are followed to the year 2100; cancelled ones do not count. What is not understood
/// (other repetitions, events with a time of day) is an error with its line, since a holiday that is left out
/// in silence makes due times wrong.
std::vector<Date> read_icalendar(std::string_view text, const std::string& path, Diagnostics& diagnostics);

} // namespace handoff
