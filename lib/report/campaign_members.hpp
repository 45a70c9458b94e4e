#pragma once

#include "report/deals.hpp"
#include "report/moment.hpp"

#include <handoff/report.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace handoff {

/// Leads that campaigns list as their members. Where the list says who responded, the others are not counted:
/// being written to is not yet a lead.
class CampaignMembers {
  public:
    /// `campaign_named` numbers the campaigns; none: it is not in the report.
    CampaignMembers(const ReportInput&,
                    const std::function<std::optional<std::size_t>(std::string_view)>& campaign_named);

    /// The campaigns of a lead (a row), and since when it is their member; none: it is nobody's.
    const std::map<std::size_t, Moment>* of(std::uint32_t lead) const;
    /// The campaign that one of a deal's leads joined first.
    std::optional<std::size_t> first_of(const Deal&) const;
    void add_notes(std::vector<std::string>& notes) const;

  private:
    const Zone& zone_;
    std::unordered_map<std::uint32_t, std::map<std::size_t, Moment>> by_lead_;
    std::size_t silent_ = 0, nobody_ = 0;
};

} // namespace handoff
