#include "reading.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <array>

namespace handoff {

namespace {

constexpr std::array kinds = {Kind::leads,         Kind::contacts, Kind::touches,   Kind::deals,
                              Kind::deal_contacts, Kind::accounts, Kind::campaigns, Kind::members,
                              Kind::stages,        Kind::merges,   Kind::outcomes};

template <typename Named>
const Named* by_name(const std::vector<Named>& all, std::string_view name) noexcept {
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Named& one) { return one.name == name; });
    return found == all.end() ? nullptr : &*found;
}

} // namespace

std::span<const Kind> all_kinds() noexcept { return kinds; }

std::string_view to_text(Kind kind) noexcept {
    switch (kind) {
    case Kind::leads:
        return "leads";
    case Kind::contacts:
        return "contacts";
    case Kind::touches:
        return "touches";
    case Kind::deals:
        return "deals";
    case Kind::deal_contacts:
        return "deal_contacts";
    case Kind::accounts:
        return "accounts";
    case Kind::campaigns:
        return "campaigns";
    case Kind::members:
        return "members";
    case Kind::stages:
        return "stages";
    case Kind::merges:
        return "merges";
    case Kind::outcomes:
        return "outcomes";
    }
    return "";
}

std::optional<Kind> read_kind(std::string_view text) noexcept {
    for (const Kind kind : kinds)
        if (to_text(kind) == text) return kind;
    return std::nullopt;
}

std::string_view to_text(By by) noexcept {
    switch (by) {
    case By::rotation:
        return "rotation";
    case By::least_loaded:
        return "least_loaded";
    case By::least_recent:
        return "least_recent";
    case By::in_order:
        return "in_order";
    }
    return "";
}

std::size_t ScoreModel::main_groups() const noexcept {
    return static_cast<std::size_t>(std::count_if(
        groups.begin(), groups.end(), [](const ScoreGroup& group) { return group.score.empty(); }));
}

std::vector<std::string> ScoreModel::groups_of(std::string_view score) const {
    std::vector<std::string> names;
    for (const NamedScore& each : named) {
        if (each.name == score) return each.groups;
        names.push_back(each.name);
    }
    if (!score.empty())
        throw Error(Fault::request, "unknown score '" + std::string(score) + "'",
                    names.empty() ? "the agreement has no [score.NAME]"
                                  : hint_for(score, names, "there are"));
    names.clear();
    for (std::size_t group = 0; group < main_groups(); ++group) names.push_back(groups[group].name);
    return names;
}

std::vector<Scope::Name> score_columns(const ScoreModel& model) {
    std::vector<Scope::Name> names;
    for (const ScoreGroup& group : model.groups) names.push_back({.name = group.name, .type = Type::number});
    names.push_back({.name = "score", .type = Type::number});
    names.push_back({.name = "grade", .type = Type::text});
    for (const NamedScore& named : model.named) {
        names.push_back({.name = "score_" + named.name, .type = Type::number});
        names.push_back({.name = "grade_" + named.name, .type = Type::text});
    }
    names.push_back({.name = "disqualified", .type = Type::boolean});
    return names;
}

std::string_view Agreement::line(std::uint32_t number) const noexcept {
    if (number == 0) return {};
    std::size_t from = 0;
    for (std::uint32_t at = 1; at < number; ++at) {
        from = text.find('\n', from);
        if (from == std::string::npos) return {};
        ++from;
    }
    std::string_view line =
        std::string_view(text).substr(from, std::min(text.find('\n', from), text.size()) - from);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

const Rep* Agreement::rep(std::string_view id) const noexcept {
    const auto found = std::find_if(reps.begin(), reps.end(), [&](const Rep& rep) { return rep.id == id; });
    return found == reps.end() ? nullptr : &*found;
}

const Rep* Agreement::rep_of_owner(std::string_view owner) const noexcept {
    owner = trim(owner);
    if (owner.empty()) return nullptr;
    for (std::string Rep::*field : {&Rep::id, &Rep::email, &Rep::name})
        for (const Rep& rep : reps)
            if (same_text(rep.*field, owner)) return &rep;
    // Ids are compared byte by byte, Salesforce's of 18 letters by their first 15.
    constexpr std::size_t salesforce = 15;
    for (const Rep& rep : reps)
        if (!rep.owner_id.empty() &&
            (rep.owner_id == owner || (rep.owner_id.size() >= salesforce && owner.size() >= salesforce &&
                                       rep.owner_id.substr(0, salesforce) == owner.substr(0, salesforce))))
            return &rep;
    return nullptr;
}

const Territory* Agreement::territory(std::string_view called) const noexcept {
    return by_name(territories, called);
}
const Sla* Agreement::sla(std::string_view called) const noexcept { return by_name(slas, called); }

const Disposition* Agreement::disposition(std::string_view code) const noexcept {
    for (const Disposition& each : dispositions)
        if (same_text(each.code, code)) return &each;
    return nullptr;
}
const PauseReason* Agreement::pause(std::string_view code) const noexcept {
    for (const PauseReason& each : pauses)
        if (same_text(each.code, code)) return &each;
    return nullptr;
}
const CalendarSettings* Agreement::calendar(std::string_view called) const noexcept {
    return by_name(calendars, called);
}

const ExportSettings* Agreement::export_of(Kind kind) const noexcept {
    const auto found = exports.find(kind);
    return found == exports.end() ? nullptr : &found->second;
}

std::vector<Diagnostic> warnings_on(const Agreement& agreement, Instant as_of) {
    const auto& until = agreement.review_by;
    if (!until || agreement.timezone.date_of(as_of) <= *until) return {};
    return {{.severity = Severity::warning,
             .place = agreement.review_place,
             .what = "the agreement was to be reviewed by " + to_text(*until),
             .hint = "agree on it again, and set 'agreed_on' and 'review_by'",
             .source = std::string(agreement.line(agreement.review_place.line)),
             .width = 9}};
}

std::vector<Diagnostic> missing_signatures(const Agreement& agreement) {
    std::vector<std::string_view> missing;
    if (agreement.marketing.empty()) missing.push_back("'marketing'");
    if (agreement.sales.empty()) missing.push_back("'sales'");
    if (!agreement.agreed_on) missing.push_back("'agreed_on'");
    if (missing.empty()) return {};
    std::string list(missing.front());
    for (std::size_t i = 1; i < missing.size(); ++i)
        list.append(i + 1 == missing.size() ? " and " : ", ").append(missing[i]);
    Diagnostic diagnostic{.place = agreement.place,
                          .what = "the agreement is not signed: " + list +
                                  (missing.size() == 1 ? " is" : " are") + " missing in [agreement]",
                          .hint = "write who agreed for each side, and on which day",
                          .source = std::string(agreement.line(agreement.place.line))};
    if (diagnostic.source.starts_with("[agreement]")) diagnostic.width = 11;
    return {diagnostic};
}

} // namespace handoff
