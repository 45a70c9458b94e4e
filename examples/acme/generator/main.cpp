// Makes the exports of a made-up company, always the same: acme_generate FOLDER [NIGHT]
// NIGHT, from 1 to 90: as they were on that evening, with handoff giving out the leads.

#include "exports.hpp"

#include <cstdio>
#include <cstdlib>
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
    const int night = count == 3 ? std::atoi(arguments[2]) : 0;
    if (count < 2 || count > 3 || (count == 3 && (night < 1 || night > 90))) {
        std::fputs("usage: acme_generate FOLDER [NIGHT]\n", stderr);
        return 2;
    }
    acme::Evening evening;
    if (night > 0) evening = {acme::first_moment + std::chrono::days{night}, true};
    const std::filesystem::path folder = arguments[1];
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    const acme::World world = acme::make_world(2026);
    const bool written = write(folder / "leads.csv", acme::leads_csv(world, evening)) &&
                         write(folder / "contacts.csv", acme::contacts_csv(world, evening)) &&
                         write(folder / "activities.csv", acme::activities_csv(world, evening)) &&
                         write(folder / "opportunities.csv", acme::opportunities_csv(world, evening)) &&
                         write(folder / "campaigns.csv", acme::campaigns_csv(world)) &&
                         write(folder / "outcomes.csv", acme::outcomes_csv(world, evening)) &&
                         (night == 0 || write(folder / "history.csv", acme::history_csv(world, evening)));
    return written ? 0 : 1;
}
