#include <handoff/words.hpp>

#include <algorithm>
#include <array>
#include <ingest/derive.hpp>
#include <ingest/mapping.hpp>
#include <ingest/names.hpp>
#include <ingest/preset_file.hpp>
#include <ingest/rows.hpp>
#include <ingest/survey.hpp>
#include <set>

namespace handoff {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t most_words = 20'000; ///< a column with more is no pick list

/// Words that people and forms write where there is nothing to say.
constexpr std::array placeholders = {"select"sv,
                                     "n/a"sv,
                                     "na"sv,
                                     "#n/a"sv,
                                     "unknown"sv,
                                     "none"sv,
                                     "null"sv,
                                     "(blank)"sv,
                                     "-"sv,
                                     "--"sv,
                                     "tbd"sv,
                                     "undefined"sv,
                                     "not set"sv,
                                     "not provided"sv,
                                     "(none)"sv,
                                     "(not set)"sv,
                                     "other - please specify"sv};

bool has(std::string_view text, std::initializer_list<std::string_view> parts) {
    return std::any_of(parts.begin(), parts.end(),
                       [&](std::string_view part) { return text.find(part) != std::string_view::npos; });
}

/// A column that may be what the canonical one is, by weaker signs than an alias.
bool may_be(Kind kind, std::string_view canonical, std::string_view bare) {
    if (canonical == "lead_id" && kind != Kind::contacts)
        return bare.ends_with("id") && has(bare, {"lead", "prospect", "mql", "customer", "visitor"});
    if (canonical == "created_at" && kind == Kind::leads)
        return has(bare, {"date", "time"}) &&
               has(bare, {"firstcontact", "creat", "signup", "signedup", "regist", "inquiry"});
    if (canonical == "owner") return bare == "srid" || bare == "srname" || has(bare, {"salesrep", "owner"});
    if (canonical == "won_at") return has(bare, {"won"}) && has(bare, {"date", "time"});
    return false;
}

Mapping mapping_of(Kind kind, const std::string& path, std::span<const std::string> header) {
    Diagnostics none;
    return map_columns(kind, path, header, Agreement{}, std::nullopt, none);
}

/// How many of some canonical columns of a kind a header has.
std::size_t found_of(Kind kind, std::span<const std::string> header,
                     std::initializer_list<std::string_view> names) {
    const Mapping mapping = mapping_of(kind, {}, header);
    std::size_t found = 0;
    for (const std::string_view name : names) {
        const Mapping::Canonical& canonical = mapping.canonical[canonical_position(kind, name)];
        const bool guessed = std::any_of(header.begin(), header.end(), [&](const std::string& theirs) {
            return may_be(kind, name, bare_name(theirs));
        });
        found += canonical.has_source() || guessed ? 1 : 0;
    }
    return found;
}

/// Columns worth a line in the agreement: what was found by another name than ours without a preset, and what
/// only a guess finds. In a kind with several files, those that every file has.
void propose_columns(KindSurvey& survey, const std::vector<std::vector<std::string>>& headers) {
    const std::vector<std::string>& header = headers.front();
    const Mapping mapping = mapping_of(survey.kind, survey.files.front(), header);
    const auto columns = canonical_columns(survey.kind);
    const auto in_all = [&](const std::string& theirs) {
        return std::all_of(headers.begin(), headers.end(), [&](const auto& other) {
            return std::find(other.begin(), other.end(), theirs) != other.end();
        });
    };
    std::set<std::size_t> used;
    for (const Mapping::Canonical& canonical : mapping.canonical)
        used.insert(canonical.from.begin(), canonical.from.end());
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const Mapping::Canonical& canonical = mapping.canonical[i];
        std::optional<std::size_t> from;
        if (!canonical.from.empty()) {
            const bool obvious = mapping.object != nullptr ||
                                 bare_name(header[canonical.from.front()]) == bare_name(columns[i].name);
            if (!obvious && canonical.from.size() == 1) from = canonical.from.front();
        } else if (canonical.constant.empty() && !columns[i].derived) {
            for (std::size_t column = 0; column < header.size() && !from; ++column)
                if (!used.contains(column) && may_be(survey.kind, columns[i].name, bare_name(header[column])))
                    from = column;
        }
        if (from && in_all(header[*from])) survey.columns.emplace_back(columns[i].name, header[*from]);
    }
    // Converted or not is the only status that some lead files have.
    const auto source = [&](std::string_view name) -> const std::vector<std::size_t>& {
        return mapping.canonical[canonical_position(survey.kind, name)].from;
    };
    if (survey.kind == Kind::leads && source("status").empty() && source("stage").empty() &&
        source("converted_at").empty() && !source("converted").empty() &&
        in_all(header[source("converted").front()]))
        survey.columns.emplace_back("status", header[source("converted").front()]);
}

constexpr std::array looked_at = {"status"sv,      "owner"sv,   "source"sv, "seniority"sv,    "employees"sv,
                                  "is_freemail"sv, "email"sv,   "type"sv,   "rep"sv,          "currency"sv,
                                  "industry"sv,    "lead_id"sv, "stage"sv,  "email_opt_out"sv};

/// Reads the files once and counts.
void count_words(KindSurvey& survey) {
    Agreement agreement;
    ExportSettings& settings = agreement.exports[survey.kind];
    for (const auto& [ours, theirs] : survey.columns) settings.columns.emplace(ours, theirs);
    if (survey.dates_undecided) settings.dates = "mdy";
    Export data(survey.kind, survey.files, agreement, {.threads = 1, .collect = true});
    std::vector<std::size_t> wanted, counted_columns;
    for (const std::string_view name : looked_at)
        if (const auto position = data.find(name); position && !data.names()[*position].blank) {
            wanted.push_back(*position);
            counted_columns.push_back(*position);
        }
    for (std::size_t i = 0; i < data.names().size(); ++i) // dates, to see whether they can be read
        if (data.names()[i].type == Type::instant && !data.names()[i].blank) wanted.push_back(i);
    const std::size_t before_originals = wanted.size();
    for (const std::size_t position : data.originals())
        if (std::find(wanted.begin(), wanted.end(), position) == wanted.end()) wanted.push_back(position);

    std::map<std::string, WordCounts> placeholders_by_column;
    data.for_each(wanted, csv::Reader::Keep::cells, [&](csv::Reader::Batch& batch) {
        survey.rows += batch.table.rows();
        for (const std::size_t position : counted_columns) {
            WordCounts& counts = survey.words[data.names()[position].name];
            for (const std::string_view cell : batch.table[position].cells)
                if (!cell.empty()) counts.add(cell);
        }
        for (std::size_t i = before_originals; i < wanted.size(); ++i)
            for (const std::string_view cell : batch.table[wanted[i]].cells)
                if (!cell.empty() && cell.size() <= 24)
                    for (const std::string_view word : placeholders)
                        if (same_text(word, trim(cell)))
                            placeholders_by_column[std::string(trim(cell))].add("");
    });
    for (const auto& [word, counts] : placeholders_by_column) {
        if (counts.total() < 5 || counts.total() * 200 < survey.rows) continue;
        survey.blank.emplace_back(word, counts.total());
        for (auto& [column, words] : survey.words) words.remove(word);
    }
}

} // namespace

void WordCounts::add(std::string_view word, std::uint64_t times) {
    total_ += times;
    if (const auto found = counts_.find(word); found != counts_.end())
        found->second += times;
    else if (counts_.size() < most_words)
        counts_.emplace(word, times);
}

void WordCounts::remove(std::string_view word) {
    for (auto entry = counts_.begin(); entry != counts_.end();) {
        if (!same_text(entry->first, word)) {
            ++entry;
            continue;
        }
        total_ -= entry->second;
        entry = counts_.erase(entry);
    }
}

bool WordCounts::full() const noexcept { return counts_.size() >= most_words; }

std::uint64_t WordCounts::of(std::string_view word) const {
    const auto found = counts_.find(word);
    return found == counts_.end() ? 0 : found->second;
}

std::vector<std::pair<std::string, std::uint64_t>> WordCounts::sorted() const {
    std::vector<std::pair<std::string, std::uint64_t>> all(counts_.begin(), counts_.end());
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
        return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    return all;
}

const WordCounts& KindSurvey::of(std::string_view column) const {
    static const WordCounts none;
    const auto found = words.find(column);
    return found == words.end() ? none : found->second;
}

std::optional<Kind> kind_of(std::span<const std::string> header) {
    if (const auto recognised = recognise(header)) return recognised->object->kind;
    if (found_of(Kind::merges, header, {"survivor_id", "merged_id"}) == 2) return Kind::merges;
    if (found_of(Kind::touches, header, {"type", "at"}) == 2 &&
        found_of(Kind::touches, header, {"lead_id", "contact_id", "email"}) > 0 &&
        found_of(Kind::leads, header, {"company", "status", "source"}) == 0)
        return Kind::touches;
    if (found_of(Kind::outcomes, header, {"verdict"}) == 1 &&
        found_of(Kind::outcomes, header, {"lead_id"}) == 1 &&
        found_of(Kind::outcomes, header, {"disposition", "comment"}) > 0)
        return Kind::outcomes;
    if (found_of(Kind::deals, header, {"won_at"}) == 1 ||
        found_of(Kind::deals, header, {"amount", "stage", "closed_at"}) >= 2)
        return Kind::deals;
    if (found_of(Kind::campaigns, header, {"budget", "cost", "starts_on", "ends_on"}) >= 2 &&
        found_of(Kind::campaigns, header, {"name", "budget", "cost"}) > 0)
        return Kind::campaigns;
    const bool person = found_of(Kind::leads, header, {"email", "first_name", "last_name"}) > 0;
    const Mapping contacts = mapping_of(Kind::contacts, {}, header);
    const auto& contact_id = contacts.canonical[canonical_position(Kind::contacts, "contact_id")].from;
    if (person && !contact_id.empty() && has(bare_name(header[contact_id.front()]), {"contact"}))
        return Kind::contacts;
    // A status and the day of creation alone stand in every list: of tasks, cases, orders.
    const bool of_a_lead = found_of(Kind::leads, header, {"lead_id", "source", "converted", "company"}) > 0;
    if (person ||
        (of_a_lead && found_of(Kind::leads, header, {"status", "source", "created_at", "converted"}) >= 2))
        return Kind::leads;
    if (found_of(Kind::accounts, header, {"account_id", "name"}) == 2) return Kind::accounts;
    return std::nullopt;
}

std::optional<Kind> kind_of(std::span<const std::string> header, const Agreement& agreement) {
    for (const auto& [kind, settings] : agreement.exports) {
        const auto named = [&](const auto& column) {
            return std::find(header.begin(), header.end(), column.second) != header.end();
        };
        if (!settings.columns.empty() && std::all_of(settings.columns.begin(), settings.columns.end(), named))
            return kind;
    }
    for (const auto& [kind, settings] : agreement.exports) {
        if (!settings.preset.ends_with(".toml")) continue; // ours are looked through below
        Diagnostics problems;                              // told when the export is opened
        const auto preset = preset_named(settings.preset, agreement, settings.place, problems);
        if (!preset) return kind;
        if (const auto recognised = recognise(header, std::nullopt, preset.get()))
            return recognised->object->kind;
    }
    if (const auto kind = kind_of(header)) return kind;
    const Mapping leads = mapping_of(Kind::leads, {}, header);
    if (leads.canonical[canonical_position(Kind::leads, "lead_id")].has_source()) return Kind::leads;
    return std::nullopt;
}

std::vector<KindSurvey> survey(std::span<const std::string> files, std::vector<std::string>& unknown) {
    std::map<Kind, KindSurvey> kinds;
    std::map<Kind, std::vector<std::vector<std::string>>> headers;
    for (const std::string& path : files) {
        const Rows rows(Kind::leads, path, {});
        const std::vector<std::string> header = rows.header();
        const std::optional<Kind> kind = kind_of(header);
        if (!kind) {
            unknown.push_back(path);
            continue;
        }
        KindSurvey& found = kinds[*kind];
        found.kind = *kind;
        if (found.files.empty()) found.dialect = rows.dialect();
        if (found.dialect != rows.dialect()) found.dialect = {};
        found.files.push_back(path);
        if (const auto recognised = recognise(header); recognised && found.preset.empty()) {
            found.preset = recognised->preset->name;
            found.title = recognised->preset->title;
        }
        headers[*kind].push_back(header);
    }
    std::vector<KindSurvey> all;
    for (auto& [kind, found] : kinds) {
        propose_columns(found, headers[kind]);
        try {
            count_words(found);
        } catch (const Error& error) {
            // A file whose dates can be read both ways: the person who signs must say which it is.
            if (std::string_view(error.what()).find("can be read day first or month first") ==
                std::string_view::npos)
                throw;
            found.dates_undecided = true;
            found.rows = 0;
            found.words.clear();
            count_words(found);
        }
        all.push_back(std::move(found));
    }
    return all;
}

} // namespace handoff
