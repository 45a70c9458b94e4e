#include "base/ordered_output.hpp"
#include "base/points_text.hpp"
#include "score/score_state.hpp"

#include <algorithm>
#include <atomic>

namespace handoff {

namespace {

/// A column that score adds.
struct AddedColumn {
    enum class Kind {
        group,
        score,
        grade,
        named_score,
        named_grade,
        qualified,
        disqualified,
        reasons,
        named_reasons
    } kind;
    std::size_t number; ///< of the group or the named score
    std::string name;
};

std::vector<AddedColumn> columns_added_by(const ScoreState& state) {
    using Kind = AddedColumn::Kind;
    std::vector<AddedColumn> columns;
    for (std::size_t group = 0; group < state.group_names.size(); ++group)
        columns.push_back({Kind::group, group, state.group_names[group]});
    columns.push_back({Kind::score, 0, "score"});
    if (state.grading.graded()) columns.push_back({Kind::grade, 0, "grade"});
    for (std::size_t score = 0; score < state.named.size(); ++score) {
        columns.push_back({Kind::named_score, score, "score_" + state.named[score].name});
        if (state.named[score].grading.graded())
            columns.push_back({Kind::named_grade, score, "grade_" + state.named[score].name});
    }
    columns.push_back({Kind::qualified, 0, "qualified"});
    columns.push_back({Kind::disqualified, 0, "disqualified"});
    if (state.reasons_kept == 0) return columns;
    columns.push_back({Kind::reasons, 0, "reasons"});
    for (std::size_t score = 0; score < state.named.size(); ++score)
        columns.push_back({Kind::named_reasons, score, "reasons_" + state.named[score].name});
    return columns;
}

/// Appends one lead's cells of the columns that score adds.
class AddedCells {
  public:
    explicit AddedCells(const ScoreState& state) : state_(state), columns_(columns_added_by(state)) {
        for (std::size_t i = 0; i < state.grading.size(); ++i) {
            labels_.emplace_back();
            csv::append_field(labels_.back(), state.grading.label(static_cast<std::uint16_t>(i)));
        }
        std::size_t longest = points_text_size;
        for (const std::string& label : labels_) longest = std::max(longest, label.size());
        row_size_ = columns_.size() * (longest + 1) + 1;
        short_ = std::all_of(columns_.begin(), columns_.end(), [](const AddedColumn& column) {
            return column.kind <= AddedColumn::Kind::disqualified &&
                   column.kind != AddedColumn::Kind::named_grade;
        });
    }

    std::size_t size() const noexcept { return columns_.size(); }

    /// The whole lead as the end of a row: a comma before each field, a line end behind the last.
    void append_end_of_row(std::string& out, std::size_t lead, std::vector<char>& room) const {
        if (!short_) {
            for (std::size_t column = 0; column < columns_.size(); ++column) {
                out += ',';
                append(out, lead, column);
            }
            out += '\n';
            return;
        }
        room.resize(row_size_);
        char* end = room.data();
        for (std::size_t column = 0; column < columns_.size(); ++column) {
            *end++ = ',';
            end = write_short(end, lead, column);
        }
        *end++ = '\n';
        out.append(room.data(), end);
    }

    /// As a CSV field; `column` counts as in added_columns().
    void append(std::string& out, std::size_t lead, std::size_t column) const {
        switch (columns_[column].kind) {
        case AddedColumn::Kind::grade:
            out += labels_[state_.grades[lead]];
            break;
        case AddedColumn::Kind::named_grade:
        case AddedColumn::Kind::reasons:
        case AddedColumn::Kind::named_reasons:
            csv::append_field(out, cell(lead, column));
            break;
        default:
            char text[points_text_size];
            out.append(text, write_short(text, lead, column));
        }
    }

    /// As the cell of a table.
    std::string cell(std::size_t lead, std::size_t column) const {
        switch (columns_[column].kind) {
        case AddedColumn::Kind::grade:
            return state_.grading.label(state_.grades[lead]);
        case AddedColumn::Kind::named_grade:
            return state_.named_grade(named(column), state_.groups_of(lead));
        case AddedColumn::Kind::reasons:
            return state_.reasons(lead);
        case AddedColumn::Kind::named_reasons:
            return state_.reasons(lead, &named(column));
        default:
            break;
        }
        std::string text;
        append(text, lead, column);
        return text;
    }

    bool is_points(std::size_t column) const noexcept {
        const AddedColumn::Kind kind = columns_[column].kind;
        return kind == AddedColumn::Kind::group || kind == AddedColumn::Kind::score ||
               kind == AddedColumn::Kind::named_score;
    }
    Points points(std::size_t lead, std::size_t column) const noexcept {
        const AddedColumn& added = columns_[column];
        if (added.kind == AddedColumn::Kind::group) return state_.groups_of(lead)[added.number];
        if (added.kind == AddedColumn::Kind::score) return state_.score(lead);
        return named(column).of(state_.groups_of(lead));
    }

  private:
    const ScoreState::Named& named(std::size_t column) const noexcept {
        return state_.named[columns_[column].number];
    }

    /// What append() appends, where all columns are short.
    char* write_short(char* out, std::size_t lead, std::size_t column) const {
        const auto copy = [out](std::string_view text) { return std::copy(text.begin(), text.end(), out); };
        switch (columns_[column].kind) {
        case AddedColumn::Kind::grade:
            return copy(labels_[state_.grades[lead]]);
        case AddedColumn::Kind::qualified:
            return copy(state_.qualified[lead] != 0 ? "true" : "false");
        case AddedColumn::Kind::disqualified:
            return copy(state_.disqualified[lead] != 0 ? "true" : "false");
        default:
            return write_text(out, points(lead, column));
        }
    }

    const ScoreState& state_;
    std::vector<AddedColumn> columns_;
    std::vector<std::string> labels_; // as CSV fields
    bool short_ = false;              // every cell is points, a label, true or false
    std::size_t row_size_ = 0;        // then the most that all of them take
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

std::vector<std::string> Scorer::added_columns() const {
    std::vector<std::string> names;
    for (AddedColumn& column : columns_added_by(*impl_)) names.push_back(std::move(column.name));
    return names;
}

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
        std::vector<char> room;
        for (std::size_t row = 0; row < table.rows(); ++row) {
            if (layout.copies) {
                text += table.originals[row];
                cells.append_end_of_row(text, first + row, room);
                continue;
            }
            for (const Layout::Source& source : layout.sources) {
                if (&source != layout.sources.data()) text += ',';
                if (source.added)
                    cells.append(text, first + row, source.position);
                else
                    csv::append_field(text, table[source.position].cells[row]);
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

void Scorer::write_moment(Export& leads, OutputFile& out, const Moment& moment) const {
    const ScoreState& state = *impl_;
    if (!state.finished) throw Error(Fault::ours, "scores are written after finish");
    const AddedCells cells(state);
    const std::vector<std::string> added = added_columns();
    std::vector<std::size_t> keys;
    std::string names = "at";
    for (const char* key : {"lead_id", "email"})
        if (const auto position = column_of(leads, key)) {
            keys.push_back(*position);
            names += std::string(",") + key;
        }
    for (const std::string& name : added) names += "," + name;
    std::vector<const Column*> beside;
    for (const std::string& name : moment.columns) {
        beside.push_back(&(*moment.beside)[moment.beside->find(name).value()]);
        names += "," + name;
    }
    if (moment.header) out.write(names + '\n');

    const auto created = column_of(leads, "created_at");
    std::vector<std::size_t> wanted = keys;
    if (created) wanted.push_back(*created);
    std::sort(wanted.begin(), wanted.end());
    const std::string at = to_text(state.as_of) + ',';
    OrderedOutput ordered(out);
    leads.for_each(wanted, csv::Reader::Keep::cells, [&](csv::Reader::Batch& batch) {
        const Table& table = batch.table;
        const std::size_t first = state.first_of_chunk(batch.chunk, table.rows());
        std::string text = ordered.take();
        for (std::size_t row = 0; row < table.rows(); ++row) {
            const auto since =
                created ? time_of(table[*created].cells[row], state.agreement.timezone) : std::nullopt;
            if (since && *since > state.as_of) continue;
            if (!moment.only.empty() && moment.only[first + row] == 0) continue;
            text += at;
            for (const std::size_t key : keys) {
                csv::append_field(text, table[key].cells[row]);
                text += ',';
            }
            for (std::size_t column = 0; column < added.size(); ++column) {
                if (column > 0) text += ',';
                cells.append(text, first + row, column);
            }
            for (const Column* column : beside) {
                text += ',';
                csv::append_field(text, column->cells[first + row]);
            }
            text += '\n';
        }
        ordered.put(batch.chunk, std::move(text));
    });
    ordered.finish();
}

} // namespace handoff
