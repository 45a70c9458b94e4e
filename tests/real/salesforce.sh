#!/bin/sh
# Salesforce, by its API: leads with tasks as touches; a task's WhoId is a lead or a contact.
set -eu
folder=crm_salesforce
. "$(dirname "$0")/common.sh"
cp "$data/Lead.csv" "$data/Task.csv" "$data/Opportunity.csv" "$data/Contact.csv" .
nightly 2024-02-01 Lead.csv Task.csv Opportunity.csv

same "tasks read" "$(figure score.log 'touch(es)?,')" "$(sql 'select count(*) from Task' Task.csv)"
same "tasks that are nobody's" "$(figure score.log 'joined no lead')" \
    "$(sql 'select count(*) from Task where substr(WhoId, 1, 15) not in (select substr(Id, 1, 15) from Lead)' Task.csv Lead.csv)"
piped Lead.csv Task.csv

# In this org nobody was converted: the contacts of 60 tasks are no leads, which is said when contacts are at hand.
step contacts score Lead.csv --touches Task.csv --contacts Contact.csv --as-of "$as_of" -o with-contacts.csv
same "tasks of contacts who are no leads" "$(figure contacts.log 'touches of contacts')" \
    "$(sql 'select count(*) from Task where WhoId in (select Id from Contact)' Task.csv Contact.csv)"

# Named among the leads, the contacts are persons: each task finds the one it is of.
cat > calls.toml << 'END'
[agreement]
name = "Calls"
[[score.rule]]
group = "calls"
name = "a task"
touch = "type is not blank"
points = 1
END
step everybody score Lead.csv Contact.csv --touches Task.csv -a calls.toml --as-of "$as_of" -o everybody.csv
same "tasks that are nobody's then" "$(figure everybody.log 'joined no lead')" 0
same "tasks of each lead and contact" \
    "$(sql 'select group_concat(Id || calls) from (select Id, cast(calls as integer) calls from everybody where calls > 0 order by Id)' everybody.csv)" \
    "$(sql 'select group_concat(WhoId || n) from (select WhoId, count(*) n from Task group by WhoId order by WhoId)' Task.csv)"

# Had the first leads become the contacts of tasks, those tasks would be theirs; ids of 15 characters are the same.
sql "create table who as select distinct WhoId from Task where WhoId like '003%' order by WhoId limit 20;
update Lead set ConvertedContactId = coalesce((select substr(w.WhoId, 1, 15) from who w where w.rowid = Lead.rowid), '');
.headers on
.mode csv
select * from Lead" Task.csv Lead.csv > Converted.csv
step converted score Converted.csv --touches Task.csv -a calls.toml --as-of "$as_of" -o c.csv
same "tasks of converted leads" \
    "$(sql 'select group_concat(Id || calls) from (select Id, cast(calls as integer) calls from c where calls > 0 order by Id)' c.csv)" \
    "$(sql 'select group_concat(Id || n) from (select l.Id, count(*) n from Converted l join Task t on t.WhoId = l.Id or
        (l.ConvertedContactId <> "" and substr(t.WhoId, 1, 15) = l.ConvertedContactId) group by l.Id order by l.Id)' Converted.csv Task.csv)"

# Every object of the org ingests, and every row is accounted for.
for object in Lead Contact Account Opportunity Campaign CampaignMember Task; do
    step "$object" ingest "$data/$object.csv" --rejects rejects.csv -o "clean-$object.csv"
    same "rows of $object" "$(figure "$object.log" 'rows? read')" "$(sql "select count(*) from $object" "$data/$object.csv")"
    same "rows of $object kept, rejected or merged" "$(figure "$object.log" 'rows? read')" \
        "$(($(figure "$object.log" kept) + $(figure "$object.log" rejected) + $(figure "$object.log" merged)))"
done
