#include "inputs.hpp"

#include <handoff/owners.hpp>
#include <handoff/words.hpp>

#include <fmt/format.h>

namespace handoff::command {

AccountExports read_accounts(const Flags& flags, const Setting& setting, const Voice& voice) {
    AccountExports all;
    all.accounts = open_export(Kind::accounts, flags, setting.agreement);
    if (!all.accounts) return all;
    all.account_rows = all.accounts->read_all();
    settle(*all.accounts, flags, voice);
    all.deals = open_export(Kind::deals, flags, setting.agreement);
    if (!all.deals) return all;
    all.deal_rows = all.deals->read_all();
    settle(*all.deals, flags, voice);
    return all;
}

void add_owners(Table& leads, const AccountExports& accounts, const RoutePast& past, const Setting& setting,
                const Voice& voice, std::vector<std::string>& added) {
    if (accounts.accounts) {
        const std::size_t matched =
            add_account_owners(leads, accounts.account_rows, accounts.deal_rows, setting.agreement);
        voice.say(fmt::format("{} of {} belong to an account",
                              with_thousands(static_cast<std::int64_t>(matched)),
                              counted(leads.rows(), "lead")));
        for (const char* name : {"account_id", "account_owner", "account_owner_why"})
            added.emplace_back(name);
    }
    // Not written: the same night again would know more than the first time.
    if (past.known) add_known_reps(leads, setting.agreement, past, setting.as_of);
}

} // namespace handoff::command
