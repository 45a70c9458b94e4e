#!/bin/sh
# Acme for ninety nights: every evening the exports as they were then are routed into one ledger.
#
#   examples/acme/nights.sh HANDOFF ACME_GENERATE [NIGHTS]
#
# Prints who was given what, the fairness report, and which cases occurred (cases.sql; docs/nights.md tells of them). Stops
# with exit 1 when a night changed an earlier one: when the same night run again decides or records anything else, when a
# row of an earlier night's history is not what it was, or when a report of an earlier night is not what it was on that
# night; and when one of the cases does not occur in ninety nights.
set -eu

handoff=$(realpath "$1") generate=$(realpath "$2") nights=${3:-90}
acme=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
exec < /dev/null # commands that are given no file read the agreement's exports
unset HANDOFF_AGREEMENT
export TZ=UTC LC_ALL=C.UTF-8 NO_COLOR=1

fail() { echo "nights: night $night: $1" >&2; exit 1; }

# history NIGHT: every row that the runs up to that night wrote; only the now_ tables may change later
history() {
    sqlite3 ledger.db "SELECT 'SELECT * FROM ' || m.name || ' WHERE ' || iif(m.name = 'run', 'id', 'run') || ' <= $1 ORDER BY id;'
        FROM sqlite_master m WHERE m.type = 'table' AND m.name NOT LIKE 'now\_%' ESCAPE '\' AND m.name NOT LIKE 'sqlite%'
        AND EXISTS (SELECT 1 FROM pragma_table_info(m.name) c WHERE c.name = 'run' OR m.name = 'run')" | sqlite3 ledger.db
}

# moment NIGHT: that evening
moment() { date -u -d "2026-08-22 23:00:00Z $1 days" +%Y-%m-%dT%H:%M:%SZ; }

# said NIGHT: what was said on standard input, for people and for cases.sql
said() { tee -a said.txt | sed "s/\"/\"\"/g; s/.*/$1,\"&\"/" >> said.csv; }
route() {
    "$handoff" route --ledger ledger.db --as-of "$as_of" --rejects rejects.csv "$@" 2> now.txt && done=0 || done=$?
    said "$night" < now.txt
    return $done
}
fairness() { "$handoff" report fairness --ledger ledger.db --as-of "$as_of" "$@" 2>> said.txt; }
# The fairness report without its notes, which tell that rows of tonight's exports are later than it.
shares() { fairness -f md | sed '/^>/d; /^$/d'; }

# table REPORT KEY: one of the last night's tables
table() {
    "$handoff" report "$1" scored.csv --ledger ledger.db --as-of "$as_of" --rejects rejects.csv -f csv --table "$2" 2>> said.txt
}

mkdir assigned reports
echo night,line > said.csv
cp -r "$acme/lists" .
sed '/^\[sla\./,$d' "$acme/handoff.toml" | cat - "$acme/nights.toml" > handoff.toml
night=1
while [ "$night" -le "$nights" ]; do
    as_of=$(moment "$night")
    "$generate" exports "$night"
    "$handoff" ingest --kind stages exports/history.csv --ledger ledger.db --as-of "$as_of" -q -o history.csv 2>> said.txt ||
        fail "its history of stages could not be read: $(tail -n 3 said.txt)"
    "$handoff" ingest --kind deals --ledger ledger.db --as-of "$as_of" -q -o deals.csv 2>> said.txt ||
        fail "its deals could not be read: $(tail -n 3 said.txt)"
    route --reasons -o "assigned/$night.csv" || fail "it could not be routed: $(tail -n 3 said.txt)"
    if [ $((night % 10)) -eq 0 ] || [ "$night" -eq "$nights" ]; then
        sqlite3 ledger.db .dump > before.sql
        route --reasons -o again.csv
        sqlite3 ledger.db .dump | cmp -s before.sql - || fail "running it again changed the ledger"
        shares > "reports/$night.md"
        history "$night" > "reports/$night.history"
    fi
    night=$((night + 1))
done

checked=0
for report in reports/*.md; do
    night=$(basename "$report" .md)
    as_of=$(moment "$night")
    history "$night" | cmp -s - "reports/$night.history" || fail "later nights changed what it recorded"
    shares | cmp -s - "$report" || fail "later nights changed its fairness report"
    checked=$((checked + 1))
done
night=$nights
"$handoff" check --ledger ledger.db -q 2>> said.txt || fail "the ledger contradicts itself: $(tail -n 3 said.txt)"

# Rotation is the promise: nobody is ever two leads from what is due, whatever happened.
worst=$(sqlite3 ledger.db "SELECT max(abs(owed)) < 2 FROM turn")
[ "$worst" = 1 ] || fail "somebody was two leads from what was due"

sqlite3 ledger.db "SELECT count(*) || ' assignments, ' || sum(by_hand) || ' of them by hand, ' || count(DISTINCT person) || ' leads'
    FROM assignment; SELECT count(*) || ' answers, ' || count(ends) || ' leads came back' FROM outcome"
fairness

as_of=$(moment "$nights")
"$handoff" score --as-of "$as_of" --rejects rejects.csv -q -o scored.csv 2>> said.txt
table funnel oddities > oddities.csv
table sla clocks > clocks.csv
table worklist tasks > tasks.csv
table worklist overstays > stays.csv
table nurture pool > waits.csv
table goals counts > goals.csv
table goals past > past.csv
sqlite3 ledger.db < "$acme/cases.sql" > cases.txt
echo
echo "Cases"
echo
awk -F '|' '
    function line(part, name, times, night, lead, seen) {
        text = sprintf("%-9s  %-43s %5s %5s  %-18s  %s", part, name, times, night, lead, seen)
        sub(/ +$/, "", text)
        print text
    }
    NR == 1 { line("part", "what happened", "times", "first", "a lead", "where to see it") }
    { line($1, $2, $3, $4, $5, $6) }' cases.txt
if [ "$nights" -eq 90 ]; then
    missing=$(awk -F '|' '$3 == 0 { print $2 }' cases.txt)
    [ -z "$missing" ] || fail "these cases do not occur: $missing"
fi
echo
echo "$nights nights: none changed an earlier one (looked at after $checked of them)"
