#include <handoff/words.hpp>

#include <array>
#include <base/word_set.hpp>
#include <ingest/host.hpp>
#include <libpsl.h>
#include <string>

namespace handoff {

namespace {

using namespace std::string_view_literals;

constexpr std::array shared_sites = {
    "angel.co"sv,    "bit.ly"sv,        "crunchbase.com"sv, "facebook.com"sv, "fb.com"sv,   "goo.gl"sv,
    "google.com"sv,  "instagram.com"sv, "linkedin.com"sv,   "linktr.ee"sv,    "t.co"sv,     "tiktok.com"sv,
    "twitter.com"sv, "wikipedia.org"sv, "x.com"sv,          "xing.com"sv,     "yelp.com"sv, "youtube.com"sv,
};

} // namespace

std::string_view registered_domain(std::string_view host) {
    const std::size_t last = host.rfind('.');
    if (last == std::string_view::npos || last + 1 == host.size() || host.front() == '.') return {};
    if (host[last + 1] >= '0' && host[last + 1] <= '9') return {};
    const std::string name = lower(host);
    const psl_ctx_t* const list = psl_builtin();
    if (const char* const domain = psl_registrable_domain(list, name.c_str()))
        return host.substr(static_cast<std::size_t>(domain - name.c_str()));
    return psl_is_public_suffix2(list, name.c_str(), PSL_TYPE_ICANN) != 0 ? std::string_view() : host;
}

bool is_shared_site(std::string_view domain) noexcept {
    static const WordSet words(shared_sites);
    return words.has(domain);
}

} // namespace handoff
