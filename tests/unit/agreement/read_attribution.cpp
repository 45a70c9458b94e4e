#include <handoff/agreement.hpp>

#include <catch2/catch.hpp>

using namespace handoff;

namespace {

AttributionSettings settings_of(const std::string& text) {
    std::vector<Diagnostic> warnings;
    return parse_agreement("[attribution]\n" + text, "handoff.toml", warnings).attribution;
}

std::string refusal(const std::string& text) {
    try {
        settings_of(text);
    } catch (const Error& error) {
        std::string said;
        for (const Diagnostic& each : error.diagnostics())
            if (each.severity == Severity::error)
                said += each.what + (each.hint.empty() ? "" : "; " + each.hint) + "\n";
        return said;
    }
    return "read";
}

} // namespace

TEST_CASE("[attribution] has defaults that serve without it", "[agreement]") {
    const AttributionSettings settings;
    REQUIRE(settings.converts.size() == 2);
    CHECK(settings.converts[0].text == "deal created");
    CHECK(settings.converts[1].text == "deal won");
    CHECK(to_text(settings.lookback) == "90d");
    CHECK(to_text(settings.half_life) == "7d");
    CHECK(settings.touches.empty());
    CHECK(settings.path.changes_nothing());
}

TEST_CASE("[attribution] is read", "[agreement]") {
    const AttributionSettings settings = settings_of("converts = ['deal won', 'sql']\n"
                                                     "lookback = '180d'\n"
                                                     "touches = \"side = 'marketing'\"\n"
                                                     "sourced = \"source != 'Cold call'\"\n"
                                                     "half_life = '14d'\n"
                                                     "ignore = 'direct'\n"
                                                     "ignore_last = ['e-mail']\n"
                                                     "keep_last = 5\n"
                                                     "repeats = 'collapse'\n");
    REQUIRE(settings.converts.size() == 2);
    CHECK(settings.converts[1].of == AttributionSettings::Event::Of::stage);
    CHECK(settings.converts[1].stage == "sql");
    CHECK(to_text(settings.lookback) == "180d");
    CHECK(settings.touches.text() == "side = 'marketing'");
    CHECK(settings.sourced.text() == "source != 'Cold call'");
    CHECK(to_text(settings.half_life) == "14d");
    CHECK(settings.path.ignore == std::vector<std::string>{"direct"});
    CHECK(settings.path.ignore_last == std::vector<std::string>{"e-mail"});
    CHECK(settings.path.keep_last == 5);
    CHECK(settings.path.repeats == PathTransform::Repeats::collapse);
}

TEST_CASE("what is wrong in [attribution] is said", "[agreement]") {
    CHECK(refusal("converts = 'deal one'") ==
          "'deal one' is nothing that can be converted to; did you mean 'deal won'?\n");
    CHECK(refusal("converts = ['sql', 'sql']") == "'sql' is listed twice\n");
    CHECK(refusal("repeats = 'colapse'") ==
          "unknown word 'colapse' for 'repeats'; did you mean 'collapse'?\n");
    CHECK(refusal("keep_last = 0") == "'keep_last' must be 1 or more\n");
    CHECK(refusal("look_back = '9d'") ==
          "unknown key 'look_back' in [attribution]; did you mean 'lookback'?\n");
}
