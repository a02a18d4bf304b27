# Compiles each source for the instruction set that its name ends with, *_avx2.cpp and *_avx512.cpp; other sources keep
# the baseline of the architecture. The flags are those of g++ and clang. On another architecture nothing is set, and such
# a source has to compile to nothing.
function(hashlease_set_instruction_sets)
  if(NOT CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    return()
  endif()
  # The long straight-line step of the market gains 9 % when g++ schedules it before it assigns registers (it does not by
  # default on x86); clang always does.
  set(schedule "$<$<CXX_COMPILER_ID:GNU>:-fschedule-insns;-fsched-pressure>")
  # Sanitizers would take a compiler a quarter of an hour for each of these. They see the same templates at work in the
  # baseline, and the allocations and threads around them everywhere.
  if(HASHLEASE_SANITIZE)
    set(schedule "-fno-sanitize=all")
  endif()
  foreach(source IN LISTS ARGN)
    if(source MATCHES "_avx2[.]cpp$")
      set_source_files_properties(${source} PROPERTIES COMPILE_OPTIONS "-mavx2;-mfma;${schedule}")
    elseif(source MATCHES "_avx512[.]cpp$")
      set_source_files_properties(${source} PROPERTIES COMPILE_OPTIONS
        "-mavx512f;-mavx512dq;-mavx512bw;-mavx512vl;-mavx2;-mfma;-mprefer-vector-width=512;${schedule}")
    endif()
  endforeach()
endfunction()
