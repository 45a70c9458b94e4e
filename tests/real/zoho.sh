#!/bin/sh
# Zoho CRM: leads with calls as touches, most of which belong to nobody, and potentials as deals.
set -eu
folder=crm_zoho
. "$(dirname "$0")/common.sh"
cp "$data/Leads.csv" "$data/Calls.csv" "$data/Potentials.csv" .
nightly 2021-04-16 Leads.csv Calls.csv Potentials.csv

same "calls read" "$(figure score.log 'touch(es)?,')" "$(sql 'select count(*) from Calls' Calls.csv)"
same "calls that are nobody's" "$(figure score.log 'joined no lead')" \
    "$(sql 'select count(*) from Calls where LEADID not in (select LEADID from Leads)' Calls.csv Leads.csv)"
piped Leads.csv Calls.csv
same "leads with a deal that was won" "$(sql "select reached from funnel where stage = 'won'" funnel.csv)" \
    "$(sql "select count(distinct LEADID) from Potentials where Stage = 'Closed Won'" Potentials.csv)"

step pipeline report pipeline routed.csv --as-of "$as_of" -f csv -o pipeline.csv
same "deals" "$(sql 'select sum(deals) from pipeline' pipeline.csv)" "$(sql 'select count(*) from Potentials' Potentials.csv)"
same "deals won" "$(sql 'select sum(won) from pipeline' pipeline.csv)" \
    "$(sql "select count(*) from Potentials where Stage = 'Closed Won'" Potentials.csv)"
same "amount won" "$(sql "select printf('%.2f', sum(won_amount)) from pipeline" pipeline.csv)" "$(sql "
    select printf('%.2f', sum(replace(replace(replace(Amount, '\$', ''), ',', ''), 'K', '') * iif(Amount like '%K', 1000, 1)))
    from Potentials where Stage = 'Closed Won'" Potentials.csv)"

# Campaigns: cost of all, and deals that name them, by 180 days after the start.
step campaigns report campaigns routed.csv --campaigns "$data/Campaigns.csv" --as-of "$as_of" -f csv --table after_180 -o campaigns.csv
money() { echo "replace(replace(replace($1, '\$', ''), ',', ''), 'K', '') * iif($1 like '%K', 1000, 1)"; }
day() { echo "substr($1, 9, 4) || '-' || printf('%02d', (instr('JanFebMarAprMayJunJulAugSepOctNovDec', substr($1, 4, 3)) + 2) / 3) || '-' || substr($1, 1, 2)"; }
same "cost of campaigns" "$(sql "select printf('%.0f', sum(cost)) from campaigns" campaigns.csv)" \
    "$(sql "select printf('%.0f', sum($(money '"Actual Cost"'))) from Campaigns" "$data/Campaigns.csv")"
deals_of_campaigns="from Potentials p join Campaigns c on c.CAMPAIGNID = p.\"Campaign Id\" where julianday"
same "pipeline of campaigns" "$(sql "select printf('%.0f', sum(pipeline)) from campaigns" campaigns.csv)" \
    "$(sql "select printf('%.0f', sum($(money Amount))) $deals_of_campaigns($(day 'p."Created Time"')) - julianday(\"Start Date\") <= 180" \
        Potentials.csv "$data/Campaigns.csv")"
same "revenue of campaigns" "$(sql "select printf('%.0f', sum(revenue)) from campaigns" campaigns.csv)" \
    "$(sql "select printf('%.0f', sum($(money Amount))) $deals_of_campaigns($(day 'p."Closing Date"')) - julianday(\"Start Date\") <= 180
        and Stage = 'Closed Won'" Potentials.csv "$data/Campaigns.csv")"

# Every object that handoff knows ingests, and every row is accounted for.
for object in Leads Contacts Accounts Calls Events Potentials Campaigns Campaign_Lead_Status; do
    step "$object" ingest "$data/$object.csv" --rejects rejects.csv -o "clean-$object.csv"
    same "rows of $object" "$(figure "$object.log" 'rows? read')" "$(sql "select count(*) from $object" "$data/$object.csv")"
    same "rows of $object kept, rejected or merged" "$(figure "$object.log" 'rows? read')" \
        "$(($(figure "$object.log" kept) + $(figure "$object.log" rejected) + $(figure "$object.log" merged)))"
done
