#pragma once

#include "report/amounts.hpp"
#include "report/deal_stage_order.hpp"
#include "report/deals.hpp"

#include <handoff/report.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// How the open amount of a pipeline grows and shrinks.
enum class OpenPart { created, reopened, raised, lowered, won, lost, gone };
constexpr std::size_t open_parts = 7;
std::string_view to_text(OpenPart) noexcept; ///< "new", "reopened", …

/// A deal at two looks: as it was (a row of ReportInput::deals_then), and as it is (a row of the deals).
struct DealMove {
    std::optional<std::uint32_t> then, now;
    bool open_then = false, open_now = false;
    double worth_then = 0, worth_now = 0;
    /// What happened, with what it brought to the open amount (less than 0: took from it). Together they are
    /// what the deal is worth while it is open, now less then.
    std::array<std::optional<double>, open_parts> parts{};
    StageMove stage = StageMove::none; ///< of one that was open and is
    int days_later = 0;                ///< by how much its closing day moved, of one that was open and is

    const std::optional<double>& part(OpenPart which) const { return parts[static_cast<std::size_t>(which)]; }
    bool moved() const noexcept;
};

/// What the deals of a report did since they were last looked at (ReportInput::deals_then).
class DealMoves {
  public:
    /// `chosen` are those of `deals` that the report is about.
    DealMoves(const ReportInput&, const Deals& deals, std::span<const Deal* const> chosen, const LeadIndex&);

    /// One for each chosen deal, in their order; then those that are in the export no more.
    const std::vector<DealMove>& all() const noexcept { return all_; }
    /// The value of a column for each of them: as it is, else as it was, else that of the first of its leads
    /// that has one.
    std::vector<std::string_view> values(std::string_view column) const;
    const std::string& currency() const noexcept { return amounts_.currency(); }
    std::size_t without_id() const noexcept { return without_id_; } ///< deals that cannot be told again

  private:
    const ReportInput& input_;
    const Table& then_;
    std::vector<const Deal*> chosen_;
    std::vector<Deal> gone_; ///< those that were open, and are in the export no more; rows of then_
    Table both_;             ///< what deals are worth: those of the export, then those of then_
    Amounts amounts_;
    std::vector<DealMove> all_;
    std::size_t without_id_ = 0;
};

} // namespace handoff
