#include <ingest/names.hpp>
#include <ingest/touch_types.hpp>

namespace handoff {

namespace {

constexpr TouchType types[] = {
    {"page_view", "marketing", "website"},
    {"pricing_page_view", "marketing", "website"},
    {"email_sent", "marketing", "email"},
    {"email_open", "marketing", "email"},
    {"email_click", "marketing", "email"},
    {"form_submit", "marketing", "website"},
    {"content_download", "marketing", "website"},
    {"webinar_registered", "marketing", "webinar"},
    {"webinar_attended", "marketing", "webinar"},
    {"event_registered", "marketing", "event"},
    {"event_attended", "marketing", "event"},
    {"ad_click", "marketing", "ads"},
    {"chat", "marketing", "website"},
    {"trial_signup", "marketing", "website"},
    {"demo_request", "marketing", "website"},
    {"unsubscribe", "marketing", "email"},
    {"bounce", "marketing", "email"},
    {"call", "sales", "phone", true},
    {"call_connected", "sales", "phone", true},
    {"voicemail", "sales", "phone", true},
    {"sales_email", "sales", "email", true},
    {"reply", "sales", "email"},
    {"meeting_booked", "sales", "meeting", true},
    {"meeting", "sales", "meeting"},
    {"linkedin_message", "sales", "social", true},
    {"sms", "sales", "phone", true},
    {"demo_given", "sales", "meeting"},
    {"proposal_sent", "sales", "email", true},
    {"note", "sales", ""},
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
