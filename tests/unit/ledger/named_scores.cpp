#include "unit/ledger/ledgers.hpp"

#include <catch2/catch.hpp>

using namespace handoff;
using namespace handoff::tests;

namespace {

Agreement with_scores(const std::vector<std::string>& names) {
    Agreement agreement;
    for (const std::string& name : names)
        agreement.score.named.push_back({.name = name, .groups = {}, .grade = {}, .place = {}});
    return agreement;
}

const std::vector<std::string> columns = {"lead_id",      "score",       "grade",     "score_robots",
                                          "grade_robots", "score_lamps", "qualified", "disqualified"};

void one_night(Ledger& ledger, Instant as_of, const std::vector<std::vector<std::string>>& rows,
               const Agreement& agreement, const std::vector<Merge>& merged = {},
               const std::string& version = "1") {
    Ledger::Run run = a_run("score", as_of, to_text(as_of));
    run.agreement_version = version;
    REQUIRE(ledger.begin(run, as_of));
    const Table leads = table(columns, rows);
    Merges merges;
    merges.add(merged);
    ledger.record_merges(merges, as_of);
    ledger.record_leads(leads, agreement, as_of);
    ledger.record_scores(leads, agreement, as_of);
    ledger.commit(as_of);
    CHECK(ledger.check().empty());
}

/// "2026-09-01 40 B, lamps 2.5, robots 12 A1, qualified, version 1".
std::string told(const std::vector<Ledger::Judgement>& judgements) {
    std::string text;
    for (const Ledger::Judgement& each : judgements) {
        text += to_text(each.at).substr(0, 10) + " " + (each.score ? to_text(*each.score) : "?") + " " +
                each.grade;
        for (const Ledger::Judgement::Named& named : each.named)
            text += ", " + named.name + " " + (named.score ? to_text(*named.score) : "?") +
                    (named.grade.empty() ? "" : " " + named.grade);
        text += std::string(each.qualified ? ", qualified" : "") +
                (each.disqualified ? ", disqualified" : "") + ", version " + each.version + "\n";
    }
    return text;
}

} // namespace

TEST_CASE("named scores are recorded with a judgement when any grade of it changed", "[ledger]") {
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    const Agreement agreement = with_scores({"robots", "lamps"});
    one_night(ledger, night(1), {{"L1", "10", "C", "5", "B2", "2.5", "false", "false"}}, agreement);
    const std::string before = file.rows("SELECT * FROM score") + file.rows("SELECT * FROM named_score");
    // Points that change no grade are worth no row, nor is a score without grades.
    one_night(ledger, night(2), {{"L1", "11", "C", "6", "B2", "99", "false", "false"}}, agreement);
    CHECK(file.rows("SELECT * FROM score") + file.rows("SELECT * FROM named_score") == before);
    one_night(ledger, night(3), {{"L1", "11", "C", "12", "A1", "3", "false", "false"}}, agreement);
    one_night(ledger, night(4), {{"L1", "40", "A", "13", "A1", "4", "true", "false"}}, agreement);
    one_night(ledger, night(5), {{"L1", "41", "A", "14", "A1", "5", "true", "false"}}, agreement, {}, "2");
    CHECK(told(ledger.judgements_of("L1")) ==
          "2026-09-01 10 C, lamps 2.5, robots 5 B2, version 1\n"
          "2026-09-03 11 C, lamps 3, robots 12 A1, version 1\n"
          "2026-09-04 40 A, lamps 4, robots 13 A1, qualified, version 1\n"
          "2026-09-05 41 A, lamps 5, robots 14 A1, qualified, version 2\n");
    CHECK(ledger.judgements_of("L2").empty());
    CHECK(file.rows("SELECT name, grade FROM now_named_score") == "lamps|\nrobots|A1\n");

    const auto first = ledger.first_qualified("robots");
    REQUIRE(first.size() == 1);
    CHECK(first.at("L1").at == night(4));
    CHECK(first.at("L1").score == Points::of(13));
    CHECK(first.at("L1").grade == "A1");
    CHECK_FALSE(ledger.first_qualified("other").at("L1").score);
    CHECK(ledger.first_qualified().at("L1").score == Points::of(40));
}

TEST_CASE("a named score that comes or goes judges leads anew, the version being the same", "[ledger]") {
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    const std::vector<std::vector<std::string>> rows = {{"L1", "10", "C", "5", "B", "2", "false", "false"},
                                                        {"", "10", "C", "5", "B", "2", "false", "false"}};
    one_night(ledger, night(1), rows, with_scores({}));
    one_night(ledger, night(2), rows, with_scores({"robots"}));
    one_night(ledger, night(3), rows, with_scores({"robots", "not_in_the_file"}));
    one_night(ledger, night(4), rows, with_scores({"lamps"}));
    one_night(ledger, night(5), rows, with_scores({}));
    one_night(ledger, night(6), rows, with_scores({}));
    CHECK(told(ledger.judgements_of("L1")) == "2026-09-01 10 C, version 1\n"
                                              "2026-09-02 10 C, robots 5 B, version 1\n"
                                              "2026-09-04 10 C, lamps 2, version 1\n"
                                              "2026-09-05 10 C, version 1\n");
    CHECK(file.rows("SELECT * FROM now_named_score").empty());
}

TEST_CASE("the named scores of a merged lead follow to the survivor with its qualification", "[ledger]") {
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    const Agreement agreement = with_scores({"robots"});
    one_night(
        ledger, night(1),
        {{"A", "50", "A", "9", "A1", "", "true", "false"}, {"B", "1", "C", "2", "B2", "", "false", "false"}},
        agreement);
    one_night(ledger, night(3), {{"B", "1", "C", "3", "B2", "", "false", "false"}}, agreement,
              {{"B", "A", {}}});
    CHECK(ledger.first_qualified("robots").at("B").grade == "A1");
    CHECK(ledger.first_qualified("robots").at("B").score == Points::of(9));
    CHECK(told(ledger.judgements_of("B")) == "2026-09-01 1 C, robots 2 B2, version 1\n"
                                             "2026-09-01 50 A, robots 9 A1, qualified, version 1\n"
                                             "2026-09-03 1 C, robots 2 B2, version 1\n");
    CHECK(file.rows("SELECT name, grade FROM now_named_score JOIN key USING (person) WHERE value = 'B'") ==
          "robots|B2\n");
    // Into one that the ledger never judged.
    one_night(ledger, night(4), {{"C", "7", "C", "8", "B1", "", "false", "false"}}, agreement,
              {{"C", "B", {}}});
    CHECK(told(ledger.judgements_of("C")).find("2026-09-04 7 C, robots 8 B1, version 1\n") !=
          std::string::npos);
}

TEST_CASE("how leads stood judged at a moment", "[ledger]") {
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    const Agreement agreement = with_scores({"robots", "new"});
    one_night(ledger, night(1), {{"L1", "10", "C", "5", "B2", "", "false", "false"}}, agreement);
    one_night(
        ledger, night(3),
        {{"L1", "40.5", "A", "6", "A1", "", "true", "false"}, {"L2", "", "", "", "", "", "false", "true"}},
        agreement);
    one_night(ledger, night(5), {{"L1", "9", "C", "6", "A1", "", "false", "false"}}, agreement);
    const auto at = [&](Instant moment) {
        Table leads = table({"lead_id", "email"}, {{"L1"}, {"L2"}, {"L3"}, {"L1"}, {"", "x@y.example"}, {}});
        const std::vector<std::string> added = ledger.add_judgements(leads, agreement, moment);
        CHECK(added == std::vector<std::string>{"recorded_at", "recorded_score", "recorded_grade",
                                                "recorded_score_robots", "recorded_grade_robots",
                                                "recorded_score_new", "recorded_grade_new",
                                                "recorded_qualified", "first_qualified"});
        return text(leads);
    };
    const std::string nothing = "L2,,,,,,,,,,\nL3,,,,,,,,,,\n";
    const std::string nobody = ",x@y.example,,,,,,,,,\n,,,,,,,,,,\n";
    CHECK(at(night(1, 1)) == "L1,,,,,,,,,,\n" + nothing + "L1,,,,,,,,,,\n" + nobody);
    const std::string first = "L1,,2026-09-01T02:00:00Z,10,C,5,B2,,,false,\n";
    CHECK(at(night(3, 1)) == first + nothing + first + nobody);
    const std::string second = "L1,,2026-09-03T02:00:00Z,40.5,A,6,A1,,,true,2026-09-03T02:00:00Z\n";
    CHECK(at(night(3)) == second + "L2,,2026-09-03T02:00:00Z,,,,,,,false,\nL3,,,,,,,,,,\n" + second + nobody);
    // What qualified once stays so.
    CHECK(at(night(9)).starts_with("L1,,2026-09-05T02:00:00Z,9,C,6,A1,,,false,2026-09-03T02:00:00Z\n"));
}

TEST_CASE("a ledger of schema 9, which knew no named scores, goes on as it is", "[ledger]") {
    const LedgerFile file;
    const std::vector<std::vector<std::string>> rows = {{"L1", "10", "C", "5", "B", "2", "true", "false"}};
    {
        Ledger ledger = Ledger::open(file.path());
        one_night(ledger, night(1), rows, Agreement{});
    }
    file.back_to_schema(9);
    Ledger ledger = Ledger::open(file.path());
    one_night(ledger, night(2), rows, with_scores({"robots"}));
    CHECK(told(ledger.judgements_of("L1")) == "2026-09-01 10 C, qualified, version 1\n"
                                              "2026-09-02 10 C, robots 5 B, qualified, version 1\n");
    CHECK(ledger.first_qualified("robots").at("L1").at == night(1));
    CHECK_FALSE(ledger.first_qualified("robots").at("L1").score);
    CHECK(file.rows("PRAGMA user_version") == "10\n");
}

TEST_CASE("named scores that were tampered with do not pass the check", "[ledger]") {
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    one_night(ledger, night(1), {{"L1", "10", "C", "5", "B", "2", "false", "false"}},
              with_scores({"robots", "lamps"}));
    file.run("UPDATE now_named_score SET grade = 'A' WHERE name = 'robots'; DELETE FROM named_score WHERE "
             "name = 'lamps'");
    std::string said;
    for (const Diagnostic& each : ledger.check()) said += each.what + "\n";
    CHECK(said == "now_named_score says 'lamps , robots A' of lead 'L1', the history says 'robots B'\n");
}
