#pragma once

#include "report/cells.hpp"

#include <string>

namespace handoff {

/// What a person is called: the name, else first and last name; blank when neither is there.
class PersonName {
  public:
    explicit PersonName(const Table& rows)
        : name_(rows, "name"), first_(rows, "first_name"), last_(rows, "last_name") {}
    std::string operator[](std::size_t row) const {
        if (!name_[row].empty()) return std::string(name_[row]);
        std::string name(first_[row]);
        if (!name.empty() && !last_[row].empty()) name += ' ';
        return name.append(last_[row]);
    }

  private:
    Cells name_, first_, last_;
};

} // namespace handoff
