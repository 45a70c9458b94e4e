#include "base/parallel.hpp"
#include "score/score_state.hpp"

#include <algorithm>

namespace handoff {

std::optional<std::size_t> column_of(const Export& from, std::string_view name) {
    const std::optional<std::size_t> position = from.find(name);
    return position && !from.names()[*position].blank ? position : std::nullopt;
}

namespace {

/// What is kept of one chunk of leads.
struct Chunk {
    std::vector<Points> groups;
    std::vector<std::uint16_t> outcomes;
    std::vector<std::uint8_t> disqualified;
    std::vector<ResetEvent> resets;
    LeadKeys::Block keys;
    Table qualification;
};

/// Where the keys of leads stand that touches will join by.
LeadKeys::Columns key_columns(const Export& leads, const JoinedBy& joined_by) {
    LeadKeys::Columns columns =
        LeadKeys::columns_of_leads([&](std::string_view name) { return column_of(leads, name); });
    if (!joined_by.id && !columns.merged_into && !columns.merged_ids) columns.id.reset();
    if (!joined_by.contact) columns.contact.reset();
    if (!joined_by.email) columns.email.reset();
    if (!joined_by.deal) columns.deal.reset();
    if (!joined_by.account) columns.account.reset();
    return columns;
}

/// Reads leads chunk by chunk; from several threads.
class LeadReader {
  public:
    LeadReader(const ScoreState& state, const LeadKeys::Columns& keys, unsigned threads)
        : state_(state), keys_(keys), evaluators_(threads) {}

    Chunk read(const csv::Reader::Batch& batch) {
        auto& evaluator = evaluators_[batch.thread];
        if (!evaluator) evaluator = std::make_unique<LeadRules::Evaluator>(*state_.lead_rules);
        const Table& table = batch.table;
        evaluator->run(table);
        Chunk chunk;
        const std::size_t groups = state_.group_names.size();
        chunk.groups.resize(table.rows() * groups);
        chunk.disqualified.resize(table.rows());
        const std::vector<LeadRule>& rules = state_.lead_rules->rules();
        if (state_.reasons_kept > 0) chunk.outcomes.resize(table.rows() * rules.size());
        for (std::size_t rule = 0; rule < rules.size(); ++rule) {
            const std::span<const std::uint16_t> outcomes = evaluator->outcomes(rule);
            add_points(chunk.groups, rules[rule], outcomes);
            if (rules[rule].rule->disqualify)
                for (std::size_t row = 0; row < outcomes.size(); ++row)
                    if (outcomes[row] != 0) chunk.disqualified[row] = 1;
            if (state_.reasons_kept > 0)
                for (std::size_t row = 0; row < outcomes.size(); ++row)
                    chunk.outcomes[row * rules.size() + rule] = outcomes[row];
        }
        chunk.resets = state_.lead_resets->events(table);
        chunk.keys = LeadKeys::keys_of(table, keys_);
        if (state_.agreement.lifecycle.mql.empty()) return chunk;
        chunk.qualification = state_.qualification_columns(table);
        return chunk;
    }

  private:
    void add_points(std::vector<Points>& groups, const LeadRule& rule,
                    std::span<const std::uint16_t> outcomes) const {
        const std::size_t step = state_.group_names.size();
        if (step == 0) return;
        Points* points = groups.data() + rule.group;
        for (const std::uint16_t outcome : outcomes) {
            *points += rule.points[outcome];
            points += step;
        }
    }

    const ScoreState& state_;
    LeadKeys::Columns keys_;
    std::vector<std::unique_ptr<LeadRules::Evaluator>> evaluators_;
};

/// Puts one chunk's part where it belongs in the whole, and frees its memory.
template <class Value>
void place(std::vector<Value>& part, BigArray<Value>& whole, std::size_t first) {
    std::copy(part.begin(), part.end(), whole.begin() + first);
    std::vector<Value>().swap(part);
}

} // namespace

void Scorer::add_leads(Export& leads) {
    ScoreState& state = *impl_;
    if (state.has_leads) throw Error(Fault::ours, "leads are read once");
    state.has_leads = true;
    state.threads = leads.threads();
    const Scope scope = state.scope_of(leads);
    state.bind_leads(scope);

    const LeadKeys::Columns keys = key_columns(leads, state.joined_by);
    std::set<std::size_t> wanted = state.lead_rules->columns();
    wanted.insert(state.qualified_by.begin(), state.qualified_by.end());
    state.lead_resets->add_columns(wanted);
    keys.add_to(wanted);

    LeadReader reader(state, keys, leads.threads());
    std::map<std::uint64_t, Chunk> read;
    std::mutex reading;
    leads.for_each(std::vector<std::size_t>(wanted.begin(), wanted.end()), csv::Reader::Keep::cells,
                   [&](csv::Reader::Batch& batch) {
                       Chunk chunk = reader.read(batch);
                       const std::lock_guard lock(reading);
                       read.emplace(batch.chunk, std::move(chunk));
                   });
    std::vector<Chunk> chunks;
    std::vector<LeadKeys::Block> blocks;
    state.first_lead.push_back(0);
    for (auto& [number, chunk] : read) {
        for (ResetEvent& event : chunk.resets) {
            event.lead += static_cast<std::uint32_t>(state.first_lead.back());
            state.lead_events.push_back(event);
        }
        state.first_lead.push_back(state.first_lead.back() + chunk.disqualified.size());
        state.qualification_rows.push_back(std::move(chunk.qualification));
        blocks.push_back(std::move(chunk.keys));
        chunks.push_back(std::move(chunk));
    }
    read.clear();
    const std::size_t count = state.first_lead.back();
    const std::size_t groups = state.group_names.size();
    const std::size_t outcomes = state.reasons_kept > 0 ? state.lead_rules->rules().size() : 0;
    state.groups = BigArray<Points>(count * groups);
    state.outcomes = BigArray<std::uint16_t>(count * outcomes);
    state.disqualified = BigArray<std::uint8_t>(count);
    state.qualified = BigArray<std::uint8_t>(count);
    state.grades = BigArray<std::uint16_t>(count);
    in_parallel(state.threads, chunks.size(), 1, [&](std::size_t chunk, std::size_t, unsigned) {
        const std::size_t first = state.first_lead[chunk];
        place(chunks[chunk].groups, state.groups, first * groups);
        place(chunks[chunk].outcomes, state.outcomes, first * outcomes);
        place(chunks[chunk].disqualified, state.disqualified, first);
    });
    state.keys.add_leads(std::move(blocks), state.threads);
    state.holders = state.keys.holders();
    state.lay_out_slots();
}

void Scorer::add_contacts(Export& contacts) {
    ScoreState& state = *impl_;
    const LeadKeys::Columns columns =
        LeadKeys::columns_of_contacts([&](std::string_view name) { return column_of(contacts, name); });
    if (!columns.contact) return;
    std::set<std::size_t> wanted;
    columns.add_to(wanted);
    std::map<std::uint64_t, LeadKeys::Block> read;
    std::mutex reading;
    contacts.for_each(std::vector<std::size_t>(wanted.begin(), wanted.end()), csv::Reader::Keep::cells,
                      [&](csv::Reader::Batch& batch) {
                          LeadKeys::Block block = LeadKeys::keys_of(batch.table, columns);
                          const std::lock_guard lock(reading);
                          read.emplace(batch.chunk, std::move(block));
                      });
    std::vector<LeadKeys::Block> blocks;
    for (auto& [number, block] : read) blocks.push_back(std::move(block));
    state.keys.add_contacts(std::move(blocks), state.threads);
}

void Scorer::add_merges(const Merges& merges) {
    impl_->keys.add_merges(merges);
    impl_->holders = impl_->keys.holders();
}

} // namespace handoff
