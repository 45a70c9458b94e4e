#pragma once

#include <handoff/exports.hpp>

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace handoff {

/// How the columns of one file become those of an export.
struct Mapping {
    std::shared_ptr<const Preset> preset; ///< none: the system was not recognised
    const Preset::Object* object = nullptr;

    struct Canonical {
        std::vector<std::size_t> from; ///< columns of the file; the first that is not blank on a row counts
        std::string_view constant; ///< where there are none: what every row is; lives as long as the preset
        bool has_source() const noexcept { return !from.empty() || !constant.empty(); }
    };
    std::vector<Canonical> canonical; ///< in the order of canonical_columns(kind)

    /// The name each column of the file keeps for its own, uncleaned cells; blank for a column that is the
    /// canonical one of that name.
    std::vector<std::string> own;
    bool clean = false; ///< a file that `ingest` wrote: its canonical columns are read from themselves
};

/// Decides by the agreement, then the preset (named or recognised), then names that say it. Adds to
/// `problems` what the agreement asks for and the file does not have.
Mapping map_columns(Kind kind, const std::string& path, std::span<const std::string> header,
                    const Agreement& agreement, const std::optional<std::string>& preset,
                    Diagnostics& problems);

} // namespace handoff
