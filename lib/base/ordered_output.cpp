#include "base/ordered_output.hpp"

#include <handoff/error.hpp>

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

namespace handoff {

namespace {

constexpr std::chrono::milliseconds patience{100};

/// Pieces that may be early without anything being wrong: threads take them in turn, and each may be slow.
std::uint64_t usually_early() {
    return 16 + 4 * std::uint64_t{std::max(1U, std::thread::hardware_concurrency())};
}

} // namespace

OrderedOutput::OrderedOutput(OutputFile& out) : out_(out), most_early_(usually_early()) {}

std::string OrderedOutput::take() {
    const std::lock_guard lock(access_);
    if (spare_.empty()) return {};
    std::string piece = std::move(spare_.back());
    spare_.pop_back();
    piece.clear();
    return piece;
}

void OrderedOutput::put(std::uint64_t number, std::string piece) {
    std::unique_lock lock(access_);
    caught_up_.wait_for(lock, patience, [&] { return number <= next_ + most_early_; });
    early_.emplace(number, std::move(piece));
    if (writing_) return;
    writing_ = true;
    while (!early_.empty() && early_.begin()->first == next_) {
        std::string text = std::move(early_.begin()->second);
        early_.erase(early_.begin());
        lock.unlock();
        out_.write(text);
        lock.lock();
        ++next_;
        spare_.push_back(std::move(text));
        caught_up_.notify_all();
    }
    writing_ = false;
}

void OrderedOutput::finish() {
    if (!early_.empty()) throw Error(Fault::ours, "a piece of the output is missing");
}

} // namespace handoff
