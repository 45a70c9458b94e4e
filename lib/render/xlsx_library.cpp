#include "render/xlsx_library.hpp"

#include <handoff/error.hpp>

#include <dlfcn.h>

namespace handoff::xlsx {

void* find_function(const char* name) {
    static void* const library = ::dlopen(HANDOFF_XLSXWRITER, RTLD_NOW | RTLD_LOCAL);
    void* const function = library == nullptr ? nullptr : ::dlsym(library, name);
    if (function == nullptr)
        throw Error(Fault::request,
                    "a workbook needs the library " HANDOFF_XLSXWRITER ", which cannot be loaded");
    return function;
}

} // namespace handoff::xlsx
