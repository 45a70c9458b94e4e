#pragma once

#include "expression_terms.hpp"
#include "expression_tree.hpp"

#include <span>
#include <unordered_map>
#include <vector>

namespace handoff {

/// A set of value types, for working out what a piece of an expression can stand for.
class TypeSet {
  public:
    constexpr TypeSet() = default;
    constexpr TypeSet(std::initializer_list<ValueType> types) {
        for (ValueType type : types) bits_ |= 1U << static_cast<unsigned>(type);
    }
    static constexpr TypeSet every() {
        return {ValueType::text,    ValueType::id,       ValueType::number, ValueType::boolean,
                ValueType::instant, ValueType::duration, ValueType::stage};
    }
    constexpr bool has(ValueType type) const { return (bits_ >> static_cast<unsigned>(type) & 1U) != 0; }
    constexpr bool empty() const { return bits_ == 0; }
    constexpr TypeSet operator&(TypeSet other) const { return TypeSet(bits_ & other.bits_); }
    constexpr TypeSet operator|(TypeSet other) const { return TypeSet(bits_ | other.bits_); }
    /// The type to take when several are possible.
    std::optional<ValueType> preferred() const;

  private:
    constexpr explicit TypeSet(unsigned bits) : bits_(bits) {}
    unsigned bits_ = 0;
};

/// Binds one expression: finds its columns, decides types, reads literals. Mistakes are added to `faults`.
class Binder {
  public:
    Binder(const Expression::Tree& tree, const Scope& scope,
           const std::unordered_map<std::string_view, std::size_t>& positions,
           const Surroundings& surroundings, std::vector<Diagnostic>& faults)
        : tree_(tree), scope_(scope), positions_(positions), surroundings_(surroundings), faults_(faults) {}

    Term condition() { return start(), condition(tree_.root); }
    Term condition_or_value();

  private:
    struct Calculation {
        ValueType left, right, result;
    };

    void start() { report_unknown(tree_.root); }
    void report_unknown(const Node&);
    void fault(const Node&, std::string what, std::string hint = {});

    const Scope::Name* column(const Node&) const;
    TypeSet possible(const Node&) const;
    static std::span<const Calculation> calculations(std::string_view operation);
    bool has_unknown(const Node&) const;

    /// False, and the reason reported, when there is no type under which a piece makes sense.
    bool sound(const Node&);
    /// The type of a column whose cells are codes that go by many names; none for any other piece.
    std::optional<Type> coded(const Node&) const;
    /// A coded column is one of some texts, whatever names they use.
    Term among_codes(const Node& column, std::span<const Node> texts);
    /// Reports a name that means nothing.
    void add_codes(TextSet&, Type, std::string_view text, const Node& at);
    Term condition(const Node&);
    Term combination(const Node&, Term::Kind);
    Term comparison(const Node&);
    Term between(const Node&);
    Term membership(const Node&);
    Term listed(const Node&);
    Term search(const Node&);
    Term value(const Node&, ValueType want);
    Term cell(const Node&, ValueType want);
    Term literal(const Node&, ValueType want);
    Term calculation(const Node&, ValueType want);
    Term call(const Node&, ValueType want);
    Term finished(Term) const;

    /// The type under which the nodes are compared; reports and gives nothing when there is none.
    std::optional<ValueType> common(std::initializer_list<const Node*> nodes, bool ordered);
    void cannot(const Node& a, const Node& b, std::string_view what);
    std::string subject(const Node&) const; ///< "'employees' holds numbers"
    std::string object(const Node&) const;  ///< "the text 'many'", "'country', which holds text"
    std::string advice(const Node& a, const Node& b) const;
    std::optional<Value> moment(std::string_view text) const;

    const Expression::Tree& tree_;
    const Scope& scope_;
    const std::unordered_map<std::string_view, std::size_t>& positions_;
    const Surroundings& surroundings_;
    std::vector<Diagnostic>& faults_;
};

} // namespace handoff
