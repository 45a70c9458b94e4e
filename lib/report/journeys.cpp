#include "report/journeys.hpp"

#include "report/cells.hpp"

#include <algorithm>
#include <cmath>

namespace handoff {

namespace {

using Event = AttributionSettings::Event;

/// Something that was converted to, and who came to it.
struct Conversion {
    std::uint32_t row = 0;
    Moment at;
    Moment deal_created; ///< unknown for a stage
    std::int64_t value = 0;
    std::vector<std::uint32_t> leads;
};

class JourneyBuilder {
  public:
    JourneyBuilder(const Event& event, const JourneySources& from)
        : event_(event), from_(from), settings_(from.input.agreement->attribution),
          zone_(from.input.agreement->timezone), period_{from.input.from, from.input.to},
          created_(from.input.leads, "created_at"), converted_(from.input.leads.rows(), 0) {}

    Journeys make() {
        if (event_.of == Event::Of::stage)
            add_leads();
        else
            add_deals();
        add_those_who_did_not();
        journeys_.paths.channels = from_.touches.channels();
        return std::move(journeys_);
    }

  private:
    void add_deals() {
        const bool won = event_.of == Event::Of::deal_won;
        for (const Deal& deal : from_.deals.all) {
            if (won && deal.status != DealStatus::won) continue;
            if (from_.input.only_their_deals && deal.leads.empty()) continue;
            Conversion conversion{.row = static_cast<std::uint32_t>(deal.row),
                                  .at = won ? deal.closed : deal.created,
                                  .deal_created = deal.created,
                                  .leads = deal.leads};
            if (const auto amount = from_.amounts.of(deal.row))
                conversion.value = std::llround(*amount * 100);
            add(std::move(conversion));
        }
    }

    void add_leads() {
        const auto& stages = from_.input.agreement->lifecycle.stages;
        const auto stage =
            static_cast<std::size_t>(std::find(stages.begin(), stages.end(), event_.stage) - stages.begin());
        for (std::size_t person = 0; person < from_.people.all().size(); ++person) {
            const Person& each = from_.people.all()[person];
            if (each.reached < stage) continue;
            add({.row = each.row, .at = from_.people.time(person, stage), .leads = {each.row}});
        }
    }

    void add(Conversion conversion) {
        for (const std::uint32_t lead : conversion.leads) converted_[lead] = 1;
        if (!conversion.at.known()) {
            ++journeys_.undated;
            return;
        }
        const Instant end = conversion.at.last(zone_);
        if (!period_.contains(conversion.at, zone_) || end < Instant(Duration(0))) return;
        if (conversion.at.first(zone_) > from_.input.as_of) {
            ++journeys_.later;
            return;
        }
        gather(conversion.leads, end);
        if (steps_.empty()) {
            journeys_.untouched.push_back(conversion.row);
            journeys_.untouched_amounts.push_back(static_cast<double>(conversion.value) / 100);
            return;
        }
        TouchPaths::Path path{.conversions = 1, .value = conversion.value};
        path.lead = anchor(lead_created(conversion.leads));
        path.deal = anchor(conversion.deal_created);
        write(path, end);
        journeys_.rows.push_back(conversion.row);
    }

    void add_those_who_did_not() {
        for (std::uint32_t lead = 0; lead < converted_.size(); ++lead) {
            if (converted_[lead] != 0) continue;
            gather({&lead, 1}, from_.input.as_of);
            if (steps_.empty() || !period_.contains(Moment(steps_.back().instant()), zone_)) continue;
            write({.nulls = 1}, from_.input.as_of);
        }
    }

    /// The eligible touches of these leads in the look-back before an event, in order of time.
    void gather(std::span<const std::uint32_t> leads, Instant end) {
        steps_.clear();
        const Instant begin = end - settings_.lookback;
        for (const std::uint32_t lead : leads)
            for (const TouchLog::Touch& touch : from_.touches.of(lead))
                if (touch.holds(0) && touch.instant() > begin && touch.instant() <= end)
                    steps_.push_back(touch);
        if (leads.size() > 1)
            std::stable_sort(steps_.begin(), steps_.end(),
                             [](const TouchLog::Touch& a, const TouchLog::Touch& b) { return a.at < b.at; });
    }

    /// The last step up to a time: the one that brought it about. The first, when all came later.
    std::uint32_t anchor(Moment moment) const {
        if (!moment.known()) return TouchPaths::no_step;
        const Instant until = moment.last(zone_);
        const auto after = std::find_if(steps_.begin(), steps_.end(), [&](const TouchLog::Touch& touch) {
            return touch.instant() > until;
        });
        return after == steps_.begin() ? 0 : static_cast<std::uint32_t>(after - steps_.begin() - 1);
    }

    Moment lead_created(const std::vector<std::uint32_t>& leads) const {
        Moment first;
        for (const std::uint32_t lead : leads) first = earlier(first, Moment::read(created_[lead]));
        return first;
    }

    void write(TouchPaths::Path path, Instant end) {
        TouchPaths& paths = journeys_.paths;
        path.begin = paths.steps.size();
        path.size = static_cast<std::uint32_t>(steps_.size());
        for (const TouchLog::Touch& touch : steps_) {
            paths.steps.push_back(touch.channel);
            constexpr double day = 86400e6;
            paths.ages.push_back(
                static_cast<float>(static_cast<double>((end - touch.instant()).count()) / day));
        }
        paths.paths.push_back(path);
    }

    const Event& event_;
    const JourneySources& from_;
    const AttributionSettings& settings_;
    const Zone& zone_;
    Period period_;
    Cells created_;
    std::vector<std::uint8_t> converted_; ///< by lead
    std::vector<TouchLog::Touch> steps_;  ///< of the path at hand
    Journeys journeys_;
};

} // namespace

Journeys journeys_to(const Event& event, const JourneySources& from) {
    return JourneyBuilder(event, from).make();
}

} // namespace handoff
