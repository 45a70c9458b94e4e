#include "report/won_deals.hpp"

#include "base/parallel.hpp"
#include "base/rounded.hpp"
#include "ingest/lead_keys.hpp"
#include "ingest/touch_types.hpp"
#include "report/cells.hpp"
#include "report/person_name.hpp"
#include "report/person_of_address.hpp"

#include <handoff/error.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <thread>

namespace handoff {

namespace {

/// "form_submit" as people say it.
std::string in_words(std::string_view type) {
    std::string words(type);
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
}

/// "a, b and c"; of very many the first, and how many more.
std::string listed(const std::vector<std::string>& parts) {
    constexpr std::size_t most = 4;
    std::string text;
    const std::size_t shown = std::min(parts.size(), most);
    for (std::size_t i = 0; i < shown; ++i)
        text += (i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ") + parts[i];
    if (parts.size() > most) text += fmt::format(" and {} more", parts.size() - most);
    return text;
}

/// What of this is no assist: nobody did it for the deal.
bool counts(const ToldTouch& touch) {
    return !touch.side.empty() && touch.type != "bounce" && touch.type != "unsubscribe";
}

/// The lead of each handover; none where it is not among these.
std::vector<std::uint32_t> leads_of(std::span<const Handover> handovers, const LeadIndex& index) {
    constexpr std::size_t at_once = 4096;
    std::vector<std::uint32_t> leads(handovers.size());
    in_parallel(std::thread::hardware_concurrency(), handovers.size(), at_once,
                [&](std::size_t from, std::size_t to, unsigned) {
                    index.keys().by_keys(handovers.subspan(from, to - from), &Handover::lead, &leads[from]);
                });
    return leads;
}

} // namespace

WonDeals::WonDeals(const ReportInput& input, const People& people, const Period& period)
    : input_(input), people_(people), campaigns_(input.campaigns) {
    const Zone& zone = input.agreement->timezone;
    std::vector<std::size_t> rows;
    for (const Deal& deal : people_.deals().all) {
        if (deal.status != DealStatus::won || (input.only_their_deals && deal.leads.empty())) continue;
        if (!deal.closed.known()) ++undated_;
        if (!deal.closed.known() || !period.contains(deal.closed, zone)) continue;
        if (deal.closed.first(zone) > input.as_of) continue;
        wins_.push_back({.deal = &deal});
        rows.push_back(deal.row);
    }
    const Amounts amounts(input.deals, rows, *input.agreement);
    currency_ = amounts.currency();
    amounts.add_notes(notes_);
    for (Win& win : wins_) win.amount = amounts.of(win.deal->row);
    std::stable_sort(wins_.begin(), wins_.end(), [&](const Win& a, const Win& b) {
        return a.deal->closed.first(zone) > b.deal->closed.first(zone);
    });
    find_handovers();
}

std::vector<std::uint32_t> WonDeals::leads() const {
    std::vector<std::uint32_t> leads;
    for (const Win& win : wins_) leads.insert(leads.end(), win.deal->leads.begin(), win.deal->leads.end());
    return leads;
}

void WonDeals::find_handovers() {
    std::vector<bool> won(input_.leads.rows());
    for (const std::uint32_t lead : leads()) won[lead] = true;
    const std::vector<std::uint32_t> given = leads_of(input_.handovers, people_.index());
    // Without a ledger, or a time in the leads, it is only known who has the lead now.
    const Cells assigned(input_.leads, "assigned_at");
    for (std::size_t i = 0; i < given.size(); ++i)
        if (given[i] != LeadIndex::none && won[given[i]] &&
            (input_.has_ledger || !assigned[given[i]].empty()))
            handovers_of_[given[i]].push_back(&input_.handovers[i]);
}

void WonDeals::tell(const TouchesOfLeads& touches) {
    find_strangers(touches);
    for (Win& win : wins_) tell(win, touches);
}

/// Who is no rep, one who left for example, may have a name in the touches and an e-mail address in the
/// deals.
void WonDeals::find_strangers(const TouchesOfLeads& touches) {
    for (const std::vector<ToldTouch>& of_lead : touches)
        for (const ToldTouch& touch : of_lead)
            if (touch.rep.find('@') == std::string::npos) strangers_.insert(touch.rep);
    std::erase_if(strangers_, [&](const std::string& name) {
        return name.empty() || input_.agreement->rep_of_owner(name) != nullptr;
    });
}

void WonDeals::add_notes(std::vector<std::string>& notes) const {
    if (undated_ > 0) notes.push_back(counted(undated_, "won deal") + " without a known day: left out");
    notes.insert(notes.end(), notes_.begin(), notes_.end());
    handoff::add_notes(notes, people_.deals());
}

std::string WonDeals::rep_named(std::string_view owner) const {
    const Rep* const rep = input_.agreement->rep_of_owner(owner);
    if (rep == nullptr) {
        std::string name = person_of_address(owner, strangers_);
        return name.empty() ? std::string(owner) : name;
    }
    return rep->name.empty() ? rep->id : rep->name;
}

void WonDeals::tell(Win& win, const TouchesOfLeads& touches) {
    const Cells name(input_.deals, "name"), id(input_.deals, "deal_id"), owner(input_.deals, "owner"),
        company(input_.leads, "company");
    const PersonName person(input_.leads);
    const std::size_t row = win.deal->row;
    win.name = name[row].empty() ? id[row] : name[row];
    win.closer = rep_named(owner[row]);
    if (!win.deal->leads.empty()) {
        const std::uint32_t lead = win.deal->leads.front();
        win.person = person[lead];
        win.company = trim(company[lead]);
        if (const auto known = handovers_of_.find(lead); win.closer.empty() && known != handovers_of_.end())
            win.closer = rep_named(known->second.back()->rep);
    }
    add_assists(win, touches);
    add_course(win, touches);
    win.sentence = sentence(win);
}

void WonDeals::add_assists(Win& win, const TouchesOfLeads& touches) const {
    const Instant end = win.deal->closed.last(input_.agreement->timezone);
    std::map<std::pair<std::string, std::string>, Assist> found;
    std::map<std::pair<std::string, std::string>, std::map<std::string, std::size_t>> types;
    for (const std::uint32_t lead : win.deal->leads)
        for (const ToldTouch& touch : touches[lead]) {
            if (touch.at > end || !counts(touch)) continue;
            const bool marketing = touch.side == "marketing";
            std::string who = marketing ? campaigns_[touch.campaign] : rep_named(touch.rep);
            const TouchType* const type = touch_type(touch.type);
            if (who.empty())
                who = marketing ? (touch.channel.empty() && type ? std::string(type->channel) : touch.channel)
                                : win.closer;
            const auto key = std::pair(touch.side, who);
            Assist& assist = found
                                 .try_emplace(key, Assist{.side = touch.side,
                                                          .who = who,
                                                          .what = {},
                                                          .first = touch.at,
                                                          .last = touch.at})
                                 .first->second;
            assist.first = std::min(assist.first, touch.at);
            assist.last = std::max(assist.last, touch.at);
            ++types[key][touch.type];
        }
    // Who had the lead before, and left no trace in the touches, helped too.
    for (const std::uint32_t lead : win.deal->leads)
        if (const auto known = handovers_of_.find(lead); known != handovers_of_.end())
            for (const Handover* each : known->second)
                if (each->at <= end) {
                    const std::string who = rep_named(each->rep);
                    found.try_emplace(std::pair<std::string, std::string>("sales", who),
                                      Assist{.side = "sales",
                                             .who = who,
                                             .what = "had the lead",
                                             .first = each->at,
                                             .last = each->at});
                }
    for (auto& [key, assist] : found) {
        std::vector<std::pair<std::size_t, std::string>> most;
        for (const auto& [type, count] : types[key]) most.emplace_back(count, in_words(type));
        std::sort(most.begin(), most.end(), [](const auto& a, const auto& b) {
            return a.first != b.first ? a.first > b.first : a.second < b.second;
        });
        std::vector<std::string> parts;
        for (const auto& [count, type] : most)
            parts.push_back(count == 1 ? type : fmt::format("{} × {}", count, type));
        if (!parts.empty()) assist.what = listed(parts);
        win.assists.push_back(std::move(assist));
    }
    std::stable_sort(win.assists.begin(), win.assists.end(), [](const Assist& a, const Assist& b) {
        return a.side != b.side ? a.side < b.side : a.first < b.first;
    });
}

void WonDeals::add_course(Win& win, const TouchesOfLeads& touches) const {
    const Zone& zone = input_.agreement->timezone;
    const auto add = [&](Moment at, std::string what, std::string begins) {
        if (at.known()) win.course.push_back({at, std::move(what), std::move(begins)});
    };
    const std::vector<std::string>& stages = input_.agreement->lifecycle.stages;
    for (const std::uint32_t lead : win.deal->leads) {
        if (!touches[lead].empty()) {
            const ToldTouch& first = touches[lead].back(); // the newest stands first
            std::string what = in_words(first.type);
            if (!first.campaign.empty()) what += ", " + campaigns_[first.campaign];
            add(Moment(first.at), "first touch: " + what, "the first touch (" + what + ")");
        }
        const std::uint32_t person = people_.person_of(lead);
        const bool first = people_.all()[person].row == lead; // what a repeated row says is told once
        for (std::size_t stage = 0; first && stage < stages.size(); ++stage)
            if (!same_text(stages[stage], "won") && !same_text(stages[stage], "opportunity"))
                add(people_.time(person, stage), stages[stage],
                    stage == 0 ? "the lead came in" : "the lead reached '" + stages[stage] + "'");
        if (const auto known = handovers_of_.find(lead); known != handovers_of_.end())
            for (const Handover* each : known->second)
                add(Moment(each->at), "handed to " + rep_named(each->rep),
                    "the lead was handed to " + rep_named(each->rep));
    }
    add(win.deal->created, "deal created", "the deal was created");
    add(win.deal->closed, "won", "it was won");
    std::stable_sort(win.course.begin(), win.course.end(),
                     [&](const WinStep& a, const WinStep& b) { return a.at.last(zone) < b.at.last(zone); });
}

std::string WonDeals::sentence(const Win& win) const {
    const Zone& zone = input_.agreement->timezone;
    std::string text = (win.closer.empty() ? "Sales" : win.closer) + " won " + win.name;
    if (win.amount) text += " for " + rounded_text(*win.amount) + (currency_.empty() ? "" : " " + currency_);
    if (!win.course.empty()) {
        const WinStep& first = win.course.front();
        const double days = days_between(first.at, win.deal->closed, zone);
        if (days >= 1)
            text += fmt::format(", {} after {}", counted(static_cast<std::size_t>(std::llround(days)), "day"),
                                first.begins);
    }
    std::vector<std::string> marketing, sales;
    for (const Assist& each : win.assists) {
        if (each.side == "marketing")
            marketing.push_back(each.who);
        else if (each.who != win.closer)
            sales.push_back(each.who);
    }
    if (!marketing.empty()) text += "; " + listed(marketing) + " of marketing helped";
    if (!sales.empty())
        text +=
            (marketing.empty() ? "; " : ", so did ") + listed(sales) + (marketing.empty() ? " helped" : "");
    return text;
}

} // namespace handoff
