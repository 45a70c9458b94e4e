#include "files.hpp"

#include <handoff/error.hpp>

#include <catch2/catch.hpp>
#include <zlib.h>
#include <zstd.h>

using namespace handoff;
using namespace handoff::csv;

namespace {

std::string gzipped(std::string_view text) {
    z_stream zlib = {};
    REQUIRE(deflateInit2(&zlib, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string packed(deflateBound(&zlib, text.size()) + 64, '\0');
    std::string from(text);
    zlib.next_in = reinterpret_cast<Bytef*>(from.data());
    zlib.avail_in = static_cast<uInt>(from.size());
    zlib.next_out = reinterpret_cast<Bytef*>(packed.data());
    zlib.avail_out = static_cast<uInt>(packed.size());
    CHECK(deflate(&zlib, Z_FINISH) == Z_STREAM_END);
    packed.resize(zlib.total_out);
    deflateEnd(&zlib);
    return packed;
}

std::string zstandard(std::string_view text) {
    std::string packed(ZSTD_compressBound(text.size()), '\0');
    packed.resize(ZSTD_compress(packed.data(), packed.size(), text.data(), text.size(), 3));
    return packed;
}

std::string many_rows() {
    std::string text = "id,city\n";
    for (int i = 0; i < 100'000; ++i)
        text += std::to_string(i * 7919 % 1'000'003) + ",\"Rome, " + std::to_string(i % 89) + "\"\n";
    return text;
}

std::string failure(std::string_view bytes) {
    const TemporaryFile file(bytes, "leads.csv.gz");
    try {
        Reader reader(file.path());
        std::vector<BadRow> bad;
        reader.read_all(bad);
    } catch (const Error& error) {
        CHECK(error.fault() == Fault::data);
        std::string text = error.what();
        text.replace(text.find(file.path()), file.path().size(), "FILE");
        return text;
    }
    return "read to its end";
}

const std::string cut = "error: 'FILE' ends in the middle of its compressed data\n"
                        "  hint: copy or export it again\n";
const std::string damaged = "error: the compressed data of 'FILE' are damaged\n"
                            "  hint: copy or export it again\n";

} // namespace

TEST_CASE("packed files give what their text gives", "[csv]") {
    const std::string text = many_rows();
    const Result expected = read(text);
    REQUIRE(expected.rows.size() == 100'000);
    CHECK(read(gzipped(text)) == expected);
    CHECK(read(zstandard(text)) == expected);
    CHECK(read(gzipped(text), {.chunk = 100'003}) == expected);
}

TEST_CASE("archives one behind the other are one text", "[csv]") {
    const Rows rows = {{"1", "2"}, {"3", "4"}};
    CHECK(read(gzipped("a,b\n1,") + gzipped("") + gzipped("2\n3,4\n")).rows == rows);
    CHECK(read(gzipped("a,b\n1,2\n3,4\n") + std::string(512, '\0')).rows == rows);
    CHECK(read(zstandard("a,b\n1,") + zstandard("2\n3,4\n")).rows == rows);
}

TEST_CASE("a packed file is read again without being kept", "[csv]") {
    const TemporaryFile file(gzipped(many_rows()));
    Reader reader(file.path());
    reader.first_rows();
    for (int pass = 0; pass < 2; ++pass) {
        std::vector<BadRow> bad;
        const Table table = reader.read_all(bad);
        CHECK(table.rows() == 100'000);
        CHECK(table[1].cells[99'999] == "Rome, " + std::to_string(99'999 % 89));
    }
}

TEST_CASE("an archive that ends too early is refused, wherever it was cut", "[csv]") {
    const std::string text = many_rows();
    for (const std::string& packed : {gzipped(text), zstandard(text)})
        for (const std::size_t size : {std::size_t{5}, std::size_t{12}, packed.size() / 2, packed.size() - 1})
            CHECK(failure(packed.substr(0, size)) == cut);
}

TEST_CASE("a damaged archive is refused", "[csv]") {
    const std::string text = many_rows();
    std::string packed = gzipped(text);
    packed[packed.size() - 6] = static_cast<char>(~packed[packed.size() - 6]); // its checksum
    CHECK(failure(packed) == damaged);
    CHECK(failure(gzipped(text) + "and so on") == damaged);

    packed = zstandard(text);
    for (std::size_t i = packed.size() / 2; i < packed.size() / 2 + 64; ++i) packed[i] = '\xFF';
    CHECK(failure(packed) == damaged);
}

TEST_CASE("an empty archive holds no header", "[csv]") {
    CHECK(refusal(gzipped("")) == "error: 'FILE' is empty: no header was found\n");
    CHECK(refusal(zstandard("")) == "error: 'FILE' is empty: no header was found\n");
}

TEST_CASE("what is no CSV is told inside an archive as well", "[csv]") {
    CHECK(refusal(gzipped("%PDF-1.7")) == "error: 'FILE' is no CSV file, it is a PDF document\n"
                                          "  hint: save it as CSV UTF-8\n");
    CHECK(refusal(gzipped(gzipped("a\n1\n"))) ==
          "error: 'FILE' is no CSV file, it is compressed with gzip\n  hint: unpack it first\n");
}
