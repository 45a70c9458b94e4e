#include "report/content.hpp"

#include "unit/csv/files.hpp"
#include "unit/report/tables.hpp"

using namespace handoff;

namespace {

/// The report on these leads, of an agreement that says nothing, with the touches and deals given.
Report content_of(Table leads, Table deals, const std::string& touches) {
    Agreement agreed;
    agreed.currency = "USD";
    const csv::TemporaryFile file(touches);
    Export rows(Kind::touches, {file.path()}, agreed);
    ReportInput input;
    input.agreement = &agreed;
    input.as_of = *read_instant("2026-06-15T12:00:00Z");
    input.leads = std::move(leads);
    input.deals = std::move(deals);
    input.touches = &rows;
    return content(input);
}

} // namespace

TEST_CASE("the shares of a hundred pieces open, and those of all others are as right", "[report]") {
    std::string bytes = "lead_id,type,at,content\n2,content_download,2026-06-03T10:00:00Z,piece 0\n";
    for (int piece = 0; piece < 103; ++piece)
        bytes += "1,content_download,2026-06-03T09:00:00Z,piece " + std::to_string(piece) + "\n";
    const Report report =
        content_of(table_of({"lead_id", "created_at"}, {{"1", "2026-06-01"}, {"2", "2026-06-01"}}),
                   table_of({"deal_id", "lead_id", "status", "created_at", "closed_at"},
                            {{"d1", "1", "won", "2026-06-05", "2026-06-10"},
                             {"d2", "2", "won", "2026-06-05", "2026-06-10"}}),
                   bytes);
    const ReportTable& pieces = table_named(report, "pieces");
    const std::size_t in_won = column_named(pieces, "in_won");
    REQUIRE(pieces.rows.size() == 103);
    for (std::size_t row = 0; row < pieces.rows.size(); ++row) {
        const ReportCell& won = pieces.rows[row][in_won];
        CHECK(std::get<double>(won.value) == (row == 0 ? 1 : 0.5)); // one deal of two, but the first piece
        CHECK((won.behind != nullptr) == (row < 100));
        if (won.behind) CHECK(won.behind->rows == std::vector<std::uint32_t>{0, 1});
    }
}

TEST_CASE("pages that were only looked at are no pieces, however many there are", "[report]") {
    std::string bytes = "lead_id,type,at,content\n1,content_download,2026-06-03T10:00:00Z,guide\n";
    for (int page = 0; page < 70'000; ++page)
        bytes += "1,page_view,2026-06-03T09:00:00Z,/" + std::to_string(page) + "\n";
    const Report report =
        content_of(table_of({"lead_id", "created_at"}, {{"1", "2026-06-01"}}), Table(), bytes);
    CHECK(texts(report, "pieces", "piece") == std::vector<std::string>{"guide"});
}
