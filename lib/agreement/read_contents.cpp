#include "reading.hpp"

#include <handoff/words.hpp>

#include <algorithm>

namespace handoff {

void read_contents(Reading& reading, const std::vector<const TomlTable*>& tables, Agreement& agreement) {
    const Lifecycle& lifecycle = agreement.lifecycle;
    std::vector<std::string> stages = lifecycle.stages;
    stages.insert(stages.end(), lifecycle.aside.begin(), lifecycle.aside.end());
    for (const TomlTable* table : tables) {
        Fields fields(reading, *table, "[[content]]");
        Content content{.place = table->place};
        content.id = fields.needed_text("id").value_or("");
        content.title = fields.text_or("title", content.id);
        content.persona = fields.text_or("persona");
        content.stage = fields.word("stage", stages).value_or("");
        content.url = fields.text_or("url");
        fields.finish();
        const auto same = std::find_if(agreement.contents.begin(), agreement.contents.end(),
                                       [&](const Content& other) { return other.id == content.id; });
        if (!content.id.empty() && same != agreement.contents.end())
            reading.error(table->find("id")->value,
                          "two pieces of content are called '" + content.id + "'" + first_at(same->place));
        agreement.contents.push_back(std::move(content));
    }
}

} // namespace handoff
