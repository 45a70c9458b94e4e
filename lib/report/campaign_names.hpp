#pragma once

#include <handoff/report.hpp>

#include <map>
#include <string>
#include <string_view>

namespace handoff {

/// What campaigns are called. The table must outlive it.
class CampaignNames {
  public:
    explicit CampaignNames(const Table& campaigns);

    std::string_view find(std::string_view id) const;  ///< blank where no name is known
    std::string operator[](std::string_view id) const; ///< the id where no name is known
    ReportCell cell(std::string id) const;             ///< people read the name
  private:
    std::map<std::string_view, std::string_view> names_;
};

} // namespace handoff
