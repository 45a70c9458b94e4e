#include "ledger/by_time.hpp"
#include "ledger/impl.hpp"

#include <handoff/text_pool.hpp>

#include <algorithm>
#include <unordered_map>

namespace handoff {

using ledger::Statement;

namespace {

/// What handover_of() reads, in this order, in front of anything else.
constexpr std::string_view columns = "a.person, a.rep, a.pool, a.route, a.sla, a.due_at, a.at, a.by_hand";

Handover handover_of(const Statement& row, const ledger::CurrentKeys& keys,
                     const std::map<Instant, std::string>& versions, TextPool& texts) {
    const auto version = versions.find(row.instant(6).value_or(Instant{}));
    return {.lead = texts.keep(keys.of(row.integer(0))),
            .rep = texts.word(row.text(1)),
            .pool = texts.word(row.text(2)),
            .route = texts.word(row.text(3)),
            .sla = texts.word(row.text(4)),
            .at = row.instant(6).value_or(Instant{}),
            .due_at = row.instant(5),
            .by_hand = row.integer(7) != 0,
            .version = version == versions.end() ? std::string_view() : texts.word(version->second)};
}

/// When assignments ended: by an answer, and those that are the last of their lead in another way.
class Ends {
  public:
    explicit Ends(const ledger::Database& database) {
        // To look up the answer and the lead of each assignment costs more than to read them all.
        Statement answers = database.prepare("SELECT ends, at FROM outcome WHERE ends IS NOT NULL");
        read(answers);
        Statement closed =
            database.prepare("SELECT assignment, closed FROM now_assignment WHERE closed IS NOT NULL");
        read(closed);
    }
    Ends(const ledger::Database& database, std::int64_t person) {
        Statement answers =
            database.prepare("SELECT o.ends, o.at FROM assignment a JOIN outcome o ON o.ends = a.id "
                             "WHERE a.person = ?");
        read(answers.start(person));
        Statement closed =
            database.prepare("SELECT assignment, closed FROM now_assignment WHERE person = ? AND "
                             "closed IS NOT NULL");
        read(closed.start(person));
    }
    std::optional<Instant> of(std::int64_t assignment) const {
        const auto found = ends_.find(assignment);
        return found == ends_.end() ? std::nullopt : std::optional(found->second);
    }

  private:
    /// What an answer ended is not ended again.
    void read(Statement& rows) {
        while (rows.next()) ends_.try_emplace(rows.integer(0), rows.instant(1).value_or(Instant{}));
    }
    std::unordered_map<std::int64_t, Instant> ends_;
};

/// Of everybody, or of one person.
std::vector<Handover> read_handovers(const ledger::Database& database, const ledger::CurrentKeys& keys,
                                     std::optional<std::int64_t> person, TextPool& texts) {
    const std::map<Instant, std::string> versions = ledger::versions_by_night(database);
    const Ends ends = person ? Ends(database, *person) : Ends(database);
    Statement rows = database.prepare("SELECT " + std::string(columns) + ", a.id FROM assignment a " +
                                      (person ? "WHERE a.person = ? " : "") + "ORDER BY a.id");
    if (person) rows.start(*person);
    std::vector<Handover> handovers;
    std::unordered_map<std::int64_t, std::size_t> last; // of each person
    while (rows.next()) {
        if (keys.of(rows.integer(0)).empty()) continue; // it was merged: what stands of it was moved
        Handover handover = handover_of(rows, keys, versions, texts);
        handover.ended = ends.of(rows.integer(8));
        const auto [before, first] = last.try_emplace(rows.integer(0), handovers.size());
        handover.again = !first;
        if (!first) {
            Handover& earlier = handovers[before->second];
            if (!earlier.ended) earlier.ended = handover.at;
            before->second = handovers.size();
        }
        handovers.push_back(std::move(handover));
    }
    ledger::sort_by_time(handovers);
    return handovers;
}

} // namespace

std::vector<Handover> Ledger::handovers(TextPool& texts) const {
    return read_handovers(impl_->database, impl_->keys(), std::nullopt, texts);
}

std::vector<Handover> Ledger::handovers_of(std::string_view lead, TextPool& texts) const {
    return read_handovers(impl_->database, impl_->keys(), ledger::LeadPersons(impl_->database).of(lead),
                          texts);
}

std::vector<Handover> Ledger::open_handovers(std::string_view agreement_sha256, TextPool& texts) const {
    const ledger::CurrentKeys& keys = impl_->keys();
    const std::map<Instant, std::string> versions = ledger::versions_by_night(impl_->database);
    Statement rows = impl_->database.prepare(
        "SELECT " + std::string(columns) +
        ", EXISTS (SELECT 1 FROM assignment b WHERE b.person = a.person AND b.id < a.id) FROM now_assignment "
        "n JOIN assignment a ON a.id = n.assignment WHERE n.closed IS NULL AND (n.clocks_over IS NULL OR "
        "n.clocks_over NOT IN (SELECT id FROM run WHERE agreement_sha256 = ?) OR n.person IN (SELECT "
        "n.person " +
        std::string(ledger::from_unsettled) + "))");
    rows.start(agreement_sha256);
    std::vector<Handover> handovers;
    while (rows.next()) {
        if (keys.of(rows.integer(0)).empty()) continue;
        handovers.push_back(handover_of(rows, keys, versions, texts));
        handovers.back().again = rows.integer(8) != 0;
    }
    ledger::sort_by_time(handovers);
    return handovers;
}

void Ledger::record_clocks_over(std::span<const std::string> leads) {
    impl_->need_run();
    const ledger::LeadPersons persons(impl_->database);
    Statement set = impl_->database.prepare(
        "UPDATE now_assignment SET clocks_over = ? WHERE person = ? AND closed IS NULL");
    for (const std::string& lead : leads) set.run(impl_->run, persons.of(lead));
}

} // namespace handoff
