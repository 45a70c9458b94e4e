#include "expression_terms.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <cmath>
#include <re2/re2.h>

namespace handoff {

Value Value::of_number(double number) noexcept {
    return std::isfinite(number) ? Value{.kind = Kind::number, .number = number} : Value{};
}

std::optional<std::int64_t> Stages::rank(std::string_view name) const noexcept {
    for (std::size_t i = 0; i < path.size(); ++i)
        if (same_text(path[i], name)) return static_cast<std::int64_t>(i);
    for (std::size_t i = 0; i < aside.size(); ++i)
        if (same_text(aside[i], name)) return -1 - static_cast<std::int64_t>(i);
    return std::nullopt;
}

std::string_view Stages::name(std::int64_t rank) const noexcept {
    return rank >= 0 ? path[static_cast<std::size_t>(rank)] : aside[static_cast<std::size_t>(-1 - rank)];
}

namespace {

char folded(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

Value read_moment(std::string_view text, const Zone& zone) {
    if (text.size() == 10) {
        const auto date = read_date(text);
        return date ? Value::of_ticks(zone.start_of(*date).time_since_epoch().count()) : Value{};
    }
    const auto instant = read_instant(text);
    return instant ? Value::of_ticks(instant->time_since_epoch().count()) : Value{};
}

bool same(std::string_view a, std::string_view b, bool by_bytes) noexcept {
    return by_bytes ? a == b : same_text(a, b);
}

int order(std::string_view a, std::string_view b, bool by_bytes) noexcept {
    if (by_bytes) return a.compare(b);
    const std::size_t common = std::min(a.size(), b.size());
    for (std::size_t i = 0; i < common; ++i) {
        const auto x = static_cast<unsigned char>(folded(a[i])), y = static_cast<unsigned char>(folded(b[i]));
        if (x != y) return x < y ? -1 : 1;
    }
    return a.size() == b.size() ? 0 : a.size() < b.size() ? -1 : 1;
}

std::size_t find_text(std::string_view text, std::string_view part, bool by_bytes) noexcept {
    if (by_bytes) return text.find(part);
    if (part.size() > text.size()) return std::string_view::npos;
    const char first = folded(part.front());
    for (std::size_t i = 0; i + part.size() <= text.size(); ++i)
        if (folded(text[i]) == first && same_text(text.substr(i, part.size()), part)) return i;
    return std::string_view::npos;
}

bool compared(int order, Term::Comparison comparison) noexcept {
    switch (comparison) {
    case Term::Comparison::equal:
        return order == 0;
    case Term::Comparison::not_equal:
        return order != 0;
    case Term::Comparison::less:
        return order < 0;
    case Term::Comparison::less_equal:
        return order <= 0;
    case Term::Comparison::greater:
        return order > 0;
    case Term::Comparison::greater_equal:
        return order >= 0;
    }
    return false;
}

/// How a stands to b, neither blank. A moment within the day that b stands for is equal to it. None for
/// stages without order.
std::optional<int> order(const Value& a, const Value& b, ValueType type) noexcept {
    switch (type) {
    case ValueType::text:
        return order(a.text, b.text, false);
    case ValueType::id:
        return order(a.text, b.text, true);
    case ValueType::number:
        return a.number == b.number ? 0 : a.number < b.number ? -1 : 1;
    case ValueType::boolean:
        return static_cast<int>(a.ticks - b.ticks);
    case ValueType::instant:
    case ValueType::duration:
        return a.ticks < b.ticks ? -1 : a.ticks > b.last ? 1 : 0;
    case ValueType::stage:
        if (a.ticks == b.ticks) return 0;
        if (a.ticks < 0 || b.ticks < 0) return std::nullopt;
        return a.ticks < b.ticks ? -1 : 1;
    }
    return std::nullopt;
}

bool compares(const Value& a, const Value& b, const Term& term) noexcept {
    const bool unequal = term.comparison == Term::Comparison::not_equal;
    if (a.is_blank() || b.is_blank()) return unequal; // != is exactly not =
    if (term.type == ValueType::text && (unequal || term.comparison == Term::Comparison::equal))
        return same_text(a.text, b.text) != unequal;
    const auto how = order(a, b, term.type);
    return how ? compared(*how, term.comparison) : unequal;
}

Value ticks_of(double ticks) noexcept {
    return std::abs(ticks) < 9e18 ? Value::of_ticks(std::llround(ticks)) : Value{};
}

Value add(std::int64_t a, std::int64_t b) noexcept {
    std::int64_t sum = 0;
    return __builtin_add_overflow(a, b, &sum) ? Value{} : Value::of_ticks(sum);
}

Value subtract(std::int64_t a, std::int64_t b) noexcept {
    std::int64_t difference = 0;
    return __builtin_sub_overflow(a, b, &difference) ? Value{} : Value::of_ticks(difference);
}

} // namespace

Value read_cell(std::string_view cell, CellReading reading, const Surroundings& around) {
    if (cell.empty()) return {};
    switch (reading.type) {
    case ValueType::text:
    case ValueType::id:
        return Value::of_text(cell);
    case ValueType::number: {
        auto number = read_number(cell);
        if (!number && reading.lenient)
            if (const auto clean = clean_number(cell)) number = read_number(*clean);
        return number ? Value::of_number(*number) : Value{};
    }
    case ValueType::boolean: {
        auto boolean = read_boolean(cell);
        if (!boolean && reading.lenient)
            if (const auto clean = clean_boolean(cell)) boolean = read_boolean(*clean);
        return boolean ? Value::of_boolean(*boolean) : Value{};
    }
    case ValueType::instant: {
        if (!reading.lenient) return read_moment(cell, around.zone);
        const auto clean = clean_instant(cell, DayMonth::undecided, around.zone);
        return clean ? read_moment(*clean, around.zone) : Value{};
    }
    case ValueType::duration: {
        const auto duration = read_duration(cell);
        return duration ? Value::of_ticks(duration->count()) : Value{};
    }
    case ValueType::stage: {
        const auto rank = around.stages.rank(cell);
        return rank ? Value{.kind = Value::Kind::rank, .ticks = *rank, .last = *rank} : Value{};
    }
    }

    return {};
}

bool Term::is_number_test() const noexcept {
    return (kind == Kind::compare || kind == Kind::between) && type == ValueType::number &&
           parts[0].kind == Kind::cell && std::all_of(parts.begin() + 1, parts.end(), [](const Term& part) {
               return part.kind == Kind::constant;
           });
}

Value TermEvaluator::value(const Term& term, const RowCells& cells) {
    scratch_.clear();
    return evaluate(term, cells);
}

bool TermEvaluator::holds(const Term& term, const RowCells& cells) {
    if (!scratch_.empty()) scratch_.clear();
    return decide(term, cells);
}

bool TermEvaluator::readable(std::string_view cell, CellReading reading) {
    return cell.empty() || !read_cell(cell, reading, surroundings_).is_blank();
}

Value TermEvaluator::evaluate(const Term& term, const RowCells& cells) {
    switch (term.kind) {
    case Term::Kind::constant:
        return term.value;
    case Term::Kind::cell:
        if (const Points* points = cells.points(term.column); points && term.type == ValueType::number)
            return Value::of_number(static_cast<double>(points->nano) /
                                    1e9); // dividing rounds as a literal does
        return read_cell(cells.cell(term.column), term.reading, surroundings_);
    case Term::Kind::coalesce:
        for (const Term& part : term.parts)
            if (const Value found = evaluate(part, cells); !found.is_blank()) return found;
        return {};
    case Term::Kind::lower:
    case Term::Kind::upper: {
        const Value value = evaluate(term.parts[0], cells);
        if (value.is_blank()) return {};
        std::string& text = scratch_.emplace_back(lower(value.text));
        if (term.kind == Term::Kind::upper)
            for (char& c : text)
                if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        return Value::of_text(text);
    }
    case Term::Kind::length: {
        const Value value = evaluate(term.parts[0], cells);
        if (value.is_blank()) return {};
        const auto characters = std::count_if(value.text.begin(), value.text.end(), [](char c) {
            return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
        });
        return Value::of_number(static_cast<double>(characters));
    }
    case Term::Kind::days_since: {
        const Value value = evaluate(term.parts[0], cells);
        if (value.is_blank()) return {};
        const double then = static_cast<double>(value.ticks);
        return Value::of_number((static_cast<double>(surroundings_.as_of.time_since_epoch().count()) - then) /
                                86400e6);
    }
    case Term::Kind::add:
    case Term::Kind::subtract:
    case Term::Kind::multiply:
    case Term::Kind::divide:
    case Term::Kind::negative:
        return calculate(term, cells);
    default:
        return Value::of_boolean(decide(term, cells));
    }
}

Value TermEvaluator::calculate(const Term& term, const RowCells& cells) {
    const Value a = evaluate(term.parts[0], cells);
    if (a.is_blank()) return {};
    const bool a_is_number = a.kind == Value::Kind::number;
    if (term.kind == Term::Kind::negative)
        return a_is_number ? Value::of_number(-a.number) : ticks_of(-static_cast<double>(a.ticks));
    const Value b = evaluate(term.parts[1], cells);
    if (b.is_blank()) return {};
    const bool b_is_number = b.kind == Value::Kind::number;
    const auto ticks = [](const Value& value) { return static_cast<double>(value.ticks); };
    switch (term.kind) {
    case Term::Kind::add:
        return a_is_number ? Value::of_number(a.number + b.number) : add(a.ticks, b.ticks);
    case Term::Kind::subtract:
        return a_is_number ? Value::of_number(a.number - b.number) : subtract(a.ticks, b.ticks);
    case Term::Kind::multiply:
        if (a_is_number && b_is_number) return Value::of_number(a.number * b.number);
        return a_is_number ? ticks_of(a.number * ticks(b)) : ticks_of(ticks(a) * b.number);
    default: // division by nothing gives an infinity, which is blank
        if (a_is_number) return Value::of_number(a.number / b.number);
        return b_is_number ? ticks_of(ticks(a) / b.number) : Value::of_number(ticks(a) / ticks(b));
    }
}

bool TermEvaluator::search(const Term& term, const RowCells& cells) {
    const std::string_view text = evaluate(term.parts[0], cells).text;
    const std::string_view part = evaluate(term.parts[1], cells).text;
    if (text.empty() || part.empty() || part.size() > text.size()) return false;
    const bool by_bytes = term.type == ValueType::id;
    if (term.kind == Term::Kind::contains) return find_text(text, part, by_bytes) != std::string_view::npos;
    if (term.kind == Term::Kind::starts_with) return same(text.substr(0, part.size()), part, by_bytes);
    return same(text.substr(text.size() - part.size()), part, by_bytes);
}

bool TermEvaluator::decide(const Term& term, const RowCells& cells) {
    switch (term.kind) {
    case Term::Kind::compare:
        return compares(evaluate(term.parts[0], cells), evaluate(term.parts[1], cells), term);
    case Term::Kind::between: {
        const Value value = evaluate(term.parts[0], cells);
        const Value low = evaluate(term.parts[1], cells), high = evaluate(term.parts[2], cells);
        if (value.is_blank() || low.is_blank() || high.is_blank()) return false;
        const auto above = order(value, low, term.type), below = order(value, high, term.type);
        return above && below && *above >= 0 && *below <= 0;
    }
    case Term::Kind::among_texts: {
        const std::string_view text = evaluate(term.parts[0], cells).text;
        if (text.empty()) return false;
        if (term.type == ValueType::id) return term.texts->contains(text);
        folded_.assign(text);
        for (char& c : folded_) c = folded(c);
        return term.texts->contains(std::string_view(folded_));
    }
    case Term::Kind::among: {
        const Value value = evaluate(term.parts[0], cells);
        if (value.is_blank()) return false;
        return std::any_of(term.parts.begin() + 1, term.parts.end(), [&](const Term& part) {
            const Value other = evaluate(part, cells);
            return !other.is_blank() && order(value, other, term.type) == 0;
        });
    }
    case Term::Kind::contains:
    case Term::Kind::starts_with:
    case Term::Kind::ends_with:
        return search(term, cells);
    case Term::Kind::matches: {
        const std::string_view text = evaluate(term.parts[0], cells).text;
        return !text.empty() && re2::RE2::PartialMatch({text.data(), text.size()}, *term.pattern);
    }
    case Term::Kind::blank:
        // A column is blank where its cell is, whatever the cell would have to read as.
        if (const Term& part = term.parts[0]; part.kind == Term::Kind::cell)
            return cells.cell(part.column).empty() && !cells.points(part.column);
        return evaluate(term.parts[0], cells).is_blank();
    case Term::Kind::all:
        return std::all_of(term.parts.begin(), term.parts.end(),
                           [&](const Term& part) { return decide(part, cells); });
    case Term::Kind::any:
        return std::any_of(term.parts.begin(), term.parts.end(),
                           [&](const Term& part) { return decide(part, cells); });
    case Term::Kind::none:
        return !decide(term.parts[0], cells);
    default: {
        const Value value = evaluate(term, cells);
        return value.kind == Value::Kind::boolean && value.ticks != 0;
    }
    }
}

std::string TermEvaluator::text(const Term& term, const RowCells& cells) {
    const Value found = value(term, cells);
    switch (found.kind) {
    case Value::Kind::blank:
        return {};
    case Value::Kind::text:
        return std::string(found.text);
    case Value::Kind::number:
        return to_text(found.number);
    case Value::Kind::boolean:
        return found.ticks != 0 ? "true" : "false";
    case Value::Kind::rank:
        return std::string(surroundings_.stages.name(found.ticks));
    case Value::Kind::ticks:
        if (term.type == ValueType::duration) return to_text(Duration(found.ticks));
        if (term.kind == Term::Kind::cell && !term.reading.lenient)
            return std::string(cells.cell(term.column));
        return to_text(Instant(Duration(found.ticks)));
    }
    return {};
}

} // namespace handoff
