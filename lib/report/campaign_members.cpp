#include "report/campaign_members.hpp"

#include "report/cells.hpp"

#include <handoff/values.hpp>
#include <handoff/words.hpp>

namespace handoff {

CampaignMembers::CampaignMembers(
    const ReportInput& input,
    const std::function<std::optional<std::size_t>(std::string_view)>& campaign_named)
    : zone_(input.agreement->timezone) {
    if (input.members.rows() == 0) return;
    const LeadIndex index(input.leads, &input.contacts, input.merges);
    const Cells campaign(input.members, "campaign_id"), at(input.members, "at"),
        responded(input.members, "responded");
    bool says_who = false;
    for (std::size_t row = 0; row < input.members.rows(); ++row)
        says_who = says_who || read_boolean(responded[row]).value_or(false);
    for (std::size_t row = 0; row < input.members.rows(); ++row) {
        const auto known = campaign_named(campaign[row]);
        if (!known) continue;
        const std::uint32_t lead = index.find(input.members, row);
        if (lead == LeadIndex::none) {
            ++nobody_;
        } else if (says_who && !read_boolean(responded[row]).value_or(false)) {
            ++silent_;
        } else {
            Moment& first = by_lead_[lead][*known];
            first = earlier(first, Moment::read(at[row]));
        }
    }
}

const std::map<std::size_t, Moment>* CampaignMembers::of(std::uint32_t lead) const {
    const auto known = by_lead_.find(lead);
    return known == by_lead_.end() ? nullptr : &known->second;
}

std::optional<std::size_t> CampaignMembers::first_of(const Deal& deal) const {
    std::optional<std::size_t> campaign;
    Moment first;
    for (const std::uint32_t lead : deal.leads) {
        const std::map<std::size_t, Moment>* const joined = of(lead);
        if (!joined) continue;
        for (const auto& [each, at] : *joined) {
            const bool sooner = at.known() && (!first.known() || at.first(zone_) < first.first(zone_));
            if (campaign && !sooner) continue;
            campaign = each;
            first = at;
        }
    }
    return campaign;
}

void CampaignMembers::add_notes(std::vector<std::string>& notes) const {
    if (silent_ > 0)
        notes.push_back(counted(silent_, "member") + " of campaigns who did not respond: not counted");
    if (nobody_ > 0)
        notes.push_back(counted(nobody_, "member") + " of campaigns who are none of these leads");
}

} // namespace handoff
