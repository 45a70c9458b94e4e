#include "exports.hpp"

#include "cases.hpp"

#include <algorithm>
#include <cstdio>
#include <initializer_list>
#include <map>
#include <optional>

namespace acme {

namespace {

using std::chrono::days;
using std::chrono::hours;

/// Lines of a CSV file; a cell is quoted where it must be.
class Lines {
  public:
    explicit Lines(std::string_view end = "\n") : end_(end) {}
    void add(std::initializer_list<std::string_view> cells, std::optional<std::string_view> last = {}) {
        bool first = true;
        for (const std::string_view cell : cells) {
            if (!first) text_ += ',';
            first = false;
            add_cell(cell);
        }
        if (last) {
            text_ += ',';
            add_cell(*last);
        }
        text_ += end_;
    }
    /// Only if it is there yet; what it says was made up all the same.
    void add_if(bool there, std::initializer_list<std::string_view> cells,
                std::optional<std::string_view> last = {}) {
        if (there) add(cells, last);
    }
    std::string take() { return std::move(text_); }

  private:
    void add_cell(std::string_view cell) {
        if (cell.find_first_of(",\"\r\n") == cell.npos) {
            text_ += cell;
            return;
        }
        text_ += '"';
        for (const char c : cell) text_ += c == '"' ? std::string("\"\"") : std::string(1, c);
        text_ += '"';
    }

    std::string text_, end_;
};

std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return text;
}

std::string with_commas(std::int64_t number) {
    std::string text = std::to_string(number);
    for (std::ptrdiff_t at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
        text.insert(static_cast<std::size_t>(at), ",");
    return text;
}

std::string plain(double number) {
    char buffer[64];
    const int length = std::snprintf(buffer, sizeof buffer, "%.2f", number);
    return {buffer, static_cast<std::size_t>(length)};
}

/// Dollars as people write them: "12400.00", "$12,400.00" or "$12.4K".
std::string dollars(double amount, Random& random) {
    switch (random.weighted({4, 4, 2})) {
    case 0:
        return plain(amount);
    case 1:
        return '$' + with_commas(static_cast<std::int64_t>(amount)) + ".00";
    default: {
        char buffer[64];
        std::snprintf(buffer, sizeof buffer, "$%.1fK", amount / 1000);
        return buffer;
    }
    }
}

/// What a form leaves where nobody chose anything.
std::string or_nothing(std::string_view value, double share, Random& random) {
    static constexpr std::string_view nothing[] = {"", "", "Select", "n/a", "unknown"};
    return std::string(random.chance(share) ? random.pick(nothing) : value);
}

std::string role_of(const words::Title& title) {
    if (title.fit >= 0.9) return "Economic Buyer";
    if (title.fit >= 0.6) return "Champion";
    return title.fit >= 0.3 ? "Technical Buyer" : "User";
}

std::string status_as_kept(const Lead& lead, Random& random) {
    if (random.chance(0.004)) return "Ask Gus";
    if (lead.status == "Working - Contacted" && random.chance(0.02)) return "working - contacted";
    return std::string(lead.status);
}

/// What the CRM shows of a lead on an evening before the last.
Lead as_of(Lead lead, const Evening& evening) {
    if (evening.until >= last_moment) return lead;
    if (lead.converted && *lead.converted > evening.until) {
        lead.converted.reset();
        lead.contact_id.clear();
        lead.deal_id.clear();
        lead.status = "Working - Contacted";
    }
    const bool ended = lead.status == "Closed - Not Converted" || lead.status == "Recycled - Nurture";
    if (ended && *lead.contacted + days{3} > evening.until) lead.status = "Working - Contacted";
    if (lead.contacted && *lead.contacted > evening.until) {
        lead.contacted.reset();
        lead.status = "Open - Not Contacted";
    }
    return lead;
}

/// The last change of status up to an evening; none: it is as it came.
std::optional<StatusChange> last_change(const World& world, const Lead& lead, const Evening& evening) {
    std::optional<StatusChange> last;
    for (const StatusChange& change : status_changes(world, lead))
        if (change.at <= evening.until) last = change;
    return last;
}

std::string user_id(const Rep* rep) {
    const auto known =
        std::find_if(std::begin(reps), std::end(reps), [&](const Rep& each) { return &each == rep; });
    return salesforce_id("005", static_cast<std::uint64_t>(known - std::begin(reps)) + 1);
}

/// Since when a customer asks to wait; blank while none does.
std::string waits_since(const World& world, const Lead& lead, const Evening& evening) {
    const auto wait = wait_of(world, lead);
    const bool waits = wait && wait->from <= evening.until && evening.until < wait->to;
    return waits ? salesforce_time(wait->from) : "";
}

/// Now and then somebody gives a lead to a rep in the CRM, whatever the agreement says.
bool given_by_hand(const Lead& lead) {
    constexpr unsigned one_in = 40;
    return lead.contacted && lead.owner && lead.owner != &former_rep && lead.id[14] % one_in == 1;
}

} // namespace

std::string leads_csv(const World& world, const Evening& evening) {
    Random random(101);
    Lines lines;
    lines.add({"Id",
               "FirstName",
               "LastName",
               "Email",
               "Company",
               "Title",
               "Phone",
               "Country",
               "State",
               "Industry",
               "NumberOfEmployees",
               "AnnualRevenue",
               "LeadSource",
               "Campaign_Id__c",
               "Status",
               "Owner.Email",
               "CreatedDate",
               "LastModifiedDate",
               "IsConverted",
               "ConvertedDate",
               "ConvertedContactId",
               "ConvertedOpportunityId",
               "HasOptedOutOfEmail",
               "DoNotCall",
               "Website",
               "Buyer_Role__c",
               "Description"},
              evening.routed_here ? std::optional<std::string_view>("On_Hold_Since__c") : std::nullopt);
    const auto write = [&](const Lead& lead, std::string_view id, Moment created, Moment modified,
                           const std::string& email) {
        const Company& company = *lead.company;
        std::string company_name = company.name;
        if (random.chance(0.02)) company_name = ' ' + company_name + ' ';
        if (random.chance(0.01)) company_name = upper(company_name);
        const std::string country =
            random.chance(0.06) ? std::string(company.country->other) : std::string(company.country->code);
        std::string employees =
            random.chance(0.04) ? with_commas(company.employees) : std::to_string(company.employees);
        if (random.chance(0.002)) employees = "about 50";
        const std::string revenue = random.chance(0.12) ? "0.0" : dollars(company.revenue, random);
        const Lead now = as_of(lead, evening);
        const bool lives = evening.routed_here && id == lead.id; // and is no second row of somebody
        const auto change = lives ? last_change(world, lead, evening) : std::nullopt;
        if (change) modified = std::max(modified, change->at);
        const std::string on_hold = lives ? waits_since(world, lead, evening) : "";
        // Drawn where they stand in the row, so that every evening makes up the same.
        const auto status = [&] {
            std::string kept = status_as_kept(lead, random);
            if (lives) return std::string(change ? change->to : "Open - Not Contacted");
            return now.status == lead.status ? kept : std::string(now.status);
        };
        const auto owner = [&]() -> std::string_view {
            const bool none = !lead.owner;
            const std::string_view kept = !none                ? lead.owner->email
                                          : random.chance(0.5) ? ""
                                                               : "inbound-queue@acme.example";
            return !evening.routed_here || given_by_hand(now) ? kept : "";
        };
        lines.add_if(created <= evening.until,
                     {id,
                      lead.first,
                      lead.last,
                      email,
                      company_name,
                      or_nothing(lead.title->name, 0.04, random),
                      or_nothing(lead.phone, 0.12, random),
                      or_nothing(country, 0.03, random),
                      company.state,
                      or_nothing(company.industry->name, 0.09, random),
                      or_nothing(employees, 0.06, random),
                      revenue,
                      or_nothing(lead.source->name, 0.02, random),
                      lead.campaign_id,
                      status(),
                      owner(),
                      salesforce_time(created),
                      salesforce_time(std::min(modified, evening.until)),
                      now.converted ? "true" : "false",
                      now.converted ? plain_date(*now.converted) : "",
                      now.contact_id,
                      now.deal_id,
                      lead.no_mail ? "true" : "false",
                      lead.no_calls ? "true" : "false",
                      random.chance(0.7) ? "www." + company.domain : "",
                      or_nothing(role_of(*lead.title), 0.35, random),
                      random.chance(0.03) ? random.pick(words::comments) : std::string_view{}},
                     evening.routed_here ? std::optional<std::string_view>(on_hold) : std::nullopt);
    };
    std::size_t again = 0;
    for (const Lead& lead : world.leads) {
        Moment created = lead.created;
        Moment modified = lead.converted ? *lead.converted : lead.contacted ? *lead.contacted : created;
        if (random.chance(0.002)) std::swap(created, modified); // impossible, and seen
        if (lead.converted && random.chance(0.02)) created = *lead.converted + days{2};
        std::string email = lead.email;
        if (random.chance(0.05)) email = upper(email);
        if (random.chance(0.01)) email = ' ' + email;
        if (random.chance(0.008))
            email = random.chance(0.5) ? "n/a" : lead.first + " at " + lead.company->domain;
        write(lead, lead.id, created, modified, email);
        if (random.chance(0.014)) { // the same person filled in another form
            Lead twin = lead;
            twin.status = "Open - Not Contacted";
            twin.owner = nullptr;
            twin.converted.reset();
            twin.contact_id.clear();
            twin.deal_id.clear();
            const Moment second = std::min(created + hours{26}, last_moment);
            write(twin, salesforce_id("00Q", 9'000'000 + again++ * 13), second, second, upper(lead.email));
        }
        if (random.chance(0.002))
            write(lead, lead.id, created, std::max(created, modified), email); // two exports laid together
    }
    return lines.take();
}

std::string contacts_csv(const World& world, const Evening& evening) {
    Random random(102);
    Lines lines;
    lines.add({"Id", "AccountId", "FirstName", "LastName", "Email", "Title", "Phone", "Account.Name",
               "Owner.Email", "CreatedDate"});
    for (const Contact& contact : world.contacts)
        lines.add_if(contact.created <= evening.until,
                     {contact.id, contact.account_id, contact.first, contact.last,
                      random.chance(0.04) ? upper(contact.email) : contact.email,
                      or_nothing(contact.title->name, 0.05, random), or_nothing(contact.phone, 0.1, random),
                      random.chance(0.03) ? contact.company->name + "  " : contact.company->name,
                      contact.owner->email, plain_date(contact.created)});
    return lines.take();
}

std::string activities_csv(const World& world, const Evening& evening) {
    Random random(103);
    std::map<std::string_view, std::string_view> email_of;
    for (const Lead& lead : world.leads) email_of[lead.id] = lead.email;
    Lines lines;
    lines.add({"Activity ID", "Who ID", "Email", "Type", "Date", "Asset", "Campaign ID", "Assigned"});
    std::size_t number = 100'000;
    for (const Touch& touch : world.touches) {
        // A report writes 15-character ids, and the tool that sends mail knows only addresses.
        std::string who = touch.lead_id.empty() ? touch.contact_id : touch.lead_id;
        if (touch.rep) who.resize(15);
        std::string email;
        if (!touch.rep && !touch.lead_id.empty() && random.chance(0.03)) {
            email = email_of.at(touch.lead_id);
            who.clear();
        }
        if (random.chance(0.012))
            who = salesforce_id("00Q", static_cast<std::uint64_t>(random.between(1, 3'000'000)));
        Moment at = touch.at;
        if (touch.rep && evening.routed_here) at += after_handover;
        const bool there = at <= evening.until;
        if (random.chance(0.001)) at -= days{200}; // a clock that stood wrong
        lines.add_if(there, {std::to_string(number++), who, email, touch.type, plain_time(at), touch.asset,
                             touch.campaign_id, touch.rep ? touch.rep->name : std::string_view{}});
    }
    return lines.take();
}

namespace {

/// What the CRM shows of a deal on an evening before it is closed: reps move it on, and sometimes back,
/// correct its amount and push its day out; now and then a deal is deleted for some days.
struct DealThen {
    std::string_view stage;
    double amount;
    Moment closes;
    bool there = true;
};

DealThen deal_on(const Deal& deal, std::size_t number, const Evening& evening) {
    const Moment end = std::min(deal.closes, last_moment);
    if (!evening.routed_here || evening.until >= end) return {deal.stage, deal.amount, deal.closes};
    constexpr std::string_view course[] = {"Prospecting", "Qualification", "Proposal/Price Quote",
                                           "Negotiation/Review"};
    Random random(9'000 + number);
    const double part = static_cast<double>((evening.until - deal.created).count()) /
                        static_cast<double>((end - deal.created).count());
    const double corrected = 0.3 + 0.6 * random.unit(), replanned = 0.2 + 0.7 * random.unit();
    const double first_amount =
        std::round(deal.amount * (random.chance(0.5) ? 0.7 + 0.6 * random.unit() : 1));
    const std::int64_t days_off = random.chance(0.4) ? 7 * random.between(-1, 4) : 0;
    const bool falls_back = random.chance(0.15), is_deleted = random.chance(0.04);
    const auto* const last = std::find(std::begin(course), std::end(course) - 1, deal.stage);
    const auto stages = static_cast<double>(last - std::begin(course) + 1);
    const auto reached = static_cast<std::size_t>(std::max(0.0, part) * stages);
    const bool back = falls_back && reached > 0 && part > 0.55 && part < 0.7;
    return {course[back ? reached - 1 : reached], part < corrected ? first_amount : deal.amount,
            part < replanned ? deal.closes - days{days_off} : deal.closes,
            !(is_deleted && part > 0.4 && part < 0.5)};
}

} // namespace

std::string opportunities_csv(const World& world, const Evening& evening) {
    Random random(104);
    Lines lines("\r\n");
    lines.add({"\xEF\xBB\xBFId", "Name", "AccountId", "ContactId", "Amount", "CurrencyIsoCode", "StageName",
               "CreatedDate", "CloseDate", "Owner.Email", "LeadSource", "CampaignId", "Loss_Reason__c",
               "Competitor__c"});
    for (std::size_t number = 0; number < world.deals.size(); ++number) {
        const Deal& deal = world.deals[number];
        DealThen then = deal_on(deal, number, evening);
        if (random.chance(0.015)) then.closes = deal.created - days{9};
        lines.add_if(
            deal.created <= evening.until && then.there,
            {deal.id, deal.company->name + ": " + (deal.amount > 30'000 ? "anvils, many" : "anvils"),
             salesforce_id("001", static_cast<std::uint64_t>(deal.company - world.companies.data()) + 5000),
             deal.contact_id, deal.currency == "USD" ? dollars(then.amount, random) : plain(then.amount),
             deal.currency, then.stage, american_date(deal.created), american_date(then.closes),
             deal.owner->email, deal.source, deal.campaign_id, deal.loss_reason, deal.competitor});
    }
    return lines.take();
}

std::string campaigns_csv(const World& world) {
    Random random(105);
    Lines lines;
    lines.add({"Id", "Name", "Type", "Channel", "Status", "StartDate", "EndDate", "BudgetedCost",
               "ActualCost", "Currency", "Why", "Audience"});
    for (const Campaign& campaign : world.campaigns)
        lines.add({campaign.id, campaign.name, campaign.kind, campaign.channel,
                   campaign.ends < last_moment ? "Completed" : "In Progress", worded_date(campaign.starts),
                   worded_date(campaign.ends), dollars(campaign.budget, random),
                   dollars(campaign.cost, random), "USD", campaign.why, campaign.target});
    return lines.take();
}

std::string history_csv(const World& world, const Evening& evening) {
    Lines lines;
    lines.add({"Id", "LeadId", "CreatedById", "CreatedDate", "Field", "OldValue", "NewValue"});
    std::uint64_t number = 0;
    for (const Lead& lead : world.leads)
        for (const StatusChange& change : status_changes(world, lead))
            lines.add_if(change.at <= evening.until && lead.created <= evening.until,
                         {salesforce_id("017", 60'000 + 7 * number++), lead.id, user_id(lead.owner),
                          salesforce_time(change.at), "Status", change.from, change.to});
    return lines.take();
}

std::string outcomes_csv(const World& world, const Evening& evening) {
    Lines lines;
    if (evening.routed_here) {
        lines.add({"Lead Id", "Rep", "Verdict", "Disposition", "Comment", "Competitor", "Content Used",
                   "Content Missing", "Next Step", "At"});
        for (const Answer& answer : answers(world))
            lines.add_if(answer.at <= evening.until,
                         {answer.lead_id, "", answer.verdict, answer.disposition, answer.comment,
                          answer.competitor, answer.content_used, answer.content_missing, answer.next_step,
                          day_first_time(answer.at)});
        return lines.take();
    }
    lines.add({"Lead Id", "Rep", "Verdict", "Disposition", "Comment", "At"});
    for (const Outcome& outcome : world.outcomes)
        lines.add_if(outcome.at <= evening.until,
                     {outcome.lead_id, outcome.rep->email, outcome.verdict, outcome.disposition,
                      outcome.comment, day_first_time(outcome.at)});
    return lines.take();
}

} // namespace acme
