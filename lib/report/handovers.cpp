#include "base/parallel.hpp"
#include "base/parallel_sort.hpp"
#include "report/cells.hpp"
#include "report/moment.hpp"
#include "route/eligibility.hpp"
#include "route/owner_names.hpp"

#include <handoff/followup.hpp>
#include <handoff/route.hpp>
#include <handoff/text_pool.hpp>

#include <algorithm>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

namespace handoff {

namespace {

std::optional<Instant> instant_of(std::string_view cell, const Zone& zone) {
    const Moment moment = Moment::read(cell);
    return moment.known() ? std::optional(moment.first(zone)) : std::nullopt;
}

/// What a lead file shows of who was given which lead, and when.
class GivenLeads {
  public:
    GivenLeads(const Table& leads, const Agreement& agreement, TextPool& texts)
        : agreement_(agreement), texts_(texts), rows_(leads.rows()), id_(leads, "lead_id"),
          email_(leads, "email"), rep_(leads, "rep"), pool_(leads, "pool"), route_(leads, "route"),
          sla_(leads, "sla"), assigned_(leads, "assigned_at"), due_(leads, "due_at"), owner_(leads, "owner"),
          created_(leads, "created_at"), routed_(rep_.any() && assigned_.any()) {}

    std::vector<Handover> handovers() {
        const std::vector<Given> given = in_order();
        std::vector<Handover> handovers;
        handovers.reserve(given.size());
        touch_in_parallel(handovers.data(), given.size() * sizeof(Handover));
        handovers.resize(given.size());
        std::vector<OwnerNames> names(threads_, OwnerNames(agreement_));
        in_parallel(threads_, given.size(), at_once, [&](std::size_t from, std::size_t to, unsigned thread) {
            for (std::size_t i = from; i < to; ++i) fill(handovers[i], given[i], names[thread]);
        });
        leave_out_repeated(handovers, given);
        return handovers;
    }

  private:
    static constexpr std::size_t at_once = 16 * 1024;
    struct Given {
        Instant at;
        std::uint32_t row;
    };

    std::string_view who(std::size_t row) const { return routed_ ? rep_[row] : owner_[row]; }

    /// In order of time, those at the same time in order of the rows.
    std::vector<Given> in_order() const {
        std::vector<std::vector<Given>> parts((rows_ + at_once - 1) / at_once);
        in_parallel(threads_, rows_, at_once, [&](std::size_t from, std::size_t to, unsigned) {
            for (std::size_t row = from; row < to; ++row) {
                if (who(row).empty() || (id_[row].empty() && email_[row].empty())) continue;
                const auto at = instant_of(routed_ ? assigned_[row] : created_[row], agreement_.timezone);
                if (at && (routed_ || !is_queue(who(row))))
                    parts[from / at_once].push_back({*at, static_cast<std::uint32_t>(row)});
            }
        });
        std::vector<Given> given;
        given.reserve(rows_);
        for (const std::vector<Given>& part : parts) given.insert(given.end(), part.begin(), part.end());
        stable_sort_in_parallel(given, [](const Given& a, const Given& b) { return a.at < b.at; });
        return given;
    }

    /// A file may have a lead's row twice.
    static void leave_out_repeated(std::vector<Handover>& handovers, std::span<const Given> given) {
        std::vector<std::size_t> repeated;
        for (std::size_t from = 0, to = 0; from < given.size(); from = to) {
            to = from + 1;
            while (to < given.size() && given[to].at == given[from].at) ++to;
            if (to - from == 1) continue;
            std::set<std::pair<std::string_view, std::string_view>> seen; // of those of the same time
            for (std::size_t i = from; i < to; ++i)
                if (!seen.emplace(handovers[i].lead, handovers[i].rep).second) repeated.push_back(i);
        }
        if (repeated.empty()) return;
        auto next = repeated.begin();
        std::size_t kept = *next;
        for (std::size_t i = *next; i < handovers.size(); ++i)
            if (next != repeated.end() && i == *next)
                ++next;
            else
                handovers[kept++] = handovers[i];
        handovers.resize(kept);
    }

    std::string_view lead_of(std::uint32_t row) {
        if (!id_[row].empty()) return id_[row];
        const std::lock_guard lock(access_);
        return texts_.keep(lead_key({}, email_[row]));
    }

    void fill(Handover& one, const Given& given, OwnerNames& names) {
        const std::uint32_t row = given.row;
        const Rep* const known = names.find(who(row));
        one.lead = lead_of(row);
        one.rep = known ? std::string_view(known->id) : who(row);
        one.at = given.at;
        if (routed_) {
            one.pool = pool_[row];
            one.route = route_[row];
            one.sla = sla_[row];
            one.due_at = instant_of(due_[row], agreement_.timezone);
        } else if (agreement_.slas.size() == 1) {
            one.sla = agreement_.slas.front().name; // the only one there is
        }
    }

    const Agreement& agreement_;
    std::mutex access_;
    TextPool& texts_;
    std::size_t rows_;
    Cells id_, email_, rep_, pool_, route_, sla_, assigned_, due_, owner_, created_;
    bool routed_;
    unsigned threads_ = std::max(1U, std::thread::hardware_concurrency());
};

} // namespace

std::vector<Handover> handovers_of(const Table& leads, const Agreement& agreement, TextPool& texts) {
    return GivenLeads(leads, agreement, texts).handovers();
}

} // namespace handoff
