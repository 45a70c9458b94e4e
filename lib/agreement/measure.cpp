#include <handoff/error.hpp>
#include <handoff/measure.hpp>
#include <handoff/words.hpp>

#include <array>
#include <utility>
#include <vector>

namespace handoff {

Measure Measure::parse(std::string_view text, std::string_view called) {
    static constexpr std::array<std::pair<std::string_view, Kind>, 6> kinds = {
        {{"count", Kind::count},
         {"sum", Kind::sum},
         {"mean", Kind::mean},
         {"median", Kind::median},
         {"rate", Kind::rate},
         {"win_rate", Kind::win_rate}}};
    const std::string_view whole = trim(text);
    const std::size_t open = whole.find('(');
    const std::string_view name = trim(whole.substr(0, open));
    const auto refuse = [&](const std::string& what, std::string hint) {
        return Error(Fault::request, std::string(called) + " '" + std::string(whole) + "' " + what,
                     std::move(hint));
    };
    if (open != std::string_view::npos && !whole.ends_with(')'))
        throw refuse("does not end with the ')' of its '('", "write sum(amount)");
    Measure measure{.text = std::string(whole)};
    if (open != std::string_view::npos) measure.of = trim(whole.substr(open + 1, whole.size() - open - 2));
    bool known = false;
    std::vector<std::string> names;
    for (const auto& [word, kind] : kinds) {
        names.emplace_back(word);
        if (!same_text(word, name)) continue;
        measure.kind = kind;
        known = true;
    }
    if (!known) {
        const std::string near = did_you_mean(std::string(name), names);
        throw refuse("is nothing that can be worked out",
                     near.empty() ? "write count, count(deals), sum(COLUMN), mean(COLUMN), "
                                    "median(COLUMN), rate(STAGE), rate(CONDITION) or win_rate"
                                  : near);
    }
    const bool alone = measure.kind == Kind::count || measure.kind == Kind::win_rate;
    if (!alone && measure.of.empty())
        throw refuse("does not say of what",
                     "write " + std::string(name) + (measure.kind == Kind::rate ? "(won)" : "(amount)"));
    if (measure.kind == Kind::count && !measure.of.empty() && measure.of != "leads" && measure.of != "deals")
        throw refuse("counts leads or deals", "write count(leads) or count(deals); --where chooses leads");
    if (measure.kind == Kind::win_rate && !measure.of.empty())
        throw refuse("is of deals, and needs no parentheses", "write win_rate");
    return measure;
}

} // namespace handoff
