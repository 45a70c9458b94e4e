#pragma once

#include <handoff/report.hpp>

namespace handoff {

inline constexpr std::string_view pivot_question = "Any number by any column, across any other?";

/// The report `table`: a measure (ReportInput::value) of leads or deals by the values of a column or by
/// period (ReportInput::by), across those of another (ReportInput::across).
Report pivot(const ReportInput&);

} // namespace handoff
