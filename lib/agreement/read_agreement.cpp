#include "reading.hpp"

#include <handoff/files.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <cmath>
#include <table/country.hpp>

namespace handoff {

namespace {

bool is_currency(std::string_view text) {
    return text.size() == 3 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::optional<std::chrono::month_day> read_month_day(const std::string& text) {
    const auto date = read_date("2025-" + text); // no leap year: the day exists in every year
    return date ? std::optional(date->month() / date->day()) : std::nullopt;
}

void read_head(Reading& reading, const TomlTable& table, Agreement& agreement) {
    Fields fields(reading, table, "[agreement]");
    agreement.place = table.place;
    agreement.name = fields.text_or("name");
    agreement.version = fields.text_or("version");
    agreement.marketing = fields.text_or("marketing");
    agreement.sales = fields.text_or("sales");
    agreement.agreed_on = fields.date("agreed_on");
    agreement.review_by = fields.date("review_by");
    if (const TomlEntry* entry = table.find("review_by")) {
        agreement.review_place = entry->place;
        if (agreement.agreed_on && agreement.review_by && *agreement.review_by < *agreement.agreed_on)
            reading.error(entry->value, "'review_by' lies before 'agreed_on'");
    }
    if (const auto name = fields.text("timezone")) {
        try {
            agreement.timezone = Zone::named(*name);
        } catch (const Error& error) {
            reading.error(table.find("timezone")->value, error.diagnostics().front().what,
                          error.diagnostics().front().hint);
        }
    }
    agreement.currency = fields.text_or("currency");
    if (!agreement.currency.empty() && !is_currency(agreement.currency))
        reading.error(table.find("currency")->value,
                      "'currency' must be a code like 'USD', not '" + agreement.currency + "'");
    if (const auto country = fields.text("country")) {
        agreement.country = country_code(*country);
        if (agreement.country.empty())
            reading.error(table.find("country")->value, "unknown country '" + *country + "'",
                          did_you_mean(*country, country_words()));
    }
    if (const auto text = fields.text("fiscal_year_starts")) {
        if (const auto day = read_month_day(*text))
            agreement.fiscal_year_starts = *day;
        else
            reading.error(table.find("fiscal_year_starts")->value,
                          "'fiscal_year_starts' must be a month and day like '02-01', not '" + *text + "'");
    }
    fields.finish();
}

void read_rates(Reading& reading, const TomlTable& table, Agreement& agreement) {
    for (const TomlEntry& entry : table.entries) {
        if (!is_currency(entry.key))
            reading.error(entry,
                          "the keys of [rates] are currency codes like 'EUR', not '" + entry.key + "'");
        else if (!is_number(entry.value))
            reading.error(entry.value,
                          "the rate of '" + entry.key + "' must be a number, not " + words_for(entry.value));
        else if (!(entry.value.number > 0) || std::isinf(entry.value.number))
            reading.error(entry.value, "the rate of '" + entry.key + "' must be more than 0");
        else if (entry.key == agreement.currency)
            reading.error(entry, "'" + entry.key + "' is the agreement's own currency and needs no rate");
        else
            agreement.rates[entry.key] = entry.value.number;
    }
    if (agreement.currency.empty() && !table.entries.empty())
        reading.error(table, "rates are given, but not for which currency",
                      "write currency = \"USD\" in [agreement]");
}

void read_sections(Reading& reading, Agreement& agreement) {
    Fields fields(reading, reading.document().root(), "");
    if (const TomlTable* table = fields.table("agreement")) read_head(reading, *table, agreement);
    if (const TomlTable* table = fields.table("rates")) read_rates(reading, *table, agreement);
    if (const TomlTable* table = fields.table("exports")) read_exports(reading, *table, agreement);
    if (const TomlTable* table = fields.table("lifecycle")) read_lifecycle(reading, *table, agreement);
    if (const TomlTable* table = fields.table("score")) read_score(reading, *table, agreement);
    if (const TomlTable* table = fields.table("calendar")) read_calendars(reading, *table, agreement);
    read_reps(reading, fields.tables("rep"), fields.tables("team"), agreement);
    if (const TomlTable* table = fields.table("accounts")) read_accounts(reading, *table, agreement);
    if (const TomlTable* table = fields.table("sla")) read_slas(reading, *table, agreement);
    read_territories(reading, fields.tables("territory"), agreement);
    read_exclusions(reading, fields.tables("exclude"), agreement);
    read_routes(reading, fields.tables("route"), agreement);
    read_pauses(reading, fields.tables("pause"), agreement);
    read_dispositions(reading, fields.tables("disposition"), agreement);
    read_contents(reading, fields.tables("content"), agreement);
    read_campaigns(reading, fields.tables("campaign"), agreement);
    read_goals(reading, fields.tables("goal"), agreement);
    read_reports(reading, fields.tables("report"), agreement);
    if (const TomlTable* table = fields.table("attribution")) read_attribution(reading, *table, agreement);
    fields.finish();
}

std::string folder_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? "" : slash == 0 ? "/" : path.substr(0, slash);
}

} // namespace

Agreement parse_agreement(std::string text, const std::string& path, std::vector<Diagnostic>& warnings) {
    const TomlDocument document(std::move(text), path);
    Agreement agreement;
    agreement.path = path;
    agreement.folder = folder_of(path);
    agreement.text = document.text();
    agreement.sha256 = sha256(agreement.text);
    agreement.place = {path, 0, 0};
    Reading reading(document, agreement.folder);
    read_sections(reading, agreement);
    for (Diagnostic& missing : missing_signatures(agreement)) {
        missing.severity = Severity::warning;
        reading.diagnostics().add(std::move(missing));
    }
    agreement.files = reading.take_files();
    reading.diagnostics().throw_if_errors(Fault::request);
    for (Diagnostic& warning : reading.diagnostics().take()) warnings.push_back(std::move(warning));
    return agreement;
}

Agreement read_agreement(const std::string& path, std::vector<Diagnostic>& warnings) {
    std::string text;
    try {
        text = read_file(path);
    } catch (const Error& error) { // which agreement to use is part of the request
        throw Error(Fault::request, error.diagnostics());
    }
    return parse_agreement(std::move(text), path, warnings);
}

} // namespace handoff
