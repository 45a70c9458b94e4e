// Agreements of any text: they end with an agreement or with errors whose places lie in the text.
#include <handoff/agreement.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

using namespace handoff;

namespace {

void must(bool holds) {
    if (!holds) std::abort();
}

void check(const Diagnostic& diagnostic, const std::string& text) {
    const auto lines = static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    must(!diagnostic.what.empty() && !to_string(diagnostic).empty());
    must(diagnostic.place.file == "handoff.toml");
    must(diagnostic.place.line <= lines && diagnostic.place.column <= text.size() + 2);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    if (text.find("file '") != std::string::npos) return 0; // what it finds on this machine is no test
    std::vector<Diagnostic> warnings;
    try {
        const Agreement agreement = parse_agreement(text, "handoff.toml", warnings);
        must(agreement.text == text && !agreement.lifecycle.stages.empty());
        for (const ScoreRule& rule : agreement.score.rules) must(rule.place.line > 0 && !rule.name.empty());
        for (const Diagnostic& warning : warnings_on(agreement, Instant{})) check(warning, text);
    } catch (const Error& error) {
        must(error.fault() == Fault::request && !error.diagnostics().empty());
        for (const Diagnostic& diagnostic : error.diagnostics()) check(diagnostic, text);
    }
    for (const Diagnostic& warning : warnings) check(warning, text);
    return 0;
}
