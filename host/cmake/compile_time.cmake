# What keeps a build short. (Precompiled headers do not: g++ takes longer to load those of CLI11 and nlohmann-json than most
# of our sources take without them.)

# Options, texts, pages, single paths and tests cost no time worth the optimiser's, which takes a quarter of a compilation.
function(hashlease_optimise_little target)
  target_compile_options(${target} PRIVATE $<$<AND:$<CONFIG:Release>,$<COMPILE_LANGUAGE:CXX>>:-O1>)
endfunction()
