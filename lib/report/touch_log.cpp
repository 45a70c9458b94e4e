#include "report/touch_log.hpp"

#include "attribution/channel_names.hpp"
#include "base/parallel.hpp"
#include "ingest/lead_keys.hpp"
#include "ingest/touch_types.hpp"
#include "report/cells.hpp"
#include "report/moment.hpp"
#include "report/touch_reading.hpp"

#include <handoff/error.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <memory>
#include <mutex>
#include <numeric>
#include <set>
#include <unordered_map>
#include <utility>

namespace handoff {

namespace {

TouchLog::Side side_of(std::string_view cell) noexcept {
    if (same_text(cell, "marketing")) return TouchLog::Side::marketing;
    return same_text(cell, "sales") ? TouchLog::Side::sales : TouchLog::Side::none;
}

} // namespace

const TouchLog::Wanted TouchLog::none = [](std::string_view) { return false; };

/// Where what is needed of a touch stands, and what its channel is.
class TouchLog::Columns {
  public:
    Columns(const Export& touches, const Table& campaigns, const std::string& channel_name)
        : at(touch_column(touches, "at")), side(touch_column(touches, "side")) {
        const auto position = touches.find(channel_name);
        if (!position) {
            std::vector<std::string> names;
            for (const Scope::Name& each : touches.names()) names.push_back(each.name);
            throw Error(Fault::request,
                        "the touches have no column '" + channel_name + "' to share credit among",
                        did_you_mean(channel_name, names));
        }
        if (!touches.names()[*position].blank) channel_ = position;
        if (channel_name == "channel") read_fallbacks(touches, campaigns);
        called = channel_name == "channel" ? "channels" : "different values in column '" + channel_name + "'";
    }
    std::string_view channel_of(const Table& table, std::size_t row) const {
        if (channel_)
            if (const std::string_view cell = table[*channel_].cells[row]; !cell.empty()) return cell;
        if (campaign_)
            if (const auto known = channel_of_campaign_.find(table[*campaign_].cells[row]);
                known != channel_of_campaign_.end())
                return known->second;
        if (type_)
            if (const auto known = channel_of_type_.find(table[*type_].cells[row]);
                known != channel_of_type_.end())
                return known->second;
        return "(blank)";
    }
    void add_to(std::set<std::size_t>& wanted) const {
        for (const auto& column : {at, side, channel_, campaign_, type_})
            if (column) wanted.insert(*column);
    }

    std::optional<std::size_t> at, side;
    std::string called; ///< what many channels are, in a message

  private:
    using Channels = std::unordered_map<std::string_view, std::string_view>;

    void read_fallbacks(const Export& touches, const Table& campaigns) {
        const Cells ids(campaigns, "campaign_id"), channels(campaigns, "channel");
        for (std::size_t row = 0; row < campaigns.rows(); ++row)
            if (!ids[row].empty() && !channels[row].empty())
                channel_of_campaign_.emplace(ids[row], channels[row]);
        for (const TouchType& type : touch_types())
            if (!type.channel.empty()) channel_of_type_.emplace(type.name, type.channel);
        if (!channel_of_campaign_.empty()) campaign_ = touch_column(touches, "campaign_id");
        type_ = touch_column(touches, "type");
    }

    std::optional<std::size_t> channel_, campaign_, type_;
    Channels channel_of_campaign_, channel_of_type_;
};

namespace {

/// Those of one lead; at the same time they stay in order, for which they are numbered meanwhile.
void sort_by_time(std::span<TouchLog::Touch> touches) {
    if (touches.size() < 2) return;
    const std::uint32_t lead = touches.front().lead;
    std::uint32_t number = 0;
    for (TouchLog::Touch& touch : touches) touch.lead = number++;
    std::sort(touches.begin(), touches.end(), [](const TouchLog::Touch& a, const TouchLog::Touch& b) {
        return a.at != b.at ? a.at < b.at : a.lead < b.lead;
    });
    for (TouchLog::Touch& touch : touches) touch.lead = lead;
}

} // namespace

/// Leads in blocks: the touches of each are put in order together, near enough for a processor's cache.
struct TouchLog::Blocks {
    explicit Blocks(std::size_t count)
        : leads(count), each(std::max<std::size_t>(4096, (count + most - 1) / most)) {}
    static constexpr std::size_t most = 256;

    std::size_t count() const noexcept { return (leads + each - 1) / each; }

    std::size_t leads, each;
};

/// The touches of a chunk of the files, block after block.
struct TouchLog::Chunk {
    std::span<const Touch> of(std::size_t block) const noexcept {
        return std::span(touches).subspan(first[block], first[block + 1] - first[block]);
    }
    unsigned thread = 0; ///< who read it: channels are as it numbers them
    std::vector<Touch> touches;
    std::vector<std::size_t> first; ///< of each block, and the end
};

/// One thread's part of the reading.
class TouchLog::BatchReader {
  public:
    BatchReader(const Columns& columns, const Blocks& blocks, const Bound& bound, const Zone& zone,
                Instant as_of, const Wanted& wanted)
        : names(columns.called), columns_(columns), blocks_(blocks), conditions_(bound.size()),
          evaluator_(bound), zone_(zone), as_of_(as_of), wanted_(wanted), none_(&wanted == &none) {}

    /// The touches that joined a lead and are kept.
    Chunk read(const Table& table, std::span<const std::uint32_t> leads, unsigned thread) {
        found_.clear();
        evaluator_.run(table);
        masks_.clear();
        for (std::size_t i = 0; i < conditions_; ++i) masks_.push_back(evaluator_.mask(i));
        for (std::size_t row = 0; row < table.rows(); ++row) {
            const Moment at = time_of(table, row);
            undated += at.known() ? 0 : 1;
            // Later ones may be of leads that are left out, being later too.
            if (at.known() && at.first(zone_) > as_of_) {
                ++future;
                continue;
            }
            orphans += leads[row] == LeadKeys::none ? 1 : 0;
            if (!at.known() || leads[row] == LeadKeys::none) continue;
            unsigned conditions = 0;
            for (std::size_t i = 0; i < conditions_; ++i) conditions |= unsigned{masks_[i][row]} << i;
            if (none_ && conditions == 0) continue;
            Touch touch{.at = at.first(zone_).time_since_epoch().count(), .lead = leads[row]};
            const std::string_view channel = columns_.channel_of(table, row);
            touch.channel = static_cast<std::uint16_t>(names.number(channel));
            if (columns_.side)
                touch.side = static_cast<std::uint16_t>(side_of(table[*columns_.side].cells[row])) & 3;
            touch.conditions = conditions & 0x3fff;
            if (is_wanted(touch.channel, channel) || conditions != 0) found_.push_back(touch);
        }
        return in_blocks(thread);
    }

    ChannelNames names;
    std::uint64_t orphans = 0, undated = 0, future = 0;

  private:
    /// Nearly all times stand in one form, which was read when they were cleaned.
    Moment time_of(const Table& table, std::size_t row) const {
        if (!columns_.at) return {};
        const Column& at = table[*columns_.at];
        if (!at.instants.empty() && at.instants[row] != Column::no_instant)
            return Moment(Instant(Duration(at.instants[row])));
        return Moment::read(at.cells[row]);
    }

    Chunk in_blocks(unsigned thread) const {
        Chunk chunk{.thread = thread,
                    .touches = std::vector<Touch>(found_.size()),
                    .first = std::vector<std::size_t>(blocks_.count() + 1)};
        for (const Touch& touch : found_) ++chunk.first[touch.lead / blocks_.each + 1];
        std::partial_sum(chunk.first.begin(), chunk.first.end(), chunk.first.begin());
        std::vector<std::size_t> next(chunk.first.begin(), chunk.first.end() - 1);
        for (const Touch& touch : found_) chunk.touches[next[touch.lead / blocks_.each]++] = touch;
        return chunk;
    }

    /// Asked of every touch, since the numbers of new channels come one after the other.
    bool is_wanted(std::uint32_t number, std::string_view channel) {
        if (!wanted_) return true;
        if (number == wanted_channels_.size()) wanted_channels_.push_back(wanted_(channel));
        return wanted_channels_[number];
    }

    const Columns& columns_;
    const Blocks& blocks_;
    std::size_t conditions_;
    Bound::Evaluator evaluator_;
    std::vector<std::span<const std::uint8_t>> masks_;
    const Zone& zone_;
    Instant as_of_;
    const Wanted& wanted_;
    bool none_;
    std::vector<bool> wanted_channels_; ///< by their numbers
    std::vector<Touch> found_;
};

TouchLog::TouchLog(Export& touches, const LeadKeys& keys, std::size_t leads, const Table& campaigns,
                   const Agreement& agreement, Instant as_of, const std::string& channel,
                   std::span<const Expression> conditions, const Wanted& wanted, const TouchReading* beside) {
    if (conditions.size() > most_conditions)
        throw Error(Fault::ours, "too many conditions on touches at once");
    const Columns columns(touches, campaigns, channel);
    const Scope scope{.names = touches.names(),
                      .stages = agreement.lifecycle.stages,
                      .aside = agreement.lifecycle.aside,
                      .as_of = as_of,
                      .zone = agreement.timezone};
    const Bound bound(conditions, scope);
    const Blocks blocks(leads);
    std::vector<std::unique_ptr<BatchReader>> readers(touches.threads());
    std::vector<Chunk> chunks;
    std::mutex access;
    std::vector<TouchReading> readings(1);
    readings.front() = {
        .columns = bound.columns(),
        .read = [&](const csv::Reader::Batch& batch, std::span<const std::uint32_t> leads_of_rows) {
            auto& mine = readers[batch.thread];
            if (!mine)
                mine =
                    std::make_unique<BatchReader>(columns, blocks, bound, agreement.timezone, as_of, wanted);
            Chunk found = mine->read(batch.table, leads_of_rows, batch.thread);
            const std::lock_guard lock(access);
            if (chunks.size() <= batch.chunk) chunks.resize(batch.chunk + 1);
            chunks[batch.chunk] = std::move(found);
            read_ += batch.table.rows();
        }};
    columns.add_to(readings.front().columns);
    if (beside != nullptr) readings.push_back(*beside);
    read_touches(touches, keys, readings);

    std::vector<std::vector<std::string>> names;
    for (const auto& each : readers) {
        names.push_back(each ? each->names.names() : std::vector<std::string>());
        if (!each) continue;
        orphans_ += each->orphans;
        undated_ += each->undated;
        future_ += each->future;
    }
    AllChannels all(names, columns.called);
    channels_ = std::move(all.names);
    std::erase_if(chunks, [](const Chunk& each) { return each.touches.empty(); });
    sort(chunks, blocks, all.numbers, touches.threads());
}

void TouchLog::sort(std::span<const Chunk> chunks, const Blocks& blocks,
                    const std::vector<std::vector<std::uint32_t>>& numbers, unsigned threads) {
    std::vector<std::size_t> begin(blocks.count() + 1);
    for (const Chunk& chunk : chunks)
        for (std::size_t block = 0; block < blocks.count(); ++block)
            begin[block + 1] += chunk.of(block).size();
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    first_.assign(blocks.leads + 1, begin.back());
    touches_ = BigArray<Touch>(begin.back());
    in_parallel(threads, blocks.count(), 1, [&](std::size_t block, std::size_t, unsigned) {
        const std::size_t from = block * blocks.each, to = std::min(from + blocks.each, blocks.leads);
        std::vector<std::size_t> next(to - from);
        for (const Chunk& chunk : chunks)
            for (const Touch& touch : chunk.of(block)) ++next[touch.lead - from];
        std::size_t place = begin[block];
        for (std::size_t lead = from; lead < to; ++lead) {
            first_[lead] = place;
            place += std::exchange(next[lead - from], place);
        }
        for (const Chunk& chunk : chunks)
            for (Touch touch : chunk.of(block)) {
                touch.channel = static_cast<std::uint16_t>(numbers[chunk.thread][touch.channel]);
                touches_[next[touch.lead - from]++] = touch;
            }
        for (std::size_t lead = from; lead < to; ++lead)
            sort_by_time({touches_.data() + first_[lead], touches_.data() + next[lead - from]});
    });
}

void TouchLog::add_notes(std::vector<std::string>& notes) const {
    if (orphans_ > 0)
        notes.push_back(with_thousands(static_cast<std::int64_t>(orphans_)) + " of " +
                        counted(read_, "touch", "touches") + " join none of these leads");
    if (undated_ > 0)
        notes.push_back(counted(undated_, "touch", "touches") + " without a readable time: left out");
    if (future_ > 0)
        notes.push_back(counted(future_, "touch", "touches") + " after the time of the report: left out");
}

} // namespace handoff
