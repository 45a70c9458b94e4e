#pragma once

#include <span>
#include <string_view>

namespace handoff {

/// The text of a file in lib/ingest/presets. Its source file is written by CMake.
struct EmbeddedPreset {
    std::string_view name; ///< of the file, without ".toml"
    std::string_view text;
};
std::span<const EmbeddedPreset> embedded_presets() noexcept;

} // namespace handoff
