#pragma once

#include "report/moment.hpp"

#include <handoff/report.hpp>

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace handoff {

/// What the ledger's turns say of a period: of each pool and rep the difference between its end and its
/// beginning.
class TurnHistory {
  public:
    TurnHistory(const ReportInput&, const Period&);

    /// A rep in a pool.
    struct Member {
        RoutePast::Turn before, after; ///< the period; cumulative
        double most_owed = 0; ///< after any night: the farthest from 0, below it where it got too much
        Date most_owed_on{};
        std::set<std::chrono::sys_days> nights; ///< on which it had a share
        std::chrono::sys_days since{};          ///< its first night in the pool
        Series received;                        ///< by bucket
        double entitled() const noexcept { return after.entitled - before.entitled; }
        double given() const noexcept { return static_cast<double>(after.given - before.given); }
        double made_up() const noexcept { return after.made_up - before.made_up; }
    };
    using PoolAndRep = RoutePast::PoolAndRep;
    const std::map<PoolAndRep, Member>& members() const noexcept { return members_; }
    /// The nights on which a pool had leads to give.
    const std::set<std::chrono::sys_days>& nights_of(const std::string& pool) const;
    std::size_t nights() const noexcept { return nights_.size(); } ///< on which any pool had

    /// Weeks, from Monday on, or months where there would be too many.
    bool by_month() const noexcept { return by_month_; }
    const std::vector<std::chrono::sys_days>& buckets() const noexcept { return buckets_; }
    /// In a bucket and a pool: what it gave, and how far anybody was from what it was due.
    struct InBucket {
        double leads = 0;
        double most_owed = 0;
        std::string rep; ///< who that was
    };
    const std::map<std::pair<std::size_t, std::string>, InBucket>& in_buckets() const noexcept {
        return in_buckets_;
    }

  private:
    void find_buckets(const ReportInput&, const Period&);
    std::chrono::sys_days bucket_of(std::chrono::sys_days) const;
    void add(const Ledger::TurnAfter&, std::chrono::sys_days);

    std::map<PoolAndRep, Member> members_;
    std::map<std::string, std::set<std::chrono::sys_days>> nights_of_;
    std::set<std::chrono::sys_days> nights_;
    std::vector<std::chrono::sys_days> buckets_;
    std::map<std::pair<std::size_t, std::string>, InBucket> in_buckets_;
    bool by_month_ = false;
};

} // namespace handoff
