#include "files.hpp"

#include <handoff/error.hpp>

#include <catch2/catch.hpp>

using namespace handoff;
using namespace handoff::csv;

namespace {

/// Everything that a file's bytes show, and what is said of it.
struct Found {
    Dialect dialect;
    std::vector<std::string> header;
    Rows rows;
    std::vector<std::string> bad, said; ///< without the file's name
};

Found look(std::string_view bytes, Dialect given = {}, std::size_t chunk = 512 * 1024, unsigned threads = 1) {
    const TemporaryFile file(bytes);
    Options options{.dialect = std::move(given)};
    options.chunk = chunk;
    options.threads = threads;
    Reader reader(file.path(), options);
    std::vector<BadRow> bad;
    const Table table = reader.read_all(bad);
    Found found{.dialect = reader.dialect(), .header = reader.header()};
    for (std::size_t row = 0; row < table.rows(); ++row) {
        std::vector<std::string>& cells = found.rows.emplace_back();
        for (const Column& column : table.columns()) cells.emplace_back(column.cells[row]);
    }
    for (const BadRow& row : bad) found.bad.push_back(row.diagnostic.what);
    for (const std::string& sentence : reader.left_out())
        found.said.push_back(sentence.substr(file.path().size()));
    for (Diagnostic& warning : reader.warnings()) {
        warning.place.file.clear();
        found.said.push_back(to_string(warning));
    }
    return found;
}

using Names = std::vector<std::string>;
using Row = std::vector<std::string>;

} // namespace

TEST_CASE("delimiters are found", "[csv]") {
    CHECK(look("a,b\n1,2\n").dialect.delimiter == ",");
    CHECK(look("a;b\n1,5;2\n3;4\n").dialect.delimiter == ";");
    CHECK(look("a\tb\n1\t2\n").dialect.delimiter == "\t");
    CHECK(look("a|b\n1|2\n").dialect.delimiter == "|");
    CHECK(look("host time size\nx.example 2026-01-01 5\ny.example 2026-01-02 7\n").dialect.delimiter == " ");
    // Words in a single column are no fields.
    CHECK(look("name\nAnn Lee\nBob Ode\n").header == Names{"name"});
    CHECK(look("full name\nAnn Lee\nBob Ode\n").header == Names{"full name"});
}

TEST_CASE("blanks behind every comma belong to the comma", "[csv]") {
    const Found found = look("rec, given, surname\nrec-1, ann, \"lee, jr\"\nrec-2, , ode\n");
    CHECK(found.dialect.delimiter == ", ");
    CHECK(found.header == Names{"rec", "given", "surname"});
    CHECK(found.rows == Rows{{"rec-1", "ann", "lee, jr"}, {"rec-2", "", "ode"}});
    // But not behind some of them.
    CHECK(look("a,b\n1, x\n2,y\n").rows == Rows{{"1", " x"}, {"2", "y"}});
}

TEST_CASE("single quotes are found where they stand around fields", "[csv]") {
    const Found found = look("id,name\n1,'Lee, Ann'\n2,'O''Brien, Pat'\n3,'x'\n");
    CHECK(found.dialect.quote == "'");
    CHECK(found.rows == Rows{{"1", "Lee, Ann"}, {"2", "O'Brien, Pat"}, {"3", "x"}});
    CHECK(look("id,name\n1,O'Brien\n2,'t Hart\n3,Rock 'n' Roll\n").dialect.quote == "\"");
    CHECK(look("id,name\n1,\"it's 'x'\"\n2,\"y\"\n").dialect.quote == "\"");
}

TEST_CASE("backslashes are found where doubled quotes make no sense", "[csv]") {
    const Found found = look("id,text\n1,\"say \\\"hi\\\", now\"\n2,\"C:\\\\dir\"\n3,plain\n");
    CHECK(found.dialect.escape == Dialect::Escape::backslash);
    CHECK(found.rows == Rows{{"1", "say \"hi\", now"}, {"2", "C:\\dir"}, {"3", "plain"}});
    CHECK(look("id,text\n1,\"C:\\dir\\\"\n2,\"a \"\"b\"\"\"\n").dialect.escape == Dialect::Escape::doubled);
    // Outside quotes too, over the end of a line.
    Dialect none{.quote = "", .escape = Dialect::Escape::backslash};
    CHECK(look("a,b\nx\\,y,z\\\nw\n", none).rows == Rows{{"x,y", "z\nw"}});
}

TEST_CASE("quotes that are never closed are text in tables parted by tabs", "[csv]") {
    const Found found = look("size\tname\n\"5 inch\tpipe\n6\trod\n7\tbar\n");
    CHECK(found.dialect.quote == "");
    CHECK(found.rows[0] == Row{"\"5 inch", "pipe"});
    CHECK(found.said == Names{"2: warning: quotes are taken for text, since they are not closed\n"
                              "  hint: if fields stand in quotes here, say quote = '\"'\n"});
    // In other files it is most likely a mistake, which has a place.
    CHECK(look("a,b\n1,\"x\n2,y\n").bad == Names{"quote is never closed"});
}

TEST_CASE("escapes, blanks and quotes are read alike in chunks of any size", "[csv]") {
    const std::string_view texts[] = {
        "id,text\n1,\"say \\\"hi\\\", now\n\\\\\"\n2,\"C:\\\\dir\"\n3,plain\\\n\n4,\"\\\n\"\n",
        "rec, given, surname\nrec-1, ann, \"lee, jr\n\"\nrec-2, , ode\nrec-3,    , x\n",
        "id,name\n1,'Lee, Ann'\n2,'O''Brien\n, Pat'\n3,'x'\n"};
    for (const std::string_view text : texts) {
        const Found whole = look(text);
        REQUIRE(whole.rows.size() >= 3);
        for (std::size_t chunk = 1; chunk < 70; ++chunk) {
            CAPTURE(text, chunk);
            const Found part = look(text, {}, chunk, 3);
            REQUIRE(part.rows == whole.rows);
            REQUIRE(part.bad == whole.bad);
        }
    }
}

TEST_CASE("lines above the header are left out, and that is said", "[csv]") {
    const Found found =
        look("Leads of the week\nRun: 2026-01-05, by Ann\n\nid,name,amount\n1,a,3.5\n2,b,4\n");
    CHECK(found.header == Names{"id", "name", "amount"});
    CHECK(found.rows.size() == 2);
    CHECK(found.dialect.skip == 3U);
    CHECK(found.said == Names{":1: 3 lines above the header left out: 'Leads of the week'"});
    // As a spreadsheet writes it.
    CHECK(look("Report: leads,,\n,,\nid,name,amount\n1,a,3.5\n2,b,4\n").header ==
          Names{"id", "name", "amount"});
    // A header that is too short for its rows stays one.
    CHECK(look("id,name\n1,a,x,y\n2,b,x,z\n").bad.size() == 2);
    CHECK(look("name\nLee,Ann\nOde,Bob\n").header == Names{"name"});
    // Told, it is believed.
    CHECK(look("x,y\nid,name\n1,a\n", {.skip = 1}).header == Names{"id", "name"});
    CHECK(look("Run: today\nid,name\n1,2\n3,4\n", {.skip = 0}).header == Names{"Run: today"});
}

TEST_CASE("a spreadsheet's word for the delimiter is no header", "[csv]") {
    const Found found = look("sep=;\r\na;b,c\r\n1;2\r\n");
    CHECK(found.header == Names{"a", "b,c"});
    CHECK(found.dialect.delimiter == ";");
    CHECK(found.dialect.skip == 1U);
}

TEST_CASE("a row of units is no row", "[csv]") {
    const Found found = look("name,height,since\n,(m),(date)\na,3,2026-01-02\nb,4,2026-01-03\n");
    CHECK(found.rows == Rows{{"a", "3", "2026-01-02"}, {"b", "4", "2026-01-03"}});
    CHECK(found.said == Names{":2: a row of units left out: ',(m),(date)'"});
    CHECK(look("code,name\nusd,m\neur,s\n").rows.size() == 2);
    CHECK(look("name,height\nx,(m)\na,3\n", {.units = true}).rows == Rows{{"a", "3"}});
}

TEST_CASE("names of groups stand before the names below them", "[csv]") {
    const Found found = look("Person,,Deal,\nName,Email,Amount,Closed\nAnn,a@x.example,3,2026-01-02\nBob,b@x."
                             "example,4,2026-01-03\n");
    CHECK(found.header == Names{"Person Name", "Person Email", "Deal Amount", "Deal Closed"});
    CHECK(found.rows.size() == 2);
    CHECK(found.said.size() == 1);
    CHECK(look("a,,b\nx,y,z\n1,2,3\n", {.header_rows = 1}).header == Names{"a", "column_2", "b"});
    CHECK(look("a,b\nx,y\n1,2\n", {.header_rows = 2}).header == Names{"a x", "b y"});
}

TEST_CASE("a first line that looks like the rows is one", "[csv]") {
    const Found found = look("7,2026-01-02,a@x.example\n8,2026-01-03,b@x.example\n");
    CHECK(found.header == Names{"column_1", "column_2", "column_3"});
    CHECK(found.rows.size() == 2);
    CHECK(found.said.size() == 1);
    CHECK(look("id,2019,2020\n7,1,2\n8,3,4\n").header == Names{"id", "2019", "2020"});
    CHECK(look(",0,1\n0,5,6\n1,7,8\n").header == Names{"column_1", "0", "1"});
    CHECK(look("a,b\nc,d\n").header == Names{"a", "b"});
    CHECK(look("1,2\n3,4\n", {.header_rows = 1}).header == Names{"1", "2"});
}

TEST_CASE("commas at the ends of lines change nothing", "[csv]") {
    const Rows rows = {{"1", "x"}, {"2", "y"}};
    for (const std::string_view text :
         {"id,name\n1,x\n2,y\n", "id,name,\n1,x,\n2,y,\n", "id,name\n1,x,\n2,y,\n", "id,name,\n1,x\n2,y\n",
          "id,name,,\n1,x,\n2,y\n"}) {
        CAPTURE(text);
        const Found found = look(text);
        CHECK(found.header == Names{"id", "name"});
        CHECK(found.rows == rows);
        CHECK(found.bad.empty());
    }
}

TEST_CASE("lines that a report writes below its rows are no rows", "[csv]") {
    const std::string text =
        "\"Owner\",\"Name\",\"Amount\"\n\"ana\",\"x\",\"5\"\n\n\n\"Grand Totals (1 records)\"\n\n"
        "\"Confidential Information - Do Not Distribute\"\n"
        "\"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved.\"\n";
    const Found found = look(text);
    CHECK(found.rows == Rows{{"ana", "x", "5"}});
    CHECK(found.bad.empty());
    CHECK(found.said == Names{":5: 3 lines below the rows left out: '\"Grand Totals (1 records)\"'"});
    CHECK(found.dialect.footer == "Grand Totals");
    for (std::size_t chunk = 1; chunk < 80; ++chunk) CHECK(look(text, {}, chunk, 3).said == found.said);

    CHECK(look("a,b,c\n1,x,5\n2,y,6\nTotal,,11\n").rows.size() == 2);
    CHECK(look("a,b,c\n1,x,5\n\nwritten by Bob\nthank you\n").rows.size() == 1);
    CHECK(look("a,b,c\n1,x,5\n\nwritten by Bob\n", {.footer = ""}).bad.size() == 1);
    CHECK(look("a,b\n1,x\nthe end\n2,y\n", {.footer = "the end"}).rows == Rows{{"1", "x"}});
    // What only looks like it.
    CHECK(look("name,country,since\nAcme,US,2019\nTotal,FR,1924\n").rows.size() == 2);
    CHECK(look("name\nCopyright Ltd\n").rows.size() == 1);
    CHECK(look("a,b\n1,x\nTotal\n2,y\n").bad.size() == 1);
    CHECK(look("a,b,note\n1,x,\"text\n\nTotal: 5\n\"\n").rows[0][2] == "text\n\nTotal: 5\n");
    CHECK(look("a,b,note\n1,x,\"text\n\nTotal\"\n").rows[0][2] == "text\n\nTotal");
}

TEST_CASE("a second table is said and not read", "[csv]") {
    const Found found = look("id,name\n1,a\n2,b\n\ncampaign,cost,owner\nexpo,5,ann\nfair,6,bob\n");
    CHECK(found.rows == Rows{{"1", "a"}, {"2", "b"}});
    CHECK(found.bad.empty());
    CHECK(found.said ==
          Names{"5: warning: a second table starts here and is not read: 'campaign,cost,owner'\n"
                "  hint: put it into a file of its own\n"});
    CHECK(look("id,name\n1,a\n\n2,b\n").rows.size() == 2);
    CHECK(look("id,name\n1,a\n\n2,b,c\n").bad.size() == 1);
}

TEST_CASE("bytes that are not UTF-8 behind the first megabyte make their row bad", "[csv]") {
    std::string text = "id,name\n";
    for (int i = 0; i < 160'000; ++i) text += "1,Ren\xC3\xA9\n";
    text += "2,Ren\xE9\n3,\xC3\xA9\n";
    for (const std::size_t chunk : {std::size_t{4096}, std::size_t{512 * 1024}}) {
        const Found found = look(text, {}, chunk, 2);
        CHECK(found.rows.size() == 160'001);
        CHECK(found.bad == Names{"row holds bytes that are not UTF-8, as the first 1 MB was"});
    }
    CHECK(look(text, {.encoding = "mixed"}).rows[160'000][1] == "Ren\xC3\xA9");
}

TEST_CASE("text that was UTF-8 twice is said and kept", "[csv]") {
    const std::string text = "id,name\n1,Ann\n2,Caf\xC3\xAD\xC2\xA9 Luna\n3,Ren\xC3\x83\xC2\xA9\n";
    const Found found = look(text, {}, 9, 2);
    CHECK(found.rows[1][1] == "Caf\xC3\xAD\xC2\xA9 Luna");
    CHECK(found.said ==
          Names{"3:6: warning: 'Caf\xC3\xAD\xC2\xA9' looks like UTF-8 that was read as another encoding (2 "
                "rows)\n  hint: it is kept as it stands; export it again as UTF-8\n"});
    CHECK(look("id,name\n1,Caf\xC3\xA9\n2,S\xC3\x83O\n3,Nestl\xC3\xA9\xC2\xAE\n").said.empty());
}

TEST_CASE("very many columns and very long fields are read", "[csv]") {
    std::string header, row;
    for (int i = 0; i < 100'000; ++i) {
        header += (i > 0 ? ",c" : "c") + std::to_string(i);
        row += i > 0 ? ",1" : "x";
    }
    const Found found = look(header + "\n" + row + "\n", {}, 4096, 2);
    CHECK(found.header.size() == 100'000);
    REQUIRE(found.rows.size() == 1);
    CHECK(found.rows[0].back() == "1");
}

TEST_CASE("values of a dialect are read as people write them", "[csv]") {
    CHECK(read_delimiter("tab") == "\t");
    CHECK(read_delimiter("space") == " ");
    CHECK(read_delimiter(", ") == ", ");
    CHECK(read_delimiter("^") == "^");
    CHECK_FALSE(read_delimiter("ab"));
    CHECK_FALSE(read_delimiter("\""));
    CHECK_FALSE(read_delimiter("x"));
    CHECK(read_quote("none") == "");
    CHECK_FALSE(read_quote("`"));
    CHECK(read_encoding("utf8") == "UTF-8");
    CHECK(read_encoding("latin1") == "latin1");
    CHECK_FALSE(read_encoding("klingon"));
    CHECK(encoding_words("windows-1525") == "did you mean 'windows-1252'?");
}
