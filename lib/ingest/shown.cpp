#include <algorithm>
#include <ingest/export.hpp>

namespace handoff {

void Export::Impl::Shown::add(const Table& rows) {
    for (std::size_t i = 0; i < something.size(); ++i) {
        const std::vector<std::string_view>& cells = rows[i].cells;
        const auto holds = [](std::string_view text) { return !text.empty(); };
        if (!something[i]) something[i] = std::any_of(cells.begin(), cells.end(), holds);
    }
}

Export::Impl::Shown Export::Impl::shown_by_first_rows(std::span<const std::size_t> wanted) {
    Shown shown{.something = std::vector<bool>(columns.size()), .changed = std::vector<bool>(columns.size())};
    for (std::size_t number = 0; number < files.size(); ++number) {
        File& file = *files[number];
        const Plan plan = plan_for(file, wanted);
        if (!file.first_rows) file.first_rows = std::make_unique<Table>(file.rows.first_rows());
        csv::Reader::Batch in;
        in.table.set_rows(file.first_rows->rows());
        for (const std::size_t column : plan.read) {
            const std::size_t position = in.table.add(file.rows.header()[column]);
            in.table[position].cells = (*file.first_rows)[column].cells;
        }
        Worker worker;
        worker.cleaned.resize(columns.size());
        convert(number, plan, in, csv::Reader::Keep::cells, worker);
        shown.add(worker.out.table);
        for (std::size_t i = 0; i < columns.size(); ++i)
            shown.changed[i] = shown.changed[i] || worker.cleaned[i].changed;
    }
    return shown;
}

std::vector<std::size_t> Export::Impl::not_shown(const Shown& shown) const {
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const bool may_change = uncleaned[i] != nowhere && !shown.changed[i];
        const bool may_be_refused = columns[i].type == Type::instant &&
                                    std::any_of(files.begin(), files.end(), [i](const auto& file) {
                                        return file->forms[i].order == DayMonth::undecided;
                                    });
        if (!shown.something[i] || may_change || may_be_refused) open.push_back(i);
    }
    return open;
}

} // namespace handoff
