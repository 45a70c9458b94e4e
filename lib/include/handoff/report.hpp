#pragma once

#include <handoff/agreement.hpp>
#include <handoff/exports.hpp>
#include <handoff/followup.hpp>
#include <handoff/ledger.hpp>
#include <handoff/score.hpp>
#include <handoff/table.hpp>
#include <handoff/text_pool.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace handoff {

/// What a cell of a report is; decides how each format shows it. CSV and JSON show `value` raw. A share is
/// 0 to 1; dates and instants stand as canonical text.
enum class Unit { text, count, number, share, money, points, days, date, instant, series };
std::string_view to_text(Unit) noexcept;

/// What more of a column means to the reader: shown as a colour, never only as a colour.
enum class Tone { plain, good, bad };

/// The rows of leads, deals, campaigns, or deals as they were (ReportInput::deals_then), that a number counts
/// or adds up, so that every number can be opened (--rows).
struct RowsBehind {
    enum class Of { leads, deals, campaigns, deals_then } of = Of::leads;
    std::vector<std::uint32_t> rows; ///< of that table of the report's input; each once
    std::vector<double> parts;       ///< what each row brings to the number; empty: 1 each
};

/// Numbers one after another in time, for a column of the unit `series`: people see a small chart.
using Series = std::vector<double>;

/// One cell of a report: nothing, text, a number of the column's unit, or a series of them. `low` and `high`
/// bound it when it is an estimate.
struct ReportCell {
    std::variant<std::monostate, std::string, double, Series> value;
    std::optional<double> low, high;
    /// What people read in its place where the text is an id: its name. CSV and JSON have both.
    std::string name;
    /// Counts and sums have it: their parts add up to the value. A median has the values it is the middle of.
    /// None: text, or worked out from numbers beside it, as its definition says.
    std::shared_ptr<const RowsBehind> behind;
    ReportCell() = default;
    ReportCell(std::string text) : value(std::move(text)) {}
    ReportCell(std::string_view text) : value(std::string(text)) {}
    ReportCell(const char* text) : value(std::string(text)) {}
    ReportCell(double number) : value(number) {}
    ReportCell(Series numbers) : value(std::move(numbers)) {}
    bool blank() const noexcept { return std::holds_alternative<std::monostate>(value); }
};

struct ReportColumn {
    std::string key;   ///< stable, for CSV and JSON: "reached"
    std::string title; ///< for people: "reached"
    Unit unit = Unit::text;
    std::string definition; ///< how the number is defined, one sentence
    bool bar = false;       ///< people's formats draw a bar of its size beside it
    bool wrap = false;      ///< a long text goes on in the next line of a terminal, rather than being cut
    bool group = false;     ///< rows with the same text stand together; a terminal shows it once
    std::string currency;   ///< of money
    Tone tone = Tone::plain;
    /// Worked out from all rows together, or from other columns: no rows stand behind one of its numbers.
    bool derived = false;
    bool multiple = false; ///< a share that may be many times the whole, which people see as "392x"
    bool charted = false;  ///< part of the table's chart
    bool ranged = false;   ///< its cells may have bounds, so that CSV and JSON always have room for them
    bool named = false;    ///< and names beside their ids
    bool if_any = false;   ///< blank or 0 in every cell it is not for people to see
};

struct ReportTable {
    std::string key, title;
    std::vector<ReportColumn> columns;
    std::vector<std::vector<ReportCell>> rows; ///< each as wide as `columns`
    std::vector<ReportCell> total;             ///< empty, or a last row; CSV leaves it out
    std::size_t for_people = 0; ///< terminal, Markdown and HTML show so many of its rows; 0: all
    std::vector<std::string> notes;
    /// What HTML draws above it, of its columns that are `charted`: a line for each through the rows, which
    /// follow each other in time or by size; or for each row how far they are spread.
    enum class Chart { none, lines, spread } chart = Chart::none;
    /// Without rows people do not see it; CSV, JSON and XLSX have it every day, as such columns.
    bool if_any = false;
};

/// What a report says, before any format: built once; renderers see nothing else.
struct Report {
    std::string name;                                       ///< "funnel"
    std::string title;                                      ///< "Funnel"
    std::string question;                                   ///< the question it answers
    std::string stamp;                                      ///< agreement name, version, hash; as of
    std::vector<std::pair<std::string, std::string>> facts; ///< headline numbers, as text
    std::vector<ReportTable> tables;
    std::vector<std::string> notes;
};

/// What reports are made from. Tables hold canonical columns; those that were not given are empty.
struct ReportInput {
    const Agreement* agreement = nullptr;
    Instant as_of{};
    Table leads; ///< with stage, and the score columns when they are there
    /// Canonical columns of the leads, and the columns of the same table that hold their cells as they stood.
    std::map<std::string, std::string> as_they_stood;
    Table deals;
    Table campaigns;
    Table members;             ///< who is in which campaign; may be empty
    Export* touches = nullptr; ///< streamed by the reports that need them
    Table stages;              ///< stage history that handoff found (Ledger::stages), may be empty
    Table history;             ///< stage history as the CRM exports it (kind stages), may be empty
    std::optional<Ledger::DealsThen> deals_then; ///< for `pipeline` and `digest`: what deals showed before
    Table deal_stages;   ///< and when their stages changed since (Ledger::deal_stages)
    Table contacts;      ///< may be empty
    Table deal_contacts; ///< who takes part in which deal; may be empty
    Merges merges, merged_deals;
    std::vector<Handover> handovers; ///< from the ledger, else from the lead file (handovers_of)
    std::shared_ptr<TextPool> texts = std::make_shared<TextPool>(); ///< into which they point, besides leads
    std::vector<Answer> answers;                                    ///< what reps said
    std::vector<Hold> holds;                                        ///< from the ledger, as the next
    std::vector<Ledger::Breach> breaches;
    std::string rep; ///< only the work of this rep; empty: of all
    bool has_ledger = false;
    bool leads_are_newer = false;         ///< the ledger knows a later night than `as_of`
    std::vector<Ledger::TurnAfter> turns; ///< from the ledger, as the two below
    std::vector<Ledger::MakeUp> make_ups;
    std::vector<Ledger::Unrouted> unrouted; ///< those of `leads`
    std::string paths; ///< attribution: a file of paths, instead of leads, deals and touches
    /// The leads were chosen (--where): deals that join none of them are left out.
    bool only_their_deals = false;
    /// For `quality`: the scores of the leads (in their order) that it is asked about (`score`), each as of
    /// an instant of its own.
    std::function<Scorer::Then(std::span<const std::optional<Instant>>)> scores_at;
    /// When leads first qualified, and with what score (Ledger::first_qualified): for `quality` that which it
    /// is asked about.
    std::map<std::string, Ledger::FirstQualified, std::less<>> first_qualified;
    /// Under which version of the agreement leads (lead_key) were judged (Ledger::versions).
    std::map<std::string, std::string> versions;
    /// Which leads (in their order) qualify under another agreement, today. For suggestions.
    std::function<std::vector<std::uint8_t>(const Agreement&)> qualified_under;
    std::optional<Duration> after; ///< for `quality`: how long after creation scores are looked at
    std::string score;             ///< for `quality`: a named score; empty: the main one
    std::string outcome;           ///< for `quality`: a stage, or a condition on leads; empty: opportunity
    std::string thresholds;    ///< for `quality`: points from one to the next, or "all"; empty: round ones
    std::string by;            ///< a column to split by; empty: none
    std::string across, value; ///< for `table`: a column to split across, and what is worked out
    std::string cohort;        ///< for `funnel`: week, month, quarter or year; empty: all together
    /// Leads (pipeline: deals) created on these days of the agreement's zone.
    std::optional<Date> from, to;
    /// The phone number of a lead: those of all leads are cleaned only where a report asks about them all.
    /// None: what stands in `leads`.
    std::function<std::string(std::uint32_t row)> phone;
};

/// A note for any report: how many leads nobody could take to this day, and since when; empty without any.
std::string unrouted_note(const ReportInput&);

/// A note for any report: how many of its leads were judged under which version of the agreement; empty when
/// it was one and the same, or without a ledger.
std::string versions_note(const ReportInput&);

/// The line every report carries: "Acme inbound 2026.4 (3f2a9c…), as of 2026-11-22T06:00:00Z".
std::string stamp(const Agreement&, Instant as_of);

class OutputFile;
/// The rows behind every number of a report that was made from this input, as CSV for people: table, row,
/// column and value of the number, what the row brings to it, then which lead or deal it is and where it
/// stands (docs/report.md).
void write_rows(const Report&, const ReportInput&, OutputFile&);

struct ReportKind {
    std::string_view name;
    std::string_view question;
    std::string_view needs; ///< which inputs
    Report (*make)(const ReportInput&);
    /// The columns of leads that it names, beside those that tell who a lead is and how far it came; "*":
    /// all but those as they stood before cleaning, which are "raw:*".
    std::span<const std::string_view> columns;
    bool handovers = false;   ///< always asks for ReportInput::handovers
    bool past_scores = false; ///< asks for ReportInput::scores_at
    bool phones = false;      ///< reads the phone numbers of all leads
};
/// Every report there is, in the order in which --list shows them.
std::span<const ReportKind> reports() noexcept;

/// Whether a report reads ReportInput::handovers.
bool asks_for_handovers(const ReportKind&, const Agreement&) noexcept;

/// Reads the leads for a report: all rows, and the columns that the report, the conditions of the agreement
/// on leads, or one of these texts names. The others stand there without cells. Texts are what a user asks
/// for: columns, conditions, measures. Phone numbers are cleaned where the report reads them all or a text
/// names them; else they stand as they were written.
Table read_leads(const ReportKind&, const Agreement&, Export& leads, std::span<const std::string> texts);
/// For ReportInput::phone, of leads that read_leads() read from this export. Both must outlive it.
std::function<std::string(std::uint32_t row)> phones_of(const Table& leads, const Export&);
/// The columns of leads that stand in the rows behind numbers (write_rows).
std::span<const std::string_view> columns_of_rows() noexcept;

} // namespace handoff
