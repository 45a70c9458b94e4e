// Dates on any bytes: what is read as one is canonical, and reads again as the same; an order of day and
// month is needed only where the cell says it is ambiguous.
#include <handoff/values.hpp>

#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <table/canonical.hpp>
#include <table/clean_instant.hpp>

using namespace handoff;

namespace {

void must(bool holds) {
    if (!holds) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view cell(reinterpret_cast<const char*>(data), size);
    static const Zone zone = Zone::named("America/New_York");
    for (const DayMonth order : {DayMonth::undecided, DayMonth::day_first, DayMonth::month_first}) {
        const auto text = clean_instant(cell, order, zone);
        bool ambiguous = false;
        must(read_moment(cell, order, zone, ambiguous).has_value() == text.has_value());
        must(!ambiguous || (order == DayMonth::undecided && !text));
        if (!text) continue;
        must(is_canonical_instant(*text) && read_instant(*text).has_value());
        must(clean_instant(*text, order, zone) == text);
    }
    bool conflict = false;
    const DayMonth shown = decide_day_month(std::span(&cell, 1), conflict);
    must(!conflict);
    if (shown != DayMonth::undecided)
        must(clean_instant(cell, DayMonth::undecided, zone) == clean_instant(cell, shown, zone));
    return 0;
}
