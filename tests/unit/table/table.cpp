#include <handoff/table.hpp>

#include <catch2/catch.hpp>

using namespace handoff;

namespace {

Table people(std::string file, std::uint64_t first_line, std::vector<std::string> names) {
    Table table;
    table.add("name");
    table.add("city");
    table.set_rows(names.size());
    table.file = std::make_shared<const std::string>(std::move(file));
    for (std::size_t row = 0; row < names.size(); ++row) {
        table[0].cells[row] = table.keep(names[row]);
        table.lines.push_back(first_line + row);
        table.originals.push_back(table.keep(names[row] + ","));
    }
    return table;
}

} // namespace

TEST_CASE("columns are found, added and removed by name", "[table]") {
    Table table = people("a.csv", 2, {"Ann", "Bob"});
    CHECK(table.find("city") == 1U);
    CHECK_FALSE(table.find("City"));
    CHECK(table.find_or_add("city") == 1U);
    CHECK(table.find_or_add("grade") == 2U);
    CHECK(table[2].cells.size() == 2);
    CHECK(table[2].cells[0].empty());
    table.remove(1);
    CHECK(table.names() == std::vector<std::string>{"name", "grade"});
}

TEST_CASE("setting the number of rows adds blank cells or cuts", "[table]") {
    Table table = people("a.csv", 2, {"Ann", "Bob"});
    table[1].points = {Points{1}, Points{2}};
    table.set_rows(3);
    CHECK(table[0].cells[2].empty());
    CHECK(table[1].points.size() == 3);
    CHECK(table.place(2) == Place{});
    table.set_rows(1);
    CHECK(table.rows() == 1);
    CHECK(table[0].cells.size() == 1);
    CHECK(table.originals.size() == 1);
}

TEST_CASE("picked rows keep their cells, points and places after the first table is gone", "[table]") {
    Table picked;
    {
        Table table = people("a.csv", 2, {"Ann", "Bob", "Cy"});
        table[1].points = {Points{10}, Points{20}, Points{30}};
        picked = table.pick(std::vector<std::uint32_t>{2, 0});
    }
    REQUIRE(picked.rows() == 2);
    CHECK(picked[0].cells[0] == "Cy");
    CHECK(picked[1].points[1] == Points{10});
    CHECK(to_string(picked.place(0)) == "a.csv:4:1");
    CHECK(picked.original(1) == "Ann,");
}

TEST_CASE("selecting keeps the rows that are marked", "[table]") {
    const Table table = people("a.csv", 2, {"Ann", "Bob", "Cy"});
    const Table selected = table.select(std::vector<std::uint8_t>{0, 1, 1});
    REQUIRE(selected.rows() == 2);
    CHECK(selected[0].cells[0] == "Bob");
    CHECK(selected[0].cells[1] == "Cy");
}

TEST_CASE("rows of several files stand together and keep their places", "[table]") {
    Table all;
    all.add("name");
    all.add("city");
    all.append(people("a.csv", 2, {"Ann"}));
    all.append(people("b.csv", 7, {"Bob", "Cy"}));
    REQUIRE(all.rows() == 3);
    CHECK(to_string(all.place(0)) == "a.csv:2:1");
    CHECK(to_string(all.place(2)) == "b.csv:8:1");
    CHECK(all[0].cells[1] == "Bob");
    CHECK(all.original(1) == "Bob,");
    CHECK(to_string(all.pick(std::vector<std::uint32_t>{2}).place(0)) == "b.csv:8:1");
}

TEST_CASE("exact points survive an append only when every row has them", "[table]") {
    Table scored = people("a.csv", 2, {"Ann"});
    scored[1].points = {Points{5}};
    Table both = scored;
    both.append(scored);
    CHECK(both[1].points == std::vector<Points>{Points{5}, Points{5}});
    both.append(people("a.csv", 3, {"Bob"}));
    CHECK(both[1].points.empty());
    CHECK(both.rows() == 3);
}

TEST_CASE("tables with different columns cannot be put together", "[table]") {
    Table table = people("a.csv", 2, {"Ann"});
    Table other = people("a.csv", 2, {"Ann"});
    other[1].name = "town";
    CHECK_THROWS_AS(table.append(other), Error);
    CHECK(table.rows() == 1);
}

TEST_CASE("kept text does not move, however much is kept", "[table]") {
    Table table;
    const std::string_view first = table.keep("first");
    const std::string large(200'000, 'x');
    const std::string_view kept = table.keep(large);
    std::vector<std::string_view> small;
    for (int i = 0; i < 50'000; ++i) small.push_back(table.keep(std::to_string(i)));
    CHECK(first == "first");
    CHECK(kept == large);
    CHECK(small[49'999] == "49999");
    CHECK(table.keep("").data() == nullptr);
}

TEST_CASE("a copy of a table keeps new text apart", "[table]") {
    Table table;
    table.keep("one");
    Table copy = table;
    const std::string_view mine = table.keep("mine");
    const std::string_view theirs = copy.keep("theirs");
    CHECK(mine == "mine");
    CHECK(theirs == "theirs");
}

TEST_CASE("a batch keeps the columns, and has cells only where they are wanted", "[table]") {
    Table table = people("a.csv", 2, {"Ann", "Bob"});
    const std::vector<std::size_t> wanted = {1};
    table.start_batch(3, wanted);
    CHECK(table.rows() == 3);
    CHECK(table[0].cells.empty());
    CHECK(table[1].cells.size() == 3);
    CHECK(table.lines.empty());
    CHECK(table.originals.empty());
    const std::string_view first = table.keep("first");
    table.start_batch(1, wanted);
    CHECK(table.keep("again").data() == first.data()); // the memory is used again
}

TEST_CASE("a batch keeps the cells that are going to be replaced, and nothing that was found out about them",
          "[table]") {
    Table table = people("a.csv", 2, {"Ann", "Bob"});
    table[0].instants = {1, 2};
    table[0].numbers = {1, 2};
    table[0].numbering = 7;
    const std::vector<std::size_t> filled = {0};
    table.start_batch(3, {}, filled);
    CHECK(table[0].cells.size() == 2);
    CHECK(table[1].cells.empty());
    CHECK(table[0].instants.empty());
    CHECK(table[0].numbers.empty());
    CHECK(table[0].numbering == 0);
}

TEST_CASE("what was found out about cells goes with the rows that are picked", "[table]") {
    Table table = people("a.csv", 2, {"Ann", "Bob"});
    table[0].instants = {1, 2};
    table[0].numbers = {5, 6};
    table[0].numbering = 7;
    const std::uint32_t rows[] = {1};
    const Table second = table.pick(rows);
    CHECK(second[0].instants == std::vector<std::int64_t>{2});
    CHECK(second[0].numbers == std::vector<std::uint32_t>{6});
    CHECK(second[0].numbering == 7);
    Table both = table;
    both.append(second);
    CHECK(both[0].instants.empty());
    CHECK(both[0].numbering == 0);
}

TEST_CASE("a batch leaves text alone that another table holds", "[table]") {
    Table table;
    const std::string_view text = table.keep("first");
    Table copy;
    copy.share(table);
    table.start_batch(0, {});
    table.keep("again");
    CHECK(text == "first");
}

TEST_CASE("a copy of rows has text of its own", "[table]") {
    Table copy;
    {
        const Table table = people("a.csv", 2, {"Ann", "", "Cy"});
        const std::uint32_t rows[] = {2, 1};
        copy = table.copy(rows);
        CHECK(copy[0].cells[0].data() != table[0].cells[2].data());
    }
    CHECK(copy.rows() == 2);
    CHECK(copy[0].cells[0] == "Cy");
    CHECK(copy[0].cells[1].empty());
    CHECK(copy.original(0) == "Cy,");
    CHECK(to_string(copy.place(0)) == "a.csv:4:1");
}
