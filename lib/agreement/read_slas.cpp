#include "reading.hpp"

#include <handoff/words.hpp>

#include <charconv>

namespace handoff {

namespace {

/// "1h" is working time, "2d" ends with the 2nd working day, "36h clock" is elapsed time.
std::optional<Sla::Target> read_target(std::string_view text) {
    Sla::Target target{.text = std::string(trim(text))};
    std::string_view length = target.text;
    constexpr std::string_view word = " clock";
    if (length.ends_with(word)) {
        target.clock = true;
        length = trim(length.substr(0, length.size() - word.size()));
    }
    if (!target.clock && length.ends_with('d')) {
        const auto [end, problem] =
            std::from_chars(length.data(), length.data() + length.size() - 1, target.days);
        const bool whole = problem == std::errc() && end == length.data() + length.size() - 1;
        return whole && target.days > 0 && target.days <= 366 ? std::optional(target) : std::nullopt;
    }
    const auto duration = read_duration(length);
    const bool has_days = length.find_first_of("dw") != std::string_view::npos;
    if (!duration || *duration <= Duration::zero() || (has_days && !target.clock)) return std::nullopt;
    target.length = *duration;
    return target;
}

Sla read_sla(Reading& reading, const TomlTable& table, const std::string& name) {
    Sla sla;
    sla.name = name;
    sla.place = table.place;
    Fields fields(reading, table, "[sla." + name + "]");
    if (const auto starts = fields.word("starts", {"created", "qualified", "assigned"}))
        sla.starts = *starts == "created"     ? Sla::Starts::created
                     : *starts == "qualified" ? Sla::Starts::qualified
                                              : Sla::Starts::assigned;
    if (const auto text = fields.text("first_touch")) {
        sla.first_touch = read_target(*text);
        if (!sla.first_touch)
            reading.error(table.find("first_touch")->value, "'first_touch' cannot be '" + *text + "'",
                          "write \"1h\" or \"90m\" for working time, \"2d\" for the end of the 2nd working "
                          "day, \"36h clock\" for elapsed time");
    }
    fields.finish();
    return sla;
}

} // namespace

void read_slas(Reading& reading, const TomlTable& table, Agreement& agreement) {
    for (const TomlEntry& entry : table.entries) {
        if (entry.value.kind == TomlValue::Kind::table)
            agreement.slas.push_back(read_sla(reading, *entry.value.table, entry.key));
        else
            reading.error(entry, "'" + entry.key + "' must be a service level of its own",
                          "write [sla." + entry.key + "]");
    }
}

} // namespace handoff
