#include <algorithm>
#include <array>
#include <base/unicode.hpp>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uidna.h>
#include <unicode/unistr.h>
#include <utility>

namespace handoff {

namespace {

/// Letters that Unicode does not take apart into a plain one and an accent.
constexpr std::array<std::pair<char16_t, const char16_t*>, 8> plain_letters = {{
    {u'æ', u"ae"},
    {u'ð', u"d"},
    {u'ø', u"o"},
    {u'þ', u"th"},
    {u'đ', u"d"},
    {u'ı', u"i"},
    {u'ł', u"l"},
    {u'œ', u"oe"},
}};

bool is_ascii(std::string_view text) noexcept {
    return std::none_of(text.begin(), text.end(), [](char c) { return (c & 0x80) != 0; });
}

/// Punctuation and symbols: « » — ®.
bool is_sign(char16_t c) noexcept {
    return (U_GET_GC_MASK(c) & (U_GC_P_MASK | U_GC_S_MASK | U_GC_Z_MASK | U_GC_CF_MASK)) != 0;
}

std::string ascii_folded(std::string_view text) {
    std::string small(text);
    for (char& c : small)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return small;
}

} // namespace

std::string folded(std::string_view text) {
    if (is_ascii(text)) return ascii_folded(text);
    UErrorCode status = U_ZERO_ERROR;
    static const icu::Normalizer2* const fold = icu::Normalizer2::getNFKCCasefoldInstance(status);
    static const icu::Normalizer2* const apart = icu::Normalizer2::getNFDInstance(status);
    static const icu::Normalizer2* const together = icu::Normalizer2::getNFCInstance(status);
    if (U_FAILURE(status)) return ascii_folded(text);
    icu::UnicodeString whole =
        icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
    whole.findAndReplace(u"™", u" "); // else it becomes the letters tm
    const icu::UnicodeString letters = apart->normalize(fold->normalize(whole, status), status);
    icu::UnicodeString plain;
    for (std::int32_t i = 0; i < letters.length(); ++i) {
        const char16_t c = letters[i];
        if (c >= 0x300 && c < 0x370) continue; // accents; the marks of other scripts make other letters
        if (c >= 0x80 && is_sign(c)) {
            plain.append(c == u'’' || c == u'‘' ? u'\'' : u' ');
            continue;
        }
        const auto* const known = std::find_if(plain_letters.begin(), plain_letters.end(),
                                               [c](const auto& letter) { return letter.first == c; });
        if (known != plain_letters.end())
            plain.append(known->second, -1);
        else
            plain.append(c);
    }
    std::string result;
    together->normalize(plain, status).toUTF8String(result);
    return result;
}

std::string host_in_ascii(std::string_view host) {
    UErrorCode status = U_ZERO_ERROR;
    static const UIDNA* const rules =
        uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ, &status);
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    std::array<char, 256> name{};
    if (U_FAILURE(status) || host.size() > 1000) return {};
    const std::int32_t size =
        uidna_nameToASCII_UTF8(rules, host.data(), static_cast<std::int32_t>(host.size()), name.data(),
                               static_cast<std::int32_t>(name.size()), &info, &status);
    if (U_FAILURE(status) || info.errors != 0 || size > 253) return {};
    return std::string(name.data(), static_cast<std::size_t>(size));
}

} // namespace handoff
