#include <handoff/words.hpp>

#include <algorithm>
#include <array>
#include <ingest/names.hpp>
#include <ingest/propose_rules.hpp>
#include <ingest/touch_types.hpp>
#include <set>

namespace handoff {

namespace {

std::string in_single_quotes(std::string_view text) {
    std::string result = "'";
    for (const char c : text) {
        if (c == '\'') result += '\'';
        result += c;
    }
    return result + '\'';
}

int points_of(std::string_view type) {
    struct Worth {
        std::string_view type;
        int points;
    };
    constexpr std::array worth = {Worth{"page_view", 1},
                                  Worth{"pricing_page_view", 5},
                                  Worth{"email_open", 1},
                                  Worth{"email_click", 3},
                                  Worth{"form_submit", 10},
                                  Worth{"content_download", 6},
                                  Worth{"webinar_registered", 4},
                                  Worth{"webinar_attended", 12},
                                  Worth{"event_registered", 4},
                                  Worth{"event_attended", 12},
                                  Worth{"ad_click", 2},
                                  Worth{"chat", 8},
                                  Worth{"trial_signup", 30},
                                  Worth{"demo_request", 25},
                                  Worth{"unsubscribe", -15},
                                  Worth{"bounce", -10},
                                  Worth{"call", 5},
                                  Worth{"call_connected", 10},
                                  Worth{"reply", 10},
                                  Worth{"meeting_booked", 20},
                                  Worth{"meeting", 20},
                                  Worth{"demo_given", 20}};
    for (const Worth& one : worth)
        if (one.type == type) return one.points;
    return 0;
}

} // namespace

std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            result += '\\';
            result += c;
        } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            constexpr std::string_view digits = "0123456789ABCDEF";
            result += "\\u00";
            result += digits[static_cast<unsigned char>(c) >> 4];
            result += digits[static_cast<unsigned char>(c) & 15];
        } else {
            result += c;
        }
    }
    return result + '"';
}

std::string_view guess_type(std::string_view theirs) {
    struct Guess {
        std::string_view part, type;
    };
    constexpr std::array guesses = {Guess{"unsub", "unsubscribe"},
                                    Guess{"optout", "unsubscribe"},
                                    Guess{"bounce", "bounce"},
                                    Guess{"emailopen", "email_open"},
                                    Guess{"openedemail", "email_open"},
                                    Guess{"openemail", "email_open"},
                                    Guess{"emailclick", "email_click"},
                                    Guess{"clickedemail", "email_click"},
                                    Guess{"clickemail", "email_click"},
                                    Guess{"emaillinkclick", "email_click"},
                                    Guess{"emailsent", "email_sent"},
                                    Guess{"emaildeliver", "email_sent"},
                                    Guess{"reply", "reply"},
                                    Guess{"replied", "reply"},
                                    Guess{"webinarregist", "webinar_registered"},
                                    Guess{"webinar", "webinar_attended"},
                                    Guess{"eventregist", "event_registered"},
                                    Guess{"eventattend", "event_attended"},
                                    Guess{"boothscan", "event_attended"},
                                    Guess{"tradeshow", "event_attended"},
                                    Guess{"demorequest", "demo_request"},
                                    Guess{"requestdemo", "demo_request"},
                                    Guess{"demogiven", "demo_given"},
                                    Guess{"trial", "trial_signup"},
                                    Guess{"download", "content_download"},
                                    Guess{"whitepaper", "content_download"},
                                    Guess{"pricing", "pricing_page_view"},
                                    Guess{"pageview", "page_view"},
                                    Guess{"pagevisit", "page_view"},
                                    Guess{"webvisit", "page_view"},
                                    Guess{"websitevisit", "page_view"},
                                    Guess{"visitedpage", "page_view"},
                                    Guess{"form", "form_submit"},
                                    Guess{"adclick", "ad_click"},
                                    Guess{"chat", "chat"},
                                    Guess{"voicemail", "voicemail"},
                                    Guess{"callconnected", "call_connected"},
                                    Guess{"call", "call"},
                                    Guess{"linkedin", "linkedin_message"},
                                    Guess{"sms", "sms"},
                                    Guess{"meetingbooked", "meeting_booked"},
                                    Guess{"booked", "meeting_booked"},
                                    Guess{"meeting", "meeting"},
                                    Guess{"proposal", "proposal_sent"},
                                    Guess{"email", "sales_email"},
                                    Guess{"note", "note"},
                                    Guess{"task", "note"}};
    const std::string bare = bare_name(theirs);
    for (const Guess& guess : guesses)
        if (bare.find(guess.part) != std::string::npos) return guess.type;
    return {};
}

std::vector<ProposedRule> fit_rules(const KindSurvey& leads) {
    std::vector<ProposedRule> rules;
    const auto share = [&](std::uint64_t count) {
        return std::to_string(leads.rows == 0 ? 0 : (count * 100 + leads.rows / 2) / leads.rows) +
               "% of the leads";
    };
    const WordCounts& seniority = leads.of("seniority");
    std::uint64_t deciders = 0;
    for (const std::string_view level : {"owner", "chief", "vp", "director"}) deciders += seniority.of(level);
    if (deciders > 0)
        rules.push_back({"fit", "decision maker",
                         "when   = \"seniority in ('owner', 'chief', 'vp', 'director')\"\npoints = 15",
                         share(deciders) + " have such a title", 15});
    if (!leads.of("employees").empty())
        rules.push_back(
            {"fit", "company size",
             "column = \"employees\"\nbands  = { \"1..49\" = 0, \"50..499\" = 10, \"500..\" = 15 }",
             "set the bands by the companies that buy from you", 15});
    const auto sources = leads.of("source").sorted();
    std::string values;
    int most = 5;
    std::set<std::string> taken;
    for (std::size_t i = 0; i < sources.size() && i < 8; ++i) {
        const std::string bare = bare_name(sources[i].first);
        const bool strong =
            bare.find("refer") != std::string::npos || bare.find("partner") != std::string::npos;
        if (!taken.insert(lower(sources[i].first)).second) continue; // values compare without case
        if (strong) most = 10;
        values += (values.empty() ? "" : ", ") + quoted(sources[i].first) + " = " + (strong ? "10" : "5");
    }
    if (!values.empty())
        rules.push_back({"fit", "where it came from", "column = \"source\"\nvalues = { " + values + " }",
                         "the commonest sources; give points by how many of each were won", most});
    if (leads.of("is_freemail").of("true") > 0)
        rules.push_back({"fit", "private mailbox", "when   = \"is_freemail\"\npoints = -5",
                         share(leads.of("is_freemail").of("true")) + " wrote from one"});
    if (leads.of("email").total() > 0)
        rules.push_back({"fit", "can be reached by e-mail", "when   = \"email is not blank\"\npoints = 5",
                         share(leads.of("email").total()) + " have an address", 5});
    return rules;
}

std::vector<ProposedRule> engagement_rules(const KindSurvey& touches) {
    std::map<std::string, std::uint64_t> found;
    for (const auto& [type, count] : touches.of("type").sorted()) {
        const TouchType* ours = touch_type(type);
        found[std::string(ours ? ours->name : guess_type(type))] += count;
    }
    std::vector<std::pair<std::string, std::uint64_t>> sorted(found.begin(), found.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    std::vector<ProposedRule> rules;
    for (const auto& [type, count] : sorted) {
        const int points = points_of(type);
        if (points == 0) continue;
        std::string name = type;
        std::replace(name.begin(), name.end(), '_', ' ');
        std::string body = "touch  = " + quoted("type = " + in_single_quotes(type)) +
                           "\npoints = " + std::to_string(points) +
                           "\nhalf_life = \"30d\"\nwindow = \"180d\"";
        body +=
            points > 0 ? "\nmax    = " + std::to_string(points * 3) : "\nmin    = " + std::to_string(points);
        rules.push_back({"engagement", name, body,
                         with_thousands(static_cast<std::int64_t>(count)) + " in the export",
                         std::max(points, 0) * 3});
    }
    return rules;
}

} // namespace handoff
