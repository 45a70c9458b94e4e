#include "report/lead_touches.hpp"

#include "ingest/lead_keys.hpp"
#include "report/moment.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

namespace handoff {

ToldTouches::ToldTouches(const ReportInput& input, std::span<const std::uint32_t> leads)
    : input_(input), wanted_(leads.empty() ? 0 : input.leads.rows()) {
    for (const std::uint32_t row : leads) wanted_[row] = 1;
    if (input.touches == nullptr || leads.empty()) return;
    const auto column = [&](std::string_view name) { return touch_column(*input.touches, name); };
    columns_ = {column("at"),      column("type"), column("content"), column("channel"),    column("outcome"),
                column("subject"), column("side"), column("rep"),     column("campaign_id")};
}

TouchReading ToldTouches::reading() {
    TouchReading reading;
    const Columns& all = columns_;
    for (const auto& column : {all.at, all.type, all.content, all.channel, all.outcome, all.subject, all.side,
                               all.rep, all.campaign})
        if (column) reading.columns.insert(*column);
    reading.read = [this](const csv::Reader::Batch& batch, std::span<const std::uint32_t> leads) {
        if (!wanted_.empty()) read(batch, leads);
    };
    return reading;
}

void ToldTouches::read(const csv::Reader::Batch& batch, std::span<const std::uint32_t> leads) {
    std::vector<Found> found;
    for (std::size_t row = 0; row < leads.size(); ++row) {
        if (leads[row] == LeadKeys::none || wanted_[leads[row]] == 0) continue;
        const auto cell = [&](const std::optional<std::size_t>& column) {
            return column ? batch.table[*column].cells[row] : std::string_view();
        };
        const Moment moment = Moment::read(cell(columns_.at));
        if (!moment.known()) continue;
        const Instant when = moment.first(input_.agreement->timezone);
        if (when > input_.as_of) continue;
        const auto text = [&](const auto& column) { return std::string(cell(column)); };
        found.push_back({{when, text(columns_.type), text(columns_.content), text(columns_.channel),
                          text(columns_.outcome), text(columns_.subject), text(columns_.side),
                          text(columns_.rep), text(columns_.campaign)},
                         leads[row],
                         batch.chunk,
                         row});
    }
    const std::lock_guard lock(access_);
    std::move(found.begin(), found.end(), std::back_inserter(found_));
}

TouchesOfLeads ToldTouches::of_leads() {
    std::sort(found_.begin(), found_.end(), [](const Found& a, const Found& b) {
        return std::tie(b.touch.at, b.chunk, b.row) < std::tie(a.touch.at, a.chunk, a.row);
    });
    TouchesOfLeads of(input_.leads.rows());
    for (Found& each : found_) of[each.lead].push_back(std::move(each.touch));
    found_.clear();
    return of;
}

TouchesOfLeads touches_of(const ReportInput& input, std::span<const std::uint32_t> leads,
                          const LeadIndex* index) {
    ToldTouches told(input, leads);
    if (input.touches != nullptr && !leads.empty()) {
        std::optional<LeadIndex> own;
        if (index == nullptr) index = &own.emplace(input.leads, &input.contacts, input.merges);
        const TouchReading reading = told.reading();
        read_touches(*input.touches, index->keys(), {&reading, 1});
    }
    return told.of_leads();
}

} // namespace handoff
