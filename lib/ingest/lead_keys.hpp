#pragma once

#include "table/key_index.hpp"

#include <handoff/exports.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace handoff {

/// What an id joins by: itself, but the first 15 characters of a Salesforce id of 18 (whose last three only
/// repeat which letters are capitals, and must be right to be taken for that).
std::string_view join_id(std::string_view id) noexcept;

/// By what touches, deals and outcomes join leads: the lead's id, else the id of the contact it became, else
/// its e-mail address (without case); a row that names no person at all by the deal, else the account, that
/// just one lead became. Ids of merged leads find the lead they were merged into. Built while leads are
/// streamed, chunk by chunk; leads are numbered through all chunks, and of leads with the same key the first
/// has it.
class LeadKeys {
  public:
    static constexpr std::uint32_t none = KeyIndex::none;

    /// Where the keys stand in a table; what is not there, or not needed, is none.
    struct Columns {
        std::optional<std::size_t> id, contact, email, deal, account;
        std::optional<std::size_t> merged_into, merged_ids; ///< leads only
        void add_to(std::set<std::size_t>& wanted) const {
            for (const auto& column : {id, contact, email, deal, account, merged_into, merged_ids})
                if (column) wanted.insert(*column);
        }
    };
    /// Where they stand in a table of leads (deal, account: those it was converted into), and in one of
    /// touches, deals or outcomes. `find` gives the position of a column, if it is there.
    template <class Find>
    static Columns columns_of_leads(Find&& find) {
        Columns columns{find("lead_id"),           find("converted_contact_id"), find("email"),
                        find("converted_deal_id"), find("converted_account_id"), find("merged_into"),
                        find("merged_ids")};
        if (!columns.account) columns.account = find("account_id");
        return columns;
    }
    template <class Find>
    static Columns columns_of_contacts(Find&& find) {
        return {find("lead_id"), find("contact_id"), find("email"), {}, {}, {}, {}};
    }
    template <class Find>
    static Columns columns_of_rows(Find&& find) {
        return {
            find("lead_id"), find("contact_id"), find("email"), find("deal_id"), find("account_id"), {}, {}};
    }

    /// The keys of one chunk of leads, or of contacts (there `id` is that of their lead).
    struct Block {
        KeyBlock ids, contacts, emails, deals, accounts;
        std::vector<Merge> merged;
    };
    static Block keys_of(const Table& rows, const Columns& columns);
    /// Of the rows [from, to), without what they say of merges.
    static Block keys_of(const Table& rows, const Columns& columns, std::size_t from, std::size_t to);
    /// Of whole tables, with all that is known of them. Contacts may be none.
    static LeadKeys of(const Table& leads, const Table* contacts, const Merges& merges);

    /// From the chunks of all leads in their order.
    void add_leads(std::vector<Block> blocks, unsigned threads = 1);
    /// After the leads: a contact that names its lead, or whose e-mail address is a lead's, finds that lead
    /// by the contact's id.
    void add_contacts(std::vector<Block> blocks, unsigned threads = 1);
    /// Last: what was merged into what, besides what the leads themselves say.
    void add_merges(const Merges& merges = {});

    std::uint32_t by_id(std::string_view lead_id) const noexcept;
    /// By the lead's id, else its e-mail address: for all of some records, of which `key` (lead_key) names
    /// the lead; without waiting for memory at each.
    template <class Record, class Text>
    void by_keys(std::span<const Record> records, Text Record::*key, std::uint32_t* found) const {
        KeySearch search;
        for (std::size_t from = 0; from < records.size(); from += KeySearch::most) {
            const auto some = records.subspan(from, std::min(KeySearch::most, records.size() - from));
            search.start(ids_, some.size(),
                         [&](std::size_t i) { return PackedKey::of(join_id(some[i].*key)); });
            search.look();
            search.finish({found + from, some.size()});
            for (std::size_t i = 0; i < some.size(); ++i)
                if (found[from + i] == none) found[from + i] = by_key(some[i].*key);
        }
    }
    std::uint32_t by_key(std::string_view lead_key) const noexcept {
        const std::uint32_t lead = by_id(lead_key);
        return lead != none ? lead : by_email(lead_key);
    }
    std::uint32_t by_contact(std::string_view contact_id) const noexcept;
    std::uint32_t by_email(std::string_view email) const noexcept;
    /// The lead that became this deal or account; none when several did.
    std::uint32_t by_deal(std::string_view deal_id) const noexcept;
    std::uint32_t by_account(std::string_view account_id) const noexcept;
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

    /// Why a row finds nobody: it names nobody, somebody unknown, a contact who is no lead, or only a deal or
    /// an account of several leads.
    enum class Missing { unnamed, unknown, contact, shared };
    Missing why_missing(const Table& rows, const Columns& columns, std::size_t row) const noexcept;

    /// For each lead the one that stands for it: the first with the same id, or the one it was merged into.
    /// Empty when each stands for itself.
    std::vector<std::uint32_t> holders() const;
    /// True when leads became deals or accounts.
    bool has_deals() const noexcept { return !deals_.index.empty() || !accounts_.index.empty(); }

  private:
    /// A key of leads which several of them may share.
    struct Shareable {
        KeyIndex index;
        std::vector<std::uint8_t> shared; ///< for the first row of each key; empty: none is
        std::uint32_t find(std::string_view id) const noexcept;
        bool knows(std::string_view id) const noexcept;
        void settle(const std::vector<std::uint32_t>& holders);
    };
    std::uint32_t direct(std::string_view id) const noexcept;
    std::uint32_t merged(std::string_view id) const noexcept;
    std::uint32_t first_of_several(std::string_view ids) const;
    std::uint32_t not_by_id(const Table& rows, const Columns& columns, std::size_t row) const;

    KeyIndex ids_, contacts_, emails_;
    Shareable deals_, accounts_;
    KeyIndex people_;                        // the ids of contacts
    std::vector<std::uint32_t> people_lead_; // their leads
    Merges own_;                             // what leads themselves say
    KeyIndex merged_;                        // ids that no lead has any more, or not yet
    std::vector<std::uint32_t> merged_lead_;
    std::vector<std::pair<std::uint32_t, std::uint32_t>>
        merged_rows_; // leads that are there beside their survivor
};

} // namespace handoff
