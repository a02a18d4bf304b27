# Decides whether the CUDA backend is built: sets HASHLEASE_WITH_CUDA. AUTO takes it when nvcc (12 or later, for C++20) is
# found and can compile with the host compiler; ON makes anything missing an error; OFF does not look. The folder cuda/ may
# be deleted: AUTO then builds without it.
include(CheckLanguage)
# Which ones tests/cuda/generated_code.py looks at: the oldest, the newest and 9.0.
option(HASHLEASE_FEW_ARCHITECTURES "Compile kernels for three GPU architectures instead of all" OFF)

# Sets RESULT to the release of the CUDA compiler NVCC, as 12.4, or to 0.
function(hashlease_nvcc_release nvcc result)
  execute_process(COMMAND ${nvcc} --version OUTPUT_VARIABLE banner ERROR_QUIET)
  if(banner MATCHES "release ([0-9]+[.][0-9]+)")
    set(${result} ${CMAKE_MATCH_1} PARENT_SCOPE)
  else()
    set(${result} 0 PARENT_SCOPE)
  endif()
endfunction()

set(HASHLEASE_WITH_CUDA OFF)
if(HASHLEASE_CUDA STREQUAL "ON" OR (HASHLEASE_CUDA STREQUAL "AUTO" AND EXISTS ${PROJECT_SOURCE_DIR}/cuda/CMakeLists.txt))
  if(NOT CMAKE_CUDA_COMPILER AND NOT DEFINED ENV{CUDACXX})
    find_program(HASHLEASE_NVCC nvcc PATHS $ENV{CUDA_HOME}/bin $ENV{CUDA_PATH}/bin /usr/local/cuda/bin)
    if(HASHLEASE_NVCC)
      set(ENV{CUDACXX} ${HASHLEASE_NVCC})
    endif()
  endif()
  if(HASHLEASE_CUDA STREQUAL "ON")
    set(HASHLEASE_WITH_CUDA ON)
  elseif(CMAKE_CUDA_COMPILER OR DEFINED ENV{CUDACXX})
    set(hashlease_nvcc "$ENV{CUDACXX}")
    check_language(CUDA)
    if(CMAKE_CUDA_COMPILER)
      hashlease_nvcc_release(${CMAKE_CUDA_COMPILER} hashlease_nvcc_release)
      if(hashlease_nvcc_release VERSION_LESS 12)
        message(NOTICE "hashlease: warning: building without the CUDA backend: ${CMAKE_CUDA_COMPILER} is of release "
          "${hashlease_nvcc_release}, 12 is needed")
      else()
        set(HASHLEASE_WITH_CUDA ON)
      endif()
    else()
      message(NOTICE "hashlease: warning: building without the CUDA backend: ${hashlease_nvcc} cannot compile with "
        "${CMAKE_CXX_COMPILER} (-DHASHLEASE_CUDA=ON shows why)")
    endif()
  endif()
endif()
message(STATUS "hashlease: CUDA backend ${HASHLEASE_WITH_CUDA}")

if(HASHLEASE_WITH_CUDA)
  # Machine code for the common architectures from Ampere on, as far as the toolkit knows them, and PTX of the newest for
  # those to come; code of 8.0 also runs on 8.6 to 8.9. Another list: -DCMAKE_CUDA_ARCHITECTURES=90.
  if(NOT DEFINED CMAKE_CUDA_ARCHITECTURES AND NOT DEFINED ENV{CUDAARCHS})
    set(hashlease_nvcc "$ENV{CUDACXX}")
    if(CMAKE_CUDA_COMPILER)
      set(hashlease_nvcc ${CMAKE_CUDA_COMPILER})
    endif()
    hashlease_nvcc_release("${hashlease_nvcc}" hashlease_nvcc_release)
    if(hashlease_nvcc_release VERSION_LESS 12.8)
      set(CMAKE_CUDA_ARCHITECTURES 80-real 86-real 89-real 90)
    else()
      set(CMAKE_CUDA_ARCHITECTURES 80-real 86-real 89-real 90-real 100-real 120)
    endif()
    if(HASHLEASE_FEW_ARCHITECTURES)
      list(REMOVE_ITEM CMAKE_CUDA_ARCHITECTURES 86-real 89-real 100-real)
    endif()
  endif()
  enable_language(CUDA)
  # Early releases of CMake do not know that nvcc 12 compiles C++20.
  if(NOT CMAKE_CUDA20_STANDARD_COMPILE_OPTION)
    set(CMAKE_CUDA20_STANDARD_COMPILE_OPTION -std=c++20)
    set(CMAKE_CUDA20_EXTENSION_COMPILE_OPTION -std=c++20)
  endif()

  # Flags of every kernel, as those of hashlease_flags: contraction off and IEEE arithmetic for the same bits.
  add_library(hashlease_cuda_flags INTERFACE)
  target_compile_options(hashlease_cuda_flags INTERFACE
    $<$<COMPILE_LANGUAGE:CUDA>:--fmad=false;--prec-div=true;--prec-sqrt=true;--ftz=false;-lineinfo>
    "$<$<COMPILE_LANGUAGE:CUDA>:SHELL:-Werror all-warnings -Xcompiler=-Wall,-Wextra,-Werror,-ffp-contract=off>")
  target_include_directories(hashlease_cuda_flags INTERFACE ${PROJECT_SOURCE_DIR})
endif()
