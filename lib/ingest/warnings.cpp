#include <handoff/words.hpp>

#include <algorithm>
#include <ingest/export.hpp>
#include <ingest/forms.hpp>

namespace handoff {

namespace {

/// The commonest first, then by name.
std::vector<std::pair<std::string, std::uint64_t>>
by_count(const std::map<std::string, std::uint64_t>& counts) {
    std::vector<std::pair<std::string, std::uint64_t>> sorted(counts.begin(), counts.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    return sorted;
}

constexpr std::size_t most_listed = 10;

/// "'a' (12), 'b' (3) and 4 more".
std::string listed(const std::vector<std::pair<std::string, std::uint64_t>>& counts) {
    std::string text;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (i == most_listed) return text + " and " + std::to_string(counts.size() - i) + " more";
        text += (i == 0 ? "'" : ", '") + counts[i].first + "' (" +
                with_thousands(static_cast<std::int64_t>(counts[i].second)) + ")";
    }
    return text;
}

} // namespace

std::vector<Diagnostic> Export::Impl::warnings() const {
    Diagnostics all;
    for (const auto& file : files)
        for (std::size_t i = 0; i < file->mapping.own.size(); ++i) {
            const std::string& own = file->mapping.own[i];
            if (own.starts_with("raw:") && file->rows.header()[i] != own)
                all.warning({file->rows.path(), 0, 0},
                            "column '" + file->rows.header()[i] +
                                "' is not the canonical column of that name and is kept as '" + own + "'");
        }
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (cleaned[i].unreadable == 0) continue;
        const File& file = *files[cleaned[i].file];
        const std::string& theirs = file.rows.header()[file.mapping.canonical[i].from.front()];
        all.warning({file.rows.path(), 0, 0},
                    counted(cleaned[i].unreadable, "cell") + " of column '" + theirs + "' " +
                        (cleaned[i].unreadable == 1 ? "is" : "are") + " not " +
                        std::string(words_for_form(columns[i])) + ", first '" + cleaned[i].example +
                        "', and " + (cleaned[i].unreadable == 1 ? "counts" : "count") + " as blank",
                    file.forms[i].text == TextForm::phone && home.empty()
                        ? "country in [agreement] says where numbers without a country are"
                        : "words that mean nothing are listed by blank in [exports." +
                              std::string(to_text(kind)) + "]");
    }
    if (statuses_agreed && !unmapped_statuses.empty())
        all.warning(lifecycle_place,
                    "[lifecycle] status maps no stage for " + listed(by_count(unmapped_statuses)));
    if (!unmapped_types.empty())
        all.warning(settings.place,
                    "types of touch that are none of ours: " + listed(by_count(unmapped_types)),
                    "map them by types in [exports.touches]");
    return all.take();
}

} // namespace handoff
