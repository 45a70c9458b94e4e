#include "reading.hpp"

#include <handoff/words.hpp>

#include <algorithm>

namespace handoff {

namespace {

/// "90d" is a length of time, anything else a condition on the scored lead.
void read_wake(Reading& reading, Fields& fields, Disposition& disposition) {
    const TomlEntry* entry = fields.entry("wake");
    if (!entry) return;
    if (disposition.then != Disposition::Then::nurture) {
        reading.error(*entry, "only a disposition with then = \"nurture\" can have 'wake'");
        return;
    }
    if (entry->value.kind == TomlValue::Kind::text)
        if (const auto length = read_duration(entry->value.text); length && *length > Duration::zero()) {
            disposition.wake = *length;
            return;
        }
    disposition.wake_when = expression_of(reading, entry->value);
}

/// Leads that wait are not to be forgotten.
void read_touch_every(Reading& reading, Fields& fields, Disposition& disposition) {
    const TomlEntry* entry = fields.entry("touch_every");
    if (!entry) return;
    if (disposition.then != Disposition::Then::nurture) {
        reading.error(*entry, "only a disposition with then = \"nurture\" can have 'touch_every'");
        return;
    }
    disposition.touch_every = fields.duration("touch_every");
}

} // namespace

void read_dispositions(Reading& reading, const std::vector<const TomlTable*>& tables, Agreement& agreement) {
    for (const TomlTable* table : tables) {
        Fields fields(reading, *table, "[[disposition]]");
        Disposition disposition{.place = table->place};
        const auto code = fields.needed_text("code");
        disposition.text = fields.text_or("text", code.value_or(""));
        if (const auto then = fields.word("then", {"nurture", "disqualify", "reroute"}))
            disposition.then = *then == "nurture"      ? Disposition::Then::nurture
                               : *then == "disqualify" ? Disposition::Then::disqualify
                                                       : Disposition::Then::reroute;
        read_wake(reading, fields, disposition);
        read_touch_every(reading, fields, disposition);
        disposition.earned_by_attempts = fields.word("earned_by", {"attempts"}).has_value();
        disposition.no_fault = fields.boolean("no_fault").value_or(false);
        fields.finish();
        if (!code) continue;
        disposition.code = *code;
        if (const Disposition* before = agreement.disposition(*code))
            reading.error(*table->find("code"),
                          "disposition '" + *code + "' is defined twice" + first_at(before->place));
        if (const PauseReason* pause = agreement.pause(*code))
            reading.error(*table->find("code"),
                          "'" + *code + "' is the code of a [[pause]] too" + first_at(pause->place));
        agreement.dispositions.push_back(std::move(disposition));
    }
    const bool counts_attempts = std::any_of(agreement.slas.begin(), agreement.slas.end(),
                                             [](const Sla& sla) { return sla.attempts.has_value(); });
    for (const Disposition& each : agreement.dispositions)
        if (each.earned_by_attempts && !counts_attempts)
            reading.warning(each.place, 1,
                            "disposition '" + each.code +
                                "' is earned by attempts, and no service level has any",
                            "give 'attempts' in [sla.NAME]");
}

} // namespace handoff
