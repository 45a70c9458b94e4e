#include "files.hpp"

#include <handoff/error.hpp>

#include <catch2/catch.hpp>
#include <random>

using namespace handoff;
using namespace handoff::csv;

namespace {

/// A reader written another way: one byte after another, for comma, `"` and LF or CRLF. It knows only good
/// rows and whether there was a bad one.
struct Reference {
    std::vector<std::string> header;
    Rows rows;
    std::size_t bad = 0;

    explicit Reference(std::string_view bytes) {
        std::vector<std::string> row(1);
        bool quoted = false, closed = false, junk = false, empty = true;
        const auto end_record = [&](bool last) {
            std::string& cell = row.back();
            if (!closed && cell.ends_with('\r')) cell.pop_back();
            const bool nothing = row.size() == 1 && cell.empty() && empty;
            if (!nothing) add(row, junk || (last && quoted && !closed));
            row.assign(1, "");
            quoted = closed = junk = false;
            empty = true;
        };
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            const char c = bytes[i];
            if (quoted && !closed) {
                if (c != '"')
                    row.back() += c;
                else if (i + 1 < bytes.size() && bytes[i + 1] == '"')
                    row.back() += bytes[++i];
                else
                    closed = true;
            } else if (c == '\n') {
                end_record(false);
            } else if (c == ',') {
                row.emplace_back();
                quoted = closed = false;
                empty = false;
            } else if (closed) {
                const bool line_end = c == '\r' && (i + 1 == bytes.size() || bytes[i + 1] == '\n');
                if (c != ' ' && !line_end) junk = true;
            } else if (c == '"' && row.back().empty()) {
                quoted = true;
                empty = false;
            } else {
                row.back() += c;
            }
        }
        if (!empty || !row.back().empty()) end_record(true);
    }

    void add(std::vector<std::string> row, bool wrong) {
        if (header.empty()) {
            header = row;
            return;
        }
        while (!wrong && row.size() > header.size() && row.back().empty()) row.pop_back();
        if (wrong || row.size() != header.size())
            ++bad;
        else
            rows.push_back(std::move(row));
    }
};

std::string nasty(std::mt19937& random) {
    // Weighted towards what is special, but not so much that no row is ever good.
    static constexpr std::string_view pieces[] = {
        "x",  "yy", "zzz",  ",",  ",",     ",",    "\n",   "\n",      "\r\n",     "\"",
        "\"", " ",  "\"\"", "\r", "\",\"", "\n\"", "\"\n", ",\"a\",", "\xC3\xA9", "long text here"};
    std::uniform_int_distribution<std::size_t> piece(0, std::size(pieces) - 1), length(0, 120);
    std::string bytes = "a,b\n";
    for (std::size_t i = length(random); i > 0; --i) bytes += pieces[piece(random)];
    return bytes;
}

std::string nasty_cell(std::mt19937& random) {
    static constexpr std::string_view pieces[] = {"x", ",",  "\"", "\n",           "\r",  "\r\n",
                                                  " ", "\t", ";",  "\xEF\xBB\xBF", "word"};
    std::uniform_int_distribution<std::size_t> piece(0, std::size(pieces) - 1), length(0, 5);
    std::string cell;
    for (std::size_t i = length(random); i > 0; --i) cell += pieces[piece(random)];
    return cell;
}

Options comma(std::size_t chunk, unsigned threads) {
    Options options;
    options.dialect = {.delimiter = ",",
                       .quote = "\"",
                       .escape = Dialect::Escape::doubled,
                       .encoding = "UTF-8",
                       .skip = 0,
                       .header_rows = 1,
                       .units = false,
                       .footer = ""};
    options.chunk = chunk;
    options.threads = threads;
    return options;
}

} // namespace

TEST_CASE("random input is read as a simple reader reads it", "[csv]") {
    std::mt19937 random(1);
    std::size_t rows = 0, bad = 0;
    for (int i = 0; i < 3000; ++i) {
        const std::string bytes = nasty(random);
        CAPTURE(bytes);
        const Reference expected(bytes);
        const Result result = read(bytes, comma(512 * 1024, 1));
        REQUIRE(result.rows == expected.rows);
        REQUIRE(result.bad.size() == expected.bad);
        rows += expected.rows.size();
        bad += expected.bad;
    }
    CHECK(rows > 3000);
    CHECK(bad > 3000);
}

TEST_CASE("the size of chunks and the number of threads change nothing", "[csv]") {
    std::mt19937 random(2);
    std::uniform_int_distribution<std::size_t> chunk(1, 64), large(65, 700);
    std::uniform_int_distribution<unsigned> threads(1, 4);
    for (int i = 0; i < 400; ++i) {
        const std::string bytes = nasty(random) + nasty(random);
        CAPTURE(bytes);
        const Result whole = read(bytes, comma(512 * 1024, 1));
        REQUIRE(read(bytes, comma(chunk(random), threads(random))) == whole);
        REQUIRE(read(bytes, comma(large(random), threads(random))) == whole);
    }
}

TEST_CASE("every chunk size from 1 to 130 gives the same table", "[csv]") {
    std::string bytes = "id,text\r\n";
    for (int i = 0; i < 40; ++i)
        bytes += std::to_string(i) + (i % 3 == 0   ? ",\"a \"\"word\"\",\r\nand more\"\r\n"
                                      : i % 3 == 1 ? ",5\" pipe\r\n"
                                                   : ",\r\n");
    const Result whole = read(bytes, comma(512 * 1024, 1));
    REQUIRE(whole.rows.size() == 40);
    for (std::size_t chunk = 1; chunk <= 130; ++chunk) {
        CAPTURE(chunk);
        REQUIRE(read(bytes, comma(chunk, 3)) == whole);
    }
}

TEST_CASE("what is written is read again as it was", "[csv]") {
    std::mt19937 random(3);
    std::uniform_int_distribution<std::size_t> columns(1, 4), rows(0, 6);
    for (int i = 0; i < 1000; ++i) {
        Table table;
        for (std::size_t c = columns(random); c > 0; --c)
            table.add("name" + std::to_string(c) + (c == 2 ? ";,\"|" : ""));
        table.set_rows(rows(random));
        for (Column& column : table.columns())
            for (std::string_view& cell : column.cells) cell = table.keep(nasty_cell(random));

        const Result result = read(to_csv(table));
        REQUIRE(result.bad.empty());
        REQUIRE(result.header == table.names());
        REQUIRE(result.rows.size() == table.rows());
        for (std::size_t row = 0; row < table.rows(); ++row)
            for (std::size_t c = 0; c < result.header.size(); ++c)
                REQUIRE(result.rows[row][c] == table[c].cells[row]);
    }
}

TEST_CASE("a field of any length is read, whatever the size of chunks", "[csv]") {
    const std::string large(3'000'000, 'x');
    const std::string bytes = "a,b\n1,\"" + large + "\n" + large + "\"\n2,y\n";
    const Result result = read(bytes, comma(64 * 1024, 2));
    REQUIRE(result.rows.size() == 2);
    CHECK(result.rows[0][1].size() == 2 * large.size() + 1);
    CHECK(result.rows[1] == std::vector<std::string>{"2", "y"});
    CHECK(result.lines == std::vector<std::uint64_t>{2, 4});
}
