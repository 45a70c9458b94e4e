#pragma once

#include "report/deals.hpp"
#include "report/moment.hpp"

#include <handoff/report.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace handoff {

/// A person of the funnel: one lead, however many rows it has.
struct Person {
    std::uint32_t row = 0;     ///< its first row in the table of leads
    std::uint32_t reached = 0; ///< the furthest stage, as a position in the lifecycle
    std::uint32_t stands = 0;  ///< the same by what the exports show today, without any history
    std::uint32_t aside = 0;   ///< 1 + the position of the aside it stands in; 0: on the path
    Moment created;
};

/// Everybody in the table of leads, and what stage each reached when: from the leads' own columns, their
/// deals and the stage history together.
class People {
  public:
    explicit People(const ReportInput&);

    const std::vector<Person>& all() const noexcept { return all_; }
    /// When a person is known to have reached a stage. What an export says is preferred to what was found by
    /// comparing one night with the next.
    Moment time(std::size_t person, std::size_t stage) const noexcept {
        return times_[person * stages_ + stage];
    }
    void add_notes(std::vector<std::string>& notes) const;
    /// Where a person stands by its history: an aside as in Person::aside.
    void stand(std::uint32_t person, std::uint32_t aside) noexcept { all_[person].aside = aside; }
    std::uint32_t person_of(std::uint32_t lead_row) const noexcept { return person_of_row_[lead_row]; }
    const LeadIndex& index() const noexcept { return index_; }
    const Deals& deals() const noexcept { return deals_; }

  private:
    void reach(std::uint32_t person, std::optional<std::uint32_t> stage, Moment);
    struct Shown;
    std::vector<Shown> read_leads(const Table& leads, const Merges& merges) const;
    void add_leads(const Table& leads, const Merges& merges);
    void add_stage(Person&, std::uint32_t place, std::string_view stage);
    void add_deals();
    void add_answers(std::span<const Answer> answers); ///< who was accepted reached 'sal'
    /// `between_nights`: only what was found by comparing nights, or only the rest.
    void add_history(const Table& history, bool between_nights = false);

    const Agreement& agreement_;
    LeadIndex index_;
    Deals deals_;
    std::size_t stages_;
    std::vector<Person> all_;
    std::vector<std::uint32_t> person_of_row_;
    std::vector<Moment> times_;
    std::size_t repeated_ = 0, strange_ = 0, history_orphans_ = 0, history_unnamed_ = 0;
    std::vector<std::string> strange_stages_;
};

} // namespace handoff
