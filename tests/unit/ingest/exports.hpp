#pragma once

#include "../csv/files.hpp"

#include <handoff/exports.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// An export from text, with the file it stands in.
struct TestExport {
    explicit TestExport(std::string_view text, Kind kind = Kind::leads, const Agreement& agreement = {},
                        ExportOptions options = {}, std::string_view name = "export.csv")
        : file(text, name), data(kind, {file.path()}, agreement, options) {}

    csv::TemporaryFile file;
    Export data;

    /// The cells of a column, joined by "|".
    std::string column(std::string_view name) {
        const auto position = data.find(name);
        if (!position) return "no such column";
        const std::vector<std::size_t> wanted = {*position};
        std::string cells;
        bool first = true;
        data.for_each(wanted, csv::Reader::Keep::cells, [&](csv::Reader::Batch& batch) {
            for (const std::string_view cell : batch.table[*position].cells) {
                if (!first) cells += '|';
                cells += cell;
                first = false;
            }
        });
        return cells;
    }
    /// What warnings() says, without the file's name.
    std::string warnings() const {
        std::string text;
        for (Diagnostic diagnostic : data.warnings()) {
            if (diagnostic.place.file == file.path()) diagnostic.place.file = "FILE";
            text += to_string(diagnostic);
        }
        return text;
    }
};

/// The text of the error that reading a column of an export throws, with FILE for the path.
std::string refused(std::string_view text, Kind kind, const Agreement& agreement, std::string_view column);

/// A whole clean export, and what became of its rows.
struct Ingested : CleanExport::Counts {
    Table table;
};
inline Ingested ingest(Export& from, const Merges& merges = {}) {
    CleanExport clean(from, merges);
    return {clean.rows(), clean.read_all()};
}

/// An agreement with settings for one kind.
inline Agreement agreement_with(Kind kind, ExportSettings settings) {
    Agreement agreement;
    agreement.exports[kind] = std::move(settings);
    return agreement;
}

} // namespace handoff
