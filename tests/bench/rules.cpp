// Conditions over batches of rows, as rules ask them: on pick lists, where each distinct cell is worked out
// once, and on columns in which every cell is another.
#include <handoff/expression.hpp>

#include <benchmark/benchmark.h>
#include <random>
#include <string>
#include <vector>

using namespace handoff;

namespace {

constexpr std::size_t rows = 5000;

/// Touches: a type out of twelve, and a content that is nearly always another.
Table touches() {
    constexpr const char* types[] = {"page_view",    "email_open", "email_click",    "form_submit",
                                     "demo_request", "chat",       "call_connected", "webinar_attended",
                                     "trial_signup", "bounce",     "meeting_booked", "pricing_page_view"};
    Table table;
    table.add("type");
    table.add("content");
    table.set_rows(rows);
    std::mt19937 random(2);
    for (std::size_t row = 0; row < rows; ++row) {
        table[0].cells[row] = types[random() % std::size(types)];
        table[1].cells[row] = table.keep("/product/fabrics-" + std::to_string(random()) + "?from=spring");
    }
    return table;
}

void rules(benchmark::State& state, const std::string& condition) {
    const Table table = touches();
    Scope scope;
    scope.names = {{.name = "type", .type = Type::text}, {.name = "content", .type = Type::text}};
    const std::vector<Expression> conditions(static_cast<std::size_t>(state.range(0)),
                                             Expression::parse(condition));
    const Bound bound(conditions, scope);
    Bound::Evaluator evaluator(bound);
    for (auto _ : state) {
        evaluator.run(table);
        for (std::size_t i = 0; i < conditions.size(); ++i)
            benchmark::DoNotOptimize(evaluator.mask(i).data());
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * rows));
}

} // namespace

BENCHMARK_CAPTURE(rules, type is, "type = 'demo_request'")->ArgName("rules")->Arg(1)->Arg(12)->Arg(300);
BENCHMARK_CAPTURE(rules, type matches, "type matches '^demo_'")->ArgName("rules")->Arg(1)->Arg(12)->Arg(300);
BENCHMARK_CAPTURE(rules, content contains, "content contains 'pricing'")->ArgName("rules")->Arg(1)->Arg(12);
BENCHMARK_CAPTURE(rules, content matches, "content matches 'price|pricing'")
    ->ArgName("rules")
    ->Arg(1)
    ->Arg(12);
BENCHMARK_CAPTURE(rules, two columns, "type = 'page_view' and content contains 'pricing'")
    ->ArgName("rules")
    ->Arg(1)
    ->Arg(12);
