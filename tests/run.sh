#!/bin/sh
# Builds and runs every test, on a bare Debian 12 too (as root or with sudo): the release build's, then a
# minute of fuzzing, then those that find more under the sanitizers.  Stops at the first failure; the last lines are
# ctest's own.
set -eu
cd "$(dirname "$0")/.."
. examples/debian-packages.sh
debian_packages="$debian_packages chromium" # opens reports in tests/browser
install_missing_packages

jobs=$(nproc)
warnings=OFF
[ -z "${CI:-}" ] || warnings=ON

echo "Building the release in build/"
cmake --log-level=WARNING --preset release -DHANDOFF_WERROR=$warnings
cmake --build --preset release -j "$jobs"
ctest --preset release -j "$jobs"

echo "Running the fuzz targets under clang's libFuzzer"
tests/fuzz/run.sh 60

echo "Building with the address and undefined-behaviour sanitizers in build-asan/"
cmake --log-level=WARNING --preset asan -DHANDOFF_WERROR=$warnings
cmake --build --preset asan -j "$jobs"
ctest --preset asan -j "$jobs" --tests-regex '^(unit|fuzz|page|tool|example):'
