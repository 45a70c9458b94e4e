# Of what the program is made of, HANDOFF_ARCHIVES is what can be linked statically: of shared libraries of this size the
# names of thousands of functions would be looked up at the start of every command.  Only the program itself is linked so;
# tests and programs that use the library share what the system has.
set(HANDOFF_ARCHIVES ${HANDOFF_PHONENUMBER} ${phonenumber_parts})
foreach(name icui18n icuuc icudata sqlite3 re2 zstd)
    find_library(HANDOFF_ARCHIVE_${name} lib${name}.a)
    if(HANDOFF_ARCHIVE_${name})
        list(APPEND HANDOFF_ARCHIVES ${HANDOFF_ARCHIVE_${name}})
    endif()
endforeach()
