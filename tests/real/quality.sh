#!/bin/sh
# X Education scored by an agreement written by hand: the report sees that Tags is filled in when the outcome is known.
set -eu
folder=xeducation
. "$(dirname "$0")/common.sh"
cp "$data/Leads.csv" .
cat > handoff.toml << 'TOML'
[exports.leads]
files   = ["Leads.csv"]
columns = { lead_id = "Lead Number" }
blank   = ["Select"]

[lifecycle]
mql = "score >= 40"

[score]
groups = { fit = {}, engagement = { max = 60 } }

[[score.rule]]
group  = "fit"
name   = "works already"
when   = "\"What is your current occupation\" = 'Working Professional'"
points = 30

[[score.rule]]
group  = "engagement"
name   = "reads for long"
column = "Total Time Spent on Website"
bands  = { "200..599" = 8, "600..1199" = 20, "1200.." = 30 }

[[score.rule]]
group  = "engagement"
name   = "tag of the call centre"
when   = "Tags = 'Will revert after reading the email'"
points = 30
TOML
report() {
    table=$1
    shift
    step "$table" report quality --outcome sql --as-of 2018-12-01 -f csv --table "$table" -o "$table.csv" "$@"
}
report leaks
same "suspicious first" "$(sql 'select column from leaks limit 1' leaks.csv)" Tags
same "Tags alone" "$(sql "select printf('%.2f', alone) from leaks where column = 'Tags'" leaks.csv)" 0.92
same "why" "$(sql "select why from leaks where column = 'Tags'" leaks.csv)" \
    "'Will revert after reading the email' 97% of 2,072, 'Already a student' 1% of 465 and 2 more such values converted, 39% of all; is it filled in when the outcome is known?; rule 'tag of the call centre' reads it"
report rules --rows rows.csv
tagged="Tags = 'Will revert after reading the email'"
same "leads with the tag" "$(sql "select fired from rules where rule like 'tag%'" rules.csv)" "$(sql "select count(*) from Leads where $tagged" Leads.csv)"
same "of them converted" "$(sql "select won from rules where rule like 'tag%'" rules.csv)" "$(sql "select sum(Converted = 1) from Leads where $tagged" Leads.csv)"
same "rows behind it" "$(sql "select count(*) from rows where row like 'tag%' and column = 'won'" rows.csv)" "$(sql "select won from rules where rule like 'tag%'" rules.csv)"
