#include "csv/records.hpp"

#include "csv/field.hpp"

#include <algorithm>
#include <cstdint>

namespace handoff::csv {

Records::Records(std::string_view text, const Marks& marks, bool whole) : bytes_(text.data()), marks_(marks) {
    index_.clear();
    const State end = scan(bytes_, 0, text.size(), marks, State::record_start, index_);
    const std::size_t complete = index_.record_count();
    if (whole && end != State::record_start) index_.add_record_end(text.size());
    for (std::size_t r = 0; r < index_.record_count(); ++r)
        if (!line(r).empty()) not_empty_.push_back(r);
    unclosed_ = index_.record_count() > complete && in_quotes(end);
}

std::size_t Records::start(std::size_t record) const {
    return std::uint32_t(*(index_.fields() + fields_before(record) - 1) + 1);
}

std::string_view Records::line(std::size_t record) const {
    const std::size_t from = start(record);
    std::size_t to = index_.fields()[fields_before(record + 1) - 1];
    if (to > from && marks_.line_end == '\n' && bytes_[to - 1] == '\r') --to;
    return {bytes_ + from, to - from};
}

std::string_view Records::field(std::size_t record, std::size_t position) const {
    const std::size_t at = fields_before(not_empty_[record]) + position;
    const std::uint32_t* const fields = index_.fields();
    const std::size_t from = std::uint32_t(*(fields + at - 1) + 1);
    const std::string_view whole = text(record);
    return {bytes_ + from, std::min<std::size_t>(fields[at], begin(record) + whole.size()) - from};
}

bool Records::is_blank(std::size_t record, std::size_t position) const {
    return csv::is_blank(field(record, position), marks_);
}

std::size_t Records::used(std::size_t record) const {
    std::size_t fields = size(record);
    while (fields > 0 && is_blank(record, fields - 1)) --fields;
    return fields;
}

std::size_t Records::filled(std::size_t record) const {
    std::size_t fields = 0;
    for (std::size_t i = 0; i < size(record); ++i) fields += is_blank(record, i) ? 0 : 1;
    return fields;
}

} // namespace handoff::csv
