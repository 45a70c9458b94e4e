#pragma once

#include "exports_on_disk.hpp"

#include <handoff/score.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace handoff {

/// An agreement, leads and touches as text, scored.
struct Scored {
    Scored(const std::string& agreement_text, const std::string& leads_text, const std::string& touches_text,
           const char* at, std::size_t reasons = 0)
        : agreement(read(agreement_text)), as_of(*read_instant(at)),
          leads(Kind::leads, {folder.write("leads.csv", leads_text)}, agreement, {.again = true}),
          touches(Kind::touches, {folder.write("touches.csv", touches_text)}, agreement, {.again = true}),
          scorer(agreement, as_of) {
        if (reasons > 0) scorer.keep_reasons(reasons);
        scorer.add_leads(leads);
        scorer.add_touches(touches);
        scorer.finish();
    }

    Scorer::Explained explain(std::size_t lead) {
        Export* all[] = {&touches};
        return scorer.explain(std::span(&lead, 1), leads, all).front();
    }
    /// What write() gives.
    std::string written() {
        OutputFile out(folder.path("scored.csv"));
        scorer.write(leads, out);
        out.commit();
        return folder.read("scored.csv");
    }

    static Agreement read(const std::string& text) {
        std::vector<Diagnostic> warnings;
        return parse_agreement(text, "handoff.toml", warnings);
    }

    Folder folder;
    Agreement agreement;
    Instant as_of;
    Export leads, touches;
    Scorer scorer;
};

/// Reasons on lines: "+25 asked for a demo (2 touches, last 2026-08-30)".
inline std::string lines(const std::vector<Reason>& reasons) {
    std::string text;
    for (const Reason& reason : reasons) text += to_text(reason) + '\n';
    return text;
}

} // namespace handoff
