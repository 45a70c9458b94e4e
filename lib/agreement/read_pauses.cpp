#include "reading.hpp"

namespace handoff {

void read_pauses(Reading& reading, const std::vector<const TomlTable*>& tables, Agreement& agreement) {
    for (const TomlTable* table : tables) {
        Fields fields(reading, *table, "[[pause]]");
        PauseReason pause{.place = table->place};
        const auto code = fields.needed_text("code");
        pause.text = fields.text_or("text", code.value_or(""));
        pause.when = fields.expression("when");
        pause.since = fields.text_or("since");
        if (const TomlEntry* since = table->find("since")) {
            pause.since_place = since->value.place;
            if (pause.when.empty()) reading.error(*since, "'since' needs 'when'");
        }
        pause.most = fields.duration("at_most");
        fields.finish();
        if (!code) continue;
        pause.code = *code;
        if (const PauseReason* before = agreement.pause(*code))
            reading.error(*table->find("code"),
                          "pause '" + *code + "' is defined twice" + first_at(before->place));
        agreement.pauses.push_back(std::move(pause));
    }
}

} // namespace handoff
