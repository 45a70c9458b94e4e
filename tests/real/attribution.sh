#!/bin/sh
# PathData: 10,000 paths with conversions, value and nulls. What is expected was computed apart from this program: first and last touch by counting,
# Markov credit by solving the chain of order 1.
set -eu
folder=attribution
. "$(dirname "$0")/common.sh"
"$handoff" report attribution --paths "$data/PathData.csv" --as-of 2026-11-20 -f csv -o credit.csv

expected='alpha 6308 8447 5344.95
beta 2831 989 2527.35
delta 1 5 4.61
epsilon 99 531 599.57
eta 3164 4167 3340.85
gamma 165 92 171.15
iota 4606 3355 3884.61
kappa 74 230 274.36
lambda 902 1207 1282.85
mi 2 2 1.72
theta 1606 653 1971.91
zeta 27 107 381.06'
same "first, last and Markov credit" "$expected" \
    "$(sql "select \"group\" || ' ' || first || ' ' || last || ' ' || round(markov_1, 2) from credit order by \"group\"" credit.csv)"
same "all conversions" 19785.0 "$(sql 'select round(sum(markov_2), 6) from credit' credit.csv)"
