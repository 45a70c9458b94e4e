#!/usr/bin/python3
"""A report as a workbook, read back by openpyxl, holds what the same report holds as JSON: every table, column and number.

compare.py JSON XLSX
"""
import datetime, json, math, sys, zipfile
import openpyxl

report = json.load(open(sys.argv[1]))
book = openpyxl.load_workbook(sys.argv[2])
wrong, cells = [], 0


def expect(place, want, got):
    if want != got and not (isinstance(want, (int, float)) and isinstance(got, (int, float)) and math.isclose(want, got)):
        wrong.append(f"{place}: {want!r} expected, {got!r} found")


def as_written(unit, value):
    """What a workbook holds for a value of the JSON."""
    if value is None or value == "" or value == []:
        return None
    if unit == "series":
        return " ".join(f"{number:g}" for number in value)
    if unit == "date":
        return datetime.datetime.fromisoformat(value)
    if unit == "instant":  # to the second; days as floating point have no more
        return datetime.datetime.fromisoformat(value.replace("Z", "")) if len(value) > 10 else value
    return " ".join(str(each) for each in value) if unit == "series" else value


def rounded(value):
    return (value + datetime.timedelta(milliseconds=500)).replace(microsecond=0) if isinstance(value, datetime.datetime) else value


front, *sheets = book.worksheets
expect("title", report["title"], front["A1"].value)
expect("sheets", len(report["tables"]), len(sheets))
for table, sheet in zip(report["tables"], sheets):
    columns = []  # key, unit, title
    rows = table["rows"] + ([table["total"]] if "total" in table else [])
    for column in table["columns"]:
        title = column["title"] + (f", {column['currency']}" if "currency" in column else "")
        columns.append((column["key"], column["unit"], title))
        if rows and column["key"] + "_low" in rows[0]:
            columns.append((column["key"] + "_low", column["unit"], title + ", low"))
            columns.append((column["key"] + "_high", column["unit"], title + ", high"))
    expect(f"{sheet.title}: frozen", "A2", sheet.freeze_panes)
    for at, (key, unit, title) in enumerate(columns, start=1):
        expect(f"{sheet.title}: column {at}", title, sheet.cell(1, at).value)
        for number, row in enumerate(rows, start=2):
            cell = sheet.cell(number, at)
            expect(f"{sheet.title}: {cell.coordinate}", rounded(as_written(unit, row.get(key + "_name") or row[key])), rounded(cell.value))
            if unit == "share" and row[key] is not None:
                expect(f"{sheet.title}: format of {cell.coordinate}", "0.0%", cell.number_format.removeprefix('[>=10]#,##0"x";'))
            if cell.data_type == "f":
                wrong.append(f"{sheet.title}: {cell.coordinate} is a formula")
            cells += 1
if len(set(zipfile.ZipFile(sys.argv[2]).namelist())) < 5:
    wrong.append("that is no workbook")
for each in wrong[:20]:
    print(each)
print(f"{len(sheets)} tables, {cells} cells")
sys.exit(1 if wrong else 0)
