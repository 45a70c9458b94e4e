#include "ledger/by_time.hpp"
#include "ledger/impl.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <set>

namespace handoff {

using ledger::Statement;

namespace {

class AnswerRecorder {
  public:
    AnswerRecorder(ledger::Database& database, std::int64_t run, const Agreement& agreement, Instant as_of)
        : run_(run), agreement_(agreement), as_of_(as_of), persons_(database, run, as_of),
          was_given_(database.prepare("SELECT 1 FROM assignment WHERE person = ? LIMIT 1")),
          // A lead that was merged since has its answers under the person it was.
          is_known_(database.prepare(
              "SELECT 1 FROM outcome WHERE (person = ?1 OR person IN (SELECT merged FROM now_merge WHERE "
              "survivor = ?1)) AND rep = ?2 AND verdict = ?3 AND disposition = ?4 AND comment = ?5 AND "
              "competitor = ?6 AND content_used = ?7 AND content_missing = ?8 AND next_step = ?9 AND "
              "at = ?10")),
          add_(database.prepare(
              "INSERT INTO outcome (person, rep, verdict, disposition, comment, competitor, content_used, "
              "content_missing, next_step, at, run) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")),
          had_it_(database.prepare("SELECT ?2 IN (rep, '') FROM assignment WHERE person = ?1 AND at <= ?3 "
                                   "ORDER BY at DESC, id DESC LIMIT 1")),
          last_(database.prepare(
              "SELECT o.id, o.verdict, o.disposition, o.at, o.run, a.id, a.rep, a.pool FROM now_assignment n "
              "JOIN assignment a ON a.id = n.assignment JOIN outcome o ON (o.person = n.person OR o.person "
              "IN "
              "(SELECT merged FROM now_merge WHERE survivor = n.person)) AND "
              "o.at >= a.at AND o.rep IN (a.rep, '') WHERE n.person = ? AND n.closed IS NULL "
              "ORDER BY o.at DESC, o.id DESC LIMIT 1")),
          end_(database.prepare("UPDATE outcome SET ends = ? WHERE id = ?")),
          close_(database.prepare("UPDATE now_assignment SET closed = ? WHERE person = ?")),
          make_up_(database.prepare(
              "INSERT INTO make_up (pool, rep, amount, reason, at, run) VALUES (?, ?, 1, ?, ?, ?)")) {}

    Ledger::Answered record(std::span<const Answer> answers) {
        std::vector<const Answer*> in_order;
        for (const Answer& each : answers) in_order.push_back(&each);
        std::stable_sort(in_order.begin(), in_order.end(),
                         [](const Answer* a, const Answer* b) { return a->at < b->at; });
        for (const Answer* each : in_order) add(*each);
        for (const std::int64_t person : answered_) end_assignment(person, false);
        return std::move(counts_);
    }

    Ledger::Answered settle(std::span<const Answer> answers) {
        for (const Answer& each : answers)
            if (const std::int64_t person = person_of(each); person != 0) end_assignment(person, true);
        return std::move(counts_);
    }

  private:
    std::int64_t person_of(const Answer& answer) {
        const std::int64_t person = persons_.find({"lead_id", answer.lead});
        return person != 0 ? person : persons_.find({"email", lower(answer.lead)});
    }

    void add(const Answer& answer) {
        if (answer.at > as_of_) {
            ++counts_.later;
            return;
        }
        const std::int64_t person = person_of(answer);
        const bool given = person != 0 && was_given_.start(person).next();
        was_given_.reset();
        if (!given) {
            counts_.unknown.push_back(answer.lead);
            return;
        }
        const std::string_view verdict = to_text(answer.verdict);
        const bool known =
            is_known_
                .start(person, answer.rep, verdict, answer.disposition, answer.comment, answer.competitor,
                       answer.content_used, answer.content_missing, answer.next_step, answer.at)
                .next();
        is_known_.reset();
        if (known) {
            ++counts_.known;
            return;
        }
        add_.run(person, answer.rep, verdict, answer.disposition, answer.comment, answer.competitor,
                 answer.content_used, answer.content_missing, answer.next_step, answer.at, run_);
        ++counts_.added;
        answered_.insert(person);
        if (!had_it_.start(person, answer.rep, answer.at).next() || had_it_.integer(0) == 0) ++counts_.idle;
        had_it_.reset();
    }

    /// The last answer of the rep who has the lead decides; one that must be earned only once it is settled.
    void end_assignment(std::int64_t person, bool settled) {
        if (!last_.start(person).next()) return;
        const std::int64_t outcome = last_.integer(0), assignment = last_.integer(5);
        const std::string code(last_.text(2)), rep(last_.text(6)), pool(last_.text(7));
        const Disposition* const disposition = agreement_.disposition(code);
        const bool counts =
            settled || (last_.integer(4) == run_ && !(disposition && disposition->earned_by_attempts));
        const bool ends = counts && last_.text(1) != to_text(Answer::Verdict::accept);
        const Instant at = last_.instant(3).value_or(as_of_);
        last_.reset();
        if (!ends) return;
        end_.run(assignment, outcome);
        close_.run(at, person);
        ++counts_.ended;
        if (!disposition || !disposition->no_fault || pool.empty()) return;
        make_up_.run(pool, rep, "'" + disposition->code + "' is no fault of the rep's", as_of_, run_);
        ++counts_.made_up;
    }

    std::int64_t run_;
    const Agreement& agreement_;
    Instant as_of_;
    ledger::Persons persons_;
    Statement was_given_, is_known_, add_, had_it_, last_, end_, close_, make_up_;
    std::set<std::int64_t> answered_;
    Ledger::Answered counts_;
};

Answer::Verdict verdict_of(std::string_view text) {
    for (const auto verdict : {Answer::Verdict::reject, Answer::Verdict::hand_back})
        if (to_text(verdict) == text) return verdict;
    return Answer::Verdict::accept;
}

/// From the column of the lead's key on: rep, verdict … and the time.
Answer answer_of(const Statement& row) {
    return {.lead = std::string(row.text(0)),
            .rep = std::string(row.text(1)),
            .verdict = verdict_of(row.text(2)),
            .disposition = std::string(row.text(3)),
            .comment = std::string(row.text(4)),
            .competitor = std::string(row.text(5)),
            .content_used = std::string(row.text(6)),
            .content_missing = std::string(row.text(7)),
            .next_step = std::string(row.text(8)),
            .at = row.instant(9).value_or(Instant{})};
}

} // namespace

Ledger::Answered Ledger::record_answers(std::span<const Answer> answers, const Agreement& agreement,
                                        Instant as_of) {
    impl_->need_run();
    return AnswerRecorder(impl_->database, impl_->run, agreement, as_of).record(answers);
}

Ledger::Answered Ledger::settle_answers(std::span<const Answer> answers, const Agreement& agreement,
                                        Instant as_of) {
    impl_->need_run();
    return AnswerRecorder(impl_->database, impl_->run, agreement, as_of).settle(answers);
}

std::vector<Answer> Ledger::unsettled() const {
    Statement rows = impl_->database.prepare(
        "SELECT n.person, o.rep, o.verdict, o.disposition, o.comment, o.competitor, o.content_used, "
        "o.content_missing, o.next_step, o.at " +
        std::string(ledger::from_unsettled) + " ORDER BY o.at, o.id");
    const ledger::CurrentKeys& keys = impl_->keys();
    std::vector<Answer> answers;
    while (rows.next()) {
        const std::string_view lead = keys.of(rows.integer(0));
        if (lead.empty()) continue;
        answers.push_back(answer_of(rows));
        answers.back().lead = lead;
    }
    return answers;
}

std::vector<Answer> Ledger::answers() const {
    const ledger::CurrentKeys& keys = impl_->keys();
    Statement rows = impl_->database.prepare(
        "SELECT person, rep, verdict, disposition, comment, competitor, content_used, content_missing, "
        "next_step, at FROM outcome ORDER BY id");
    std::vector<Answer> answers;
    while (rows.next()) {
        const std::string_view lead = keys.of_survivor(rows.integer(0));
        if (lead.empty()) continue;
        answers.push_back(answer_of(rows));
        answers.back().lead = lead;
    }
    ledger::sort_by_time(answers);
    return answers;
}

std::vector<Answer> Ledger::answers_of(std::span<const std::string> leads) const {
    const ledger::LeadPersons persons(impl_->database);
    Statement rows = impl_->database.prepare(
        "SELECT person, rep, verdict, disposition, comment, competitor, content_used, content_missing, "
        "next_step, at FROM outcome WHERE person = ?1 OR person IN (SELECT merged FROM now_merge WHERE "
        "survivor = ?1) ORDER BY id");
    std::vector<Answer> answers;
    for (const std::string& lead : leads) {
        rows.start(persons.of(lead));
        while (rows.next()) {
            answers.push_back(answer_of(rows));
            answers.back().lead = lead;
        }
    }
    ledger::sort_by_time(answers);
    return answers;
}

std::map<std::string, RoutePast::HandedBack, std::less<>> ledger::handed_back(const Database& database,
                                                                              const CurrentKeys& keys) {
    // The rep may have corrected its answer since; who had the lead is asked for these leads only. What was
    // moved to the survivor of a merge was answered for the lead that it was.
    Statement rows = database.prepare(
        "SELECT n.person, a.rep, o.disposition, o.verdict, o.at FROM now_assignment n JOIN assignment a ON "
        "a.id = n.assignment JOIN outcome e ON e.ends IN (a.id, a.moved_from) JOIN outcome o ON o.person IN "
        "(n.person, e.person) AND o.at >= a.at AND o.rep IN (a.rep, '') AND o.verdict <> 'accept' WHERE "
        "n.closed IS NOT NULL ORDER BY n.person, o.at, o.id");
    Statement reps = database.prepare(
        "SELECT rep FROM assignment WHERE moved_from IS NULL AND (person = ?1 OR person IN (SELECT merged "
        "FROM now_merge WHERE survivor = ?1)) ORDER BY id");
    std::map<std::string, RoutePast::HandedBack, std::less<>> leads;
    std::int64_t person = 0;
    RoutePast::HandedBack last;
    const auto finish = [&] {
        if (person == 0) return;
        reps.start(person);
        while (reps.next()) last.reps.emplace_back(reps.text(0));
        keys.each(person, [&](std::string_view key) { leads.emplace_hint(leads.end(), key, last); });
    };
    while (rows.next()) {
        if (rows.integer(0) != person) finish();
        person = rows.integer(0);
        last = {.rep = std::string(rows.text(1)),
                .disposition = std::string(rows.text(2)),
                .rejected = rows.text(3) == to_text(Answer::Verdict::reject),
                .at = rows.instant(4).value_or(Instant{}),
                .reps = {}};
    }
    finish();
    return leads;
}

} // namespace handoff
