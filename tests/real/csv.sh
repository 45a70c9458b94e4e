#!/bin/sh
# Files that break readers: csv-spectrum equals its JSON; every test file of other projects ends with a result or a placed
# error within a second of computing; variants of one table are one table.
set -eu
folder=csv
. "$(dirname "$0")/common.sh"

# melted TABLE: row, column and value of every cell
cells_of_csv() {
    names=$(sqlite3 :memory: ".import --csv $1 t" "select name from pragma_table_info('t')")
    query=""
    for name in $names; do
        query="$query${query:+ union all }select rowid - 1 as line, '$name' as key, \"$name\" as value from t"
    done
    sqlite3 :memory: ".import --csv $1 t" ".mode quote" "$query order by 1, 2"
}
cells_of_json() {
    sqlite3 :memory: ".mode quote" "select line.key, cell.key, cell.value from json_each(readfile('$1')) as line,
        json_each(line.value) as cell order by 1, 2"
}
for json in "$data"/csv-spectrum/json/*.json; do
    name=$(basename "$json" .json)
    step spectrum ingest --as-is "$data/csv-spectrum/csvs/$name.csv" -o spectrum.csv
    cells_of_json "$json" > theirs.txt
    cells_of_csv spectrum.csv > ours.txt
    cmp -s ours.txt theirs.txt || { diff theirs.txt ours.txt >&2; fail "csv-spectrum: $name.csv differs from its JSON"; }
done
echo "csv: csv-spectrum: equals its JSON"

read=0 refused=0
find "$data" -type f > files.txt
while read -r file; do
    code=0
    (ulimit -t 1 && exec "$handoff" ingest --as-is "$file" -o any.csv) > any.log 2>&1 || code=$?
    case $code in
        0) read=$((read + 1)) ;;
        1)
            refused=$((refused + 1))
            grep -q "$(basename "$file" | sed 's/[][*.]/./g').*error: \|error: .*$(basename "$file" | sed 's/[][*.]/./g')" any.log ||
                { cat any.log >&2; fail "$file is refused without a place"; }
            ;;
        *) cat any.log >&2; fail "$file ends with exit code $code" ;;
    esac
done < files.txt
echo "csv: $((read + refused)) files: $read read, $refused refused, with a place"

# A comma at the end of every line makes no other table.
xeducation=$data/../xeducation
step plain ingest --as-is "$xeducation/Leads.csv" -o plain.csv
for variant in "$xeducation"/variants/*.csv; do
    step variant ingest --as-is "$variant" -o variant.csv
    cmp plain.csv variant.csv || fail "$(basename "$variant") gives another table than Leads.csv"
done
echo "csv: X Education: the same table with a comma at the end of every line"

# Without a header the same rows, and the dates at the same days.
olist=$data/../olist_funnel
step original ingest --as-is "$olist/olist_marketing_qualified_leads_dataset.csv" -o original.csv
step headless ingest --as-is "$olist/variants/mql.noheader_datetime.csv" -o headless.csv
same "Olist: rows without a header" \
    "$(sql 'select count(*), min(column_1), max(column_1) from headless' headless.csv)" \
    "$(sql 'select count(*), min(mql_id), max(mql_id) from original' original.csv)"
same "Olist: rows whose day, page and origin are the original's" \
    "$(sql 'select count(*) from original join headless on mql_id = column_1 where substr(column_2, 1, 10) = first_contact_date and column_3 = landing_page_id and column_4 = origin' original.csv headless.csv)" \
    "$(sql 'select count(*) from headless' headless.csv)"
for variant in excel_dmy excel_mdy; do
    echo "[exports.leads]
files = [\"$olist/variants/mql.$variant.csv\"]
columns = { lead_id = \"mql_id\", created_at = \"first_contact_date\" }" > handoff.toml
    step $variant ingest -a handoff.toml -o $variant.csv
    same "Olist: days of $variant" \
        "$(sql "select count(*) from original join $variant on original.mql_id = lead_id where substr(created_at, 1, 10) = original.first_contact_date" original.csv $variant.csv)" \
        "$(sql 'select count(*) from original' original.csv)"
done
