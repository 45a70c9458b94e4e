#include "ledger/impl.hpp"
#include "ledger/keys.hpp"

#include <algorithm>
#include <unordered_map>

namespace handoff {

using ledger::Statement;

namespace {

/// What handover_of() reads, in this order, in front of anything else.
constexpr std::string_view columns = "a.person, a.rep, a.pool, a.route, a.sla, a.due_at, a.at, a.by_hand";

Handover handover_of(const Statement& row, const ledger::CurrentKeys& keys,
                     const std::map<Instant, std::string>& versions) {
    const auto version = versions.find(row.instant(6).value_or(Instant{}));
    return {.lead = std::string(keys.of(row.integer(0))),
            .rep = std::string(row.text(1)),
            .pool = std::string(row.text(2)),
            .route = std::string(row.text(3)),
            .sla = std::string(row.text(4)),
            .at = row.instant(6).value_or(Instant{}),
            .due_at = row.instant(5),
            .by_hand = row.integer(7) != 0,
            .version = version == versions.end() ? std::string() : version->second};
}

void sort_by_time(std::vector<Handover>& handovers) {
    const auto earlier = [](const Handover& a, const Handover& b) { return a.at < b.at; };
    if (!std::is_sorted(handovers.begin(), handovers.end(), earlier))
        std::stable_sort(handovers.begin(), handovers.end(), earlier);
}

} // namespace

std::vector<Handover> Ledger::handovers() const {
    const ledger::CurrentKeys keys(impl_->database);
    const std::map<Instant, std::string> versions = ledger::versions_by_night(impl_->database);
    Statement rows = impl_->database.prepare(
        "SELECT " + std::string(columns) +
        ", coalesce(o.at, iif(n.assignment = a.id, n.closed, NULL)) FROM assignment a LEFT JOIN outcome o ON "
        "o.ends = a.id LEFT JOIN now_assignment n ON n.person = a.person ORDER BY a.id");
    std::vector<Handover> handovers;
    std::unordered_map<std::int64_t, std::size_t> last; // of each person
    while (rows.next()) {
        if (keys.of(rows.integer(0)).empty()) continue; // it was merged: what stands of it was moved
        Handover handover = handover_of(rows, keys, versions);
        handover.ended = rows.instant(8);
        const auto [before, first] = last.try_emplace(rows.integer(0), handovers.size());
        handover.again = !first;
        if (!first) {
            Handover& earlier = handovers[before->second];
            if (!earlier.ended) earlier.ended = handover.at;
            before->second = handovers.size();
        }
        handovers.push_back(std::move(handover));
    }
    sort_by_time(handovers);
    return handovers;
}

std::vector<Handover> Ledger::open_handovers() const {
    const ledger::CurrentKeys keys(impl_->database);
    const std::map<Instant, std::string> versions = ledger::versions_by_night(impl_->database);
    Statement rows = impl_->database.prepare(
        "SELECT " + std::string(columns) +
        ", EXISTS (SELECT 1 FROM assignment b WHERE b.person = a.person AND b.id < a.id) FROM now_assignment "
        "n JOIN assignment a ON a.id = n.assignment WHERE n.closed IS NULL");
    std::vector<Handover> handovers;
    while (rows.next()) {
        handovers.push_back(handover_of(rows, keys, versions));
        handovers.back().again = rows.integer(8) != 0;
    }
    std::erase_if(handovers, [](const Handover& each) { return each.lead.empty(); });
    sort_by_time(handovers);
    return handovers;
}

} // namespace handoff
