#include <handoff/words.hpp>

#include <algorithm>
#include <array>
#include <ingest/person.hpp>
#include <string>

namespace handoff {

namespace {

using namespace std::string_view_literals;

constexpr std::array free_mail = {
    // sorted
    "126.com"sv,        "163.com"sv,      "aim.com"sv,        "aol.com"sv,        "bol.com.br"sv,
    "comcast.net"sv,    "fastmail.com"sv, "free.fr"sv,        "gmail.com"sv,      "gmx.at"sv,
    "gmx.com"sv,        "gmx.de"sv,       "gmx.net"sv,        "googlemail.com"sv, "hey.com"sv,
    "hotmail.co.uk"sv,  "hotmail.com"sv,  "hotmail.de"sv,     "hotmail.es"sv,     "hotmail.fr"sv,
    "hotmail.it"sv,     "icloud.com"sv,   "inbox.com"sv,      "laposte.net"sv,    "libero.it"sv,
    "live.co.uk"sv,     "live.com"sv,     "live.fr"sv,        "mac.com"sv,        "mail.com"sv,
    "mail.ru"sv,        "me.com"sv,       "msn.com"sv,        "naver.com"sv,      "orange.fr"sv,
    "outlook.com"sv,    "outlook.de"sv,   "outlook.fr"sv,     "pm.me"sv,          "proton.me"sv,
    "protonmail.com"sv, "qq.com"sv,       "rediffmail.com"sv, "rocketmail.com"sv, "sbcglobal.net"sv,
    "t-online.de"sv,    "terra.com.br"sv, "tutanota.com"sv,   "uol.com.br"sv,     "verizon.net"sv,
    "wanadoo.fr"sv,     "web.de"sv,       "yahoo.co.in"sv,    "yahoo.co.jp"sv,    "yahoo.co.uk"sv,
    "yahoo.com"sv,      "yahoo.com.br"sv, "yahoo.de"sv,       "yahoo.es"sv,       "yahoo.fr"sv,
    "yahoo.it"sv,       "yandex.com"sv,   "yandex.ru"sv,      "ymail.com"sv,      "zoho.com"sv,
};
static_assert(std::is_sorted(free_mail.begin(), free_mail.end()));

constexpr std::array disposable_mail = {
    // sorted
    "10minutemail.com"sv,
    "10minutemail.net"sv,
    "20minutemail.com"sv,
    "anonbox.net"sv,
    "armyspy.com"sv,
    "burnermail.io"sv,
    "cuvox.de"sv,
    "dayrep.com"sv,
    "deadaddress.com"sv,
    "discard.email"sv,
    "discardmail.com"sv,
    "dispostable.com"sv,
    "einrot.com"sv,
    "emailondeck.com"sv,
    "fakeinbox.com"sv,
    "fakemail.net"sv,
    "fleckens.hu"sv,
    "getnada.com"sv,
    "grr.la"sv,
    "guerrillamail.biz"sv,
    "guerrillamail.com"sv,
    "guerrillamail.net"sv,
    "guerrillamail.org"sv,
    "guerrillamailblock.com"sv,
    "gustr.com"sv,
    "harakirimail.com"sv,
    "inboxkitten.com"sv,
    "incognitomail.com"sv,
    "jetable.org"sv,
    "jourrapide.com"sv,
    "mail-temp.com"sv,
    "mailcatch.com"sv,
    "maildrop.cc"sv,
    "mailexpire.com"sv,
    "mailinator.com"sv,
    "mailnesia.com"sv,
    "mailnull.com"sv,
    "meltmail.com"sv,
    "mintemail.com"sv,
    "minutemailbox.com"sv,
    "moakt.com"sv,
    "mohmal.com"sv,
    "mytemp.email"sv,
    "nada.email"sv,
    "rhyta.com"sv,
    "sharklasers.com"sv,
    "spam4.me"sv,
    "spambox.us"sv,
    "spamex.com"sv,
    "spamgourmet.com"sv,
    "superrito.com"sv,
    "teleworm.us"sv,
    "temp-inbox.com"sv,
    "temp-mail.io"sv,
    "temp-mail.org"sv,
    "tempinbox.com"sv,
    "tempmail.com"sv,
    "tempmail.net"sv,
    "tempmailo.com"sv,
    "tempr.email"sv,
    "throwaway.email"sv,
    "throwawaymail.com"sv,
    "tmpmail.net"sv,
    "tmpmail.org"sv,
    "trash-mail.com"sv,
    "trashmail.com"sv,
    "trashmail.de"sv,
    "trashmail.net"sv,
    "wegwerfemail.de"sv,
    "wegwerfmail.de"sv,
    "yopmail.com"sv,
    "yopmail.fr"sv,
    "yopmail.net"sv,
};
static_assert(std::is_sorted(disposable_mail.begin(), disposable_mail.end()));

constexpr std::array role_words = {
    // sorted
    "abuse"sv,    "accounting"sv, "accounts"sv,  "admin"sv,     "administrator"sv, "billing"sv,
    "careers"sv,  "contact"sv,    "enquiries"sv, "feedback"sv,  "finance"sv,       "hello"sv,
    "help"sv,     "hostmaster"sv, "hr"sv,        "info"sv,      "inquiries"sv,     "it"sv,
    "jobs"sv,     "legal"sv,      "mail"sv,      "marketing"sv, "media"sv,         "newsletter"sv,
    "no-reply"sv, "noreply"sv,    "office"sv,    "orders"sv,    "postmaster"sv,    "press"sv,
    "privacy"sv,  "purchasing"sv, "reception"sv, "sales"sv,     "security"sv,      "service"sv,
    "support"sv,  "team"sv,       "test"sv,      "webmaster"sv,
};
static_assert(std::is_sorted(role_words.begin(), role_words.end()));

struct TitleWord {
    std::string_view words; ///< whole words of the title, in lower case
    std::string_view meaning;
};

// The first that a title holds decides, so that "Vice President" is no president and "Assistant Manager" no
// manager.
constexpr std::array seniorities = {
    TitleWord{"vice president", "vp"},
    TitleWord{"vp", "vp"},
    TitleWord{"svp", "vp"},
    TitleWord{"evp", "vp"},
    TitleWord{"avp", "vp"},
    TitleWord{"product owner", "senior"},
    TitleWord{"owner", "owner"},
    TitleWord{"founder", "owner"},
    TitleWord{"co founder", "owner"},
    TitleWord{"cofounder", "owner"},
    TitleWord{"proprietor", "owner"},
    TitleWord{"partner manager", "manager"},
    TitleWord{"partner", "owner"},
    TitleWord{"chief of staff", "director"},
    TitleWord{"chief", "chief"},
    TitleWord{"ceo", "chief"},
    TitleWord{"cfo", "chief"},
    TitleWord{"cto", "chief"},
    TitleWord{"cio", "chief"},
    TitleWord{"coo", "chief"},
    TitleWord{"cmo", "chief"},
    TitleWord{"cro", "chief"},
    TitleWord{"ciso", "chief"},
    TitleWord{"cpo", "chief"},
    TitleWord{"chro", "chief"},
    TitleWord{"president", "chief"},
    TitleWord{"managing director", "chief"},
    TitleWord{"general manager", "director"},
    TitleWord{"intern", "entry"},
    TitleWord{"trainee", "entry"},
    TitleWord{"student", "entry"},
    TitleWord{"assistant", "entry"},
    TitleWord{"junior", "entry"},
    TitleWord{"apprentice", "entry"},
    TitleWord{"director", "director"},
    TitleWord{"head", "director"},
    TitleWord{"dean", "director"},
    TitleWord{"principal", "senior"},
    TitleWord{"account manager", "entry"},
    TitleWord{"manager", "manager"},
    TitleWord{"mgr", "manager"},
    TitleWord{"supervisor", "manager"},
    TitleWord{"team lead", "manager"},
    TitleWord{"senior", "senior"},
    TitleWord{"sr", "senior"},
    TitleWord{"lead", "senior"},
    TitleWord{"staff", "senior"},
    TitleWord{"architect", "senior"},
    TitleWord{"analyst", "entry"},
    TitleWord{"associate", "entry"},
    TitleWord{"coordinator", "entry"},
    TitleWord{"specialist", "entry"},
    TitleWord{"representative", "entry"},
    TitleWord{"clerk", "entry"},
};

constexpr std::array functions = {
    TitleWord{"cmo", "marketing"},
    TitleWord{"marketing", "marketing"},
    TitleWord{"brand", "marketing"},
    TitleWord{"demand generation", "marketing"},
    TitleWord{"growth", "marketing"},
    TitleWord{"communications", "marketing"},
    TitleWord{"content", "marketing"},
    TitleWord{"cro", "sales"},
    TitleWord{"sales", "sales"},
    TitleWord{"account executive", "sales"},
    TitleWord{"account manager", "sales"},
    TitleWord{"business development", "sales"},
    TitleWord{"revenue", "sales"},
    TitleWord{"product", "product"},
    TitleWord{"cto", "engineering"},
    TitleWord{"engineering", "engineering"},
    TitleWord{"engineer", "engineering"},
    TitleWord{"developer", "engineering"},
    TitleWord{"software", "engineering"},
    TitleWord{"technology", "engineering"},
    TitleWord{"data", "engineering"},
    TitleWord{"architect", "engineering"},
    TitleWord{"cio", "it"},
    TitleWord{"ciso", "it"},
    TitleWord{"it", "it"},
    TitleWord{"information", "it"},
    TitleWord{"security", "it"},
    TitleWord{"systems", "it"},
    TitleWord{"network", "it"},
    TitleWord{"cfo", "finance"},
    TitleWord{"finance", "finance"},
    TitleWord{"financial", "finance"},
    TitleWord{"accounting", "finance"},
    TitleWord{"accountant", "finance"},
    TitleWord{"controller", "finance"},
    TitleWord{"treasurer", "finance"},
    TitleWord{"coo", "operations"},
    TitleWord{"operations", "operations"},
    TitleWord{"supply chain", "operations"},
    TitleWord{"logistics", "operations"},
    TitleWord{"procurement", "operations"},
    TitleWord{"purchasing", "operations"},
    TitleWord{"plant", "operations"},
    TitleWord{"manufacturing", "operations"},
    TitleWord{"chro", "hr"},
    TitleWord{"hr", "hr"},
    TitleWord{"human resources", "hr"},
    TitleWord{"people", "hr"},
    TitleWord{"talent", "hr"},
    TitleWord{"recruiter", "hr"},
    TitleWord{"legal", "legal"},
    TitleWord{"counsel", "legal"},
    TitleWord{"attorney", "legal"},
    TitleWord{"compliance", "legal"},
    TitleWord{"support", "support"},
    TitleWord{"customer success", "support"},
    TitleWord{"customer service", "support"},
    TitleWord{"teacher", "education"},
    TitleWord{"professor", "education"},
    TitleWord{"physician", "medical"},
    TitleWord{"doctor", "medical"},
    TitleWord{"nurse", "medical"},
};

/// A title as words in lower case with one space on each side: " vp of sales ".
std::string spaced_words(std::string_view title) {
    std::string words = " ";
    for (const char c : title) {
        const bool in_word =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
        if (in_word)
            words += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        else if (c != '.' && c != '\'' && words.back() != ' ') // V.P. is VP
            words += ' ';
    }
    if (words.back() != ' ') words += ' ';
    return words;
}

template <std::size_t N>
std::string_view first_meaning(std::string_view title, const std::array<TitleWord, N>& table) {
    if (title.empty()) return {};
    const std::string words = spaced_words(title);
    std::string wanted;
    for (const TitleWord& row : table) {
        wanted.assign(1, ' ').append(row.words).append(1, ' ');
        if (words.find(wanted) != std::string::npos) return row.meaning;
    }
    return {};
}

} // namespace

std::string_view domain_of_email(std::string_view email) noexcept {
    const std::size_t at = email.rfind('@');
    if (at == std::string_view::npos || at == 0 || at + 1 == email.size()) return {};
    const std::string_view domain = email.substr(at + 1);
    return domain.find(' ') == std::string_view::npos ? domain : std::string_view();
}

bool is_free_mail(std::string_view domain) noexcept {
    return std::binary_search(free_mail.begin(), free_mail.end(), domain);
}

bool is_disposable_mail(std::string_view domain) noexcept {
    return std::binary_search(disposable_mail.begin(), disposable_mail.end(), domain);
}

bool is_role_address(std::string_view email) noexcept {
    std::string_view local = email.substr(0, email.rfind('@'));
    local = local.substr(0, local.find('+'));
    if (local.size() > 16) return false;
    std::array<char, 16> folded{};
    std::transform(local.begin(), local.end(), folded.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return std::binary_search(role_words.begin(), role_words.end(),
                              std::string_view(folded.data(), local.size()));
}

std::string_view domain_of_website(std::string_view website) noexcept {
    website = trim(website);
    if (const std::size_t scheme = website.find("://"); scheme != std::string_view::npos)
        website.remove_prefix(scheme + 3);
    website = website.substr(0, website.find_first_of("/?#"));
    if (const std::size_t user = website.rfind('@'); user != std::string_view::npos)
        website.remove_prefix(user + 1);
    website = website.substr(0, website.find(':'));
    if (website.size() > 4 && same_text(website.substr(0, 4), "www.")) website.remove_prefix(4);
    if (website.ends_with('.')) website.remove_suffix(1);
    const bool host =
        website.find('.') != std::string_view::npos && website.find(' ') == std::string_view::npos;
    return host ? website : std::string_view();
}

std::string_view seniority_of(std::string_view title) { return first_meaning(title, seniorities); }
std::string_view function_of(std::string_view title) { return first_meaning(title, functions); }

} // namespace handoff
