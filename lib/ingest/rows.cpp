#include <handoff/files.hpp>

#include <ingest/rows.hpp>

namespace handoff {

namespace {

/// True for the first line of a TOML export on standard input, which has no name to tell.
bool looks_like_toml(const csv::Reader& reader) {
    const std::string_view line = reader.header_line();
    return line.starts_with("[[") || line.starts_with("#");
}

/// Comments may stand before the first table.
bool is_toml(std::string_view text) {
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        const std::size_t first = line.find_first_not_of(" \t\r");
        if (first != std::string_view::npos && line[first] != '#')
            return line.substr(first).starts_with("[[");
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return false;
}

} // namespace

Rows::Rows(Kind kind, const std::string& path, const ExportOptions& options) : path_(path) {
    if (path.ends_with(".toml")) {
        table_ = read_toml_rows(kind, read_file(path), path, bad_);
        header_ = table_.names();
        return;
    }
    reader_ = std::make_unique<csv::Reader>(
        path, csv::Options{.dialect = options.dialect, .threads = options.threads, .again = options.again});
    path_ = reader_->path();
    if (path != "-" || !looks_like_toml(*reader_)) return;
    if (const std::string text = reader_->text(); is_toml(text)) {
        table_ = read_toml_rows(kind, text, path_, bad_);
        header_ = table_.names();
        reader_.reset();
    }
}

const std::vector<std::string>& Rows::header() const noexcept {
    return reader_ ? reader_->header() : header_;
}

std::string_view Rows::header_line() const noexcept {
    return reader_ ? reader_->header_line() : std::string_view();
}

std::vector<std::string> Rows::left_out() const {
    return reader_ ? reader_->left_out() : std::vector<std::string>();
}

std::vector<Diagnostic> Rows::warnings() const {
    return reader_ ? reader_->warnings() : std::vector<Diagnostic>();
}

Table Rows::first_rows() { return reader_ ? reader_->first_rows() : table_; }

void Rows::keep_for_again() {
    if (reader_) reader_->keep_for_again();
}

void Rows::for_each(std::span<const std::size_t> wanted, csv::Reader::Keep keep,
                    const std::function<void(csv::Reader::Batch&)>& work) {
    if (reader_) return reader_->for_each(wanted, keep, work);
    csv::Reader::Batch batch;
    batch.bad = bad_;
    for (const std::size_t column : wanted) batch.table.add(header_[column]);
    batch.table.set_rows(table_.rows());
    for (std::size_t i = 0; i < wanted.size(); ++i) batch.table[i].cells = table_[wanted[i]].cells;
    batch.table.file = table_.file;
    batch.table.lines = table_.lines;
    batch.table.originals = table_.originals;
    batch.table.share(table_);
    work(batch);
}

} // namespace handoff
