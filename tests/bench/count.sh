#!/bin/sh
# Counting and checking the rows of a CSV beside `wc -l`, in turn; the time and the ratio of each pair.
#   count.sh [FILE]     default: the touches of the race at its big size (1 GB), made up once
set -eu
cd "$(dirname "$0")/../.."
file=${1:-}
if [ -z "$file" ]; then
    file=build/race/big/touches.csv
    [ -e "$file" ] || { mkdir -p build/race/big && build/race_data 1000000 10000000 build/race/big; }
fi
seconds() {
    before=$(date +%s%N)
    "$@" > /dev/null 2>&1
    after=$(date +%s%N)
    echo "$before $after" | awk '{ printf "%.3f", ($2 - $1) / 1e9 }'
}
cat "$file" > /dev/null # into the page cache
for round in 1 2 3 4 5 6 7; do
    ours=$(seconds build/handoff ingest --count "$file")
    theirs=$(seconds wc -l "$file")
    echo "$ours $theirs" | awk '{ printf "handoff %.3f s  wc -l %.3f s  ratio %.2f\n", $1, $2, $1 / $2 }'
done
