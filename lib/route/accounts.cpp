#include "base/edit_distance.hpp"
#include "ingest/company.hpp"

#include <handoff/owners.hpp>
#include <handoff/values.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <unordered_map>

namespace handoff {

namespace {

using Prefer = AccountMatching::Prefer;
using Rows = std::vector<std::uint32_t>;

std::string_view cell(const Table& table, std::string_view column, std::size_t row) {
    const auto at = table.find(column);
    return at && row < table[*at].cells.size() ? table[*at].cells[row] : std::string_view();
}

std::string digits(std::string_view phone) {
    std::string only;
    for (const char c : phone)
        if (c >= '0' && c <= '9') only += c;
    return only.size() >= 7 ? only : std::string(); // shorter ones are extensions
}

std::vector<std::string_view> words(std::string_view key) {
    std::vector<std::string_view> all;
    while (!key.empty()) {
        const std::size_t space = std::min(key.find(' '), key.size());
        if (space > 0) all.push_back(key.substr(0, space));
        key.remove_prefix(std::min(space + 1, key.size()));
    }
    return all;
}

bool is_acronym(std::string_view acronym, std::string_view of) {
    const auto all = words(of);
    if (acronym.size() < 2 || all.size() != acronym.size()) return false;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i].front() != acronym[i]) return false;
    return true;
}

// Whether two names of companies, normalised, may well be of one: a slip of the pen, the words of one among
// those of the other, or its initials.
bool is_close(std::string_view a, std::string_view b) {
    if (a.empty() || b.empty()) return false;
    if (a.size() > b.size()) std::swap(a, b);
    if (is_acronym(a, b)) return true;
    if (b.size() - a.size() <= b.size() / 6 && edit_distance(a, b) <= b.size() / 6) return true;
    const auto fewer = words(a), more = words(b);
    const bool tells = std::any_of(fewer.begin(), fewer.end(), [](auto word) { return word.size() >= 3; });
    return tells && std::all_of(fewer.begin(), fewer.end(), [&](std::string_view word) {
               return std::find(more.begin(), more.end(), word) != more.end();
           });
}

const char* words_for(Prefer prefer) {
    switch (prefer) {
    case Prefer::named:
        return "is named";
    case Prefer::open_deals:
        return "has most open deals";
    case Prefer::same_country:
        return "is in the same country";
    case Prefer::largest:
        return "is largest";
    case Prefer::newest:
        return "is newest";
    case Prefer::oldest:
        return "is oldest";
    }
    return "";
}

} // namespace

struct AccountMatcher::Impl {
    const Table& accounts;
    const AccountMatching& matching;
    std::unordered_map<std::string, std::string> synonyms; // company_key -> that of its group
    std::vector<std::string> keys;                         // of each account
    std::unordered_map<std::string, Rows> by_id, by_name, by_domain, by_phone, by_postal;
    std::unordered_map<std::string, std::size_t> open_deals; // account id -> how many

    Impl(const Table& all, const Table& deals, const Agreement& agreement)
        : accounts(all), matching(agreement.accounts) {
        for (const auto& group : matching.synonyms)
            for (const std::string& word : group)
                synonyms.emplace(company_key(word), company_key(group.front()));
        for (std::uint32_t row = 0; row < accounts.rows(); ++row) {
            keys.push_back(key(cell(accounts, "name", row)));
            const auto add = [&](auto& index, std::string value) {
                if (!value.empty()) index[std::move(value)].push_back(row);
            };
            add(by_id, std::string(cell(accounts, "account_id", row)));
            add(by_name, keys.back());
            add(by_domain, lower(cell(accounts, "domain", row)));
            add(by_phone, digits(cell(accounts, "phone", row)));
            add(by_postal, lower(cell(accounts, "postal_code", row)));
        }
        for (std::size_t row = 0; row < deals.rows(); ++row)
            if (cell(deals, "status", row) == "open")
                ++open_deals[std::string(cell(deals, "account_id", row))];
    }

    std::string key(std::string_view name) const {
        std::string key = company_key(name);
        const auto synonym = synonyms.find(key);
        return synonym == synonyms.end() ? key : synonym->second;
    }

    // More is better.
    double worth(Prefer prefer, std::uint32_t account, std::string_view country) const {
        const auto since = [&] {
            const auto at = read_instant(cell(accounts, "created_at", account));
            return at ? static_cast<double>(at->time_since_epoch().count()) : 0.0;
        };
        switch (prefer) {
        case Prefer::named:
            return cell(accounts, "named", account) == "true" ? 1 : 0;
        case Prefer::open_deals: {
            const auto deals = open_deals.find(std::string(cell(accounts, "account_id", account)));
            return deals == open_deals.end() ? 0 : static_cast<double>(deals->second);
        }
        case Prefer::same_country:
            return !country.empty() && same_text(cell(accounts, "country", account), country) ? 1 : 0;
        case Prefer::largest:
            return read_number(cell(accounts, "employees", account)).value_or(0);
        case Prefer::newest:
            return since();
        case Prefer::oldest:
            return -since();
        }
        return 0;
    }

    Match best(Rows found, const std::string& how, std::string_view country) const {
        if (found.empty()) return {};
        std::sort(found.begin(), found.end());
        found.erase(std::unique(found.begin(), found.end()), found.end());
        const std::size_t many = found.size();
        std::string decided = many > 1 ? "the first" : "";
        for (const Prefer prefer : matching.prefer) {
            if (found.size() == 1) break;
            double most = worth(prefer, found.front(), country);
            for (const std::uint32_t each : found) most = std::max(most, worth(prefer, each, country));
            const std::size_t before = found.size();
            std::erase_if(found, [&](std::uint32_t each) { return worth(prefer, each, country) < most; });
            if (found.size() == 1 && before > 1) decided = std::string("the one that ") + words_for(prefer);
        }
        Match match{.account = found.front()};
        match.why = "'" + std::string(cell(accounts, "name", match.account)) + "': " + how;
        if (many > 1) match.why += "; of " + std::to_string(many) + " " + decided;
        return match;
    }
};

AccountMatcher::AccountMatcher(const Table& accounts, const Table& deals, const Agreement& agreement)
    : impl_(std::make_unique<Impl>(accounts, deals, agreement)) {}
AccountMatcher::~AccountMatcher() = default;
AccountMatcher::AccountMatcher(AccountMatcher&&) noexcept = default;

AccountMatcher::Match AccountMatcher::find(const Table& leads, std::size_t row) const {
    const Impl& index = *impl_;
    const auto rows_of = [](const auto& by, const std::string& value) -> const Rows* {
        const auto found = value.empty() ? by.end() : by.find(value);
        return found == by.end() ? nullptr : &found->second;
    };
    const std::string_view country = cell(leads, "country", row);
    for (const char* column : {"account_id", "converted_account_id"})
        if (const Rows* same = rows_of(index.by_id, std::string(cell(leads, column, row))))
            return index.best(*same, "its account id", country);

    const std::string name = index.key(cell(leads, "company", row));
    if (const Rows* same = rows_of(index.by_name, name))
        return index.best(*same, "same name '" + name + "'", country);

    const bool is_private = cell(leads, "is_freemail", row) == "true";
    const Rows* const of_domain =
        rows_of(index.by_domain, is_private ? std::string() : lower(cell(leads, "domain", row)));
    if (name.empty()) {
        return of_domain ? index.best(*of_domain, "no company is named, same domain", country) : Match{};
    }
    const std::pair<const Rows*, const char*> supports[] = {
        {of_domain, "domain"},
        {rows_of(index.by_phone, digits(cell(leads, "phone", row))), "phone"},
        {rows_of(index.by_postal, lower(cell(leads, "postal_code", row))), "postal code"}};
    for (const auto& [rows, what] : supports) {
        if (!rows) continue;
        Rows close;
        for (const std::uint32_t account : *rows)
            if (is_close(name, index.keys[account])) close.push_back(account);
        if (close.empty()) continue;
        return index.best(std::move(close), "close name '" + name + "' and same " + what, country);
    }
    return {};
}

std::span<const std::string_view> columns_that_find_accounts() noexcept {
    static constexpr std::string_view columns[] = {
        "account_id", "converted_account_id", "company",       "country",          "is_freemail", "domain",
        "phone",      "postal_code",          "account_owner", "account_owner_why"};
    return columns;
}

std::size_t add_account_owners(Table& leads, const Table& accounts, const Table& deals,
                               const Agreement& agreement) {
    const AccountMatcher matcher(accounts, deals, agreement);
    const std::size_t id = leads.find_or_add("account_id"), owner = leads.find_or_add("account_owner"),
                      why = leads.find_or_add("account_owner_why");
    std::size_t matched = 0;
    for (std::size_t row = 0; row < leads.rows(); ++row) {
        const AccountMatcher::Match match = matcher.find(leads, row);
        if (match.account == AccountMatcher::none) continue;
        ++matched;
        const auto fill = [&](std::size_t column, std::string_view value) {
            if (leads[column].cells[row].empty()) leads[column].cells[row] = leads.keep(value);
        };
        fill(id, cell(accounts, "account_id", match.account));
        fill(owner, cell(accounts, "owner", match.account));
        fill(why, match.why);
    }
    return matched;
}

} // namespace handoff
