#include "files.hpp"

#include <handoff/error.hpp>

#include <catch2/catch.hpp>

using namespace handoff;
using namespace handoff::csv;

namespace {

using Names = std::vector<std::string>;

} // namespace

TEST_CASE("rows end with LF, CRLF or, in the whole file, CR", "[csv]") {
    const Rows expected = {{"1", "2"}, {"3", "4"}};
    CHECK(read("a,b\n1,2\n3,4\n").rows == expected);
    CHECK(read("a,b\r\n1,2\r\n3,4\r\n").rows == expected);
    CHECK(read("a,b\r1,2\r3,4\r").rows == expected);
    CHECK(read("a,b\n1,2\r\n3,4\r").rows == expected);
    CHECK(read("a,b\n1\r2,x\n").rows == Rows{{"1\r2", "x"}});
    CHECK(read("a,b\r1,2\r3,4\r").lines == std::vector<std::uint64_t>{2, 3});
}

TEST_CASE("the last row needs no line end", "[csv]") {
    CHECK(read("a,b\n1,2").rows == Rows{{"1", "2"}});
    CHECK(read("a,b\n1,").rows == Rows{{"1", ""}});
    CHECK(read("a,b\n1,\"2\"").rows == Rows{{"1", "2"}});
    CHECK(read("a,b").rows.empty());
    CHECK(read("a,b").header == Names{"a", "b"});
    CHECK(read("a,b\n").rows.empty());
}

TEST_CASE("quoted fields hold delimiters, line ends and doubled quotes", "[csv]") {
    CHECK(read("a,b\n\"x,y\",2\n").rows == Rows{{"x,y", "2"}});
    CHECK(read("a,b\n\"x\ny\r\nz\",2\n3,4\n").rows == Rows{{"x\ny\r\nz", "2"}, {"3", "4"}});
    CHECK(read("a,b\n\"x\ny\r\nz\",2\n3,4\n").lines == std::vector<std::uint64_t>{2, 5});
    CHECK(read("a,b\n\"say \"\"hi\"\"\",\"\"\n").rows == Rows{{"say \"hi\"", ""}});
    CHECK(read("a,b\n\"\"\"\",\"\"\"\"\"\"\n").rows == Rows{{"\"", "\"\""}});
    CHECK(read("a,b\n\"x\" ,\"y\"\t\n").rows == Rows{{"x", "y"}});
}

TEST_CASE("a quote inside unquoted text is text", "[csv]") {
    CHECK(read("a,b\n5\" pipe,2\nx\"y\"z,\"q,\"\n").rows == Rows{{"5\" pipe", "2"}, {"x\"y\"z", "q,"}});
    CHECK(read("a,b\n5\",6\"\n7,8\n").rows == Rows{{"5\"", "6\""}, {"7", "8"}});
    CHECK(read("a,b\n \"x\",2\n").rows == Rows{{" \"x\"", "2"}});
}

TEST_CASE("empty lines are no rows", "[csv]") {
    CHECK(read("\n\r\na,b\n\n1,2\n\r\n\n3,4\n\n").rows == Rows{{"1", "2"}, {"3", "4"}});
    CHECK(read("\n\r\na,b\n\n1,2\n\r\n\n3,4\n\n").lines == std::vector<std::uint64_t>{5, 8});
    CHECK(read("a\n1\n\n\"\"\n2\n").rows == Rows{{"1"}, {""}, {"2"}});
}

TEST_CASE("a byte order mark is dropped", "[csv]") {
    CHECK(read("\xEF\xBB\xBF"
               "a,b\n1,2\n")
              .header == Names{"a", "b"});
    CHECK(read("\xEF\xBB\xBF\"a\",b\n1,2\n").header == Names{"a", "b"});
}

TEST_CASE("the delimiter is the one that explains the first rows", "[csv]") {
    CHECK(read("a;b;c\n1,5;2;3\n1,6;2;3\n").header == Names{"a", "b", "c"});
    CHECK(read("a\tb\n1,2\t3\n").rows == Rows{{"1,2", "3"}});
    CHECK(read("a|b\n1|2\n").header == Names{"a", "b"});
    CHECK(read("name,notes\nx,1;2;3\n").header == Names{"name", "notes"});
    CHECK(read("\"a;b;c\",d\n\"1;2;3\",4\n").header == Names{"a;b;c", "d"});
    CHECK(read("name\nx\n").header == Names{"name"});
    Options options;
    options.dialect.delimiter = ";";
    CHECK(read("a,b\n1,2\n", options).header == Names{"a,b"});
}

TEST_CASE("header names are trimmed, and made different from one another", "[csv]") {
    CHECK(read(" a ,,b\n1,2,3\n").header == Names{"a", "column_2", "b"});
    CHECK(read("a,a,a,a_2\n1,2,3,4\n").header == Names{"a", "a_3", "a_4", "a_2"});
    CHECK(read("column_2,,x\n1,2,3\n").header == Names{"column_2", "column_2_2", "x"});
    CHECK(read("\"x,\"\"y\"\"\",b\n1,2\n").header == Names{"x,\"y\"", "b"});
}

TEST_CASE("nameless columns at the end are left out when they hold nothing", "[csv]") {
    const Result trailing = read("a,b,,\n1,2,,\n3,4,,\"\"\n");
    CHECK(trailing.header == Names{"a", "b"});
    CHECK(trailing.rows == Rows{{"1", "2"}, {"3", "4"}});
    CHECK(trailing.originals == Names{"1,2", "3,4"});
    CHECK(read("a,b,,\n1,2,x,\n").header == Names{"a", "b", "column_3"});
    CHECK(read("a,b\n1,2,\n3,4,,\r\n").rows == Rows{{"1", "2"}, {"3", "4"}});
    CHECK(read(",\n1,2\n").header == Names{"column_1", "column_2"});
}

TEST_CASE("a file without header has numbered columns", "[csv]") {
    Options options;
    options.dialect.header_rows = 0;
    const Result result = read("\n1,2\n3,4\n", options);
    CHECK(result.header == Names{"column_1", "column_2"});
    CHECK(result.rows == Rows{{"1", "2"}, {"3", "4"}});
    CHECK(result.lines == std::vector<std::uint64_t>{2, 3});
}

TEST_CASE("a row of another length is bad, with its place", "[csv]") {
    const Result result = read("a,b,c\n1,2\n1,2,3\n1,\"x\ny\",3,4\n1,2,3\n");
    CHECK(result.rows.size() == 2);
    CHECK(result.bad ==
          Names{"2 row has 2 fields, the header has 3", "5:6 row has 4 fields, the header has 3"});
    CHECK(result.lines == std::vector<std::uint64_t>{3, 6});
}

TEST_CASE("a quote that is never closed is bad where it opens", "[csv]") {
    const Result result = read("a,b\n1,2\n3,\"x\n5,6\n7,8\n");
    CHECK(result.rows == Rows{{"1", "2"}});
    CHECK(result.bad == Names{"3:3 quote is never closed"});
}

TEST_CASE("a quote that is never closed at the end of a big file is bad where it opens", "[csv]") {
    std::string text = "a,b\n";
    for (int i = 0; i < 300'000; ++i) text += "1,two\n";
    const Result result = read(text + "3,\"x\n5,6\n");
    CHECK(result.rows.size() == 300'000);
    CHECK(result.bad == Names{"300002:3 quote is never closed"});
}

TEST_CASE("text behind a closing quote is bad", "[csv]") {
    const Result result = read("a,b\n\"Best\" Ltd,2\n3,\"the \"best\" one\"\n5,6\n");
    CHECK(result.rows == Rows{{"5", "6"}});
    CHECK(result.bad ==
          Names{"2:1 text stands behind the closing quote", "3:3 text stands behind the closing quote"});
}

TEST_CASE("a NUL byte is bad", "[csv]") {
    using namespace std::string_view_literals;
    const Result result = read("a,b\n1,2\nx\0y,2\n3,4\n"sv);
    CHECK(result.rows == Rows{{"1", "2"}, {"3", "4"}});
    CHECK(result.bad == Names{"3:2 row holds a NUL byte"});
}

TEST_CASE("a bad row is shown with its line and carries its bytes", "[csv]") {
    const TemporaryFile file("a,b\r\n1,2,3\r\n");
    Reader reader(file.path());
    std::vector<BadRow> bad;
    reader.read_all(bad);
    REQUIRE(bad.size() == 1);
    CHECK(bad[0].original == "1,2,3");
    CHECK(to_string(bad[0].diagnostic) == file.path() +
                                              ":2:5: error: row has 3 fields, the header has 2\n"
                                              "  2 | 1,2,3\n"
                                              "    |     ^\n"
                                              "  hint: a comma inside a field needs quotes around the "
                                              "field\n");
}

TEST_CASE("originals are the rows' bytes", "[csv]") {
    const Result result = read("a,b\r\n\"x\ny\", z \r\n1,2");
    CHECK(result.originals == Names{"\"x\ny\", z ", "1,2"});
    CHECK(result.rows == Rows{{"x\ny", " z "}, {"1", "2"}});
}

TEST_CASE("files that hold no header are refused", "[csv]") {
    CHECK(refusal("") == "error: 'FILE' is empty: no header was found\n");
    CHECK(refusal("\n\r\n\n") == "error: 'FILE' is empty: no header was found\n");
    CHECK(refusal("\xEF\xBB\xBF") == "error: 'FILE' is empty: no header was found\n");
    CHECK(refusal("a,\"b\n1,2\n") == "FILE:1:3: error: quote is never closed\n"
                                     "  hint: where quotes are only text, say quote = \"none\"\n");
    CHECK(refusal("a,\"b\"c\n1,2\n") == "FILE:1:3: error: text stands behind the closing quote\n"
                                        "  hint: a quote inside a quoted field is written twice\n");
    CHECK(refusal("PK\x03\x04 and so on") ==
          "error: 'FILE' is no CSV file, it is a ZIP archive, perhaps an Excel workbook\n"
          "  hint: save it as CSV UTF-8\n");
}

TEST_CASE("a file that cannot be opened is refused in words", "[csv]") {
    const TemporaryFile file("a\n1\n", "leads.csv");
    const std::string folder = file.path().substr(0, file.path().rfind('/'));
    const auto text = [](const std::string& path) {
        try {
            Reader reader(path);
        } catch (const Error& error) {
            CHECK(error.fault() == Fault::data);
            return std::string(error.what());
        }
        return std::string();
    };
    CHECK(text(folder + "/laeds.csv") == "error: no such file '" + folder +
                                             "/laeds.csv'\n  hint: did you mean '" + folder +
                                             "/leads.csv'?\n");
    CHECK(text(folder) == "error: '" + folder + "' is a folder\n");
}

TEST_CASE("a plain file is one whose rows can be copied as they are", "[csv]") {
    const auto plain = [](std::string_view bytes) {
        const TemporaryFile file(bytes);
        return Reader(file.path()).plain();
    };
    CHECK(plain("a,b\n1,2\n"));
    CHECK(plain("\"a\",b\r\n1,2\r\n"));
    CHECK_FALSE(plain("a;b\n1;2\n"));
    CHECK_FALSE(plain(" a,b\n1,2\n"));
    CHECK_FALSE(plain("a,a\n1,2\n"));
    CHECK_FALSE(plain("a,b,\n1,2,\n"));
}

TEST_CASE("only wanted columns are delivered, in the order asked for", "[csv]") {
    const TemporaryFile file("a,b,c\n1,\"2\"\"\",3\n4,5,6\n");
    Reader reader(file.path());
    const std::vector<std::size_t> wanted = {2, 1, 1};
    Rows rows;
    reader.for_each(wanted, Reader::Keep::cells, [&](Reader::Batch& batch) {
        CHECK(batch.table.names() == Names{"c", "b", "b"});
        CHECK(batch.table.lines.empty());
        for (std::size_t row = 0; row < batch.table.rows(); ++row)
            rows.push_back({std::string(batch.table[0].cells[row]), std::string(batch.table[1].cells[row]),
                            std::string(batch.table[2].cells[row])});
    });
    CHECK(rows == Rows{{"3", "2\"", "2\""}, {"6", "5", "5"}});
}

TEST_CASE("what the work throws comes out, the first in the file's order", "[csv]") {
    std::string bytes = "a\n";
    for (int i = 0; i < 1000; ++i) bytes += std::to_string(i) + "\n";
    const TemporaryFile file(bytes);
    Options options;
    options.threads = 4;
    options.chunk = 16;
    for (int repeat = 0; repeat < 20; ++repeat) {
        Reader reader(file.path(), options);
        std::string first;
        try {
            reader.for_each(std::vector<std::size_t>{0}, Reader::Keep::cells, [](Reader::Batch& batch) {
                if (batch.chunk >= 3) throw Error(Fault::data, "chunk " + std::to_string(batch.chunk));
            });
        } catch (const Error& error) {
            first = error.what();
        }
        CHECK(first == "error: chunk 3\n");
    }
}
