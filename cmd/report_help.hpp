#pragma once

#include <span>
#include <string>
#include <string_view>

namespace handoff::command {

/// The page of a report, docs/reports/NAME.md, as it stood when the program was built.
struct ReportPage {
    std::string_view name, text;
};
std::span<const ReportPage> report_pages() noexcept;

/// A page as a terminal shows it: without the marks of Markdown, its tables as lists, fitted to the width;
/// what it says of errors is left out.
std::string page_for_terminal(std::string_view text, std::size_t width);

} // namespace handoff::command
