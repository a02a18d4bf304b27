# `cmake --install` and `cpack -G DEB`. What the program writes of itself (manual, completion) is written while it is
# installed, so it is that of the program beside it. HASHLEASE_STATIC=ON makes a package that depends on the C library
# alone and so installs on later releases too; otherwise it takes the libraries of the release that it was built on.
include(GNUInstallDirs)
set(HASHLEASE_PACKAGE_CONTACT "The hashlease authors <hashlease@users.noreply.github.com>" CACHE STRING
  "Maintainer that the Debian package names")
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)  # only the program is installed, tests need not be built for it
set(CMAKE_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(packaging ${PROJECT_SOURCE_DIR}/host/packaging)
set(generated ${PROJECT_BINARY_DIR}/packaging)
set(documentation ${CMAKE_INSTALL_DATADIR}/doc/hashlease)

install(TARGETS hashlease RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(PROGRAMS ${packaging}/systemd/overnight DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/hashlease)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/configs DESTINATION ${CMAKE_INSTALL_DATADIR}/hashlease
  PATTERN README.md EXCLUDE)
foreach(page README.md configs/README.md configs/cases/README.md cuda/README.md host/README.md results/README.md
    results/READING.md)
  get_filename_component(folder ${page} DIRECTORY)
  install(FILES ${PROJECT_SOURCE_DIR}/${page} DESTINATION ${documentation}/${folder})
endforeach()
install(DIRECTORY ${PROJECT_SOURCE_DIR}/host/docs DESTINATION ${documentation}/host FILES_MATCHING PATTERN *.md)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/results/notebooks DESTINATION ${documentation}/results FILES_MATCHING PATTERN *.ipynb)
install(DIRECTORY ${packaging}/systemd DESTINATION ${documentation}/examples PATTERN overnight EXCLUDE)
install(FILES ${packaging}/Dockerfile.cpu ${packaging}/Dockerfile.cuda DESTINATION ${documentation}/examples/docker)

install(CODE "execute_process(COMMAND \"${CMAKE_COMMAND}\"
  \"-DPROGRAM=$<TARGET_FILE:hashlease>\" \"-DFOLDER=${generated}\" \"-DSOURCE=${PROJECT_SOURCE_DIR}\"
  \"-DVERSION=${PROJECT_VERSION}-1\" \"-DCONTACT=${HASHLEASE_PACKAGE_CONTACT}\"
  -P \"${CMAKE_CURRENT_LIST_DIR}/generated_documents.cmake\" COMMAND_ERROR_IS_FATAL ANY)")
install(FILES ${generated}/hashlease.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${generated}/bash/hashlease DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${generated}/zsh/_hashlease DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES ${generated}/copyright ${generated}/changelog.gz ${generated}/changelog.Debian.gz
  DESTINATION ${documentation})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME hashlease)
set(CPACK_PACKAGE_VENDOR "The hashlease authors")
set(CPACK_PACKAGE_CONTACT ${HASHLEASE_PACKAGE_CONTACT})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Monte Carlo risk of bitcoin mining and GPU leasing datacenters")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"It simulates joint paths of the BTC price, the Bitcoin network, GPU lease
rates and power prices, puts every path through datacenters that mine, rent
out GPUs or do both, and writes the distributions of revenue and cash flow,
each figure with its standard error, to one HDF5 file that xarray reads.")
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "python3-xarray, python3-h5netcdf, default-mta | mail-transport-agent")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS ${CMAKE_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS})
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)
include(CPack)
