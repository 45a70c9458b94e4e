#pragma once

#include <handoff/report.hpp>
#include <handoff/words.hpp>

namespace handoff {

/// A list of leads, the worst first, holds at most so many rows, of which people see the first few.
constexpr std::size_t most_listed = 10'000, listed_for_people = 25;

/// Completes a table that lists `all` leads, or their first `most_listed`.
inline void finish_list(ReportTable& list, std::size_t all, std::string_view noun = "lead") {
    list.for_people = listed_for_people;
    if (all > list.rows.size())
        list.notes.push_back(counted(all - list.rows.size(), std::string("more ").append(noun)) +
                             ": --rows writes all of them");
}

} // namespace handoff
