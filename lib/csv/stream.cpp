#include "csv/stream.hpp"

#include "csv/field.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <thread>
#include <utility>

namespace handoff::csv {

namespace {

constexpr std::size_t longest_record = 256 * 1024 * 1024;

} // namespace

bool Turns::wait_for(std::uint64_t chunk) {
    for (;;) {
        const std::uint64_t now = turn_.load(std::memory_order_acquire);
        if (now == chunk) return true;
        if (now == stopped) return false;
        turn_.wait(now, std::memory_order_acquire);
    }
}

void Turns::pass_on(std::uint64_t chunk) {
    turn_.store(chunk + 1, std::memory_order_release);
    turn_.notify_all();
}

void Turns::stop() {
    turn_.store(stopped, std::memory_order_release);
    turn_.notify_all();
}

/// One thread's buffers, and what it does with a chunk.
class Stream::Worker {
  public:
    Worker(Stream& stream, unsigned thread)
        : stream_(stream), builder_(stream.head_, stream.plan_.file, stream.plan_.wanted, stream.plan_.keep) {
        batch_.thread = thread;
    }

    void run(const std::function<void(Reader::Batch&)>& work,
             const std::function<void(Reader::Batch&)>& in_order) {
        while (!stream_.stop_) {
            const std::uint64_t chunk = stream_.take_chunk(batch_.thread);
            bool passed_on = false;
            try {
                if (!read_chunk(chunk)) break;
                index_ahead();
                if (!take_turn(chunk)) break;
                passed_on = true;
                index_chunk();
                build(chunk);
                work(batch_);
                if (in_order && stream_.order_.wait_for(chunk)) {
                    in_order(batch_);
                    stream_.order_.pass_on(chunk);
                }
                stream_.progress_ += size_;
            } catch (...) {
                stream_.failed(chunk);
                // The chunks before this one still need their turns; those behind it must not wait for ever.
                if (!passed_on && stream_.turns_.wait_for(chunk)) stream_.turns_.stop();
                if (in_order && stream_.order_.wait_for(chunk)) stream_.order_.stop();
                break;
            }
        }
        stream_.leave(batch_.thread);
    }

  private:
    /// Makes room for bytes and the padding behind them; keeps those that were read.
    void reserve(std::size_t bytes) {
        if (bytes + padding <= room_) return;
        auto larger = std::make_shared_for_overwrite<char[]>(bytes + padding);
        if (available_ > 0) std::memcpy(larger.get(), buffer_.get(), available_);
        buffer_ = std::move(larger);
        room_ = bytes + padding;
    }

    /// Reads up to that many bytes of the chunk and what follows it.
    void read_to(std::size_t bytes) {
        reserve(bytes);
        available_ +=
            stream_.source_.read(offset_ + available_, buffer_.get() + available_, bytes - available_);
        at_end_ = available_ < bytes;
        std::memset(buffer_.get() + available_, 0, padding);
    }

    bool read_chunk(std::uint64_t chunk) {
        const std::size_t size = stream_.plan_.chunk;
        offset_ = stream_.head_.body + chunk * size;
        available_ = 0;
        // Most last records end soon behind the chunk: one read is enough for them.
        read_to(size + std::clamp<std::size_t>(size / 128, 1, 4096));
        size_ = std::min(available_, size);
        return size_ > 0;
    }

    /// A chunk has the same separators wherever outside of quotes it starts (unless its first byte may open
    /// some), so it can be indexed before its turn, and need not be skimmed then.
    void index_ahead() {
        const Marks& marks = stream_.head_.marks;
        ahead_ = starts_outside_ && !marks.backslash && !marks.blanks;
        if (!ahead_) return;
        index_.clear();
        end_state_ = scan(buffer_.get(), 0, size_, marks, State::unquoted, index_);
    }

    bool starts_outside() const {
        if (state_ == State::unquoted) return true;
        const Marks& marks = stream_.head_.marks;
        return (state_ == State::field_start || state_ == State::record_start) &&
               !(marks.quotes && buffer_[0] == marks.quote);
    }

    bool take_turn(std::uint64_t chunk) {
        Turns& turns = stream_.turns_;
        if (!turns.wait_for(chunk)) return false;
        state_ = turns.state;
        stretch_.line = turns.line;
        starts_outside_ = starts_outside();
        ahead_ = ahead_ && starts_outside_;
        if (ahead_) {
            turns.state = end_state_;
            turns.line += index_.lines;
        } else {
            turns.state = skim(buffer_.get(), size_, stream_.head_.marks, state_, turns.line);
        }
        turns.pass_on(chunk);
        return true;
    }

    void index_chunk() {
        const bool mid_record = state_ != State::record_start;
        if (!ahead_) {
            index_.clear();
            end_state_ = scan(buffer_.get(), 0, size_, stream_.head_.marks, state_, index_);
        }
        State state = end_state_;
        stretch_.never_closed = false;
        stretch_.first_record = mid_record ? 1 : 0;
        if (mid_record && index_.record_count() == 0) {
            stretch_.first_record = 0; // no record starts here
            index_.cut_after_record(0);
        } else if (state != State::record_start) {
            finish_last_record(state);
        }
        stretch_.bytes = buffer_.get();
    }

    void finish_last_record(State state) {
        const std::size_t before = index_.record_count();
        std::size_t scanned = size_;
        for (std::size_t step = 64;; step = std::min<std::size_t>(step * 2, 64 * 1024)) {
            if (scanned == available_) {
                if (at_end_) break;
                if (available_ > longest_record) refuse_long_record(state);
                read_to(available_ + std::max(available_, step));
                continue;
            }
            const std::size_t to = std::min(scanned + step, available_);
            state = scan(buffer_.get(), scanned, to, stream_.head_.marks, state, index_);
            scanned = to;
            if (index_.record_count() > before) return index_.cut_after_record(before + 1);
        }
        index_.add_record_end(available_);
        stretch_.never_closed = in_quotes(state);
    }

    [[noreturn]] void refuse_long_record(State state) {
        const std::uint32_t start = *(index_.fields() + index_.field_count() - 1) + 1;
        const char line_end = stream_.head_.marks.line_end;
        const std::string_view before(buffer_.get(), start);
        const auto lines = static_cast<std::uint64_t>(std::count(before.begin(), before.end(), line_end));
        const std::size_t line_start = before.rfind(line_end) + 1; // 0 when there is none
        const std::uint32_t column = static_cast<std::uint32_t>(before.size() - line_start + 1);
        throw Error(
            Fault::data,
            {Diagnostic{
                .place = {*stream_.plan_.file, static_cast<std::uint32_t>(stretch_.line + lines), column},
                .what =
                    in_quotes(state) ? "quote is not closed within 256 MB" : "field is longer than 256 MB",
                .hint = in_quotes(state) ? std::string(unclosed_quote_hint) : std::string()}});
    }

    void build(std::uint64_t chunk) {
        batch_.chunk = chunk;
        builder_.build(stretch_, index_, batch_);
        if (builder_.garbled().rows > 0) stream_.found_garbled(chunk, builder_.garbled());
        if (!stream_.plan_.hand_over) return;
        batch_.table.share(std::exchange(buffer_, nullptr));
        batch_.table.share(builder_.hand_over());
        room_ = available_ = 0;
    }

    Stream& stream_;
    BatchBuilder builder_;
    Reader::Batch batch_;
    Index index_;
    Stretch stretch_;
    State state_ = State::record_start;
    State end_state_ = State::record_start;
    bool ahead_ = false;         ///< the index was made before the turn
    bool starts_outside_ = true; ///< the last chunk did, so the next one is expected to
    std::shared_ptr<char[]> buffer_;
    std::size_t room_ = 0;
    std::uint64_t offset_ = 0;  ///< of the buffer in the file
    std::size_t available_ = 0; ///< bytes in the buffer
    std::size_t size_ = 0;      ///< of them, those of the chunk
    bool at_end_ = false;       ///< the file ends behind the buffer's bytes
};

Stream::Stream(Source& source, const Head& head, Plan plan, std::atomic<std::uint64_t>& progress)
    : source_(source), head_(head), plan_(std::move(plan)), progress_(progress), turns_(head.line),
      working_on_(plan_.threads) {}

void Stream::failed(std::uint64_t chunk) {
    const std::lock_guard lock(mutex_);
    // Every chunk before this one was taken and will be finished, so the first failure in the file's order
    // wins.
    if (!failure_ || chunk < failed_chunk_) {
        failure_ = std::current_exception();
        failed_chunk_ = chunk;
    }
    stop_ = true;
}

void Stream::found_garbled(std::uint64_t chunk, const Garbled& garbled) {
    const std::lock_guard lock(mutex_);
    const std::uint64_t before = garbled_.rows;
    if (before == 0 || chunk < garbled_chunk_) {
        garbled_ = garbled;
        garbled_.rows = 0;
        garbled_chunk_ = chunk;
    }
    garbled_.rows = before + garbled.rows;
}

std::uint64_t Stream::take_chunk(unsigned thread) {
    std::uint64_t chunk = 0, oldest = 0;
    {
        const std::lock_guard lock(mutex_);
        chunk = working_on_[thread] = next_chunk_++;
        oldest = *std::min_element(working_on_.begin(), working_on_.end());
    }
    source_.forget_before(head_.body + oldest * plan_.chunk);
    return chunk;
}

void Stream::leave(unsigned thread) {
    const std::lock_guard lock(mutex_);
    working_on_[thread] = std::numeric_limits<std::uint64_t>::max();
}

void Stream::run(const std::function<void(Reader::Batch&)>& work,
                 const std::function<void(Reader::Batch&)>& in_order) {
    source_.read_ahead();
    {
        std::vector<std::jthread> others;
        for (unsigned thread = 1; thread < plan_.threads; ++thread)
            others.emplace_back(
                [this, thread, &work, &in_order] { Worker(*this, thread).run(work, in_order); });
        Worker(*this, 0).run(work, in_order);
    }
    if (failure_) std::rethrow_exception(failure_);
}

} // namespace handoff::csv
