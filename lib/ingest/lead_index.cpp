#include "ingest/lead_keys.hpp"

#include <handoff/exports.hpp>

namespace handoff {

struct LeadIndex::Impl {
    LeadKeys keys;
};

namespace {

std::vector<LeadKeys::Block> one_block(const Table& rows, const LeadKeys::Columns& columns) {
    std::vector<LeadKeys::Block> blocks;
    blocks.push_back(LeadKeys::keys_of(rows, columns));
    return blocks;
}

} // namespace

LeadKeys LeadKeys::of(const Table& leads, const Table* contacts, const Merges& merges) {
    const auto in = [](const Table& table) {
        return [&table](std::string_view name) { return table.find(name); };
    };
    LeadKeys keys;
    keys.add_leads(one_block(leads, columns_of_leads(in(leads))));
    if (contacts) keys.add_contacts(one_block(*contacts, columns_of_contacts(in(*contacts))));
    keys.add_merges(merges);
    return keys;
}

LeadIndex::LeadIndex(const Table& leads, const Table* contacts, const Merges& merges)
    : impl_(std::make_unique<Impl>(Impl{LeadKeys::of(leads, contacts, merges)})) {}

LeadIndex::~LeadIndex() = default;

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
