#pragma once

#include <handoff/exports.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace handoff {

/// How often each word of a column comes.
class WordCounts {
  public:
    void add(std::string_view word, std::uint64_t times = 1);
    void remove(std::string_view word); ///< without case
    std::uint64_t total() const noexcept { return total_; }
    std::uint64_t of(std::string_view word) const;
    bool empty() const noexcept { return counts_.empty(); }
    bool full() const noexcept; ///< there are too many words for a pick list: some were not counted
    /// The commonest first, then by the word.
    std::vector<std::pair<std::string, std::uint64_t>> sorted() const;

  private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept {
            return std::hash<std::string_view>{}(text);
        }
    };
    std::unordered_map<std::string, std::uint64_t, Hash, std::equal_to<>> counts_;
    std::uint64_t total_ = 0;
};

/// What was found in the files of one kind, as `handoff init` needs it.
struct KindSurvey {
    Kind kind = Kind::leads;
    std::vector<std::string> files;
    std::string preset, title;                                ///< of the system, if it was recognised
    std::vector<std::pair<std::string, std::string>> columns; ///< ours, theirs: worth writing down
    std::vector<std::pair<std::string, std::uint64_t>> blank; ///< words that seem to mean nothing
    csv::Dialect dialect;                                     ///< of all files; nothing where they differ
    bool dates_undecided = false;                             ///< nothing shows day or month first
    std::uint64_t rows = 0;
    std::map<std::string, WordCounts, std::less<>>
        words; ///< canonical column -> its words, blank ones left out

    const WordCounts& of(std::string_view column) const;
};

/// The kind of a file by its header: what a preset says, else by the columns that give a kind away. None when
/// nothing does.
std::optional<Kind> kind_of(std::span<const std::string> header);

/// Looks at files of any kinds. Throws Error (data) for files that cannot be read; those of no known kind are
/// added to `unknown`.
std::vector<KindSurvey> survey(std::span<const std::string> files, std::vector<std::string>& unknown);

} // namespace handoff
