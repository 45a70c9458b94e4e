#pragma once

#include <string_view>

namespace handoff {

/// Domains whose mailboxes are thrown away after use, sorted, one a line: lib/ingest/lists/disposable.txt.
std::string_view embedded_disposable_mail() noexcept;

} // namespace handoff
