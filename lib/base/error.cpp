#include <handoff/error.hpp>

#include <algorithm>
#include <tuple>
#include <utility>

namespace handoff {

std::string to_string(const Place& place) {
    std::string text = place.file;
    for (std::uint32_t number : {place.line, place.column}) {
        if (number == 0) break;
        if (!text.empty()) text += ':';
        text += std::to_string(number);
    }
    return text;
}

namespace {

/// Text from an export without what would steer a terminal: each control character becomes a space.
std::string harmless(std::string text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const bool steers = (byte < 0x20 && byte != '\t' && byte != '\n') || byte == 0x7F;
        if (steers) text[i] = ' ';
        // U+0080 to U+009F, of which some terminals take one for the beginning of a command
        const bool pair =
            byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
        if (pair) text.replace(i, 2, " ");
    }
    return text;
}

/// The source line with carets below. Tabs are kept in the caret line, so that it aligns however wide they
/// are shown.
void append_source(std::string& text, const Diagnostic& diagnostic) {
    const std::string number = diagnostic.place.line > 0 ? std::to_string(diagnostic.place.line) : "";
    const std::string margin = "  " + number + " | ";
    text += margin + diagnostic.source + "\n";
    if (diagnostic.place.column == 0) return;
    text += "  " + std::string(number.size(), ' ') + " | ";
    const std::size_t before = std::min<std::size_t>(diagnostic.place.column - 1, diagnostic.source.size());
    for (std::size_t i = 0; i < before; ++i) {
        const unsigned char byte = static_cast<unsigned char>(diagnostic.source[i]);
        if (byte == '\t')
            text += '\t';
        else if ((byte & 0xC0U) != 0x80U) // one space for each character, not for each byte of it
            text += ' ';
    }
    text += '^';
    text.append(std::max<std::uint32_t>(diagnostic.width, 1) - 1, '~');
    text += '\n';
}

auto order(const Diagnostic& d) { return std::tie(d.place.file, d.place.line, d.place.column, d.what); }

void sort_by_place(std::vector<Diagnostic>& all) {
    std::stable_sort(all.begin(), all.end(),
                     [](const Diagnostic& a, const Diagnostic& b) { return order(a) < order(b); });
}

} // namespace

std::string to_string(const Diagnostic& diagnostic) {
    std::string text = to_string(diagnostic.place);
    if (!text.empty()) text += ": ";
    text += diagnostic.severity == Severity::error ? "error: " : "warning: ";
    text += diagnostic.what + "\n";
    if (!diagnostic.source.empty()) append_source(text, diagnostic);
    if (!diagnostic.hint.empty()) text += "  hint: " + diagnostic.hint + "\n";
    return harmless(std::move(text));
}

Error::Error(Fault fault, std::vector<Diagnostic> diagnostics)
    : fault_(fault), diagnostics_(std::move(diagnostics)) {
    sort_by_place(diagnostics_);
    for (const Diagnostic& diagnostic : diagnostics_) text_ += to_string(diagnostic);
}

Error::Error(Fault fault, std::string what, std::string hint)
    : Error(fault, {Diagnostic{.what = std::move(what), .hint = std::move(hint)}}) {}

void Diagnostics::add(Diagnostic diagnostic) { all_.push_back(std::move(diagnostic)); }

void Diagnostics::error(Place place, std::string what, std::string hint) {
    add({.severity = Severity::error,
         .place = std::move(place),
         .what = std::move(what),
         .hint = std::move(hint)});
}

void Diagnostics::warning(Place place, std::string what, std::string hint) {
    add({.severity = Severity::warning,
         .place = std::move(place),
         .what = std::move(what),
         .hint = std::move(hint)});
}

bool Diagnostics::has_errors() const noexcept {
    return std::any_of(all_.begin(), all_.end(),
                       [](const Diagnostic& diagnostic) { return diagnostic.severity == Severity::error; });
}

std::vector<Diagnostic> Diagnostics::take() {
    sort_by_place(all_);
    return std::exchange(all_, {});
}

void Diagnostics::throw_if_errors(Fault fault) {
    if (has_errors()) throw Error(fault, take());
}

} // namespace handoff
