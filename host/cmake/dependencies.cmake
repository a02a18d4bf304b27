# Third-party packages, all from the distribution (bootstrap.sh installs those that are missing). Two header-only ones
# have a pinned fallback for systems that do not package them, or not in a usable version (Ubuntu 22.04 has toml++ 2.5).
# HASHLEASE_STATIC takes the archives instead of the shared libraries, so that only the C library stays dynamic.
include(FetchContent)

find_package(Threads REQUIRED)

# Makes TARGET an interface library over a header: from the installed package's own CMake file, else from the header.
function(hashlease_header_package package target header)
  find_package(${package} QUIET)
  if(NOT TARGET ${target})
    find_path(${package}_HEADER_DIR ${header} REQUIRED)
    add_library(${target} INTERFACE IMPORTED GLOBAL)
    target_include_directories(${target} SYSTEM INTERFACE ${${package}_HEADER_DIR})
  endif()
endfunction()
hashlease_header_package(CLI11 CLI11::CLI11 CLI/CLI.hpp)
hashlease_header_package(nlohmann_json nlohmann_json::nlohmann_json nlohmann/json.hpp)

find_package(fmt REQUIRED)
add_library(hashlease_fmt INTERFACE)
if(HASHLEASE_STATIC)
  # Debian and Ubuntu package no libfmt.a; its headers alone are enough.
  target_link_libraries(hashlease_fmt INTERFACE fmt::fmt-header-only)
else()
  target_link_libraries(hashlease_fmt INTERFACE fmt::fmt)
endif()

set(OPENSSL_USE_STATIC_LIBS ${HASHLEASE_STATIC})
find_package(OpenSSL REQUIRED COMPONENTS Crypto)

# --- HDF5 with its high-level library (dimension scales) -------------------------------------------------------------
find_package(HDF5 REQUIRED COMPONENTS C HL)
add_library(hashlease_hdf5 INTERFACE)
target_include_directories(hashlease_hdf5 SYSTEM INTERFACE ${HDF5_C_INCLUDE_DIRS})
target_compile_definitions(hashlease_hdf5 INTERFACE ${HDF5_C_DEFINITIONS})
if(HASHLEASE_STATIC)
  # libhdf5.a also holds a driver for remote files that wants libcurl. Nothing here calls that driver, so the linker
  # leaves it out: only the filters (szip, zlib) and the C library's own parts are needed.
  foreach(library hdf5_serial_hl hdf5_serial sz aec z)
    string(REPLACE "hdf5_serial" "hdf5" plain_name ${library})
    find_library(HASHLEASE_STATIC_${library} NAMES lib${library}.a lib${plain_name}.a PATH_SUFFIXES hdf5/serial REQUIRED)
    target_link_libraries(hashlease_hdf5 INTERFACE ${HASHLEASE_STATIC_${library}})
  endforeach()
  target_link_libraries(hashlease_hdf5 INTERFACE Threads::Threads ${CMAKE_DL_LIBS} m)
else()
  target_link_libraries(hashlease_hdf5 INTERFACE ${HDF5_C_HL_LIBRARIES} ${HDF5_C_LIBRARIES})
endif()

# --- Headers with a pinned fallback ----------------------------------------------------------------------------------
# Fetches REPOSITORY at COMMIT when the build is configured and returns its include folder in RESULT. SOURCE_SUBDIR names
# a folder without a CMakeLists.txt: the headers are wanted, the package's own build is not.
function(hashlease_fetch_headers name repository commit result)
  message(STATUS "hashlease: no usable ${name} is installed, fetching ${repository} at ${commit}")
  FetchContent_Declare(${name} GIT_REPOSITORY ${repository} GIT_TAG ${commit} SOURCE_SUBDIR include)
  FetchContent_MakeAvailable(${name})
  set(${result} ${${name}_SOURCE_DIR}/include PARENT_SCOPE)
endfunction()

# toml++ 3 keeps its version in toml++/impl/version.hpp (.h before 3.4); version 2, which has another interface, has no
# such file.
find_path(TOMLPLUSPLUS_INCLUDE_DIR NAMES toml++/impl/version.hpp toml++/impl/version.h)
if(TOMLPLUSPLUS_INCLUDE_DIR)
  set(tomlplusplus_include ${TOMLPLUSPLUS_INCLUDE_DIR})
else()
  hashlease_fetch_headers(tomlplusplus https://github.com/marzer/tomlplusplus.git
    30172438cee64926dc41fdd9c11fb3ba5b2ba9de tomlplusplus_include)  # v3.4.0
endif()
add_library(hashlease_tomlplusplus INTERFACE)
target_include_directories(hashlease_tomlplusplus SYSTEM INTERFACE ${tomlplusplus_include})
target_compile_definitions(hashlease_tomlplusplus INTERFACE TOML_HEADER_ONLY=1)

find_path(RANDOM123_INCLUDE_DIR Random123/philox.h)
if(RANDOM123_INCLUDE_DIR)
  set(random123_include ${RANDOM123_INCLUDE_DIR})
else()
  hashlease_fetch_headers(random123 https://github.com/DEShawResearch/random123.git
    726a093cd9a73f3ec3c8d7a70ff10ed8efec8d13 random123_include)  # v1.14.0
endif()
add_library(hashlease_random123 INTERFACE)
target_include_directories(hashlease_random123 SYSTEM INTERFACE ${random123_include})
