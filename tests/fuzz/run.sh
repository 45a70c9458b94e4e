#!/bin/sh
# Runs every fuzz target by clang's libFuzzer, under the sanitizers, for so many seconds in all (default: 60).  What was
# found stands in build-fuzz/found; put it into corpus/TARGET once it is repaired, so that every build replays it.
set -eu
cd "$(dirname "$0")/../.."
. examples/debian-packages.sh
debian_packages="clang $debian_packages"
install_missing_packages

seconds=${1:-60}
cmake --log-level=WARNING --preset fuzz
cmake --build build-fuzz -j "$(nproc)" --target fuzz_targets
count=$(ls build-fuzz/fuzz_* | wc -l)
each=$((seconds / count > 0 ? seconds / count : 1))
for program in build-fuzz/fuzz_*; do
    name=$(basename "$program" | sed 's/^fuzz_//')
    mkdir -p "build-fuzz/found/$name"
    echo "$name: $each seconds"
    "$program" -max_total_time="$each" -timeout=10 -rss_limit_mb=4096 -verbosity=0 -print_final_stats=1 \
        -artifact_prefix="build-fuzz/found/$name/" "build-fuzz/found/$name" "tests/fuzz/corpus/$name" 2>&1 |
        tee "build-fuzz/found/$name.log" | grep -E 'number_of_executed_units|ERROR|SUMMARY|deadly' || true
    ! grep -qE 'ERROR|deadly' "build-fuzz/found/$name.log" || { tail -n 40 "build-fuzz/found/$name.log" >&2; exit 1; }
done
