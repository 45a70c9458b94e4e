#include "expression_bind.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <re2/re2.h>
#include <table/country.hpp>

namespace handoff {

void Binder::fault(const Node& node, std::string what, std::string hint) {
    faults_.push_back(tree_.fault(node, std::move(what), std::move(hint)));
}

Term Binder::finished(Term term) const {
    for (const Term& part : term.parts)
        term.columns.insert(term.columns.end(), part.columns.begin(), part.columns.end());
    std::sort(term.columns.begin(), term.columns.end());
    term.columns.erase(std::unique(term.columns.begin(), term.columns.end()), term.columns.end());
    return term;
}

bool Binder::sound(const Node& node) {
    if (!possible(node).empty()) return true;
    const bool by_parts = node.kind == Node::Kind::call && !node.parts.empty();
    value(node,
          by_parts ? possible(node.parts[0]).preferred().value_or(ValueType::number) : ValueType::number);
    return false;
}

Term Binder::condition_or_value() {
    start();
    const TypeSet types = possible(tree_.root);
    if (!sound(tree_.root)) return {};
    if (types.has(ValueType::boolean) && !types.has(ValueType::text)) return condition(tree_.root);
    return value(tree_.root, *types.preferred());
}

Term Binder::condition(const Node& node) {
    switch (node.kind) {
    case Node::Kind::all:
        return combination(node, Term::Kind::all);
    case Node::Kind::any:
        return combination(node, Term::Kind::any);
    case Node::Kind::none:
        return combination(node, Term::Kind::none);
    case Node::Kind::compare:
        return comparison(node);
    case Node::Kind::between:
        return between(node);
    case Node::Kind::among:
        return membership(node);
    case Node::Kind::listed:
        return listed(node);
    case Node::Kind::search:
        return search(node);
    case Node::Kind::blank: {
        if (!sound(node.parts[0])) return {};
        Term term{.kind = Term::Kind::blank};
        term.parts.push_back(
            value(node.parts[0], possible(node.parts[0]).preferred().value_or(ValueType::number)));
        return finished(std::move(term));
    }
    default:
        break;
    }
    if (!sound(node)) return {};
    if (possible(node).has(ValueType::boolean)) return value(node, ValueType::boolean);
    if (!has_unknown(node)) {
        const bool is_column = node.kind == Node::Kind::column;
        const bool is_literal = node.kind == Node::Kind::text || node.kind == Node::Kind::number ||
                                node.kind == Node::Kind::moment || node.kind == Node::Kind::length;
        fault(node,
              subject(node) + (is_column    ? " and is not a condition"
                               : is_literal ? " is not a condition"
                                            : ", not a condition"),
              is_column ? "compare it with something, or write '" + std::string(tree_.written(node)) +
                              " is not blank'"
                        : "compare it with something");
    }
    return {};
}

Term Binder::combination(const Node& node, Term::Kind kind) {
    Term term{.kind = kind};
    for (const Node& part : node.parts) term.parts.push_back(condition(part));
    return finished(std::move(term));
}

std::optional<Type> Binder::coded(const Node& node) const {
    const Scope::Name* name = node.kind == Node::Kind::column ? column(node) : nullptr;
    if (!name || (name->type != Type::country && name->type != Type::state)) return std::nullopt;
    return name->type;
}

void Binder::add_codes(TextSet& codes, Type type, std::string_view text, const Node& at) {
    const std::vector<std::string> cells = cells_meaning(type, text);
    if (cells.empty() && !text.empty())
        fault(at, "unknown country '" + std::string(text) + "'", did_you_mean(text, country_words()));
    for (const std::string& cell : cells) codes.insert(lower(cell));
}

Term Binder::among_codes(const Node& column, std::span<const Node> texts) {
    Term term{.kind = Term::Kind::among_texts, .type = ValueType::text};
    term.parts.push_back(value(column, ValueType::text));
    auto codes = std::make_shared<TextSet>();
    for (const Node& text : texts) {
        literal(text, ValueType::text); // a blank one is a fault
        add_codes(*codes, *coded(column), text.text, text);
    }
    term.texts = std::move(codes);
    return finished(std::move(term));
}

Term Binder::comparison(const Node& node) {
    using Comparison = Term::Comparison;
    const bool equality = node.operation == "=" || node.operation == "!=";
    const Node *left = &node.parts[0], *right = &node.parts[1];
    const auto type = common({left, right}, !equality);
    if (!type) return {};
    if (equality && coded(*right)) std::swap(left, right);
    if (equality && coded(*left) && right->kind == Node::Kind::text) {
        Term among = among_codes(*left, std::span(right, 1));
        if (node.operation == "=") return among;
        Term other{.kind = Term::Kind::none};
        other.parts.push_back(std::move(among));
        return finished(std::move(other));
    }
    if (*type == ValueType::boolean && !equality) {
        fault(node, "true and false have no order", "write '=' or '!='");
        return {};
    }
    Term term{.kind = Term::Kind::compare, .type = *type};
    term.comparison = node.operation == "="    ? Comparison::equal
                      : node.operation == "!=" ? Comparison::not_equal
                      : node.operation == "<"  ? Comparison::less
                      : node.operation == "<=" ? Comparison::less_equal
                      : node.operation == ">"  ? Comparison::greater
                                               : Comparison::greater_equal;
    term.parts.push_back(value(*left, *type));
    term.parts.push_back(value(*right, *type));
    const auto is_constant = [](const Term& part) { return part.kind == Term::Kind::constant; };
    if (is_constant(term.parts[0]) && !is_constant(term.parts[1])) { // a day in a literal stands on the right
        std::swap(term.parts[0], term.parts[1]);
        std::swap(left, right);
        switch (term.comparison) {
        case Comparison::less:
            term.comparison = Comparison::greater;
            break;
        case Comparison::less_equal:
            term.comparison = Comparison::greater_equal;
            break;
        case Comparison::greater:
            term.comparison = Comparison::less;
            break;
        case Comparison::greater_equal:
            term.comparison = Comparison::less_equal;
            break;
        default:
            break;
        }
    }
    if (*type == ValueType::stage && !equality && is_constant(term.parts[1]) &&
        !term.parts[1].value.is_blank() && term.parts[1].value.ticks < 0)
        fault(*right, "'" + right->text + "' stands aside of the lifecycle's path and has no order",
              "compare it with '=' or '!='");
    return finished(std::move(term));
}

Term Binder::between(const Node& node) {
    const auto type = common({&node.parts[0], &node.parts[1], &node.parts[2]}, true);
    if (!type) return {};
    if (*type == ValueType::boolean) {
        fault(node, "true and false have no order", "write '=' or '!='");
        return {};
    }
    Term term{.kind = Term::Kind::between, .type = *type};
    for (const Node& part : node.parts) term.parts.push_back(value(part, *type));
    const Value &low = term.parts[1].value, &high = term.parts[2].value;
    if ((low.kind == Value::Kind::number && high.kind == Value::Kind::number && low.number > high.number) ||
        (low.kind == Value::Kind::ticks && high.kind == Value::Kind::ticks && low.ticks > high.last) ||
        (low.kind == Value::Kind::rank && high.kind == Value::Kind::rank && low.ticks > high.ticks)) {
        const std::string a(tree_.written(node.parts[1])), b(tree_.written(node.parts[2]));
        fault(node, "nothing is between " + a + " and " + b, "write 'between " + b + " and " + a + "'");
    }
    return finished(std::move(term));
}

Term Binder::membership(const Node& node) {
    std::optional<ValueType> type;
    for (std::size_t i = 1; i < node.parts.size(); ++i) {
        const auto one = common({&node.parts[0], &node.parts[i]}, false);
        if (!one) return {};
        if (type && *type != *one) {
            cannot(node.parts[1], node.parts[i], "in one list with");
            return {};
        }
        type = one;
    }
    Term term{.kind = Term::Kind::among, .type = *type};
    const bool texts = std::all_of(node.parts.begin() + 1, node.parts.end(),
                                   [](const Node& part) { return part.kind == Node::Kind::text; });
    if (texts && coded(node.parts[0])) return among_codes(node.parts[0], std::span(node.parts).subspan(1));
    for (const Node& part : node.parts) term.parts.push_back(value(part, *type));
    if (texts && (*type == ValueType::text || *type == ValueType::id)) {
        term.kind = Term::Kind::among_texts;
        auto set = std::make_shared<TextSet>();
        for (std::size_t i = 1; i < node.parts.size(); ++i)
            set->insert(*type == ValueType::id ? node.parts[i].text : lower(node.parts[i].text));
        term.texts = std::move(set);
        term.parts.resize(1);
    }
    return finished(std::move(term));
}

Term Binder::listed(const Node& node) {
    const Node& left = node.parts[0];
    if (has_unknown(left) || !sound(left)) return {};
    const TypeSet types = possible(left);
    Term term{.kind = Term::Kind::among_texts, .type = ValueType::text};
    if (!types.has(ValueType::text)) {
        if (!types.has(ValueType::id)) {
            fault(node, subject(left) + " and cannot be looked up in a file, which holds text");
            return {};
        }
        term.type = ValueType::id;
    }
    term.parts.push_back(value(left, term.type));
    auto set = std::make_shared<TextSet>();
    const std::optional<Type> codes = coded(left);
    for (const std::string& line : node.list) {
        if (codes)
            add_codes(*set, *codes, line, node);
        else
            set->insert(term.type == ValueType::id ? line : lower(line));
    }
    term.texts = std::move(set);
    return finished(std::move(term));
}

Term Binder::search(const Node& node) {
    const Node &left = node.parts[0], &right = node.parts[1];
    if (node.operation == "matches" && right.kind != Node::Kind::text) {
        fault(right, "'matches' needs a pattern in 'quotes'");
        return {};
    }
    if (has_unknown(node) || !sound(left) || !sound(right)) return {};
    for (const Node* part : {&left, &right}) {
        const TypeSet types = possible(*part);
        if (types.has(ValueType::text) || types.has(ValueType::id) || types.has(ValueType::stage)) continue;
        if (part == &left)
            fault(left, subject(left) + ", and '" + node.operation + "' searches text");
        else
            fault(right, "'" + node.operation + "' needs a text in 'quotes', not " + object(right));
        return {};
    }
    if (const std::optional<Type> codes = coded(left)) {
        const std::string name(left.text);
        fault(left,
              "'" + name + "' holds codes (" + (codes == Type::country ? "'DE'" : "'US-CA'") + "), and '" +
                  node.operation + "' searches text",
              codes == Type::country ? "write " + name + " in ('DE', 'France')"
                                     : "write " + name + " in ('CA', 'New York')");
        return {};
    }
    const bool by_bytes = !possible(left).has(ValueType::text) && possible(left).has(ValueType::id);
    Term term{.type = by_bytes ? ValueType::id : ValueType::text};
    term.parts.push_back(value(left, term.type));
    if (node.operation != "matches") {
        term.kind = node.operation == "contains"      ? Term::Kind::contains
                    : node.operation == "starts with" ? Term::Kind::starts_with
                                                      : Term::Kind::ends_with;
        term.parts.push_back(value(right, term.type));
        return finished(std::move(term));
    }
    term.kind = Term::Kind::matches;
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_case_sensitive(by_bytes);
    auto pattern = std::make_shared<const re2::RE2>(right.text, options);
    if (!pattern->ok()) {
        fault(right, "the pattern '" + right.text + "' cannot be used: " + pattern->error());
        return {};
    }
    term.pattern = std::move(pattern);
    return finished(std::move(term));
}

Term Binder::value(const Node& node, ValueType want) {
    switch (node.kind) {
    case Node::Kind::column:
        return cell(node, want);
    case Node::Kind::text:
    case Node::Kind::number:
    case Node::Kind::moment:
    case Node::Kind::length:
    case Node::Kind::boolean:
    case Node::Kind::as_of:
        return literal(node, want);
    case Node::Kind::negative:
    case Node::Kind::calculate:
        return calculation(node, want);
    case Node::Kind::call:
        return call(node, want);
    default:
        return condition(node);
    }
}

Term Binder::cell(const Node& node, ValueType want) {
    const auto found = positions_.find(node.text);
    if (found == positions_.end()) return {.kind = Term::Kind::constant, .type = want};
    const Scope::Name& name = scope_.names[found->second];
    if (name.blank) return {.kind = Term::Kind::constant, .type = want};
    return {.kind = Term::Kind::cell,
            .type = want,
            .column = found->second,
            .reading = {.type = want, .lenient = !name.type},
            .columns = {found->second}};
}

std::optional<Value> Binder::moment(std::string_view text) const {
    const auto last_before = [](Instant end) { return end.time_since_epoch().count() - 1; };
    if (text.size() == 10) {
        const auto date = read_date(text);
        if (!date) return std::nullopt;
        const Date next(std::chrono::sys_days(*date) + std::chrono::days(1));
        Value day = Value::of_ticks(surroundings_.zone.start_of(*date).time_since_epoch().count());
        day.last = last_before(surroundings_.zone.start_of(next));
        return day;
    }
    if (text.size() < 16 || !(text[10] == 'T' || text[10] == 't' || text[10] == ' ')) return std::nullopt;
    std::string full(text);
    full[10] = 'T';
    if (full.back() == 'z') full.back() = 'Z';
    if (full.size() == 16 || full[16] != ':') full.insert(16, ":00"); // the seconds may be left out
    const auto instant = read_instant(full);
    if (!instant) return std::nullopt;
    const bool has_zone = full.find_first_of("Z+-", 16) != std::string::npos;
    const std::chrono::local_time<std::chrono::microseconds> local(instant->time_since_epoch());
    return Value::of_ticks(
        (has_zone ? *instant : surroundings_.zone.to_utc(local)).time_since_epoch().count());
}

Term Binder::literal(const Node& node, ValueType want) {
    Term term{.kind = Term::Kind::constant, .type = want};
    switch (node.kind) {
    case Node::Kind::number:
        term.value = Value::of_number(node.number);
        return term;
    case Node::Kind::boolean:
        term.value = Value::of_boolean(node.number != 0);
        return term;
    case Node::Kind::length:
        term.value = Value::of_ticks(node.duration.count());
        return term;
    case Node::Kind::as_of:
        term.value = Value::of_ticks(surroundings_.as_of.time_since_epoch().count());
        return term;
    case Node::Kind::moment:
        if (const auto value = moment(node.text))
            term.value = *value;
        else
            fault(node, "there is no date '" + node.text + "'",
                  "dates are written like 2026-09-01 or 2026-09-01T10:00Z");
        return term;
    default:
        break;
    }
    if (node.text.empty()) {
        fault(node, "'' is blank, and nothing is equal to a blank", "write 'is blank' or 'is not blank'");
        return term;
    }
    if (want == ValueType::instant) {
        if (const auto value = moment(node.text)) term.value = *value;
        return term;
    }
    if (want == ValueType::stage) {
        const Stages& stages = surroundings_.stages;
        if (const auto rank = stages.rank(node.text)) {
            term.value = {.kind = Value::Kind::rank, .ticks = *rank, .last = *rank};
            return term;
        }
        std::vector<std::string> names = stages.path;
        names.insert(names.end(), stages.aside.begin(), stages.aside.end());
        std::string hint = did_you_mean(node.text, names);
        if (hint.empty()) {
            hint = "the lifecycle has ";
            for (std::size_t i = 0; i < names.size(); ++i) hint += (i == 0 ? "" : ", ") + names[i];
        }
        fault(node, "unknown stage '" + node.text + "'", std::move(hint));
        return term;
    }
    term.text = std::make_shared<const std::string>(node.text);
    term.value = Value::of_text(*term.text);
    return term;
}

Term Binder::calculation(const Node& node, ValueType want) {
    Term term{.type = want};
    if (node.kind == Node::Kind::negative) {
        term.kind = Term::Kind::negative;
        if (!sound(node.parts[0])) return {};
        const TypeSet types = possible(node.parts[0]) & TypeSet{ValueType::number, ValueType::duration};
        if (types.empty()) {
            if (!has_unknown(node)) fault(node, subject(node.parts[0]) + " and cannot be made negative");
            return term;
        }
        term.parts.push_back(value(node.parts[0], types.has(want) ? want : *types.preferred()));
    } else {
        const TypeSet left = possible(node.parts[0]), right = possible(node.parts[1]);
        const Calculation* chosen = nullptr;
        for (const Calculation& way : calculations(node.operation))
            if (left.has(way.left) && right.has(way.right) &&
                (!chosen || (chosen->result != want && way.result == want)))
                chosen = &way;
        if (!chosen) {
            static constexpr std::pair<char, std::string_view> verbs[] = {{'+', "added to"},
                                                                          {'-', "used in a difference with"},
                                                                          {'*', "multiplied by"},
                                                                          {'/', "divided by"}};
            for (const auto& [sign, verb] : verbs)
                if (node.operation.front() == sign && !has_unknown(node) && sound(node.parts[0]) &&
                    sound(node.parts[1]))
                    cannot(node.parts[0], node.parts[1], verb);
            return {.kind = Term::Kind::constant, .type = want};
        }
        term.kind = node.operation == "+"   ? Term::Kind::add
                    : node.operation == "-" ? Term::Kind::subtract
                    : node.operation == "*" ? Term::Kind::multiply
                                            : Term::Kind::divide;
        term.type = chosen->result;
        term.parts.push_back(value(node.parts[0], chosen->left));
        term.parts.push_back(value(node.parts[1], chosen->right));
    }
    term = finished(std::move(term));
    const bool constant = std::all_of(term.parts.begin(), term.parts.end(),
                                      [](const Term& part) { return part.kind == Term::Kind::constant; });
    if (constant) {
        term.value = TermEvaluator(surroundings_).value(term, RowCells(std::string_view()));
        term.kind = Term::Kind::constant;
        term.parts.clear();
    }
    return term;
}

Term Binder::call(const Node& node, ValueType want) {
    Term term{.type = want};
    if (node.text == "coalesce") {
        term.kind = Term::Kind::coalesce;
        for (const Node& part : node.parts) {
            if (!possible(part).has(want)) {
                if (!has_unknown(node)) cannot(node.parts[0], part, "in one 'coalesce' with");
                return term;
            }
            term.parts.push_back(value(part, want));
        }
        return finished(std::move(term));
    }
    const Node& argument = node.parts[0];
    const bool of_text = node.text != "days_since";
    term.kind = node.text == "lower"    ? Term::Kind::lower
                : node.text == "upper"  ? Term::Kind::upper
                : node.text == "length" ? Term::Kind::length
                                        : Term::Kind::days_since;
    const TypeSet takes =
        of_text ? TypeSet{ValueType::text, ValueType::id, ValueType::stage} : TypeSet{ValueType::instant};
    if (!sound(argument)) return term;
    const TypeSet types = possible(argument) & takes;
    if (types.empty()) {
        if (!has_unknown(argument))
            fault(argument,
                  "'" + node.text + "' takes " + (of_text ? "text" : "a date") + ", not " + object(argument));
        return term;
    }
    // The text of a stage or an id is the cell itself.
    term.parts.push_back(value(argument, of_text ? ValueType::text : ValueType::instant));
    return finished(std::move(term));
}

} // namespace handoff
