#include <handoff/table.hpp>
#include <handoff/text_pool.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

namespace handoff {

/// Text that tables keep.
struct Table::Arena : TextPool {};

namespace {

template <typename T>
std::vector<T> picked(const std::vector<T>& values, std::span<const std::uint32_t> rows) {
    std::vector<T> result;
    if (values.empty()) return result;
    result.reserve(rows.size());
    for (const std::uint32_t row : rows) result.push_back(values[row]);
    return result;
}

/// Adds values that only some tables have: they are blank for the rows of a table without them.
template <typename T>
void append_optional(std::vector<T>& values, std::size_t rows, const std::vector<T>& more,
                     std::size_t more_rows) {
    if (values.empty() && more.empty()) return;
    values.resize(rows);
    values.insert(values.end(), more.begin(), more.end());
    values.resize(rows + more_rows);
}

void forget_findings(Column& column) {
    column.instants.clear();
    column.numbers.clear();
    column.numbering = 0;
}

} // namespace

void Table::set_rows(std::size_t rows) {
    rows_ = rows;
    for (Column& column : columns_) {
        forget_findings(column);
        column.cells.resize(rows);
        if (!column.points.empty()) column.points.resize(rows);
    }
    if (!lines.empty()) lines.resize(rows);
    if (!originals.empty()) originals.resize(rows);
    if (!files_.empty()) files_.resize(rows);
}

void Table::start_batch(std::size_t rows, std::span<const std::size_t> blank,
                        std::span<const std::size_t> filled) {
    if (arena_ && arena_.use_count() == 1)
        arena_->clear();
    else
        arena_ = nullptr;
    shared_.clear();
    lines.clear();
    originals.clear();
    files_.clear();
    rows_ = rows;
    auto kept = filled.begin();
    for (std::size_t position = 0; position < columns_.size(); ++position) {
        Column& column = columns_[position];
        forget_findings(column);
        column.points.clear();
        if (kept != filled.end() && *kept == position)
            ++kept;
        else
            column.cells.clear();
    }
    for (const std::size_t position : blank) columns_[position].cells.resize(rows);
}

std::optional<std::size_t> Table::find(std::string_view name) const noexcept {
    const auto found = std::find_if(columns_.begin(), columns_.end(),
                                    [&](const Column& column) { return column.name == name; });
    if (found == columns_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - columns_.begin());
}

std::vector<std::string> Table::names() const {
    std::vector<std::string> result;
    result.reserve(columns_.size());
    for (const Column& column : columns_) result.push_back(column.name);
    return result;
}

std::size_t Table::add(std::string name) {
    Column& column = columns_.emplace_back();
    column.name = std::move(name);
    column.cells.resize(rows_);
    return columns_.size() - 1;
}

std::size_t Table::find_or_add(std::string_view name) {
    if (const auto position = find(name)) return *position;
    return add(std::string(name));
}

void Table::remove(std::size_t position) {
    columns_.erase(columns_.begin() + static_cast<std::ptrdiff_t>(position));
}

Table Table::select(std::span<const std::uint8_t> keep) const {
    std::vector<std::uint32_t> rows;
    for (std::size_t row = 0; row < rows_; ++row)
        if (keep[row] != 0) rows.push_back(static_cast<std::uint32_t>(row));
    return pick(rows);
}

Table Table::pick(std::span<const std::uint32_t> rows) const {
    Table result;
    result.rows_ = rows.size();
    result.columns_.reserve(columns_.size());
    for (const Column& column : columns_) {
        Column& copy = result.columns_.emplace_back();
        copy.name = column.name;
        copy.cells = picked(column.cells, rows);
        copy.points = picked(column.points, rows);
        copy.instants = picked(column.instants, rows);
        copy.numbers = picked(column.numbers, rows);
        copy.numbering = column.numbering;
    }
    result.file = file;
    result.lines = picked(lines, rows);
    result.originals = picked(originals, rows);
    result.files_ = picked(files_, rows);
    result.share(*this);
    return result;
}

Table Table::copy(std::span<const std::uint32_t> rows) const {
    Table result = pick(rows);
    const auto for_each_text = [&](auto&& visit) {
        for (Column& column : result.columns_)
            for (std::string_view& cell : column.cells) visit(cell);
        for (std::string_view& original : result.originals) visit(original);
    };
    std::size_t size = 0;
    for_each_text([&](std::string_view text) { size += text.size(); });
    auto bytes = std::make_shared_for_overwrite<char[]>(size);
    char* at = bytes.get();
    for_each_text([&](std::string_view& text) {
        if (!text.empty()) std::memcpy(at, text.data(), text.size());
        text = {at, text.size()};
        at += text.size();
    });
    result.shared_.assign(1, std::move(bytes));
    return result;
}

void Table::append(const Table& other) {
    if (&other == this) return append(Table(other));
    const auto same_name = [](const Column& a, const Column& b) { return a.name == b.name; };
    if (!std::equal(columns_.begin(), columns_.end(), other.columns_.begin(), other.columns_.end(),
                    same_name))
        throw Error(Fault::ours, "tables with different columns cannot be put together");

    for (std::size_t i = 0; i < columns_.size(); ++i) {
        Column& column = columns_[i];
        const Column& more = other.columns_[i];
        forget_findings(column);
        // Exact numbers are only of use when every row has them.
        if ((rows_ > 0 && column.points.empty()) || (other.rows_ > 0 && more.points.empty()))
            column.points.clear();
        else
            column.points.insert(column.points.end(), more.points.begin(), more.points.end());
        column.cells.insert(column.cells.end(), more.cells.begin(), more.cells.end());
    }
    append_optional(lines, rows_, other.lines, other.rows_);
    append_optional(originals, rows_, other.originals, other.rows_);
    if (rows_ == 0 && files_.empty() && other.files_.empty()) {
        file = other.file;
    } else if (!files_.empty() || !other.files_.empty() || file != other.file) {
        files_.resize(rows_, file);
        for (std::size_t row = 0; row < other.rows_; ++row) files_.push_back(other.file_of(row));
    }
    rows_ += other.rows_;
    share(other);
}

void Table::reserve(std::size_t rows) {
    for (Column& column : columns_) column.cells.reserve(rows);
    if (!lines.empty()) lines.reserve(rows);
    if (!originals.empty()) originals.reserve(rows);
}

std::string_view Table::keep(std::string_view text) {
    if (text.empty()) return {};
    // A copy of this table holds the same arena, and may be in use on another thread: leave it alone.
    if (arena_ && arena_.use_count() > 1) share(std::exchange(arena_, nullptr));
    if (!arena_) arena_ = std::make_shared<Arena>();
    return arena_->keep(text);
}

void Table::share(std::shared_ptr<const void> bytes) {
    if (bytes) shared_.push_back(std::move(bytes));
}

void Table::share(const Table& other) {
    shared_.insert(shared_.end(), other.shared_.begin(), other.shared_.end());
    share(other.arena_);
}

const Table::FileName& Table::file_of(std::size_t row) const noexcept {
    return files_.empty() ? file : files_[row];
}

Place Table::place(std::size_t row) const {
    const FileName& name = file_of(row);
    if (!name || lines.empty() || lines[row] == 0) return {};
    return {*name, static_cast<std::uint32_t>(lines[row]), 1};
}

std::string_view Table::original(std::size_t row) const noexcept {
    return originals.empty() ? std::string_view() : originals[row];
}

} // namespace handoff
