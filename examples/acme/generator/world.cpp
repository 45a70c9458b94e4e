#include "world.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace acme {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

template <class T, std::size_t N>
const T& pick_weighted(Random& random, const T (&from)[N]) {
    double weights[N];
    for (std::size_t at = 0; at < N; ++at) weights[at] = from[at].weight;
    return from[random.weighted(std::span<const double>(weights))];
}

std::string ascii_lower(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c >= 'A' && c <= 'Z')
            out += static_cast<char>(c - 'A' + 'a');
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out += c;
        else if (c == ' ' && !out.ends_with('-'))
            out += '-';
    }
    return out;
}

Moment later(Moment from, double most_days, Random& random) {
    return from + seconds{static_cast<long>(random.unit() * most_days * 86400)};
}

std::vector<Company> make_companies(Random& random) {
    std::vector<Company> companies;
    std::set<std::string> names;
    while (companies.size() < 900) {
        Company company{};
        company.industry = &pick_weighted(random, words::industries);
        company.name = std::string(random.pick(words::adjectives)) + ' ' +
                       std::string(random.pick(words::things)) + ' ' +
                       std::string(random.pick(company.industry->suffix));
        if (!names.insert(company.name).second) continue;
        company.domain = ascii_lower(company.name) + ".example";
        company.country = &pick_weighted(random, words::countries);
        company.state = random.pick(company.country->states);
        static constexpr int sizes[][2] = {{2, 49}, {50, 499}, {500, 4999}, {5000, 40000}};
        const auto& size = sizes[random.weighted({34, 38, 21, 7})];
        company.employees = static_cast<int>(random.between(size[0], size[1]));
        company.revenue = std::round(company.employees * (80 + 120 * random.unit())) * 1000;
        companies.push_back(std::move(company));
    }
    // Names that a spreadsheet would take for a formula.
    companies[40].name = "=Sum Total Bakery";
    companies[41].name = "+1 Umbrella Stores";
    return companies;
}

std::vector<Campaign> make_campaigns() {
    struct Plan {
        std::string_view name, kind, channel;
        int starts, lasts; ///< days after the first
        double budget, cost;
        std::string_view why, target;
    };
    static constexpr Plan plans[] = {
        {"Anvils & Answers Webinar: September", "Webinar", "Webinar", 18, 1, 6'000, 5'200,
         "teach plant managers what a soft anvil is for", "plant managers, 50+ employees"},
        {"Anvils & Answers Webinar: October", "Webinar", "Webinar", 47, 1, 6'000, 6'900,
         "teach plant managers what a soft anvil is for", "plant managers, 50+ employees"},
        {"Anvils & Answers Webinar: November", "Webinar", "Webinar", 75, 1, 6'000, 4'100,
         "teach plant managers what a soft anvil is for", "plant managers, 50+ employees"},
        {"Heavy Things Expo", "Trade Show", "Trade Show", 32, 3, 60'000, 71'400, "", "whoever comes by"},
        {"Feira do Peso", "Trade Show", "Trade Show", 61, 2, 25'000, 22'300,
         "meet 40 operations directors in São Paulo", "operations directors, Brazil"},
        {"Search: anvil software", "Paid Search", "Paid Search", 0, 90, 27'000, 26'100,
         "be found by those who look", "searchers"},
        {"Search: competitors' names", "Paid Search", "Paid Search", 20, 70, 9'000, 9'800, "", "searchers"},
        {"Partner Days", "Referral", "Partner Referral", 10, 80, 8'000, 3'500,
         "thank partners who know buyers", "partners"},
        {"The Weight of Things (white paper)", "Content Syndication", "Content Syndication", 5, 60, 15'000,
         15'000, "names for the newsletter", "anyone"},
        {"List from the Guild of Heavy Objects", "List Purchase", "Purchased List", 40, 1, 7'500, 7'500, "",
         "members of the guild"}};
    std::vector<Campaign> campaigns;
    for (const Plan& plan : plans) {
        const Moment starts = at_work(first_moment + days{plan.starts}, 0);
        campaigns.push_back({salesforce_id("701", campaigns.size() + 11), plan.name, plan.kind, plan.channel,
                             starts, starts + days{plan.lasts - 1}, plan.budget, plan.cost, plan.why,
                             plan.target});
    }
    return campaigns;
}

/// The campaign of a lead's source that ran on that day, or none.
std::string_view campaign_of(const World& world, std::string_view source, Moment at) {
    for (const Campaign& campaign : world.campaigns)
        if (campaign.channel == source && at >= campaign.starts - days{2} && at <= campaign.ends + days{3})
            return campaign.id;
    return {};
}

const Rep& rep_for(const Company& company, Random& random) {
    const std::string_view country = company.country->code;
    if (country == "BR") return reps[0];
    if (country == "US" || country == "CA" || country == "MX") {
        static constexpr std::size_t americas[] = {1, 2, 5, 0};
        return reps[americas[random.weighted({30, 30, 25, 15})]];
    }
    return reps[random.chance(0.5) ? 3 : 4];
}

double size_fit(int employees) {
    return employees < 50 ? 0.05 : employees < 500 ? 0.6 : employees < 5000 ? 1.0 : 0.7;
}

/// When a lead comes: on working days mostly, and in bursts around what Acme puts on.
Moment arrival(const words::Source& source, const World& world, Random& random) {
    Moment at = first_moment + seconds{static_cast<long>(std::pow(random.unit(), 0.75) * 90 * 86400)};
    if (source.name == "Webinar" || source.name == "Trade Show" || source.name == "Purchased List") {
        std::vector<const Campaign*> events;
        for (const Campaign& campaign : world.campaigns)
            if (campaign.channel == source.name) events.push_back(&campaign);
        const Campaign& event = *events[static_cast<std::size_t>(
            random.between(0, static_cast<std::int64_t>(events.size()) - 1))];
        at = event.starts +
             seconds{static_cast<long>(random.unit() *
                                       static_cast<double>((event.ends - event.starts + days{1}).count()))};
    }
    if (random.chance(0.85)) at = at_work(at, random.unit());
    return std::min(at, last_moment - minutes{20});
}

/// A number that nobody has, where the country keeps some for stories.
std::string phone_in(const words::Country& country, Random& random) {
    std::string phone(country.phone);
    auto digits = random.between(1000, 9999);
    for (auto place = phone.rbegin(); place != phone.rend(); ++place) {
        if (*place != 'x') continue;
        *place = static_cast<char>('0' + digits % 10);
        digits /= 10;
    }
    return phone;
}

Lead make_lead(const World& world, std::size_t number, Random& random) {
    Lead lead{};
    lead.id = salesforce_id("00Q", 4'000'000 + number * 37);
    lead.company = &random.pick(std::span<const Company>(world.companies));
    lead.title = &pick_weighted(random, words::titles);
    lead.source = &pick_weighted(random, words::sources);
    lead.first = random.pick(words::first_names);
    lead.last = random.pick(words::last_names);
    const bool freemail = random.chance(0.11);
    lead.email =
        ascii_lower(lead.first) + '.' + ascii_lower(lead.last) +
        (freemail ? std::to_string(random.between(1, 99)) + "@freemail.example" : '@' + lead.company->domain);
    lead.phone = phone_in(*lead.company->country, random);
    lead.created = arrival(*lead.source, world, random);
    lead.campaign_id = campaign_of(world, lead.source->name, lead.created);
    const double fit =
        0.4 * size_fit(lead.company->employees) + 0.3 * lead.title->fit + 0.3 * lead.company->industry->fit;
    lead.interest = std::clamp(0.42 + 0.45 * lead.source->intent + 0.3 * random.bell(), 0.02, 1.0);
    lead.quality =
        1 / (1 + std::exp(3.4 - 3.6 * fit - 3.2 * lead.interest - 0.8 * random.bell() + 0.6 * freemail));
    lead.no_mail = random.chance(0.03);
    lead.no_calls = random.chance(0.02);
    return lead;
}

/// What sales did with a lead: nobody yet, talked, won over, or sent away.
void work(Lead& lead, Random& random) {
    const double age = std::chrono::duration<double, days::period>(last_moment - lead.created).count();
    if (lead.source->name == "Purchased List" && random.chance(0.7)) return;
    lead.owner = age > 60 && random.chance(0.05) ? &former_rep : &rep_for(*lead.company, random);
    if (!random.chance((0.3 + 0.65 * lead.quality) * std::min(1.0, age / 6))) {
        if (random.chance(0.85))
            lead.owner = nullptr; // the others were given to a rep who has not called yet
        return;
    }
    const double patience = random.chance(0.65) ? 0.4 : 5;
    lead.contacted = std::min(at_work(later(lead.created + hours{1}, patience, random), random.unit()),
                              last_moment - minutes{5});
    lead.contacted = std::max(*lead.contacted, lead.created + minutes{6});
    lead.status = "Working - Contacted";
    if (age > 8 && random.chance(lead.quality * 0.62)) {
        const Moment converted = at_work(later(*lead.contacted + days{1}, 25, random), random.unit());
        if (converted > last_moment) return;
        lead.converted = converted;
        lead.status = "Closed - Converted";
    } else if (random.chance((1 - lead.quality) * 0.5)) {
        lead.status = random.chance(0.55) ? "Closed - Not Converted" : "Recycled - Nurture";
    }
}

Deal make_deal(const Lead& lead, std::size_t number, Random& random) {
    static constexpr std::string_view open_stages[] = {"Prospecting", "Qualification", "Proposal/Price Quote",
                                                       "Negotiation/Review"};
    static constexpr std::string_view losses[] = {"Price", "No decision", "Competitor", "Timing",
                                                  "Missing feature"};
    static constexpr std::string_view rivals[] = {"Hammer & Sons", "Featherweight Inc", "Spreadsheet"};
    Deal deal{};
    deal.id = salesforce_id("006", 700'000 + number * 53);
    deal.contact_id = lead.contact_id;
    deal.company = lead.company;
    deal.created = *lead.converted;
    deal.owner = lead.owner;
    deal.source = lead.source->name;
    deal.campaign_id = lead.campaign_id;
    deal.currency = lead.company->country->code == "BR" ? "BRL" : lead.owner->sells_to_europe ? "EUR" : "USD";
    deal.amount = std::round(4'000 + std::sqrt(lead.company->employees) * 900 * (0.5 + random.unit()));
    deal.closes = at_work(later(deal.created + days{4}, 45, random), random.unit());
    if (deal.closes > last_moment) {
        deal.stage = random.pick(open_stages);
        return deal;
    }
    const bool won = random.chance(0.15 + 0.5 * lead.quality);
    deal.stage = won ? "Closed Won" : "Closed Lost";
    if (!won) {
        deal.loss_reason = random.pick(losses);
        if (deal.loss_reason == "Competitor") deal.competitor = random.pick(rivals);
    }
    return deal;
}

void convert(World& world, Random& random) {
    for (Lead& lead : world.leads) {
        if (!lead.converted) continue;
        lead.contact_id = salesforce_id("003", 900'000 + world.contacts.size() * 41);
        const std::string account =
            salesforce_id("001", static_cast<std::uint64_t>(lead.company - world.companies.data()) + 5000);
        world.contacts.push_back({lead.contact_id, account, &lead, lead.first, lead.last, lead.email,
                                  lead.phone, lead.title, lead.company, lead.owner, *lead.converted});
        if (!random.chance(0.85)) continue;
        world.deals.push_back(make_deal(lead, world.deals.size(), random));
        lead.deal_id = world.deals.back().id;
    }
    for (int number = 0; number < 120; ++number) { // customers of older days
        const Company& company = random.pick(std::span<const Company>(world.companies));
        const std::string first(random.pick(words::first_names)), last(random.pick(words::last_names));
        const Moment created = later(first_moment - days{700}, 600, random);
        world.contacts.push_back(
            {salesforce_id("003", 900'000 + world.contacts.size() * 41),
             salesforce_id("001", static_cast<std::uint64_t>(&company - world.companies.data()) + 5000),
             nullptr, first, last, ascii_lower(first) + '.' + ascii_lower(last) + '@' + company.domain,
             phone_in(*company.country, random), &pick_weighted(random, words::titles), &company,
             &rep_for(company, random), created});
    }
}

void answer(World& world, Random& random) {
    static constexpr std::string_view refusals[] = {"no-budget", "unreachable", "bad-data", "wrong-person",
                                                    "bad-timing"};
    for (const Lead& lead : world.leads) {
        if (!lead.contacted || lead.owner == &former_rep || !random.chance(0.8)) continue;
        const bool refused = lead.status == "Closed - Not Converted" || lead.status == "Recycled - Nurture";
        const Moment at = std::min(at_work(later(*lead.contacted, 3, random), random.unit()), last_moment);
        world.outcomes.push_back(
            {lead.id, lead.owner,
             refused ? (lead.status == "Recycled - Nurture" ? "return" : "reject") : "accept",
             refused ? random.pick(refusals) : std::string_view{},
             random.chance(0.06) ? random.pick(words::comments) : std::string_view{},
             std::max(at, *lead.contacted)});
    }
    std::stable_sort(world.outcomes.begin(), world.outcomes.end(),
                     [](const Outcome& a, const Outcome& b) { return a.at < b.at; });
}

} // namespace

std::string salesforce_id(std::string_view prefix, std::uint64_t number) {
    static constexpr std::string_view digits =
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    static constexpr std::string_view checks = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
    std::string id = std::string(prefix) + "Ac00000";
    std::string tail(5, '0');
    for (auto digit = tail.rbegin(); digit != tail.rend(); ++digit, number /= digits.size())
        *digit = digits[number % digits.size()];
    id += tail;
    for (std::size_t chunk = 0; chunk < 3; ++chunk) {
        std::size_t capitals = 0;
        for (std::size_t at = 0; at < 5; ++at) {
            const char c = id[chunk * 5 + at];
            if (c >= 'A' && c <= 'Z') capitals |= std::size_t{1} << at;
        }
        id += checks[capitals];
    }
    return id;
}

void make_touches(World& world, Random& random); // touches.cpp

World make_world(std::uint64_t seed) {
    Random random(seed);
    World world;
    world.companies = make_companies(random);
    world.campaigns = make_campaigns();
    std::set<std::string> emails;
    while (world.leads.size() < 2'360) {
        Lead lead = make_lead(world, world.leads.size(), random);
        if (emails.insert(lead.email).second) world.leads.push_back(std::move(lead));
    }
    std::stable_sort(world.leads.begin(), world.leads.end(),
                     [](const Lead& a, const Lead& b) { return a.created < b.created; });
    for (std::size_t at = 0; at < world.leads.size(); ++at) {
        world.leads[at].id = salesforce_id("00Q", 4'000'000 + at * 37);
        work(world.leads[at], random);
    }
    convert(world, random);
    answer(world, random);
    make_touches(world, random);
    return world;
}

} // namespace acme
