#include "report/digest_words.hpp"

#include "base/rounded.hpp"

#include <handoff/words.hpp>

#include <cmath>

namespace handoff {

std::string whole_percent(double share) { return percent_text(share, 0); }

std::string in_currency(double amount, const std::string& currency) {
    return rounded_text(amount) + (currency.empty() ? "" : " " + currency);
}

std::string number_of_week(const WeekChange& of, double value, const std::string& currency, bool sign) {
    const std::string text = in_currency(std::abs(value), of.money ? currency : std::string());
    return sign ? (value < 0 ? "-" : "+") + text : text;
}

std::string measured(const GoalProgress& goal, const std::string& currency) {
    if (!goal.goal->adds_up()) {
        const auto share = goal.value();
        const std::string target = "target " + whole_percent(goal.target);
        return share ? whole_percent(*share) + ", " + target : target;
    }
    const bool is_money = goal.goal->value.kind == Measure::Kind::sum;
    const auto text = [&](double value) { return in_currency(value, is_money ? currency : std::string()); };
    const std::size_t reps = goal.short_of_it.size();
    return text(goal.sum()) + " of " + text(goal.target) +
           (reps > 0 ? ", " + counted(reps, "rep") + " behind" : "");
}

} // namespace handoff
