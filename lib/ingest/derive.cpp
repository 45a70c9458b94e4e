#include <handoff/words.hpp>

#include <algorithm>
#include <base/short_text.hpp>
#include <ingest/company.hpp>
#include <ingest/derive.hpp>
#include <ingest/host.hpp>
#include <ingest/names.hpp>
#include <ingest/person.hpp>

namespace handoff {

namespace {

/// The cells of a column, or blank ones where it has none.
class Cells {
  public:
    Cells(const Table& table, std::size_t position) : cells_(table[position].cells) {}
    std::string_view operator[](std::size_t row) const {
        return cells_.empty() ? std::string_view() : cells_[row];
    }

  private:
    const std::vector<std::string_view>& cells_;
};

std::string_view in_lower_case(std::string_view text, Table& memory) {
    return has_capitals(text) ? memory.keep(lower(text)) : text;
}

void find_mail_hosts(Memory::MailHosts& hosts, Table& table, std::size_t email, std::size_t from,
                     std::size_t to) {
    hosts.names.resize(to - from);
    hosts.free.resize(to - from);
    hosts.disposable.resize(to - from);
    const Cells addresses(table, email);
    for (std::size_t i = 0; i < to - from; ++i) {
        const std::string_view host = in_lower_case(domain_of_email(addresses[from + i]), table);
        hosts.names[i] = host;
        hosts.free[i] = is_free_mail(host) ? 1 : 0;
        hosts.disposable[i] = is_disposable_mail(host) ? 1 : 0;
    }
}

std::string_view yes_no(bool value) noexcept { return value ? "true" : "false"; }

std::string_view deal_status(const Vocabulary& words, std::string_view own, std::string_view stage,
                             std::string_view is_won, std::string_view is_closed, std::string_view won_at,
                             std::string_view lost_at) {
    if (!own.empty())
        if (const std::string_view status = words.deal_status_of(own); !status.empty()) return status;
    if (!won_at.empty() || is_won == "true") return "won";
    if (!lost_at.empty() || (is_closed == "true" && is_won != "true")) return "lost";
    if (!stage.empty()) return words.deal_status_of(stage);
    return "open";
}

} // namespace

std::size_t canonical_position(Kind kind, std::string_view name) noexcept {
    const auto columns = canonical_columns(kind);
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](const CanonicalColumn& column) { return column.name == name; });
    return static_cast<std::size_t>(found - columns.begin());
}

Vocabulary::Vocabulary(Kind kind, const Agreement& agreement, std::vector<std::shared_ptr<const Preset>> used)
    : presets(std::move(used)), stages(agreement.lifecycle, presets) {
    if (const ExportSettings* settings = agreement.export_of(kind)) {
        for (const auto& [theirs, ours] : settings->types) types.emplace(lower(trim(theirs)), ours);
        for (const std::string& field : settings->fields) stage_fields.insert(bare_name(field));
    }
    if (stage_fields.empty())
        stage_fields = {"status",    "leadstatus",     "stage",        "leadstage",
                        "stagename", "lifecyclestage", "hsleadstatus", "dealstage"};
    for (const auto& preset : presets) {
        for (const auto& [theirs, ours] : preset->types) types.emplace(lower(theirs), ours);
        for (const auto& [theirs, ours] : preset->deal_stage) deal_stage.emplace(lower(theirs), ours);
    }
}

bool Vocabulary::is_stage_field(std::string_view theirs) const {
    return stage_fields.contains(bare_name(theirs));
}

std::string_view Vocabulary::type_of(std::string_view theirs) const {
    if (const auto found = types.find(lower(theirs)); found != types.end()) return found->second;
    const TouchType* type = touch_type(theirs);
    return type ? type->name : std::string_view();
}

std::string_view Vocabulary::deal_status_of(std::string_view stage) const {
    if (const auto found = deal_stage.find(lower(stage)); found != deal_stage.end()) return found->second;
    return guess_deal_status(stage);
}

Derivation::Derivation(Kind kind) {
    const auto columns = canonical_columns(kind);
    what_.assign(columns.size(), What::none);
    inputs_.resize(columns.size());
    const auto derive = [&](std::string_view name, What what, std::initializer_list<std::string_view> from) {
        const std::size_t position = canonical_position(kind, name);
        if (position == columns.size() || !columns[position].derived) return;
        what_[position] = what;
        for (const std::string_view input : from)
            inputs_[position].push_back(canonical_position(kind, input));
    };
    switch (kind) {
    case Kind::leads:
    case Kind::contacts:
        derive("email_domain", What::email_domain, {"email"});
        derive("domain", What::domain, {"email", "website"});
        derive("is_freemail", What::is_freemail, {"email"});
        derive("is_role", What::is_role, {"email"});
        derive("is_disposable", What::is_disposable, {"email"});
        derive("company_key", What::company_key, {"company"});
        derive("seniority", What::seniority, {"title"});
        derive("function", What::function, {"title"});
        derive("stage", What::stage, {"status", "converted", "converted_at", "converted_deal_id"});
        break;
    case Kind::touches:
        derive("side", What::side, {"type"});
        break;
    case Kind::deals:
        derive("status", What::deal, {"stage", "is_won", "is_closed", "won_at", "lost_at"});
        break;
    case Kind::accounts:
        derive("domain", What::domain, {"website", "website"});
        derive("company_key", What::company_key, {"name"});
        break;
    case Kind::stages:
        derive("stage", What::stage_reached, {"field", "lead_id", "deal_id"});
        break;
    case Kind::deal_contacts:
    case Kind::campaigns:
    case Kind::members:
    case Kind::merges:
    case Kind::outcomes:
        break;
    }
}

bool Derivation::reads_mail_hosts(What what) noexcept {
    return what == What::email_domain || what == What::domain || what == What::is_freemail ||
           what == What::is_role || what == What::is_disposable;
}

void Derivation::fill(std::span<const std::size_t> derived, Table& table, std::size_t from, std::size_t to,
                      const Vocabulary& words, Memory& memory) const {
    const auto reader = std::find_if(derived.begin(), derived.end(),
                                     [&](std::size_t position) { return reads_mail_hosts(what_[position]); });
    if (reader != derived.end()) find_mail_hosts(memory.mail, table, inputs_[*reader].front(), from, to);
    for (const std::size_t position : derived) fill_column(position, table, from, to, words, memory);
}

void Derivation::fill_column(std::size_t derived, Table& table, std::size_t from, std::size_t to,
                             const Vocabulary& words, Memory& memory) const {
    const std::vector<std::size_t>& inputs = inputs_[derived];
    std::vector<std::string_view>& cells = table[derived].cells;
    const auto input = [&](std::size_t i) { return Cells(table, inputs[i]); };
    const auto where_blank = [&](auto work_out) {
        for (std::size_t row = from; row < to; ++row)
            if (cells[row].empty()) cells[row] = work_out(row);
    };
    const auto where_blank_from = [&](Cells from_cells) {
        return [&cells, from_cells](std::size_t row) {
            return cells[row].empty() ? from_cells[row] : std::string_view();
        };
    };
    const auto yes_no_of_mail = [&](std::size_t row, bool value) {
        return memory.mail.names[row - from].empty() ? std::string_view() : yes_no(value);
    };
    switch (what_[derived]) {
    case What::none:
        break;
    case What::email_domain:
        where_blank([&](std::size_t row) { return memory.mail.names[row - from]; });
        break;
    case What::domain: {
        const Cells website = input(1);
        const auto first = cells.begin() + static_cast<std::ptrdiff_t>(from),
                   last = cells.begin() + static_cast<std::ptrdiff_t>(to);
        const std::vector<std::string_view> own(first, last);
        std::fill(first, last, std::string_view());
        const auto fill_blank = [&](auto host_of) {
            memory.hosts.of_all(
                from, to,
                [&](std::size_t row) { return cells[row].empty() ? host_of(row) : std::string_view(); },
                [](std::string_view host) { return registered_domain(host).size(); },
                [&](std::size_t row, std::string_view host, std::size_t size) {
                    cells[row] = in_lower_case(host.substr(host.size() - size), table);
                });
        };
        fill_blank([&](std::size_t row) { return domain_of_website(own[row - from]); });
        fill_blank([&](std::size_t row) { return domain_of_website(website[row]); });
        for (std::size_t row = from; row < to; ++row)
            if (is_shared_site(cells[row])) cells[row] = {};
        fill_blank([&](std::size_t row) {
            const Memory::MailHosts& mail = memory.mail;
            const bool company = mail.free[row - from] == 0 && mail.disposable[row - from] == 0;
            return company ? mail.names[row - from] : std::string_view();
        });
        break;
    }
    case What::is_freemail:
        where_blank([&](std::size_t row) { return yes_no_of_mail(row, memory.mail.free[row - from] != 0); });
        break;
    case What::is_role:
        where_blank([&, email = input(0)](std::size_t row) {
            return yes_no_of_mail(row, is_role_address(email[row]));
        });
        break;
    case What::is_disposable:
        where_blank(
            [&](std::size_t row) { return yes_no_of_mail(row, memory.mail.disposable[row - from] != 0); });
        break;
    case What::company_key:
        memory.companies.of_all(from, to, where_blank_from(input(0)), company_key,
                                [&](std::size_t row, std::string_view name, const std::string& key) {
                                    cells[row] = key == name ? name : table.keep(key);
                                });
        break;
    case What::seniority:
    case What::function: {
        const bool seniority = what_[derived] == What::seniority;
        memory.titles.of_all(
            from, to, where_blank_from(input(0)),
            [](std::string_view title) {
                return Memory::Title{seniority_of(title), function_of(title)};
            },
            [&](std::size_t row, std::string_view, const Memory::Title& known) {
                cells[row] = seniority ? known.seniority : known.function;
            });
        break;
    }
    case What::stage: {
        const Cells status = input(0), converted = input(1), converted_at = input(2), deal = input(3);
        const Lifecycle& lifecycle = words.stages.lifecycle();
        if (lifecycle.stages.empty()) break;
        const auto word = [&](WordMemo<StageWord>& memo, std::string_view text) {
            if (text.empty()) return StageWord{};
            return memo.of(text, [&](std::string_view theirs) { return words.stages.of(theirs); });
        };
        for (std::size_t row = from; row < to; ++row) {
            const bool is_converted = converted[row] == "true" || !converted_at[row].empty();
            const StageReached reached =
                stage_reached(lifecycle, word(memory.statuses, status[row]), word(memory.stages, cells[row]),
                              is_converted, deal[row].empty() ? std::string_view() : "open");
            cells[row] = reached.aside == StageWord::none
                             ? lifecycle.stages[static_cast<std::size_t>(reached.path)]
                             : lifecycle.aside[static_cast<std::size_t>(reached.aside)];
        }
        break;
    }
    case What::stage_reached: {
        const Lifecycle& lifecycle = words.stages.lifecycle();
        const Cells field = input(0), lead = input(1), deal = input(2);
        for (std::size_t row = from; row < to; ++row) {
            if (cells[row].empty()) continue;
            // What became of any other field is no stage.
            if (!field[row].empty() && !memory.stage_fields.of(field[row], [&](std::string_view name) {
                    return words.is_stage_field(name);
                })) {
                cells[row] = {};
                continue;
            }
            if (lead[row].empty() && !deal[row].empty()) continue; // deals have stages of their own
            const StageWord word = memory.statuses.of(
                cells[row], [&](std::string_view theirs) { return words.stages.of(theirs); });
            if (word.path != StageWord::none)
                cells[row] = lifecycle.stages[static_cast<std::size_t>(word.path)];
            if (word.aside != StageWord::none)
                cells[row] = lifecycle.aside[static_cast<std::size_t>(word.aside)];
        }
        break;
    }
    case What::side:
        where_blank([&, type = input(0)](std::size_t row) -> std::string_view {
            if (type[row].empty()) return {};
            return memory.sides.of(type[row], [](std::string_view name) {
                const TouchType* known = touch_type(name);
                return known ? known->side : std::string_view();
            });
        });
        break;
    case What::deal: {
        const Cells stage = input(0), is_won = input(1), is_closed = input(2), won = input(3),
                    lost = input(4);
        for (std::size_t row = from; row < to; ++row)
            cells[row] =
                deal_status(words, cells[row], stage[row], is_won[row], is_closed[row], won[row], lost[row]);
        break;
    }
    }
}

} // namespace handoff
