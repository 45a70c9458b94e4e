#pragma once

#include <handoff/exports.hpp>

#include <cstdint>
#include <ingest/stages.hpp>
#include <ingest/touch_types.hpp>
#include <ingest/word_memo.hpp>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// What words of an export mean under an agreement and the presets of its files. Immutable, shared by
/// threads; tables that hold its words keep it alive.
struct Vocabulary {
    Vocabulary(Kind kind, const Agreement& agreement, std::vector<std::shared_ptr<const Preset>> presets);

    std::vector<std::shared_ptr<const Preset>> presets; ///< whose constants stand in cells
    StageWords stages;
    std::map<std::string, std::string> types;      ///< lower case -> ours
    std::map<std::string, std::string> deal_stage; ///< lower case -> open, won, lost
    std::set<std::string> stage_fields;            ///< bare names

    /// Whether a change of this field of a record is a change of its stage.
    bool is_stage_field(std::string_view theirs) const;
    /// Our type of touch, or blank when the word is not mapped and is none of ours.
    std::string_view type_of(std::string_view theirs) const;
    std::string_view deal_status_of(std::string_view stage) const;
};

/// What one thread remembers of an export's words.
struct Memory {
    struct Type {
        std::string_view ours; ///< blank: keeps its own name
        bool renamed = false;  ///< ours is another word
    };
    WordMemo<Type> types; ///< as the export writes them
    WordMemo<std::string_view> sides;
    WordMemo<bool> stage_fields;
    WordMemo<StageWord> statuses, stages;
    struct Title {
        std::string_view seniority, function;
    };
    WordMemo<Title> titles;
    WordMemo<std::string> companies;      ///< keys
    WordMemo<std::string_view> countries; ///< codes, blank where there is none
    WordMemo<std::string_view> states;    ///< of "US/California"; blank where there is none
    WordMemo<std::size_t> hosts;          ///< the length of the registered domain at their end
    /// Of the rows that are being derived: the host of each e-mail address in lower case, blank for none.
    struct MailHosts {
        std::vector<std::string_view> names;
        std::vector<std::uint8_t> free, disposable; ///< 0 or 1
    } mail;
};

/// Works out the derived columns of a kind. Positions are those of canonical_columns(kind), at which the
/// columns stand in the tables; columns without cells are blank.
class Derivation {
  public:
    explicit Derivation(Kind kind);

    /// What a derived column is worked out from.
    const std::vector<std::size_t>& inputs(std::size_t derived) const { return inputs_[derived]; }
    /// Fills the rows from..to of derived columns. Their cells hold what the export itself says there, if
    /// anything: that wins, but for a stage, where the furthest does.
    void fill(std::span<const std::size_t> derived, Table& table, std::size_t from, std::size_t to,
              const Vocabulary& words, Memory& memory) const;

  private:
    enum class What {
        none,
        email_domain,
        domain,
        is_freemail,
        is_role,
        is_disposable,
        company_key,
        seniority,
        function,
        stage,
        stage_reached,
        side,
        deal
    };
    void fill_column(std::size_t derived, Table& table, std::size_t from, std::size_t to,
                     const Vocabulary& words, Memory& memory) const;
    static bool reads_mail_hosts(What) noexcept;

    std::vector<What> what_;
    std::vector<std::vector<std::size_t>> inputs_;
};

/// The position of a canonical column; the number of columns when there is none of that name.
std::size_t canonical_position(Kind kind, std::string_view name) noexcept;

} // namespace handoff
