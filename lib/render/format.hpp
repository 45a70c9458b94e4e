#pragma once

#include <handoff/report.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace handoff {

/// A cell as people read it, the same in every format made for people.
struct CellText {
    std::string text;  ///< "–" for a number that is not there
    std::string range; ///< "37.5–39.5", without unit; empty without bounds
    double bar = 0;    ///< 0 to 1: how long its bar is, where the column has bars
    /// Of a series, each 0 to 1: how high its bars are beside the largest of the column.
    std::vector<double> heights;
};

struct TableText {
    std::vector<std::vector<CellText>> rows;
    std::vector<CellText> total; ///< empty, or as wide as a row
    std::vector<bool> ranged;    ///< for each column: some cell has bounds
};

/// The cells of a table as text. The decimals of a column are the same in all its cells, so that they align.
/// Bars are relative to the largest value of the column, those of shares to one.
TableText to_texts(const ReportTable&);

/// How many rows of a long table a thread works on at a time.
inline constexpr std::size_t rows_at_once = 1024;

/// A table without rows whose notes say why: people read these alone.
bool only_notes(const ReportTable&) noexcept;

/// From ten times the whole on, a share of a column with `multiple` is shown as "12x".
inline constexpr double least_multiple = 10;

/// Numbers stand right, everything else left.
bool is_number(Unit) noexcept;
/// The title, with the currency of money: "amount, USD".
std::string title_of(const ReportColumn&);
/// The currency that three columns or more have in common and no other has: said once, not in each title.
/// Blank when there is none.
std::string shared_currency(const ReportTable&);
/// The title of a table, with that currency.
std::string title_with_currency(const ReportTable&);
/// For each column: programs find bounds beside its cells, since it says so or some cell, in the rows or the
/// total, has them.
std::vector<bool> ranged_columns(const ReportTable&);
std::vector<bool> named_columns(const ReportTable&); ///< … find names beside its ids

/// A headline number as a phrase: what stands out in it, and what follows, if anything: {"12,345", "leads"};
/// a flag is {"qualified", ""} or {"not qualified", ""}.
std::pair<std::string, std::string> phrase_of_fact(const std::string& name, const std::string& text);
/// What stands beside the name of a headline number: "12,345"; "yes" or "no" for a flag.
std::string text_of_fact(const std::string& text);

/// The number in a cell; none for text, blank, infinite and undefined.
std::optional<double> number_of(const ReportCell&) noexcept;
/// A number as programs read it: the shortest decimal text that reads back as the same, without exponent.
std::string raw_number(double);
std::string raw_numbers(const Series&); ///< with spaces between them

} // namespace handoff
