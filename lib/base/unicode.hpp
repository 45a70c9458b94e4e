#pragma once

#include <string>
#include <string_view>

namespace handoff {

/// Text (UTF-8) for comparing: in small letters, without accents, wide and joined letters as plain ones:
/// "Ǻrhus Łódź ＡＢＣ" is "arhus lodz abc". Signs other than ASCII
/// ones are spaces. Bytes that are no UTF-8 become U+FFFD.
std::string folded(std::string_view text);

/// The name of a host as it is registered: "Müller.example" is "xn--mller-kva.example". Blank when it cannot
/// be a name.
std::string host_in_ascii(std::string_view host);

} // namespace handoff
