#include "expression_bound.hpp"

#include "expression_bind.hpp"

#include <algorithm>

namespace handoff {

std::vector<std::string> Scope::all_names() const {
    std::vector<std::string> all;
    all.reserve(names.size());
    for (const Name& name : names) all.push_back(name.name);
    return all;
}

Bound::Impl::ColumnUse& Bound::Impl::use(std::size_t position) {
    for (ColumnUse& one : uses)
        if (one.position == position) return one;
    uses.push_back({.position = position, .readings = {}, .atoms = {}});
    return uses.back();
}

void Bound::Impl::find_readings(const Term& term) {
    if (term.kind == Term::Kind::cell) {
        auto& readings = use(term.column).readings;
        const bool always = term.reading.type == ValueType::text || term.reading.type == ValueType::id;
        if (!always && std::find(readings.begin(), readings.end(), term.reading) == readings.end())
            readings.push_back(term.reading);
    }
    // Whether a cell is blank does not depend on how it reads.
    const bool asks_cell = term.kind == Term::Kind::blank && term.parts[0].kind == Term::Kind::cell;
    if (asks_cell) {
        use(term.parts[0].column);
        return;
    }
    for (const Term& part : term.parts) find_readings(part);
}

void Bound::Impl::find_atoms(Term& term) {
    if (term.type == ValueType::boolean || term.is_condition()) {
        if (term.columns.size() <= 1) {
            term.atom = atoms.size();
            atoms.push_back({&term, term.columns.empty() ? Term::none_ : term.columns.front()});
            if (!term.columns.empty()) use(term.columns.front()).atoms.push_back(term.atom);
            return;
        }
        if (term.kind == Term::Kind::all || term.kind == Term::Kind::any || term.kind == Term::Kind::none)
            for (Term& part : term.parts) find_atoms(part);
    }
}

void Bound::Impl::plan() {
    for (One& one : all) {
        if (one.expression.empty()) continue;
        one.columns.insert(one.root.columns.begin(), one.root.columns.end());
        columns.insert(one.columns.begin(), one.columns.end());
        find_readings(one.root);
        find_atoms(one.root);
    }
}

Bound::Bound(std::span<const Expression> expressions, const Scope& scope, Expect expect)
    : impl_(std::make_unique<Impl>()) {
    impl_->surroundings = {.stages = {scope.stages, scope.aside}, .as_of = scope.as_of, .zone = scope.zone};
    impl_->width = scope.names.size();
    std::unordered_map<std::string_view, std::size_t> positions;
    for (std::size_t i = 0; i < scope.names.size(); ++i) positions.emplace(scope.names[i].name, i);
    std::vector<Diagnostic> faults;
    for (const Expression& expression : expressions) {
        Impl::One& one = impl_->all.emplace_back();
        one.expression = expression;
        if (expression.empty()) continue;
        Binder binder(*expression.tree(), scope, positions, impl_->surroundings, faults);
        one.root = expect == Expect::conditions ? binder.condition() : binder.condition_or_value();
        for (const Expression::Use& use : expression.columns()) {
            const auto found = positions.find(use.name);
            const bool again = std::any_of(one.named.begin(), one.named.end(),
                                           [&](const Impl::Named& named) { return named.name == use.name; });
            if (again || found == positions.end()) continue;
            const Scope::Name& name = scope.names[found->second];
            one.named.push_back({use.name, name.blank ? Term::none_ : found->second, name.type});
        }
    }
    if (!faults.empty()) throw Error(Fault::request, std::move(faults));
    impl_->plan();
}

Bound::~Bound() = default;
Bound::Bound(Bound&&) noexcept = default;

std::size_t Bound::size() const noexcept { return impl_->all.size(); }
const std::set<std::size_t>& Bound::columns() const noexcept { return impl_->columns; }
const std::set<std::size_t>& Bound::columns(std::size_t expression) const noexcept {
    return impl_->all[expression].columns;
}
std::optional<std::size_t> Bound::only_column(std::size_t expression) const noexcept {
    const Impl::One& one = impl_->all[expression];
    if (one.columns.size() != 1 || one.root.atom == Term::none_) return std::nullopt;
    return *one.columns.begin();
}

namespace {

/// Cuts long text, between characters.
std::string shortened(std::string_view text) {
    constexpr std::size_t longest = 60;
    if (text.size() <= longest) return std::string(text);
    std::size_t end = longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return std::string(text.substr(0, end)) + "…";
}

/// Text stands in quotes; numbers, dates, true and false do not.
bool is_quoted(std::optional<Type> type, std::string_view cell) {
    if (!type) return !read_number(cell);
    return *type != Type::number && *type != Type::money && *type != Type::boolean && *type != Type::instant;
}

} // namespace

std::string Bound::values(std::size_t expression, const Table& table, std::size_t row) const {
    std::string text;
    for (const Impl::Named& named : impl_->all[expression].named) {
        if (!text.empty()) text += ", ";
        text += named.name;
        std::string_view cell;
        std::string exact;
        if (named.position != Term::none_) {
            const Column& column = table[named.position];
            if (row < column.points.size())
                cell = exact = to_text(column.points[row]);
            else if (row < column.cells.size())
                cell = column.cells[row];
        }
        if (cell.empty())
            text += " is blank";
        else if (!exact.empty() || !is_quoted(named.type, cell))
            text += " = " + std::string(cell);
        else
            text += " = '" + shortened(cell) + "'";
    }
    return text;
}

} // namespace handoff
