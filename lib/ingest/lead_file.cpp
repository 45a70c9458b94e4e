#include "base/ordered_output.hpp"
#include "base/parallel.hpp"

#include <handoff/csv.hpp>
#include <handoff/lead_file.hpp>

#include <algorithm>
#include <thread>

namespace handoff {

namespace {

constexpr std::size_t rows_at_once = 4096;

/// Writes rows of a table one behind the other.
class RowWriter {
  public:
    RowWriter(const Table& leads, const Export& read_from, std::span<const std::string> added)
        : leads_(leads), read_from_(read_from) {
        bool replaces = false;
        for (const std::size_t original : read_from.originals()) {
            if (std::find(added.begin(), added.end(), read_from.names()[original].name) != added.end())
                replaces = true;
            else
                columns_.push_back(original);
        }
        copies_ = read_from.plain() && !replaces;
        if (copies_) columns_.clear();
        for (const std::string& name : added)
            if (const auto at = leads.find(name)) columns_.push_back(*at);
    }

    void append_header(std::string& out) const {
        if (copies_) out += read_from_.header_line();
        append(out, [&](std::size_t column) { return std::string_view(leads_[column].name); });
    }
    void append_row(std::string& out, std::size_t row) const {
        if (copies_) out += leads_.original(row);
        append(out, [&](std::size_t column) { return leads_[column].cells[row]; });
    }

  private:
    template <class CellOf>
    void append(std::string& out, CellOf&& cell_of) const {
        for (const std::size_t column : columns_) {
            if (copies_ || column != columns_.front()) out += ',';
            csv::append_field(out, cell_of(column));
        }
        out += '\n';
    }

    const Table& leads_;
    const Export& read_from_;
    std::vector<std::size_t> columns_; ///< behind what is copied
    bool copies_ = false;
};

} // namespace

void write_lead_file(OutputFile& out, const Table& leads, const Export& read_from,
                     std::span<const std::string> added, unsigned threads) {
    const RowWriter writer(leads, read_from, added);
    std::string header;
    writer.append_header(header);
    out.write(header);
    OrderedOutput ordered(out);
    if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
    in_parallel(threads, leads.rows(), rows_at_once, [&](std::size_t from, std::size_t to, unsigned) {
        std::string piece = ordered.take();
        for (std::size_t row = from; row < to; ++row) writer.append_row(piece, row);
        ordered.put(from / rows_at_once, std::move(piece));
    });
    ordered.finish();
}

} // namespace handoff
