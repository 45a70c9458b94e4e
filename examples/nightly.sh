#!/bin/sh
# The nightly job, for cron.  Copy it, and run it as:  nightly.sh FOLDER [DAY]
#
# FOLDER holds handoff.toml and the exports.  What comes out lands in FOLDER/nights/DAY (today, unless given; with DAY the
# job works as of the first minute of that day), and what was decided in FOLDER/handoff.db.  Ends with the exit code of
# the command that failed, or 75 when the run before is still going.
#
#   5 2 * * 1-5  /opt/handoff/nightly.sh /srv/leads > /srv/leads/last.log 2>&1 || mail -s "the leads did not run" ops < /srv/leads/last.log
set -eu

folder=${1:?usage: nightly.sh FOLDER [DAY]}
day=${2:-$(date +%Y-%m-%d)}
as_of=${2:+--as-of=$2}

cd "$folder"
exec < /dev/null # commands that are given no file read the agreement's exports, not what cron pipes in
night=nights/$day
mkdir -p "$night"
exec 9> nights/lock
flock --nonblock 9 || { echo "nightly: the run before is still going" >&2; exit 75; }

run() {
    echo "== handoff $*" >&2
    handoff "$@" $as_of || {
        code=$?
        echo "nightly: 'handoff $1' failed with exit code $code; what earlier nights wrote is untouched" >&2
        exit $code
    }
}

run check
run ingest --rejects "$night/rejects.csv" --ledger handoff.db -o "$night/leads.csv"
run ingest --kind deals --rejects "$night/rejected-deals.csv" --ledger handoff.db -o "$night/deals.csv"
run score "$night/leads.csv" --reasons 3 --ledger handoff.db -o "$night/scored.csv"
run route "$night/scored.csv" --reasons --ledger handoff.db -o "$night/routed.csv"
run report funnel "$night/routed.csv" --ledger handoff.db -o "$night/funnel.html"
run report pipeline "$night/routed.csv" --ledger handoff.db -o "$night/pipeline.html"
ln -sfn "$day" nights/latest
