# Shared by the tests of this folder, which set `folder` (of the data) and source it: finds the data, runs the nightly job
# on a copy of it, and checks that rows add up.  Figures to compare with come from the sqlite3 shell and awk, not from us.
handoff=$1 sources=$2
data=${HANDOFF_REAL_DATA:-$sources/../shared/data}/$folder
[ -d "$data" ] || {
    echo "skipped: no real data (HANDOFF_REAL_DATA or ../shared/data)"
    exit 77
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
exec < /dev/null # commands without files read the agreement's, not what the test runner is fed
unset HANDOFF_AGREEMENT
export TZ=UTC LC_ALL=C.UTF-8 NO_COLOR=1

fail() { echo "$folder: $1" >&2; exit 1; }

# same WHAT OURS OTHERS
same() {
    [ "$2" = "$3" ] || fail "$1: handoff says '$2', counted another way it is '$3'"
    echo "$folder: $1: $2"
}

# sql QUERY FILE…: a.csv is the table a; a byte order mark would become a part of its first column's name
sql() {
    query=$1
    shift
    {
        echo ".mode list"
        for file in "$@"; do
            table=$(basename "$file" .csv)
            sed '1s/^\xEF\xBB\xBF//' "$file" > "for-sql-$table.csv"
            echo ".import --csv for-sql-$table.csv $table"
        done
        echo "$query;"
    } | sqlite3 :memory: 2> sqlite.log
}

# figure FILE WORDS: the number before these words on standard error, without its commas
figure() { sed -nE "s/^(.*[^0-9,])?([0-9][0-9,]*) $2.*/\2/p" "$1" | head -n 1 | tr -d ,; }

# step NAME ARGUMENTS…: runs a command; its standard error is kept in NAME.log
step() {
    name=$1
    shift
    "$handoff" "$@" 2> "$name.log" || { code=$?; cat "$name.log" >&2; fail "handoff $* ended with exit code $code"; }
}

# nightly AS_OF LEADS [MORE…]: init on these files, then every stage by the agreement that it wrote
nightly() {
    as_of=$1 leads=$2
    shift
    step init init "$@" -o handoff.toml
    step check check --as-of "$as_of"
    step ingest ingest --rejects rejects.csv --as-of "$as_of" -o clean.csv
    kept=$(figure ingest.log kept) rejected=$(figure ingest.log rejected) merged=$(figure ingest.log merged)
    same "leads read" "$(figure ingest.log 'rows? read')" "$(sql "select count(*) from $(basename "$leads" .csv)" "$leads")"
    same "leads kept + rejected + merged" "$((kept + rejected + merged))" "$(figure ingest.log 'rows? read')"
    same "leads written" "$kept" "$(sql 'select count(*) from clean' clean.csv)"
    step score score clean.csv --as-of "$as_of" -o scored.csv
    same "leads scored" "$(figure score.log 'leads?,')" "$kept"
    same "qualified" "$(figure score.log qualified)" "$(sql "select sum(qualified = 'true') from scored" scored.csv)"
    step route route scored.csv --reasons --as-of "$as_of" -o routed.csv
    same "leads assigned, kept, unrouted or not taken" "$kept" \
        "$(($(figure route.log assigned) + $(figure route.log kept) + $(figure route.log unrouted) + $(figure route.log 'not taken')))"
    same "leads assigned" "$(figure route.log assigned)" "$(sql "select sum(assigned_at <> '') from routed" routed.csv)"
    step funnel report funnel routed.csv --as-of "$as_of" -f csv -o funnel.csv
}

# piped LEADS TOUCHES: the same stages in a pipe end in the same funnel
piped() {
    {
        "$handoff" ingest "$1" --as-of "$as_of" | "$handoff" score --touches "$2" --as-of "$as_of" |
            "$handoff" route --as-of "$as_of" | "$handoff" report funnel --as-of "$as_of" -f csv > piped.csv
    } 2> piped.log || fail "the pipe failed: $(cat piped.log)"
    cmp funnel.csv piped.csv || fail "the funnel differs when the stages are piped"
    echo "$folder: piped: the same funnel"
}
