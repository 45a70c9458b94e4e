#!/bin/sh
# Tables of HubSpot, Marketo and Salesforce as a warehouse sync leaves them: what is recognised ingests with every row
# accounted for, and lists of merges are followed.
set -eu
folder=crm_warehouse
. "$(dirname "$0")/common.sh"

# table FILE KIND [SYSTEM]: ingests it as this kind, which its header must show; and the system of its folder, if that shows
table() {
    name=$(basename "$1" .csv)
    step "$name" ingest -v "$data/$1" --rejects rejects.csv -o "clean-$name.csv"
    grep -q ": $2, ${3:-as ${1%%/*} writes it}" "$name.log" || fail "$1 is not recognised as $2: $(head -n 2 "$name.log")"
    same "rows of $name" "$(figure "$name.log" 'rows? read')" "$(sql "select count(*) from $name" "$data/$1")"
    same "rows of $name kept, rejected or merged" "$(figure "$name.log" 'rows? read')" \
        "$(($(figure "$name.log" kept) + $(figure "$name.log" rejected) + $(figure "$name.log" merged)))"
}
table hubspot/contact_data.csv leads
table hubspot/company_data.csv accounts
table hubspot/deal_data.csv deals
table hubspot/deal_contact_data.csv deal_contacts
table hubspot/deal_stage_data.csv stages
table hubspot/contact_property_history_data.csv stages
table hubspot/deal_property_history_data.csv stages
table hubspot/contact_merge_audit_data.csv merges
table hubspot/merged_deal_data.csv merges
table hubspot/contact_form_submission_data.csv touches
table hubspot/email_event_data.csv touches
for kind in call communication email note task; do table hubspot/engagement_${kind}_data.csv touches; done
table marketo/marketo_lead_data.csv leads 'no system recognised'
table marketo/marketo_program_data.csv campaigns
table marketo/marketo_activity_merge_leads_data.csv merges
table marketo/marketo_activity_change_data_value_data.csv stages
for activity in click_email email_bounced email_delivered open_email send_email unsubscribe_email; do
    table marketo/marketo_activity_${activity}_data.csv touches
done
table salesforce/sf_lead_data.csv leads
table salesforce/sf_contact_data.csv contacts
table salesforce/sf_account_data.csv accounts
table salesforce/sf_opportunity_data.csv deals
table salesforce/sf_opportunity_history_data.csv stages
table salesforce/sf_task_data.csv touches
table salesforce/sf_event_data.csv touches

# A contact that lists what was merged into it takes those rows in: 78971951 has 76340251;46897301;76226001.
same "contacts merged" "$(figure contact_data.log merged)" "$(sql "
    select count(*) from contact_data a where exists (select 1 from contact_data b where b.id <> a.id and
        instr(';' || b.property_hs_merged_object_ids || ';', ';' || a.id || ';') > 0)" "$data/hubspot/contact_data.csv")"

# Marketo's list, followed to the last survivor, in another language.
table=marketo_activity_merge_leads_data
sql "with recursive link(survivor, merged) as (select lead_id, trim(value) from $table, json_each(nullif($table.merge_ids, ''))),
    chain(merged, last) as (select merged, survivor from link union select c.merged, l.survivor from chain c join link l on l.merged = c.last)
    select distinct merged from chain" "$data/marketo/$table.csv" > merged-ids.txt
{
    echo lead_id
    cat merged-ids.txt
} > old-leads.csv
step old ingest old-leads.csv --kind leads --merges "$data/marketo/$table.csv" -o survivors.csv
same "merged leads that go by another id" "$(sql 'select sum(merged_ids <> "") from survivors' survivors.csv)" \
    "$(sql 'select count(*) from survivors' survivors.csv)"
same "none of them keeps a merged id" \
    "$(sql 'select count(*) from survivors where lead_id in (select lead_id from "old-leads")' survivors.csv old-leads.csv)" 0

# Histories tell the changes of every field. The names of these are hashed: one of them is taken for the stage, and stands in the
# ledger once for each change, however often it is read.
history() {
    changes=$(basename "$1" .csv) lead=$2 field=$3 value=$4 at=$5
    chosen=$(sql "select $field from $changes where $value <> '' group by $field order by count(*) desc, $field limit 1" "$data/$1")
    printf '[exports.stages]\nfields = ["%s"]\n' "$chosen" > "$changes.toml"
    for time in 1 2; do
        step "$changes-$time" ingest --kind stages -a "$changes.toml" --ledger "$changes.db" --as-of "2026-01-0${time}T00:00:00Z" "$data/$1" -o "$changes-$time.csv"
    done
    same "changes of a field of $changes in the ledger" "$(sqlite3 "$changes.db" 'select count(*) from stage')" \
        "$(sql "select count(distinct $lead || ' ' || $value || ' ' || $at) from $changes where $field = '$chosen' and $value <> ''" "$data/$1")"
}
history hubspot/contact_property_history_data.csv contact_id name value timestamp
history marketo/marketo_activity_change_data_value_data.csv lead_id primary_attribute_value new_value activity_date
