#!/bin/sh
# Salesforce, by its API: leads with tasks as touches; a task's WhoId is a lead or a contact.
set -eu
folder=crm_salesforce
. "$(dirname "$0")/common.sh"
cp "$data/Lead.csv" "$data/Task.csv" "$data/Opportunity.csv" .
nightly 2024-02-01 Lead.csv Task.csv Opportunity.csv

same "tasks read" "$(figure score.log 'touch(es)?,')" "$(sql 'select count(*) from Task' Task.csv)"
same "tasks that are nobody's" "$(figure score.log 'joined no lead')" \
    "$(sql 'select count(*) from Task where substr(WhoId, 1, 15) not in (select substr(Id, 1, 15) from Lead)' Task.csv Lead.csv)"
piped Lead.csv Task.csv
