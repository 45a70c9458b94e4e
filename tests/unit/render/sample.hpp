#pragma once

#include <handoff/report.hpp>

namespace handoff {

/// A number with its bounds.
inline ReportCell estimate(double value, double low, double high) {
    ReportCell cell(value);
    cell.low = low;
    cell.high = high;
    return cell;
}

/// A report with one of everything a renderer has to show: groups, bars, ranges, blanks, money, a total, and
/// texts that want to be markup, formulas or escape codes.
inline Report sample_report() {
    Report report;
    report.name = "sample";
    report.title = "Sample";
    report.question = "Does every format say the same?";
    report.stamp = "Acme 2026.4 (0123456789ab) · as of 2026-11-22T00:00:00Z";
    report.facts = {{"leads", "12,345"}, {"won", "9.9%"}};
    report.notes = {"3 rows were left out"};

    ReportTable stages;
    stages.key = "stages";
    stages.title = "Stages";
    stages.columns = {
        {.key = "group", .title = "source", .definition = "where the lead came from", .group = true},
        {.key = "stage", .title = "stage", .definition = "the stage"},
        {.key = "reached",
         .title = "reached",
         .unit = Unit::count,
         .definition = "how many got there",
         .bar = true},
        {.key = "conversion",
         .title = "from the stage before",
         .unit = Unit::share,
         .definition = "reached / before"},
        {.key = "days", .title = "median days", .unit = Unit::days, .definition = "half took longer"},
    };
    stages.rows = {
        {"Google | \"Ads\"", "inquiry", 12345.0, {}, {}},
        {"Google | \"Ads\"", "won", 1222.0, estimate(0.0989874, 0.0938, 0.1044), 12.25},
        {"=HYPERLINK(\"x\")", "inquiry", 10.0, {}, {}},
        {"=HYPERLINK(\"x\")", "won", 3.0, estimate(0.3, 0.107791, 0.603222), 0.0},
    };
    stages.notes = {"2 leads went <backwards>"};
    report.tables.push_back(stages);

    ReportTable money;
    money.key = "money";
    money.title = "Money & more";
    money.columns = {
        {.key = "channel", .title = "channel"},
        {.key = "amount", .title = "amount", .unit = Unit::money, .definition = "sum", .currency = "USD"},
        {.key = "won", .title = "won", .unit = Unit::count, .tone = Tone::good},
        {.key = "lost", .title = "lost", .unit = Unit::count, .tone = Tone::bad},
        {.key = "mean", .title = "mean", .unit = Unit::number},
        {.key = "points", .title = "points", .unit = Unit::points},
    };
    money.rows = {
        {"東京 event", 1498220.5, 7.0, 0.0, 2.0, 12.5},
        {"<script>alert('x')</script>", -20.25, 0.0, 3.0, 1.0 / 3, -3.0},
        {"\x1b[31mred\tand\nmore", 0.0, 1.0, 1.0, {}, {}},
        {"snake_case *bold* [a](b)", {}, 0.0, 0.0, 4.0, 0.0},
    };
    money.total = {"all", 1498200.25, 8.0, 4.0, {}, 9.5};
    report.tables.push_back(money);
    return report;
}

} // namespace handoff
