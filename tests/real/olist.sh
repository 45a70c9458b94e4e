#!/bin/sh
# Olist: one funnel from two files, leads and the deals they became.
set -eu
folder=olist_funnel
. "$(dirname "$0")/common.sh"
cp "$data/olist_marketing_qualified_leads_dataset.csv" leads.csv
cp "$data/olist_closed_deals_dataset.csv" deals.csv
nightly 2018-12-01 leads.csv deals.csv

same "leads" "$(sql "select reached from funnel where stage = 'inquiry'" funnel.csv)" 8000
same "won" "$(sql "select reached from funnel where stage = 'won'" funnel.csv)" 842
same "won, counted in the two files" 842 "$(sql 'select count(*) from leads where mql_id in (select mql_id from deals)' leads.csv deals.csv)"
