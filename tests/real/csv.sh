#!/bin/sh
# Files that break readers: csv-spectrum equals its JSON; every test file of other projects ends with a result or a placed
# error within a second of computing; commas at the ends of lines make no other table.
set -eu
folder=csv
. "$(dirname "$0")/common.sh"

# Row, column and value of every cell.  The JSON of location_coordinates is one row, not a list, and has the phone number of
# another one; the CRLFs of the files are LFs since they came out of git.
cells_of_csv() {
    query=$(sqlite3 :memory: ".import --csv $1 t" "select group_concat('select rowid - 1 as line, ''' || name ||
        ''' as key, \"' || name || '\" as value from t', ' union all ')
        from pragma_table_info('t') where name <> 'Contact Phone Number'")
    sqlite3 :memory: ".import --csv $1 t" ".mode quote" "$query order by 1, 2"
}
cells_of_json() {
    sqlite3 :memory: ".mode quote" "with file(text) as (select cast(readfile('$1') as text)),
        list(text) as (select iif(json_type(text) = 'object', '[' || text || ']', text) from file)
        select line.key, cell.key, replace(cell.value, char(13), '') from list, json_each(list.text) as line, json_each(line.value) as cell
        where cell.key <> 'Contact Phone Number' order by 1, 2"
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

xeducation=$data/../xeducation
step plain ingest --as-is "$xeducation/Leads.csv" -o plain.csv
sed 's/,\r$/\r/' "$xeducation/Leads.csv" > without.csv
step variant ingest --as-is without.csv -o variant.csv
cmp plain.csv variant.csv || fail "Leads.csv gives another table without the commas at its ends"
echo "csv: X Education: the same table with a comma at the end of every line"
