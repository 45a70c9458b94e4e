#pragma once

#include "report/cells.hpp"

#include <handoff/report.hpp>
#include <handoff/words.hpp>

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

/// "Ann Example, North Ltd", else the e-mail address, else the id.
class LeadName {
  public:
    explicit LeadName(const Table& leads)
        : name_(leads), id_(leads, "lead_id"), email_(leads, "email"), company_(leads, "company") {}
    std::string operator[](std::size_t row) const {
        std::string name = name_[row];
        if (name.empty()) name = email_[row].empty() ? id_[row] : email_[row];
        if (const std::string_view company = trim(company_[row]); !company.empty())
            name.append(", ").append(company);
        return name;
    }

  private:
    PersonName name_;
    Cells id_, email_, company_;
};

/// How a lead is reached: by its phone number, else its e-mail address.
class Reach {
  public:
    explicit Reach(const ReportInput& input)
        : input_(input), phone_(input.leads, "phone"), email_(input.leads, "email") {}
    std::string operator[](std::uint32_t row) const {
        std::string phone = input_.phone ? input_.phone(row) : std::string(phone_[row]);
        return phone.empty() ? std::string(email_[row]) : phone;
    }

  private:
    const ReportInput& input_;
    Cells phone_, email_;
};

} // namespace handoff
