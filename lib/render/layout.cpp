#include "render/layout.hpp"

#include "base/parallel.hpp"
#include "render/width.hpp"

#include <algorithm>
#include <thread>
#include <tuple>

namespace handoff {
namespace {

/// Of a table with more rows nobody finds one again in its next part.
constexpr std::size_t most_rows_in_parts = 40, narrowest_long_table = 12;
constexpr std::size_t widest_bar = 16, narrowest_bar = 6, narrowest_text = 14, longest_whole_word = 20;

/// What a column needs, before it is fitted.
struct Need {
    std::string title;
    std::size_t text = 0, range = 0;
    std::size_t narrowest = narrowest_text; ///< of a text, so that its words stay whole if they can
    bool number = false, bar = false, wrap = false, series = false;
};

std::size_t longest_word(std::string_view text) {
    std::size_t longest = 0;
    for (const std::string& word : wrap(text, 1)) longest = std::max(longest, display_width(word));
    return longest;
}

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// Where a long word may be broken, at `most` bytes at most: after a sign that joins, before the time of day.
/// 0: nowhere.
std::size_t last_joint(std::string_view word, std::size_t most) {
    for (std::size_t at = std::min(most, word.size()); at-- > 1;) {
        if (std::string_view("@./-_").find(word[at - 1]) != std::string_view::npos) return at;
        if (word[at] == 'T' && is_digit(word[at - 1]) && at + 1 < word.size() && is_digit(word[at + 1]))
            return at;
    }
    return 0;
}

std::size_t longest_piece(std::string_view text) {
    std::size_t longest = 0;
    for (const std::string& word : wrap(text, 1)) {
        std::string_view rest = word;
        while (const std::size_t joint = last_joint(rest, rest.size())) {
            longest = std::max(longest, display_width(rest.substr(joint)));
            rest = rest.substr(0, joint);
        }
        longest = std::max(longest, display_width(rest));
    }
    return longest;
}

/// The least width at which a title takes at most two lines.
std::size_t two_line_width(std::string_view title) {
    std::size_t width = std::max<std::size_t>(longest_word(title), 1);
    while (wrap(title, width).size() > 2) ++width;
    return width;
}

Need need_of(const ReportTable& table, std::size_t i, const TableText& texts, bool currency_said) {
    const ReportColumn& column = table.columns[i];
    Need need{.title = currency_said ? shown(column.title) : title_of(column),
              .number = is_number(column.unit),
              .bar = column.bar,
              .wrap = column.wrap,
              .series = column.unit == Unit::series};
    const auto look = [&](const std::vector<CellText>& row) {
        need.text = std::max(need.text, display_width(row[i].text));
        need.range = std::max(need.range, display_width(row[i].range));
        if (!need.number && need.narrowest < longest_whole_word &&
            display_width(row[i].text) > need.narrowest)
            need.narrowest =
                std::max(need.narrowest, std::min(longest_piece(row[i].text), longest_whole_word));
    };
    for (const auto& row : texts.rows) look(row);
    if (!texts.total.empty()) look(texts.total);
    return need;
}

std::vector<Need> needs_of(const ReportTable& table, const TableText& texts) {
    std::vector<Need> needs(table.columns.size());
    const bool currency_said = !shared_currency(table).empty();
    const unsigned threads = table.rows.size() > rows_at_once ? std::thread::hardware_concurrency() : 1;
    in_parallel(threads, needs.size(), 1, [&](std::size_t from, std::size_t, unsigned) {
        needs[from] = need_of(table, from, texts, currency_said);
    });
    return needs;
}

enum class Headers { two_lines, any_lines };

LaidTable lay(const std::vector<Need>& needs, const std::vector<std::size_t>& positions, Headers headers) {
    LaidTable table;
    for (const std::size_t position : positions) {
        const Need& need = needs[position];
        LaidColumn column{.position = position,
                          .right = need.number,
                          .wrap = need.wrap,
                          .series = need.series,
                          .range = need.range,
                          .narrowest = need.narrowest};
        const std::size_t title =
            headers == Headers::two_lines ? two_line_width(need.title) : longest_word(need.title);
        column.text = std::max(need.text, title - std::min(title, column.header_width()));
        table.columns.push_back(std::move(column));
    }
    return table;
}

/// Gives bars the room that is left, if it is enough to see something.
void add_bars(LaidTable& table, const std::vector<Need>& needs, std::size_t width) {
    const auto bars =
        static_cast<std::size_t>(std::count_if(table.columns.begin(), table.columns.end(),
                                               [&](const LaidColumn& c) { return needs[c.position].bar; }));
    if (bars == 0) return;
    std::size_t each = widest_bar;
    if (width > 0) {
        const std::size_t used = table.width() + bars;
        each = used < width ? std::min(widest_bar, (width - used) / bars) : 0;
    }
    if (each < narrowest_bar) return;
    for (LaidColumn& column : table.columns)
        if (needs[column.position].bar) column.bar = each;
}

/// Narrows the longest texts until the table fits or they cannot get narrower: first those meant to be long.
/// As a last resort, down to the width `broken_to`, words are broken and charts are cut.
void shrink_texts(LaidTable& table, std::size_t width, std::size_t broken_to = 0) {
    const auto before = [](const LaidColumn& a, const LaidColumn& b) {
        return std::tie(a.wrap, a.text) < std::tie(b.wrap, b.text);
    };
    while (table.width() > width) {
        LaidColumn* longest = nullptr;
        for (LaidColumn& column : table.columns) {
            if (column.right || (column.series && broken_to == 0)) continue;
            const std::size_t narrowest = broken_to > 0 ? broken_to : column.narrowest;
            if (column.text > narrowest && (!longest || before(*longest, column))) longest = &column;
        }
        if (!longest) return;
        --longest->text;
    }
}

void wrap_headers(LaidTable& table, const std::vector<Need>& needs) {
    for (LaidColumn& column : table.columns) {
        column.header = wrap(needs[column.position].title, column.header_width());
        for (std::string& line : column.header) line = cut(line, column.header_width());
        table.header_lines = std::max(table.header_lines, column.header.size());
    }
}

/// The positions of each part of a table that is too wide, leading texts first in each.
std::vector<std::vector<std::size_t>> parts(const LaidTable& whole, std::size_t width) {
    std::size_t names = 0, names_width = 0;
    while (names < whole.columns.size() && !whole.columns[names].right)
        names_width += whole.columns[names++].width() + column_gap;
    if (names == whole.columns.size()) { // nothing but texts: the first names the rows
        names = 1;
        names_width = whole.columns.front().width() + column_gap;
    }
    std::vector<std::vector<std::size_t>> out;
    std::size_t used = 0;
    for (std::size_t i = names; i < whole.columns.size(); ++i) {
        const std::size_t more = whole.columns[i].width() + column_gap;
        if (out.empty() || (out.back().size() > names && used + more > width + column_gap)) {
            out.emplace_back();
            for (std::size_t name = 0; name < names; ++name) out.back().push_back(name);
            used = names_width;
        }
        out.back().push_back(i);
        used += more;
    }
    return out;
}

/// As few parts as fit, and those about equally wide.
std::vector<std::vector<std::size_t>> even_parts(const LaidTable& whole, std::size_t width) {
    auto best = parts(whole, width);
    while (width > 0) {
        auto narrower = parts(whole, --width);
        if (narrower.size() > best.size()) break;
        best = std::move(narrower);
    }
    return best;
}

} // namespace

std::size_t LaidTable::width() const noexcept {
    std::size_t sum = 0;
    for (const LaidColumn& column : columns) sum += column.width() + (sum > 0 ? column_gap : 0);
    return sum;
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
    std::vector<std::string> lines;
    std::size_t used = 0;
    while (!text.empty()) {
        const std::size_t space = std::min(text.find(' '), text.size());
        const std::string_view word = text.substr(0, space);
        text.remove_prefix(std::min(space + 1, text.size()));
        if (word.empty()) continue;
        const std::size_t wide = display_width(word);
        if (lines.empty() || used + 1 + wide > width) {
            lines.emplace_back(word);
            used = wide;
        } else {
            lines.back().append(" ").append(word);
            used += 1 + wide;
        }
    }
    if (lines.empty()) lines.emplace_back();
    return lines;
}

std::vector<std::string> wrap_whole(std::string_view text, std::size_t width) {
    if (display_width(text) <= width) return {std::string(text)};
    std::vector<std::string> lines;
    for (const std::string& line : wrap(text, width)) {
        std::string_view rest = line;
        while (width > 1 && display_width(rest) > width) { // there is room for any character
            const std::size_t room = bytes_within(rest, width);
            const std::size_t joint = last_joint(rest, room + 1);
            lines.emplace_back(rest.substr(0, joint > room / 2 ? joint : room));
            rest.remove_prefix(lines.back().size());
        }
        lines.emplace_back(rest);
    }
    return lines;
}

std::vector<LaidTable> lay_out(const ReportTable& table, const TableText& texts, std::size_t width) {
    const std::vector<Need> needs = needs_of(table, texts);
    std::vector<std::size_t> all(needs.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
    std::vector<LaidTable> laid{lay(needs, all, Headers::two_lines)};
    const auto fits = [&] { return width == 0 || laid.front().width() <= width; };
    if (!fits()) laid.front() = lay(needs, all, Headers::any_lines);
    if (!fits()) shrink_texts(laid.front(), width);
    if (!fits() && table.rows.size() > most_rows_in_parts) {
        LaidTable whole = laid.front();
        shrink_texts(whole, width, narrowest_long_table);
        if (whole.width() <= width) laid.front() = std::move(whole);
    }
    if (!fits()) {
        const LaidTable whole = laid.front();
        laid.clear();
        for (const auto& positions : even_parts(whole, width)) {
            laid.push_back(lay(needs, positions, Headers::two_lines));
            if (laid.back().width() > width) laid.back() = lay(needs, positions, Headers::any_lines);
            shrink_texts(laid.back(), width);
            shrink_texts(laid.back(), width, narrowest_text);
        }
    }
    for (LaidTable& part : laid) {
        add_bars(part, needs, width);
        wrap_headers(part, needs);
    }
    return laid;
}

} // namespace handoff
