#pragma once

#include <string_view>

namespace handoff {

/// 1 to 12 for the name of a month or its beginning, three letters at least, in English and the commoner
/// languages of Europe: "apr", "April", "Sept", "août". 0 for any other word.
unsigned month_named(std::string_view word);
/// The same for days of the week: "Thu", "jeudi".
bool is_weekday(std::string_view word);

} // namespace handoff
