#include <ingest/names.hpp>
#include <ingest/touch_types.hpp>

namespace handoff {

namespace {

constexpr TouchType types[] = {
    {"page_view", "marketing"},
    {"pricing_page_view", "marketing"},
    {"email_sent", "marketing"},
    {"email_open", "marketing"},
    {"email_click", "marketing"},
    {"form_submit", "marketing"},
    {"content_download", "marketing"},
    {"webinar_registered", "marketing"},
    {"webinar_attended", "marketing"},
    {"event_registered", "marketing"},
    {"event_attended", "marketing"},
    {"ad_click", "marketing"},
    {"chat", "marketing"},
    {"trial_signup", "marketing"},
    {"demo_request", "marketing"},
    {"unsubscribe", "marketing"},
    {"bounce", "marketing"},
    {"call", "sales", true},
    {"call_connected", "sales", true},
    {"voicemail", "sales", true},
    {"sales_email", "sales", true},
    {"reply", "sales"},
    {"meeting_booked", "sales", true},
    {"meeting", "sales"},
    {"linkedin_message", "sales", true},
    {"sms", "sales", true},
    {"demo_given", "sales"},
    {"proposal_sent", "sales", true},
    {"note", "sales"},
};

} // namespace

std::span<const TouchType> touch_types() noexcept { return types; }

const TouchType* touch_type(std::string_view name) {
    const std::string bare = bare_name(name);
    for (const TouchType& type : types)
        if (bare_name(type.name) == bare) return &type;
    return nullptr;
}

} // namespace handoff
