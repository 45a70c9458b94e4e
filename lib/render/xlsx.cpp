#include "render/format.hpp"
#include "render/formats.hpp"
#include "render/width.hpp"
#include "render/xlsx_library.hpp"
#include "report/fact_definitions.hpp"

#include <handoff/error.hpp>
#include <handoff/values.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <array>
#include <ctime>
#include <map>
#include <memory>
#include <set>
#include <string_view>
#include <sys/mman.h>
#include <unistd.h>

namespace handoff {
namespace xlsx {
namespace {

constexpr std::size_t longest_sheet_name = 31; ///< the format allows no more
constexpr double narrowest = 8, widest = 50;   ///< of a column, in characters
constexpr double days_to_1970 = 25569;         ///< the format counts days from the end of 1899

/// A file in memory: the library writes only to a path.
class MemoryFile {
  public:
    MemoryFile() : descriptor_(::memfd_create("report.xlsx", MFD_CLOEXEC)) {
        if (descriptor_ < 0) throw Error(Fault::ours, "no memory for the workbook");
    }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    ~MemoryFile() { ::close(descriptor_); }

    std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }
    std::string bytes() const {
        std::string all;
        std::array<char, 65536> part{};
        for (;;) {
            const ssize_t got =
                ::pread(descriptor_, part.data(), part.size(), static_cast<off_t>(all.size()));
            if (got <= 0) return all;
            all.append(part.data(), static_cast<std::size_t>(got));
        }
    }

  private:
    int descriptor_;
};

/// Names of sheets: without the signs that are not allowed, short, none twice.
class SheetNames {
  public:
    std::string of(const std::string& title) {
        std::string base;
        for (const char c : shown(title))
            base += std::string_view("[]:*?/\\").find(c) == std::string_view::npos ? c : ' ';
        base = cut(base, longest_sheet_name);
        std::string name = base;
        for (int number = 2; !taken_.insert(lower(name)).second; ++number) {
            const std::string end = " " + std::to_string(number);
            name = cut(base, longest_sheet_name - end.size()) + end;
        }
        return name;
    }

  private:
    std::set<std::string> taken_;
};

/// A date or an instant as the format counts them; none for other text.
std::optional<double> serial_of(Unit unit, const std::string& text) {
    constexpr double day = 86400e6;
    if (const auto date = read_date(text); date && unit == Unit::date)
        return static_cast<double>(std::chrono::sys_days(*date).time_since_epoch().count()) + days_to_1970;
    if (const auto instant = read_instant(text); instant && unit == Unit::instant)
        return static_cast<double>(instant->time_since_epoch().count()) / day + days_to_1970;
    return std::nullopt;
}

const char* number_format(const ReportColumn& column) noexcept {
    static_assert(least_multiple == 10); // as the format of shares below says
    switch (column.unit) {
    case Unit::count:
        return "#,##0";
    case Unit::number:
        return "#,##0.##";
    case Unit::share:
        return column.multiple ? R"([>=10]#,##0"x";0.0%)" : "0.0%";
    case Unit::money:
        return "#,##0.00";
    case Unit::points:
        return "#,##0.0#####";
    case Unit::days:
        return "#,##0.0";
    case Unit::date:
        return "yyyy-mm-dd";
    case Unit::instant:
        return "yyyy-mm-dd hh:mm";
    case Unit::text:
    case Unit::series:
        break;
    }
    return "@";
}

class Workbook {
  public:
    explicit Workbook(const Report& report) : report_(report), owned_(workbook_new(file_.path().c_str())) {
        if (!owned_) throw Error(Fault::ours, "the workbook cannot be made");
        heading_ = workbook_add_format(book_);
        format_set_bold(heading_);
        format_set_font_size(heading_, 14);
        strong_ = workbook_add_format(book_);
        format_set_bold(strong_);
        wrapped_ = workbook_add_format(book_);
        format_set_text_wrap(wrapped_);
        format_set_align(wrapped_, LXW_ALIGN_VERTICAL_TOP);
        header_ = workbook_add_format(book_);
        format_set_bold(header_);
        format_set_text_wrap(header_);
        format_set_align(header_, LXW_ALIGN_VERTICAL_TOP);
        format_set_bottom(header_, LXW_BORDER_THIN);
        // The same report is the same bytes: the day it was written is in its stamp, not here.
        std::string title = shown(report.title), comments = shown(report.stamp);
        lxw_doc_properties properties = {};
        properties.title = title.data();
        properties.comments = comments.data();
        properties.created = 946684800; // 2000-01-01
        workbook_set_properties(book_, &properties);
    }

    std::string bytes() {
        SheetNames names;
        write_front(names.of("Report"));
        for (const ReportTable& table : report_.tables) write(table, names.of(table.title));
        if (const lxw_error error = workbook_close(owned_.release()); error != LXW_NO_ERROR)
            throw Error(Fault::ours, std::string("the workbook cannot be written: ") + lxw_strerror(error));
        return file_.bytes();
    }

  private:
    lxw_worksheet* add_sheet(const std::string& name) {
        lxw_worksheet* const sheet = workbook_add_worksheet(book_, name.c_str());
        if (sheet == nullptr) throw Error(Fault::ours, "no sheet can be called '" + name + "'");
        return sheet;
    }

    static void write_text(lxw_worksheet* sheet, lxw_row_t row, std::size_t column, const std::string& text,
                           lxw_format* format = nullptr) {
        constexpr std::size_t longest_cell = 32767;
        // As a string, whatever it begins with: a spreadsheet runs none of these.
        worksheet_write_string(sheet, row, static_cast<lxw_col_t>(column),
                               cut(shown(text), longest_cell).c_str(), format);
    }

    /// What stands above the tables: the question, the stamp, headline numbers, notes.
    void write_front(const std::string& name) {
        lxw_worksheet* const sheet = add_sheet(name);
        worksheet_set_column(sheet, 0, 0, 24, nullptr);
        worksheet_set_column(sheet, 1, 1, 90, nullptr);
        lxw_row_t row = 0;
        write_text(sheet, row++, 0, report_.title, heading_);
        for (const std::string& line : {report_.question, report_.stamp})
            if (!line.empty()) write_text(sheet, row++, 0, line);
        if (!report_.facts.empty()) ++row;
        for (const auto& [fact, text] : report_.facts) {
            write_text(sheet, row, 0, fact, strong_);
            if (const std::string definition(definition_of_fact(report_.name, fact)); !definition.empty())
                worksheet_write_comment(sheet, row, 0, definition.c_str());
            write_text(sheet, row++, 1, text_of_fact(text));
        }
        if (!report_.notes.empty()) ++row;
        for (const std::string& note : report_.notes) write_text(sheet, row++, 1, note, wrapped_);
        const auto title_of_definitions = ++row;
        for (const ReportTable& table : report_.tables) {
            for (const ReportColumn& column : table.columns) {
                if (column.definition.empty()) continue;
                if (row == title_of_definitions)
                    write_text(sheet, row++, 0, "What the columns mean", strong_);
                write_text(sheet, row, 0, table.title + ": " + title_of(column), wrapped_);
                write_text(sheet, row++, 1, column.definition, wrapped_);
            }
        }
    }

    lxw_format* format_of(const ReportColumn& column, bool total) {
        const char* const number = number_format(column);
        lxw_format*& format = formats_[{number, total}];
        if (format != nullptr) return format;
        format = workbook_add_format(book_);
        if (column.unit != Unit::text && column.unit != Unit::series) format_set_num_format(format, number);
        if (total) {
            format_set_bold(format);
            format_set_top(format, LXW_BORDER_THIN);
        }
        return format;
    }

    void write_number(lxw_worksheet* sheet, lxw_row_t row, std::size_t column, std::optional<double> number,
                      lxw_format* format) {
        if (number)
            worksheet_write_number(sheet, row, static_cast<lxw_col_t>(column), *number, format);
        else
            worksheet_write_blank(sheet, row, static_cast<lxw_col_t>(column), format);
    }

    void write_row(lxw_worksheet* sheet, lxw_row_t at, const ReportTable& table,
                   const std::vector<ReportCell>& cells, const std::vector<bool>& ranged, bool total) {
        std::size_t column = 0;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const ReportCell& cell = cells[i];
            const Unit unit = table.columns[i].unit;
            lxw_format* const format = format_of(table.columns[i], total);
            if (const auto* text = std::get_if<std::string>(&cell.value)) {
                if (const auto serial = serial_of(unit, *text))
                    write_number(sheet, at, column++, serial, format);
                else
                    write_text(sheet, at, column++, cell.name.empty() ? *text : cell.name, format);
            } else if (const auto* series = std::get_if<Series>(&cell.value)) {
                write_text(sheet, at, column++, raw_numbers(*series), format);
            } else {
                write_number(sheet, at, column++, number_of(cell), format);
            }
            if (!ranged[i]) continue;
            write_number(sheet, at, column++, cell.low, format);
            write_number(sheet, at, column++, cell.high, format);
        }
    }

    void write(const ReportTable& table, const std::string& name) {
        lxw_worksheet* const sheet = add_sheet(name);
        const TableText texts = to_texts(table);
        const std::vector<bool> ranged = ranged_columns(table);
        std::size_t columns = 0;
        const auto head = [&](const ReportColumn& column, const std::string& title, double width) {
            const auto at = static_cast<lxw_col_t>(columns++);
            write_text(sheet, 0, at, title, header_);
            worksheet_set_column(sheet, at, at, std::clamp(width + 2, narrowest, widest), nullptr);
            if (!column.definition.empty()) worksheet_write_comment(sheet, 0, at, column.definition.c_str());
        };
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            const ReportColumn& column = table.columns[i];
            std::size_t width = std::min<std::size_t>(display_width(title_of(column)), 16);
            for (const auto& row : texts.rows) width = std::max(width, display_width(row[i].text));
            head(column, title_of(column), static_cast<double>(width));
            if (!ranged[i]) continue;
            head(column, title_of(column) + ", low", static_cast<double>(width));
            head(column, title_of(column) + ", high", static_cast<double>(width));
        }
        lxw_row_t row = 1;
        for (const auto& cells : table.rows) write_row(sheet, row++, table, cells, ranged, false);
        const lxw_row_t last = row - 1;
        if (!table.total.empty()) write_row(sheet, row++, table, table.total, ranged, true);
        ++row;
        for (const std::string& note : table.notes) write_text(sheet, row++, 0, note);
        worksheet_freeze_panes(sheet, 1, 0);
        if (columns > 0 && last > 0)
            worksheet_autofilter(sheet, 0, 0, last, static_cast<lxw_col_t>(columns - 1));
        worksheet_set_landscape(sheet);
        worksheet_fit_to_pages(sheet, 1, 0);
        worksheet_repeat_rows(sheet, 0, 0);
    }

    const Report& report_;
    MemoryFile file_;
    struct Free {
        void operator()(lxw_workbook* book) const noexcept { lxw_workbook_free(book); }
    };
    std::unique_ptr<lxw_workbook, Free> owned_; ///< until it is closed
    lxw_workbook* book_ = owned_.get();
    lxw_format *heading_, *strong_, *wrapped_, *header_;
    std::map<std::pair<std::string_view, bool>, lxw_format*> formats_; ///< of numbers; whether in the total
};

} // namespace
} // namespace xlsx

std::string render_xlsx(const Report& report, const RenderOptions&) { return xlsx::Workbook(report).bytes(); }

} // namespace handoff
