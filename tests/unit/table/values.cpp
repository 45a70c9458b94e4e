#include <handoff/values.hpp>

#include <catch2/catch.hpp>
#include <vector>

using namespace handoff;

namespace {

std::string number(std::string_view cell, bool decimal_comma = false) {
    return clean_number(cell, decimal_comma).value_or("nothing");
}

std::string instant(std::string_view cell, DayMonth order = DayMonth::undecided,
                    const Zone& zone = Zone::utc()) {
    return clean_instant(cell, order, zone).value_or("nothing");
}

} // namespace

TEST_CASE("canonical numbers are read and nothing else", "[values]") {
    CHECK(read_number("-1234.5") == -1234.5);
    CHECK(read_number("1e6") == 1e6);
    CHECK(read_number("0.1") == 0.1);
    CHECK(read_number("12345678901234567890") == 12345678901234567890.0);
    CHECK(read_number("123456789.123456789") == 123456789.123456789);
    for (const char* text :
         {"", "-", ".", "+1", "inf", "-inf", "nan", "1,000", "12x", " 1", "0x10", "1e999"}) {
        INFO(text);
        CHECK_FALSE(read_number(text).has_value());
    }
}

TEST_CASE("numbers are shown without exponent", "[values]") {
    CHECK(to_text(1234.5) == "1234.5");
    CHECK(to_text(1e21) == "1000000000000000000000");
    CHECK(to_text(1e-7) == "0.0000001");
    CHECK(to_text(-0.0) == "0");
    CHECK(to_text(480.0) == "480");
}

TEST_CASE("numbers as exports write them", "[values]") {
    CHECK(number("$1,498.22K") == "1498220");
    CHECK(number("(1,234.50)") == "-1234.5");
    CHECK(number("12%") == "0.12");
    CHECK(number("0.5%") == "0.005");
    CHECK(number("1.234,5", true) == "1234.5");
    CHECK(number("1.234.567", true) == "1234567");
    CHECK(number("1.234,5") == "nothing");
    CHECK(number("$22,700.00") == "22700");
    CHECK(number("12,34,567") == "1234567");
    CHECK(number("1 234 567,5", true) == "1234567.5");
    CHECK(number("1\xc2\xa0"
                 "234") == "1234");
    CHECK(number("1'234.50") == "1234.5");
    CHECK(number("EUR 1,200") == "1200");
    CHECK(number("1200 USD") == "1200");
    CHECK(number("R$ 5") == "5");
    CHECK(number("1.200 €", true) == "1200");
    CHECK(number("-$5") == "-5");
    CHECK(number("$-5") == "-5");
    CHECK(number("5-") == "-5");
    CHECK(number("2.5M") == "2500000");
    CHECK(number("1.5e6") == "1500000");
    CHECK(number("1E-3") == "0.001");
    CHECK(number("12345678901234567") == "12345678901234567");
    CHECK(number("0012.500") == "12.5");
    CHECK(number("-0") == "0");
    CHECK(number(" 7 ") == "7");
    CHECK(number("+7") == "7");
    CHECK(number("Rs. 5,000") == "5000");
    CHECK(number("500 kr") == "500");
    CHECK(number("1 200 zł") == "1200");
    CHECK(number("usd 5") == "5");
    CHECK(number("$1.5 million") == "1500000");
    CHECK(number("2,5 Mio. €", true) == "2500000");
    CHECK(number("3 Mrd") == "3000000000");
    CHECK(number("2 lakh") == "200000");
}

TEST_CASE("what is no number is nothing", "[values]") {
    for (const char* cell :
         {"", "01.High", "3. $20,001 - $30K", "1,5", "1,23,4", "1-50", "abc", "$", "%", "inf", "nan", "1.2.3",
          "12x", "ABC 5", "1,2345", "()", "2021-04-15", "1e99", ",123"}) {
        INFO(cell);
        CHECK(number(cell) == "nothing");
    }
}

TEST_CASE("booleans in the words of exports", "[values]") {
    for (const char* cell : {"yes", "Y", "1", "TRUE", "t", "On", "sí", "Sí", "SÍ", "SI", "ja", "Oui", "ДА",
                             "Evet", "はい", "✓", " yes "}) {
        INFO(cell);
        CHECK(clean_boolean(cell) == "true");
    }
    for (const char* cell :
         {"no", "N", "0", "False", "f", "OFF", "nein", "não", "NÃO", "non", "Нет", "hayır", "Όχι", "否"}) {
        INFO(cell);
        CHECK(clean_boolean(cell) == "false");
    }
    CHECK_FALSE(clean_boolean("maybe").has_value());
    CHECK_FALSE(clean_boolean("").has_value());
    CHECK_FALSE(read_boolean("yes").has_value());
    CHECK(read_boolean("true") == true);
}

TEST_CASE("instants in the forms of exports", "[values]") {
    CHECK(instant("2018-02-01") == "2018-02-01");
    CHECK(instant("2018-2-1") == "2018-02-01");
    CHECK(instant("2018/02/01 10:00") == "2018-02-01T10:00:00Z");
    CHECK(instant("2018-02-01T10:00:00.000+0000") == "2018-02-01T10:00:00Z");
    CHECK(instant("2018-02-01 10:00:00 UTC") == "2018-02-01T10:00:00Z");
    CHECK(instant("2018-02-01 10:00:00 +02:00") == "2018-02-01T08:00:00Z");
    CHECK(instant("2018-02-01 10:00:00.123456-05") == "2018-02-01T15:00:00.123456Z");
    CHECK(instant("15 Apr, 2021 00:03:00") == "2021-04-15T00:03:00Z");
    CHECK(instant("Apr 15, 2021") == "2021-04-15");
    CHECK(instant("April 15th, 2021 at 3:04 pm") == "2021-04-15T15:04:00Z");
    CHECK(instant("15-Apr-21") == "2021-04-15");
    CHECK(instant("15 April 2021") == "2021-04-15");
    CHECK(instant("Thu, 15 Apr 2021 00:03:00 GMT") == "2021-04-15T00:03:00Z");
    CHECK(instant("15.04.2021 08:00") == "2021-04-15T08:00:00Z");
    CHECK(instant("03.04.2021") == "2021-04-03");
    CHECK(instant("45631.0") == "2024-12-05");
    CHECK(instant("45631.5") == "2024-12-05T12:00:00Z");
    CHECK(instant("45631") == "2024-12-05");
    CHECK(instant("1517443200") == "2018-02-01T00:00:00Z");
    CHECK(instant("1517443200123") == "2018-02-01T00:00:00.123Z");
    CHECK(instant("20180201") == "2018-02-01");
    CHECK(instant("31/12/99") == "1999-12-31");
}

TEST_CASE("months and days of the week in other languages", "[values]") {
    CHECK(instant("15. April 2021") == "2021-04-15");
    CHECK(instant("1. März 2021") == "2021-03-01");
    CHECK(instant("15.Dez.2021 08:00") == "2021-12-15T08:00:00Z");
    CHECK(instant("Donnerstag, 15. Oktober 2021") == "2021-10-15");
    CHECK(instant("15 août 2021") == "2021-08-15");
    CHECK(instant("1er févr. 2021") == "2021-02-01");
    CHECK(instant("lundi 5 avril 2021 à 10:30") == "2021-04-05T10:30:00Z");
    CHECK(instant("15 de abril de 2021") == "2021-04-15");
    CHECK(instant("15 de enero del 2021") == "2021-01-15");
    CHECK(instant("15 de março de 2021") == "2021-03-15");
    CHECK(instant("15 set 2021") == "2021-09-15");
    CHECK(instant("15 gennaio 2021") == "2021-01-15");
    CHECK(instant("15 mei 2021") == "2021-05-15");
    CHECK(instant("15 października 2021") == "2021-10-15");
    CHECK(instant("15 Ağustos 2021") == "2021-08-15");
    CHECK(instant("2021年4月15日 10:00") == "2021-04-15T10:00:00Z");
    CHECK(instant("2021년 4월 15일") == "2021-04-15");
    CHECK(instant("15 jui 2021") == "nothing"); // juin or juillet
}

TEST_CASE("times as programs and people write them", "[values]") {
    CHECK(instant("04 Apr, 2021 00:02:00") == "2021-04-04T00:02:00Z");
    CHECK(instant("20210415T093000Z") == "2021-04-15T09:30:00Z");
    CHECK(instant("20210415T0930+0200") == "2021-04-15T07:30:00Z");
    CHECK(instant("20210415093000") == "2021-04-15T09:30:00Z");
    CHECK(instant("1517443200.5") == "2018-02-01T00:00:00.500Z");
    CHECK(instant("1517443200123456") == "2018-02-01T00:00:00.123456Z");
    CHECK(instant("2018-02-01T24:00:00") == "2018-02-02T00:00:00Z");
    CHECK(instant("2018-02-01 3:04\u202fPM") == "2018-02-01T15:04:00Z");
    CHECK(instant("2018-02-01 3:04 p. m.") == "2018-02-01T15:04:00Z");
    CHECK(instant("2018-02-01 12 a.m.") == "2018-02-01T00:00:00Z");
    CHECK(instant("2018-02-01 12:00 PM") == "2018-02-01T12:00:00Z");
    CHECK(instant("2018-02-01 13:00 PM") == "nothing");
    CHECK(instant("Thu Apr 15 2021 10:00:00 GMT+0200 (Central European Summer Time)") ==
          "2021-04-15T08:00:00Z");
    CHECK(instant("Thu, 15 Apr 2021 10:00:00 EDT") == "2021-04-15T14:00:00Z");
    CHECK(instant("2021-04-15 10:00 XYZ") == "nothing");
    CHECK(instant("2018-02-01 24:00:01") == "nothing");
}

TEST_CASE("years of two digits are those from 1969 to 2068", "[values]") {
    CHECK(instant("31/12/69") == "1969-12-31");
    CHECK(instant("31/12/68") == "2068-12-31");
    CHECK(instant("15-Apr-00") == "2000-04-15");
}

TEST_CASE("a local time that clocks skip or repeat", "[values]") {
    const Zone zone = Zone::named("America/New_York");
    CHECK(instant("2026-03-08 02:30:00", DayMonth::undecided, zone) ==
          "2026-03-08T07:00:00Z"); // the change itself
    CHECK(instant("2026-11-01 01:30:00", DayMonth::undecided, zone) == "2026-11-01T05:30:00Z"); // the earlier
}

TEST_CASE("day and month in numbers need an order", "[values]") {
    CHECK(instant("01/02/2018") == "nothing");
    CHECK(instant("01/02/2018", DayMonth::day_first) == "2018-02-01");
    CHECK(instant("01-02-2018", DayMonth::day_first) == "2018-02-01");
    CHECK(instant("1/2/2018 3:04 PM", DayMonth::month_first) == "2018-01-02T15:04:00Z");
    CHECK(instant("12/31/2018 12:30 AM") == "2018-12-31T00:30:00Z");
    CHECK(instant("31/12/2018") == "2018-12-31");
    CHECK(instant("5/5/2018") == "2018-05-05");
}

TEST_CASE("a time without a zone is in the zone given, a date stays a date", "[values]") {
    const Zone zone = Zone::named("America/New_York");
    CHECK(instant("2018-02-01 10:00:00", DayMonth::undecided, zone) == "2018-02-01T15:00:00Z");
    CHECK(instant("2018-02-01T10:00:00Z", DayMonth::undecided, zone) == "2018-02-01T10:00:00Z");
    CHECK(instant("45631.5", DayMonth::undecided, zone) == "2024-12-05T17:00:00Z");
    CHECK(instant("2018-02-01", DayMonth::undecided, zone) == "2018-02-01");
}

TEST_CASE("what is no instant is nothing", "[values]") {
    for (const char* cell : {"",
                             "soon",
                             "2018-02-30",
                             "13/13/2018",
                             "2018",
                             "12:30",
                             "1/2",
                             "1/2/3",
                             "Apr 2021",
                             "15 Foo 2021",
                             "2018-02-01 25:00",
                             "2018-02-01 10",
                             "2018-02-01 10:00 IST",
                             "1.5",
                             "2018-02-01x",
                             "32/01/2018",
                             "99999999",
                             "1/2/2018 13:00 PM",
                             "0/0/2018",
                             "1.2.3.4"}) {
        INFO(cell);
        CHECK(instant(cell, DayMonth::day_first) == "nothing");
    }
}

TEST_CASE("a column's cells decide its order", "[values]") {
    bool conflict = false;
    const auto decide = [&conflict](std::vector<std::string_view> cells) {
        return decide_day_month(cells, conflict);
    };
    CHECK(decide({"01/02/2018", "25/02/2018"}) == DayMonth::day_first);
    CHECK(decide({"01/02/2018", "", "02/25/2018 10:00"}) == DayMonth::month_first);
    CHECK(decide({"01/02/2018", "2018-02-01", "15 Apr 2021"}) == DayMonth::undecided);
    CHECK_FALSE(conflict);
    CHECK(decide({"25/02/2018", "02/25/2018"}) == DayMonth::undecided);
    CHECK(conflict);
}
