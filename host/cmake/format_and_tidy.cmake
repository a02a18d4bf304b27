# Targets `tidy` (clang-tidy over host/), `format` and `format-check` (clang-format over every source). The layout and the
# checks are those of version 14; other versions lay out or warn differently here and there.
find_program(HASHLEASE_CLANG_FORMAT NAMES clang-format-14 clang-format)
find_program(HASHLEASE_CLANG_TIDY NAMES clang-tidy-14 clang-tidy)
find_program(HASHLEASE_RUN_CLANG_TIDY NAMES run-clang-tidy-14 run-clang-tidy)

file(GLOB_RECURSE hashlease_formatted CONFIGURE_DEPENDS
  ${PROJECT_SOURCE_DIR}/host/*.[ch]pp ${PROJECT_SOURCE_DIR}/tests/*.[ch]pp
  ${PROJECT_SOURCE_DIR}/cuda/*.[ch]pp ${PROJECT_SOURCE_DIR}/cuda/*.cu ${PROJECT_SOURCE_DIR}/cuda/*.cuh)
if(HASHLEASE_CLANG_FORMAT AND hashlease_formatted)
  add_custom_target(format COMMAND ${HASHLEASE_CLANG_FORMAT} -i ${hashlease_formatted} VERBATIM)
  add_custom_target(format-check COMMAND ${HASHLEASE_CLANG_FORMAT} --dry-run -Werror ${hashlease_formatted} VERBATIM)
endif()

if(HASHLEASE_CLANG_TIDY AND HASHLEASE_RUN_CLANG_TIDY)
  add_custom_target(tidy
    COMMAND ${CMAKE_COMMAND} -DFROM=${PROJECT_BINARY_DIR}/compile_commands.json
      -DTO=${PROJECT_BINARY_DIR}/tidy/compile_commands.json -P ${CMAKE_CURRENT_LIST_DIR}/commands_for_clang.cmake
    COMMAND ${HASHLEASE_RUN_CLANG_TIDY} -clang-tidy-binary ${HASHLEASE_CLANG_TIDY} -quiet -p ${PROJECT_BINARY_DIR}/tidy
      "^${PROJECT_SOURCE_DIR}/host/.*[.]cpp$"
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} VERBATIM)
endif()
