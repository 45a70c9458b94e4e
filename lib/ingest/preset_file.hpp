#pragma once

#include <handoff/exports.hpp>

#include <memory>
#include <string>

namespace handoff {

/// Reads a preset: one of ours, or one that a user wrote. Throws Error (request) with everything that is
/// wrong in it, each with its place. Stages that `[status]` names are looked up in the lifecycle.
Preset read_preset(std::string text, const std::string& path, std::string name, const Lifecycle& lifecycle);

/// The preset of that name, or from the TOML file of that path (relative to the agreement's folder). Reports
/// at `place` when there is none; then the result is empty.
std::shared_ptr<const Preset> preset_named(const std::string& name, const Agreement& agreement,
                                           const Place& place, Diagnostics& problems);

} // namespace handoff
