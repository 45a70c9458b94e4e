#include <handoff/words.hpp>

#include <algorithm>
#include <ingest/names.hpp>
#include <ingest/propose_rules.hpp>
#include <ingest/stages.hpp>
#include <ingest/survey.hpp>
#include <ingest/touch_types.hpp>
#include <set>

namespace handoff {

namespace {

/// "key = value" lines whose signs and remarks stand below each other.
class Lines {
  public:
    void blank() { lines_.emplace_back(); }
    void add(std::string text, std::string remark = {}) {
        lines_.push_back({.key = {}, .text = std::move(text), .remark = std::move(remark)});
    }
    void add_key(std::string_view key, std::string value, std::string remark = {}) {
        lines_.push_back({.key = std::string(key), .text = std::move(value), .remark = std::move(remark)});
    }
    std::string text() const {
        constexpr std::size_t widest_aligned = 60;
        std::size_t widest_key = 0;
        for (const Line& line : lines_) widest_key = std::max(widest_key, line.key.size());
        std::vector<std::string> shown;
        std::size_t widest = 0;
        for (const Line& line : lines_) {
            const std::string key = line.key + std::string(widest_key - line.key.size(), ' ') + " = ";
            shown.push_back((line.key.empty() ? std::string() : key) + line.text);
            if (!line.remark.empty())
                widest = std::max(widest, std::min(shown.back().size(), widest_aligned));
        }
        std::string all;
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            all += shown[i];
            if (!lines_[i].remark.empty()) {
                all.append(widest > shown[i].size() ? widest - shown[i].size() : 0, ' ');
                all += "  # " + lines_[i].remark;
            }
            all += '\n';
        }
        return all;
    }

  private:
    struct Line {
        std::string key; ///< none: the text is the whole line
        std::string text, remark;
    };
    std::vector<Line> lines_;
};

std::string count_of(std::uint64_t n, std::string_view noun) {
    return counted(static_cast<std::size_t>(n), noun);
}

std::string_view stage_for(std::string_view status) {
    const std::optional<std::string> boolean = clean_boolean(status);
    if (boolean) return *boolean == "true" ? "won" : "inquiry";
    return guess_stage(status);
}

/// A word in small letters and hyphens, for a rep's id.
std::string slug(std::string_view name, std::set<std::string>& taken) {
    std::string base;
    for (const char c : lower(name.substr(0, name.find('@')))) {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0)
            base += c;
        else if (!base.empty() && base.back() != '-')
            base += '-';
    }
    while (base.ends_with('-')) base.pop_back();
    if (base.empty()) base = "rep";
    std::string result = base;
    for (int number = 2; !taken.insert(result).second; ++number) result = base + "-" + std::to_string(number);
    return result;
}

bool is_queue(std::string_view owner) {
    const std::string bare = bare_name(owner);
    return bare.find("queue") != std::string::npos || bare.find("unassigned") != std::string::npos ||
           (owner.starts_with("00G") && (owner.size() == 15 || owner.size() == 18));
}

const KindSurvey& of_kind(std::span<const KindSurvey> kinds, Kind kind) {
    static const KindSurvey none;
    for (const KindSurvey& survey : kinds)
        if (survey.kind == kind) return survey;
    return none;
}

void write_agreement_section(std::string& out, std::span<const KindSurvey> kinds, Date today) {
    const auto currencies = of_kind(kinds, Kind::deals).of("currency").sorted();
    const std::string currency =
        !currencies.empty() && currencies.front().first.size() == 3 &&
                std::all_of(currencies.front().first.begin(), currencies.front().first.end(),
                            [](char c) { return c >= 'A' && c <= 'Z'; })
            ? currencies.front().first
            : "USD";
    Date review = today + std::chrono::months{3};
    if (!review.ok()) review = review.year() / review.month() / std::chrono::last;
    Lines lines;
    lines.add("[agreement]");
    lines.add("name      = \"First agreement\"");
    lines.add("version   = \"1\"");
    lines.add("# marketing = \"Head of Demand Generation\"", "who signs for marketing");
    lines.add("# sales     = \"VP Sales\"", "who signs for sales");
    lines.add("# agreed_on = " + to_text(today), "the day both signed");
    lines.add("review_by = " + to_text(review), "from then on every command reminds you");
    lines.add("timezone  = \"UTC\"", "of times that carry none; names look like \"Europe/Berlin\"");
    lines.add("currency  = \"" + currency + "\"");
    out += lines.text();
}

void write_types(std::string& out, const KindSurvey& survey) {
    Lines lines;
    bool any = false;
    for (const auto& [type, count] : survey.of("type").sorted()) {
        if (touch_type(type) != nullptr) continue;
        if (!any) {
            lines.blank();
            lines.add("[exports.touches.types]", "theirs -> ours; the list of ours is in docs/files.md");
            any = true;
        }
        const std::string_view ours = guess_type(type);
        lines.add((ours.empty() ? "# " : "") + quoted(type) + " = " + quoted(ours),
                  with_thousands(static_cast<std::int64_t>(count)) + " in the export");
    }
    if (any) out += lines.text();
}

/// What is not as in most files; it is found every night anew, but the person who signs sees what was found.
void write_dialect(Lines& lines, const csv::Dialect& dialect) {
    if (const std::string sign = dialect.delimiter.value_or(","); sign != ",")
        lines.add_key("delimiter",
                      quoted(sign == "\t"  ? "tab"
                             : sign == " " ? "space"
                                           : sign),
                      "what stands between fields");
    if (const std::string quote = dialect.quote.value_or("\""); quote != "\"")
        lines.add_key("quote", quoted(quote.empty() ? "none" : quote));
    if (dialect.escape == csv::Dialect::Escape::backslash)
        lines.add_key("escape", "\"backslash\"", "how a quote is written inside quotes");
    if (const std::string encoding = dialect.encoding.value_or("UTF-8"); encoding != "UTF-8")
        lines.add_key("encoding", quoted(encoding));
    if (dialect.skip.value_or(0) > 0)
        lines.add_key("skip", std::to_string(*dialect.skip), "lines above the header");
    if (dialect.header_rows.value_or(1) != 1)
        lines.add_key("header_rows", std::to_string(*dialect.header_rows),
                      *dialect.header_rows == 0 ? "columns are called column_1, column_2 …" : "");
    if (dialect.units.value_or(false))
        lines.add_key("units", "true", "a row below the header tells the units");
    if (!dialect.footer.value_or("").empty())
        lines.add_key("footer", quoted(*dialect.footer), "how the first line below the rows begins");
}

void write_exports(std::string& out, std::span<const KindSurvey> kinds) {
    for (const KindSurvey& survey : kinds) {
        Lines lines;
        lines.add("[exports." + std::string(to_text(survey.kind)) + "]",
                  count_of(survey.rows, "row") +
                      (survey.title.empty() ? "" : ", recognised as " + survey.title));
        std::string files;
        for (const std::string& file : survey.files) files += (files.empty() ? "" : ", ") + quoted(file);
        lines.add_key("files", "[" + files + "]");
        write_dialect(lines, survey.dialect);
        if (!survey.preset.empty()) lines.add_key("preset", quoted(survey.preset));
        if (!survey.columns.empty()) {
            std::string columns;
            for (const auto& [ours, theirs] : survey.columns)
                columns += (columns.empty() ? "" : ", ") + ours + " = " + quoted(theirs);
            lines.add_key("columns", "{ " + columns + " }");
        }
        if (!survey.blank.empty()) {
            std::string words, counts;
            for (const auto& [word, count] : survey.blank) {
                words += (words.empty() ? "" : ", ") + quoted(word);
                counts += (counts.empty() ? "" : ", ") + with_thousands(static_cast<std::int64_t>(count));
            }
            lines.add_key("blank", "[" + words + "]", "cells that mean nothing: " + counts + " of them");
        }
        if (survey.dates_undecided)
            lines.add_key("dates", "\"mdy\"",
                          "nothing shows whether the day or the month comes first: say which");
        out += "\n" + lines.text();
        if (survey.kind == Kind::touches) write_types(out, survey);
    }
}

void write_lifecycle(std::string& out, const KindSurvey& leads, const std::string& mql) {
    Lines lines;
    out += "\n# ---- the stages a lead passes, and where sales takes over ----\n\n";
    lines.add("[lifecycle]");
    lines.add("stages = [\"inquiry\", \"mql\", \"sal\", \"sql\", \"opportunity\", \"won\"]");
    lines.add("aside  = [\"nurture\", \"disqualified\", \"lost\"]");
    if (!mql.empty())
        lines.add("mql    = " + quoted(mql), "the agreed definition: when is a lead qualified?");
    const auto statuses = leads.of("status").sorted();
    out += lines.text();
    lines = {};
    if (!statuses.empty()) {
        out += '\n';
        lines.add("[lifecycle.status]", "each status of the export -> our stage; read these twice");
    }
    constexpr std::size_t most = 100;
    const StageWords words(Lifecycle{}, [&] {
        std::vector<std::shared_ptr<const Preset>> used;
        for (const Preset& preset : presets())
            if (preset.name == leads.preset) used.emplace_back(std::shared_ptr<const Preset>(), &preset);
        return used;
    }());
    for (std::size_t i = 0; i < statuses.size() && i < most; ++i) {
        const auto& [status, count] = statuses[i];
        const StageWord known = words.of(status);
        const Lifecycle plain;
        std::string_view stage = stage_for(status);
        if (known.path != StageWord::none) stage = plain.stages[static_cast<std::size_t>(known.path)];
        if (known.aside != StageWord::none) stage = plain.aside[static_cast<std::size_t>(known.aside)];
        lines.add(quoted(status) + " = " + quoted(stage.empty() ? "inquiry" : stage),
                  count_of(count, "lead") +
                      (stage.empty() ? ": its words do not say which stage this is" : ""));
    }
    out += lines.text();
}

int most_of(std::span<const ProposedRule> rules) {
    int sum = 0;
    for (const ProposedRule& rule : rules) sum += rule.most;
    return sum;
}

/// The points at which a lead is worth sales' time: more than half of what the rules can give, in fives; 0
/// without rules.
int line_of(std::span<const ProposedRule> rules) { return (most_of(rules) * 6 / 10 + 4) / 5 * 5; }

void write_score(std::string& out, std::span<const ProposedRule> rules) {
    if (rules.empty()) return;
    std::set<std::string> groups;
    for (const ProposedRule& rule : rules) groups.insert(rule.group);
    out += "\n# ---- points: fit says whether this is the right company and person, engagement what they did "
           "----\n\n[score]\n";
    std::string list;
    for (const std::string group : {"fit", "engagement"})
        if (groups.contains(group)) list += (list.empty() ? "" : ", ") + group + " = { min = 0, max = 100 }";
    const int best = std::min(most_of(rules), 100);
    out += "groups = { " + list +
           " }\n\n[score.grade]\ntotal = { A = " + std::to_string(std::max(best * 6 / 10, 3)) +
           ", B = " + std::to_string(std::max(best * 4 / 10, 2)) +
           ", C = " + std::to_string(std::max(best * 2 / 10, 1)) + ", D = -inf }\n";
    for (const ProposedRule& rule : rules) {
        out += "\n[[score.rule]]\ngroup  = " + quoted(rule.group) + "\nname   = " + quoted(rule.name) + "\n" +
               rule.body + "\nwhy    = " + quoted(rule.why) + "\n";
    }
}

void write_people(std::string& out, std::span<const KindSurvey> kinds) {
    constexpr std::size_t most = 50;
    struct Column {
        Kind kind;
        std::string_view name, noun;
    };
    std::vector<std::pair<std::string, std::uint64_t>> owners;
    std::string_view noun;
    for (const Column& column : {Column{Kind::leads, "owner", "leads"}, Column{Kind::deals, "owner", "deals"},
                                 Column{Kind::touches, "rep", "touches"}}) {
        for (const auto& owner : of_kind(kinds, column.kind).of(column.name).sorted())
            if (!is_queue(owner.first)) owners.push_back(owner);
        noun = column.noun;
        if (!owners.empty()) break;
    }
    if (owners.empty()) return;
    out += "\n# ---- who works when, and who gets which lead ----\n\n[calendar.office]\ntimezone = \"UTC\"\n"
           "hours    = { mon-fri = [\"09:00-17:00\"] }\n";
    std::set<std::string> taken;
    for (std::size_t i = 0; i < owners.size() && i < most; ++i) {
        const auto& [owner, count] = owners[i];
        Lines lines;
        lines.blank();
        lines.add("[[rep]]",
                  with_thousands(static_cast<std::int64_t>(count)) + " of the " + std::string(noun));
        lines.add("id       = " + quoted(slug(owner, taken)));
        const bool address = owner.find('@') != std::string::npos;
        lines.add((address ? "email    = " : "name     = ") + quoted(owner));
        lines.add("calendar = \"office\"");
        lines.add("pools    = [\"sales\"]");
        out += lines.text();
    }
    if (owners.size() > most)
        out += "\n# " + with_thousands(static_cast<std::int64_t>(owners.size() - most)) +
               " more with fewer " + std::string(noun) + " were left out.\n";
    out += "\n[[route]]                 # in order: the first whose condition (when) holds decides\nname = "
           "\"everyone\"\n"
           "pool = \"sales\"\nby   = \"rotation\"\nsla  = \"standard\"\n"
           "\n[sla.standard]\nstarts      = \"assigned\"\nfirst_touch = \"1d\"         # by the end of the "
           "next working day\n";
}

} // namespace

std::string propose_agreement(std::span<const std::string> files, Date today) {
    std::vector<std::string> unknown;
    const std::vector<KindSurvey> kinds = survey(files, unknown);
    const KindSurvey& leads = of_kind(kinds, Kind::leads);

    std::vector<ProposedRule> rules = fit_rules(leads);
    std::string mql;
    if (const int line = line_of(rules)) mql = "fit >= " + std::to_string(line);
    const std::vector<ProposedRule> engagement = engagement_rules(of_kind(kinds, Kind::touches));
    if (const int line = line_of(engagement))
        mql += (mql.empty() ? "" : " or ") + ("engagement >= " + std::to_string(std::min(line, 30)));
    rules.insert(rules.end(), engagement.begin(), engagement.end());

    std::string out =
        "# The agreement between marketing and sales. A first proposal from what the exports hold:\n"
        "# every line is yours to change; `handoff check` tells what is wrong with it.\n\n";
    write_agreement_section(out, kinds, today);
    out += "\n# ---- exports: where the nightly files are, and what they call things ----\n";
    write_exports(out, kinds);
    for (const std::string& file : unknown)
        out += "\n# " + quoted(file) + " was not recognised and is left out.\n";
    write_lifecycle(out, leads, mql);
    write_score(out, rules);
    write_people(out, kinds);
    return out;
}

} // namespace handoff
