#include "report/amounts.hpp"

#include "report/cells.hpp"
#include "table/cell_place.hpp"

#include <handoff/error.hpp>
#include <handoff/values.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <cmath>

namespace handoff {
namespace {

std::string upper(std::string_view text) {
    std::string out(trim(text));
    for (char& c : out)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return out;
}

/// A currency in use, and the first row that has it.
struct InUse {
    std::string code;
    std::size_t row = 0, deals = 0;
};

std::vector<InUse> currencies_in_use(const std::vector<std::size_t>& rows, const Cells& amounts,
                                     const Cells& codes) {
    std::vector<InUse> found;
    for (const std::size_t row : rows) {
        if (!read_number(amounts[row])) continue;
        const std::string code = upper(codes[row]);
        const auto known =
            std::find_if(found.begin(), found.end(), [&](const InUse& each) { return each.code == code; });
        if (known == found.end())
            found.push_back({code, row, 1});
        else
            ++known->deals;
    }
    std::sort(found.begin(), found.end(), [](const InUse& a, const InUse& b) { return a.code < b.code; });
    return found;
}

std::optional<double> rate_of(const Agreement& agreement, const std::string& code) {
    for (const auto& [currency, rate] : agreement.rates)
        if (same_text(currency, code)) return rate;
    return std::nullopt;
}

/// Without an agreed currency there is still one answer when all deals share one.
std::string our_currency(const Agreement& agreement, const std::vector<InUse>& in_use,
                         const Amounts::Of& of) {
    if (!agreement.currency.empty()) return upper(agreement.currency);
    std::vector<std::string> codes;
    for (const InUse& each : in_use)
        if (!each.code.empty()) codes.push_back(each.code);
    if (codes.size() <= 1) return codes.empty() ? "" : codes.front();
    std::string names;
    for (const std::string& code : codes) names += (names.empty() ? "'" : ", '") + code + "'";
    throw Error(Fault::data,
                "the amounts of the " + of.noun + "s are in several currencies (" + names +
                    ") and cannot be added up",
                "name yours as 'currency' in [agreement], and what the others are worth in [rates]");
}

} // namespace

Amounts::Amounts(const Table& table, const std::vector<std::size_t>& rows, const Agreement& agreement, Of of)
    : of_(std::move(of)), amounts_(table.rows()) {
    const Cells cells(table, of_.column), codes(table, "currency");
    const std::vector<InUse> in_use = currencies_in_use(rows, cells, codes);
    currency_ = our_currency(agreement, in_use, of_);
    std::vector<Diagnostic> missing;
    for (const InUse& each : in_use) {
        if (each.code.empty() || each.code == currency_) continue;
        if (const auto rate = rate_of(agreement, each.code))
            converted_.emplace_back(each.code, *rate);
        else
            missing.push_back({.place = place_of_cell(table, each.row, codes[each.row]),
                               .what = "no rate for '" + each.code + "', the currency of " +
                                       counted(each.deals, of_.noun) +
                                       ": their amounts cannot be added to those in " + currency_,
                               .hint = "say in [rates] of the agreement what one " + each.code +
                                       " is worth: " + each.code + " = …"});
    }
    if (!missing.empty()) throw Error(Fault::data, std::move(missing));

    for (const std::size_t row : rows) {
        const auto amount = read_number(cells[row]);
        if (!amount) {
            ++(cells[row].empty() ? blank_ : unreadable_);
            continue;
        }
        const std::string code = upper(codes[row]);
        const auto rate = std::find_if(converted_.begin(), converted_.end(),
                                       [&](const auto& each) { return each.first == code; });
        amounts_[row] = rate == converted_.end() ? *amount : *amount * rate->second;
    }
}

void Amounts::add_notes(std::vector<std::string>& notes) const {
    for (const auto& [code, rate] : converted_)
        notes.push_back("amounts in " + code + " are counted as " + to_text(rate) + " " + currency_ +
                        " each");
    if (blank_ > 0)
        notes.push_back(counted(blank_, of_.noun) + " without an amount: counted, worth nothing in the sums");
    if (unreadable_ > 0)
        notes.push_back(counted(unreadable_, of_.noun) +
                        " with an amount that is not a number: counted, worth nothing in the sums");
}

double tidy_sum(double sum) noexcept {
    constexpr double parts = 10000;
    return std::abs(sum) < 1e11 ? std::round(sum * parts) / parts : sum;
}

} // namespace handoff
