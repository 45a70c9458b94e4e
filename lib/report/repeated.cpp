#include "base/parallel.hpp"
#include "ingest/lead_keys.hpp"
#include "report/cells.hpp"
#include "report/problems.hpp"
#include "table/key_index.hpp"

#include <handoff/words.hpp>

#include <functional>
#include <string>
#include <thread>

namespace handoff {
namespace {

std::string digits(std::string_view phone) {
    std::string out;
    for (const char c : phone)
        if (c >= '0' && c <= '9') out += c;
    constexpr std::size_t shortest_number = 7;
    out.erase(0, out.find_first_not_of('0'));
    return out.size() < shortest_number ? std::string() : out;
}

using KeyOfRow = std::function<std::string(std::size_t)>;

KeyIndex index_by(const KeyOfRow& key, std::size_t rows) {
    constexpr std::size_t rows_at_once = 16 * 1024;
    const unsigned threads = std::thread::hardware_concurrency();
    std::vector<KeyBlock> blocks((rows + rows_at_once - 1) / rows_at_once);
    in_parallel(threads, rows, rows_at_once, [&](std::size_t from, std::size_t to, unsigned) {
        KeyBlock& block = blocks[from / rows_at_once];
        block.reserve(to - from);
        for (std::size_t row = from; row < to; ++row) block.add(key(row));
    });
    return KeyIndex(std::move(blocks), threads);
}

} // namespace

std::vector<Problem> find_repeated(const Table& leads) {
    const Cells id(leads, "lead_id"), email(leads, "email"), phone(leads, "phone"), mobile(leads, "mobile"),
        first(leads, "first_name"), last(leads, "last_name"), name(leads, "name"), company(leads, "company"),
        company_key(leads, "company_key");
    const auto family = [&](std::size_t row) {
        return lower(trim(last[row].empty() ? name[row] : last[row]));
    };
    const auto with_family = [&](std::string key, std::size_t row) {
        const std::string family_name = family(row);
        return key.empty() || family_name.empty() ? std::string() : key + '\n' + family_name;
    };
    struct Key {
        const char *what, *fix, *effect;
        KeyOfRow of;
    };
    const Key keys[] = {
        {"the lead_id of an earlier lead", "export each lead once",
         "counts once in reports; ingest merges it",
         [&](std::size_t row) { return std::string(join_id(id[row])); }},
        {"the e-mail address of an earlier lead", "merge leads with the same address",
         "two reps may call the same person, and the score is divided between the two",
         [&](std::size_t row) { return lower(email[row]); }},
        {"phone and last name of an earlier lead", "merge leads with the same phone and name",
         "two reps may call the same person",
         [&](std::size_t row) {
             return with_family(digits(phone[row].empty() ? mobile[row] : phone[row]), row);
         }},
        {"company and name of an earlier lead", "merge leads with the same company and name",
         "two reps may call the same person",
         [&](std::size_t row) {
             const std::string key(company_key[row].empty() ? lower(trim(company[row]))
                                                            : std::string(company_key[row]));
             const std::string whole = with_family(key, row);
             return whole.empty() ? whole : whole + '\n' + lower(trim(first[row]));
         }},
    };
    std::vector<Problem> found;
    std::vector<bool> repeated(leads.rows());
    for (const Key& key : keys) {
        Problem problem{.kind = Problem::Kind::repeated,
                        .what = key.what,
                        .fix = key.fix,
                        .effect = key.effect,
                        .weight = 10};
        const KeyIndex index = index_by(key.of, leads.rows());
        for (std::uint32_t row = 0; row < leads.rows() && index.repeats(); ++row) {
            if (repeated[row] || index.first_of(row) == row) continue;
            repeated[row] = true;
            problem.rows.push_back(row);
        }
        if (!problem.rows.empty()) found.push_back(std::move(problem));
    }
    return found;
}

} // namespace handoff
