#include "reading.hpp"

#include <algorithm>

namespace handoff {

void read_campaigns(Reading& reading, const std::vector<const TomlTable*>& tables, Agreement& agreement) {
    for (const TomlTable* table : tables) {
        Fields fields(reading, *table, "[[campaign]]");
        CampaignSettings campaign{.place = table->place};
        campaign.id = fields.needed_text("id").value_or("");
        campaign.name = fields.text_or("name");
        campaign.kind = fields.text_or("kind");
        campaign.channel = fields.text_or("channel");
        campaign.starts_on = fields.date("starts_on");
        campaign.cost = fields.number("cost");
        campaign.why = fields.text_or("why");
        fields.finish();
        if (campaign.cost && (!(*campaign.cost >= 0) || *campaign.cost > 1e15))
            reading.error(table->find("cost")->value, "'cost' must be an amount, 0 or more");
        const auto same = std::find_if(agreement.campaigns.begin(), agreement.campaigns.end(),
                                       [&](const auto& other) { return other.id == campaign.id; });
        if (!campaign.id.empty() && same != agreement.campaigns.end())
            reading.error(table->find("id")->value,
                          "two campaigns have the id '" + campaign.id + "'" + first_at(same->place));
        agreement.campaigns.push_back(std::move(campaign));
    }
}

} // namespace handoff
