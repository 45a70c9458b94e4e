#pragma once

#include "table/key_index.hpp"

#include <handoff/table.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// What an id joins by: itself, but the first 15 characters of a Salesforce id of 18 (whose last three only
/// repeat which letters are capitals, and must be right to be taken for that).
std::string_view join_id(std::string_view id) noexcept;

/// By what touches, deals and outcomes join leads: the lead's id, else the id of the contact it became, else
/// its e-mail address (without case). Built while leads are streamed, chunk by chunk; leads are numbered
/// through all chunks, and of leads with the same key the first has it.
class LeadKeys {
  public:
    static constexpr std::uint32_t none = KeyIndex::none;

    /// Where the keys stand in a table; what is not there, or not needed, is none.
    struct Columns {
        std::optional<std::size_t> id, contact, email;
    };
    /// The keys of one chunk of leads (or contacts: there `id` is blank).
    struct Block {
        KeyBlock ids, contacts, emails;
    };
    static Block keys_of(const Table& rows, const Columns& columns);

    /// From the chunks of all leads in their order.
    void add_leads(std::vector<Block> blocks, unsigned threads = 1);
    /// After the leads: a contact whose e-mail address is a lead's finds that lead by the contact's id.
    void add_contacts(std::vector<Block> blocks, unsigned threads = 1);

    std::uint32_t by_id(std::string_view lead_id) const noexcept { return ids_.find(join_id(lead_id)); }
    std::uint32_t by_contact(std::string_view contact_id) const noexcept;
    std::uint32_t by_email(std::string_view email) const noexcept;
    /// The first of lead id, contact id and e-mail address that finds a lead.
    std::uint32_t find(const Table& rows, const Columns& columns, std::size_t row) const noexcept;

    /// The same for many rows, in the three steps of a KeySearch.
    class Search {
      public:
        /// The rows [from, to); at most KeySearch::most. The table must outlive the search.
        void start(const LeadKeys& keys, const Table& rows, const Columns& columns, std::size_t from,
                   std::size_t to);
        void look() noexcept { by_id_.look(); }
        void finish(std::span<std::uint32_t> found);

      private:
        const LeadKeys* keys_ = nullptr;
        const Table* rows_ = nullptr;
        Columns columns_;
        std::size_t from_ = 0;
        KeySearch by_id_;
    };

    const KeyIndex& ids() const noexcept { return ids_; }

  private:
    KeyIndex ids_, contacts_, emails_;
    KeyIndex people_;                        // the ids of contacts
    std::vector<std::uint32_t> people_lead_; // their leads
};

} // namespace handoff
