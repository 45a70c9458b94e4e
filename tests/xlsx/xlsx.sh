#!/bin/sh
# Every report on the exports of Acme as a workbook, read back by another program than the one that wrote it.
#   xlsx.sh HANDOFF ROOT
set -eu
handoff=$1 root=$2
compare=$root/tests/xlsx/compare.py
/usr/bin/python3 -c 'import openpyxl' 2> /dev/null || { echo "skipped: no python3-openpyxl"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp -r "$root/examples/acme" "$folder/acme"
cd "$folder/acme"
as_of=2026-08-31T06:00:00Z
"$handoff" route --as-of $as_of -q -o routed.csv < /dev/null 2> said
# What the ledger knows of an earlier night: one deal fewer, and other amounts.
sed '$d;s/\(,\|\$\)[0-9]\([0-9][0-9][0-9][0-9]*\.[0-9][0-9]\)/\11\2/' exports/opportunities.csv > earlier.csv
"$handoff" ingest --kind deals earlier.csv --ledger deals.db --as-of 2026-08-20T06:00:00Z -q -o clean.csv < /dev/null 2> said
for report in $("$handoff" report --list | sed -n 's/^\([a-z]*\) .*/\1/p'); do
    code=0 ledger=
    case $report in pipeline | digest) ledger="--ledger deals.db" ;; esac
    "$handoff" report "$report" $ledger --as-of $as_of -q -f json -o report.json < /dev/null 2> said || code=$?
    if [ $code -ne 0 ]; then # what it needs is not there; said in its own page
        echo "$report: $(grep -m 1 "error: " said)"
        continue
    fi
    "$handoff" report "$report" $ledger --as-of $as_of -q -o report.xlsx < /dev/null 2> said
    "$handoff" report "$report" $ledger --as-of $as_of -q -f xlsx < /dev/null > again.xlsx 2> said
    cmp report.xlsx again.xlsx
    found=$("$compare" report.json report.xlsx) || { echo "$report: $found"; exit 1; }
    echo "$report: $found"
    case $found in *' 0 cells') ;; *) compared=yes ;; esac
done
[ "${compared:-}" = yes ]
