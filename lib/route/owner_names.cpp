#include "route/owner_names.hpp"

#include <handoff/words.hpp>

namespace handoff {

namespace {

/// Salesforce's ids of 18 letters are those of 15 with three more.
std::string_view owner_key(std::string_view id) {
    constexpr std::size_t salesforce = 15;
    return id.substr(0, salesforce);
}

} // namespace

OwnerNames::OwnerNames(const Agreement& agreement) {
    for (const Rep& rep : agreement.reps) by_id_.emplace(rep.id, &rep);
    for (std::string Rep::*field : {&Rep::id, &Rep::email, &Rep::name})
        for (const Rep& rep : agreement.reps)
            if (!(rep.*field).empty()) by_word_.emplace(lower(rep.*field), &rep);
    for (const Rep& rep : agreement.reps)
        if (!rep.owner_id.empty()) by_owner_id_.emplace(owner_key(rep.owner_id), &rep);
}

const Rep* OwnerNames::rep(std::string_view id) const noexcept {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : found->second;
}

const Rep* OwnerNames::look_up(std::string_view owner) const {
    owner = trim(owner);
    if (owner.empty()) return nullptr;
    if (const auto found = by_word_.find(lower(owner)); found != by_word_.end()) return found->second;
    const auto found = by_owner_id_.find(owner_key(owner));
    return found == by_owner_id_.end() ? nullptr : found->second;
}

const Rep* OwnerNames::find(std::string_view owner) {
    if (owner.empty()) return nullptr;
    const auto [known, is_new] = known_.try_emplace(owner, nullptr);
    if (is_new) known->second = look_up(owner);
    return known->second;
}

} // namespace handoff
