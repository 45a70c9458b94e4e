#!/bin/sh
# Every report of Acme as HTML, opened in Chromium: no message in its console, nothing asked of any other file or
# of the network, sorting and filtering as a person does them; a picture in light and in dark, and pages on paper.
#   browser.sh HANDOFF ROOT [FOLDER FOR THE PICTURES]
set -eu
handoff=$1 root=$2 pictures=${3:-}
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
[ -n "$browser" ] || { echo "skipped: no chromium to open reports in"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp -r "$root/examples/acme" "$folder/acme"
cp "$root/tests/browser/try.js" "$folder/try.js"
[ -n "$pictures" ] || { pictures=$folder/pictures; mkdir "$pictures"; }
cd "$folder/acme"
as_of=2026-11-20T14:00:00Z

# chromium SHEET FLAGS...: what it prints goes to standard output, its console to said
open_page() {
    page=$1
    shift
    timeout 60 "$browser" --headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --disable-background-networking \
        --disable-extensions --user-data-dir="$folder/profile" --hide-scrollbars --virtual-time-budget=5000 \
        --enable-logging=stderr --log-level=0 "$@" "file://$page" < /dev/null 2> said
    if grep 'CONSOLE' said; then
        echo "$page: said in the browser's console"
        exit 1
    fi
}

opened=0
cat "$root/tests/browser/promises.toml" >> handoff.toml
"$handoff" route --as-of $as_of -q -o routed.csv < /dev/null 2> said
for report in $("$handoff" report --list | sed -n 's/^\([a-z]*\) .*/\1/p'); do
    set -- "$handoff" report "$report" routed.csv --as-of $as_of -q -o "$folder/$report.html"
    [ "$report" != brief ] || set -- "$@" --rep ben
    "$@" < /dev/null 2> said || { echo "$report: $(grep -m 1 'error: ' said)"; continue; }
    # The page as it is, then what a person would do to it, which writes down what it found.
    { cat "$folder/$report.html"; printf '<script>'; cat "$folder/try.js"; printf '</script>\n'; } > "$folder/tried.html"
    found=$(open_page "$folder/tried.html" --dump-dom | sed -n 's/.*<pre id="found">\(.*\)<\/pre>.*/\1/p')
    echo "$report: $found"
    case $found in 'well: '*) opened=$((opened + 1)) ;; *) exit 1 ;; esac
done
[ "$opened" -ge 10 ] || { echo "only $opened reports could be opened"; exit 1; }

for report in digest funnel goals pipeline; do
    open_page "$folder/$report.html" --window-size=1200,1600 --screenshot="$pictures/$report-light.png"
    open_page "$folder/$report.html" --window-size=1200,1600 --blink-settings=preferredColorScheme=0 \
        --screenshot="$pictures/$report-dark.png"
    open_page "$folder/$report.html" --no-pdf-header-footer --print-to-pdf="$pictures/$report.pdf"
    for picture in "$report-light.png" "$report-dark.png" "$report.pdf"; do
        [ -s "$pictures/$picture" ] || { echo "no picture $picture"; exit 1; }
    done
    cmp -s "$pictures/$report-light.png" "$pictures/$report-dark.png" && { echo "$report looks the same in the dark"; exit 1; }
done
pages=$(grep -ac '/Type /Page$' "$pictures/digest.pdf")
[ "$pages" -eq 1 ] || { echo "the digest fills $pages pages on paper, not one"; exit 1; }
