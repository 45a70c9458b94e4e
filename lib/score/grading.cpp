#include "score/grading.hpp"

#include <algorithm>

namespace handoff {

Grading::Grading(const Grade& grade, const std::vector<std::string>& groups) : labels_{""} {
    for (const Grade::Axis& axis : grade.axes) {
        const auto group = std::find(groups.begin(), groups.end(), axis.group);
        axes_.push_back({static_cast<std::size_t>(group - groups.begin()), {}});
        std::vector<std::string> labels;
        for (const std::string& label : labels_)
            for (const Grade::Step& step : axis.steps) labels.push_back(label + step.label);
        labels_ = std::move(labels);
        for (const Grade::Step& step : axis.steps) axes_.back().from.push_back(step.from.nano);
    }
}

std::uint16_t Grading::of(std::span<const Points> groups, Points score) const noexcept {
    std::size_t grade = 0;
    for (const Axis& axis : axes_) {
        const std::int64_t points = (axis.group < groups.size() ? groups[axis.group] : score).nano;
        std::size_t step = 0;
        while (step + 1 < axis.from.size() && points < axis.from[step]) ++step;
        grade = grade * axis.from.size() + step;
    }
    return static_cast<std::uint16_t>(grade);
}

} // namespace handoff
