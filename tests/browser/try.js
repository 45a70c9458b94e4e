// What a person does to a report: sorts every table by every column, up, down and back, and filters those that can be.
'use strict';
const wrong = [];
let tables = 0, sorted = 0, filtered = 0;
const expect = (holds, what) => { if (!holds) wrong.push(what); };
for (const table of document.querySelectorAll('table')) {
  ++tables;
  const name = table.caption.textContent, body = table.tBodies[0];
  const rows = () => [...body.rows];
  const asItCame = rows();
  table.querySelectorAll('thead th').forEach((header, column) => {
    const button = header.querySelector('button');
    const numbers = () => rows().map(row => row.cells[column].dataset.value)
      .filter(value => value !== undefined && value !== '').map(Number);
    const rises = list => list.every((value, i) => i === 0 || list[i - 1] <= value);
    button.click();
    expect(header.getAttribute('aria-sort') === 'ascending', name + ': column ' + column + ' does not sort');
    expect(rises(numbers()), name + ': column ' + column + ' does not rise');
    expect(rows().length === asItCame.length, name + ': sorting loses rows');
    button.click();
    expect(header.getAttribute('aria-sort') === 'descending', name + ': column ' + column + ' does not turn');
    expect(rises(numbers().reverse()), name + ': column ' + column + ' does not fall');
    button.click();
    expect(rows().every((row, i) => row === asItCame[i]), name + ': the order it came in is lost');
    ++sorted;
  });
  expect([...table.querySelectorAll('thead th')].every(header => header.title !== ''), name + ': a column has no definition');
  for (const row of rows())
    expect(row.cells.length === table.tHead.rows[0].cells.length, name + ': a row is not as wide as the head');
}
for (const input of document.querySelectorAll('.filter input')) {
  const section = input.closest('section'), rows = [...section.querySelector('tbody').rows];
  const shown = () => rows.filter(row => !row.hidden);
  const type = text => { input.value = text; input.dispatchEvent(new Event('input')); };
  const word = rows[0].cells[0].textContent;
  type(word);
  expect(shown().length > 0 && shown().every(row => row.textContent.toLowerCase().includes(word.trim().toLowerCase())),
    'the filter shows others than ' + word);
  type('no row holds this');
  expect(shown().length === 0, 'the filter hides nothing');
  type('');
  expect(shown().length === rows.length, 'the filter does not give rows back');
  ++filtered;
}
const heads = document.querySelectorAll('thead th').length, buttons = () => document.querySelectorAll('thead button').length;
dispatchEvent(new Event('beforeprint'));
expect(buttons() === 0 && document.querySelectorAll('details:not([open])').length === 0, 'the page is not ready for paper');
dispatchEvent(new Event('afterprint'));
expect(buttons() === heads, 'columns cannot be sorted after printing');
const asked = performance.getEntriesByType('resource').map(each => each.name);
expect(asked.length === 0, 'the page asks for ' + asked.join(' '));
expect(document.documentElement.scrollWidth <= innerWidth, 'the page is wider than the window');
const found = document.createElement('pre');
found.id = 'found';
found.textContent = wrong.length > 0 ? wrong.join('; ')
  : 'well: ' + tables + ' tables, ' + sorted + ' columns sorted, ' + filtered + ' filters';
document.body.append(found);
