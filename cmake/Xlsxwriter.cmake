# libxlsxwriter is loaded by its name when the first workbook is written, see lib/render/xlsx_library.hpp.
find_path(HANDOFF_XLSXWRITER_INCLUDE xlsxwriter.h REQUIRED)
find_library(HANDOFF_XLSXWRITER xlsxwriter REQUIRED)
file(REAL_PATH ${HANDOFF_XLSXWRITER} xlsxwriter_file)
cmake_path(GET xlsxwriter_file FILENAME HANDOFF_XLSXWRITER_NAME)
