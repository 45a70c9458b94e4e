#include "expression_bind.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <array>

namespace handoff {

std::optional<ValueType> TypeSet::preferred() const {
    for (ValueType type : {ValueType::text, ValueType::number, ValueType::id, ValueType::instant,
                           ValueType::duration, ValueType::stage, ValueType::boolean})
        if (has(type)) return type;
    return std::nullopt;
}

const Scope::Name* Binder::column(const Node& node) const {
    const auto found = positions_.find(node.text);
    return found == positions_.end() ? nullptr : &scope_.names[found->second];
}

bool Binder::has_unknown(const Node& node) const {
    if (node.kind == Node::Kind::column && !column(node)) return true;
    return std::any_of(node.parts.begin(), node.parts.end(),
                       [&](const Node& part) { return has_unknown(part); });
}

void Binder::report_unknown(const Node& node) {
    if (node.kind == Node::Kind::column && !column(node)) {
        std::string hint = did_you_mean(node.text, scope_.all_names());
        if (hint.empty() && same_text(node.text, "blank")) hint = "write 'is blank'";
        fault(node, "unknown column '" + node.text + "'", std::move(hint));
    }
    for (const Node& part : node.parts) report_unknown(part);
}

std::span<const Binder::Calculation> Binder::calculations(std::string_view operation) {
    constexpr auto number = ValueType::number, instant = ValueType::instant, duration = ValueType::duration;
    static constexpr std::array sums{
        Calculation{number, number, number}, Calculation{instant, duration, instant},
        Calculation{duration, instant, instant}, Calculation{duration, duration, duration}};
    static constexpr std::array differences{
        Calculation{number, number, number}, Calculation{instant, duration, instant},
        Calculation{instant, instant, duration}, Calculation{duration, duration, duration}};
    static constexpr std::array products{Calculation{number, number, number},
                                         Calculation{duration, number, duration},
                                         Calculation{number, duration, duration}};
    static constexpr std::array quotients{Calculation{number, number, number},
                                          Calculation{duration, number, duration},
                                          Calculation{duration, duration, number}};
    switch (operation.front()) {
    case '+':
        return sums;
    case '-':
        return differences;
    case '*':
        return products;
    default:
        return quotients;
    }
}

TypeSet Binder::possible(const Node& node) const {
    switch (node.kind) {
    case Node::Kind::column: {
        const Scope::Name* name = column(node);
        if (!name || !name->type) return TypeSet::every();
        switch (*name->type) {
        case Type::text:
            return {ValueType::text, ValueType::id, ValueType::stage};
        case Type::country:
        case Type::state:
            return {ValueType::text};
        case Type::id:
            return {ValueType::id};
        case Type::number:
        case Type::money:
            return {ValueType::number};
        case Type::boolean:
            return {ValueType::boolean};
        case Type::instant:
            return {ValueType::instant};
        case Type::stage:
            break;
        }
        return surroundings_.stages.path.empty() ? TypeSet{ValueType::text} : TypeSet{ValueType::stage};
    }
    case Node::Kind::text: {
        const TypeSet texts{ValueType::text, ValueType::id, ValueType::stage};
        return moment(node.text) ? texts | TypeSet{ValueType::instant} : texts;
    }
    case Node::Kind::number:
        return {ValueType::number};
    case Node::Kind::moment:
    case Node::Kind::as_of:
        return {ValueType::instant};
    case Node::Kind::length:
        return {ValueType::duration};
    case Node::Kind::negative:
        return possible(node.parts[0]) & TypeSet{ValueType::number, ValueType::duration};
    case Node::Kind::calculate: {
        const TypeSet left = possible(node.parts[0]), right = possible(node.parts[1]);
        TypeSet results;
        for (const Calculation& way : calculations(node.operation))
            if (left.has(way.left) && right.has(way.right)) results = results | TypeSet{way.result};
        return results;
    }
    case Node::Kind::call: {
        if (node.text == "coalesce") {
            TypeSet shared = TypeSet::every();
            for (const Node& part : node.parts) shared = shared & possible(part);
            return shared;
        }
        if (node.text == "lower" || node.text == "upper") return {ValueType::text, ValueType::id};
        return {ValueType::number};
    }
    default:
        return {ValueType::boolean};
    }
}

namespace {

std::string_view plural(TypeSet types) {
    if (types.has(ValueType::text)) return "text";
    if (types.has(ValueType::id)) return "ids";
    if (types.has(ValueType::number)) return "numbers";
    if (types.has(ValueType::boolean)) return "true or false";
    if (types.has(ValueType::instant)) return "dates";
    if (types.has(ValueType::duration)) return "lengths of time";
    return "stages";
}

std::string_view singular(TypeSet types) {
    if (types.has(ValueType::text)) return "text";
    if (types.has(ValueType::id)) return "an id";
    if (types.has(ValueType::number)) return "a number";
    if (types.has(ValueType::boolean)) return "true or false";
    if (types.has(ValueType::instant)) return "a date";
    if (types.has(ValueType::duration)) return "a length of time";
    return "a stage";
}

bool is_literal(const Node& node) {
    return node.kind == Node::Kind::text || node.kind == Node::Kind::number ||
           node.kind == Node::Kind::moment || node.kind == Node::Kind::length ||
           node.kind == Node::Kind::boolean;
}

} // namespace

std::string Binder::object(const Node& node) const {
    const std::string written(tree_.written(node));
    switch (node.kind) {
    case Node::Kind::text:
        return "the text '" + node.text + "'";
    case Node::Kind::number:
        return "the number " + written;
    case Node::Kind::moment:
        return "the date " + written;
    case Node::Kind::length:
        return "the length of time " + written;
    case Node::Kind::boolean:
        return written;
    case Node::Kind::column:
        return "'" + node.text + "', which holds " + std::string(plural(possible(node)));
    default:
        return "'" + written + "', which is " + std::string(singular(possible(node)));
    }
}

std::string Binder::subject(const Node& node) const {
    if (is_literal(node)) return object(node);
    if (node.kind == Node::Kind::column)
        return "'" + node.text + "' holds " + std::string(plural(possible(node)));
    return "'" + std::string(tree_.written(node)) + "' is " + std::string(singular(possible(node)));
}

std::string Binder::advice(const Node& a, const Node& b) const {
    const TypeSet types = possible(a);
    if (b.kind == Node::Kind::text) {
        if (types.has(ValueType::number) && read_number(b.text)) return "write " + b.text + " without quotes";
        if (types.has(ValueType::boolean) && read_boolean(lower(b.text)))
            return "write " + lower(b.text) + " without quotes";
        if (types.has(ValueType::instant)) return "dates are written like 2026-09-01 or 2026-09-01T10:00Z";
    }
    if (types.has(ValueType::boolean) && !types.has(ValueType::text)) return "write true or false";
    if ((b.kind == Node::Kind::number || b.kind == Node::Kind::moment) &&
        (types.has(ValueType::text) || types.has(ValueType::id)))
        return "write '" + std::string(tree_.written(b)) + "' in quotes";
    return {};
}

void Binder::cannot(const Node& a, const Node& b, std::string_view what) {
    const bool turned = is_literal(a) && !is_literal(b);
    const Node &first = turned ? b : a, &second = turned ? a : b;
    std::string text = subject(first);
    text += is_literal(first) ? " cannot be " : " and cannot be ";
    text += what;
    const bool compares = what == "compared with" || what.starts_with("in one");
    fault(second, text + " " + object(second), compares ? advice(first, second) : std::string());
}

std::optional<ValueType> Binder::common(std::initializer_list<const Node*> nodes, bool ordered) {
    TypeSet shared = TypeSet::every();
    bool unknown = false;
    const Node* first = *nodes.begin();
    const Node* typed = first; // the first of a declared type: what a mistake is told about
    for (const Node* node : nodes) {
        unknown = unknown || has_unknown(*node);
        if (!sound(*node)) return std::nullopt;
        const TypeSet types = shared & possible(*node);
        if (types.empty()) {
            if (!unknown) cannot(*typed, *node, "compared with");
            return std::nullopt;
        }
        shared = types;
        if (typed->kind == Node::Kind::column && possible(*typed).has(ValueType::text) &&
            possible(*typed).has(ValueType::number))
            typed = node;
    }
    if (unknown) return std::nullopt;
    if (ordered && shared.has(ValueType::text)) {
        if (shared.has(ValueType::number)) {
            const Node& a = *first;
            const Node& b = **(nodes.begin() + 1);
            const auto name = [&](const Node& node) {
                return node.kind == Node::Kind::column ? node.text : std::string(tree_.written(node));
            };
            fault(a,
                  "neither '" + name(a) + "' nor '" + name(b) +
                      "' says whether numbers, dates or text are compared",
                  "write '" + std::string(tree_.written(a)) + " + 0' for numbers");
            return std::nullopt;
        }
        if (shared.has(ValueType::instant)) return ValueType::instant;
    }
    return shared.preferred();
}

} // namespace handoff
