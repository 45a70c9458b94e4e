#include "ingest/forms.hpp"

namespace handoff {

TextForm text_form(const CanonicalColumn& column) noexcept {
    return column.name == "email"                              ? TextForm::email
           : column.name == "phone" || column.name == "mobile" ? TextForm::phone
                                                               : TextForm::any;
}

std::string_view words_for_form(const CanonicalColumn& column) noexcept {
    switch (column.type) {
    case Type::number:
        return "a number";
    case Type::money:
        return "an amount";
    case Type::boolean:
        return "yes or no";
    case Type::instant:
        return "a date";
    case Type::country:
        return "a country";
    default:
        break;
    }
    switch (text_form(column)) {
    case TextForm::email:
        return "an e-mail address";
    case TextForm::phone:
        return "a phone number";
    case TextForm::any:
        break;
    }
    return "";
}

} // namespace handoff
