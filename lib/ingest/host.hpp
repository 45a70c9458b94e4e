#pragma once

#include <string_view>

namespace handoff {

/// The part of a host's name that somebody registered, by the public suffix list: acme.co.uk of
/// mail.acme.co.uk. It is the end of `host`. A host right under which anybody may register (github.io) is its
/// own; blank for other suffixes (co.uk) and for numbers (10.0.0.1).
std::string_view registered_domain(std::string_view host);

/// A place where companies have pages of their own: linkedin.com. `domain` is in lower case.
bool is_shared_site(std::string_view domain) noexcept;

} // namespace handoff
