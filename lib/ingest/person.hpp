#pragma once

#include <string_view>

namespace handoff {

/// What an e-mail address, a website and a job title say about a person. All are pure functions of short
/// texts over small tables, which docs/files.md lists.

/// What follows the last @; blank when there is none or nothing on one side of it.
std::string_view domain_of_email(std::string_view email) noexcept;
/// A provider of mailboxes for anybody: gmail.com. `domain` is in lower case.
bool is_free_mail(std::string_view domain) noexcept;
/// A provider of mailboxes that are thrown away: mailinator.com. `domain` is in lower case.
bool is_disposable_mail(std::string_view domain) noexcept;
/// An address of a role, not a person: info@, sales+eu@.
bool is_role_address(std::string_view email) noexcept;
/// The host of a website without scheme, user, port, path and "www."; blank when it has no dot.
std::string_view domain_of_website(std::string_view website) noexcept;

/// owner, chief, vp, director, manager, senior, entry; blank when the title shows none of them.
std::string_view seniority_of(std::string_view title);
/// marketing, sales, engineering, it, finance, operations, hr, legal, product, support, education, medical;
/// blank when the title shows none of them.
std::string_view function_of(std::string_view title);

} // namespace handoff
