#pragma once

#include <ingest/survey.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// A first rule for scoring, ready to be written into an agreement.
struct ProposedRule {
    std::string group, name, body, why;
    int most = 0; ///< the most points it gives
};

/// Rules on the columns of leads that hold something.
std::vector<ProposedRule> fit_rules(const KindSurvey& leads);
/// Rules on the types of touch that were found, the commonest first.
std::vector<ProposedRule> engagement_rules(const KindSurvey& touches);

/// Our type of touch for a word of theirs, by the words in it; blank when it shows none.
std::string_view guess_type(std::string_view theirs);

/// A text as a TOML string.
std::string quoted(std::string_view text);

} // namespace handoff
