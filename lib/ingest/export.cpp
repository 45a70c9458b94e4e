#include "ingest/joining.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <ingest/export.hpp>
#include <ingest/forms.hpp>
#include <unordered_map>
#include <utility>

namespace handoff {

namespace {

/// Columns whose cells may become others.
bool may_change_cells(const CanonicalColumn& column) noexcept {
    return (column.type != Type::text && column.type != Type::id && column.type != Type::stage) ||
           text_form(column) != TextForm::any;
}

bool depends_on_country(const CanonicalColumn& column) noexcept {
    return column.type == Type::state || text_form(column) == TextForm::phone;
}

/// What an export of a kind cannot do without: one of these columns, for each of them.
std::vector<std::vector<std::string_view>> needed_columns(Kind kind) {
    switch (kind) {
    case Kind::touches:
        return {{"lead_id", "contact_id", "email", "deal_id", "account_id", "type", "at"}};
    case Kind::deals:
        return {{"deal_id", "lead_id", "lead_ids", "amount", "stage", "status"}};
    case Kind::members:
        return {{"campaign_id"}};
    case Kind::stages:
        return {{"stage"}, {"at"}};
    case Kind::outcomes:
        return {{"lead_id"}, {"verdict"}};
    case Kind::campaigns:
        return {{"campaign_id", "name"}};
    case Kind::accounts:
        return {{"account_id", "name", "domain", "website"}};
    case Kind::contacts:
        return {{"contact_id", "email"}};
    case Kind::leads: // rules may ask for any columns
    case Kind::deal_contacts:
    case Kind::merges:
        break;
    }
    return {};
}

/// A file that is something else, or whose columns must be named first.
void refuse_foreign(Kind kind, const std::string& path, const Mapping& mapping,
                    const Derivation& derivation) {
    const auto has_source = [&](std::size_t position) { return mapping.canonical[position].has_source(); };
    for (const std::vector<std::string_view>& any : needed_columns(kind)) {
        const auto is_there = [&](std::string_view name) {
            const std::size_t position = canonical_position(kind, name);
            const std::vector<std::size_t>& inputs = derivation.inputs(position);
            return has_source(position) || std::any_of(inputs.begin(), inputs.end(), has_source);
        };
        if (std::any_of(any.begin(), any.end(), is_there)) continue;
        const std::string names = fmt::format("'{}'", fmt::join(any, "', '"));
        throw Error(
            Fault::request,
            {Diagnostic{.place = {path, 1, 1},
                        .what = fmt::format("these {} have {} {}", to_text(kind),
                                            any.size() == 1 ? "no column" : "none of the columns", names),
                        .hint = fmt::format("say which columns they are under columns in [exports.{}]",
                                            to_text(kind))}});
    }
}

} // namespace

Export::Impl::Impl(Kind of_kind, std::vector<std::string> of_paths, const Agreement& agreement,
                   ExportOptions with)
    : kind(of_kind), paths(std::move(of_paths)), options(std::move(with)),
      settings(agreement.export_of(of_kind) ? *agreement.export_of(of_kind) : ExportSettings{}),
      lifecycle_place(agreement.lifecycle.place), statuses_agreed(!agreement.lifecycle.status.empty()),
      zone(agreement.timezone), columns(canonical_columns(of_kind)), derivation(of_kind),
      type_position(of_kind == Kind::touches ? canonical_position(of_kind, "type") : nowhere),
      country_position(canonical_position(of_kind, "country")), home(agreement.country),
      computed(columns.size()), cleaned(columns.size()) {
    options.dialect = csv::combined(options.dialect, settings.dialect);
    Diagnostics problems;
    std::vector<std::shared_ptr<const Preset>> used;
    for (const std::string& path : paths) {
        auto file = std::make_unique<File>(File{.rows = Rows(kind, path, options)});
        file->mapping =
            map_columns(kind, file->rows.path(), file->rows.header(), agreement, options.preset, problems);
        refuse_foreign(kind, file->rows.path(), file->mapping, derivation);
        if (const auto& preset = file->mapping.preset;
            preset != nullptr && std::find(used.begin(), used.end(), preset) == used.end())
            used.push_back(preset);
        const DayMonth order = settings.dates == "dmy"   ? DayMonth::day_first
                               : settings.dates == "mdy" ? DayMonth::month_first
                                                         : DayMonth::undecided;
        for (const CanonicalColumn& column : columns)
            file->forms.push_back({.type = column.type,
                                   .text = text_form(column),
                                   .order = order,
                                   .zone = zone,
                                   .blank = BlankWords(settings.blank_words(column.name))});
        file->order_known.assign(columns.size(), order != DayMonth::undecided);
        files.push_back(std::move(file));
    }
    problems.throw_if_errors(Fault::request);
    words = std::make_shared<const Vocabulary>(kind, agreement, used);
    name_columns();
}

void Export::Impl::name_columns() {
    const auto has_source = [&](std::size_t canonical) {
        return std::any_of(files.begin(), files.end(),
                           [&](const auto& file) { return file->mapping.canonical[canonical].has_source(); });
    };
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::vector<std::size_t>& inputs = derivation.inputs(i);
        const bool always = columns[i].type == Type::stage; // who is in the file has come in
        const bool known = has_source(i) || std::any_of(inputs.begin(), inputs.end(), has_source) || always;
        names.push_back({.name = std::string(columns[i].name), .type = columns[i].type, .blank = !known});
    }
    uncleaned.assign(columns.size(), nowhere);

    // A column that is the canonical one of its name stands there only; what cleaning cannot keep of its
    // cells can still be had as "raw:NAME".
    std::unordered_map<std::string, std::size_t> positions;
    const auto add = [&](const std::string& name) {
        const auto [found, is_new] = positions.emplace(name, names.size());
        if (is_new) names.push_back({.name = name});
        return found->second;
    };
    std::set<std::size_t> seen;
    for (const auto& file : files)
        for (const std::string& own : file->mapping.own) {
            const std::size_t column = static_cast<std::size_t>(&own - file->mapping.own.data());
            const std::size_t position =
                own.empty() ? canonical_position(kind, file->rows.header()[column]) : add(own);
            if (seen.insert(position).second) originals.push_back(position);
        }
    for (const auto& file : files) {
        file->own.resize(names.size(), nowhere);
        for (std::size_t column = 0; column < file->mapping.own.size(); ++column) {
            const std::string& own = file->mapping.own[column];
            if (!own.empty()) {
                file->own[positions.at(own)] = column;
                continue;
            }
            const std::size_t canonical = canonical_position(kind, file->rows.header()[column]);
            if (!may_change_cells(columns[canonical]) && file->forms[canonical].blank.empty()) continue;
            const std::size_t position = add("raw:" + names[canonical].name);
            uncleaned[canonical] = position;
            if (file->own.size() < names.size()) file->own.resize(names.size(), nowhere);
            if (file->own[position] == nowhere) file->own[position] = column;
        }
    }
    for (const auto& file : files) file->own.resize(names.size(), nowhere);
}

Export::Impl::Plan Export::Impl::plan_for(File& file, std::span<const std::size_t> wanted) {
    Plan plan;
    std::set<std::size_t> canonical, derived, own;
    const auto need = [&](std::size_t position) {
        if (position >= columns.size()) {
            own.insert(position);
            return;
        }
        canonical.insert(position);
        if (depends_on_country(columns[position])) canonical.insert(country_position);
        if (!columns[position].derived) return;
        derived.insert(position);
        for (const std::size_t input : derivation.inputs(position)) canonical.insert(input);
    };
    for (const std::size_t position : wanted) need(position);

    std::map<std::size_t, std::size_t> uses;
    for (const std::size_t position : canonical)
        for (const std::size_t column : file.mapping.canonical[position].from) ++uses[column];
    for (const std::size_t position : own)
        if (file.own[position] != nowhere) ++uses[file.own[position]];

    plan.at.assign(file.rows.header().size(), nowhere);
    for (const auto& [column, times] : uses) {
        plan.at[column] = plan.read.size();
        plan.read.push_back(column);
        plan.uses.push_back(times);
    }
    plan.canonical.assign(canonical.begin(), canonical.end());
    plan.derived.assign(derived.begin(), derived.end());
    plan.own.assign(own.begin(), own.end());
    for (const std::size_t position : plan.canonical)
        (file.mapping.canonical[position].from.empty() ? plan.blank : plan.filled).push_back(position);
    for (const std::size_t position : plan.own)
        (file.own[position] == nowhere ? plan.blank : plan.filled).push_back(position);
    know_orders(file, plan.canonical);
    return plan;
}

void Export::Impl::read(std::span<const std::size_t> wanted, csv::Reader::Keep keep,
                        const std::function<void(csv::Reader::Batch&)>& work) {
    std::vector<Worker> workers(threads());
    for (Worker& worker : workers) worker.cleaned.resize(columns.size());

    std::uint64_t batches_before = 0;
    std::vector<std::size_t> canonical;
    for (std::size_t i = 0; i < files.size(); ++i) {
        const Plan plan = plan_for(*files[i], wanted);
        canonical = plan.canonical;
        for (Worker& worker : workers) worker.batches = 0;
        files[i]->rows.for_each(plan.read, keep, [&](csv::Reader::Batch& in) {
            Worker& worker = workers[in.thread];
            worker.rows += in.table.rows() + in.bad.size();
            worker.batches = std::max(worker.batches, in.chunk + 1);
            if (!in.bad.empty()) worker.bad[{i, in.chunk}] = std::move(in.bad);
            convert(i, plan, in, keep, worker);
            worker.out.chunk = batches_before + in.chunk;
            worker.out.thread = in.thread;
            work(worker.out);
        });
        std::uint64_t batches = 0;
        for (const Worker& worker : workers) batches = std::max(batches, worker.batches);
        batches_before += batches;
    }
    finish_pass(workers, canonical);
}

void Export::Impl::finish_pass(std::vector<Worker>& workers, std::span<const std::size_t> canonical) {
    rows_read = 0;
    for (const Worker& worker : workers) rows_read += worker.rows;
    if (!std::exchange(was_read, true)) {
        std::map<std::pair<std::size_t, std::uint64_t>, std::vector<csv::BadRow>> all;
        for (Worker& worker : workers) all.merge(worker.bad);
        for (auto& [where, rows] : all)
            bad.insert(bad.end(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
    }
    for (const Worker& worker : workers)
        for (const KnownPhone& phone : worker.new_phones.all()) new_phones.add(phone);
    for (const std::size_t position : canonical) {
        if (computed[position]) continue;
        computed[position] = true;
        Cleaned& total = cleaned[position];
        for (const Worker& worker : workers) {
            const Cleaned& some = worker.cleaned[position];
            total.changed = total.changed || some.changed;
            total.unreadable += some.unreadable;
            if (some.unreadable == 0 || std::pair(total.file, total.chunk) < std::pair(some.file, some.chunk))
                continue;
            total.file = some.file;
            total.chunk = some.chunk;
            total.example = some.example;
        }
        if (position == type_position)
            for (const Worker& worker : workers)
                for (const auto& entry : worker.memory.types.entries())
                    if (entry.value.ours.empty()) unmapped_types[std::string(entry.word)] += entry.count;
        if (columns[position].type == Type::stage)
            for (const Worker& worker : workers)
                for (const auto& entry : worker.memory.statuses.entries())
                    if (!entry.value.known()) unmapped_statuses[std::string(entry.word)] += entry.count;
    }
    if (!bad.empty() && !options.collect) {
        std::vector<Diagnostic> diagnostics;
        for (const csv::BadRow& row : bad) diagnostics.push_back(row.diagnostic);
        throw Error(Fault::data, std::move(diagnostics));
    }
}

Export::Export(Kind kind, std::vector<std::string> paths, const Agreement& agreement, ExportOptions options)
    : impl_(std::make_unique<Impl>(kind, std::move(paths), agreement, std::move(options))) {}
Export::~Export() = default;
Export::Export(Export&&) noexcept = default;

Kind Export::kind() const noexcept { return impl_->kind; }
const std::vector<std::string>& Export::paths() const noexcept { return impl_->paths; }
const std::vector<Scope::Name>& Export::names() const noexcept { return impl_->names; }
const std::vector<std::size_t>& Export::originals() const noexcept { return impl_->originals; }
std::uint64_t Export::rows_read() const noexcept { return impl_->rows_read; }
const std::vector<csv::BadRow>& Export::bad() const noexcept { return impl_->bad; }
void Export::know_phones(std::span<const KnownPhone> phones) { impl_->phones = PhoneBook(phones); }
std::vector<KnownPhone> Export::new_phones() const { return impl_->new_phones.all(); }
void Export::leave_phones(bool leave) { impl_->leave_phones = leave; }

std::string Export::clean_phone(std::string_view written, std::string_view country) const {
    const bool clean = std::all_of(impl_->files.begin(), impl_->files.end(),
                                   [](const auto& file) { return file->mapping.clean; });
    if (written.empty() || (clean && is_canonical_phone(written))) return std::string(written);
    const std::uint64_t number = phone_number(written, country.empty() ? impl_->home : country);
    return number == 0 ? std::string() : phone_text(number);
}

std::vector<Diagnostic> Export::warnings() const {
    std::vector<Diagnostic> all;
    for (const auto& file : impl_->files)
        for (Diagnostic& each : file->rows.warnings()) all.push_back(std::move(each));
    for (Diagnostic& each : impl_->warnings()) all.push_back(std::move(each));
    return all;
}

std::vector<std::string> Export::left_out() const {
    std::vector<std::string> all;
    for (const auto& file : impl_->files)
        for (std::string& each : file->rows.left_out()) all.push_back(std::move(each));
    return all;
}

std::vector<std::string> Export::descriptions() const {
    std::vector<std::string> all;
    for (const auto& file : impl_->files) all.push_back(file->rows.path() + ": " + file->rows.description());
    return all;
}

const std::string& Export::preset() const noexcept {
    static const std::string none;
    for (const auto& file : impl_->files)
        if (file->mapping.preset != nullptr) return file->mapping.preset->name;
    return none;
}

std::optional<std::size_t> Export::find(std::string_view name) const noexcept {
    for (std::size_t i = 0; i < impl_->names.size(); ++i)
        if (impl_->names[i].name == name) return i;
    return std::nullopt;
}

std::optional<std::size_t> Export::source(std::size_t canonical) const noexcept {
    if (canonical >= impl_->columns.size()) return std::nullopt;
    for (const auto& file : impl_->files) {
        const std::vector<std::size_t>& from = file->mapping.canonical[canonical].from;
        if (from.empty()) continue;
        if (file->mapping.own[from.front()].empty()) return canonical;
        return find(file->mapping.own[from.front()]);
    }
    return std::nullopt;
}

const std::string& Export::name_in_file(std::size_t original) const noexcept {
    const std::size_t position = as_it_stood(original);
    for (const auto& file : impl_->files)
        if (file->own[position] != Impl::nowhere) return file->rows.header()[file->own[position]];
    return impl_->names[original].name;
}

std::size_t Export::as_it_stood(std::size_t original) const noexcept {
    if (original >= impl_->columns.size() || impl_->uncleaned[original] == Impl::nowhere) return original;
    return impl_->uncleaned[original];
}

bool Export::plain() const noexcept { return impl_->files.size() == 1 && impl_->files.front()->rows.plain(); }

std::string_view Export::header_line() const noexcept {
    return plain() ? impl_->files.front()->rows.header_line() : std::string_view();
}

unsigned Export::Impl::threads() const noexcept {
    unsigned most = 1;
    for (const auto& file : files) most = std::max(most, file->rows.threads());
    return most;
}

unsigned Export::threads() const noexcept { return impl_->threads(); }

void Export::for_each(std::span<const std::size_t> wanted, csv::Reader::Keep keep,
                      const std::function<void(csv::Reader::Batch&)>& work) {
    impl_->read(wanted, keep, work);
}

namespace {

/// 0 when nobody knows, as of a pipe.
std::uint64_t size_of_file(const std::string& path) {
    std::error_code none;
    const std::uintmax_t size = std::filesystem::file_size(path, none);
    return none ? 0 : size;
}

} // namespace

Table Export::Impl::read_table(std::span<const std::size_t> wanted) {
    std::vector<std::string> all;
    for (const Scope::Name& name : names) all.push_back(name.name);
    Joining joining(all);
    std::uint64_t bytes = 0;
    for (const auto& file : files) bytes += size_of_file(file->rows.path());
    joining.expect_bytes(bytes);
    read(wanted, csv::Reader::Keep::forever,
         [&](csv::Reader::Batch& batch) { joining.put(batch.chunk, std::exchange(batch.table, Table())); });
    return joining.take();
}

Table Export::read_all(std::span<const std::string_view> without) {
    std::vector<std::size_t> wanted;
    for (std::size_t i = 0; i < names().size(); ++i)
        if (std::find(without.begin(), without.end(), names()[i].name) == without.end()) wanted.push_back(i);
    return impl_->read_table(wanted);
}

} // namespace handoff
