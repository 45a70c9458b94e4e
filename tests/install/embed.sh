#!/bin/sh
# Installs into a temporary folder, checks that every public header stands alone and shows no dependency, then builds
# examples/embed against what was installed and runs it.
#   embed.sh CMAKE SOURCES BUILD COMPILER
set -eu
cmake=$1 sources=$2 build=$3 compiler=$4
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fail() { echo "embed: $1" >&2; exit 1; }

"$cmake" --install "$build" --prefix "$folder/installed" > "$folder/install.log"
"$folder/installed/bin/handoff" --version

for header in "$folder"/installed/include/handoff/*.hpp; do
    name=handoff/$(basename "$header")
    foreign=$(grep -oE '^#include [<"][^>"]*[./][^>"]*[>"]' "$header" | grep -v '<handoff/[a-z_]*\.hpp>' || true)
    [ -z "$foreign" ] || fail "$name shows a dependency: $foreign"
    echo "#include <$name>" > "$folder/alone.cpp"
    "$compiler" -std=c++20 -fsyntax-only -I "$folder/installed/include" "$folder/alone.cpp" || fail "$name does not compile alone"
done

"$cmake" -S "$sources/examples/embed" -B "$folder/build" -DCMAKE_PREFIX_PATH="$folder/installed" \
    -DCMAKE_CXX_COMPILER="$compiler" > "$folder/configure.log" || { cat "$folder/configure.log"; fail "find_package(handoff) failed"; }
"$cmake" --build "$folder/build" > "$folder/build.log" || { cat "$folder/build.log"; fail "examples/embed does not build"; }
acme=$sources/examples/acme
"$folder/build/embed" "$acme/handoff.toml" "$acme/exports/leads.csv" "$acme/exports/activities.csv" 2026-11-21 > "$folder/out.txt" ||
    fail "examples/embed failed"
cat "$folder/out.txt"
[ "$(wc -l < "$folder/out.txt")" -eq 5 ] || fail "examples/embed did not print the five best leads"
grep -q '^A1 ' "$folder/out.txt" || fail "the best leads have no grade"
