// Numbers, yes and no, countries and states on any bytes: what is read is canonical, and reads again as the
// same.
#include <handoff/values.hpp>

#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <table/canonical.hpp>
#include <table/country.hpp>

using namespace handoff;

namespace {

void must(bool holds) {
    if (!holds) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view cell(reinterpret_cast<const char*>(data), size);
    for (const bool decimal_comma : {false, true}) {
        const auto text = clean_number(cell, decimal_comma);
        if (!text) continue;
        must(is_canonical_number(*text));
        must(clean_number(*text) == text);
        if (text->size() < 300) must(read_number(*text).has_value());
    }
    if (const auto boolean = clean_boolean(cell)) must(read_boolean(*boolean).has_value());
    if (const std::string_view country = country_code(cell); !country.empty())
        must(country.size() == 2 && country_code(country) == country);
    for (const std::string_view country : {"", "US", "DE"})
        if (const std::string_view state = state_code(cell, country); !state.empty())
            must(state_code(state, country) == state && (country.empty() || state.substr(0, 2) == country));
    return 0;
}
