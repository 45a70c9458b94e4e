#include <ingest/names.hpp>

namespace handoff {

std::string bare_name(std::string_view name) {
    std::string bare;
    bare.reserve(name.size());
    for (const char c : name) {
        if (c >= 'A' && c <= 'Z')
            bare += static_cast<char>(c - 'A' + 'a');
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0)
            bare += c;
    }
    return bare;
}

} // namespace handoff
