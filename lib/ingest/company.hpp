#pragma once

#include <string>
#include <string_view>

namespace handoff {

/// A company's name for comparing: small letters, no accents, no punctuation and no legal form: "Müller &
/// Söhne GmbH & Co. KG" is "muller and sohne". A name that is nothing but a legal form ("Coop", "AG") stays;
/// blank only for a name without any letter or digit.
std::string company_key(std::string_view name);

} // namespace handoff
