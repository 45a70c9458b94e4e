#!/bin/sh
# X Education: leads without names or dates, a comma too many on every line, and whether each converted.
set -eu
folder=xeducation
. "$(dirname "$0")/common.sh"
cp "$data/Leads.csv" .
nightly 2018-12-01 Leads.csv

converted=$(sql 'select sum(Converted = 1) from Leads' Leads.csv)
same "converted" "$(sql "select reached from funnel where stage = 'sql'" funnel.csv)" "$converted"
same "converted, in percent" "$(sql "select printf('%.2f', 100.0 * from_start) from funnel where stage = 'sql'" funnel.csv)" 38.54
