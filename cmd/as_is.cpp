#include "as_is.hpp"

#include "inputs.hpp"

#include <handoff/csv.hpp>
#include <handoff/files.hpp>
#include <handoff/words.hpp>

#include <filesystem>
#include <fmt/format.h>
#include <iterator>

namespace handoff::command {

namespace {

[[noreturn]] void refuse(const std::vector<csv::BadRow>& bad) {
    std::vector<Diagnostic> diagnostics;
    for (const csv::BadRow& row : bad) diagnostics.push_back(row.diagnostic);
    throw Error(Fault::data, std::move(diagnostics));
}

void say_what_was_found(const csv::Reader& reader, const Voice& voice) {
    voice.detail(fmt::format("{}: {}", reader.path(), reader.description()));
    voice.warn(reader.warnings());
    for (const std::string& sentence : reader.left_out()) voice.say(sentence);
}

/// Files whose rows stand below one header.
std::vector<csv::Reader> open_all(const Flags& flags, std::span<const std::string> files) {
    std::vector<csv::Reader> readers;
    for (const std::string& path : files) {
        if (path.ends_with(".toml"))
            throw Error(Fault::request, fmt::format("'{}' is no CSV file", path), "TOML is read by its kind");
        readers.emplace_back(path, csv::Options{.dialect = flags.dialect});
        if (readers.back().header() != readers.front().header())
            throw Error(
                Fault::request,
                fmt::format("{} has other columns than {}", readers.back().path(), readers.front().path()),
                "write each file by itself");
    }
    return readers;
}

} // namespace

int write_as_is(const Flags& flags, std::span<const std::string> files, bool count, const Voice& voice) {
    std::vector<csv::Reader> readers = open_all(flags, files);
    std::vector<csv::BadRow> bad;
    const auto keep_bad = [&](csv::BadRow&& row) { bad.push_back(std::move(row)); };
    csv::RowCount rows;

    // Nothing is written of a file that is refused; a pipe is read only once, so that its rows go on as they
    // come.
    const bool writes_as_it_goes = flags.output == "-" && !count && flags.rejects.empty();
    if (writes_as_it_goes)
        for (std::size_t i = 0; i < files.size(); ++i) {
            if (!std::filesystem::is_regular_file(files[i])) continue;
            csv::count_rows(readers[i], keep_bad);
            if (!bad.empty()) refuse(bad);
        }

    OutputFile out(flags.output);
    for (csv::Reader& reader : readers) {
        const auto write = [&](std::string_view text) {
            out.write(text);
            return !out.closed();
        };
        const csv::RowCount more = count
                                       ? csv::count_rows(reader, keep_bad)
                                       : csv::copy_as_is(reader, write, keep_bad, &reader == readers.data());
        rows.kept += more.kept;
        rows.bad += more.bad;
        if (!bad.empty() && flags.rejects.empty()) refuse(bad);
        say_what_was_found(reader, voice);
    }
    if (!bad.empty()) write_rejects(bad, "", flags, voice);
    if (count) out.write(fmt::format("{}\n", rows.kept));
    out.commit();
    voice.say(fmt::format("{} read = {} kept + {} rejected + 0 merged", counted(rows.kept + rows.bad, "row"),
                          with_thousands(static_cast<std::int64_t>(rows.kept)),
                          with_thousands(static_cast<std::int64_t>(rows.bad))));
    return 0;
}

} // namespace handoff::command
