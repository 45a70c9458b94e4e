#pragma once

#include "csv/scan.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace handoff::csv {

/// The records of a stretch of text as fields, for a look at them. Empty lines are none, and the last one is
/// there only when it is known to be whole. The text must be readable up to `padding` bytes behind its end.
class Records {
  public:
    /// `whole`: the text ends where the file ends.
    Records(std::string_view text, const Marks& marks, bool whole);

    std::size_t count() const { return not_empty_.size(); }
    /// Quotes stand only where fields start and end.
    bool clean() const { return !index_.literal && sound(); }
    /// Every quote that opens is closed, and nothing but an end of the field stands behind it.
    bool sound() const { return !index_.junk && !unclosed_; }
    bool never_closed(std::size_t record) const {
        return unclosed_ && not_empty_[record] + 1 == index_.record_count();
    }
    std::size_t size(std::size_t record) const {
        return fields_before(not_empty_[record] + 1) - fields_before(not_empty_[record]);
    }
    /// The number of its fields without the blank ones at the end.
    std::size_t used(std::size_t record) const;
    std::size_t filled(std::size_t record) const; ///< how many of its fields are not blank
    std::size_t begin(std::size_t record) const { return start(not_empty_[record]); }
    /// Where the next record starts.
    std::size_t behind(std::size_t record) const {
        return index_.fields()[fields_before(not_empty_[record] + 1) - 1] + std::size_t{1};
    }
    /// Whether an empty line stands above it.
    bool behind_gap(std::size_t record) const {
        return not_empty_[record] > 0 && (record == 0 || not_empty_[record - 1] + 1 != not_empty_[record]);
    }
    std::string_view text(std::size_t record) const { return line(not_empty_[record]); }
    std::string_view field(std::size_t record, std::size_t position) const;
    bool is_blank(std::size_t record, std::size_t position) const;

  private:
    std::size_t fields_before(std::size_t record) const {
        return record == 0 ? 0 : index_.records()[record - 1];
    }
    std::size_t start(std::size_t record) const;
    std::string_view line(std::size_t record) const;

    const char* bytes_;
    Marks marks_;
    Index index_;
    bool unclosed_ = false;
    std::vector<std::size_t> not_empty_;
};

} // namespace handoff::csv
