#pragma once

#include <chrono>
#include <string>

namespace acme {

using Moment = std::chrono::sys_seconds;

/// The exports hold the 90 days before this moment: the evening of 20 November 2026 in New York.
inline constexpr Moment last_moment =
    std::chrono::sys_days{std::chrono::year{2026} / 11 / 20} + std::chrono::hours{23};
inline constexpr Moment first_moment = last_moment - std::chrono::days{90};

std::string salesforce_time(Moment); ///< 2026-11-20T14:05:09.000+0000
std::string plain_time(Moment);      ///< 2026-11-20 09:05:09, in New York
std::string day_first_time(Moment);  ///< 20/11/2026 09:05, in New York
std::string american_date(Moment);   ///< 11/20/2026
std::string worded_date(Moment);     ///< 20 Nov, 2026
std::string plain_date(Moment);      ///< 2026-11-20

/// The same day at a time when people work in New York, on Monday to Friday nearly always.
Moment at_work(Moment, double share_of_day);

} // namespace acme
