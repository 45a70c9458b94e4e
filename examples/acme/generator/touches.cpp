#include "world.hpp"

#include <algorithm>
#include <cmath>

namespace acme {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::string_view pages[] = {"/",      "/anvils",         "/soft-anvils", "/customers",
                                      "/about", "/blog/why-heavy", "/careers"};
constexpr std::string_view papers[] = {"The Weight of Things", "ROI of a Soft Anvil", "Buyer's Checklist"};
constexpr std::string_view mails[] = {"Newsletter", "Case: Otter Freight", "New: Anvil Cloud", "Last seats"};
constexpr std::string_view forms[] = {"Request a demo", "Contact us", "Price list", "Newsletter sign-up"};

/// One thing a person did, and what follows at once from it.
void act(std::vector<Touch>& touches, const Lead& lead, Moment at, Random& random) {
    const auto add = [&](std::string_view type, std::string_view asset, Moment when) {
        touches.push_back({lead.id, {}, {}, type, asset, {}, nullptr, when});
    };
    const double keen = lead.interest * lead.interest;
    switch (random.weighted(
        {30, 26, 3 + 9 * keen, 3 + 10 * keen, 5 + 5 * keen, 1.5 + 4 * keen, 1.2 - keen, 0.5})) {
    case 0: {
        const auto views = random.between(1, 1 + static_cast<std::int64_t>(4 * lead.interest));
        for (std::int64_t view = 0; view < views; ++view)
            add("Page Visit", random.pick(pages), at + seconds{view * 47});
        break;
    }
    case 1: {
        if (lead.no_mail) break;
        const std::string_view mail = random.pick(mails);
        add("Email Sent", mail, at);
        if (!random.chance(0.2 + 0.5 * lead.interest)) break;
        at += minutes{random.between(2, 900)};
        add("Email Opened", mail, at);
        if (random.chance(0.1 + 0.5 * keen)) add("Email Clicked", mail, at + seconds{random.between(5, 90)});
        break;
    }
    case 2:
        add("Pricing Page Visit", "/pricing", at);
        break;
    case 3:
        add("Inbound Form", forms[random.weighted({1 + 3 * keen, 2, 1 + keen, 3})], at);
        break;
    case 4:
        add("Whitepaper Downloaded", random.pick(papers), at);
        break;
    case 5:
        add("Chat Started", {}, at);
        break;
    case 6:
        add("Unsubscribed", {}, at);
        break;
    default:
        add("Hard Bounce", {}, at);
        break;
    }
}

/// What the source itself left behind.
void arrive(std::vector<Touch>& touches, const Lead& lead, Random& random) {
    const auto add = [&](std::string_view type, std::string_view asset, Moment when) {
        touches.push_back({lead.id, {}, {}, type, asset, lead.campaign_id, nullptr, when});
    };
    const std::string_view source = lead.source->name;
    if (source == "Webinar") {
        add("Webinar - Registered", "Anvils & Answers", lead.created - minutes{1});
        if (random.chance(0.25 + 0.5 * lead.interest))
            add("Webinar - Attended", "Anvils & Answers", lead.created + hours{1});
    } else if (source == "Trade Show") {
        add("Booth Scan", {}, lead.created);
    } else if (source == "Content Syndication") {
        add("Whitepaper Downloaded", papers[0], lead.created);
    } else if (source == "Paid Search") {
        add("Ad Click", {}, lead.created - minutes{3});
        add("Inbound Form", forms[random.weighted({2, 2, 2, 4})], lead.created);
    } else if (source != "Purchased List") {
        add("Inbound Form", forms[random.weighted({1 + 3 * lead.interest, 2, 1, 4})], lead.created);
    }
}

/// What the rep did, and what the person answered.
void sell(std::vector<Touch>& touches, const Lead& lead, Random& random) {
    const auto add = [&](std::string_view type, Moment when) {
        touches.push_back({lead.id, {}, {}, type, {}, {}, lead.owner, when});
    };
    Moment at = *lead.contacted;
    const auto attempts = 1 + random.between(0, 3) + (lead.converted ? 1 : 0);
    for (std::int64_t attempt = 0; attempt < attempts && at < last_moment; ++attempt) {
        const bool connects = random.chance(0.15 + 0.35 * lead.quality);
        switch (random.weighted({52, 36, 11, 1})) {
        case 0:
            if (lead.no_calls) break;
            add(connects             ? "Call - Connected"
                : random.chance(0.5) ? "Call - No Answer"
                                     : "Voicemail Left",
                at);
            break;
        case 1:
            add("Email - Outbound", at);
            if (connects) add("Email - Reply", at + minutes{random.between(9, 1400)});
            break;
        case 2:
            add("LinkedIn Message", at);
            break;
        default:
            add("Carrier Pigeon", at);
            break;
        }
        at = at_work(at + days{random.between(1, 4)}, random.unit());
    }
    if (lead.converted) {
        add("Meeting Booked", *lead.converted - days{2});
        add("Meeting Held", *lead.converted - hours{1});
    }
}

} // namespace

void make_touches(World& world, Random& random) {
    std::vector<Touch> touches;
    for (const Lead& lead : world.leads) {
        arrive(touches, lead, random);
        const double age = std::chrono::duration<double, days::period>(last_moment - lead.created).count();
        const auto acts = static_cast<int>((1.2 + 9.5 * lead.interest * (0.5 + random.unit())) *
                                           std::min(1.0, 0.35 + age / 30));
        for (int act_number = 0; act_number < acts; ++act_number) {
            // Most of it happens soon after they first came.
            const double share = random.unit() * random.unit();
            act(touches, lead, lead.created + seconds{static_cast<long>(share * age * 86400) + 60}, random);
        }
        if (lead.contacted) sell(touches, lead, random);
    }
    for (Touch& touch : touches) { // those of a converted lead hang on its contact, as in Salesforce
        if (!random.chance(0.5)) continue;
        const auto lead = std::find_if(world.leads.begin(), world.leads.end(),
                                       [&](const Lead& each) { return each.id == touch.lead_id; });
        if (!lead->converted || touch.at < *lead->converted - days{3}) continue;
        touch.contact_id = lead->contact_id;
        touch.lead_id.clear();
    }
    std::erase_if(touches, [](const Touch& touch) { return touch.at > last_moment; });
    std::stable_sort(touches.begin(), touches.end(),
                     [](const Touch& a, const Touch& b) { return a.at < b.at; });
    world.touches = std::move(touches);
}

} // namespace acme
