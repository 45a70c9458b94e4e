#include "agreements.hpp"

#include <handoff/agreement.hpp>
#include <handoff/files.hpp>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

using namespace handoff;
using agreements::complaint;

TEST_CASE("content is read", "[agreement]") {
    std::vector<Diagnostic> warnings;
    const Agreement agreement = parse_agreement("[[content]]\n"
                                                "id = 'roi'\n"
                                                "title = 'ROI calculator'\n"
                                                "persona = 'finance'\n"
                                                "stage = 'mql'\n"
                                                "url = 'https://acme.example/roi'\n"
                                                "[[content]]\n"
                                                "id = 'overview'\n",
                                                "handoff.toml", warnings);
    REQUIRE(agreement.contents.size() == 2);
    CHECK(agreement.contents[0].persona == "finance");
    CHECK(agreement.contents[0].stage == "mql");
    CHECK(agreement.contents[0].url == "https://acme.example/roi");
    CHECK(agreement.contents[1].title == "overview");
    CHECK(agreement.contents[1].stage.empty());
}

TEST_CASE("mistakes in [[content]]", "[agreement]") {
    CHECK(complaint("[[content]]\n"
                    "id = \"a\"\n"
                    "stage = \"mqll\"\n"
                    "[[content]]\n"
                    "id = \"a\"\n"
                    "retired = true") ==
          "handoff.toml:4:9: error: unknown word 'mqll' for 'stage'\n"
          "  4 | stage = \"mqll\"\n"
          "    |         ^~~~~~\n"
          "  hint: did you mean 'mql'?\n"
          "handoff.toml:6:6: error: two pieces of content are called 'a', first at line 2\n"
          "  6 | id = \"a\"\n"
          "    |      ^~~\n"
          "handoff.toml:7:1: error: unknown key 'retired' in [[content]]\n"
          "  7 | retired = true\n"
          "    | ^~~~~~~\n");
}

TEST_CASE("files that the agreement names are known with what they held", "[agreement]") {
    const auto folder = std::filesystem::temp_directory_path() / "handoff-named-files";
    std::filesystem::create_directories(folder);
    const auto write = [&](const char* name, const char* text) { std::ofstream(folder / name) << text; };
    write("rivals.txt", "rival.example\n");
    write("days.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n");
    write("words.txt", "IBM, International Business Machines\n");
    const std::string text =
        "[calendar.office]\n"
        "hours = { mon = '09:00-17:00' }\n"
        "holidays = 'days.ics'\n"
        "[accounts]\n"
        "synonyms = 'words.txt'\n"
        "[lifecycle]\n"
        "mql = \"domain not in file 'rivals.txt' and not (domain in file 'rivals.txt')\"\n";
    const auto names = [&] {
        std::vector<Diagnostic> warnings;
        std::string said;
        for (const NamedFile& each :
             parse_agreement(text, (folder / "handoff.toml").string(), warnings).files)
            said +=
                std::filesystem::path(each.path).filename().string() + " " + each.sha256.substr(0, 8) + "\n";
        return said;
    };
    const auto of = [](const char* bytes) { return sha256(bytes).substr(0, 8); };
    CHECK(names() == "rivals.txt " + of("rival.example\n") + "\ndays.ics " +
                         of("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n") + "\nwords.txt " +
                         of("IBM, International Business Machines\n") + "\n");
    write("rivals.txt", "other.example\n");
    CHECK(names().starts_with("rivals.txt " + of("other.example\n")));
    std::filesystem::remove_all(folder);
}
