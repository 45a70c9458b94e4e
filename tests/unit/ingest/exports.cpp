#include "exports.hpp"

namespace handoff {

std::string refused(std::string_view text, Kind kind, const Agreement& agreement, std::string_view column) {
    const csv::TemporaryFile file(text, "export.csv");
    try {
        Export data(kind, {file.path()}, agreement);
        const std::vector<std::size_t> wanted = {data.find(column).value()};
        data.for_each(wanted, csv::Reader::Keep::cells, [](csv::Reader::Batch&) {});
    } catch (const Error& error) {
        std::string message = error.what();
        for (auto at = message.find(file.path()); at != std::string::npos; at = message.find(file.path()))
            message.replace(at, file.path().size(), "FILE");
        return message;
    }
    return "not refused";
}

} // namespace handoff
