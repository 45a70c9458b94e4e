#include "ingest/lead_keys.hpp"

#include <handoff/campaigns.hpp>
#include <handoff/values.hpp>

#include <fmt/format.h>
#include <unordered_map>

namespace handoff {

namespace {

class AgreedCampaigns {
  public:
    AgreedCampaigns(Table& table, const Agreement& agreement)
        : table_(table), agreement_(agreement), id_(table.find_or_add("campaign_id")) {}

    std::vector<Diagnostic> add() {
        std::unordered_multimap<std::string_view, std::size_t> rows;
        for (std::size_t row = 0; row < table_.rows(); ++row)
            rows.emplace(join_id(table_[id_].cells[row]), row);
        for (const CampaignSettings& campaign : agreement_.campaigns) {
            const auto [first, last] = rows.equal_range(join_id(campaign.id));
            for (auto each = first; each != last; ++each) fill(campaign, each->second);
            if (first != last) continue;
            table_.set_rows(table_.rows() + 1);
            table_[id_].cells.back() = table_.keep(campaign.id);
            fill(campaign, table_.rows() - 1);
        }
        return std::move(warnings_);
    }

  private:
    void fill(const CampaignSettings& campaign, std::size_t row) {
        set("name", row, campaign.name);
        set("kind", row, campaign.kind);
        set("channel", row, campaign.channel);
        set("why", row, campaign.why);
        if (campaign.starts_on) set("starts_on", row, to_text(*campaign.starts_on));
        if (!campaign.cost) return;
        const std::size_t cost = table_.find_or_add("cost"), currency = table_.find_or_add("currency");
        const std::string_view theirs = table_[cost].cells[row];
        if (theirs.empty()) {
            table_[cost].cells[row] = table_.keep(to_text(*campaign.cost));
            table_[currency].cells[row] = table_.keep(agreement_.currency);
        } else if (read_number(theirs) != campaign.cost) {
            warnings_.push_back(
                {.severity = Severity::warning,
                 .place = campaign.place,
                 .what = fmt::format("the export gives the cost of campaign '{}' as '{}', which counts",
                                     campaign.id, theirs),
                 .hint = "leave 'cost' out here, or blank in the export",
                 .source = std::string(agreement_.line(campaign.place.line))});
        }
    }

    void set(std::string_view column, std::size_t row, const std::string& text) {
        if (text.empty()) return;
        const std::size_t position = table_.find_or_add(column);
        std::string_view& cell = table_[position].cells[row];
        if (cell.empty()) cell = table_.keep(text);
    }

    Table& table_;
    const Agreement& agreement_;
    std::size_t id_;
    std::vector<Diagnostic> warnings_;
};

} // namespace

std::vector<Diagnostic> add_agreed_campaigns(Table& campaigns, const Agreement& agreement) {
    if (agreement.campaigns.empty()) return {};
    return AgreedCampaigns(campaigns, agreement).add();
}

} // namespace handoff
