#include <handoff/exports.hpp>

#include <algorithm>
#include <array>

namespace handoff {

namespace {

using enum Type;

// The order is that of a clean file: the key first, what is worked out beside what it is worked out from.

/// What leads and contacts have in common, behind their key.
constexpr CanonicalColumn person_columns[] = {
    {"email", text},
    {"email_domain", text, true},
    {"domain", text, true},
    {"is_freemail", boolean, true},
    {"is_role", boolean, true},
    {"is_disposable", boolean, true},
    {"first_name", text},
    {"last_name", text},
    {"name", text},
    {"title", text},
    {"seniority", text, true},
    {"function", text, true},
    {"phone", text},
    {"mobile", text},
    {"company", text},
    {"company_key", text, true},
    {"website", text},
    {"street", text},
    {"city", text},
    {"state", state},
    {"postal_code", text},
    {"country", country},
    {"language", text},
    {"industry", text},
    {"employees", number},
    {"annual_revenue", money},
    {"persona", text},
    {"source", text},
    {"channel", text},
    {"campaign_id", id},
    {"status", text},
};

/// A key, what persons have in common, and what only this kind has.
template <std::size_t common, std::size_t own>
constexpr auto columns_of_person(CanonicalColumn key, const CanonicalColumn (&person)[common],
                                 const CanonicalColumn (&others)[own]) {
    std::array<CanonicalColumn, 1 + common + own> columns{};
    columns[0] = key;
    std::copy(person, person + common, columns.begin() + 1);
    std::copy(others, others + own, columns.begin() + 1 + common);
    return columns;
}

constexpr auto lead_columns = columns_of_person({"lead_id", id}, person_columns,
                                                {
                                                    {"stage", stage, true},
                                                    {"owner", text},
                                                    {"created_at", instant},
                                                    {"updated_at", instant},
                                                    {"converted", boolean},
                                                    {"converted_at", instant},
                                                    {"converted_contact_id", id},
                                                    {"converted_account_id", id},
                                                    {"converted_deal_id", id},
                                                    {"email_opt_out", boolean},
                                                    {"phone_opt_out", boolean},
                                                    {"email_bounced", boolean},
                                                    {"account_id", id},
                                                    {"merged_into", id},
                                                    {"merged_ids", text},
                                                    {"notes", text},
                                                });

constexpr auto contact_columns = columns_of_person({"contact_id", id}, person_columns,
                                                   {
                                                       {"owner", text},
                                                       {"created_at", instant},
                                                       {"updated_at", instant},
                                                       {"email_opt_out", boolean},
                                                       {"phone_opt_out", boolean},
                                                       {"email_bounced", boolean},
                                                       {"lead_id", id},
                                                       {"account_id", id},
                                                       {"merged_into", id},
                                                       {"merged_ids", text},
                                                       {"notes", text},
                                                   });

constexpr CanonicalColumn touch_columns[] = {
    {"touch_id", id},   {"lead_id", id},      {"contact_id", id},  {"email", text},      {"type", text},
    {"at", instant},    {"side", text, true}, {"direction", text}, {"channel", text},    {"campaign_id", id},
    {"content", text},  {"rep", text},        {"outcome", text},   {"duration", number}, {"subject", text},
    {"account_id", id}, {"deal_id", id},
};

constexpr CanonicalColumn deal_columns[] = {
    {"deal_id", id},         {"name", text},          {"account_id", id},     {"lead_id", id},
    {"lead_ids", text},      {"contact_id", id},      {"email", text},        {"amount", money},
    {"currency", text},      {"stage", text},         {"status", text, true}, {"created_at", instant},
    {"updated_at", instant}, {"closed_at", instant},  {"won_at", instant},    {"lost_at", instant},
    {"is_won", boolean},     {"is_closed", boolean},  {"owner", text},        {"source", text},
    {"campaign_id", id},     {"probability", number}, {"loss_reason", text},  {"competitor", text},
    {"merged_into", id},     {"merged_ids", text},
};

constexpr CanonicalColumn deal_contact_columns[] = {
    {"deal_id", id}, {"contact_id", id}, {"lead_id", id}, {"role", text}, {"is_primary", boolean},
};

constexpr CanonicalColumn account_columns[] = {
    {"account_id", id},     {"name", text},     {"company_key", text, true}, {"website", text},
    {"domain", text, true}, {"phone", text},    {"country", country},        {"state", state},
    {"postal_code", text},  {"industry", text}, {"employees", number},       {"annual_revenue", money},
    {"parent_id", id},      {"owner", text},    {"named", boolean},
};

constexpr CanonicalColumn campaign_columns[] = {
    {"campaign_id", id}, {"name", text},         {"kind", text},       {"channel", text},
    {"status", text},    {"starts_on", instant}, {"ends_on", instant}, {"budget", money},
    {"cost", money},     {"currency", text},     {"why", text},        {"target", number},
};

constexpr CanonicalColumn member_columns[] = {
    {"campaign_id", id}, {"lead_id", id},        {"contact_id", id}, {"email", text},
    {"status", text},    {"responded", boolean}, {"at", instant},
};

constexpr CanonicalColumn stage_columns[] = {
    {"lead_id", id}, {"deal_id", id}, {"stage", text, true}, {"at", instant}, {"by", text}, {"field", text},
};

constexpr CanonicalColumn merge_columns[] = {
    {"survivor_id", id},
    {"merged_id", text},
    {"of", text},
    {"at", instant},
};

constexpr CanonicalColumn outcome_columns[] = {
    {"lead_id", id},     {"rep", text},        {"verdict", text},      {"disposition", text},
    {"comment", text},   {"competitor", text}, {"content_used", text}, {"content_missing", text},
    {"next_step", text}, {"at", instant},
};

} // namespace

std::span<const CanonicalColumn> canonical_columns(Kind kind) noexcept {
    switch (kind) {
    case Kind::leads:
        return lead_columns;
    case Kind::contacts:
        return contact_columns;
    case Kind::touches:
        return touch_columns;
    case Kind::deals:
        return deal_columns;
    case Kind::deal_contacts:
        return deal_contact_columns;
    case Kind::accounts:
        return account_columns;
    case Kind::campaigns:
        return campaign_columns;
    case Kind::members:
        return member_columns;
    case Kind::stages:
        return stage_columns;
    case Kind::merges:
        return merge_columns;
    case Kind::outcomes:
        return outcome_columns;
    }
    return {};
}

} // namespace handoff
