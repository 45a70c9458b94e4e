#include "report/cells.hpp"

#include <handoff/report.hpp>
#include <handoff/route.hpp>
#include <handoff/words.hpp>

#include <map>

namespace handoff {

std::string versions_note(const ReportInput& input) {
    if (input.versions.empty()) return {};
    const Agreement& agreement = *input.agreement;
    const std::string ours = agreement.version.empty() ? agreement.sha256.substr(0, 12) : agreement.version;
    const Cells id(input.leads, "lead_id"), email(input.leads, "email");
    std::map<std::string, std::size_t> leads;
    std::size_t judged = 0;
    for (std::size_t row = 0; row < input.leads.rows(); ++row) {
        const auto version = input.versions.find(lead_key(id[row], email[row]));
        if (version == input.versions.end()) continue;
        ++leads[version->second];
        ++judged;
    }
    if (leads.empty() || (leads.size() == 1 && leads.begin()->first == ours)) return {};
    std::string text = leads.size() == 1 ? "judged under another version of the agreement"
                                         : "judged under several versions of the agreement";
    for (const auto& [version, count] : leads) {
        text += text.find(':') == std::string::npos ? ": " : ", ";
        text += counted(count, "lead") + " under '" + version + "'";
        if (version == ours) text += " (this one)";
    }
    if (const std::size_t others = input.leads.rows() - judged; others > 0)
        text += "; " + counted(others, "lead") + " never";
    return text;
}

} // namespace handoff
