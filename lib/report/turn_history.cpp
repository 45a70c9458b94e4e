#include "report/turn_history.hpp"

#include "report/periods.hpp"

#include <algorithm>
#include <cmath>

namespace handoff {

using std::chrono::days;
using std::chrono::sys_days;

namespace {

constexpr days most_by_week{26 * 7};

/// What is smaller is the dust of binary fractions.
constexpr double a_share = 1e-9;

} // namespace

TurnHistory::TurnHistory(const ReportInput& input, const Period& period) {
    const Zone& zone = input.agreement->timezone;
    find_buckets(input, period);
    for (const Ledger::TurnAfter& each : input.turns) {
        if (each.as_of > input.as_of) continue;
        const Date day = zone.date_of(each.as_of);
        if (period.to && *period.to < day) continue;
        const auto [member, is_new] = members_.try_emplace({each.pool, each.rep});
        if (is_new) member->second.since = sys_days{day};
        if (period.from && day < *period.from) {
            member->second.before = member->second.after = each.turn;
            member->second.most_owed = each.turn.owed; // it goes on from there
            member->second.most_owed_on = day;
        } else {
            add(each, sys_days{day});
        }
    }
}

void TurnHistory::find_buckets(const ReportInput& input, const Period& period) {
    const Zone& zone = input.agreement->timezone;
    std::optional<sys_days> first, last;
    for (const Ledger::TurnAfter& each : input.turns) {
        const Date day = zone.date_of(each.as_of);
        if (each.as_of > input.as_of || (period.from && day < *period.from) ||
            (period.to && *period.to < day))
            continue;
        first = std::min(first.value_or(sys_days{day}), sys_days{day});
        last = std::max(last.value_or(sys_days{day}), sys_days{day});
    }
    if (!first) return;
    by_month_ = *last - *first > most_by_week;
    for (sys_days day = *first; day <= *last; day += days{1})
        if (buckets_.empty() || buckets_.back() != bucket_of(day)) buckets_.push_back(bucket_of(day));
}

sys_days TurnHistory::bucket_of(sys_days day) const {
    return start_of_period(Date{day}, by_month_ ? PeriodLength::month : PeriodLength::week);
}

void TurnHistory::add(const Ledger::TurnAfter& now, sys_days day) {
    Member& member = members_[{now.pool, now.rep}];
    const auto bucket = static_cast<std::size_t>(
        std::lower_bound(buckets_.begin(), buckets_.end(), bucket_of(day)) - buckets_.begin());
    InBucket& in_bucket = in_buckets_[{bucket, now.pool}];
    if (now.turn.entitled - member.after.entitled > a_share) {
        member.nights.insert(day);
        nights_of_[now.pool].insert(day);
        nights_.insert(day);
    }
    const auto given = static_cast<double>(now.turn.given - member.after.given);
    member.received.resize(buckets_.size());
    member.received[bucket] += given;
    in_bucket.leads += given;
    if (std::abs(now.turn.owed) > std::abs(member.most_owed)) {
        member.most_owed = now.turn.owed;
        member.most_owed_on = day;
    }
    if (std::abs(now.turn.owed) > std::abs(in_bucket.most_owed)) {
        in_bucket.most_owed = now.turn.owed;
        in_bucket.rep = now.rep;
    }
    member.after = now.turn;
}

const std::set<sys_days>& TurnHistory::nights_of(const std::string& pool) const {
    static const std::set<sys_days> none;
    const auto found = nights_of_.find(pool);
    return found == nights_of_.end() ? none : found->second;
}

} // namespace handoff
