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

LeadIndex::LeadIndex(const Table& leads, const Table* contacts) : impl_(std::make_unique<Impl>()) {
    impl_->keys.add_leads(
        one_block(leads, {leads.find("lead_id"), leads.find("converted_contact_id"), leads.find("email")}));
    if (contacts)
        impl_->keys.add_contacts(
            one_block(*contacts, {std::nullopt, contacts->find("contact_id"), contacts->find("email")}));
}

LeadIndex::~LeadIndex() = default;

std::uint32_t LeadIndex::by_id(std::string_view lead_id) const noexcept { return impl_->keys.by_id(lead_id); }

std::uint32_t LeadIndex::by_contact(std::string_view contact_id) const noexcept {
    return impl_->keys.by_contact(contact_id);
}

std::uint32_t LeadIndex::by_email(std::string_view email) const noexcept {
    return impl_->keys.by_email(email);
}

std::uint32_t LeadIndex::find(const Table& rows, std::size_t row) const noexcept {
    return impl_->keys.find(rows, {rows.find("lead_id"), rows.find("contact_id"), rows.find("email")}, row);
}

} // namespace handoff
