#pragma once

#include "route/due.hpp"
#include "route/eligibility.hpp"
#include "route/rules.hpp"
#include "table/key_index.hpp"

#include <handoff/route.hpp>

#include <string>
#include <vector>

namespace handoff {

/// One run of routing: who is taken, then lead by lead, the best first, which rule decides and who gets it.
class Router {
  public:
    Router(const Table& leads, const Agreement&, const RoutePast&, Instant as_of, RouteOptions);
    Routing run() &&;

  private:
    using Reasons = std::vector<Reason>*;
    struct Taker {
        std::uint32_t member = Roster::nobody;
        std::string_view pool = {}; ///< blank when named
    };

    // route.cpp: the run as a whole.
    bool tells(std::size_t row, RouteOptions::Reasons about) const noexcept;
    std::vector<std::uint32_t> take();
    void count_open();
    std::vector<std::uint32_t> best_first();
    void find_repeated(unsigned threads);
    void serve_all();
    bool follows_first(std::size_t lead, Assignment&);
    void serve(std::size_t lead);
    bool excluded(std::size_t lead, Reasons);
    void keep_from_those_who_had_it(std::uint32_t row, Reasons);
    void keep_from(const std::string& rep);
    void give(std::uint32_t row, const RouteRules::Rule&, const Taker&, Assignment&, Reasons);
    void remember(std::size_t row, const Assignment&);
    void leave_unrouted(std::uint32_t row, Assignment&);

    // breaches.cpp: leads whose clocks are broken.
    void take_away(const Eligibility::Broken&, Assignment&, Reasons);
    void lose(const Eligibility::Broken&, std::uint32_t row);
    void stay(const Eligibility::Broken&, std::uint32_t row, Assignment&);
    void keep_from_those_who_missed_it(std::uint32_t row);
    void tell_of_breaches();

    // decide.cpp: one lead. `lead` is its position among those that are routed.
    Taker decide(std::size_t lead, Reasons, const RouteRules::Rule*& held);
    Taker find_taker(const RouteRules::Rule&, std::size_t lead, Reasons);
    Taker from_pool(const RouteRules::Rule&, std::uint32_t pool, std::size_t lead, Reasons);
    Taker from_territory(const RouteRules::Rule&, std::size_t lead, Reasons);
    Taker named(const RouteRules::Rule&, std::uint32_t member, std::size_t lead, const std::string& how,
                Reasons);
    Taker named_by_column(const RouteRules::Rule&, std::size_t lead, Reasons);
    bool can(std::uint32_t member, const RouteRules::Rule&, std::size_t lead, Reasons);
    void tell_skipped(const RouteRules::Rule&, const RepPool&, std::size_t skipped, std::size_t lead,
                      Reasons);
    Taker pass_on(const RouteRules::Rule&, std::string why, Reasons) const;

    const Table& leads_;
    const Agreement& agreement_;
    const RoutePast& past_;
    Instant as_of_;
    RouteOptions options_;
    Eligibility eligibility_;
    Roster roster_;
    Pools pools_;
    RouteRules rules_;
    DueTimes due_times_;
    OwnerNames named_owners_;
    std::vector<std::uint32_t> rows_; // that are routed
    KeyIndex keys_;                   // of them
    std::vector<std::uint32_t>
        first_served_;                   // [first of rows_ with a key]: the row that was; empty: none repeats
    std::vector<double> points_;         // scores of rows_; empty: they have none
    std::vector<std::uint32_t> without_; // whom exclusions keep from this lead
    std::vector<const Exclusion*> bars_; // by which of them; none: they had it
    Routing routing_;
};

} // namespace handoff
