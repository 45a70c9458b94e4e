#include "ingest/lead_keys.hpp"

#include "ingest/merges.hpp"

#include <algorithm>
#include <utility>

namespace handoff {

namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_capital(char c) noexcept { return c >= 'A' && c <= 'Z'; }
char folded(char c) noexcept { return is_capital(c) ? static_cast<char>(c - 'A' + 'a') : c; }

/// An e-mail address in small letters, in a buffer that is used again.
class Folded {
  public:
    std::string_view operator()(std::string_view text) {
        if (std::none_of(text.begin(), text.end(), is_capital)) return text;
        buffer_.assign(text);
        std::transform(buffer_.begin(), buffer_.end(), buffer_.begin(), folded);
        return buffer_;
    }

  private:
    std::string buffer_;
};

std::string_view cell_of(const Table& rows, std::optional<std::size_t> column, std::size_t row) noexcept {
    if (!column) return {};
    const std::vector<std::string_view>& cells = rows[*column].cells;
    return row < cells.size() ? cells[row] : std::string_view();
}

} // namespace

std::string_view join_id(std::string_view id) noexcept {
    constexpr std::string_view marks = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
    if (id.size() != 18) return id;
    for (std::size_t part = 0; part < 3; ++part) {
        unsigned capitals = 0;
        for (std::size_t i = 0; i < 5; ++i) {
            const char c = id[part * 5 + i];
            if (!is_digit(c) && !(folded(c) >= 'a' && folded(c) <= 'z')) return id;
            if (is_capital(c)) capitals |= 1U << i;
        }
        if (folded(id[15 + part]) != folded(marks[capitals])) return id;
    }
    return id.substr(0, 15);
}

LeadKeys::Block LeadKeys::keys_of(const Table& rows, const Columns& columns) {
    Block block = keys_of(rows, columns, 0, rows.rows());
    block.merged = merges_said_by(rows, {columns.id, columns.merged_into, columns.merged_ids});
    return block;
}

LeadKeys::Block LeadKeys::keys_of(const Table& rows, const Columns& columns, std::size_t from,
                                  std::size_t to) {
    Block block;
    const auto collect = [&](KeyBlock& keys, std::optional<std::size_t> column, auto&& key) {
        if (!column || rows[*column].cells.empty()) return;
        keys.reserve(to - from);
        for (std::size_t row = from; row < to; ++row) keys.add(key(cell_of(rows, column, row)));
    };
    collect(block.ids, columns.id, join_id);
    collect(block.contacts, columns.contact, join_id);
    collect(block.emails, columns.email, Folded());
    collect(block.deals, columns.deal, join_id);
    collect(block.accounts, columns.account, join_id);
    return block;
}

namespace {

std::vector<KeyBlock> one_kind(std::vector<LeadKeys::Block>& blocks, KeyBlock LeadKeys::Block::*kind) {
    std::vector<KeyBlock> keys;
    for (LeadKeys::Block& block : blocks) keys.push_back(std::move(block.*kind));
    return keys;
}

} // namespace

std::uint32_t LeadKeys::Shareable::find(std::string_view id) const noexcept {
    const std::uint32_t lead = id.empty() ? none : index.find(join_id(id));
    return lead == none || (!shared.empty() && shared[lead] != 0) ? none : lead;
}

bool LeadKeys::Shareable::knows(std::string_view id) const noexcept {
    return !id.empty() && index.find(join_id(id)) != none;
}

void LeadKeys::Shareable::settle(const std::vector<std::uint32_t>& holders) {
    shared.clear();
    if (!index.repeats()) return;
    shared.resize(index.rows());
    const auto holder = [&](std::uint32_t lead) { return holders.empty() ? lead : holders[lead]; };
    for (std::uint32_t lead = 0; lead < index.rows(); ++lead)
        if (const std::uint32_t first = index.first_of(lead); holder(first) != holder(lead))
            shared[first] = 1;
}

void LeadKeys::add_leads(std::vector<Block> blocks, unsigned threads) {
    for (const Block& block : blocks) own_.add(block.merged);
    ids_ = KeyIndex(one_kind(blocks, &Block::ids), threads);
    contacts_ = KeyIndex(one_kind(blocks, &Block::contacts), threads);
    emails_ = KeyIndex(one_kind(blocks, &Block::emails), threads);
    deals_.index = KeyIndex(one_kind(blocks, &Block::deals), threads);
    accounts_.index = KeyIndex(one_kind(blocks, &Block::accounts), threads);
    add_merges();
}

void LeadKeys::add_contacts(std::vector<Block> blocks, unsigned threads) {
    people_lead_.clear();
    for (const Block& block : blocks)
        for (std::size_t row = 0; row < block.contacts.size(); ++row) {
            std::uint32_t lead = row < block.ids.size() ? ids_.find(block.ids[row]) : none;
            if (lead == none && row < block.emails.size()) lead = emails_.find(block.emails[row]);
            people_lead_.push_back(lead);
        }
    people_ = KeyIndex(one_kind(blocks, &Block::contacts), threads);
}

std::uint32_t LeadKeys::direct(std::string_view id) const noexcept {
    const std::string_view key = join_id(id);
    if (const std::uint32_t lead = ids_.find(key); lead != none) return lead;
    if (const std::uint32_t lead = contacts_.find(key); lead != none) return lead;
    const std::uint32_t person = people_.find(key);
    return person == none ? none : people_lead_[person];
}

void LeadKeys::add_merges(const Merges& merges) {
    Merges all = own_;
    all.add(merges.list());
    merged_lead_.clear();
    merged_rows_.clear();
    KeyBlock keys;
    const auto also = [&](std::string_view id, std::uint32_t lead) {
        if (direct(id) != none) return;
        keys.add(join_id(id));
        merged_lead_.push_back(lead);
    };
    for (const Merge& merge : all.list()) {
        const std::uint32_t lead = direct(merge.merged), survivor = direct(merge.survivor);
        if (survivor != none) also(merge.merged, survivor);
        if (survivor != none && lead != none && lead != survivor) merged_rows_.emplace_back(lead, survivor);
        // An export from before the merge has only the other.
        if (survivor == none && lead != none) also(merge.survivor, lead);
    }
    std::vector<KeyBlock> blocks;
    blocks.push_back(std::move(keys));
    merged_ = KeyIndex(std::move(blocks));
    const std::vector<std::uint32_t> standing = holders();
    deals_.settle(standing);
    accounts_.settle(standing);
}

std::vector<std::uint32_t> LeadKeys::holders() const {
    std::vector<std::uint32_t> all;
    if (!ids_.repeats() && merged_rows_.empty()) return all;
    all.resize(ids_.rows());
    for (std::uint32_t lead = 0; lead < all.size(); ++lead) all[lead] = ids_.first_of(lead);
    std::vector<std::uint32_t> standing(all.size());
    for (std::uint32_t lead = 0; lead < all.size(); ++lead) standing[lead] = lead;
    for (const auto& [lead, survivor] : merged_rows_) standing[all[lead]] = all[survivor];
    for (std::uint32_t& lead : all) lead = standing[lead];
    return all;
}

std::uint32_t LeadKeys::merged(std::string_view id) const noexcept {
    if (merged_.empty()) return none;
    const std::uint32_t found = merged_.find(join_id(id));
    return found == none ? none : merged_lead_[found];
}

std::uint32_t LeadKeys::by_id(std::string_view lead_id) const noexcept {
    const std::uint32_t lead = ids_.find(join_id(lead_id));
    return lead != none ? lead : merged(lead_id);
}

std::uint32_t LeadKeys::by_contact(std::string_view contact_id) const noexcept {
    const std::string_view key = join_id(contact_id);
    if (const std::uint32_t lead = contacts_.find(key); lead != none) return lead;
    const std::uint32_t person = people_.find(key);
    const std::uint32_t lead = person == none ? none : people_lead_[person];
    return lead != none ? lead : merged(contact_id);
}

std::uint32_t LeadKeys::by_email(std::string_view email) const noexcept {
    if (emails_.empty() || email.empty()) return none;
    return emails_.find(Folded()(email));
}

std::uint32_t LeadKeys::by_deal(std::string_view deal_id) const noexcept { return deals_.find(deal_id); }

std::uint32_t LeadKeys::by_account(std::string_view account_id) const noexcept {
    return accounts_.find(account_id);
}

std::uint32_t LeadKeys::first_of_several(std::string_view ids) const {
    std::uint32_t lead = none;
    if (ids.find(';') == std::string_view::npos) return lead;
    for_each_id(ids, [&](std::string_view id) {
        if (lead == none) lead = by_id(id);
        if (lead == none) lead = by_contact(id);
    });
    return lead;
}

/// The keys that are tried when the lead's id has found nobody.
std::uint32_t LeadKeys::not_by_id(const Table& rows, const Columns& columns, std::size_t row) const {
    const std::string_view id = cell_of(rows, columns.id, row), contact = cell_of(rows, columns.contact, row),
                           email = cell_of(rows, columns.email, row);
    if (const std::uint32_t lead = id.empty() ? none : merged(id); lead != none) return lead;
    if (const std::uint32_t lead = contact.empty() ? none : by_contact(contact); lead != none) return lead;
    if (const std::uint32_t lead = by_email(email); lead != none) return lead;
    if (const std::uint32_t lead = first_of_several(id); lead != none) return lead;
    if (const std::uint32_t lead = first_of_several(contact); lead != none) return lead;
    // Who is named and is none of our leads is somebody else: only rows that name no person join by deal or
    // account.
    if (!id.empty() || !contact.empty() || !email.empty()) return none;
    if (const std::uint32_t lead = by_deal(cell_of(rows, columns.deal, row)); lead != none) return lead;
    return by_account(cell_of(rows, columns.account, row));
}

std::uint32_t LeadKeys::find(const Table& rows, const Columns& columns, std::size_t row) const noexcept {
    const std::uint32_t lead = ids_.find(join_id(cell_of(rows, columns.id, row)));
    return lead != none ? lead : not_by_id(rows, columns, row);
}

void LeadKeys::Search::start(const LeadKeys& keys, const Table& rows, const Columns& columns,
                             std::size_t from, std::size_t to) {
    keys_ = &keys;
    rows_ = &rows;
    columns_ = columns;
    from_ = from;
    const std::string_view* const cells = columns.id ? rows[*columns.id].cells.data() + from : nullptr;
    by_id_.start(keys.ids_, to - from, [&](std::size_t i) {
        return cells == nullptr ? PackedKey() : PackedKey::of(join_id(cells[i]));
    });
}

void LeadKeys::Search::finish(std::span<std::uint32_t> found) {
    by_id_.finish(found);
    for (std::size_t i = 0; i < found.size(); ++i)
        if (found[i] == none) found[i] = keys_->not_by_id(*rows_, columns_, from_ + i);
}

LeadKeys::Missing LeadKeys::why_missing(const Table& rows, const Columns& columns,
                                        std::size_t row) const noexcept {
    const std::string_view id = cell_of(rows, columns.id, row), contact = cell_of(rows, columns.contact, row);
    if (!contact.empty() && people_.find(join_id(contact)) != none) return Missing::contact;
    if (!id.empty() || !contact.empty() || !cell_of(rows, columns.email, row).empty())
        return Missing::unknown;
    const bool shared = deals_.knows(cell_of(rows, columns.deal, row)) ||
                        accounts_.knows(cell_of(rows, columns.account, row));
    const bool names =
        !cell_of(rows, columns.deal, row).empty() || !cell_of(rows, columns.account, row).empty();
    return shared ? Missing::shared : names ? Missing::unknown : Missing::unnamed;
}

} // namespace handoff
