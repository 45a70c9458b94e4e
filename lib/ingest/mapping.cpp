#include <handoff/words.hpp>

#include <algorithm>
#include <ingest/aliases.hpp>
#include <ingest/mapping.hpp>
#include <ingest/names.hpp>
#include <ingest/preset_file.hpp>
#include <unordered_map>

namespace handoff {

namespace {

/// The columns of a file by their names.
class Header {
  public:
    explicit Header(std::span<const std::string> names) : names_(names) {
        for (std::size_t i = 0; i < names.size(); ++i) {
            exact_.emplace(names[i], i);
            bare_.emplace(bare_name(names[i]), i);
        }
    }
    std::optional<std::size_t> exact(std::string_view name) const {
        const auto found = exact_.find(std::string(name));
        return found == exact_.end() ? std::nullopt : std::optional(found->second);
    }
    std::optional<std::size_t> bare(std::string_view bare) const {
        const auto found = bare_.find(std::string(bare));
        return found == bare_.end() ? std::nullopt : std::optional(found->second);
    }
    /// As an agreement names a column: exactly, or but for case.
    std::optional<std::size_t> named(std::string_view name) const {
        if (const auto found = exact(name)) return found;
        for (std::size_t i = 0; i < names_.size(); ++i)
            if (same_text(names_[i], trim(name))) return i;
        return std::nullopt;
    }
    std::span<const std::string> names() const noexcept { return names_; }

  private:
    std::span<const std::string> names_;
    std::unordered_map<std::string, std::size_t> exact_, bare_;
};

std::size_t columns_found(const Preset::Object& object, const Header& header) {
    std::size_t found = 0;
    for (const auto& [ours, theirs] : object.columns)
        found += std::any_of(theirs.begin(), theirs.end(), [&](const std::string& name) {
            return header.bare(bare_name(name)).has_value();
        });
    return found;
}

/// The object of a preset that a file of a kind is: what its header shows, else what it is most like. People
/// at accounts may come from the same object as leads, and the other way round.
const Preset::Object* object_of(const Preset& preset, Kind kind, const Header& header) {
    const auto most_like = [&](Kind wanted) {
        const Preset::Object* best = nullptr;
        std::size_t most = 0;
        for (const Preset::Object& object : preset.objects) {
            if (object.kind != wanted) continue;
            if (const std::size_t found = columns_found(object, header); found > most) {
                most = found;
                best = &object;
            }
        }
        return best;
    };
    std::vector<Kind> kinds = {kind};
    if (kind == Kind::leads) kinds.push_back(Kind::contacts);
    if (kind == Kind::contacts) kinds.push_back(Kind::leads);
    for (const Kind each : kinds)
        if (const auto shown = recognise(header.names(), each, &preset)) return shown->object;
    for (const Kind each : kinds)
        if (const Preset::Object* best = most_like(each)) return best;
    return nullptr;
}

/// A file that `ingest` wrote begins with canonical columns in our order, a column among them that only
/// handoff makes, and has no canonical column elsewhere.
bool is_clean(Kind kind, const Header& header) {
    const auto columns = canonical_columns(kind);
    const auto position = [&](std::string_view name) {
        const auto found = std::find_if(columns.begin(), columns.end(),
                                        [&](const CanonicalColumn& column) { return column.name == name; });
        return static_cast<std::size_t>(found - columns.begin());
    };
    bool leading = true, derived = false;
    std::size_t next = 0;
    for (const std::string& name : header.names()) {
        const std::size_t at = position(name);
        if (at == columns.size()) {
            leading = false;
            continue;
        }
        if (!leading || at < next) return false;
        derived = derived || columns[at].derived;
        next = at + 1;
    }
    return derived;
}

/// What the agreement says about a kind's columns, checked against the file.
std::unordered_map<std::string, std::size_t> agreed_columns(Kind kind, const std::string& path,
                                                            const Header& header, const Agreement& agreement,
                                                            Diagnostics& problems) {
    std::unordered_map<std::string, std::size_t> agreed;
    const ExportSettings* settings = agreement.export_of(kind);
    if (settings == nullptr) return agreed;
    const auto place_of = [settings](const std::string& key) {
        const auto found = settings->places.find(key);
        return found == settings->places.end() ? settings->place : found->second;
    };
    const auto is_canonical = [&](const std::string& name, const Place& place) {
        std::vector<std::string> known;
        for (const CanonicalColumn& column : canonical_columns(kind)) known.emplace_back(column.name);
        if (std::find(known.begin(), known.end(), name) != known.end()) return true;
        problems.add({.place = place,
                      .what = std::string(to_text(kind)) + " have no canonical column '" + name + "'",
                      .hint = did_you_mean(name, known),
                      .source = std::string(agreement.line(place.line))});
        return false;
    };
    for (const auto& [column, words] : settings->blank_in)
        is_canonical(column, place_of("blank_in." + column));
    for (const auto& [ours, theirs] : settings->columns) {
        const Place place = place_of("columns." + ours);
        const std::string source(agreement.line(place.line));
        if (!is_canonical(ours, place)) continue;
        if (const auto column = header.named(theirs)) {
            agreed.emplace(ours, *column);
            continue;
        }
        const std::vector<std::string> names(header.names().begin(), header.names().end());
        problems.add({.place = place,
                      .what = "'" + path + "' has no column '" + theirs + "'",
                      .hint = did_you_mean(theirs, names),
                      .source = source});
    }
    return agreed;
}

std::vector<std::size_t> preset_columns(const Preset::Object& object, std::string_view canonical,
                                        const Header& header) {
    std::vector<std::size_t> from;
    const auto found = object.columns.find(std::string(canonical));
    if (found == object.columns.end()) return from;
    for (const std::string& theirs : found->second)
        if (const auto column = header.bare(bare_name(theirs));
            column && std::find(from.begin(), from.end(), *column) == from.end())
            from.push_back(*column);
    return from;
}

std::optional<std::size_t> alias_column(Kind kind, std::string_view canonical, const Header& header) {
    if (const auto column = header.exact(canonical)) return column;
    if (const auto column = header.bare(bare_name(canonical))) return column;
    for (const std::string_view alias : aliases(kind, canonical))
        if (const auto column = header.bare(alias)) return column;
    return std::nullopt;
}

/// The key of leads goes by another name in a preset's object of the sister kind.
std::string_view name_in(const Preset::Object& object, Kind kind, std::string_view canonical) {
    if (object.kind == Kind::leads && kind == Kind::contacts && canonical == "contact_id") return "lead_id";
    if (object.kind == Kind::contacts && kind == Kind::leads && canonical == "lead_id") return "contact_id";
    return canonical;
}

} // namespace

Mapping map_columns(Kind kind, const std::string& path, std::span<const std::string> names,
                    const Agreement& agreement, const std::optional<std::string>& preset,
                    Diagnostics& problems) {
    Mapping mapping;
    const Header header(names);
    const ExportSettings* settings = agreement.export_of(kind);
    const std::string wanted = preset ? *preset : settings ? settings->preset : std::string();
    if (!wanted.empty()) {
        const bool agreed = !preset;
        const auto place =
            agreed ? settings->places.find("preset") : std::map<std::string, Place>::const_iterator();
        mapping.preset =
            preset_named(wanted, agreed ? agreement : Agreement{},
                         agreed && place != settings->places.end() ? place->second : Place{}, problems);
    } else if (const auto recognised = recognise(names)) {
        mapping.preset = {std::shared_ptr<const Preset>(), recognised->preset};
    }
    if (mapping.preset != nullptr) mapping.object = object_of(*mapping.preset, kind, header);
    mapping.clean = is_clean(kind, header);
    const auto agreed = agreed_columns(kind, path, header, agreement, problems);

    for (const CanonicalColumn& column : canonical_columns(kind)) {
        Mapping::Canonical& canonical = mapping.canonical.emplace_back();
        const auto own = header.exact(column.name);
        if (mapping.clean) {
            if (own) canonical.from = {*own};
            if (own) continue;
        }
        if (const auto found = agreed.find(std::string(column.name)); found != agreed.end()) {
            canonical.from = {found->second};
            continue;
        }
        if (mapping.object != nullptr) {
            const std::string_view name = name_in(*mapping.object, kind, column.name);
            canonical.from = preset_columns(*mapping.object, name, header);
            if (const auto found = mapping.object->constants.find(std::string(name));
                found != mapping.object->constants.end())
                canonical.constant = found->second;
        }
        if (!canonical.has_source())
            if (const auto from = alias_column(kind, column.name, header)) canonical.from = {*from};
    }
    if (kind == Kind::deals) {
        // A deal that says when it was won or lost says when it was closed.
        const auto column = [&](std::string_view name) -> Mapping::Canonical& {
            const auto columns = canonical_columns(kind);
            const auto found = std::find_if(columns.begin(), columns.end(),
                                            [&](const CanonicalColumn& c) { return c.name == name; });
            return mapping.canonical[static_cast<std::size_t>(found - columns.begin())];
        };
        std::vector<std::size_t>& closed = column("closed_at").from;
        if (closed.empty())
            for (const std::string_view name : {"won_at", "lost_at"})
                closed.insert(closed.end(), column(name).from.begin(), column(name).from.end());
    }

    mapping.own.assign(names.begin(), names.end());
    const auto columns = canonical_columns(kind);
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (const auto own = header.exact(columns[i].name)) {
            const std::vector<std::size_t>& from = mapping.canonical[i].from;
            const bool same = !from.empty() && from.front() == *own;
            mapping.own[*own] = same ? std::string() : "raw:" + std::string(columns[i].name);
        }
    return mapping;
}

} // namespace handoff
