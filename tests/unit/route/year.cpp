#include "unit/route/routings.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <random>
#include <set>

using namespace handoff;
using namespace handoff::tests;

namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr std::chrono::year of{2026};
const sys_days first_night{of / 1 / 1};

Date day(int number) { return sys_days{first_night + days{number}}; }

/// Ten people of one pool. Ana and Ben are always there; the others come, go, are away, or are soon full.
Agreement ten_reps() {
    Agreement agreement;
    for (const char* id : {"ana", "ben", "cy", "dee", "eli", "fay", "gus", "hal", "ida", "jon"})
        agreement.reps.push_back(rep(id));
    auto& reps = agreement.reps;
    reps[0].skills = reps[2].skills = reps[4].skills = {"pt"};
    reps[2].away = {{.from = day(30), .to = day(60)}, {.from = day(200), .to = day(214)}};
    reps[3].max_day = 2;
    reps[4].max_week = 6;
    reps[5].max_open = 12;
    reps[6].starts = day(90);
    reps[6].ramp = {0.25, 0.5, 0.75};
    reps[7].leaves = day(180);
    reps[8].starts = day(150);
    reps[8].weight = 2;
    reps[9].away = {{.from = day(355), .to = day(400)}, {.from = day(0), .to = day(3), .cover = "ben"}};
    agreement.routes = {to_pool("everyone")};
    agreement.routes[0].need = {{"pt", Expression::parse("language = 'pt'")}};
    return agreement;
}

/// Who can take a lead and what it entitles them to, counted without the program: from the agreement's words.
class Model {
  public:
    explicit Model(const Agreement& agreement) : agreement_(agreement) {}

    void start_night(Date date, const RoutePast& past) {
        date_ = date;
        today_.clear();
        open_.clear();
        for (const auto& [lead, open] : past.open) ++open_[open.rep];
        if (std::chrono::weekday{sys_days{date}} == std::chrono::Monday) this_week_.clear();
    }
    /// Every share of one lead, in the state before it is given.
    std::map<std::string, double> shares(bool portuguese) const {
        std::map<std::string, double> shares;
        double total = 0;
        for (const Rep& rep : agreement_.reps)
            if (can(rep, portuguese)) total += shares[rep.id] = weight(rep);
        for (auto& [rep, share] : shares) share /= total;
        return shares;
    }
    void give(const std::string& rep) {
        ++today_[rep];
        ++this_week_[rep];
        ++open_[rep];
    }

  private:
    bool can(const Rep& rep, bool portuguese) const {
        if ((rep.starts && date_ < *rep.starts) || (rep.leaves && date_ > *rep.leaves)) return false;
        for (const Rep::Away& away : rep.away)
            if (away.from <= date_ && date_ <= away.to) return false;
        const auto full = [&](const std::optional<std::uint32_t>& most, const auto& counts) {
            const auto count = counts.find(rep.id);
            return most && count != counts.end() && count->second >= *most;
        };
        if (full(rep.max_day, today_) || full(rep.max_week, this_week_) || full(rep.max_open, open_))
            return false;
        return !portuguese || !rep.skills.empty();
    }
    double weight(const Rep& rep) const {
        const auto week =
            rep.starts ? static_cast<std::size_t>((sys_days{date_} - sys_days{*rep.starts}).count() / 7)
                       : rep.ramp.size();
        return rep.weight * (week < rep.ramp.size() ? rep.ramp[week] : 1);
    }

    const Agreement& agreement_;
    Date date_{};
    std::map<std::string, std::uint32_t> today_, this_week_, open_;
};

} // namespace

TEST_CASE("a year of joining, leaving, absence, caps and returned leads stays fair every night", "[route]") {
    std::mt19937 random(2026);
    Agreement agreement = ten_reps();
    Model model(agreement);
    RoutePast past;
    past.known = true;
    std::map<std::string, double> entitled, given;
    double largest = 0;
    std::size_t number = 0, returned = 0;
    for (int night = 0; night < 365; ++night) {
        const Date date = day(night);
        if (sys_days{date} == sys_days{of / 12 / 25}) continue; // nobody works: the next night has more leads
        Table table;
        for (const char* name : {"lead_id", "qualified", "language"}) table.add(name);
        table.set_rows(random() % 25);
        for (std::size_t row = 0; row < table.rows(); ++row) {
            table[0].cells[row] = table.keep("L" + std::to_string(++number));
            table[1].cells[row] = "true";
            table[2].cells[row] = random() % 5 == 0 ? "pt" : "en";
        }
        model.start_night(date, past);
        const RoutePast before = past;
        Routing routing = route(table, agreement, past, sys_days{date} + std::chrono::hours{6});
        for (std::size_t row = 0; row < table.rows(); ++row) { // they are served as they stand
            const auto shares = model.shares(table[2].cells[row] == "pt");
            REQUIRE(routing.leads[row].rep.empty() == shares.empty());
            if (shares.empty()) continue;
            REQUIRE(shares.count(routing.leads[row].rep) == 1);
            for (const auto& [rep, share] : shares) entitled[rep] += share;
            ++given[routing.leads[row].rep];
            model.give(routing.leads[row].rep);
        }
        past = std::move(routing.past);

        // The debt that is shown is what everybody was entitled to and did not get, and what is made up for.
        double sum = 0;
        for (const auto& [where, turn] : past.turns) {
            const std::string& rep = where.second;
            REQUIRE(turn.entitled == Approx(entitled[rep]).margin(1e-6));
            REQUIRE(turn.given == static_cast<std::uint64_t>(given[rep]));
            largest = std::max(largest, std::abs(turn.owed));
            sum += turn.owed;
            if (!before.turns.count(where)) continue;
            const RoutePast::Turn& last = before.turns.at(where);
            if (before.made_up == past.made_up && before.made_up.empty())
                REQUIRE(turn.owed - last.owed ==
                        Approx((turn.entitled - last.entitled) - static_cast<double>(turn.given - last.given))
                            .margin(1e-4));
        }
        REQUIRE(std::abs(sum) < 1e-3);
        REQUIRE(largest < 2);

        for (auto open = past.open.begin(); open != past.open.end();) {
            if (random() % 6 != 0) {
                ++open;
                continue;
            }
            if (night > 240 && random() % 8 == 0) { // went back: no fault of the rep
                past.made_up[{"general", open->second.rep}] += 1;
                ++returned;
            }
            open = past.open.erase(open);
        }
    }
    CHECK(number > 4000);
    CHECK(returned > 100);
    CHECK(given["gus"] > 100);
    // Who was there all year and could take every lead got what they were due.
    CHECK(std::abs(past.turns.at({"general", "ben"}).owed) < 1.5);
}
