#!/bin/sh
# From nothing to a funnel: installs what is missing (Debian 12, as root or with sudo), builds handoff, and runs the whole
# nightly job on the made-up company in examples/acme.  quickstart.sh [FOLDER]; it works in build/acme unless given one.
set -eu
given=${1:+$(realpath -m "$1")}
cd "$(dirname "$0")/.."
. examples/debian-packages.sh
install_missing_packages

echo "Building handoff in build/ (some minutes the first time)"
cmake --log-level=WARNING --preset release > /dev/null
cmake --build --preset release --target handoff_command

folder=${given:-build/acme}
night=2026-11-21
mkdir -p "$folder"
cp -R examples/acme/handoff.toml examples/acme/exports examples/acme/lists "$folder"
PATH=$PWD/build:$PATH
export PATH

echo "The nightly job on Acme's exports, in $folder"
examples/nightly.sh "$folder" "$night"

cd "$folder"
echo
handoff report funnel "nights/$night/routed.csv" --ledger handoff.db --as-of "$night"
echo
echo "The funnel as a page:  $PWD/nights/$night/funnel.html"
echo "The routed leads:      $PWD/nights/$night/routed.csv"
