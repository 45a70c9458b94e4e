#pragma once

#include <handoff/agreement.hpp>
#include <handoff/csv.hpp>
#include <handoff/expression.hpp>
#include <handoff/table.hpp>

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace handoff {

/// A column that every export of a kind may have under our name (docs/files.md).
struct CanonicalColumn {
    std::string_view name;
    Type type;
    bool derived =
        false; ///< worked out by handoff from other columns: email_domain, is_freemail, seniority, stage …
};
std::span<const CanonicalColumn> canonical_columns(Kind) noexcept;

/// What the columns of a table of that kind are, for binding expressions to it: canonical columns and those
/// that handoff adds (score, grade, qualified, the groups of the agreement, rep, due_at …) have their types,
/// canonical columns the table does not have are not named.
Scope scope_of(const Table& table, Kind kind, const Agreement& agreement, Instant as_of);

/// What a system calls things: built from a TOML file, one of those in lib/ingest/presets, which are embedded
/// in the library, or one that a user wrote (docs/presets.md).
struct Preset {
    std::string name;  ///< "salesforce"
    std::string title; ///< "Salesforce"
    /// One kind of file the system writes: Salesforce's Task and Event are both touches.
    struct Object {
        Kind kind = Kind::leads;
        std::string name; ///< "Task"
        /// Canonical name -> their columns: the first that is not blank on a row counts.
        std::map<std::string, std::vector<std::string>> columns;
        std::map<std::string, std::string> constants; ///< canonical name -> what every row of such a file is
        std::vector<std::vector<std::string>> recognised_by; ///< any of these sets of columns gives it away
    };
    std::vector<Object> objects;
    std::map<std::string, std::string> status;     ///< their lead status -> our stage
    std::map<std::string, std::string> types;      ///< their touch type -> ours
    std::map<std::string, std::string> deal_stage; ///< their deal stage -> open, won, lost
};
std::span<const Preset> presets();
/// The object whose columns a header shows, among those of a kind, and of one preset, if these are given;
/// none when nothing is recognised. Names of columns are compared without case, spaces, underscores and other
/// signs.
struct Recognised {
    const Preset* preset = nullptr;
    const Preset::Object* object = nullptr;
};
std::optional<Recognised> recognise(std::span<const std::string> header,
                                    std::optional<Kind> kind = std::nullopt, const Preset* only = nullptr);

/// The kind that a file shows: by its header, or by its tables where it is TOML. None when nothing shows.
std::optional<Kind> kind_of_file(const std::string& path);

/// What a phone number of an export was worked out to be. It takes about 16 µs, so that from night to night
/// it is remembered.
struct KnownPhone {
    std::uint64_t written = 0; ///< fingerprint of the text and the country it was read in
    std::uint64_t number = 0;  ///< the digits of E.164 as one number; 0: no valid number
};

/// The kind of export that a header shows: by the columns that the agreement names, by a preset, or by
/// columns that give it away. None when nothing does.
std::optional<Kind> kind_of(std::span<const std::string> header, const Agreement&);

struct ExportOptions {
    unsigned threads = 0;
    bool again = false;   ///< the files will be read more than once
    bool collect = false; ///< bad rows are collected (--rejects) rather than thrown
    std::optional<std::string>
        preset;           ///< overrides the agreement's; a file is relative to the working directory
    csv::Dialect dialect; ///< overrides the agreement's
};

/// One kind of export, from one file or several (CSV or TOML; "-" is standard input), seen through the
/// mapping of the agreement and the preset: every canonical column under our name, in canonical text, and
/// every other column under its own. Reading needs no copy where a cell already is canonical.
class Export {
  public:
    /// Opens the files and reads their headers. Throws Error (data) for what cannot be read, Error (request)
    /// for a mapping that names a column the file does not have.
    Export(Kind, std::vector<std::string> paths, const Agreement&, ExportOptions = {});
    ~Export();
    Export(Export&&) noexcept;

    Kind kind() const noexcept;
    const std::vector<std::string>& paths() const noexcept;
    const std::string& preset() const noexcept; ///< its name; empty when none was recognised

    /// Every column that can be asked for: first the canonical ones of this kind (blank where the files have
    /// nothing for them), then the originals by their own names; an original whose name is a canonical one of
    /// another meaning is "raw:NAME". For Scope.
    const std::vector<Scope::Name>& names() const noexcept;
    std::optional<std::size_t> find(std::string_view name) const noexcept;
    /// The originals, as positions in names(), in file order (of the first file; then those only later files
    /// have).
    const std::vector<std::size_t>& originals() const noexcept;
    /// An original as it stands in its file: its name in the header, and the position in names() of its cells
    /// as they were, before cleaning.
    const std::string& name_in_file(std::size_t original) const noexcept;
    std::size_t as_it_stood(std::size_t original) const noexcept;
    /// Which original (position in names()) a canonical column is read from; none when it has none or is
    /// derived.
    std::optional<std::size_t> source(std::size_t canonical) const noexcept;
    /// True when rows can be copied as they stood: one CSV file, comma separated, every column named.
    bool plain() const noexcept;
    std::string_view header_line() const noexcept; ///< when plain

    /// Streams rows as csv::Reader does. Tables have a column for each name, at its position; those not
    /// wanted are empty (no cells).
    void for_each(std::span<const std::size_t> wanted, csv::Reader::Keep,
                  const std::function<void(csv::Reader::Batch&)>& work);
    unsigned threads() const noexcept;
    /// Everything, in order, with all names as columns; those of `without` are not read, and have no cells.
    Table read_all(std::span<const std::string_view> without = {});

    /// After reading. Rows read = rows given to `work` + bad rows.
    std::uint64_t rows_read() const noexcept;
    const std::vector<csv::BadRow>& bad() const noexcept; ///< in file order
    /// What is no row and was left out of the files, a sentence each; after reading.
    std::vector<std::string> left_out() const;
    /// How each file is written, in words.
    std::vector<std::string> descriptions() const;
    /// What is said once about the files: guesses that are not certain, unmapped statuses and types with
    /// their counts, cells that are not of their column's type.
    std::vector<Diagnostic> warnings() const;
    /// Before reading: what is remembered of phone numbers. After it: those that had to be worked out.
    void know_phones(std::span<const KnownPhone>);
    std::vector<KnownPhone> new_phones() const;
    /// From here on: whether phone numbers are only trimmed. To clean those of all rows may take longer than
    /// all else; where few are shown, clean_phone() cleans one of a row with this country (may be blank).
    /// Blank when it is no number; what is clean already stays so.
    void leave_phones(bool leave);
    std::string clean_phone(std::string_view written, std::string_view country) const;

  private:
    friend class CleanExport;
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// Two records of the CRM that became one.
struct Merge {
    std::string survivor, merged;
    std::optional<Instant> at;
};

/// Which records were merged into which: from exports of merges, and from what leads or deals say themselves
/// (merged_into, merged_ids). Chains are followed to their end; the same for any order in which they are
/// added.
class Merges {
  public:
    enum class Of { people, deals };
    Merges() = default;
    /// From a table of merges; those of leads and contacts, or those of deals.
    explicit Merges(const Table& merges, Of of = Of::people);
    /// From leads, contacts or deals, whose own id stands in the column `key`.
    void add_from(const Table& rows, std::string_view key);
    void add(std::span<const Merge> merges);

    bool empty() const noexcept { return list_.empty(); }
    /// The record that an id belongs to in the end; the id itself when it was not merged. Salesforce ids of
    /// 15 and 18 characters are one.
    std::string_view survivor(std::string_view id) const noexcept;
    /// Every record that was merged, once, with its last survivor; in order of time.
    const std::vector<Merge>& list() const noexcept { return list_; }

  private:
    void insert(Merge);
    void follow();

    std::set<std::tuple<std::optional<Instant>, std::string, std::string>> links_; ///< at, survivor, merged
    std::map<std::string, std::string, std::less<>> survivors_;                    ///< by what ids join by
    std::vector<Merge> list_;
};

/// The rows of an export as `ingest` writes them: the canonical columns that have something first, then the
/// originals. Where cells of a canonical column could not be kept since they are not of its type, they stand
/// as they were in "raw:NAME".
///
/// Rows with the same key are one: lead_id (contact_id, deal_id …), else the e-mail address; touches without
/// touch_id, and members of campaigns without id or address, only when the whole row is the same. Of each
/// field the newest `updated_at` that has one wins, then the later row. Leads, contacts and deals that were
/// merged (by these merges, or as they say themselves) become one row too: that of the survivor, whose blanks
/// the others fill, and which keeps their ids in merged_ids. What ingest wrote, ingested again, stays the
/// same.
///
/// Only keys, and rows that are the same as others, stand in memory; the rest is read again each time it is
/// asked for.
class CleanExport {
  public:
    /// Reads the export, which must live longer and allow to be read again (ExportOptions::again): which rows
    /// are the same, and which columns hold something. Throws Error (data) as reading an export does.
    explicit CleanExport(Export&, const Merges& = {});
    CleanExport(CleanExport&&) noexcept;
    ~CleanExport();

    struct Counts {
        std::uint64_t read = 0, kept = 0, rejected = 0, merged = 0; ///< read = kept + rejected + merged
    };
    const Counts& rows() const noexcept;
    const std::vector<std::string>& columns() const noexcept;
    /// Rows that are not wanted after all (positions among those that were kept, rising): they count as
    /// rejected.
    void reject(std::span<const std::size_t> rows);

    /// All rows, in order, with those of the columns that have one of these names; with all columns.
    Table read(std::span<const std::string_view> names);
    Table read_all();
    /// Writes all rows as CSV, on all threads. Once this or read_all() was called, everything that the export
    /// warns of is known.
    void write(OutputFile&);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// Joins touches, deals and outcomes to leads: by lead_id, else contact id, else e-mail; a row that names no
/// person by the deal, else the account, that just one lead was converted into. Salesforce's 18-character ids
/// join on their first 15; ids of merged leads find their survivor.
class LeadKeys;
class LeadIndex {
  public:
    static constexpr std::uint32_t none = 0xffffffff;
    /// From a table of leads; contacts (may be none) add their ids through lead_id and e-mail.
    LeadIndex(const Table& leads, const Table* contacts = nullptr, const Merges& merges = {});
    ~LeadIndex();
    /// The lead's row; `none` when nobody has that key.
    std::uint32_t by_id(std::string_view lead_id) const noexcept;
    std::uint32_t by_contact(std::string_view contact_id) const noexcept;
    std::uint32_t by_email(std::string_view email) const noexcept;
    std::uint32_t
    by_account(std::string_view account_id) const noexcept; ///< none when several leads became it
    /// For a row of touches or deals: the first of lead_id, contact_id, email, that finds a lead; where all
    /// of them are blank, deal_id and account_id.
    std::uint32_t find(const Table& rows, std::size_t row) const noexcept;
    const LeadKeys& keys() const noexcept; ///< for what joins many rows at a time

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// The stage a lead's own columns show: the furthest of its mapped status and its conversion; with the stage
/// reached beside an aside one.
struct Stage {
    std::string now;      ///< a stage or an aside
    std::string furthest; ///< a stage of the path
};
Stage stage_of(const Lifecycle&, std::string_view status, bool converted, std::string_view deal_status);

/// A first agreement for these files, as TOML with comments: what was recognised, columns, statuses, reps
/// from the owners, a first set of rules. The result passes read_agreement.
std::string propose_agreement(std::span<const std::string> files, Date today);

/// The agreement against the exports: columns that rules name and no export has, values that occur nowhere
/// (with the nearest that does), statuses and touch types that are not mapped, owners who are no rep.
/// Warnings and errors, sorted by place.
std::vector<Diagnostic> check_against_exports(const Agreement&, std::span<Export*> exports);

} // namespace handoff
