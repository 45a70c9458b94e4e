#!/bin/sh
# Two types of one name in one namespace compile, and then break each other's destructors at run time: no
# header may define what another one already does.
#   names.sh LIB
set -eu
find "$1" -name '*.hpp' | sort | xargs awk '
    FNR == 1 { depth = 0 }
    /^namespace .*\{$/ { names[++depth] = $2; only_declares = 1; next }
    /^\} \/\/ namespace/ || (/^\}$/ && only_declares) { depth--; next }
    !/^(class|struct) [A-Za-z0-9_]+;$/ { only_declares = 0 }
    /^(struct|class|union|enum|enum class) [A-Za-z0-9_]+( final)?( :| ?\{)/ {
        type = $2 == "class" ? $3 : $2
        for (i = depth; i > 0; i--) type = names[i] "::" type
        if (type in first) {
            printf "%s: %s stands in %s already\n", FILENAME, type, first[type]
            status = 1
        } else first[type] = FILENAME
    }
    END { exit status }'
