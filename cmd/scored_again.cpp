#include "scored_again.hpp"

#include <algorithm>

namespace handoff::command {

namespace {

template <class Value>
void pick(std::vector<Value>& all, const std::vector<std::uint32_t>& rows) {
    if (rows.size() == all.size()) return; // each once, in their order
    std::vector<Value> some;
    for (const std::uint32_t row : rows) some.push_back(std::move(all[row]));
    all = std::move(some);
}

} // namespace

bool waits_for_scores(std::string_view report, const Agreement& agreement) {
    if (report == "brief") return !agreement.score.rules.empty();
    if (report != "nurture" && report != "worklist") return false;
    return std::any_of(agreement.dispositions.begin(), agreement.dispositions.end(),
                       [](const Disposition& code) { return code.then == Disposition::Then::nurture; });
}

void add_scores(Table& leads, Export& from, Export* touches, const ReadMerges& merges, const Flags& flags,
                const Setting& setting) {
    constexpr std::size_t reasons = 2;
    const auto contacts = open_export(Kind::contacts, flags, setting.agreement);
    std::vector<Export*> all_touches;
    if (touches != nullptr) all_touches.push_back(touches);
    score_leads(from, all_touches, contacts.get(), merges, setting, reasons).add_columns(leads);
}

ScoredAgain::ScoredAgain(const LeadsRead& leads, Export* touches, const Merges& merges, const Flags& flags,
                         const Setting& setting)
    : leads_(leads), touches_(touches), merges_(merges), flags_(flags), setting_(setting) {}

Scorer::Then ScoredAgain::at(std::span<const std::optional<Instant>> when, const std::string& score) const {
    std::vector<std::optional<Instant>> all(leads_.from->rows_read() - leads_.from->bad().size());
    for (std::size_t i = 0; i < leads_.rows.size(); ++i) all[leads_.rows[i]] = when[i];
    Scorer scorer(setting_.agreement, setting_.as_of);
    scorer.add_leads(*leads_.from);
    if (const auto contacts = open_export(Kind::contacts, flags_, setting_.agreement)) {
        scorer.add_contacts(*contacts);
        settle(*contacts, flags_, Voice(flags_, "report"));
    }
    scorer.add_merges(merges_);
    std::vector<Export*> all_touches;
    if (touches_ != nullptr) all_touches.push_back(touches_);
    Scorer::Then then = scorer.then(all, *leads_.from, all_touches, score);
    pick(then.score, leads_.rows);
    pick(then.grade, leads_.rows);
    for (std::vector<Points>& rule : then.rules) pick(rule, leads_.rows);
    return then;
}

std::vector<std::uint8_t> ScoredAgain::qualified_under(const Agreement& agreement) const {
    if (agreement.lifecycle.mql.empty()) return std::vector<std::uint8_t>(leads_.rows.size()); // none does
    Scorer scorer(agreement, setting_.as_of);
    scorer.add_leads(*leads_.from);
    if (const auto contacts = open_export(Kind::contacts, flags_, setting_.agreement))
        scorer.add_contacts(*contacts);
    scorer.add_merges(merges_);
    if (touches_ != nullptr) scorer.add_touches(*touches_);
    scorer.finish();
    std::vector<std::uint8_t> qualified;
    for (const std::uint32_t row : leads_.rows) qualified.push_back(scorer.qualified(row) ? 1 : 0);
    return qualified;
}

} // namespace handoff::command
