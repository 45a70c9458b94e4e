#include "reading.hpp"

#include <handoff/words.hpp>

#include <algorithm>

namespace handoff {

namespace {

using Event = AttributionSettings::Event;

std::optional<Event> read_event(const std::string& text, const Lifecycle& lifecycle) {
    if (text == "deal created") return Event{.of = Event::Of::deal_created, .text = text};
    if (text == "deal won") return Event{.of = Event::Of::deal_won, .text = text};
    const auto& stages = lifecycle.stages;
    if (std::find(stages.begin(), stages.end(), text) == stages.end()) return std::nullopt;
    return Event{.of = Event::Of::stage, .stage = text, .text = text};
}

void read_events(Reading& reading, Fields& fields, Agreement& agreement) {
    std::vector<std::string> known = {"deal created", "deal won"};
    known.insert(known.end(), agreement.lifecycle.stages.begin(), agreement.lifecycle.stages.end());
    std::vector<Event> events;
    for (const TomlValue* value : fields.texts("converts")) {
        auto event = read_event(value->text, agreement.lifecycle);
        if (!event)
            reading.error(*value, "'" + value->text + "' is nothing that can be converted to",
                          hint_for(value->text, known, "write one of"));
        else if (std::any_of(events.begin(), events.end(),
                             [&](const Event& each) { return each.text == event->text; }))
            reading.error(*value, "'" + value->text + "' is listed twice");
        else
            events.push_back(std::move(*event));
    }
    if (!events.empty()) agreement.attribution.converts = std::move(events);
}

std::vector<std::string> read_channels(Fields& fields, std::string_view key) {
    std::vector<std::string> channels;
    for (const TomlValue* value : fields.texts(key)) channels.push_back(value->text);
    return channels;
}

} // namespace

void read_attribution(Reading& reading, const TomlTable& table, Agreement& agreement) {
    AttributionSettings& settings = agreement.attribution;
    settings.place = table.place;
    Fields fields(reading, table, "[attribution]");
    read_events(reading, fields, agreement);
    settings.lookback = fields.duration("lookback").value_or(settings.lookback);
    settings.touches = fields.expression("touches");
    settings.sourced = fields.expression("sourced");
    settings.half_life = fields.duration("half_life").value_or(settings.half_life);
    settings.path.ignore = read_channels(fields, "ignore");
    settings.path.ignore_last = read_channels(fields, "ignore_last");
    settings.path.keep_last = fields.count("keep_last", 1).value_or(0);
    if (const auto repeats = fields.word("repeats", {"keep", "collapse", "first", "count"}))
        settings.path.repeats = *repeats == "keep"       ? PathTransform::Repeats::keep
                                : *repeats == "collapse" ? PathTransform::Repeats::collapse
                                : *repeats == "first"    ? PathTransform::Repeats::first
                                                         : PathTransform::Repeats::count;
    fields.finish();
}

} // namespace handoff
