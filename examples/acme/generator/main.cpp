// Makes the exports of a made-up company, always the same: acme_generate FOLDER

#include "exports.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

namespace {

bool write(const std::filesystem::path& path, const std::string& text) {
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    if (!out) std::fprintf(stderr, "acme_generate: cannot write '%s'\n", path.c_str());
    return static_cast<bool>(out);
}

} // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        std::fputs("usage: acme_generate FOLDER\n", stderr);
        return 2;
    }
    const std::filesystem::path folder = arguments[1];
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    const acme::World world = acme::make_world(2026);
    const bool written = write(folder / "leads.csv", acme::leads_csv(world)) &&
                         write(folder / "contacts.csv", acme::contacts_csv(world)) &&
                         write(folder / "activities.csv", acme::activities_csv(world)) &&
                         write(folder / "opportunities.csv", acme::opportunities_csv(world)) &&
                         write(folder / "campaigns.csv", acme::campaigns_csv(world)) &&
                         write(folder / "outcomes.csv", acme::outcomes_csv(world));
    return written ? 0 : 1;
}
