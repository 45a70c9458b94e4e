#include "base/parallel.hpp"
#include "ingest/lead_keys.hpp"
#include "ingest/merges.hpp"

#include <handoff/exports.hpp>

#include <thread>

namespace handoff {

struct LeadIndex::Impl {
    LeadKeys keys;
};

namespace {

/// The keys of a whole table, chunk by chunk on all threads.
std::vector<LeadKeys::Block> blocks_of(const Table& rows, const LeadKeys::Columns& columns,
                                       unsigned threads) {
    constexpr std::size_t chunk = 16 * 1024;
    std::vector<LeadKeys::Block> blocks((rows.rows() + chunk - 1) / chunk);
    in_parallel(threads, rows.rows(), chunk, [&](std::size_t from, std::size_t to, unsigned) {
        blocks[from / chunk] = LeadKeys::keys_of(rows, columns, from, to);
    });
    return blocks;
}

} // namespace

LeadKeys LeadKeys::of(const Table& leads, const Table* contacts, const Merges& merges) {
    const auto in = [](const Table& table) {
        return [&table](std::string_view name) { return table.find(name); };
    };
    const Columns columns = columns_of_leads(in(leads));
    const unsigned threads = std::thread::hardware_concurrency();
    LeadKeys keys;
    keys.own_.add(merges_said_by(leads, {columns.id, columns.merged_into, columns.merged_ids}));
    keys.add_leads(blocks_of(leads, columns, threads), threads);
    if (contacts)
        keys.add_contacts(blocks_of(*contacts, columns_of_contacts(in(*contacts)), threads), threads);
    keys.add_merges(merges);
    return keys;
}

LeadIndex::LeadIndex(const Table& leads, const Table* contacts, const Merges& merges)
    : impl_(std::make_unique<Impl>(Impl{LeadKeys::of(leads, contacts, merges)})) {}

LeadIndex::~LeadIndex() = default;

const LeadKeys& LeadIndex::keys() const noexcept { return impl_->keys; }

std::uint32_t LeadIndex::by_id(std::string_view lead_id) const noexcept { return impl_->keys.by_id(lead_id); }

std::uint32_t LeadIndex::by_contact(std::string_view contact_id) const noexcept {
    return impl_->keys.by_contact(contact_id);
}

std::uint32_t LeadIndex::by_email(std::string_view email) const noexcept {
    return impl_->keys.by_email(email);
}

std::uint32_t LeadIndex::by_account(std::string_view account_id) const noexcept {
    return impl_->keys.by_account(account_id);
}

std::uint32_t LeadIndex::find(const Table& rows, std::size_t row) const noexcept {
    return impl_->keys.find(
        rows, LeadKeys::columns_of_rows([&rows](std::string_view name) { return rows.find(name); }), row);
}

} // namespace handoff
