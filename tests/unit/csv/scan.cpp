#include "csv/scan.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

using namespace handoff::csv;

namespace {

struct Found {
    std::vector<std::uint32_t> fields, records;
    State state = State::record_start;
    bool nul = false;
    friend bool operator==(const Found&, const Found&) = default;
};

/// The state machine as its comment in scan.hpp has it, byte after byte.
Found walked(const std::string& bytes, const Marks& marks) {
    Found found;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const char byte = bytes[i];
        const bool line_end = byte == marks.line_end || byte == marks.other_line_end;
        found.nul |= byte == '\0';
        if (found.state == State::quoted) {
            if (byte == marks.quote) found.state = State::after_quote;
        } else if (byte == marks.delimiter || line_end) {
            found.fields.push_back(static_cast<std::uint32_t>(i));
            if (line_end) found.records.push_back(static_cast<std::uint32_t>(found.fields.size()));
            found.state = line_end ? State::record_start : State::field_start;
        } else {
            found.state =
                byte == marks.quote && found.state != State::unquoted ? State::quoted : State::unquoted;
        }
    }
    return found;
}

Found scanned(const std::string& bytes, const Marks& marks, std::size_t cut, const Variant& variant) {
    const std::string padded = bytes + std::string(padding, '"');
    Index index;
    index.clear();
    Found found;
    found.state = scan(padded.data(), 0, cut, marks, State::record_start, index, variant);
    found.state = scan(padded.data(), cut, bytes.size(), marks, found.state, index, variant);
    found.fields.assign(index.fields(), index.fields() + index.field_count());
    found.records.assign(index.records(), index.records() + index.record_count());
    found.nul = index.nul;
    return found;
}

std::string random_bytes(std::mt19937& random, std::string_view alphabet) {
    std::uniform_int_distribution<std::size_t> letter(0, alphabet.size() - 1), length(0, 400);
    std::string bytes(length(random), ' ');
    for (char& byte : bytes) byte = alphabet[letter(random)];
    return bytes;
}

} // namespace

TEST_CASE("every instruction set of this machine finds the same separators", "[csv]") {
    using namespace std::string_view_literals;
    std::mt19937 random(4);
    REQUIRE_FALSE(variants().empty());
    for (const Variant& variant : variants()) {
        CAPTURE(variant.instructions);
        for (int i = 0; i < 600; ++i) {
            // Few quotes, many quotes, and none, so that blocks of every kind occur.
            const std::string bytes = random_bytes(random, i % 3 == 0 ? "abcdefghijklmnopqrs,\n\"tuvw\0xyz"sv
                                                           : i % 3 == 1 ? "\"\",\n\"a"sv
                                                                        : "abcdefgh,\n\r"sv);
            Marks marks;
            if (i % 5 == 0) marks.line_end = '\r';
            const Found expected = walked(bytes, marks);
            std::uniform_int_distribution<std::size_t> cut(0, bytes.size());
            REQUIRE(scanned(bytes, marks, cut(random), variant) == expected);

            std::uint64_t lines = 0;
            const std::string padded = bytes + std::string(padding, '\n');
            REQUIRE(skim(padded.data(), bytes.size(), marks, State::record_start, lines, variant) ==
                    expected.state);
            const auto is_line_end = [&](char c) { return c == marks.line_end || c == marks.other_line_end; };
            REQUIRE(lines ==
                    static_cast<std::uint64_t>(std::count_if(bytes.begin(), bytes.end(), is_line_end)));
            Index index;
            index.clear();
            scan(padded.data(), 0, bytes.size(), marks, State::record_start, index, variant);
            REQUIRE(index.lines == lines);
            REQUIRE(index.multiline == (lines > index.record_count()));
        }
    }
}
