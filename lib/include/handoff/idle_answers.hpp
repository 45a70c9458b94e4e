#pragma once

#include <handoff/followup.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace handoff {

/// Takes out of `answers` those from which nothing follows, and returns them: a rep gave them while another
/// had the lead. One that names no rep counts, and one for a lead that nobody is known to have had by then.
/// Handovers in order of time; of both, all that are known of these leads. The order of what stays is kept.
std::vector<Answer> take_idle_answers(std::vector<Answer>& answers, std::span<const Handover> handovers);
/// How many there are.
std::size_t count_idle_answers(std::span<const Answer> answers, std::span<const Handover> handovers);

} // namespace handoff
