#pragma once

#include "ledger/database.hpp"
#include "ledger/keys.hpp"

#include <handoff/ledger.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace handoff {

struct Ledger::Impl {
    explicit Impl(const std::string& path);

    /// Throws Error (ours) outside a run: records belong to one.
    void need_run() const;

    /// Kept from one question to the next, as long as nothing was written in between.
    const ledger::CurrentKeys& keys() const;

    ledger::Database database;
    std::int64_t run = 0; ///< 0: none is under way

  private:
    mutable std::optional<ledger::CurrentKeys> keys_;
    mutable ledger::Database::State keys_as_of_{};
};

namespace ledger {

/// Finds the persons behind leads, and makes those that are new.
class Persons {
  public:
    Persons(Database&, std::int64_t run, Instant as_of);

    /// What tells a lead apart: its lead_id, else its e-mail in lower case.
    struct Key {
        std::string_view kind;
        std::string value;
    };
    static Key key(const Table&, std::size_t lead_id, std::size_t email, std::size_t row);

    std::int64_t find(const Key&); ///< 0: nobody
    std::int64_t make(const Key&);
    /// A person of whom only the past is known: no export has shown it yet.
    std::int64_t make_unseen(const Key&);
    void see(std::int64_t person); ///< the first time that an export shows it
    std::int64_t find_or_make(const Key&);

  private:
    Database* database_;
    std::int64_t run_;
    Instant as_of_;
    Statement find_, make_person_, make_key_, make_facts_;
};

/// Finds the person who is known by the key of a lead today (lead_key).
class LeadPersons {
  public:
    explicit LeadPersons(const Database&);
    std::int64_t of(std::string_view lead) const; ///< 0: nobody, or a lead that was merged into another

  private:
    mutable Statement find_;
};

/// The answers o that are the last of the rep who has the lead of n, no acceptance, and ended nothing. What
/// was answered for a lead that was merged since stands under the person it was.
constexpr std::string_view from_unsettled =
    "FROM outcome o LEFT JOIN now_merge m ON m.merged = o.person CROSS JOIN now_assignment n ON n.person = "
    "coalesce(m.survivor, o.person) AND n.closed IS NULL JOIN assignment a ON a.id = n.assignment AND o.at "
    ">= "
    "a.at AND o.rep IN (a.rep, '') WHERE o.ends IS NULL AND o.verdict <> 'accept' AND NOT EXISTS (SELECT 1 "
    "FROM outcome l WHERE (l.person = n.person OR l.person IN (SELECT merged FROM now_merge WHERE survivor = "
    "n.person)) AND l.rep IN (a.rep, '') AND (l.at, l.id) > (o.at, o.id))";

/// Leads that came back from the rep who had them last.
std::map<std::string, RoutePast::HandedBack, std::less<>> handed_back(const Database&, const CurrentKeys&);

/// What turn_of() reads, in this order, in front of anything else.
constexpr std::string_view turn_columns =
    "pool, rep, owed, entitled, given, made_up, entitled_points, given_points, ahead";
RoutePast::Turn turn_of(const Statement&);

/// What tells versions of the agreement apart, of a run r: its version, else the beginning of its SHA-256.
constexpr std::string_view version_words =
    "coalesce(nullif(r.agreement_version, ''), substr(r.agreement_sha256, 1, 12))";

/// The version of the agreement of each night, of the commands that judge leads.
std::map<Instant, std::string> versions_by_night(const Database&);

/// Whether the files of a kind that this run read are, to the byte, files that were read on earlier nights;
/// or those of another run of the same night, since what it wrote is what the next command reads. `of_runs`
/// is a condition on the runs q of earlier nights.
bool of_an_earlier_night(const Database&, std::string_view kind, std::int64_t run, Instant as_of,
                         std::string_view of_runs = "1");

/// Whether a row was updated before what is known.
inline bool is_late(const std::optional<Instant>& updated, const std::optional<Instant>& known) {
    return updated && known && *updated < *known;
}

constexpr std::size_t no_column = static_cast<std::size_t>(-1);
std::size_t column_of(const Table&, std::string_view name) noexcept;
std::string_view cell_of(const Table&, std::size_t column, std::size_t row) noexcept; ///< blank for no_column

} // namespace ledger

} // namespace handoff
