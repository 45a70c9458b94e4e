#include "files.hpp"

#include <handoff/error.hpp>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace handoff::csv {

TemporaryFile::TemporaryFile(std::string_view bytes, std::string_view name) {
    static std::atomic<int> number{0};
    folder_ = (std::filesystem::temp_directory_path() /
               ("handoff-csv-" + std::to_string(::getpid()) + "-" + std::to_string(number++)))
                  .string();
    std::filesystem::create_directories(folder_);
    path_ = folder_ + "/" + std::string(name);
    std::ofstream(path_, std::ios::binary) << bytes;
}

TemporaryFile::~TemporaryFile() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

Result read(std::string_view bytes, const Options& options) {
    const TemporaryFile file(bytes);
    Reader reader(file.path(), options);
    std::vector<BadRow> bad;
    const Table table = reader.read_all(bad);

    Result result;
    result.header = reader.header();
    result.lines = table.lines;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        std::vector<std::string>& cells = result.rows.emplace_back();
        for (const Column& column : table.columns()) cells.emplace_back(column.cells[row]);
        result.originals.emplace_back(table.original(row));
    }
    for (const BadRow& row : bad) {
        Place place = row.diagnostic.place;
        place.file.clear();
        result.bad.push_back(to_string(place) + " " + row.diagnostic.what);
    }
    return result;
}

std::string refusal(std::string_view bytes, const Options& options) {
    const TemporaryFile file(bytes);
    try {
        Reader reader(file.path(), options);
    } catch (const Error& error) {
        std::string text = error.what();
        if (const auto at = text.find(file.path()); at != std::string::npos)
            text.replace(at, file.path().size(), "FILE");
        return text;
    }
    return "not refused";
}

} // namespace handoff::csv
