// Makes up the leads and touches of the race: generate LEADS TOUCHES FOLDER. The same numbers give the same
// bytes.
//
// Leads have 18 columns, a tenth of them notes in quotes, some with line ends. Touches come in no order over
// a year up to 2026-09-01, few leads have most of them, and one in 200 belongs to no lead.
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>

namespace {

using Words = std::initializer_list<std::string_view>;

class Dice {
  public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    std::uint64_t below(std::uint64_t n) { return (next() >> 32) * n >> 32; }
    bool one_in(std::uint64_t n) { return below(n) == 0; }
    double share() { return static_cast<double>(next() >> 11) * 0x1p-53; }
    std::string_view of(Words words) { return words.begin()[below(words.size())]; }

  private:
    std::uint64_t next() { // splitmix64
        std::uint64_t z = state_ += 0x9e3779b97f4a7c15U;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
        return z ^ (z >> 31);
    }
    std::uint64_t state_;
};

std::string id(std::string_view prefix, std::uint64_t number) {
    constexpr std::string_view digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    std::string text(prefix);
    text.resize(15, '0');
    for (std::size_t at = 14; number > 0; --at, number /= 62) text[at] = digits[number % 62];
    return text;
}

std::string two(unsigned n) { return {static_cast<char>('0' + n / 10), static_cast<char>('0' + n % 10)}; }

/// So many seconds before 2026-09-01.
std::string time_before(std::uint64_t seconds) {
    using namespace std::chrono;
    const sys_seconds at = sys_days{2026y / September / 1} - std::chrono::seconds(seconds);
    const year_month_day date(floor<days>(at));
    const auto of_day = static_cast<unsigned>((at - floor<days>(at)).count());
    return std::to_string(static_cast<int>(date.year())) + '-' + two(static_cast<unsigned>(date.month())) +
           '-' + two(static_cast<unsigned>(date.day())) + 'T' + two(of_day / 3600) + ':' +
           two(of_day / 60 % 60) + ':' + two(of_day % 60) + 'Z';
}

constexpr std::uint64_t day = 86'400, year = 365 * day;

std::string word(Dice& dice) {
    std::string text;
    for (std::uint64_t left = 2 + dice.below(2); left > 0; --left)
        text += dice.of({"ba", "cor", "del", "fen", "gal", "hu", "jin", "kro", "lem", "mi", "nor", "pa",
                         "ris", "sol", "tu"});
    return text;
}

std::string name(Dice& dice) {
    std::string text = word(dice);
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

std::string note(Dice& dice) {
    if (!dice.one_in(3)) return {};
    std::string text = "met at the fair";
    for (std::uint64_t left = dice.below(8); left > 0; --left) text += ' ' + word(dice);
    if (dice.one_in(8)) return '"' + text + ",\nsaid \"\"next week\"\"\"";
    return text;
}

std::string lead(Dice& dice, std::uint64_t number) {
    const std::string first = name(dice), last = name(dice), company = name(dice) + ' ' + name(dice);
    const auto or_blank = [&](std::uint64_t of, std::string text) {
        return dice.one_in(of) ? std::string() : text;
    };
    std::string row = id("00QHs000", number);
    for (const std::string& cell :
         {first + '.' + last + std::to_string(dice.below(1000)) + "@" + word(dice) + ".example", first, last,
          company,
          or_blank(10, std::string(dice.of({"VP", "Director", "Head", "Manager", "Engineer", "Analyst",
                                            "Intern", "Student"})) +
                           ' ' +
                           std::string(
                               dice.of({"Sales", "Marketing", "Finance", "IT", "Operations", "Security"}))),
          or_blank(5, "+1-" + std::to_string(200 + dice.below(800)) + "-555-" +
                          std::to_string(1000 + dice.below(9000))),
          or_blank(25,
                   std::string(dice.of({"United States", "United States", "United States", "United Kingdom",
                                        "Canada", "Germany", "France", "India", "Brazil", "Japan"}))),
          or_blank(12, std::string(dice.of({"Software", "Finance", "Healthcare", "Retail", "Education",
                                            "Media", "Energy", "Logistics"}))),
          or_blank(7, std::to_string(1 + dice.below(1 + dice.below(20'000)))),
          or_blank(4, std::to_string(dice.below(90'000) * 1000)),
          std::string(
              dice.of({"Web", "Referral", "Webinar", "Trade Show", "Paid Search", "Partner", "List Import"})),
          or_blank(3, "Campaign-" + name(dice) + '-' + std::to_string(dice.below(200))),
          time_before(dice.below(3 * year)),
          std::string(dice.of({"New", "Open", "Working", "Nurturing", "Qualified", "Disqualified"})),
          or_blank(8, name(dice) + ' ' + name(dice)), "https://www." + word(dice) + ".example", note(dice)})
        row += ',' + cell;
    return row + '\n';
}

std::string touch(Dice& dice, std::uint64_t number, std::uint64_t leads) {
    const double skewed = dice.share() * dice.share() * dice.share();
    std::uint64_t of =
        static_cast<std::uint64_t>(static_cast<double>(leads) * skewed) * 2'654'435'761U % leads;
    if (dice.one_in(200)) of += leads;
    return id("00THs000", number) + ',' + id("00QHs000", of) + ',' +
           std::string(dice.of({"page_view",        "page_view",         "page_view",    "page_view",
                                "page_view",        "email_open",        "email_open",   "email_open",
                                "email_click",      "email_click",       "form_submit",  "webinar_attended",
                                "content_download", "pricing_page_view", "demo_request", "call_connected",
                                "meeting_booked",   "trial_signup",      "unsubscribe",  "chat"})) +
           ',' + time_before(1 + dice.below(year)) + ',' +
           std::string(dice.of({"web", "email", "social", "event", "phone"})) + ',' +
           (dice.one_in(3) ? "" : "Campaign-" + std::to_string(dice.below(200))) + ",/product/" + word(dice) +
           '-' + word(dice) + '\n';
}

template <class Row>
void write(const std::string& path, std::string_view header, std::uint64_t rows, Row&& row) {
    std::ofstream file(path, std::ios::binary);
    std::string text(header);
    for (std::uint64_t number = 0; number < rows; ++number) {
        text += row(number);
        if (text.size() < (1U << 20)) continue;
        file << text;
        text.clear();
    }
    file << text;
    if (!file.flush()) {
        std::cerr << "cannot write " << path << '\n';
        std::exit(1);
    }
}

} // namespace

int main(int count, char** arguments) {
    if (count != 4) {
        std::cerr << "generate LEADS TOUCHES FOLDER\n";
        return 2;
    }
    const std::uint64_t leads = std::strtoull(arguments[1], nullptr, 10),
                        touches = std::strtoull(arguments[2], nullptr, 10);
    const std::string folder = arguments[3];
    Dice dice(7);
    write(folder + "/leads.csv",
          "lead_id,email,first_name,last_name,company,title,phone,country,industry,employees,annual_revenue,"
          "source,campaign,"
          "created_at,status,owner,website,notes\n",
          leads, [&](std::uint64_t number) { return lead(dice, number); });
    write(folder + "/touches.csv", "touch_id,lead_id,type,at,channel,campaign,content\n", touches,
          [&](std::uint64_t number) { return touch(dice, number, leads); });
}
