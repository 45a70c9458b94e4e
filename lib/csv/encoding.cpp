#include "csv/encoding.hpp"

#include "base/short_text.hpp"
#include "csv/formats.hpp"

#include <handoff/error.hpp>

#include <algorithm>
#include <array>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ucsdet.h>
#include <unicode/ustring.h>
#include <utility>
#include <vector>

namespace handoff::csv {

namespace {

bool is_ascii(std::string_view text) noexcept {
    std::uint64_t all = 0;
    std::size_t i = 0;
    for (; i + 8 <= text.size(); i += 8) all |= eight_bytes(text.data() + i);
    return ((all | few_bytes(text.data() + i, text.size() - i)) & 0x8080808080808080U) == 0;
}

bool is_utf8(std::string_view text, bool whole) {
    if (is_ascii(text)) return true;
    if (!whole) { // its last character may be cut
        for (int i = 0; i < 3 && (text.back() & 0xC0) == 0x80; ++i) text.remove_suffix(1);
        if ((text.back() & 0x80) != 0) text.remove_suffix(1);
    }
    UErrorCode status = U_ZERO_ERROR;
    u_strFromUTF8(nullptr, 0, nullptr, text.data(), static_cast<std::int32_t>(text.size()), &status);
    return status != U_INVALID_CHAR_FOUND;
}

/// Whether most of what is not ASCII is UTF-8, as in a text put together from
/// several systems.
bool is_mostly_utf8(std::string_view text) {
    std::size_t good = 0, bad = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto lead = static_cast<unsigned char>(text[i]);
        if (lead < 0x80) continue;
        const std::size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC2 ? 1 : 0;
        std::size_t found = 0;
        while (found < more && i + found + 1 < text.size() && (text[i + found + 1] & 0xC0) == 0x80) ++found;
        if (more > 0 && found == more) {
            ++good;
            i += more;
        } else {
            ++bad;
        }
    }
    return good > 4 * bad;
}

/// Bytes that are not UTF-8 in a text that mostly is are those of Windows-1252.
void U_CALLCONV take_for_windows_1252(const void*, UConverterToUnicodeArgs* arguments, const char* bytes,
                                      std::int32_t length, UConverterCallbackReason reason,
                                      UErrorCode* status) {
    static constexpr std::array<char16_t, 32> from_0x80 = {
        0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};
    if (reason > UCNV_IRREGULAR) return;
    *status = U_ZERO_ERROR;
    for (std::int32_t i = 0; i < length; ++i) {
        const auto byte = static_cast<unsigned char>(bytes[i]);
        const char16_t character =
            byte >= 0x80 && byte < 0xA0 ? from_0x80[byte - std::size_t{0x80}] : char16_t{byte};
        ucnv_cbToUWriteUChars(arguments, &character, 1, 0, status);
    }
}

/// Most characters of an export are ASCII, and have one zero byte each in
/// UTF-16.
std::string utf16_without_mark(std::string_view text) {
    std::array<std::size_t, 2> zeros = {0, 0};
    const std::size_t pairs = std::min<std::size_t>(text.size(), 64 * 1024) / 2;
    for (std::size_t i = 0; i < 2 * pairs; ++i) zeros[i % 2] += text[i] == '\0' ? 1 : 0;
    const auto most = [&](std::size_t count) { return pairs >= 4 && count * 10 >= pairs * 7; };
    if (most(zeros[1]) && zeros[0] == 0) return "UTF-16LE";
    if (most(zeros[0]) && zeros[1] == 0) return "UTF-16BE";
    return {};
}

/// The lines that are not ASCII, which alone tell something.
std::string telling_lines(std::string_view text) {
    constexpr std::size_t enough = 64 * 1024;
    std::string telling;
    while (!text.empty() && telling.size() < enough) {
        const std::size_t end = std::min(text.find_first_of("\r\n"), text.size() - 1);
        const std::string_view line = text.substr(0, end + 1);
        if (std::any_of(line.begin(), line.end(), [](char c) { return (c & 0x80) != 0; }))
            telling += line.substr(0, enough);
        text.remove_prefix(end + 1);
    }
    return telling;
}

/// Detection mistakes short Western texts for other things, so only what
/// exports come in counts, and only when it is likely.
std::string guess_encoding(std::string_view text) {
    struct Known {
        std::string_view name;
        int confidence;
    };
    static constexpr std::array<Known, 9> known = {{{"Shift_JIS", 30},
                                                    {"EUC-JP", 30},
                                                    {"EUC-KR", 30},
                                                    {"GB18030", 30},
                                                    {"Big5", 30},
                                                    {"windows-1251", 40},
                                                    {"windows-1253", 40},
                                                    {"KOI8-R", 40},
                                                    {"windows-1250", 60}}};
    const std::string telling = telling_lines(text);
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(ucsdet_open(&status),
                                                                              ucsdet_close);
    ucsdet_setText(detector.get(), telling.data(), static_cast<std::int32_t>(telling.size()), &status);
    const UCharsetMatch* const match = ucsdet_detect(detector.get(), &status);
    if (U_FAILURE(status) || match == nullptr) return "windows-1252";
    const std::string_view name = ucsdet_getName(match, &status);
    const int confidence = ucsdet_getConfidence(match, &status);
    const auto* const found =
        std::find_if(known.begin(), known.end(), [&](const Known& k) { return k.name == name; });
    return std::string(found != known.end() && confidence >= found->confidence ? name : "windows-1252");
}

class Converting final : public ByteStream {
  public:
    Converting(std::unique_ptr<ByteStream> text, const std::string& encoding)
        : text_(std::move(text)), from_(open(encoding == mixed_encoding ? "UTF-8" : encoding)),
          to_(open("UTF-8")), bytes_(64 * 1024), pivot_(16 * 1024), next_(bytes_.data()), end_(bytes_.data()),
          pivot_next_(pivot_.data()), pivot_end_(pivot_.data()) {
        if (encoding != mixed_encoding) return;
        UErrorCode status = U_ZERO_ERROR;
        ucnv_setToUCallBack(from_.get(), take_for_windows_1252, nullptr, nullptr, nullptr, &status);
    }

    std::size_t read(char* to, std::size_t size) override {
        char* written = to;
        while (written == to && !finished_) {
            if (next_ == end_ && !ended_) {
                const std::size_t got = text_->read(bytes_.data(), bytes_.size());
                next_ = bytes_.data();
                end_ = next_ + got;
                ended_ = got == 0;
            }
            UErrorCode status = U_ZERO_ERROR;
            ucnv_convertEx(to_.get(), from_.get(), &written, to + size, &next_, end_, pivot_.data(),
                           &pivot_next_, &pivot_end_, pivot_.data() + pivot_.size(), 0, ended_ ? 1 : 0,
                           &status);
            if (U_FAILURE(status) && status != U_BUFFER_OVERFLOW_ERROR)
                throw Error(Fault::ours, std::string("text cannot be converted: ") + u_errorName(status));
            finished_ = ended_ && status != U_BUFFER_OVERFLOW_ERROR;
        }
        return static_cast<std::size_t>(written - to);
    }

  private:
    using Converter = std::unique_ptr<UConverter, decltype(&ucnv_close)>;
    static Converter open(const std::string& encoding) {
        UErrorCode status = U_ZERO_ERROR;
        Converter converter(ucnv_open(encoding.c_str(), &status), ucnv_close);
        if (U_FAILURE(status)) throw Error(Fault::ours, "no converter for '" + encoding + "' was found");
        return converter;
    }

    std::unique_ptr<ByteStream> text_;
    Converter from_, to_;
    std::vector<char> bytes_;
    std::vector<UChar> pivot_;
    const char *next_, *end_;
    UChar *pivot_next_, *pivot_end_;
    bool ended_ = false;    ///< the text
    bool finished_ = false; ///< everything was converted
};

} // namespace

std::string find_encoding(std::string_view first_bytes, bool whole) {
    if (first_bytes.starts_with(byte_order_mark)) return "UTF-8";
    if (first_bytes.starts_with("\xFF\xFE")) return "UTF-16LE";
    if (first_bytes.starts_with("\xFE\xFF")) return "UTF-16BE";
    if (std::string utf16 = utf16_without_mark(first_bytes); !utf16.empty()) return utf16;
    if (is_utf8(first_bytes, whole) || !other_format(first_bytes).empty()) return "UTF-8";
    if (is_mostly_utf8(first_bytes)) return std::string(mixed_encoding);
    return guess_encoding(first_bytes);
}

bool is_encoding(std::string_view name) {
    if (name == mixed_encoding) return true;
    // ICU takes names with options behind a comma, and knows modules that are no encodings of text.
    if (name.empty() || name.find(',') != std::string_view::npos) return false;
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(
        ucnv_open(std::string(name).c_str(), &status), ucnv_close);
    return U_SUCCESS(status) != 0;
}

std::string plain_encoding_name(std::string_view name) {
    const std::string text(name);
    return ucnv_compareNames(text.c_str(), "UTF-8") == 0 ? "UTF-8" : text;
}

std::unique_ptr<ByteStream> to_utf8(std::unique_ptr<ByteStream> text, const std::string& encoding) {
    return std::make_unique<Converting>(std::move(text), encoding);
}

} // namespace handoff::csv
