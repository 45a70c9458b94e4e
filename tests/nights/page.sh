#!/bin/sh
# Runs the ninety nights of Acme, and sees to it that the page tells of the cases that occur in them.
#
#   tests/nights/page.sh NIGHTS HANDOFF ACME_GENERATE PAGE [--update]
set -eu

nights=$1 handoff=$2 generate=$3 page=$4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$nights" "$handoff" "$generate" > "$work/printed.txt" || { tail -n 60 "$work/printed.txt"; exit 1; }
sed -n '/^part       what happened/,/^$/p' "$work/printed.txt" | sed '$d' > "$work/cases.txt"
if [ "${5:-}" = --update ]; then
    awk -v cases="$work/cases.txt" '
        /^```text$/ { print; while ((getline line < cases) > 0) print line; inside = 1; next }
        /^```$/ { inside = 0 }
        !inside { print }' "$page" > "$work/page.md"
    cp "$work/page.md" "$page"
    exit 0
fi
sed -n '/^```text$/,/^```$/p' "$page" | sed '1d;$d' > "$work/told.txt"
diff -u "$work/told.txt" "$work/cases.txt" || {
    echo "$page tells of other cases; look at them, then write them into it with --update" >&2
    exit 1
}
cat "$work/printed.txt"
