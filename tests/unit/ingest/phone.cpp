#include <catch2/catch.hpp>
#include <ingest/phone.hpp>

using namespace handoff;

TEST_CASE("signs between the digits of a phone number change nothing", "[ingest]") {
    // An extension is left out of the number, and has the library look at the text as it stands.
    for (const std::string number :
         {"+1-205-555-9390", "+1 (205) 555.9390", "+49 (0)30 123456", "+49-30-123456", "+44 (0) 20 7946 0958",
          "+39 06 6982", "+7 (495) 123-45-67", "+1-205-555", "+999 12 345 678", "+(1) 205 5559390",
          "+1 2055559390 ", "+-(", "+1 205 555 9390 205 555 9390", "+800 1234 5678", "+86 138 1234 5678",
          "+54 9 11 1234-5678"})
        for (const std::string country : {"", "US", "DE", "JP"}) {
            CAPTURE(number, country);
            CHECK(phone_number(number, country) == phone_number(number + " ext. 12", country));
        }
}

TEST_CASE("many phone numbers are read as each by itself", "[ingest]") {
    const std::vector<WrittenPhone> written = {
        {"(205) 555-9390", "US"}, {"n/a", "US"}, {"030 123456", "DE"}, {"030 123456", ""}};
    CHECK(phone_numbers(written) == std::vector<std::uint64_t>{12055559390, 0, 4930123456, 0});
    CHECK(phone_numbers({}).empty());
}

TEST_CASE("phone numbers in one form", "[ingest]") {
    CHECK(phone_number("(205) 555-9390", "US") == 12055559390);
    CHECK(phone_number("+1-205-555-9390", "") == 12055559390);
    CHECK(phone_number("+1-205-555-9390", "IN") == 12055559390);
    CHECK(phone_number("205.555.9390 x12", "US") == 12055559390);
    CHECK(phone_number("030 123456", "DE") == 4930123456);
    CHECK(phone_number("0049 30 123456", "DE") == 4930123456);
    CHECK(phone_number("+49 (0)30 123456", "") == 4930123456);
    CHECK(phone_number("011 44 20 7946 0958", "US") == 442079460958);
    CHECK(phone_number("1-800-FLOWERS", "US") == 18003569377);
    CHECK(phone_text(4930123456) == "+4930123456");
}

TEST_CASE("what is no phone number is none", "[ingest]") {
    CHECK(phone_number("(205) 555-9390", "") == 0); // of which country?
    CHECK(phone_number("12345", "US") == 0);
    CHECK(phone_number("n/a", "US") == 0);
    CHECK(phone_number("ask reception", "US") == 0);
    CHECK(phone_number("", "US") == 0);
    CHECK(phone_number("+", "US") == 0);
    CHECK(phone_number("000000000000", "US") == 0);
    CHECK(phone_number("\xff\xfe 123 4567", "US") == 0);
    CHECK(phone_number(std::string(5000, '1'), "US") == 0);
}

TEST_CASE("canonical phone numbers are recognised", "[ingest]") {
    CHECK(is_canonical_phone("+12055559390"));
    for (const char* text : {"", "+", "12055559390", "+1 2055559390", "+0205555939", "+12345678901234567"}) {
        INFO(text);
        CHECK_FALSE(is_canonical_phone(text));
    }
}

TEST_CASE("a book of phone numbers finds what was put in", "[ingest]") {
    PhoneBook book;
    CHECK(book.find(PhoneBook::fingerprint("1", "US")) == nullptr);
    for (std::uint64_t i = 0; i < 5000; ++i)
        book.add({PhoneBook::fingerprint(std::to_string(i), i % 2 == 0 ? "US" : "DE"), i});
    CHECK(book.size() == 5000);
    for (std::uint64_t i = 0; i < 5000; ++i) {
        const KnownPhone* const phone =
            book.find(PhoneBook::fingerprint(std::to_string(i), i % 2 == 0 ? "US" : "DE"));
        REQUIRE(phone != nullptr);
        CHECK(phone->number == i);
    }
    CHECK(book.find(PhoneBook::fingerprint("1", "US")) == nullptr); // 1 was German
    CHECK(PhoneBook(book.all()).size() == 5000);
}
