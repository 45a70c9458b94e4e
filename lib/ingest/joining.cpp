#include "ingest/joining.hpp"

#include "base/huge_pages.hpp"

#include <handoff/error.hpp>

#include <utility>

namespace handoff {

Joining::Joining(const std::vector<std::string>& names) {
    for (const std::string& name : names) all_.add(name);
}

void Joining::put(std::uint64_t number, Table piece) {
    const std::lock_guard lock(access_);
    early_.emplace(number, std::move(piece));
    for (; !early_.empty() && early_.begin()->first == next_; ++next_) {
        append(early_.begin()->second);
        early_.erase(early_.begin());
    }
}

void Joining::append(const Table& piece) {
    if (piece.columns().empty()) return;
    if (all_.rows() == 0 && piece.rows() > 0) make_room(piece);
    all_.append(piece);
}

void Joining::make_room(const Table& first) {
    std::size_t rows = rows_expected_;
    if (rows == 0 && !first.originals.empty()) {
        std::uint64_t bytes = 0;
        for (const std::string_view original : first.originals) bytes += original.size() + 1;
        constexpr double more = 1.05; // than the first rows let expect
        rows = static_cast<std::size_t>(more * static_cast<double>(bytes_expected_) *
                                        static_cast<double>(first.rows()) / static_cast<double>(bytes));
    }
    const auto make_room_in = [&](auto& values) {
        values.reserve(rows);
        ask_for_huge_pages(values.data(), rows * sizeof(values[0]));
    };
    for (std::size_t column = 0; column < first.columns().size(); ++column)
        if (!first[column].cells.empty()) make_room_in(all_[column].cells);
    if (!first.lines.empty()) make_room_in(all_.lines);
    if (!first.originals.empty()) make_room_in(all_.originals);
}

Table Joining::take() {
    if (!early_.empty()) throw Error(Fault::ours, "a batch is missing");
    return std::exchange(all_, Table());
}

} // namespace handoff
