#include "report/handover_count.hpp"

#include <algorithm>
#include <bit>
#include <vector>

namespace handoff {

namespace {

void add(RowsBehind& behind, std::uint32_t row, double times) {
    behind.rows.push_back(row);
    behind.parts.push_back(times);
}

/// Of a few among many rows.
RowsBehind sorted(std::span<const std::uint32_t> rows) {
    std::vector<std::uint32_t> in_order(rows.begin(), rows.end());
    std::sort(in_order.begin(), in_order.end());
    RowsBehind behind;
    for (auto each = in_order.begin(); each != in_order.end();) {
        const auto next = std::find_if(each, in_order.end(), [&](std::uint32_t row) { return row != *each; });
        add(behind, *each, static_cast<double>(next - each));
        each = next;
    }
    return behind;
}

/// Where they are a good part of all rows, to mark them is faster by far than to sort them.
RowsBehind marked(std::span<const std::uint32_t> rows, std::uint32_t last) {
    constexpr std::uint32_t bits = 64;
    std::vector<std::uint64_t> there(last / bits + 1);
    std::vector<std::uint32_t> again; // beyond the first time
    for (const std::uint32_t row : rows) {
        const std::uint64_t bit = std::uint64_t{1} << row % bits;
        if ((there[row / bits] & bit) != 0) again.push_back(row);
        there[row / bits] |= bit;
    }
    std::sort(again.begin(), again.end());
    RowsBehind behind;
    behind.rows.reserve(rows.size());
    behind.parts.reserve(rows.size());
    auto more = again.begin();
    for (std::uint32_t word = 0; word < there.size(); ++word)
        for (std::uint64_t left = there[word]; left != 0; left &= left - 1) {
            const std::uint32_t row = word * bits + static_cast<std::uint32_t>(std::countr_zero(left));
            const auto next =
                std::find_if(more, again.end(), [&](std::uint32_t each) { return each != row; });
            add(behind, row, static_cast<double>(1 + (next - more)));
            more = next;
        }
    return behind;
}

} // namespace

ReportCell handover_count(std::span<const std::uint32_t> rows) {
    constexpr std::size_t good_part = 256;
    const std::uint32_t last = rows.empty() ? 0 : *std::max_element(rows.begin(), rows.end());
    ReportCell cell(static_cast<double>(rows.size()));
    cell.behind = std::make_shared<const RowsBehind>(rows.size() < last / good_part ? sorted(rows)
                                                                                    : marked(rows, last));
    return cell;
}

} // namespace handoff
