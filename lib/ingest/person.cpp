#include <handoff/words.hpp>

#include <algorithm>
#include <array>
#include <base/unicode.hpp>
#include <base/word_set.hpp>
#include <ingest/embedded_lists.hpp>
#include <ingest/person.hpp>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace handoff {

namespace {

using namespace std::string_view_literals;

constexpr std::array free_mail = {
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

constexpr std::array role_words = {
    "abuse"sv,    "accounting"sv, "accounts"sv,  "admin"sv,     "administrator"sv, "billing"sv,
    "careers"sv,  "contact"sv,    "enquiries"sv, "feedback"sv,  "finance"sv,       "hello"sv,
    "help"sv,     "hostmaster"sv, "hr"sv,        "info"sv,      "inquiries"sv,     "it"sv,
    "jobs"sv,     "legal"sv,      "mail"sv,      "marketing"sv, "media"sv,         "newsletter"sv,
    "no-reply"sv, "noreply"sv,    "office"sv,    "orders"sv,    "postmaster"sv,    "press"sv,
    "privacy"sv,  "purchasing"sv, "reception"sv, "sales"sv,     "security"sv,      "service"sv,
    "support"sv,  "team"sv,       "test"sv,      "webmaster"sv,
};

struct TitleWord {
    std::string_view words; ///< whole words of the title, as folded(); with * what a word ends with
    std::string_view meaning;
};

// The first that a title holds decides, so that "Vice President" is no president and "Assistant Manager" no
// manager.
constexpr std::array seniorities = {
    TitleWord{"vice president", "vp"},
    TitleWord{"vp", "vp"},
    TitleWord{"vicepresident", "vp"},
    TitleWord{"vicepresidente", "vp"},
    TitleWord{"vice presidente", "vp"},
    TitleWord{"svp", "vp"},
    TitleWord{"evp", "vp"},
    TitleWord{"avp", "vp"},
    TitleWord{"product owner", "senior"},
    TitleWord{"owner", "owner"},
    TitleWord{"founder", "owner"},
    TitleWord{"co founder", "owner"},
    TitleWord{"cofounder", "owner"},
    TitleWord{"proprietor", "owner"},
    TitleWord{"inhaber", "owner"},
    TitleWord{"inhaberin", "owner"},
    TitleWord{"gesellschafter", "owner"},
    TitleWord{"grunder", "owner"},
    TitleWord{"eigenaar", "owner"},
    TitleWord{"oprichter", "owner"},
    TitleWord{"fondateur", "owner"},
    TitleWord{"fondatrice", "owner"},
    TitleWord{"gerant", "owner"},
    TitleWord{"gerante", "owner"},
    TitleWord{"dueno", "owner"},
    TitleWord{"duena", "owner"},
    TitleWord{"propietario", "owner"},
    TitleWord{"propietaria", "owner"},
    TitleWord{"fundador", "owner"},
    TitleWord{"fundadora", "owner"},
    TitleWord{"socio", "owner"},
    TitleWord{"socia", "owner"},
    TitleWord{"proprietario", "owner"},
    TitleWord{"proprietaria", "owner"},
    TitleWord{"dono", "owner"},
    TitleWord{"dona", "owner"},
    TitleWord{"titolare", "owner"},
    TitleWord{"fondatore", "owner"},
    TitleWord{"fondatrice", "owner"},
    TitleWord{"partner manager", "manager"},
    TitleWord{"partner", "owner"},
    TitleWord{"chief of staff", "director"},
    TitleWord{"chief", "chief"},
    TitleWord{"geschaftsfuhrer", "chief"},
    TitleWord{"geschaftsfuhrerin", "chief"},
    TitleWord{"geschaftsfuhrender", "chief"},
    TitleWord{"geschaftsfuhrung", "chief"},
    TitleWord{"vorstand", "chief"},
    TitleWord{"pdg", "chief"},
    TitleWord{"directeur general", "chief"},
    TitleWord{"directrice generale", "chief"},
    TitleWord{"director general", "chief"},
    TitleWord{"directora general", "chief"},
    TitleWord{"gerente general", "chief"},
    TitleWord{"diretor geral", "chief"},
    TitleWord{"diretora geral", "chief"},
    TitleWord{"diretor executivo", "chief"},
    TitleWord{"direttore generale", "chief"},
    TitleWord{"amministratore delegato", "chief"},
    TitleWord{"algemeen directeur", "chief"},
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
    TitleWord{"presidente", "chief"},
    TitleWord{"presidenta", "chief"},
    TitleWord{"prasident", "chief"},
    TitleWord{"president", "chief"},
    TitleWord{"managing director", "chief"},
    TitleWord{"general manager", "director"},
    TitleWord{"intern", "entry"},
    TitleWord{"trainee", "entry"},
    TitleWord{"praktikant", "entry"},
    TitleWord{"praktikantin", "entry"},
    TitleWord{"werkstudent", "entry"},
    TitleWord{"stagiaire", "entry"},
    TitleWord{"stagiair", "entry"},
    TitleWord{"becario", "entry"},
    TitleWord{"becaria", "entry"},
    TitleWord{"practicante", "entry"},
    TitleWord{"estagiario", "entry"},
    TitleWord{"estagiaria", "entry"},
    TitleWord{"stagista", "entry"},
    TitleWord{"assistent", "entry"},
    TitleWord{"assistentin", "entry"},
    TitleWord{"asistente", "entry"},
    TitleWord{"assistente", "entry"},
    TitleWord{"student", "entry"},
    TitleWord{"assistant", "entry"},
    TitleWord{"junior", "entry"},
    TitleWord{"apprentice", "entry"},
    TitleWord{"director", "director"},
    TitleWord{"directeur", "director"},
    TitleWord{"directrice", "director"},
    TitleWord{"directora", "director"},
    TitleWord{"diretor", "director"},
    TitleWord{"diretora", "director"},
    TitleWord{"direttore", "director"},
    TitleWord{"direttrice", "director"},
    TitleWord{"direktor", "director"},
    TitleWord{"direktorin", "director"},
    TitleWord{"prokurist", "director"},
    TitleWord{"prokuristin", "director"},
    TitleWord{"bereichsleiter", "director"},
    TitleWord{"bereichsleiterin", "director"},
    TitleWord{"abteilungsleiter", "director"},
    TitleWord{"abteilungsleiterin", "director"},
    TitleWord{"hoofd", "director"},
    TitleWord{"head", "director"},
    TitleWord{"dean", "director"},
    TitleWord{"principal", "senior"},
    TitleWord{"account manager", "entry"},
    TitleWord{"manager", "manager"},
    TitleWord{"teamleiter", "manager"},
    TitleWord{"teamleiterin", "manager"},
    TitleWord{"gruppenleiter", "manager"},
    TitleWord{"projektleiter", "manager"},
    TitleWord{"projektleiterin", "manager"},
    TitleWord{"mgr", "manager"},
    TitleWord{"*leiter", "director"},
    TitleWord{"*leiterin", "director"},
    TitleWord{"leitung", "director"},
    TitleWord{"responsable", "manager"},
    TitleWord{"responsabile", "manager"},
    TitleWord{"chef", "manager"},
    TitleWord{"gerente", "manager"},
    TitleWord{"jefe", "manager"},
    TitleWord{"jefa", "manager"},
    TitleWord{"capo", "manager"},
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
    TitleWord{"analista", "entry"},
    TitleWord{"coordinador", "entry"},
    TitleWord{"coordinadora", "entry"},
    TitleWord{"coordenador", "entry"},
    TitleWord{"coordenadora", "entry"},
    TitleWord{"especialista", "entry"},
    TitleWord{"sachbearbeiter", "entry"},
    TitleWord{"sachbearbeiterin", "entry"},
    TitleWord{"mitarbeiter", "entry"},
    TitleWord{"mitarbeiterin", "entry"},
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
    TitleWord{"mercadeo", "marketing"},
    TitleWord{"mercadotecnia", "marketing"},
    TitleWord{"cro", "sales"},
    TitleWord{"sales", "sales"},
    TitleWord{"account executive", "sales"},
    TitleWord{"account manager", "sales"},
    TitleWord{"business development", "sales"},
    TitleWord{"revenue operations", "operations"},
    TitleWord{"vertrieb", "sales"},
    TitleWord{"*vertriebsleiter", "sales"},
    TitleWord{"*vertriebsleiterin", "sales"},
    TitleWord{"verkauf", "sales"},
    TitleWord{"ventes", "sales"},
    TitleWord{"commercial", "sales"},
    TitleWord{"commerciale", "sales"},
    TitleWord{"ventas", "sales"},
    TitleWord{"comercial", "sales"},
    TitleWord{"vendas", "sales"},
    TitleWord{"vendite", "sales"},
    TitleWord{"verkoop", "sales"},
    TitleWord{"revenue", "sales"},
    TitleWord{"produktmanager", "product"},
    TitleWord{"produktmanagerin", "product"},
    TitleWord{"product", "product"},
    TitleWord{"cto", "engineering"},
    TitleWord{"engineering", "engineering"},
    TitleWord{"engineer", "engineering"},
    TitleWord{"ingenieur", "engineering"},
    TitleWord{"ingenieurin", "engineering"},
    TitleWord{"ingeniero", "engineering"},
    TitleWord{"ingeniera", "engineering"},
    TitleWord{"engenheiro", "engineering"},
    TitleWord{"engenheira", "engineering"},
    TitleWord{"ingegnere", "engineering"},
    TitleWord{"entwickler", "engineering"},
    TitleWord{"entwicklerin", "engineering"},
    TitleWord{"entwicklung", "engineering"},
    TitleWord{"developer", "engineering"},
    TitleWord{"software", "engineering"},
    TitleWord{"technology", "engineering"},
    TitleWord{"data", "engineering"},
    TitleWord{"architect", "engineering"},
    TitleWord{"cio", "it"},
    TitleWord{"ciso", "it"},
    TitleWord{"it", "it"},
    TitleWord{"informatique", "it"},
    TitleWord{"informatico", "it"},
    TitleWord{"informatica", "it"},
    TitleWord{"sistemas", "it"},
    TitleWord{"ti", "it"},
    TitleWord{"information", "it"},
    TitleWord{"security", "it"},
    TitleWord{"systems", "it"},
    TitleWord{"network", "it"},
    TitleWord{"cfo", "finance"},
    TitleWord{"finance", "finance"},
    TitleWord{"financial", "finance"},
    TitleWord{"finanzen", "finance"},
    TitleWord{"finances", "finance"},
    TitleWord{"finanzas", "finance"},
    TitleWord{"financiero", "finance"},
    TitleWord{"financiera", "finance"},
    TitleWord{"financeiro", "finance"},
    TitleWord{"financeira", "finance"},
    TitleWord{"finanza", "finance"},
    TitleWord{"buchhaltung", "finance"},
    TitleWord{"buchhalter", "finance"},
    TitleWord{"comptable", "finance"},
    TitleWord{"contador", "finance"},
    TitleWord{"controlling", "finance"},
    TitleWord{"accounting", "finance"},
    TitleWord{"accountant", "finance"},
    TitleWord{"controller", "finance"},
    TitleWord{"treasurer", "finance"},
    TitleWord{"coo", "operations"},
    TitleWord{"operations", "operations"},
    TitleWord{"operating", "operations"},
    TitleWord{"maintenance", "operations"},
    TitleWord{"einkauf", "operations"},
    TitleWord{"einkaufer", "operations"},
    TitleWord{"produktion", "operations"},
    TitleWord{"*werkleiter", "operations"},
    TitleWord{"achats", "operations"},
    TitleWord{"compras", "operations"},
    TitleWord{"acquisti", "operations"},
    TitleWord{"inkoop", "operations"},
    TitleWord{"operaciones", "operations"},
    TitleWord{"operacoes", "operations"},
    TitleWord{"logistik", "operations"},
    TitleWord{"logistica", "operations"},
    TitleWord{"produccion", "operations"},
    TitleWord{"production", "operations"},
    TitleWord{"supply chain", "operations"},
    TitleWord{"logistics", "operations"},
    TitleWord{"procurement", "operations"},
    TitleWord{"purchasing", "operations"},
    TitleWord{"plant", "operations"},
    TitleWord{"manufacturing", "operations"},
    TitleWord{"chro", "hr"},
    TitleWord{"hr", "hr"},
    TitleWord{"human resources", "hr"},
    TitleWord{"personal", "hr"},
    TitleWord{"personalleiter", "hr"},
    TitleWord{"personalleiterin", "hr"},
    TitleWord{"ressources humaines", "hr"},
    TitleWord{"recursos humanos", "hr"},
    TitleWord{"rrhh", "hr"},
    TitleWord{"rh", "hr"},
    TitleWord{"risorse umane", "hr"},
    TitleWord{"people", "hr"},
    TitleWord{"talent", "hr"},
    TitleWord{"recruiter", "hr"},
    TitleWord{"legal", "legal"},
    TitleWord{"lawyer", "legal"},
    TitleWord{"juridique", "legal"},
    TitleWord{"juridico", "legal"},
    TitleWord{"juridica", "legal"},
    TitleWord{"jurist", "legal"},
    TitleWord{"anwalt", "legal"},
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

/// A title as words in small letters without accents, with one space on each side: " vp of sales ".
std::string spaced_words(std::string_view title) {
    std::string words = " ";
    for (const char c : folded(title)) {
        const bool in_word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
        if (in_word)
            words += c;
        else if (c != '.' && c != '\'' && words.back() != ' ') // V.P. is VP
            words += ' ';
    }
    if (words.back() != ' ') words += ' ';
    return words;
}

/// A table of title words, by the words that its rows begin with.
class Meanings {
  public:
    explicit Meanings(std::span<const TitleWord> table) : table_(table) {
        for (std::size_t row = 0; row < table.size(); ++row) {
            const std::string_view words = table[row].words;
            if (words.front() == '*')
                endings_.push_back(row);
            else
                by_first_word_[words.substr(0, words.find(' '))].push_back(row);
        }
    }

    /// The meaning of the first row that the title holds.
    std::string_view of(std::string_view title) const {
        if (title.empty()) return {};
        const std::string words = spaced_words(title);
        std::size_t first = table_.size();
        for (std::string_view rest = std::string_view(words).substr(1); !rest.empty();) {
            const std::string_view word = rest.substr(0, rest.find(' '));
            if (const auto rows = by_first_word_.find(word); rows != by_first_word_.end())
                for (const std::size_t row : rows->second)
                    if (row < first && rest.starts_with(table_[row].words) &&
                        rest[table_[row].words.size()] == ' ')
                        first = row;
            for (const std::size_t row : endings_)
                if (row < first && word.ends_with(table_[row].words.substr(1))) first = row;
            rest.remove_prefix(word.size() + 1);
        }
        return first == table_.size() ? std::string_view() : table_[first].meaning;
    }

  private:
    std::span<const TitleWord> table_;
    std::unordered_map<std::string_view, std::vector<std::size_t>> by_first_word_;
    std::vector<std::size_t> endings_; ///< rows of what a word ends with
};

} // namespace

std::string_view domain_of_email(std::string_view email) noexcept {
    for (std::size_t at = email.size(); at-- > 0;) {
        if (email[at] == ' ') break;
        if (email[at] == '@') return at == 0 ? std::string_view() : email.substr(at + 1);
    }
    return {};
}

bool is_free_mail(std::string_view domain) noexcept {
    static const WordSet words(free_mail);
    return words.has(domain);
}

bool is_disposable_mail(std::string_view domain) noexcept {
    static const WordSet words = [] {
        std::vector<std::string_view> lines;
        for (std::string_view rest = embedded_disposable_mail(); !rest.empty();) {
            const std::size_t end = std::min(rest.find('\n'), rest.size() - 1);
            lines.push_back(rest.substr(0, end));
            rest.remove_prefix(end + 1);
        }
        return WordSet(lines);
    }();
    return words.has(domain);
}

bool is_role_address(std::string_view email) noexcept {
    std::string_view local = email.substr(0, email.rfind('@'));
    local = local.substr(0, local.find('+'));
    if (local.size() > 16) return false;
    std::array<char, 16> folded{};
    std::transform(local.begin(), local.end(), folded.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    static const WordSet words(role_words);
    return words.has({folded.data(), local.size()});
}

std::string_view domain_of_website(std::string_view website) noexcept {
    website = trim(website);
    if (const std::size_t scheme = website.find("://"); scheme != std::string_view::npos)
        website.remove_prefix(scheme + 3);
    const auto path =
        std::find_if(website.begin(), website.end(), [](char c) { return c == '/' || c == '?' || c == '#'; });
    website = website.substr(0, static_cast<std::size_t>(path - website.begin()));
    if (const std::size_t user = website.rfind('@'); user != std::string_view::npos)
        website.remove_prefix(user + 1);
    website = website.substr(0, website.find(':'));
    if (website.size() > 4 && same_text(website.substr(0, 4), "www.")) website.remove_prefix(4);
    if (website.ends_with('.')) website.remove_suffix(1);
    const bool host =
        website.find('.') != std::string_view::npos && website.find(' ') == std::string_view::npos;
    return host ? website : std::string_view();
}

std::string_view seniority_of(std::string_view title) {
    static const Meanings meanings(seniorities);
    return meanings.of(title);
}

std::string_view function_of(std::string_view title) {
    static const Meanings meanings(functions);
    return meanings.of(title);
}

} // namespace handoff
