#pragma once

#include "toml_document.hpp"

#include <handoff/agreement.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// An agreement while it is read: the file, and everything found wrong so far, each with its source line.
class Reading {
  public:
    Reading(const TomlDocument& document, std::string folder)
        : document_(document), folder_(std::move(folder)) {}

    const TomlDocument& document() const noexcept { return document_; }
    const std::string& folder() const noexcept { return folder_; }
    Diagnostics& diagnostics() noexcept { return diagnostics_; }

    void error(const Place& place, std::uint32_t width, std::string what, std::string hint = {});
    void error(const TomlValue& value, std::string what, std::string hint = {}) {
        error(value.place, value.width, std::move(what), std::move(hint));
    }
    void error(const TomlEntry& key, std::string what, std::string hint = {}) {
        error(key.place, key.width, std::move(what), std::move(hint));
    }
    /// At the [header] or { of a table.
    void error(const TomlTable& table, std::string what, std::string hint = {});
    void warning(const Place& place, std::uint32_t width, std::string what, std::string hint = {});
    void add(const Error& error);
    /// Another file was read; what it holds counts as if it stood in the agreement.
    void add_file(const std::string& path);
    /// The lists that an expression reads.
    void add_files(const Expression&);
    std::vector<NamedFile> take_files() { return std::move(files_); }
    /// Carets under the whole header when a table has one.
    std::uint32_t width_of(const TomlTable& table) const;

  private:
    const TomlDocument& document_;
    std::string folder_;
    Diagnostics diagnostics_;
    std::vector<NamedFile> files_;
};

/// The keys of one table. Asking for a key makes it known; what was never asked for is reported by finish()
/// as unknown. Each question reports a value of the wrong type and then gives nothing.
class Fields {
  public:
    /// `where` names the table in messages: "[[score.rule]]".
    Fields(Reading& reading, const TomlTable& table, std::string where)
        : reading_(reading), table_(table), where_(std::move(where)) {}

    const TomlEntry* entry(std::string_view key); ///< of any type
    const TomlEntry* entry(std::string_view key, TomlValue::Kind kind);
    /// Text that is not blank.
    std::optional<std::string> text(std::string_view key);
    std::string text_or(std::string_view key, std::string otherwise = {}) {
        return text(key).value_or(std::move(otherwise));
    }
    /// Text that must be there.
    std::optional<std::string> needed_text(std::string_view key);
    std::optional<double> number(std::string_view key);
    std::optional<Points> points(std::string_view key);
    std::optional<std::uint32_t> count(std::string_view key, std::uint32_t least = 0);
    std::optional<bool> boolean(std::string_view key);
    std::optional<Date> date(std::string_view key);
    std::optional<Duration> duration(std::string_view key);
    std::optional<TimeLimit> limit(std::string_view key);
    /// A list of texts; a single text counts as a list of one.
    std::vector<const TomlValue*> texts(std::string_view key);
    const TomlTable* table(std::string_view key);
    /// `[[key]]` tables.
    std::vector<const TomlTable*> tables(std::string_view key);
    Expression expression(std::string_view key);
    /// One of the words; reports others with the nearest.
    std::optional<std::string> word(std::string_view key, const std::vector<std::string>& words);

    void finish();
    const std::string& where() const noexcept { return where_; }

  private:
    Reading& reading_;
    const TomlTable& table_;
    std::string where_;
    std::vector<std::string> known_;
};

std::string words_for(TomlValue::Kind);  ///< what is asked for: "text", "a whole number" …
std::string words_for(const TomlValue&); ///< what is there: "text", "a number" …
bool is_number(const TomlValue&) noexcept;
/// Reports and gives nothing when the value is no text, or a blank one. `name` is said in the message.
std::optional<std::string> text_of(Reading&, const TomlValue&, std::string_view name);
Expression expression_of(Reading&, const TomlValue&);
/// What is to be worked out, as `value` says it.
std::optional<Measure> measure_of(Reading&, const TomlValue&);
std::optional<Duration> duration_of(Reading&, const TomlValue&, std::string_view name);
std::optional<TimeLimit> limit_of(Reading&, const TomlValue&, std::string_view name);
/// Known names as a hint: the nearest, or else the whole of a short list.
std::string hint_for(std::string_view word, const std::vector<std::string>& names,
                     std::string_view list_words);
/// ", first at line 12".
std::string first_at(const Place&);
/// Where a file that the agreement names stands: relative to its folder.
std::string path_of(const Reading&, const std::string& file);
/// The pools that reps are in, in the order in which they are named.
std::vector<std::string> pools_of(const Agreement&);
/// Reports a pool that nobody is in, and a rep (by id, e-mail or name) whom nobody knows.
void check_pool(Reading&, const TomlValue&, const Agreement&);
void check_rep(Reading&, const TomlValue&, const Agreement&);

// One function for each section; they fill the agreement and report what is wrong.
void read_exports(Reading&, const TomlTable&, Agreement&);
void read_lifecycle(Reading&, const TomlTable&, Agreement&);
void read_score(Reading&, const TomlTable&, Agreement&);
/// `declared`: the names in 'groups' of all scores; none when the main one declares none, and rules may name
/// what they like.
void read_rules(Reading&, const std::vector<const TomlTable*>&, const std::vector<std::string>* declared,
                ScoreModel&);
/// As a header and a condition can hold it: something, without '"', control characters or spaces around it.
bool is_column_name(std::string_view) noexcept;
/// What is_column_name asks for, in words.
inline constexpr std::string_view column_name_rule =
    "has no '\"', no control character and no space around it";
/// A group becomes a column, so that its name must be one.
void check_group_name(Reading&, const std::string& name, const Place&, std::uint32_t width);
std::vector<std::string> names_of(const std::vector<ScoreGroup>&);
/// `groups`: those that a grade may be taken from; `where` names the table in messages: "[score.grade]".
void read_grade(Reading&, const TomlTable&, std::vector<std::string> groups, const std::string& where,
                Grade&);
void read_calendars(Reading&, const TomlTable&, Agreement&);
void read_reps(Reading&, const std::vector<const TomlTable*>& reps,
               const std::vector<const TomlTable*>& teams, Agreement&);
void read_territories(Reading&, const std::vector<const TomlTable*>&, Agreement&);
void read_exclusions(Reading&, const std::vector<const TomlTable*>&, Agreement&);
void read_accounts(Reading&, const TomlTable&, Agreement&);
void read_routes(Reading&, const std::vector<const TomlTable*>&, Agreement&);
void read_slas(Reading&, const TomlTable&, Agreement&);
void read_pauses(Reading&, const std::vector<const TomlTable*>&, Agreement&);
void read_dispositions(Reading&, const std::vector<const TomlTable*>&, Agreement&);
void read_contents(Reading&, const std::vector<const TomlTable*>&, Agreement&);
void read_campaigns(Reading&, const std::vector<const TomlTable*>&, Agreement&);
void read_goals(Reading&, const std::vector<const TomlTable*>&, Agreement&);
void read_reports(Reading&, const std::vector<const TomlTable*>&, Agreement&);
void read_attribution(Reading&, const TomlTable&, Agreement&);

} // namespace handoff
