#!/bin/sh
# Kills a run of `route` at many points, and runs it again: nothing of earlier nights is lost, the ledger holds all of the
# night or none of it, output files are the old ones or the new ones, and the second run ends as if nothing had happened.
#
#   tests/crash/killed.sh HANDOFF STOP_AT_LIBRARY ACME_GENERATE ACME [POINTS]
set -eu

handoff=$1 library=$2 generate=$3 acme=$4 points=${5:-40}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
exec < /dev/null
unset HANDOFF_AGREEMENT
export TZ=UTC LC_ALL=C.UTF-8 NO_COLOR=1

fail() { echo "killed at call $at of $calls: $1" >&2; exit 1; }

# contents LEDGER: all that it holds but when runs began and ended; read from a copy, so that it is left for handoff to mend
contents() {
    rm -rf copy && mkdir copy
    cp "$1" copy/h.db
    for more in wal shm; do [ ! -f "$1-$more" ] || cp "$1-$more" "copy/h.db-$more"; done
    [ "$(sqlite3 copy/h.db 'PRAGMA integrity_check')" = ok ] || return 1
    sqlite3 copy/h.db "UPDATE run SET started = 0, finished = 0; SELECT count(*) FROM run" > /dev/null
    sqlite3 copy/h.db .dump
}

run() { "$handoff" route --ledger "$1" --as-of 2026-10-12T23:00:00Z --reasons -q --rejects rejects.csv --outcomes-form form.csv -o out.csv 2> said.txt; }

mkdir exports
cp -r "$acme/lists" .
sed '/^\[sla\./,$d' "$acme/handoff.toml" | cat - "$acme/nights.toml" > handoff.toml
for night in 40 48; do
    "$generate" exports "$night"
    "$handoff" route --ledger base.db --as-of "$(date -u -d "2026-08-22 23:00:00Z $night days" +%Y-%m-%dT%H:%M:%SZ)" --rejects rejects.csv -q -o old.csv 2> said.txt
done
"$generate" exports 51
contents base.db > before.sql

cp base.db whole.db
STOP_COUNT=$work/calls LD_PRELOAD=$library run whole.db
calls=$(cat calls) at=none
contents whole.db > after.sql
cp out.csv new.csv
cp form.csv new-form.csv
[ "$calls" -gt 20 ] || fail "that is too few to be all"
cmp -s before.sql after.sql && fail "the night changed nothing"

# old_or_new FILE OLD NEW
old_or_new() { cmp -s "$1" "$2" || cmp -s "$1" "$3" || fail "$1 is neither the old file nor the new one"; }

tried=0 committed=0
at=1
while [ "$at" -le "$calls" ]; do
    rm -f h.db h.db-wal h.db-shm
    cp base.db h.db
    cp old.csv out.csv
    cp old.csv form.csv
    code=0
    STOP_AT=$at LD_PRELOAD=$library run h.db || code=$?
    [ "$code" -eq 137 ] || fail "it ended with exit code $code"
    contents h.db > found.sql || fail "the ledger is damaged"
    if cmp -s found.sql after.sql; then
        committed=$((committed + 1))
    else
        cmp -s found.sql before.sql || fail "the ledger holds a part of the night"
        cmp -s out.csv old.csv && cmp -s form.csv old.csv || fail "there is a new output, and nothing of it in the ledger"
    fi
    old_or_new out.csv old.csv new.csv
    old_or_new form.csv old.csv new-form.csv
    run h.db || fail "it cannot be run again: $(cat said.txt)"
    contents h.db | cmp -s - after.sql || fail "the second run ended in another ledger"
    cmp -s out.csv new.csv && cmp -s form.csv new-form.csv || fail "the second run wrote something else"
    tried=$((tried + 1))
    at=$((at + (calls + points - 1) / points))
done
[ "$committed" -gt 0 ] && [ "$committed" -lt "$tried" ] || fail "no point lies before the commit, or none behind it"
echo "$calls calls change files; killed at $tried of them, $committed after the commit: nothing lost, and the same in the end"
