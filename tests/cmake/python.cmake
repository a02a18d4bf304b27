# Python for those tests that read result files the way a user would.

# Sets RESULT to an interpreter that can import xarray with both of its HDF5 engines, or to "" when there is none. Tries
# -DHASHLEASE_PYTHON, then python3 on PATH, then the distribution's own (whose packages bootstrap.sh installs).
function(hashlease_find_python result)
  find_program(hashlease_path_python python3 NO_CACHE)
  foreach(candidate IN LISTS HASHLEASE_PYTHON hashlease_path_python ITEMS /usr/bin/python3)
    if(candidate AND EXISTS ${candidate})
      execute_process(COMMAND ${candidate} -c "import numpy, xarray, h5netcdf, netCDF4"
        RESULT_VARIABLE status OUTPUT_QUIET ERROR_QUIET)
      if(status EQUAL 0)
        set(${result} ${candidate} PARENT_SCOPE)
        return()
      endif()
    endif()
  endforeach()
  set(${result} "" PARENT_SCOPE)
endfunction()

# Adds the test NAME that runs the rest of the arguments with that interpreter. Without one the test is still registered
# and ctest counts it as skipped.
function(hashlease_python_test name)
  if(HASHLEASE_PYTHON)
    add_test(NAME ${name} COMMAND ${HASHLEASE_PYTHON} ${ARGN})
  else()
    add_test(NAME ${name} COMMAND ${CMAKE_COMMAND} -E echo "SKIPPED: no python3 has numpy, xarray, h5netcdf, netCDF4")
  endif()
  set_tests_properties(${name} PROPERTIES SKIP_RETURN_CODE 77 SKIP_REGULAR_EXPRESSION "^SKIPPED: ")
endfunction()

# Sets RESULT to the first interpreter that can import all of the other arguments, else to one that cannot: a script of
# which the modules are missing says so and counts as skipped.
function(hashlease_find_python_with result)
  find_package(Python3 REQUIRED COMPONENTS Interpreter)
  string(JOIN ", " modules ${ARGN})
  foreach(candidate IN LISTS HASHLEASE_PYTHON Python3_EXECUTABLE ITEMS /usr/bin/python3)
    if(candidate AND EXISTS ${candidate})
      execute_process(COMMAND ${candidate} -c "import ${modules}" RESULT_VARIABLE status OUTPUT_QUIET ERROR_QUIET)
      if(status EQUAL 0)
        set(${result} ${candidate} PARENT_SCOPE)
        return()
      endif()
    endif()
  endforeach()
  set(${result} ${Python3_EXECUTABLE} PARENT_SCOPE)
endfunction()
