#include "base/ordered_output.hpp"

#include <handoff/error.hpp>

#include <algorithm>
#include <chrono>
#include <thread>
#include <unistd.h>
#include <utility>

namespace handoff {

namespace {

constexpr std::chrono::milliseconds patience{100};

/// Pieces that may be early without anything being wrong: threads take them in turn, and each may be slow.
std::uint64_t usually_early() {
    return 16 + 4 * std::uint64_t{std::max(1U, std::thread::hardware_concurrency())};
}

} // namespace

OrderedOutput::OrderedOutput(OutputFile& out)
    : out_(out), seeks_(out.descriptor() >= 0), most_early_(usually_early()) {
    if (seeks_) offset_ = static_cast<std::uint64_t>(::lseek(out.descriptor(), 0, SEEK_CUR));
}

std::string OrderedOutput::take() {
    const std::lock_guard lock(access_);
    if (spare_.empty()) return {};
    std::string piece = std::move(spare_.back());
    spare_.pop_back();
    piece.clear();
    return piece;
}

void OrderedOutput::put(std::uint64_t number, std::string piece) {
    std::vector<std::pair<std::uint64_t, std::string>> placed;
    std::unique_lock lock(access_);
    caught_up_.wait_for(lock, patience, [&] { return number <= next_ + most_early_; });
    early_.emplace(number, std::move(piece));
    while (!early_.empty() && early_.begin()->first == next_) {
        std::string text = std::move(early_.begin()->second);
        early_.erase(early_.begin());
        ++next_;
        if (seeks_) {
            const std::uint64_t at = std::exchange(offset_, offset_ + text.size());
            placed.emplace_back(at, std::move(text));
        } else {
            out_.write(text);
            spare_.push_back(std::move(text));
        }
    }
    lock.unlock();
    caught_up_.notify_all();
    for (const auto& [at, text] : placed) out_.write_at(text, at);
    lock.lock();
    for (auto& [at, text] : placed) spare_.push_back(std::move(text));
}

void OrderedOutput::finish() {
    if (!early_.empty()) throw Error(Fault::ours, "a piece of the output is missing");
    if (seeks_) ::lseek(out_.descriptor(), static_cast<off_t>(offset_), SEEK_SET);
}

} // namespace handoff
