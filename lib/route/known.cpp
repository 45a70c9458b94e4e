#include "route/owner_names.hpp"
#include "table/key_index.hpp"

#include <handoff/owners.hpp>
#include <handoff/words.hpp>

#include <unordered_map>

namespace handoff {

namespace {

std::string_view cell(const Table& table, const std::optional<std::size_t>& column, std::size_t row) {
    return column ? table[*column].cells[row] : std::string_view();
}

struct Known {
    std::string rep, why;
    std::size_t row = 0;
};

/// 1 for each row that is not the only one of its address; most are, and need not be asked for who knows
/// them.
std::vector<std::uint8_t> repeated_addresses(const Table& leads, const std::optional<std::size_t>& email) {
    std::vector<std::uint8_t> repeats(leads.rows());
    if (!email) return repeats;
    KeyBlock block;
    block.reserve(leads.rows());
    for (std::size_t row = 0; row < leads.rows(); ++row) block.add(lower(leads[*email].cells[row]));
    std::vector<KeyBlock> blocks;
    blocks.push_back(std::move(block));
    const KeyIndex index(std::move(blocks));
    if (!index.repeats()) return repeats;
    for (std::uint32_t row = 0; row < leads.rows(); ++row)
        if (const std::uint32_t first = index.first_of(row); first != row) repeats[first] = repeats[row] = 1;
    return repeats;
}

} // namespace

std::size_t add_known_reps(Table& leads, const Agreement& agreement, const RoutePast& past, Instant as_of) {
    const auto id = leads.find("lead_id"), email = leads.find("email"), owner = leads.find("owner");
    OwnerNames names(agreement);
    const auto day = [&](Instant at) { return to_text(agreement.timezone.date_of(at)); };
    std::unordered_map<std::string, Known> by_email; // who has, or had, another lead of this address
    const auto of_past = [&](std::size_t row) -> std::optional<Known> {
        const std::string key = lead_key(cell(leads, id, row), cell(leads, email, row));
        if (const auto former = past.former.find(key); former != past.former.end()) {
            const RoutePast::Former& had = former->second;
            return Known{had.rep, "had it from " + day(had.assigned_at) + " to " + day(had.ended_at) +
                                      (had.stage.empty() ? "" : ", when it went to '" + had.stage + "'")};
        }
        return std::nullopt;
    };
    const auto of_now = [&](std::size_t row) -> std::optional<Known> {
        const auto open = past.open.find(lead_key(cell(leads, id, row), cell(leads, email, row)));
        if (open != past.open.end() && open->second.assigned_at < as_of)
            return Known{open->second.rep, "has it since " + day(open->second.assigned_at)};
        if (const Rep* rep = names.find(cell(leads, owner, row))) return Known{rep->id, "owns it in the CRM"};
        return std::nullopt;
    };
    const std::vector<std::uint8_t> repeats = repeated_addresses(leads, email);
    for (std::size_t row = 0; row < leads.rows(); ++row) {
        if (repeats[row] == 0) continue;
        const std::string address = lower(cell(leads, email, row));
        auto known = of_past(row);
        if (!known) known = of_now(row);
        if (known) {
            known->row = row;
            known->why += " as lead '" + std::string(cell(leads, id, row)) + "'";
            by_email.try_emplace(address, std::move(*known));
        }
    }

    const std::size_t rep = leads.find_or_add("known_rep"), why = leads.find_or_add("known_rep_why");
    std::size_t count = 0;
    for (std::size_t row = 0; row < leads.rows(); ++row) {
        std::optional<Known> known = of_past(row);
        if (!known && repeats[row] != 0)
            if (const auto other = by_email.find(lower(cell(leads, email, row)));
                other != by_email.end() && other->second.row != row)
                known = other->second;
        leads[rep].cells[row] = known ? leads.keep(known->rep) : std::string_view();
        leads[why].cells[row] = known ? leads.keep(known->why) : std::string_view();
        if (known) ++count;
    }
    return count;
}

} // namespace handoff
