#pragma once

#include "command.hpp"

#include <handoff/followup.hpp>
#include <handoff/ledger.hpp>
#include <handoff/route.hpp>
#include <handoff/score.hpp>

#include <memory>

namespace handoff::command {

/// The files of a kind: those named on the command line, else standard input where the leads are piped in,
/// else the agreement's. Empty when there are none. Throws Error (data) when the agreement's patterns match
/// nothing.
std::vector<std::string> files_of(Kind, const Flags&, const Agreement&);

/// Opens an export of a kind; nothing when there are no files for it. Leads are never missing: that throws
/// Error (request).
std::unique_ptr<Export> open_export(Kind, const Flags&, const Agreement&, bool again = false);

/// Ends the reading of an export: says its warnings, adds its bad rows to the file of --rejects (which has
/// only its header when there are none), and says the count.
void settle(const Export&, const Flags&, const Voice&);

/// Writes bad rows to --rejects and says the count: "3 rows" and what they are of.
void write_rejects(std::span<const csv::BadRow>, std::string_view of, const Flags&, const Voice&);

/// What the CRM merged: the export, if there is one, and what it says.
struct ReadMerges {
    std::unique_ptr<Export> file;
    Merges people, deals;
};
ReadMerges read_merges(const Flags&, const Setting&, const Voice&);

/// What reps answered: the export, if there is one, and what it says.
struct ReadAnswers {
    std::unique_ptr<Export> file;
    std::vector<Answer> answers;
};
ReadAnswers read_answers(const Flags&, const Setting&, const Voice&);
/// The same for reports: answers that cannot be read are said and left out, `ingest` refuses or rejects them.
std::vector<Answer> right_answers(const Flags&, const Setting&, const Voice&);
/// Answers that are refused: thrown, or with --rejects written there.
void settle_wrong_answers(const Table& outcomes, std::span<const WrongAnswer>, const Flags&, const Voice&);
/// Records answers within a run, and says what came of them.
void record_answers(Ledger&, std::span<const Answer>, const Setting&, const Voice&);

/// Settles answers that must be earned, within a run, and says which are and which are not.
void settle_answers(Ledger&, const ClocksTonight&, const Setting&, const Voice&);

/// Scores leads with the touches, contacts and merges at hand.
Scorer score_leads(Export& leads, std::span<Export* const> touches, Export* contacts,
                   const ReadMerges& merges, const Setting&, std::size_t reasons);
/// Why touches joined no lead, if some did not, and which came twice.
void say_orphans(const Scorer&, const Voice&);

/// Leads that carry scores: as they were read, or scored here with the touches at hand when they carry none.
struct ScoredLeads {
    std::unique_ptr<Export> leads, touches, contacts;
    ReadMerges merges;
    Table table;                    ///< every row, with score columns
    std::vector<std::string> added; ///< the columns that were added here
    std::vector<const Export*> inputs() const {
        return {leads.get(), touches.get(), contacts.get(), merges.file.get()};
    }
};
ScoredLeads read_scored_leads(const Flags&, const Setting&, const Voice&);

/// What the clocks of open leads say tonight (handoff::judge_clocks), after the night's answers; says so
/// where touches are missing to judge by.
ClocksTonight judge_clocks(const Ledger&, const Table& leads, const Merges&, Export* touches,
                           const Table& contacts, const Setting&, const Voice&);

/// The accounts, and the deals that decide between them, where there are account files.
struct AccountExports {
    std::unique_ptr<Export> accounts, deals;
    Table account_rows, deal_rows;
};
AccountExports read_accounts(const Flags&, const Setting&, const Voice&);
/// Adds whose account a lead is of, and who knows the person from before; `added` gets the names of the
/// columns that are to be written.
void add_owners(Table& leads, const AccountExports&, const RoutePast&, const Setting&, const Voice&,
                std::vector<std::string>& added);

/// 1 for each row for which --where holds; every column of the table can be named.
std::vector<std::uint8_t> rows_where(const Table&, const Flags&, const Setting&);
/// Leaves only the rows for which --where and another condition (may be empty) hold; every column of the
/// table can be named. Returns which rows these were.
std::vector<std::uint32_t> keep_where(Table&, const Flags&, const Setting&, const Expression& and_where = {});

/// A table as CSV in the export's own columns, with the added ones at the end in place of columns of those
/// names.
void write_lead_file(const Table&, const Export&, std::span<const std::string> added,
                     const std::string& output);

/// The ledger named by --ledger, made where there is none; nothing without it.
std::optional<Ledger> open_ledger(const Flags&);
/// The same to look into. Throws Error (request) where there is none.
std::optional<Ledger> ledger_to_look_into(const Flags&);
/// Within a run, before anything is read of the past: which leads were merged since.
void record_merges(Ledger&, const Table& leads, const Merges& merges, const Setting&, const Voice&);
/// Records the night's leads within a run, and says what is noteworthy of them.
void record_leads(Ledger&, const Table& leads, const Setting&, const Voice&);
/// What the ledger is told about a run: the command, the agreement and the bytes of every input.
Ledger::Run describe_run(const std::string& command, const Setting&, std::span<const Export* const> inputs);

} // namespace handoff::command
