#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// The text of a file in lib/ingest/presets. Its source file is written by CMake.
struct EmbeddedPreset {
    std::string_view name; ///< of the file, without ".toml"
    std::string_view text;
};
std::span<const EmbeddedPreset> embedded_presets() noexcept;

/// The lists of columns in all `recognised_by` of a preset of ours, without reading the rest of it: written
/// with one space on either side of the `=`, and in plain double quotes.
std::vector<std::vector<std::string>> recognised_by_in(std::string_view text);

} // namespace handoff
