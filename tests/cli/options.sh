#!/bin/sh
# The options of a command and its page name each other: everything in `handoff COMMAND --help` stands in
# docs/COMMAND.md, and every `--option` there is one of the command's.  A span that begins with `handoff OTHER`
# is held against OTHER's help; console blocks are run by the page runner, so they are not looked at here.
#   options.sh HANDOFF DOCS COMMAND
set -eu
handoff=$1 docs=$2 command=$3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
status=0

help_of() {
    [ -e "$folder/$1" ] || COLUMNS=80 "$handoff" "$1" --help > "$folder/$1"
    grep -oE -e '--[a-z][a-z-]*' "$folder/$1" | sort -u
}

awk '/^```/ { fenced = !fenced; next } !fenced' "$docs/$command.md" | grep -oE '`[^`]+`' | tr -d '`' > "$folder/spans"
own=$(grep -vE '^handoff ' "$folder/spans" | grep -oE -e '--[a-z][a-z-]*' | sort -u || true)

for option in $(help_of "$command"); do
    echo "$own" | grep -qxF -e "$option" || { echo "docs/$command.md does not name '$option'"; status=1; }
done
for option in $own; do
    help_of "$command" | grep -qxF -e "$option" || {
        echo "docs/$command.md names '$option', which 'handoff $command' does not have"
        status=1
    }
done
grep -E '^handoff [a-z]+ .*--' "$folder/spans" > "$folder/others" || true
while read -r span; do
    other=$(echo "$span" | cut -d' ' -f2)
    for option in $(echo "$span" | grep -oE -e '--[a-z][a-z-]*'); do
        help_of "$other" | grep -qxF -e "$option" || {
            echo "docs/$command.md names '$span', but 'handoff $other' has no '$option'"
            status=1
        }
    done
done < "$folder/others"
exit $status
