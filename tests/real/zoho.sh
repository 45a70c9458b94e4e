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
        and Stage = 'Closed Won' and $(day 'p."Closing Date"') < '$as_of'" Potentials.csv "$data/Campaigns.csv")"

# Service levels of the leads that were called, on the clock: Kaplan and Meier's median in SQL, leads still waiting among them.
sed -i '1s/^\xEF\xBB\xBF//' Leads.csv Calls.csv
{
    head -n 1 Leads.csv
    sql 'select distinct LEADID from Calls' Calls.csv | grep . | sort > called-ids
    sort -t , -k 1,1 Leads.csv | join -t , called-ids -
} > called.csv
{ sed '/^calendar *= "office"/d' handoff.toml; printf '\n[sla.clock]\nstarts = "created"\nfirst_touch = "24h clock"\n'; } |
    sed '/^\[sla.standard\]/,/^first_touch/d; /^sla  = "standard"/d' > clock.toml
zoho_day() { echo "substr($1, -13, 4) || '-' || printf('%02d', (instr('JanFebMarAprMayJunJulAugSepOctNovDec', substr($1, 4, 3)) + 2) / 3) || '-' || substr($1, 1, 2) || ' ' || substr($1, -8)"; }
first_calls="with times as (
    select l.LEADID, (select min(julianday(c.\"Call Start Time\")) from Calls c where c.LEADID = l.LEADID
            and julianday(c.\"Call Start Time\") >= julianday($(zoho_day 'l."Created Time"'))) as called,
        (select max(julianday(c.\"Call Start Time\")) from Calls c where c.LEADID = l.LEADID
            and julianday(c.\"Call Start Time\") < julianday($(zoho_day 'l."Created Time"'))) as before,
        julianday($(zoho_day 'l."Created Time"')) as created from called l),
    waits as (select called is not null as happened, before,
        round(24 * (coalesce(called, julianday('$as_of')) - created), 4) as hours from times)"
step sla report sla called.csv -a clock.toml --touches Calls.csv --as-of "$as_of" -f csv --table levels -o sla.csv
same "leads that were called" "$(sql 'select sum(handed_over) from sla' sla.csv)" "$(sql 'select count(*) from called' called.csv)"
same "called within a day" "$(sql 'select sum(kept) from sla' sla.csv)" \
    "$(sql "$first_calls select count(*) from waits where happened and hours <= 24" called.csv Calls.csv)"
same "called later" "$(sql 'select sum(late) from sla' sla.csv)" \
    "$(sql "$first_calls select count(*) from waits where happened and hours > 24" called.csv Calls.csv)"
for share in 50 90; do
    same "hours until $share % were called" "$(sql "select printf('%.2f', p$share) from sla" sla.csv)" "$(sql "$first_calls,
        at_times as (select hours, sum(happened) as calls, (select count(*) from waits w where w.hours >= o.hours) as waiting
            from waits o group by hours),
        survival as (select hours, sum(case when calls = waiting then -1e9 else ln(1 - 1.0 * calls / waiting) end)
            over (order by hours) as left_over from at_times where calls > 0)
        select printf('%.2f', min(hours)) from survival where left_over <= ln(1 - $share / 100.0) + 1e-12" called.csv Calls.csv)"
done
# Calls before the lead was there are listed, and are in no average.
step before report sla called.csv -a clock.toml --touches Calls.csv --as-of "$as_of" -f csv --table before -o before.csv
same "called before they were there" "$(sql 'select count(*) from before' before.csv)" \
    "$(sql "$first_calls select count(*) from waits where before is not null" called.csv Calls.csv)"
for by in rep source hour weekday; do
    step "sla-$by" report sla called.csv -a clock.toml --touches Calls.csv --as-of "$as_of" --by "$by" -f csv -o "sla-$by.csv"
    same "leads that were called, by $by" "$(sql "select sum(handed_over) from \"sla-$by\"" "sla-$by.csv")" \
        "$(sql 'select count(*) from called' called.csv)"
done

# Every object that handoff knows ingests, and every row is accounted for.
for object in Leads Contacts Accounts Calls Events Potentials Campaigns Campaign_Lead_Status; do
    step "$object" ingest "$data/$object.csv" --rejects rejects.csv -o "clean-$object.csv"
    same "rows of $object" "$(figure "$object.log" 'rows? read')" "$(sql "select count(*) from $object" "$data/$object.csv")"
    same "rows of $object kept, rejected or merged" "$(figure "$object.log" 'rows? read')" \
        "$(($(figure "$object.log" kept) + $(figure "$object.log" rejected) + $(figure "$object.log" merged)))"
    same "rows of $object that are unlike" "$(figure "$object.log" kept)" \
        "$(sort -u "$data/$object.csv" | sed 1d | wc -l)"
done
