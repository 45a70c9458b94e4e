#pragma once

#include <string_view>

namespace handoff {

/// The style and script of an HTML report: constants, so that no text of a report ever becomes either.
inline constexpr std::string_view html_style = R"(
:root { color-scheme: light dark; --page: #f7f7f5; --sheet: #ffffff; --ink: #1c2126; --quiet: #5a636c;
  --line: #dfe2e4; --bar: #2f7f86; --good: #1f7a44; --bad: #b3372c; --focus: #1f6fd0; --more: #1c21262e; }
@media (prefers-color-scheme: dark) { :root { --page: #14171a; --sheet: #1c2024; --ink: #e7eaec; --quiet: #a0a9b1;
  --line: #343a40; --bar: #58aab1; --good: #6cc28d; --bad: #ee8478; --focus: #7db4ff; --more: #000000b0; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { max-width: 74rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { margin: 0; font-size: 1.9rem; line-height: 1.2; letter-spacing: -.01em; }
h2 { margin: 0; font-size: 1.1rem; }
.question { margin: .4rem 0 0; font-size: 1.05rem; }
.stamp { margin: .2rem 0 0; color: var(--quiet); font-size: .85rem; }
.facts { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.5rem 0 0; }
.facts div { background: var(--sheet); border: 1px solid var(--line); border-radius: .5rem; padding: .6rem 1rem;
  min-width: 8rem; display: flex; flex-direction: column-reverse; }
.facts dt { color: var(--quiet); font-size: .85rem; }
.facts dd { margin: 0; font-size: 1.45rem; font-weight: 600; font-variant-numeric: tabular-nums; }
section { background: var(--sheet); border: 1px solid var(--line); border-radius: .5rem; margin: 1.5rem 0 0;
  padding: 1.1rem 1.25rem; }
.head { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; justify-content: space-between; }
.filter { color: var(--quiet); font-size: .85rem; }
.filter input { font: inherit; color: var(--ink); background: var(--page); border: 1px solid var(--line);
  border-radius: .35rem; padding: .25rem .5rem; margin: 0 .5rem; }
.scroll { overflow-x: auto; margin-top: .6rem;
  background: linear-gradient(to left, var(--sheet) 1.5rem, transparent) right / 3rem 100% no-repeat local,
    linear-gradient(to left, var(--more), transparent) right / 1.2rem 100% no-repeat scroll; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption, .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; }
th, td { padding: .35rem .75rem; text-align: left; border-bottom: 1px solid var(--line); font-weight: inherit;
  white-space: nowrap; }
th:first-child, td:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
tbody > tr > *, tfoot > tr > * { vertical-align: baseline; }
tbody th, tfoot th { white-space: normal; }
th:first-child { position: sticky; left: 0; z-index: 1; background: var(--sheet); }
thead th { vertical-align: bottom; color: var(--quiet); border-bottom-color: var(--quiet); white-space: normal; }
.long { white-space: normal; overflow-wrap: anywhere; min-width: 12rem; }
th.long { min-width: 9rem; }
.sentence, th.sentence { min-width: 16rem; }
.none { margin: .6rem 0 0; color: var(--quiet); }
.number { text-align: right; }
thead button { all: unset; cursor: pointer; font-size: .85rem; line-height: 1.3; }
thead button:hover { color: var(--ink); }
[aria-sort=ascending] button::after { content: " ▲"; }
[aria-sort=descending] button::after { content: " ▼"; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 2px; }
tbody tr:last-child > * { border-bottom: 0; }
tfoot > tr > * { font-weight: 600; border-top: 1px solid var(--quiet); border-bottom: 0; }
tbody:not(.sorted) .new-group > * { border-top: 1px solid var(--quiet); }
.range { color: var(--quiet); font-size: .8rem; margin-left: .4rem; display: inline-block; min-width: 5.4em;
  text-align: right; font-weight: 400; }
.good { color: var(--good); }
.bad { color: var(--bad); }
.blank { color: var(--quiet); }
svg.bar { position: absolute; left: .75rem; top: .75em; width: 9rem; height: .7rem; }
svg.series { display: inline-block; height: 1.1rem; vertical-align: -.15rem; }
.barred { position: relative; padding-left: 11rem; }
.wide svg.bar { width: 4.5rem; }
.wide :is(th, td):not(:first-child) { padding-left: .4rem; }
.wide :is(th, td):not(:last-child) { padding-right: .4rem; }
.wide td.barred { padding-left: 6rem; }
.wide td.long { min-width: 9rem; }
.wide td.sentence { min-width: 14rem; }
svg rect { fill: var(--bar); }
svg.chart { display: block; width: 100%; min-width: 36rem; max-width: 52rem; height: auto; margin-top: .8rem; overflow: visible; }
.chart text { fill: var(--quiet); font-size: 12px; }
.chart .grid { stroke: var(--line); } .chart .span { stroke: var(--quiet); stroke-width: 2; }
.chart .line { fill: none; stroke: var(--own); stroke-width: 2; } .chart .again .line { stroke-dasharray: 5 4; }
.chart circle, .legend circle { fill: var(--own); } .chart circle.again, .legend circle.again { fill-opacity: .45; stroke: var(--own); }
.mark { stroke: var(--own); stroke-width: 1.4; } .mark.full { fill: var(--own); } .mark.hollow { fill: var(--sheet); }
.legend { margin: .3rem 0 0; color: var(--quiet); font-size: .85rem; } .legend svg { width: .7rem; height: .7rem; margin-right: .3rem; }
.legend span { display: inline-block; margin-right: .9rem; }
.colour-0 { --own: #2f7f86; } .colour-1 { --own: #c8643c; } .colour-2 { --own: #4a62b5; } .colour-3 { --own: #8a6d1f; }
.colour-4 { --own: #9a4a86; } .colour-5 { --own: #4f8a3c; } .colour-6 { --own: #b23a48; } .colour-7 { --own: #66727d; }
@media (prefers-color-scheme: dark) { .colour-0 { --own: #5cb8c0; } .colour-1 { --own: #ef9468; } .colour-2 { --own: #8fa3ef; } .colour-3 { --own: #d2b458; }
  .colour-4 { --own: #d58bc1; } .colour-5 { --own: #8ac876; } .colour-6 { --own: #ee8490; } .colour-7 { --own: #a5b0ba; } }
.notes { margin: .9rem 0 0; padding-left: 1.1rem; color: var(--quiet); font-size: .9rem; }
details { margin-top: .9rem; font-size: .9rem; color: var(--quiet); }
summary { cursor: pointer; }
details dl { margin: .5rem 0 0; display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: .25rem 1rem; }
details dt { color: var(--ink); }
details dd { margin: 0; }
@media (max-width: 40rem) { th.long { min-width: 7.5rem; } th.sentence { min-width: 13rem; } svg.bar { width: 4.5rem; } .barred { padding-left: 6rem; } details dl { grid-template-columns: 1fr; } details dd { margin-bottom: .4rem; } }
@media print { svg.chart { min-width: 0; } :root { --page: #fff; --sheet: #fff; --ink: #000; --quiet: #444; --line: #bbb; --bar: #555;
    --good: #000; --bad: #000; color-scheme: light; }
  body { font-size: 10pt; } .question, .stamp, .facts dt, thead button, .notes { font-size: inherit; } .wide { font-size: 7pt; } .wide :is(th, td) { padding-left: .15rem !important; padding-right: .15rem !important; } .wide td.barred { padding-left: 4.6rem !important; } .wide th.long { min-width: 5rem; } .wide td.long { min-width: 6rem; } main { max-width: none; padding: 0; } .filter { display: none; }
  .scroll { overflow: visible; background: none; } th:first-child { position: static; } section, .facts div { border-color: #bbb; }
  section { padding: .6rem .7rem; } .facts div { padding: .3rem .7rem; } .facts dd { font-size: 14pt; } details { font-size: 8pt; } svg.series { max-width: 4.5rem; } th, td { padding-left: .3rem; padding-right: .3rem; } .long, .sentence, th.long, th.sentence { min-width: 8rem; }
  .range { font-size: .85em; margin-left: .3em; min-width: 5em; } svg.bar, .wide svg.bar { left: .3rem; width: 4rem; } .barred, .wide td.barred { padding-left: 4.6rem; }
  .facts div, .head, tr, li { break-inside: avoid; } .head, h2 { break-after: avoid; } thead { display: table-header-group; } tfoot { display: table-row-group; }
  .digest { font-size: 7.5pt; line-height: 1.15; } .digest h1 { font-size: 13pt; } .digest h2 { font-size: 9pt; } .digest details { display: none; }
  .digest section { border: 0; padding: 0; margin-top: .35rem; } .digest .facts { margin-top: .4rem; } .digest .facts div { padding: .1rem .5rem; }
  .digest .facts dd { font-size: 10pt; } .digest .scroll, .digest .notes { margin-top: .1rem; } .digest th, .digest td { padding-top: .05rem; padding-bottom: .05rem; }
  svg rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
)";

/// Sorting by a click on a header (up, down, as it came; blanks last), a filter, and open definitions and
/// repeated headers in print.
inline constexpr std::string_view html_script = R"(
'use strict';
for (const table of document.querySelectorAll('table')) {
  const body = table.tBodies[0], asItCame = [...body.rows];
  const valueOf = (row, column) => {
    const cell = row.cells[column];
    if (cell.dataset.value === undefined) return cell.textContent === '' ? null : cell.textContent;
    return cell.dataset.value === '' ? null : Number(cell.dataset.value);
  };
  const compare = (a, b) => typeof a === 'number' ? a - b : a.localeCompare(b, undefined, {numeric: true});
  table.querySelectorAll('thead th').forEach((header, column) => {
    header.querySelector('button').addEventListener('click', () => {
      const next = {none: 'ascending', ascending: 'descending', descending: 'none'}[header.getAttribute('aria-sort')];
      for (const other of table.querySelectorAll('thead th')) other.setAttribute('aria-sort', 'none');
      header.setAttribute('aria-sort', next);
      const sign = next === 'descending' ? -1 : 1;
      const rows = next === 'none' ? asItCame : [...asItCame].sort((left, right) => {
        const a = valueOf(left, column), b = valueOf(right, column);
        if (a === null || b === null) return (a === null) - (b === null);
        return sign * compare(a, b);
      });
      body.classList.toggle('sorted', next !== 'none');
      body.append(...rows);
    });
  });
}
for (const input of document.querySelectorAll('.filter input')) {
  const section = input.closest('section'), rows = [...section.querySelector('tbody').rows];
  const said = section.querySelector('output');
  input.addEventListener('input', () => {
    const wanted = input.value.trim().toLowerCase();
    let kept = 0;
    for (const row of rows) {
      row.hidden = !row.textContent.toLowerCase().includes(wanted);
      if (!row.hidden) kept++;
    }
    said.textContent = wanted === '' ? '' : kept + ' of ' + rows.length + ' rows';
  });
}
const printed = [];
addEventListener('beforeprint', () => {
  document.querySelectorAll('details').forEach(each => each.open = true);
  // A head that holds buttons would not be repeated on the next page.
  for (const button of document.querySelectorAll('thead button')) {
    const text = document.createElement('span');
    text.textContent = button.textContent;
    button.replaceWith(text);
    printed.push([text, button]);
  }
});
addEventListener('afterprint', () => printed.splice(0).forEach(([text, button]) => text.replaceWith(button)));
)";

} // namespace handoff
