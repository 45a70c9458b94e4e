#pragma once

#include <handoff/expression.hpp>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace handoff {

/// Which touch rules hold for each row of a batch, as bits. Rules that read one column are looked up together
/// by the code of its cell.
class Matches {
  public:
    /// Some rules may be left out: for `find` they never hold.
    explicit Matches(const Bound& bound, const std::vector<bool>& left_out = {})
        : rules_(bound.size()), words_((rules_ + 63) / 64) {
        for (std::size_t rule = 0; rule < rules_; ++rule) {
            if (rule < left_out.size() && left_out[rule]) continue;
            const std::optional<std::size_t> column = bound.only_column(rule);
            if (!column) {
                by_mask_.push_back(rule);
                continue;
            }
            const auto known = std::find_if(by_code_.begin(), by_code_.end(),
                                            [&](const ByCode& one) { return one.column == *column; });
            if (known == by_code_.end())
                by_code_.push_back({.column = *column, .rules = {rule}});
            else
                known->rules.push_back(rule);
        }
    }

    void find(const Bound::Evaluator& evaluator, std::size_t rows) {
        bits_.assign(rows * words_, 0);
        for (ByCode& one : by_code_) {
            const std::span<const std::uint32_t> codes = evaluator.codes(one.column);
            if (codes.empty()) {
                for (const std::size_t rule : one.rules) add_mask(rule, evaluator.mask(rule));
                continue;
            }
            one.learn(evaluator, words_);
            for (std::size_t row = 0; row < rows; ++row)
                for (std::size_t word = 0; word < words_; ++word)
                    bits_[row * words_ + word] |= one.bits[codes[row] * words_ + word];
        }
        for (const std::size_t rule : by_mask_) add_mask(rule, evaluator.mask(rule));
    }

    template <class Work>
    void for_each(std::size_t row, Work&& work) const {
        for (std::size_t word = 0; word < words_; ++word)
            for (std::uint64_t bits = bits_[row * words_ + word]; bits != 0; bits &= bits - 1)
                work(word * 64 + static_cast<std::size_t>(std::countr_zero(bits)));
    }

  private:
    struct ByCode {
        std::size_t column;
        std::vector<std::size_t> rules;
        std::vector<std::uint64_t> bits = {}; // [code][word]
        std::size_t known = 0;                // codes

        void learn(const Bound::Evaluator& evaluator, std::size_t words) {
            const std::size_t codes = evaluator.truth(rules.front()).size();
            bits.resize(codes * words);
            for (const std::size_t rule : rules) {
                const std::span<const std::uint8_t> truth = evaluator.truth(rule);
                for (std::size_t code = known; code < codes; ++code)
                    bits[code * words + rule / 64] |= static_cast<std::uint64_t>(truth[code]) << (rule % 64);
            }
            known = codes;
        }
    };

    void add_mask(std::size_t rule, std::span<const std::uint8_t> mask) {
        std::uint64_t* word = bits_.data() + rule / 64;
        for (const std::uint8_t holds : mask) {
            *word |= static_cast<std::uint64_t>(holds) << (rule % 64);
            word += words_;
        }
    }

    std::size_t rules_, words_;
    std::vector<ByCode> by_code_;
    std::vector<std::size_t> by_mask_;
    std::vector<std::uint64_t> bits_; // [row][word]
};

} // namespace handoff
