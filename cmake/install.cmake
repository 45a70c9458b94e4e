# The installed library: `find_package(handoff)` and link to handoff::handoff.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/handoff)
install(TARGETS handoff EXPORT handoffTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY lib/include/handoff DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT handoffTargets NAMESPACE handoff:: DESTINATION ${package_folder})
configure_package_config_file(cmake/handoffConfig.cmake.in ${PROJECT_BINARY_DIR}/handoffConfig.cmake
    INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/handoffConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/handoffConfig.cmake ${PROJECT_BINARY_DIR}/handoffConfigVersion.cmake
    cmake/Phonenumber.cmake
    DESTINATION ${package_folder})

install(TARGETS handoff_command RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
