#pragma once

#include <handoff/report.hpp>

#include <string>
#include <utility>

namespace handoff {

/// A column of whole numbers.
inline ReportColumn count_column(std::string key, std::string title, std::string definition) {
    return {.key = std::move(key),
            .title = std::move(title),
            .unit = Unit::count,
            .definition = std::move(definition)};
}

} // namespace handoff
