#pragma once

#include <string>

namespace handoff {

// Numbers as people read them. Tables and sentences both take them from here, so that they say the same.

/// A half goes away from zero, as in spreadsheets: 16.5 is 17, -16.5 is -17. What is a half in decimals stays
/// one although its binary fraction may be a hair less.
double rounded(double value, int decimals = 0) noexcept;

/// "12,345.7"; no minus before a zero.
std::string rounded_text(double value, int decimals = 0);

/// "38.5%" of 0.385. Sentences may have fewer decimals than tables.
std::string percent_text(double share, int decimals = 1);

} // namespace handoff
