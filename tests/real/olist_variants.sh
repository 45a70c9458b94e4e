#!/bin/sh
# Olist: the same rows as analysts re-saved them, with other date formats, line ends, fewer rows and columns, no header.
# Every variant gives the dates and deals of the original, for the rows it kept and to the precision it kept.
set -eu
folder=olist_funnel
. "$(dirname "$0")/common.sh"
cat > handoff.toml << 'AGREEMENT'
[exports.leads]
columns = { lead_id = "mql_id" }
blank_in = { source = "NaN" }
[exports.deals]
columns = { deal_id = "mql_id", lead_id = "mql_id", won_at = "won_date" }
AGREEMENT

# clean KIND FILE NAME: the file as NAME.csv after ingest
clean() { step "$3" ingest --kind "$1" "$2" --as-of 2018-12-01 -o "$3.csv"; }

# same_as ORIGINAL VARIANT COLUMNS ROWS: so many rows, and each of them stands in the original
same_as() {
    same "$2: rows" "$(sql "select count(*) from $2" "$2.csv")" "$4"
    same "$2: rows that are not the original's" \
        "$(sql "select count(*) from (select $3 from $2 except select $3 from $1)" "$1.csv" "$2.csv")" 0
}

clean leads "$data/olist_marketing_qualified_leads_dataset.csv" leads
same "leads: days, counted from the file" "$(sql 'select count(distinct created_at) from leads' leads.csv)" \
    "$(cut -d, -f2 "$data/olist_marketing_qualified_leads_dataset.csv" | tail -n +2 | sort -u | wc -l)"
clean leads "$data/variants/mql.excel_dmy.csv" leads_dmy
same_as leads leads_dmy "lead_id, created_at, source, landing_page_id" 8000
clean leads "$data/variants/mql.excel_mdy.csv" leads_mdy
same_as leads leads_mdy "lead_id, created_at, source" 8000
clean leads "$data/variants/mql.ids_only_crlf.csv" leads_ids
same_as leads leads_ids "lead_id" 8000
{ echo mql_id,first_contact_date,landing_page_id,origin && cat "$data/variants/mql.noheader_datetime.csv"; } > headed.csv
clean leads headed.csv leads_times
same_as leads leads_times "lead_id, substr(created_at, 1, 10), source, landing_page_id" 8000

clean deals "$data/olist_closed_deals_dataset.csv" deals
same "deals won" "$(sql "select count(*) from deals where status = 'won'" deals.csv)" 842
clean deals "$data/variants/closed_deals.cleaned.csv" deals_cleaned
same_as deals deals_cleaned "deal_id, won_at, status, seller_id" 842
clean deals "$data/variants/closed_deals.excel_dmy.csv" deals_dmy
same_as deals deals_dmy "deal_id, substr(won_at, 1, 16), status, seller_id" 842
clean deals "$data/variants/closed_deals.excel_mdy_subset.csv" deals_mdy
same_as deals deals_mdy "deal_id, substr(won_at, 1, 16), status, seller_id" 380
