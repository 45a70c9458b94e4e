#!/bin/sh
# The page runner itself: it must notice what differs, and must not write down a failure as what is expected.
#   runner_test.sh PAGE_RUNNER
set -eu
runner=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir programs fixture
printf 'from the fixture\n' > fixture/words.txt

fail() { echo "runner_test: $1" >&2; exit 1; }
page() { "$runner" --root . --programs programs "$@"; }

cat > good.md <<'PAGE'
<!-- fixture: fixture -->
```file inline/list.txt
one
two
```
```console
$ cat words.txt inline/list.txt
from the fixture
one
two
$ cat <<END
> a
> b
> END
a
b
$ echo joined \
  lines; echo "$TZ $COLUMNS" >&2
joined lines
UTC 80
$ seq 1 50
1
...
49
50
$ echo told; exit 2
told
[exit 2]
$ export WORD="it's kept"; cd inline
$ echo "$WORD"; ls
it's kept
list.txt
```
PAGE
page good.md > out.txt || { cat out.txt; fail "a page that is right was refused"; }

printf '```console\n$ echo new\nold\n$ exit 1\n$ seq 3\n...\n2\n```\n' > bad.md
page bad.md > out.txt && fail "a page that is wrong was accepted"
for line in '-old' '+new' '+[exit 1]' 'bad.md: 3 commands, 3 differ, 0 updated'; do
    grep -qxF -e "$line" out.txt || { cat out.txt; fail "'$line' is not said"; }
done

page --update bad.md > out.txt || fail "an ordinary difference was not updated"
printf '```console\n$ echo new\nnew\n$ exit 1\n[exit 1]\n$ seq 3\n1\n2\n3\n```\n' | cmp - bad.md
page bad.md > out.txt || fail "an updated page is wrong"

for command in 'no-such-command' 'exit 126' 'kill -9 $$' "echo '\$ ls'"; do
    printf '```console\n$ %s\nfine\n```\n' "$command" > refused.md
    cp refused.md before.md
    page --update refused.md > out.txt && fail "'$command' was written down as expected"
    cmp before.md refused.md
done

printf '```console\n$ echo never closed\n' > open.md
page open.md > out.txt 2>&1 && fail "a block that is never closed was accepted"
grep -q 'line 1: the block is never closed' out.txt
