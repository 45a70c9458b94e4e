#pragma once

#include <handoff/report.hpp>
#include <handoff/table.hpp>

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace handoff {

/// A table from rows of text.
inline Table table_of(const std::vector<std::string>& names,
                      const std::vector<std::vector<std::string>>& rows) {
    Table table;
    for (const std::string& name : names) table.add(name);
    table.set_rows(rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        REQUIRE(rows[row].size() == names.size());
        for (std::size_t column = 0; column < names.size(); ++column)
            table[column].cells[row] = table.keep(rows[row][column]);
    }
    return table;
}

inline const ReportTable& table_named(const Report& report, std::string_view key) {
    for (const ReportTable& table : report.tables)
        if (table.key == key) return table;
    FAIL("no table " << key);
    return report.tables.front();
}

inline std::size_t column_named(const ReportTable& table, std::string_view key) {
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        if (table.columns[i].key == key) return i;
    FAIL("no column " << key);
    return 0;
}

/// The numbers of a column, -1 where there is none.
inline std::vector<double> numbers(const Report& report, std::string_view table_key,
                                   std::string_view column_key) {
    const ReportTable& table = table_named(report, table_key);
    const std::size_t column = column_named(table, column_key);
    std::vector<double> out;
    for (const auto& row : table.rows) {
        const double* number = std::get_if<double>(&row[column].value);
        out.push_back(number ? *number : -1);
    }
    return out;
}

inline std::vector<std::string> texts(const Report& report, std::string_view table_key,
                                      std::string_view column_key) {
    const ReportTable& table = table_named(report, table_key);
    const std::size_t column = column_named(table, column_key);
    std::vector<std::string> out;
    for (const auto& row : table.rows) out.push_back(std::get<std::string>(row[column].value));
    return out;
}

} // namespace handoff
