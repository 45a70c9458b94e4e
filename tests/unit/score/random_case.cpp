#include "random_case.hpp"

#include <handoff/csv.hpp>
#include <handoff/words.hpp>

namespace handoff::brute_force {

namespace {

using namespace std::chrono_literals;

constexpr Duration day = 24h;

class Maker {
  public:
    explicit Maker(std::mt19937& random) : random_(random) {}

    std::size_t below(std::size_t n) { return random_() % n; }
    bool chance(std::size_t of) { return below(of) == 0; }
    template <class T>
    T one_of(std::initializer_list<T> values) {
        return *(values.begin() + below(values.size()));
    }

    Lead lead(Instant as_of, const Zone& zone) {
        Lead lead;
        if (!chance(12)) lead.id = id();
        if (!chance(4)) lead.email = email();
        if (chance(3)) lead.contact = "C" + std::to_string(below(6));
        lead.country = one_of<const char*>({"US", "us", "DE", ""});
        lead.employees = one_of<const char*>({"", "49", "50", "499.5", "500", "1200", "many"});
        lead.recycled = chance(3) ? time(as_of, zone) : chance(4) ? "soon" : "";
        return lead;
    }

    Touch touch(Instant as_of, const Zone& zone) {
        Touch touch;
        if (!chance(4)) touch.lead_id = chance(10) ? "nobody" : id();
        if (chance(4)) touch.contact_id = "C" + std::to_string(below(8));
        if (chance(4)) touch.email = email();
        touch.type = one_of<const char*>({"form_submit", "Page_View", "page_view", "unsubscribe", ""});
        touch.content = one_of<const char*>({"", "demo", "Book a DEMO, now", "pricing"});
        touch.at = time(as_of, zone);
        return touch;
    }

    ScoreRule touch_rule(int number) {
        ScoreRule rule;
        rule.name = "touches " + std::to_string(number);
        rule.on_touches = true;
        rule.points = Points::of(one_of({1.0, 25.0, -15.0, 0.1, 3.0}));
        if (chance(2)) rule.window = one_of({day, 7 * day, 30 * day});
        rule.decay.form =
            one_of({Decay::Form::none, Decay::Form::half_life, Decay::Form::steps, Decay::Form::linear});
        if (rule.decay.form != Decay::Form::none) rule.decay.period = one_of({day, 14 * day, 60 * day});
        rule.decay.lost = one_of({0.25, 0.5, 1.0});
        if (chance(4)) rule.decay.expires = one_of({day, 10 * day});
        if (chance(3)) rule.limit = limit();
        if (chance(4))
            rule.at_least = AtLeast{static_cast<std::uint32_t>(below(3) + 1), one_of({day, 7 * day})};
        if (chance(4)) rule.max = Points::of(one_of({50.0, 5.0, 0.0, -1.0}));
        if (chance(4)) rule.min = Points::of(one_of({-20.0, -1.0, 0.0, 2.0}));
        if (rule.min && rule.max && *rule.min > *rule.max) rule.min.reset();
        return rule;
    }

  private:
    std::string id() {
        const std::string number = std::to_string(below(9));
        switch (below(9) % 3) {
        case 0:
            return "L" + number;
        case 1:
            return "00Q5g00000AbCd" + number + (chance(2) ? suffix(number) : "");
        default:
            return "a-rather-long-identifier-of-lead-" + number;
        }
    }
    /// The check characters of "00Q5g00000AbCd" and a digit.
    static std::string suffix(const std::string&) { return "EAF"; }

    std::string email() {
        return one_of<const char*>({"p", "P", "q", "Q", "r"}) + std::string("@acme.example");
    }

    std::string time(Instant as_of, const Zone& zone) {
        if (chance(20)) return "";
        const Duration whole = one_of({Duration{}, day, 7 * day, 30 * day, 10 * day, 3 * day, 14 * day});
        const Duration off =
            one_of({Duration{}, Duration(1s), Duration(-1s), Duration(6h), Duration(500ms), Duration(-26h)});
        if (chance(8)) return to_text(zone.date_of(as_of - whole));
        if (chance(3)) return to_text(as_of - whole - off);
        return to_text(as_of - Duration(static_cast<std::int64_t>(below(40 * 24 * 60)) * 60'000'000));
    }

    Limit limit() {
        Limit limit;
        limit.count = static_cast<std::uint32_t>(below(3) + 1);
        limit.per = one_of({Limit::Per::ever, Limit::Per::day, Limit::Per::window});
        limit.window = one_of({day, 7 * day});
        return limit;
    }

    std::mt19937& random_;
};

void add_lead_rules(Case& one, Maker& make) {
    ScoreRule country;
    country.name = "country";
    country.when = Expression::parse("country in ('US', 'CA')");
    country.points = Points::of(12);
    if (make.chance(2)) country.max = Points::of(10);
    one.rules.push_back({country, [](const Lead& lead) { return same_text(lead.country, "US"); }, {}});

    ScoreRule rival;
    rival.name = "rival";
    rival.when = Expression::parse("country = 'DE' and employees >= 500");
    rival.disqualify = true;
    const auto number = [](const Lead& lead) { return read_number(lead.employees); };
    one.rules.push_back(
        {rival, [=](const Lead& lead) { return lead.country == "DE" && number(lead) >= 500.0; }, {}});
}

void add_touch_rules(Case& one, Maker& make) {
    struct Condition {
        const char* text;
        std::function<bool(const Touch&)> holds;
    };
    const auto view = [](const Touch& touch) { return same_text(touch.type, "page_view"); };
    const auto demo = [](const Touch& touch) {
        return lower(touch.content).find("demo") != std::string::npos;
    };
    const Condition conditions[] = {
        {"type = 'page_view'", view},
        {"type = 'form_submit' and content contains 'demo'",
         [=](const Touch& touch) { return touch.type == "form_submit" && demo(touch); }},
        {"content contains 'demo'", demo},
        {"type != 'page_view'", [=](const Touch& touch) { return !view(touch); }},
        {"type is not blank", [](const Touch& touch) { return !touch.type.empty(); }},
    };
    const int rules = static_cast<int>(make.below(5));
    for (int i = 0; i < rules; ++i) {
        const Condition& condition = conditions[make.below(std::size(conditions))];
        ScoreRule rule = make.touch_rule(i);
        rule.touch = Expression::parse(condition.text);
        one.rules.push_back({rule, {}, condition.holds});
        if (!make.chance(4)) continue; // another that counts the same touches, within other bounds
        rule.name += " again";
        rule.max = Points::of(make.one_of({40.0, 4.0}));
        rule.min.reset();
        one.rules.push_back({rule, {}, condition.holds});
    }
}

/// Half of the cases have resets, of one group or of several, by events that may give points themselves, or
/// by a column of the lead.
void add_resets(Case& one, Maker& make) {
    std::vector<std::string> all;
    for (const ScoreGroup& group : one.agreement.score.groups) all.push_back(group.name);
    const auto unsubscribed = [](const Touch& touch) { return same_text(touch.type, "unsubscribe"); };
    const auto pricing = [](const Touch& touch) { return touch.content == "pricing"; };
    if (make.chance(3))
        one.resets.push_back({{.name = "lost",
                               .why = "",
                               .touch = Expression::parse("type = 'unsubscribe'"),
                               .column = {},
                               .groups = {all[make.below(all.size())]}},
                              unsubscribed});
    if (make.chance(3))
        one.resets.push_back({{.name = "won",
                               .why = "",
                               .touch = Expression::parse("content = 'pricing'"),
                               .column = {},
                               .groups = all},
                              pricing});
    if (make.chance(4))
        one.resets.push_back({{.name = "recycled",
                               .why = "",
                               .touch = {},
                               .column = "recycled",
                               .groups = {all[make.below(all.size())]}},
                              {}});
    for (const Reset& reset : one.resets) one.agreement.score.resets.push_back(reset.reset);
}

/// Half of the cases have a score beside the main one, with a group of its own, or with the other's too.
void add_named_score(Case& one, Maker& make) {
    if (make.chance(2)) return;
    ScoreModel& model = one.agreement.score;
    model.groups.push_back({.name = "robots", .max = Points::of(40), .score = "robots"});
    NamedScore robots{.name = "robots", .groups = {"robots"}, .grade = {}, .place = {}};
    if (make.chance(2)) robots.groups.push_back("fit");
    if (make.chance(2))
        robots.grade.axes = {{"robots", {{"A", Points::of(5)}, {"B", Points::lowest()}}},
                             {"total", {{"1", Points::of(20)}, {"2", Points::lowest()}}}};
    model.named.push_back(std::move(robots));
}

} // namespace

Case random_case(std::mt19937& random) {
    Maker make(random);
    Case one;
    one.as_of = *read_instant("2026-03-31T12:00:00Z");
    if (make.chance(2)) one.agreement.timezone = Zone::named("America/New_York");
    one.agreement.score.groups = {{.name = "fit", .max = Points::of(11)},
                                  {.name = "engagement", .min = Points::of(0), .max = Points::of(100)}};
    if (make.chance(3)) one.agreement.score.groups[1].min = Points::of(5);
    if (make.chance(2))
        one.agreement.score.grade.axes = {
            {"total", {{"A", Points::of(30)}, {"B", Points::of(10)}, {"F", Points::lowest()}}}};
    else
        one.agreement.score.grade.axes = {
            {"fit", {{"A", Points::of(11)}, {"C", Points::lowest()}}},
            {"engagement", {{"1", Points::of(25)}, {"2", Points::of(3)}, {"3", Points::lowest()}}}};
    add_named_score(one, make);
    add_resets(one, make);
    one.agreement.lifecycle.mql = Expression::parse("engagement >= 3 and email is not blank");
    one.qualifies = [](const Lead& lead, const Result& result) {
        return result.groups[1] >= 3'000'000'000 && !lead.email.empty();
    };
    if (one.agreement.score.named.size() == 1 && make.chance(2)) {
        one.agreement.lifecycle.mql = Expression::parse("score_robots >= 4 or score > 20");
        one.qualifies = [](const Lead&, const Result& result) {
            return result.named[0] >= 4'000'000'000 || result.score > 20'000'000'000;
        };
    }
    add_lead_rules(one, make);
    add_touch_rules(one, make);
    std::shuffle(one.rules.begin(), one.rules.end(), random);
    for (Rule& rule : one.rules) {
        rule.rule.group = one.agreement.score.groups[make.below(one.agreement.score.groups.size())].name;
        one.agreement.score.rules.push_back(rule.rule);
    }
    const std::size_t leads = make.below(20) + 1, touches = make.below(120) + 1;
    for (std::size_t i = 0; i < leads; ++i) one.leads.push_back(make.lead(one.as_of, one.agreement.timezone));
    for (std::size_t i = 0; i < touches; ++i)
        one.touches.push_back(make.touch(one.as_of, one.agreement.timezone));
    return one;
}

namespace {

void append_line(std::string& out, std::initializer_list<std::string_view> cells) {
    for (const std::string_view& cell : cells) {
        if (&cell != cells.begin()) out += ',';
        csv::append_field(out, cell);
    }
    out += '\n';
}

} // namespace

std::string leads_as_csv(const std::vector<Lead>& leads) {
    std::string text = "lead_id,email,converted_contact_id,country,employees,recycled,notes\n";
    for (const Lead& lead : leads)
        append_line(text, {lead.id, lead.email, lead.contact, lead.country, lead.employees, lead.recycled,
                           "a \"note\"\nof two lines"});
    return text;
}

std::string touches_as_csv(const std::vector<Touch>& touches) {
    std::string text = "touch_id,lead_id,contact_id,email,type,at,content\n";
    std::size_t number = 0;
    for (const Touch& touch : touches)
        append_line(text, {std::to_string(++number), touch.lead_id, touch.contact_id, touch.email, touch.type,
                           touch.at, touch.content});
    return text;
}

} // namespace handoff::brute_force
