#include "report/campaign_names.hpp"

#include "ingest/lead_keys.hpp"
#include "report/cells.hpp"

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

ReportCell CampaignNames::cell(std::string id) const {
    ReportCell cell(std::move(id));
    cell.name = find(std::get<std::string>(cell.value));
    return cell;
}

} // namespace handoff
