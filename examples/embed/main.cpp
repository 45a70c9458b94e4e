// Scores the leads of an agreement and prints the best five:  embed handoff.toml LEADS TOUCHES 2026-11-21

#include <handoff/score.hpp>

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <vector>

int main(int count, char** arguments) try {
    if (count != 5) return std::fputs("usage: embed AGREEMENT LEADS TOUCHES DAY\n", stderr), 2;
    std::vector<handoff::Diagnostic> warnings;
    const handoff::Agreement agreement = handoff::read_agreement(arguments[1], warnings);
    handoff::Export leads(handoff::Kind::leads, {arguments[2]}, agreement, {.again = true});
    handoff::Export touches(handoff::Kind::touches, {arguments[3]}, agreement);

    handoff::Scorer scorer(agreement, handoff::read_instant(arguments[4]).value());
    scorer.add_leads(leads);
    scorer.add_touches(touches);
    scorer.finish();

    std::vector<std::size_t> best(scorer.leads());
    std::iota(best.begin(), best.end(), std::size_t{0});
    std::stable_sort(best.begin(), best.end(),
                     [&](std::size_t a, std::size_t b) { return scorer.score(a) > scorer.score(b); });
    best.resize(std::min<std::size_t>(best.size(), 5));

    const handoff::Table table = leads.read_all();
    const std::size_t company = table.find("company").value();
    for (const std::size_t lead : best)
        std::printf("%s %10s  %s\n", std::string(scorer.grade(lead)).c_str(),
                    to_text(scorer.score(lead)).c_str(), std::string(table[company].cells[lead]).c_str());
    return 0;
} catch (const handoff::Error& error) {
    std::fputs(error.what(), stderr);
    return static_cast<int>(error.fault());
}
