#include "report/lead_touches.hpp"

#include "ingest/lead_keys.hpp"
#include "report/moment.hpp"

#include <algorithm>
#include <mutex>
#include <set>
#include <tuple>

namespace handoff {

namespace {

std::optional<std::size_t> column_of(const Export& rows, std::string_view name) {
    const auto position = rows.find(name);
    return position && !rows.names()[*position].blank ? position : std::nullopt;
}

struct Found {
    ToldTouch touch;
    std::uint32_t lead = 0;
    std::uint64_t chunk = 0;
    std::size_t row = 0;
};

} // namespace

std::vector<std::vector<ToldTouch>> touches_of(const ReportInput& input, std::span<const std::uint32_t> rows,
                                               const LeadIndex* index) {
    std::vector<std::vector<ToldTouch>> of(input.leads.rows());
    if (input.touches == nullptr || rows.empty()) return of;
    std::vector<std::uint8_t> wanted_lead(input.leads.rows());
    for (const std::uint32_t row : rows) wanted_lead[row] = 1;

    Export& touches = *input.touches;
    std::optional<LeadIndex> own;
    if (index == nullptr) own.emplace(input.leads, &input.contacts, input.merges);
    const LeadKeys& keys = (own ? *own : *index).keys();
    const auto position = [&](std::string_view name) { return column_of(touches, name); };
    const LeadKeys::Columns key_columns = LeadKeys::columns_of_rows(position);
    const auto at = position("at"), type = position("type"), content = position("content"),
               channel = position("channel"), outcome = position("outcome"), subject = position("subject"),
               side = position("side"), rep = position("rep"), campaign = position("campaign_id");
    std::set<std::size_t> wanted;
    key_columns.add_to(wanted);
    for (const auto& column : {at, type, content, channel, outcome, subject, side, rep, campaign})
        if (column) wanted.insert(*column);
    const std::vector<std::size_t> columns(wanted.begin(), wanted.end());

    std::vector<Found> found;
    std::mutex access;
    touches.for_each(columns, csv::Reader::Keep::cells, [&](csv::Reader::Batch& batch) {
        const Table& table = batch.table;
        const auto cell = [&](const std::optional<std::size_t>& column, std::size_t row) {
            return column ? table[*column].cells[row] : std::string_view();
        };
        std::vector<std::uint32_t> leads(table.rows());
        LeadKeys::Search search;
        for (std::size_t from = 0; from < table.rows(); from += KeySearch::most) {
            const std::size_t to = std::min(from + KeySearch::most, table.rows());
            search.start(keys, table, key_columns, from, to);
            search.look();
            search.finish(std::span(leads).subspan(from, to - from));
        }
        for (std::size_t row = 0; row < table.rows(); ++row) {
            if (leads[row] == LeadKeys::none || wanted_lead[leads[row]] == 0) continue;
            const Moment moment = Moment::read(cell(at, row));
            if (!moment.known()) continue;
            const Instant when = moment.first(input.agreement->timezone);
            if (when > input.as_of) continue;
            const auto text = [&](const auto& column) { return std::string(cell(column, row)); };
            const std::lock_guard lock(access);
            found.push_back({{when, text(type), text(content), text(channel), text(outcome), text(subject),
                              text(side), text(rep), text(campaign)},
                             leads[row],
                             batch.chunk,
                             row});
        }
    });
    std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
        return std::tie(b.touch.at, b.chunk, b.row) < std::tie(a.touch.at, a.chunk, a.row);
    });
    for (Found& each : found) of[each.lead].push_back(std::move(each.touch));
    return of;
}

} // namespace handoff
