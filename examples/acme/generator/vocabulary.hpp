#pragma once

#include <string_view>

/// The words that the made-up world is made of.  Every domain ends in .example, which belongs to nobody.
namespace acme::words {

inline constexpr std::string_view first_names[] = {
    "Ada",   "Otto",  "Pia",   "Milo",  "Zoë",  "José",   "Nina",  "Hugo", "Inês",  "Lars",
    "Mei",   "Ravi",  "Sofía", "Tariq", "Uma",  "Viktor", "Wanda", "Yuki", "Bruno", "Clara",
    "Dario", "Edith", "Femi",  "Greta", "Hana", "Ivan",   "Juno",  "Kofi", "Lena",  "Marta",
    "Nils",  "Olga",  "Paolo", "Quinn", "Rosa", "Sam",    "Thea",  "Umar", "Vera",  "Willa"};

inline constexpr std::string_view last_names[] = {
    "Pepper",   "Oatcake", "Marmalade", "Button",   "Quill",       "Bramble", "Feather",  "Waffle",
    "Pickle",   "Thimble", "Turnip",    "Whistle",  "Lantern",     "Noodle",  "Puddle",   "Crumpet",
    "Dumpling", "Fiddle",  "Gherkin",   "Haystack", "Kettle",      "Mango",   "Nutmeg",   "Olive",
    "Pancake",  "Radish",  "Saffron",   "Treacle",  "O'Biscuit",   "Keks",    "Feijão",   "Croûton",
    "Sprout",   "Tadpole", "Umbrella",  "Vole",     "Wheelbarrow", "Yarrow",  "Zucchini", "Acorn",
    "Bobbin",   "Cobbler", "Doorstop",  "Earwig"};

inline constexpr std::string_view adjectives[] = {
    "Wobbly",  "Quiet", "Brisk", "Polite", "Sleepy", "Sturdy", "Nimble", "Cosy",     "Punctual", "Humming",
    "Patient", "Crisp", "Jolly", "Modest", "Tidy",   "Velvet", "Copper", "Northern", "Sunny",    "Second"};

inline constexpr std::string_view things[] = {"Teapot",     "Trombone", "Penguin",   "Biscuit", "Ladder",
                                              "Bicycle",    "Walrus",   "Parasol",   "Cactus",  "Pudding",
                                              "Lighthouse", "Otter",    "Accordion", "Parsnip", "Samovar",
                                              "Pelican",    "Button",   "Hammock",   "Marmot",  "Toaster"};

struct Industry {
    std::string_view name;
    std::string_view suffix[3]; ///< of its companies' names
    double weight;
    double fit; ///< how well it needs what Acme makes, 0 to 1
};
inline constexpr Industry industries[] = {{"Manufacturing", {"Works", "Foundry", "Machinery"}, 24, 1.0},
                                          {"Logistics", {"Freight", "Logistics", "Shipping"}, 16, 0.9},
                                          {"Construction", {"Builders", "Bridges", "Scaffolding"}, 12, 0.7},
                                          {"Retail", {"Stores", "Market", "Bazaar"}, 14, 0.4},
                                          {"Software", {"Software", "Labs", "Systems"}, 16, 0.3},
                                          {"Healthcare", {"Clinics", "Care", "Pharmacy"}, 8, 0.2},
                                          {"Education", {"Academy", "College", "School"}, 6, 0.1},
                                          {"Hospitality", {"Hotels", "Kitchens", "Inns"}, 4, 0.1}};

struct Country {
    std::string_view code;
    std::string_view other; ///< as some people write it
    std::string_view phone; ///< any digit for an x
    std::string_view states[3];
    double weight;
};
inline constexpr Country countries[] = {{"US", "United States", "+1 212 555 01xx", {"NY", "CA", "TX"}, 44},
                                        {"CA", "Canada", "+1 416 555 01xx", {"ON", "QC", "BC"}, 6},
                                        {"BR", "Brasil", "+55 11 5550 xxxx", {"SP", "RJ", "MG"}, 12},
                                        {"MX", "México", "+52 55 5550 xxxx", {"JAL", "NLE", "CMX"}, 5},
                                        {"GB", "United Kingdom", "+44 20 7946 0xxx", {"", "", ""}, 14},
                                        {"DE", "Deutschland", "+49 30 5550 xxxx", {"", "", ""}, 8},
                                        {"FR", "France", "+33 1 99 00 xx xx", {"", "", ""}, 6},
                                        {"NL", "Netherlands", "+31 20 555 xxxx", {"", "", ""}, 5}};

struct Title {
    std::string_view name;
    double weight;
    double fit;
};
inline constexpr Title titles[] = {{"Chief Operating Officer", 5, 1.0},
                                   {"VP Operations", 8, 1.0},
                                   {"VP Supply Chain", 4, 0.9},
                                   {"Director of Maintenance", 9, 0.9},
                                   {"Director of Engineering", 6, 0.7},
                                   {"Plant Manager", 14, 0.7},
                                   {"Purchasing Manager", 9, 0.6},
                                   {"Maintenance Engineer", 16, 0.3},
                                   {"Business Analyst", 10, 0.2},
                                   {"Marketing Coordinator", 8, 0.1},
                                   {"Student", 5, 0.0},
                                   {"Consultant", 6, 0.1}};

struct Source {
    std::string_view name;
    double weight;
    double intent; ///< added to the interest of those who come this way
};
inline constexpr Source sources[] = {{"Web", 20, 0.10},
                                     {"Organic Search", 16, 0.15},
                                     {"Paid Search", 14, 0.00},
                                     {"Webinar", 13, 0.20},
                                     {"Trade Show", 12, -0.10},
                                     {"Partner Referral", 7, 0.45},
                                     {"Content Syndication", 10, -0.35},
                                     {"Purchased List", 8, -0.60}};

inline constexpr std::string_view comments[] = {
    "Asked twice whether the anvils are \"dishwasher safe\".\nThey are not.",
    "Met at the show, near the coffee.\n\nWants: a price, a demo, and a smaller anvil.",
    "Said \"call me after the holidays\", did not say which.",
    "Uses a spreadsheet with 41 tabs; tab 17 is a drawing of a horse.",
    "Referred by a customer, prefers mornings; no calls on Fridays",
    "Budget: yes, \"some\".\nTime: spring."};

} // namespace acme::words
