#!/bin/sh
# The library's manners: its public headers include only the standard library and each other, each compiles alone, and
# the library never prints, exits, or looks at the clock or the environment; nothing runs text.   manners.sh COMPILER ROOT
set -eu
compiler=$1
cd "$2"
fail=0
complain() { echo "$1"; fail=1; }

found=$(grep -nE '#include *["<]' lib/include/handoff/*.hpp | grep -vE '#include <(handoff/[a-z_]+\.hpp|[a-z_]+)>' || true)
[ -z "$found" ] || complain "a public header includes more than the standard library: $found"

found=$(grep -rnE 'std::(cout|cerr|clog)|[^a-z_"'\''](printf|puts|exit|abort) *\(|system_clock::now|getenv' lib --include='*.cpp' --include='*.hpp' |
    grep -vE '^[^:]*:[0-9]+: *//|snprintf|fprintf\(file' || true)
[ -z "$found" ] || complain "the library prints, exits, or looks at the clock or the environment: $found"

# Text from exports and agreements is never a command or a format.
found=$(grep -rnE '(^|[^a-z_."])(system|popen|execl?[vpe]*|posix_spawnp?) *\(|fmt::runtime|vformat|mktemp *\(|tmpnam|tempnam' lib cmd --include='*.cpp' --include='*.hpp' |
    grep -vE '^[^:]*:[0-9]+: *//' || true)
[ -z "$found" ] || complain "text could become a command or a format, or a file a name that others can guess: $found"

for header in lib/include/handoff/*.hpp; do
    echo "#include <handoff/$(basename "$header")>" |
        "$compiler" -std=c++20 -Wall -Wextra -Werror -fsyntax-only -Ilib/include -x c++ - ||
        complain "$header does not compile alone"
done
exit $fail
