#include "report/deal_moves.hpp"

#include "ingest/lead_keys.hpp"
#include "report/cells.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <unordered_map>

namespace handoff {

namespace {

/// Amounts and currencies of both looks in one table, so that they are worth as much by one rate.
Table amounts_of(const Table& now, const Table& then) {
    Table both;
    for (const char* const column : {"amount", "currency"}) {
        const std::size_t at = both.add(column);
        auto& cells = both[at].cells;
        for (const Table* const table : {&now, &then}) {
            const Cells own(*table, column);
            for (std::size_t row = 0; row < table->rows(); ++row) cells.push_back(own[row]);
        }
    }
    both.set_rows(now.rows() + then.rows());
    return both;
}

std::vector<std::size_t> rows_of(std::span<const Deal* const> chosen, std::size_t from, std::size_t to) {
    std::vector<std::size_t> rows;
    for (const Deal* deal : chosen) rows.push_back(deal->row);
    for (std::size_t row = from; row < to; ++row) rows.push_back(row);
    return rows;
}

/// Some of the deals as they were, joined to the leads of today.
std::vector<Deal> read_then(const ReportInput& input, const std::vector<std::uint32_t>& rows,
                            const LeadIndex& index) {
    if (rows.empty()) return {};
    ReportInput past;
    past.deals = input.deals_then->deals.pick(rows);
    past.deal_contacts = input.deal_contacts;
    if (const auto converted = input.leads.find("converted_deal_id")) {
        past.leads.add("converted_deal_id");
        past.leads[0].cells = input.leads[*converted].cells;
        past.leads.set_rows(input.leads.rows());
    }
    std::vector<Deal> deals = read_deals(past, index).all;
    for (Deal& deal : deals) deal.row = rows[deal.row];
    return deals;
}

/// What is compared of a deal, then and now.
class TwoLooks {
  public:
    TwoLooks(const ReportInput& input, const Amounts& amounts)
        : zone_(input.agreement->timezone), amounts_(amounts), rows_(input.deals.rows()), now_(input.deals),
          then_(input.deals_then->deals), present_(input.deals_then->deals, "present"),
          order_(input.deals, Probabilities(input.deals)) {}

    void compare(DealMove& move) const {
        if (move.then) {
            const bool was_there = present_[*move.then] == "true";
            move.open_then = was_there && same_text(then_.status[*move.then], "open");
            move.worth_then = amounts_.of(rows_ + *move.then).value_or(0);
        }
        const std::string_view is = move.now ? now_.status[*move.now] : std::string_view();
        move.open_now = same_text(is, "open");
        const bool won = same_text(is, "won"), lost = same_text(is, "lost");
        const auto set = [&](OpenPart part, double worth) {
            move.parts[static_cast<std::size_t>(part)] = worth;
        };
        if (!move.open_now && !won && !lost) { // it is not there, or nobody knows what it is
            if (move.open_then) set(OpenPart::gone, -move.worth_then);
            return;
        }
        move.worth_now = amounts_.of(*move.now).value_or(0);
        const bool still_closed = move.then && !move.open_now && same_text(then_.status[*move.then], is);
        if (!move.then)
            set(OpenPart::created, move.worth_now);
        else if (!move.open_then && !still_closed)
            set(OpenPart::reopened, move.worth_now);
        else if (move.open_then && move.worth_now != move.worth_then)
            set(move.worth_now > move.worth_then ? OpenPart::raised : OpenPart::lowered,
                tidy_sum(move.worth_now - move.worth_then));
        if (!move.open_now && !still_closed) set(won ? OpenPart::won : OpenPart::lost, -move.worth_now);
        if (move.open_then && move.open_now) compare_open(move);
    }

  private:
    void compare_open(DealMove& move) const {
        move.stage = order_.between(then_.stage[*move.then], now_.stage[*move.now]);
        const Moment from = Moment::read(then_.closes[*move.then]), to = Moment::read(now_.closes[*move.now]);
        if (from.known() && to.known())
            move.days_later = static_cast<int>(
                (std::chrono::sys_days(to.day_in(zone_)) - std::chrono::sys_days(from.day_in(zone_)))
                    .count());
    }

    struct Look {
        explicit Look(const Table& deals)
            : status(deals, "status"), stage(deals, "stage"), closes(deals, "closed_at") {}
        Cells status, stage, closes;
    };
    const Zone& zone_;
    const Amounts& amounts_;
    std::size_t rows_; ///< of today's deals, behind which those of then stand in the amounts
    Look now_, then_;
    Cells present_;
    DealStageOrder order_;
};

} // namespace

std::string_view to_text(OpenPart part) noexcept {
    constexpr std::string_view names[open_parts] = {"new", "reopened", "raised", "lowered",
                                                    "won", "lost",     "gone"};
    return names[static_cast<std::size_t>(part)];
}

bool DealMove::moved() const noexcept {
    return stage != StageMove::none || days_later != 0 ||
           std::any_of(parts.begin(), parts.end(), [](const auto& part) { return part.has_value(); });
}

DealMoves::DealMoves(const ReportInput& input, const Deals& deals, std::span<const Deal* const> chosen,
                     const LeadIndex& index)
    : input_(input), then_(input.deals_then->deals), chosen_(chosen.begin(), chosen.end()),
      both_(amounts_of(input.deals, then_)),
      amounts_(both_, rows_of(chosen, input.deals.rows(), both_.rows()), *input.agreement) {
    const Cells id(input.deals, "deal_id"), id_then(then_, "deal_id"), status_then(then_, "status"),
        present(then_, "present");
    std::unordered_map<std::string_view, std::uint32_t> known; // rows of then_
    for (std::uint32_t row = 0; row < then_.rows(); ++row) known.emplace(join_id(id_then[row]), row);
    for (const Deal* deal : chosen_) {
        DealMove move{.now = static_cast<std::uint32_t>(deal->row)};
        if (id[deal->row].empty()) ++without_id_;
        if (const auto before = known.find(join_id(id[deal->row])); before != known.end())
            move.then = before->second;
        all_.push_back(move);
    }
    for (const Deal& deal : deals.all) known.erase(join_id(id[deal.row]));
    std::vector<std::uint32_t> gone;
    for (const auto& [deal, row] : known)
        if (present[row] == "true" && same_text(status_then[row], "open")) gone.push_back(row);
    std::sort(gone.begin(), gone.end());
    gone_ = read_then(input, gone, index);
    const Period period{input.from, input.to};
    std::erase_if(gone_, [&](const Deal& deal) {
        return (input.only_their_deals && deal.leads.empty()) ||
               !period.contains(deal.created, input.agreement->timezone);
    });
    for (const Deal& deal : gone_) all_.push_back({.then = static_cast<std::uint32_t>(deal.row), .now = {}});
    const TwoLooks looks(input, amounts_);
    for (DealMove& move : all_) looks.compare(move);
}

std::vector<std::string_view> DealMoves::values(std::string_view column) const {
    const Cells own(input_.deals, column), own_then(then_, column), of_lead(input_.leads, column);
    std::vector<std::string_view> values;
    for (std::size_t i = 0; i < all_.size(); ++i) {
        const DealMove& move = all_[i];
        const Deal& deal = move.now ? *chosen_[i] : gone_[i - chosen_.size()];
        std::string_view value = move.now ? own[*move.now] : own_then[*move.then];
        for (std::size_t lead = 0; value.empty() && lead < deal.leads.size(); ++lead)
            value = of_lead[deal.leads[lead]];
        values.push_back(value);
    }
    return values;
}

} // namespace handoff
