#pragma once

#include "expression_terms.hpp"
#include "expression_tree.hpp"

#include <set>
#include <vector>

namespace handoff {

struct Bound::Impl {
    /// A condition on at most one column: evaluated once per distinct cell.
    struct Atom {
        const Term* term = nullptr;
        std::size_t column = Term::none_; ///< none: the same for every row
    };
    struct ColumnUse {
        std::size_t position = 0;
        std::vector<CellReading> readings; ///< other than text: what cells are tried to be read as
        std::vector<std::size_t> atoms;
    };
    struct Named {
        std::string name;
        std::size_t position = Term::none_; ///< none: blank in this scope
        std::optional<Type> type;           ///< says whether the value is shown in quotes
    };
    struct One {
        Expression expression;
        Term root; ///< not used when the expression is empty
        std::set<std::size_t> columns;
        std::vector<Named> named; ///< in the order of the text
    };

    Surroundings surroundings;
    std::vector<One> all;
    std::set<std::size_t> columns;
    std::vector<Atom> atoms;
    std::vector<ColumnUse> uses;
    std::size_t width = 0; ///< columns of the scope

    void plan();

  private:
    void find_atoms(Term&);
    void find_readings(const Term&);
    ColumnUse& use(std::size_t position);
};

} // namespace handoff
