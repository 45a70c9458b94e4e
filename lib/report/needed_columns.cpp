#include "report/problems.hpp"

#include <handoff/exports.hpp>
#include <handoff/values.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <cmath>

namespace handoff {
namespace {

/// Without these nobody can be reached, told from others, or counted in any report.
constexpr std::string_view always[] = {"email", "name", "company", "source", "created_at"};

/// What is worked out from a column is blank since that one is.
struct Derived {
    std::string_view column, from;
};
constexpr Derived derived[] = {{"email_domain", "email"}, {"seniority", "title"},     {"function", "title"},
                               {"stage", "status"},       {"company_key", "company"}, {"first_name", "name"},
                               {"last_name", "name"}};

constexpr std::string_view added_by_us[] = {"qualified",   "reasons",      "rep",    "pool",
                                            "route",       "sla",          "due_at", "due_work",
                                            "assigned_at", "score_reasons"};

class Collector {
  public:
    Collector(const Agreement& agreement, const Table& leads) : agreement_(agreement), leads_(leads) {}

    Readers* at(std::string_view name) {
        std::string column(name);
        for (const Derived& each : derived)
            if (each.column == column) column = each.from;
        if (!is_filled_in(column)) return nullptr;
        const auto known = std::find_if(found_.begin(), found_.end(),
                                        [&](const Readers& each) { return each.column == column; });
        if (known != found_.end()) return &*known;
        found_.push_back({.column = std::move(column)});
        return &found_.back();
    }

    template <typename Tell>
    void read(const Expression& expression, Tell tell) {
        std::vector<std::string> seen;
        for (const Expression::Use& use : expression.columns()) {
            Readers* const readers = at(use.name);
            if (readers == nullptr || std::count(seen.begin(), seen.end(), readers->column) > 0) continue;
            seen.push_back(readers->column);
            tell(*readers);
        }
    }

    std::vector<Readers> take() { return std::move(found_); }

  private:
    /// A yes or no that is blank says no.
    bool is_filled_in(const std::string& column) const {
        for (const Scope::Name& scored : score_columns(agreement_.score))
            if (scored.name == column) return false;
        if (std::count(std::begin(added_by_us), std::end(added_by_us), column) > 0) return false;
        for (const CanonicalColumn& each : canonical_columns(Kind::leads))
            if (each.name == column) return each.type != Type::boolean;
        return leads_.find(column).has_value();
    }

    const Agreement& agreement_;
    const Table& leads_;
    std::vector<Readers> found_;
};

void add(std::vector<std::string>& names, const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

double most_points(const ScoreRule& rule) {
    double most = rule.bands.empty() && rule.values.empty() ? std::abs(rule.points.value()) : 0;
    for (const Band& band : rule.bands) most = std::max(most, std::abs(band.points.value()));
    for (const auto& [value, points] : rule.values) most = std::max(most, std::abs(points.value()));
    return most;
}

/// "rule 'a'", "rules 'a', 'b' and 3 more".
std::string listed(std::string_view noun, const std::vector<std::string>& names) {
    constexpr std::size_t most = 2;
    std::string text = std::string(noun) + (names.size() == 1 ? " '" : "s '") + names.front() + "'";
    for (std::size_t i = 1; i < std::min(names.size(), most); ++i) text += ", '" + names[i] + "'";
    if (names.size() > most) text += " and " + std::to_string(names.size() - most) + " more";
    return text;
}

} // namespace

double Readers::weight() const noexcept {
    return 1 + (qualification ? 20 : 0) + (routes.empty() ? 0 : 10) + points;
}

std::string Readers::effect() const {
    std::string text;
    const auto join = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
    if (qualification) join("cannot become 'mql'");
    if (!rules.empty()) join(listed("rule", rules) + " (" + to_text(points) + " points)");
    if (!routes.empty()) join(listed("route", routes));
    return !rules.empty() || !routes.empty()
               ? text + (rules.size() + routes.size() == 1 ? " finds" : " find") + " nothing"
               : text;
}

std::vector<Readers> needed_columns(const Agreement& agreement, const Table& leads) {
    Collector columns(agreement, leads);
    for (const std::string_view column : always) columns.at(column);
    columns.read(agreement.lifecycle.mql, [](Readers& readers) { readers.qualification = true; });
    for (const ScoreRule& rule : agreement.score.rules) {
        const auto tell = [&](Readers& readers) {
            add(readers.rules, rule.name);
            readers.points += most_points(rule);
        };
        columns.read(rule.when, tell);
        if (!rule.column.empty())
            if (Readers* const readers = columns.at(rule.column)) tell(*readers);
    }
    for (const Route& route : agreement.routes) {
        const auto tell = [&](Readers& readers) { add(readers.routes, route.name); };
        columns.read(route.when, tell);
        for (const auto& [skill, when] : route.need) columns.read(when, tell);
    }
    return columns.take();
}

} // namespace handoff
