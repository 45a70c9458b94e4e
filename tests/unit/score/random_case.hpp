#pragma once

#include "brute_force.hpp"

#include <random>

namespace handoff::brute_force {

/// A made-up agreement with leads and touches that have everything that goes wrong: blanks, ties at the edges
/// of windows, the same id twice, touches of nobody, long ids, dates without a time.
struct Case {
    Agreement agreement;
    std::vector<Rule> rules;
    std::vector<Reset> resets;
    std::vector<Lead> leads;
    std::vector<Touch> touches;
    Instant as_of;
    std::function<bool(const Lead&, const Result&)> qualifies;

    Results expected(Instant at) const {
        return score(agreement, rules, resets, leads, touches, at, qualifies);
    }
};

Case random_case(std::mt19937& random);

std::string leads_as_csv(const std::vector<Lead>& leads);
std::string touches_as_csv(const std::vector<Touch>& touches);

} // namespace handoff::brute_force
