#pragma once

#include "dates.hpp"
#include "random.hpp"
#include "vocabulary.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace acme {

/// What truly happened, before any export makes it dirty.
struct Company {
    std::string name, domain;
    const words::Industry* industry;
    const words::Country* country;
    std::string_view state;
    int employees;
    double revenue;
};

struct Rep {
    std::string_view name, email;
    bool sells_to_europe, sells_to_brazil;
};
inline constexpr Rep reps[] = {
    {"Ana Silva", "ana@acme.example", false, true},     {"Ben Ode", "ben@acme.example", false, false},
    {"Chloe Park", "chloe@acme.example", false, false}, {"Dev Rao", "dev@acme.example", true, false},
    {"Elif Kaya", "elif@acme.example", true, false},    {"Finn Quayle", "finn@acme.example", false, false}};
/// Left in September; some leads still carry the name.
inline constexpr Rep former_rep = {"Gus Hale", "gus@acme.example", false, false};

struct Campaign {
    std::string id;
    std::string_view name, kind, channel;
    Moment starts, ends;
    double budget, cost;
    std::string_view why, target;
};

struct Deal {
    std::string id, contact_id;
    const Company* company;
    std::string_view stage; ///< Prospecting … Closed Won, Closed Lost
    double amount;
    std::string_view currency;
    Moment created, closes;
    const Rep* owner;
    std::string_view source, campaign_id, loss_reason, competitor;
};

struct Lead {
    std::string id, first, last, email, phone;
    const words::Title* title;
    const Company* company;
    const words::Source* source;
    std::string_view campaign_id;
    Moment created;
    double quality;  ///< 0 to 1: how likely it is to become a customer; made of fit and intent
    double interest; ///< 0 to 1: how much it looks at what Acme does
    std::string_view status = "Open - Not Contacted";
    const Rep* owner = nullptr;
    std::optional<Moment> contacted, converted;
    std::string contact_id, deal_id;
    bool no_mail = false, no_calls = false;
};

struct Contact {
    std::string id, account_id;
    const Lead* lead; ///< null: a customer of older days
    std::string first, last, email, phone;
    const words::Title* title;
    const Company* company;
    const Rep* owner;
    Moment created;
};

struct Touch {
    std::string lead_id, contact_id, email; ///< one of them
    std::string_view type, asset, campaign_id;
    const Rep* rep = nullptr;
    Moment at;
};

struct Outcome {
    std::string lead_id;
    const Rep* rep;
    std::string_view verdict, disposition, comment;
    Moment at;
};

struct World {
    std::vector<Company> companies;
    std::vector<Campaign> campaigns;
    std::vector<Lead> leads;
    std::vector<Contact> contacts;
    std::vector<Deal> deals;
    std::vector<Touch> touches; ///< in the order of time
    std::vector<Outcome> outcomes;
};

World make_world(std::uint64_t seed);

/// An 18-character id as Salesforce makes them: a prefix for the kind, a number, and three letters that say
/// which of the others are capitals.
std::string salesforce_id(std::string_view prefix, std::uint64_t number);

} // namespace acme
