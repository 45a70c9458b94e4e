#pragma once

#include <handoff/csv.hpp>
#include <handoff/exports.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// The rows of one file as they stand there, from CSV or TOML.
class Rows {
  public:
    Rows(Kind kind, const std::string& path, const ExportOptions& options);

    const std::string& path() const noexcept { return path_; }
    const std::vector<std::string>& header() const noexcept;
    unsigned threads() const noexcept { return reader_ ? reader_->threads() : 1; }
    bool plain() const noexcept { return reader_ && reader_->plain(); }
    std::string_view header_line() const noexcept;
    csv::Dialect dialect() const { return reader_ ? reader_->dialect() : csv::Dialect{}; }
    std::string description() const { return reader_ ? reader_->description() : "TOML"; }
    std::vector<std::string> left_out() const;
    std::vector<Diagnostic> warnings() const;
    Table first_rows();    ///< some, with all columns
    void keep_for_again(); ///< see csv::Reader

    /// As csv::Reader::for_each does: batches hold the wanted columns, in that order.
    void for_each(std::span<const std::size_t> wanted, csv::Reader::Keep keep,
                  const std::function<void(csv::Reader::Batch&)>& work);

  private:
    std::string path_;
    std::unique_ptr<csv::Reader> reader_; ///< none: the rows stand in the table
    Table table_;
    std::vector<std::string> header_;
    std::vector<csv::BadRow> bad_;
};

/// Rows of a kind from TOML: `[[lead]]` tables, one for each row; their keys are columns, in the order in
/// which they first appear. A row with a value of another type than its canonical column is bad. Throws Error
/// (data) for text that is no TOML, and for anything but such tables.
Table read_toml_rows(Kind kind, const std::string& text, const std::string& path,
                     std::vector<csv::BadRow>& bad);

/// The kind of the first table of such a text; none for a name that is none of ours.
std::optional<Kind> kind_of_toml(std::string_view text);

} // namespace handoff
