#pragma once

#include <handoff/agreement.hpp>
#include <handoff/route.hpp>
#include <handoff/table.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace handoff {

/// Finds the account that a lead belongs to (docs/routing.md): by its account_id; else by the same company
/// name; else by a close name together with the same domain, phone or postal code; else, where the lead names
/// no company, by its domain alone. Of several the agreement's [accounts] prefer decides, in its order, then
/// the earlier row.
class AccountMatcher {
  public:
    /// Tables of canonical columns; deals may be empty. They must outlive it.
    AccountMatcher(const Table& accounts, const Table& deals, const Agreement&);
    ~AccountMatcher();
    AccountMatcher(AccountMatcher&&) noexcept;

    static constexpr std::uint32_t none = 0xffffffff;
    struct Match {
        std::uint32_t account = none; ///< row of the accounts
        std::string
            why; ///< "'Acme Inc': close name 'acme group' and same domain; of 2 the one that is named"
    };
    Match find(const Table& leads, std::size_t row) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// The columns of leads that decide on their account, or are filled in with it.
std::span<const std::string_view> columns_that_find_accounts() noexcept;

/// Adds account_id, account_owner and account_owner_why to leads, in place of blank cells of these names. How
/// many leads found an account.
std::size_t add_account_owners(Table& leads, const Table& accounts, const Table& deals, const Agreement&);

/// Adds known_rep and known_rep_why: who had the lead before and has it no longer, or else has or had another
/// lead of the same e-mail address. How many leads somebody knows.
std::size_t add_known_reps(Table& leads, const Agreement&, const RoutePast&, Instant as_of);

} // namespace handoff
