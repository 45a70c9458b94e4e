#include "base/ordered_output.hpp"
#include "score/score_state.hpp"

#include <algorithm>
#include <atomic>

namespace handoff {

namespace {

enum class AddedKind { group, score, grade, qualified, disqualified, reasons };

/// Appends one lead's cells of the columns that score adds.
class AddedCells {
  public:
    explicit AddedCells(const ScoreState& state) : state_(state) {
        for (std::size_t i = 0; i < state.grading.size(); ++i) {
            labels_.emplace_back();
            csv::append_field(labels_.back(), state.grading.label(static_cast<std::uint16_t>(i)));
        }
    }

    /// As a CSV field; `column` counts as in added_columns().
    void append(std::string& out, std::size_t lead, std::size_t column) const {
        switch (kind_of(column)) {
        case AddedKind::group:
        case AddedKind::score:
            handoff::append(out, points(lead, column));
            break;
        case AddedKind::grade:
            out += labels_[state_.grades[lead]];
            break;
        case AddedKind::reasons:
            csv::append_field(out, state_.reasons(lead));
            break;
        case AddedKind::qualified:
            out += state_.qualified[lead] != 0 ? "true" : "false";
            break;
        case AddedKind::disqualified:
            out += state_.disqualified[lead] != 0 ? "true" : "false";
            break;
        }
    }

    /// As the cell of a table.
    std::string cell(std::size_t lead, std::size_t column) const {
        if (kind_of(column) == AddedKind::grade) return state_.grading.label(state_.grades[lead]);
        if (kind_of(column) == AddedKind::reasons) return state_.reasons(lead);
        std::string text;
        append(text, lead, column);
        return text;
    }

    bool is_points(std::size_t column) const noexcept { return column <= state_.group_names.size(); }
    Points points(std::size_t lead, std::size_t column) const noexcept {
        const std::size_t groups = state_.group_names.size();
        return column < groups ? state_.groups[lead * groups + column] : state_.score(lead);
    }

  private:
    AddedKind kind_of(std::size_t column) const noexcept {
        const std::size_t groups = state_.group_names.size();
        if (column < groups) return AddedKind::group;
        if (column == groups) return AddedKind::score;
        column -= groups + (state_.grading.graded() ? 1 : 0);
        constexpr AddedKind after[] = {AddedKind::grade, AddedKind::qualified, AddedKind::disqualified,
                                       AddedKind::reasons};
        return after[column];
    }

    const ScoreState& state_;
    std::vector<std::string> labels_; // as CSV fields
};

/// Where each column of the output comes from.
struct Layout {
    struct Source {
        bool added;
        std::size_t position; ///< in added_columns(), or of the export
    };
    std::vector<Source> sources;
    bool copies = true; ///< rows stand in the output as in the file, the added columns behind them
    std::string header;
};

Layout lay_out(const Export& leads, const std::vector<std::string>& added) {
    Layout layout;
    std::vector<bool> placed(added.size());
    const auto add_name = [&](std::string_view name) {
        if (!layout.sources.empty()) layout.header += ',';
        csv::append_field(layout.header, name);
    };
    for (const std::size_t original : leads.originals()) {
        const std::string& name = leads.name_in_file(original);
        const auto found = std::find(added.begin(), added.end(), name);
        add_name(name);
        if (found == added.end()) {
            layout.sources.push_back({false, leads.as_it_stood(original)});
            continue;
        }
        const std::size_t position = static_cast<std::size_t>(found - added.begin());
        layout.sources.push_back({true, position});
        placed[position] = true;
        layout.copies = false;
    }
    layout.copies = layout.copies && leads.plain();
    if (layout.copies) layout.header = leads.header_line();
    for (std::size_t position = 0; position < added.size(); ++position) {
        if (placed[position]) continue;
        add_name(added[position]);
        layout.sources.push_back({true, position});
    }
    layout.header += '\n';
    return layout;
}

} // namespace

void Scorer::write(Export& leads, OutputFile& out) const {
    const ScoreState& state = *impl_;
    if (!state.finished) throw Error(Fault::ours, "scores are written after finish");
    const std::vector<std::string> added = added_columns();
    const Layout layout = lay_out(leads, added);
    const AddedCells cells(state);
    std::vector<std::size_t> wanted;
    if (!layout.copies)
        for (const Layout::Source& source : layout.sources)
            if (!source.added) wanted.push_back(source.position);
    std::sort(wanted.begin(), wanted.end());

    out.write(layout.header);
    OrderedOutput ordered(out);
    std::atomic<std::size_t> written{0};
    const auto keep = layout.copies ? csv::Reader::Keep::cells_and_originals : csv::Reader::Keep::cells;
    leads.for_each(wanted, keep, [&](csv::Reader::Batch& batch) {
        const Table& table = batch.table;
        const std::size_t first = state.first_of_chunk(batch.chunk, table.rows());
        std::string text = ordered.take();
        for (std::size_t row = 0; row < table.rows(); ++row) {
            if (layout.copies) {
                text += table.originals[row];
                for (std::size_t column = 0; column < added.size(); ++column) {
                    text += ',';
                    cells.append(text, first + row, column);
                }
            } else {
                for (const Layout::Source& source : layout.sources) {
                    if (&source != layout.sources.data()) text += ',';
                    if (source.added)
                        cells.append(text, first + row, source.position);
                    else
                        csv::append_field(text, table[source.position].cells[row]);
                }
            }
            text += '\n';
        }
        written += table.rows();
        ordered.put(batch.chunk, std::move(text));
    });
    ordered.finish();
    if (written != state.leads()) throw Error(Fault::data, "the leads changed while they were being scored");
}

void Scorer::add_columns(Table& leads) const {
    const ScoreState& state = *impl_;
    const std::vector<std::string> added = added_columns();
    const AddedCells cells(state);
    if (leads.rows() != state.leads()) throw Error(Fault::ours, "scores belong to another table");
    for (std::size_t column = 0; column < added.size(); ++column) {
        Column& to = leads[leads.find_or_add(added[column])];
        to.points.clear();
        for (std::size_t lead = 0; lead < leads.rows(); ++lead) {
            if (cells.is_points(column)) to.points.push_back(cells.points(lead, column));
            to.cells[lead] = leads.keep(cells.cell(lead, column));
        }
    }
}

} // namespace handoff
