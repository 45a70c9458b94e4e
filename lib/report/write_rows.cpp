#include "report/cells.hpp"
#include "report/person_name.hpp"

#include <handoff/csv.hpp>
#include <handoff/files.hpp>
#include <handoff/report.hpp>
#include <handoff/values.hpp>

#include <cmath>

namespace handoff {
namespace {

/// What tells people which lead, deal or campaign a row is.
class Identity {
  public:
    struct Names {
        std::string_view kind, id, status, amount, created;
    };
    Identity(const Table& rows, const Names& names)
        : rows_(rows), kind_(names.kind), id_(rows, names.id), email_(rows, "email"), name_(rows),
          company_(rows, "company"), source_(rows, "source"), owner_(rows, "owner"),
          status_(rows, names.status), amount_(rows, names.amount), created_(rows, names.created) {}

    void append(std::string& out, std::size_t row) const {
        const Place place = rows_.place(row);
        add(out, kind_);
        add(out, id_[row]);
        add(out, place.file);
        add(out, place.line == 0 ? std::string() : std::to_string(place.line));
        add(out, name_[row]);
        for (const Cells* cells : {&email_, &company_, &source_, &owner_, &status_, &amount_, &created_})
            add(out, (*cells)[row]);
    }
    static constexpr std::string_view header =
        "kind,id,file,line,name,email,company,source,owner,status,amount,created_at";

  private:
    static void add(std::string& out, std::string_view cell) {
        out += ',';
        csv::append_field(out, csv::safe_for_spreadsheet(cell));
    }
    const Table& rows_;
    std::string_view kind_;
    Cells id_, email_;
    PersonName name_;
    Cells company_, source_, owner_, status_, amount_, created_;
};

std::string number_text(double number) { return std::isfinite(number) ? to_text(number) : std::string(); }

/// What a row of a table is called: the texts and times that stand before its numbers, else its first number.
std::string name_of_row(const ReportTable& table, const std::vector<ReportCell>& row) {
    const auto names = [](Unit unit) {
        return unit == Unit::text || unit == Unit::date || unit == Unit::instant;
    };
    std::string name;
    for (std::size_t i = 0; i < row.size() && names(table.columns[i].unit); ++i)
        if (const auto* text = std::get_if<std::string>(&row[i].value))
            name += (name.empty() ? "" : ", ") + *text;
    if (const auto* number = std::get_if<double>(&row.front().value)) return number_text(*number);
    return name;
}

class RowsWriter {
  public:
    RowsWriter(const ReportInput& input, OutputFile& out)
        : leads_(input.leads, {"lead", "lead_id", "stage", "amount", "created_at"}),
          deals_(input.deals, {"deal", "deal_id", "status", "amount", "created_at"}),
          campaigns_(input.campaigns, {"campaign", "campaign_id", "status", "cost", "starts_on"}),
          deals_then_(input.deals_then ? input.deals_then->deals : nothing_,
                      {"deal before", "deal_id", "status", "amount", "created_at"}),
          out_(out) {
        text_ = "table,row,column,value,part,";
        text_.append(Identity::header) += '\n';
    }

    void write(const ReportTable& table) {
        for (const auto& row : table.rows) {
            const std::string name = csv::safe_for_spreadsheet(name_of_row(table, row));
            for (std::size_t i = 0; i < row.size(); ++i)
                if (row[i].behind) write(table.key, name, table.columns[i].key, row[i]);
        }
    }
    void end() { out_.write(text_); }

  private:
    void write(const std::string& table, const std::string& row, const std::string& column,
               const ReportCell& cell) {
        std::string begin;
        csv::append_field(begin, table);
        csv::append_field(begin += ',', row);
        csv::append_field(begin += ',', column);
        begin += ',';
        if (const auto* number = std::get_if<double>(&cell.value)) begin += number_text(*number);
        begin += ',';
        const RowsBehind& behind = *cell.behind;
        const Identity& identity = identity_of(behind.of);
        for (std::size_t i = 0; i < behind.rows.size(); ++i) {
            text_ += begin;
            text_ += behind.parts.empty() ? "1" : number_text(behind.parts[i]);
            identity.append(text_, behind.rows[i]);
            text_ += '\n';
            constexpr std::size_t piece = 1 << 20;
            if (text_.size() < piece) continue;
            out_.write(text_);
            text_.clear();
        }
    }

    const Identity& identity_of(RowsBehind::Of of) const noexcept {
        switch (of) {
        case RowsBehind::Of::leads:
            return leads_;
        case RowsBehind::Of::deals:
            return deals_;
        case RowsBehind::Of::campaigns:
            return campaigns_;
        case RowsBehind::Of::deals_then:
            return deals_then_;
        }
        return leads_;
    }

    Table nothing_;
    Identity leads_, deals_, campaigns_, deals_then_;
    OutputFile& out_;
    std::string text_;
};

} // namespace

void write_rows(const Report& report, const ReportInput& input, OutputFile& out) {
    RowsWriter writer(input, out);
    for (const ReportTable& table : report.tables) writer.write(table);
    writer.end();
}

} // namespace handoff
