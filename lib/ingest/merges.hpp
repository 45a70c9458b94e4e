#pragma once

#include <handoff/exports.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// The ids in a cell that may hold several: "8001;8002", "[8001, 8002]", "8001:1594828800;8002:1594828801"
/// (an id and when it was merged).
template <class Visit>
void for_each_id(std::string_view cell, Visit visit) {
    while (!cell.empty()) {
        const std::size_t end = cell.find_first_of(";,");
        std::string_view id = cell.substr(0, end);
        cell.remove_prefix(end == std::string_view::npos ? cell.size() : end + 1);
        id = id.substr(0, id.find(':'));
        const std::size_t first = id.find_first_not_of(" \t[]\""), last = id.find_last_not_of(" \t[]\"");
        if (first != std::string_view::npos) visit(id.substr(first, last + 1 - first));
    }
}

/// Where leads, contacts or deals say what was merged into what.
struct MergeColumns {
    std::optional<std::size_t> id, into, ids;
};
std::vector<Merge> merges_said_by(const Table& rows, const MergeColumns& columns);

} // namespace handoff
