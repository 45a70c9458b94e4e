#include "reading.hpp"

#include <handoff/words.hpp>

#include <charconv>

namespace handoff {

namespace {

/// `due = { 2 = "1d", 3 = "3d" }`
void read_attempts_due(Reading& reading, const TomlTable& table, Sla::Attempts& attempts) {
    for (const TomlEntry& entry : table.entries) {
        std::uint32_t number = 0;
        const char* const end = entry.key.data() + entry.key.size();
        const auto [stop, failed] = std::from_chars(entry.key.data(), end, number);
        if (failed != std::errc() || stop != end || number == 0)
            reading.error(entry, "the keys of 'due' are numbers of attempts like 2, not '" + entry.key + "'");
        else if (number > attempts.at_least)
            reading.error(entry,
                          "attempt " + std::to_string(number) + " is due, but only " +
                              std::to_string(attempts.at_least) + " are agreed",
                          "raise 'at_least'");
        else if (const auto limit = limit_of(reading, entry.value, "attempt " + entry.key))
            attempts.due.emplace(number, *limit);
    }
}

std::optional<Sla::Attempts> read_attempts(Reading& reading, const TomlTable& table,
                                           const std::string& name) {
    Fields fields(reading, table, "'attempts' of [sla." + name + "]");
    Sla::Attempts attempts;
    const auto at_least = fields.count("at_least", 1);
    const auto within = fields.duration("within");
    attempts.channels = fields.count("channels", 1).value_or(1);
    attempts.gap = fields.duration("gap").value_or(Duration::zero());
    const TomlTable* const due = fields.table("due");
    fields.finish();
    for (const char* key : {"at_least", "within"})
        if (!table.find(key)) reading.error(table, "'attempts' needs '" + std::string(key) + "'");
    if (!at_least || !within) return std::nullopt;
    attempts.at_least = *at_least;
    attempts.within = *within;
    if (due) read_attempts_due(reading, *due, attempts);
    if (attempts.channels > attempts.at_least)
        reading.error(*table.find("channels"), "there cannot be more 'channels' than attempts");
    if (attempts.gap * (attempts.at_least - 1) > attempts.within)
        reading.error(*table.find("gap"), "so many attempts, so far apart, do not fit into 'within'");
    return attempts;
}

/// What a broken clock does.
void read_breach(Reading& reading, Fields& fields, const TomlTable& table, const Agreement& agreement,
                 Sla& sla) {
    using Breach = Sla::Breach;
    if (const auto breach = fields.word("breach", {"report", "escalate", "reroute"}))
        sla.breach = *breach == "report"     ? Breach::report
                     : *breach == "escalate" ? Breach::escalate
                                             : Breach::reroute;
    if (const auto most = fields.count("reroutes", 1)) {
        sla.reroutes = *most;
        if (sla.breach != Breach::reroute)
            reading.error(*table.find("reroutes"), "'reroutes' needs breach = \"reroute\"");
    }
    if (const auto who = fields.text("escalate_to")) {
        check_rep(reading, table.find("escalate_to")->value, agreement);
        const Rep* const rep = agreement.rep_of_owner(*who);
        sla.escalate_to = rep ? rep->id : *who;
        if (sla.breach == Breach::report)
            reading.error(*table.find("escalate_to"),
                          "'escalate_to' needs breach = \"escalate\" or \"reroute\"");
    } else if (sla.breach == Breach::escalate) {
        reading.error(*table.find("breach"), "breach = \"escalate\" needs 'escalate_to'",
                      "name the rep or team who is told");
    }
    const bool tried = sla.attempts && !sla.attempts->due.empty();
    if (sla.breach != Breach::report && !sla.first_touch && !sla.answer && !tried)
        reading.error(*table.find("breach"), "'breach' needs 'first_touch', 'answer' or 'due' of 'attempts': "
                                             "no clock runs");
}

Sla read_sla(Reading& reading, const TomlTable& table, const std::string& name, const Agreement& agreement) {
    Sla sla;
    sla.name = name;
    sla.place = table.place;
    Fields fields(reading, table, "[sla." + name + "]");
    if (const auto starts = fields.word("starts", {"created", "qualified", "assigned"}))
        sla.starts = *starts == "created"     ? Sla::Starts::created
                     : *starts == "qualified" ? Sla::Starts::qualified
                                              : Sla::Starts::assigned;
    sla.first_touch = fields.limit("first_touch");
    sla.answer = fields.limit("answer");
    if (const auto share = fields.number("warn_at")) {
        sla.warn_at = *share;
        if (!(*share > 0) || *share > 1)
            reading.error(table.find("warn_at")->value, "'warn_at' must be more than 0 and at most 1",
                          "it is a share of the time that is allowed");
    }
    sla.touch = fields.expression("touch");
    if (const TomlTable* attempts = fields.table("attempts"))
        sla.attempts = read_attempts(reading, *attempts, name);
    read_breach(reading, fields, table, agreement, sla);
    fields.finish();
    return sla;
}

} // namespace

void read_slas(Reading& reading, const TomlTable& table, Agreement& agreement) {
    for (const TomlEntry& entry : table.entries) {
        if (entry.value.kind == TomlValue::Kind::table)
            agreement.slas.push_back(read_sla(reading, *entry.value.table, entry.key, agreement));
        else
            reading.error(entry, "'" + entry.key + "' must be a service level of its own",
                          "write [sla." + entry.key + "]");
    }
}

} // namespace handoff
