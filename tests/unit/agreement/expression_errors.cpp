#include "expressions.hpp"

#include <catch2/catch.hpp>

using namespace handoff;
using expressions::complaint;

namespace {

/// The first line of what is said, and the hint.
std::string brief(const std::string& text) {
    const std::string all = complaint(text);
    const std::size_t first = all.find('\n');
    const std::size_t hint = all.find("  hint: ");
    return all.substr(0, first) +
           (hint == std::string::npos ? "" : " | " + all.substr(hint + 8, all.size() - hint - 9));
}

} // namespace

TEST_CASE("a mistake is shown in its line with carets", "[expression]") {
    CHECK(complaint("country = 'us' and employes > 3") == "error: unknown column 'employes'\n"
                                                          "   | country = 'us' and employes > 3\n"
                                                          "   |                    ^~~~~~~~\n"
                                                          "  hint: did you mean 'employees'?\n");
}

namespace {

struct Case {
    const char* expression;
    const char* complaint; ///< "error: what | hint"
};

const Case unread[] = {
    {"country = 'us", "error: this text is never closed | end it with another '"},
    {"\"country = 'us'", "error: this column name is never closed | end it with another \""},
    {"\"\" = 1", "error: a column name cannot be empty"},
    {"country == 'us'", "error: unknown operator '==' | write '='"},
    {"country <> 'us'", "error: unknown operator '<>' | write '!='"},
    {"country = 'us' && is_freemail", "error: unknown operator '&&' | write 'and'"},
    {"!is_freemail", "error: unexpected character '!' | write 'not'"},
    {"country = #", "error: unexpected character '#'"},
    {"employees > 30x",
     "error: '30x' is neither a number nor a length of time | lengths are written like 30m, 12h, 14d or 2w; "
     "a column whose name begins with a digit stands in \"double quotes\""},
    {"employees > 1e999", "error: the number is too large"},
    {"created_at > 2026-13-41",
     "error: there is no date '2026-13-41' | dates are written like 2026-09-01 or 2026-09-01T10:00Z"},
    {"created_at > 2026-08-30T25:00",
     "error: there is no date '2026-08-30T25:00' | dates are written like 2026-09-01 or 2026-09-01T10:00Z"},
    {"country like 'x'", "error: expected the end or 'and' or 'or', found 'like' | write 'contains', 'starts "
                         "with', 'ends with' or 'matches'"},
    {"country contans 'x'", "error: expected the end or 'and' or 'or', found 'contans' | did you mean "
                            "'contains'?"},
    {"country is blnk", "error: expected 'blank', found 'blnk' | did you mean 'blank'?"},
    {"country starts wiht 'x'", "error: expected 'with', found 'wiht' | did you mean 'with'?"},
    {"country = 'us' country", "error: expected the end or 'and' or 'or', found 'country'"},
    {"country = ", "error: expected a column or a value, but the expression ends here"},
    {"and country", "error: expected a column or a value, found 'and'"},
    {"country in 'us'", "error: expected '(' or 'file' after 'in', found 'us'"},
    {"country in ('us'", "error: expected ')', but the expression ends here"},
    {"country in file x", "error: expected the name of a file in 'quotes', found 'x'"},
    {"country in file 'nowhere.txt'", "error: the list 'nowhere.txt' cannot be read | names of files are "
                                      "relative to the folder of the agreement"},
    {"is_freemail is null", "error: expected 'blank', found 'null' | write 'is blank'"},
    {"is_freemail = null",
     "error: expected a column or a value, found 'null' | write 'is blank' or 'is not blank'"},
    {"country not 'x'", "error: expected 'in', 'between', 'contains', 'starts with', 'ends with' or "
                        "'matches' after 'not', found 'x'"},
    {"country starts 'x'", "error: expected 'with', found 'x'"},
    {"1 < employees < 3",
     "error: comparisons cannot be chained | write 'a < b and b < c', or 'b between a and c'"},
    {"lowercase(country) = 'x'",
     "error: unknown function 'lowercase' | there are lower, upper, length, days_since and coalesce"},
    {"lover(country) = 'x'", "error: unknown function 'lover' | did you mean 'lower'?"},
    {"length() = 1", "error: 'length' takes one value"},
    {"coalesce(country) = 'x'", "error: 'coalesce' takes two or more values"},
};

const Case unbound[] = {
    {"country = blank", "error: unknown column 'blank' | write 'is blank'"},
    {"employees = 'many'", "error: 'employees' holds numbers and cannot be compared with the text 'many'"},
    {"employees = '480'", "error: 'employees' holds numbers and cannot be compared with the text '480' | "
                          "write 480 without quotes"},
    {"'480' = employees", "error: 'employees' holds numbers and cannot be compared with the text '480' | "
                          "write 480 without quotes"},
    {"country = 5",
     "error: 'country' holds text and cannot be compared with the number 5 | write '5' in quotes"},
    {"lead_id = 12",
     "error: 'lead_id' holds ids and cannot be compared with the number 12 | write '12' in quotes"},
    {"is_freemail = 'True'", "error: 'is_freemail' holds true or false and cannot be compared with the text "
                             "'True' | write true without quotes"},
    {"is_freemail = 1", "error: 'is_freemail' holds true or false and cannot be compared with the number 1 | "
                        "write true or false"},
    {"is_freemail > false", "error: true and false have no order | write '=' or '!='"},
    {"created_at > 'soon'", "error: 'created_at' holds dates and cannot be compared with the text 'soon' | "
                            "dates are written like 2026-09-01 or 2026-09-01T10:00Z"},
    {"created_at > 5", "error: 'created_at' holds dates and cannot be compared with the number 5"},
    {"created_at - 5 > 3d",
     "error: 'created_at' holds dates and cannot be used in a difference with the number 5"},
    {"employees > 30d",
     "error: 'employees' holds numbers and cannot be compared with the length of time 30d"},
    {"country > employees",
     "error: 'country' holds text and cannot be compared with 'employees', which holds numbers"},
    {"employees + 'x' > 3", "error: 'employees' holds numbers and cannot be added to the text 'x'"},
    {"country * 2 = 4", "error: 'country' holds text and cannot be multiplied by the number 2"},
    {"employees + 1", "error: 'employees + 1' is a number, not a condition | compare it with something"},
    {"country", "error: 'country' holds text and is not a condition | compare it with something, or write "
                "'country is not blank'"},
    {"'x'", "error: the text 'x' is not a condition | compare it with something"},
    {"not employees", "error: 'employees' holds numbers and is not a condition | compare it with something, "
                      "or write 'employees is not blank'"},
    {"stage = 'sl'", "error: unknown stage 'sl' | did you mean 'sal'?"},
    {"stage >= 'elsewhere'", "error: unknown stage 'elsewhere' | the lifecycle has inquiry, mql, sal, sql, "
                             "opportunity, won, nurture, disqualified, lost"},
    {"stage > 'nurture'",
     "error: 'nurture' stands aside of the lifecycle's path and has no order | compare it with '=' or '!='"},
    {"country = ''",
     "error: '' is blank, and nothing is equal to a blank | write 'is blank' or 'is not blank'"},
    {"employees between 10 and 5", "error: nothing is between 10 and 5 | write 'between 5 and 10'"},
    {"employees contains 'x'", "error: 'employees' holds numbers, and 'contains' searches text"},
    {"country contains 5", "error: 'contains' needs a text in 'quotes', not the number 5"},
    {"country contains employees",
     "error: 'contains' needs a text in 'quotes', not 'employees', which holds numbers"},
    {"country matches employees", "error: 'matches' needs a pattern in 'quotes'"},
    {"country matches '(x'", "error: the pattern '(x' cannot be used: missing ): (x"},
    {"country in ('us', 5)",
     "error: 'country' holds text and cannot be compared with the number 5 | write '5' in quotes"},
    {"touched in ('us', 5)",
     "error: the text 'us' cannot be in one list with the number 5 | write '5' in quotes"},
    {"touched > \"Lead Score\"", "error: neither 'touched' nor 'Lead Score' says whether numbers, dates or "
                                 "text are compared | write 'touched + 0' for numbers"},
    {"employees in file 'x'",
     "error: the list 'x' cannot be read | names of files are relative to the folder of the agreement"},
    {"lower(employees) = 'x'", "error: 'lower' takes text, not 'employees', which holds numbers"},
    {"days_since(employees) > 3", "error: 'days_since' takes a date, not 'employees', which holds numbers"},
    {"-country > 3", "error: 'country' holds text and cannot be made negative"},
    {"coalesce(employees, country) = 'x'",
     "error: 'employees' holds numbers and cannot be in one 'coalesce' with 'country', which holds text"},
    {"5 = 'x'", "error: the number 5 cannot be compared with the text 'x'"},
    {"is_freemail between true and false", "error: true and false have no order | write '=' or '!='"},
    {"length(employees + 'x') = 3", "error: 'employees' holds numbers and cannot be added to the text 'x'"},
    {"employees contains 3 and cuntry = 1",
     "error: 'employees' holds numbers, and 'contains' searches text | did you mean 'country'?"},
    {"coalesce(touched, employees + country) > 3", "error: 'touched' holds text and cannot be in one "
                                                   "'coalesce' with 'employees + country', which is a stage"},
    {"((country)", "error: expected ')', but the expression ends here"},
    {"employees > 5 5", "error: expected the end or 'and' or 'or', found '5'"},
};

} // namespace

TEST_CASE("expressions that cannot be read", "[expression]") {
    for (const Case& one : unread) CHECK(brief(one.expression) == one.complaint);
}

TEST_CASE("expressions whose columns or types do not fit", "[expression]") {
    for (const Case& one : unbound) CHECK(brief(one.expression) == one.complaint);
}

TEST_CASE("every mistake in every expression is reported, sorted by place", "[expression]") {
    const Scope scope = expressions::scope();
    const std::vector<Expression> all = {
        Expression::parse("cuntry = 'x' and employees = 'many'", {"handoff.toml", 7, 12},
                          "when  = \"cuntry = 'x' and employees = 'many'\""),
        Expression::parse("stage = 'sale'", {"handoff.toml", 3, 12}, "touch = \"stage = 'sale'\"")};
    std::string text;
    try {
        const Bound bound(all, scope);
    } catch (const Error& error) {
        text = error.what();
    }
    CHECK(text ==
          "handoff.toml:3:20: error: unknown stage 'sale'\n"
          "  3 | touch = \"stage = 'sale'\"\n"
          "    |                    ^~~~~~\n"
          "  hint: did you mean 'sal'?\n"
          "handoff.toml:7:12: error: unknown column 'cuntry'\n"
          "  7 | when  = \"cuntry = 'x' and employees = 'many'\"\n"
          "    |            ^~~~~~\n"
          "  hint: did you mean 'country'?\n"
          "handoff.toml:7:41: error: 'employees' holds numbers and cannot be compared with the text 'many'\n"
          "  7 | when  = \"cuntry = 'x' and employees = 'many'\"\n"
          "    |                                         ^~~~~~\n");
}

TEST_CASE("in text of several lines, a mistake has the line's own place", "[expression]") {
    std::string text;
    try {
        Expression::parse("country = 'us'\n  and ) ", {"handoff.toml", 4, 1}, "country = 'us'");
    } catch (const Error& error) {
        text = error.what();
    }
    CHECK(text == "handoff.toml:5:7: error: expected a column or a value, found ')'\n"
                  "  5 |   and ) \n"
                  "    |       ^\n");
}

TEST_CASE("deep nesting and empty text are refused", "[expression]") {
    CHECK(brief(std::string(300, '(') + "true") == "error: the expression is nested too deeply");
    std::string sum = "1";
    for (int i = 0; i < 300; ++i) sum += " + 1";
    CHECK(brief(sum + " = 3") == "error: the expression is nested too deeply");
    CHECK(brief("  ") == "error: the expression is empty");
    std::string alternatives = "country = 'x'";
    for (int i = 0; i < 5000; ++i) alternatives += " or country = 'x'";
    CHECK(complaint(alternatives).empty());
}

TEST_CASE("an expression tells its columns and the texts they are compared with", "[expression]") {
    const Expression expression = Expression::parse(
        "country in ('us', 'de') and 'x' != lead_id and country contains 'y' or employees > 3", {"f", 1, 1});
    std::string columns, literals;
    for (const auto& use : expression.columns())
        columns += use.name + "@" + std::to_string(use.where.place.column) + " ";
    for (const auto& literal : expression.literals())
        literals +=
            literal.column + "=" + literal.value + "@" + std::to_string(literal.where.place.column) + " ";
    CHECK(columns == "country@1 lead_id@36 country@48 employees@72 ");
    CHECK(literals == "country=us@13 country=de@19 lead_id=x@29 ");
    CHECK(expression.text().starts_with("country in"));
    CHECK(expression.place() == Place{"f", 1, 1});
}
