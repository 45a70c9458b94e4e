#include "report/campaign_names.hpp"

#include "ingest/lead_keys.hpp"
#include "report/cells.hpp"

#include <handoff/campaigns.hpp>

namespace handoff {

CampaignNames::CampaignNames(const Table& campaigns) {
    const Cells id(campaigns, "campaign_id"), name(campaigns, "name");
    for (std::size_t row = 0; row < campaigns.rows(); ++row)
        if (!id[row].empty() && !name[row].empty()) names_.emplace(join_id(id[row]), name[row]);
}

std::string_view CampaignNames::find(std::string_view id) const {
    const auto known = names_.find(join_id(id));
    return known == names_.end() ? std::string_view() : known->second;
}

std::string CampaignNames::operator[](std::string_view id) const {
    const std::string_view name = find(id);
    return std::string(name.empty() ? id : name);
}

void name_campaigns(Report& report, const ReportInput& input) {
    const CampaignNames names(input.campaigns);
    const auto title = [&](std::string& text) {
        if (const std::string_view name = names.find(text); !name.empty()) text = name;
    };
    for (ReportTable& table : report.tables) {
        if (input.across == "campaign_id")
            for (ReportColumn& column : table.columns) title(column.title);
        if (input.by != "campaign_id" || table.columns.empty() || table.columns.front().key != "group")
            continue;
        table.columns.front().named = true;
        for (auto& row : table.rows)
            if (auto* const id = std::get_if<std::string>(&row.front().value))
                row.front().name = names.find(*id);
    }
}

ReportCell CampaignNames::cell(std::string id) const {
    ReportCell cell(std::move(id));
    cell.name = find(std::get<std::string>(cell.value));
    return cell;
}

} // namespace handoff
