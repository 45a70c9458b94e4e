#pragma once

#include "ingest/cells.hpp"

#include <handoff/exports.hpp>

#include <string_view>

namespace handoff {

/// What the text of a canonical column must look like.
TextForm text_form(const CanonicalColumn&) noexcept;
/// The same, and its type, in words: "a number", "an e-mail address". Blank where every cell will do.
std::string_view words_for_form(const CanonicalColumn&) noexcept;

} // namespace handoff
