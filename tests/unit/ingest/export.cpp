#include "exports.hpp"

#include <catch2/catch.hpp>

using namespace handoff;

TEST_CASE("columns are found by names that say it", "[ingest]") {
    TestExport leads(
        "Lead_ID,E-Mail,FirstName,LEAD SOURCE,Number of Employees,Do Not Call,Create-Date,Shoe Size\n"
        "7,a@b.io,Ann,Web,\"1,200\",Yes,2026-01-02,42\n");
    CHECK(leads.column("lead_id") == "7");
    CHECK(leads.column("email") == "a@b.io");
    CHECK(leads.column("first_name") == "Ann");
    CHECK(leads.column("source") == "Web");
    CHECK(leads.column("employees") == "1200");
    CHECK(leads.column("phone_opt_out") == "true");
    CHECK(leads.column("created_at") == "2026-01-02");
    CHECK(leads.column("Shoe Size") == "42");
    CHECK(leads.column("Number of Employees") == "1,200");
    CHECK(leads.column("owner") == "");
}

TEST_CASE("names come canonical first, then the originals; a column of the same name stands once",
          "[ingest]") {
    TestExport leads("Email,company,score\na@b.io,Acme,3\n");
    const auto& names = leads.data.names();
    const auto columns = canonical_columns(Kind::leads);
    REQUIRE(names.size() > columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) CHECK(names[i].name == columns[i].name);
    CHECK(names[columns.size()].name == "Email");
    CHECK(names[columns.size() + 1].name == "score");
    CHECK_FALSE(names[columns.size()].type.has_value());

    const std::size_t company = leads.data.find("company").value();
    CHECK(leads.data.originals() == std::vector<std::size_t>{columns.size(), company, columns.size() + 1});
    CHECK(leads.data.source(company) == company);
    CHECK(leads.data.source(leads.data.find("email").value()) == columns.size());
    CHECK_FALSE(leads.data.source(leads.data.find("owner").value()).has_value());
    CHECK(names[leads.data.find("owner").value()].blank);
    CHECK_FALSE(names[leads.data.find("email_domain").value()].blank);
    CHECK(names[leads.data.find("seniority").value()].blank);
    CHECK_FALSE(names[leads.data.find("stage").value()].blank);
}

TEST_CASE("the agreement's columns come before the preset's and the names", "[ingest]") {
    ExportSettings settings;
    settings.columns = {{"source", "How heard"}, {"persona", "buyer_role__c"}};
    TestExport leads("Lead Source,How heard,source,Buyer_Role__c\nA,B,C,D\n", Kind::leads,
                     agreement_with(Kind::leads, settings));
    CHECK(leads.column("source") == "B");
    CHECK(leads.column("persona") == "D");
    CHECK(leads.column("raw:source") == "C");
    CHECK(leads.warnings() == "FILE: warning: column 'source' is not the canonical column of that name and "
                              "is kept as 'raw:source'\n");
}

TEST_CASE("a column that the file does not have is refused with the nearest", "[ingest]") {
    ExportSettings settings;
    settings.columns = {{"source", "How herd"}, {"sorce", "How heard"}};
    CHECK(refused("How heard\nA\n", Kind::leads, agreement_with(Kind::leads, settings), "source") ==
          "error: 'FILE' has no column 'How herd'\n  hint: did you mean 'How heard'?\n"
          "error: leads have no canonical column 'sorce'\n  hint: did you mean 'source'?\n");
    settings.columns.clear();
    settings.preset = "salesfroce";
    CHECK(refused("a\nA\n", Kind::leads, agreement_with(Kind::leads, settings), "source") ==
          "error: there is no preset 'salesfroce'\n  hint: did you mean 'salesforce'?\n");
    settings.preset = "x";
    CHECK(refused("a\nA\n", Kind::leads, agreement_with(Kind::leads, settings), "source") ==
          "error: there is no preset 'x'\n"
          "  hint: presets are account_engagement, dynamics, hubspot, marketo, odoo, pipedrive, salesforce, "
          "zoho, or the "
          "path of a TOML file\n");
}

TEST_CASE("a cell that is canonical is a view of the file's bytes, others are made", "[ingest]") {
    TestExport leads("created_at,employees\n2026-01-02T03:04:05Z,12\n\"2 Jan, 2026\",\"1,200\"\n");
    const std::size_t created = leads.data.find("created_at").value(),
                      employees = leads.data.find("employees").value();
    const std::vector<std::size_t> wanted = {created, employees};
    leads.data.for_each(wanted, csv::Reader::Keep::cells_and_originals, [&](csv::Reader::Batch& batch) {
        const std::string_view row = batch.table.original(0);
        const auto inside = [&](std::string_view cell) {
            return cell.data() >= row.data() && cell.data() + cell.size() <= row.data() + row.size();
        };
        CHECK(inside(batch.table[created].cells[0]));
        CHECK(inside(batch.table[employees].cells[0]));
        CHECK(batch.table[created].cells[1] == "2026-01-02");
        CHECK(batch.table[employees].cells[1] == "1200");
        CHECK(batch.table.place(1).line == 3);
        CHECK(batch.table[leads.data.find("email").value()].cells.empty());
    });
}

TEST_CASE("times and types of touch are known beside their text", "[ingest]") {
    ExportSettings settings;
    settings.blank = {"2026-01-01T00:00:00Z"};
    settings.types = {{"Page View", "page_view"}, {"View", "page_view"}};
    TestExport touches("type,at\nPage View,2026-01-02T03:04:05Z\nView,2026-01-01T00:00:00Z\n,2026-01-02\n"
                       "Page View,\npage_view,1970-01-01T00:00:01Z\n",
                       Kind::touches, agreement_with(Kind::touches, settings));
    const std::size_t type = touches.data.find("type").value(), at = touches.data.find("at").value();
    const std::vector<std::size_t> wanted = {type, at};
    std::uint64_t numbering = 0;
    for (int pass = 0; pass < 2; ++pass)
        touches.data.for_each(wanted, csv::Reader::Keep::cells, [&](csv::Reader::Batch& batch) {
            const Column& times = batch.table[at];
            CHECK(times.instants ==
                  std::vector<std::int64_t>{read_instant("2026-01-02T03:04:05Z")->time_since_epoch().count(),
                                            Column::no_instant, Column::no_instant, Column::no_instant,
                                            1'000'000});
            CHECK(times.cells[1].empty());
            const Column& types = batch.table[type];
            CHECK(types.numbers == std::vector<std::uint32_t>{1, 2, 0, 1, 3});
            CHECK(types.cells ==
                  std::vector<std::string_view>{"page_view", "page_view", "", "page_view", "page_view"});
            CHECK(types.numbering != 0);
            CHECK(types.numbering != numbering); // words are numbered anew in each pass
            numbering = types.numbering;
        });
}

TEST_CASE("words that mean nothing are blank in canonical columns only", "[ingest]") {
    ExportSettings settings;
    settings.blank = {"n/a", "Select"};
    TestExport leads("Industry,Employees\n N/A ,select\nSteel,7\n", Kind::leads,
                     agreement_with(Kind::leads, settings));
    CHECK(leads.column("industry") == "|Steel");
    CHECK(leads.column("Industry") == " N/A |Steel");
    CHECK(leads.column("employees") == "|7");
    CHECK(leads.warnings().empty());
}

TEST_CASE("cells that are not of their column's type are blank and said", "[ingest]") {
    TestExport leads("employees,created\n51-200,soon\n7,2026-01-02\nmany,\n");
    CHECK(leads.column("employees") == "|7|");
    CHECK(leads.column("created_at") == "|2026-01-02|");
    CHECK(
        leads.warnings() ==
        "FILE: warning: 1 cell of column 'created' is not a date, first 'soon', and counts as blank\n"
        "  hint: words that mean nothing are listed by blank in [exports.leads]\n"
        "FILE: warning: 2 cells of column 'employees' are not a number, first '51-200', and count as blank\n"
        "  hint: words that mean nothing are listed by blank in [exports.leads]\n");
    CHECK(leads.column("raw:employees") == "51-200|7|many");
}

TEST_CASE("a decimal comma in one cell decides for its column", "[ingest]") {
    TestExport deals("Amount;deal_id\n1.234;1\n1.234,50;2\n", Kind::deals);
    CHECK(deals.column("amount") == "1234|1234.5");
    TestExport plain("Amount;deal_id\n1.234;1\n5;2\n", Kind::deals);
    CHECK(plain.column("amount") == "1.234|5");
}

TEST_CASE("a decimal comma decides for its column wherever it stands in the file", "[ingest]") {
    std::string text = "Amount;deal_id\n";
    for (int i = 1; i <= 10'000; ++i) text += "1.234;" + std::to_string(i) + "\n";
    TestExport points(text, Kind::deals);
    CHECK(points.column("amount").starts_with("1.234|1.234|"));
    TestExport commas(text + "1.234,50;10001\n", Kind::deals);
    CHECK(commas.column("amount").starts_with("1234|1234|"));
    CHECK(commas.column("amount").ends_with("|1234|1234.5"));
}

TEST_CASE("times without a zone are in the agreement's", "[ingest]") {
    Agreement agreement;
    agreement.timezone = Zone::named("America/New_York");
    TestExport leads("created_at\n2026-01-15 09:00:00\n2026-01-15\n2026-01-15T09:00:00Z\n", Kind::leads,
                     agreement);
    CHECK(leads.column("created_at") == "2026-01-15T14:00:00Z|2026-01-15|2026-01-15T09:00:00Z");
}

TEST_CASE("the order of day and month is decided by the column", "[ingest]") {
    TestExport day("created_at\n01/02/2018\n25/02/2018\n");
    CHECK(day.column("created_at") == "2018-02-01|2018-02-25");
    TestExport month("created_at\n01/02/2018\n2/25/2018 10:00\n");
    CHECK(month.column("created_at") == "2018-01-02|2018-02-25T10:00:00Z");
}

TEST_CASE("a column that does not show its order follows the others of the file", "[ingest]") {
    TestExport leads("created_at,updated_at\n01/02/2018,25/02/2018\n03/04/2018,26/04/2018\n");
    const std::vector<std::size_t> wanted = {*leads.data.find("created_at"), *leads.data.find("updated_at")};
    std::string first;
    leads.data.for_each(wanted, csv::Reader::Keep::cells,
                        [&](csv::Reader::Batch& batch) { first = batch.table[wanted[0]].cells[1]; });
    CHECK(first == "2018-04-03");
}

TEST_CASE("the agreement's dates win", "[ingest]") {
    ExportSettings settings;
    settings.dates = "mdy";
    TestExport leads("created_at\n01/02/2018\n", Kind::leads, agreement_with(Kind::leads, settings));
    CHECK(leads.column("created_at") == "2018-01-02");
}

TEST_CASE("dates that nothing decides, and columns that contradict themselves, are refused", "[ingest]") {
    CHECK(refused("id,Created\n1,2018-05-06\n2,01/02/2018\n", Kind::leads, {}, "created_at") ==
          "FILE:3:3: error: '01/02/2018' in column 'Created' can be read day first or month first\n"
          "  hint: say which it is with dates = \"dmy\" or dates = \"mdy\" in [exports.leads]\n");
    CHECK(refused("Created\n25/02/2018\n02/25/2018\n", Kind::leads, {}, "created_at") ==
          "FILE:3:1: error: column 'Created' writes the month first here ('02/25/2018') and the day first at "
          "FILE:2:1 ('25/02/2018')\n"
          "  hint: say which it is with dates = \"dmy\" or dates = \"mdy\" in [exports.leads]\n");
}

TEST_CASE("an ambiguous date far down in a file is refused, not guessed", "[ingest]") {
    std::string text = "created_at,notes\n";
    for (int i = 0; i < 3000; ++i) text += "2018-05-06," + std::string(100, 'x') + "\n";
    CHECK_THAT(refused(text + "01/02/2018,\n", Kind::leads, {}, "created_at"),
               Catch::Contains("'01/02/2018' in column 'created_at' can be read day first or month first"));
}

TEST_CASE("touch types are mapped by the agreement, the preset and our own names", "[ingest]") {
    ExportSettings settings;
    settings.types = {{"Inbound Form", "form_submit"}};
    TestExport touches(
        "touch_id,type,at\n1,inbound form,2026-01-01\n2,Page View,2026-01-01\n3,Billboard,2026-01-01\n"
        "4,call,2026-01-01\n5,Billboard,2026-01-01\n6,,2026-01-01\n",
        Kind::touches, agreement_with(Kind::touches, settings));
    CHECK(touches.column("type") == "form_submit|page_view|Billboard|call|Billboard|");
    CHECK(touches.warnings() == "warning: types of touch that are none of ours: 'Billboard' (2)\n"
                                "  hint: map them by types in [exports.touches]\n");
    CHECK(touches.column("side") == "marketing|marketing||sales||");
}

TEST_CASE("several files of a kind are one export", "[ingest]") {
    const csv::TemporaryFile monday("lead_id,Email,a\n1,x@y.io,p\n2,z@y.io,q\n");
    const csv::TemporaryFile tuesday("b,ID,mail\nr,3,u@v.io\n");
    Export leads(Kind::leads, {monday.path(), tuesday.path()}, {});
    const Table table = leads.read_all();
    REQUIRE(table.rows() == 3);
    const auto cells = [&](std::string_view name) {
        std::string text;
        for (const std::string_view cell : table[table.find(name).value()].cells)
            text += std::string(cell) + "|";
        return text;
    };
    CHECK(cells("lead_id") == "1|2|3|");
    CHECK(cells("email") == "x@y.io|z@y.io|u@v.io|");
    CHECK(cells("a") == "p|q||");
    CHECK(cells("b") == "||r|");
    CHECK(table.place(2).file == tuesday.path());
    CHECK(table.place(2).line == 2);
    CHECK(leads.rows_read() == 3);
    CHECK_FALSE(leads.plain());
}

TEST_CASE("batches of several files are numbered without gaps", "[ingest]") {
    const csv::TemporaryFile one("lead_id\n1\n"), two("lead_id\n2\n"), three("lead_id\n3\n");
    Export leads(Kind::leads, {one.path(), two.path(), three.path()}, {});
    std::map<std::uint64_t, std::string> seen;
    const std::vector<std::size_t> wanted = {leads.find("lead_id").value()};
    leads.for_each(wanted, csv::Reader::Keep::cells, [&](csv::Reader::Batch& batch) {
        for (const std::string_view cell : batch.table[wanted[0]].cells) seen[batch.chunk] += cell;
    });
    CHECK(seen == std::map<std::uint64_t, std::string>{{0, "1"}, {1, "2"}, {2, "3"}});
}

TEST_CASE("bad rows refuse the run, or are collected", "[ingest]") {
    CHECK(refused("lead_id,email\n1,a@b.io\n2\n3,c@d.io,x\n", Kind::leads, {}, "lead_id") ==
          "FILE:3: error: row has 1 field, the header has 2\n"
          "  3 | 2\n"
          "  hint: a line end inside a field needs quotes around the field\n"
          "FILE:4:10: error: row has 3 fields, the header has 2\n"
          "  4 | 3,c@d.io,x\n    |          ^\n"
          "  hint: a comma inside a field needs quotes around the field\n");
    TestExport leads("lead_id,email\n1,a@b.io\n2\n", Kind::leads, {}, {.collect = true});
    CHECK(leads.column("lead_id") == "1");
    REQUIRE(leads.data.bad().size() == 1);
    CHECK(leads.data.bad()[0].original == "2");
    CHECK(leads.data.rows_read() == 2);
    CHECK(leads.column("lead_id") == "1");
    CHECK(leads.data.bad().size() == 1);
}

TEST_CASE("rows of TOML fill the same columns", "[ingest]") {
    const std::string text =
        "# leads of the fair\n"
        "[[lead]]\nemail = \"ann@acme.io\"\nemployees = 1_200\nbooth = \"B7\"\n"
        "created_at = 2026-09-01T10:00:00+02:00\n\n"
        "[[lead]]\nemail = 'ben@acme.io'\nemail_opt_out = true\ncreated_at = 2026-09-02\n";
    TestExport leads(text, Kind::leads, {}, {}, "leads.toml");
    CHECK(leads.column("email") == "ann@acme.io|ben@acme.io");
    CHECK(leads.column("employees") == "1200|");
    CHECK(leads.column("created_at") == "2026-09-01T08:00:00Z|2026-09-02");
    CHECK(leads.column("email_opt_out") == "|true");
    CHECK(leads.column("booth") == "B7|");
    CHECK(leads.data.names().back().name == "raw:email_opt_out");
    const Table table = leads.data.read_all();
    CHECK(table.place(1).line == 8);
    CHECK(table.original(1) ==
          "[[lead]]\nemail = 'ben@acme.io'\nemail_opt_out = true\ncreated_at = 2026-09-02");
}

TEST_CASE("values of the wrong type in TOML are bad rows with their place", "[ingest]") {
    TestExport leads("[[lead]]\nemployees = \"many\"\n[[lead]]\nemail = 5\n[[lead]]\nemail = 'a@b.io'\n"
                     "[[lead]]\nbooth = [1, { a = 2 }]\n",
                     Kind::leads, {}, {.collect = true}, "leads.toml");
    CHECK(leads.column("email") == "a@b.io");
    REQUIRE(leads.data.bad().size() == 3);
    CHECK(leads.data.bad()[0].diagnostic.what == "'employees' is text here, a number is wanted");
    CHECK(leads.data.bad()[0].diagnostic.place.line == 2);
    CHECK(leads.data.bad()[0].original == "[[lead]]\nemployees = \"many\"");
    CHECK(leads.data.bad()[1].diagnostic.what == "'email' is a number here, text is wanted");
    CHECK(leads.data.bad()[2].diagnostic.what ==
          "'booth' is a list here, text, a number, a date or a list of them is wanted");
    CHECK(leads.data.rows_read() == 4);
}

TEST_CASE("a list in TOML is a cell with several values", "[ingest]") {
    TestExport deals("[[deal]]\ndeal_id = 7\nlead_ids = [8001, '8002']\nproducts = ['anvil', 'rope']\n",
                     Kind::deals, {}, {}, "deals.toml");
    CHECK(deals.column("deal_id") == "7");
    CHECK(deals.column("lead_ids") == "8001;8002");
    CHECK(deals.column("products") == "anvil;rope");
    TestExport merges("[[merge]]\nsurvivor_id = 1\nmerged_id = [2, 3]\n", Kind::merges, {}, {},
                      "merges.toml");
    CHECK(merges.column("merged_id") == "2;3");
}

TEST_CASE("a TOML file shows its kind by its tables", "[ingest]") {
    const auto shown = [](std::string_view text) {
        const csv::TemporaryFile file(text, "rows.toml");
        const auto kind = kind_of_file(file.path());
        return kind ? std::string(to_text(*kind)) : "nothing";
    };
    CHECK(shown("# by hand\n\n[[touch]]\ntype = 'call'\n") == "touches");
    CHECK(shown("[[ deal_contact ]]\n") == "deal_contacts");
    CHECK(shown("[[merge]]\n") == "merges");
    CHECK(shown("[[thing]]\n") == "nothing");
    CHECK(shown("x = 1\n") == "nothing");
}

TEST_CASE("TOML that is not rows of the kind is refused", "[ingest]") {
    const auto message = [](std::string_view text) {
        const csv::TemporaryFile file(text, "leads.toml");
        try {
            Export leads(Kind::leads, {file.path()}, {});
        } catch (const Error& error) {
            std::string what = error.what();
            return what.substr(what.find(file.path()) + file.path().size());
        }
        return std::string("not refused");
    };
    CHECK(message("[[leads]]\nemail = 'a'\n") == ":1:1: error: 'leads' is no [[lead]] table\n  1 | "
                                                 "[[leads]]\n    | ^\n  hint: did you mean 'lead'?\n");
    CHECK_THAT(message("[[lead]]\nemail = \n"), Catch::StartsWith(":2:"));
    CHECK(message("# nothing\n") == "' has no [[lead]] tables\n");
}
