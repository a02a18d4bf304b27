# Script: copies the compilation database FROM to TO without the flags that only g++ knows, so that clang-tidy can read the
# database of a g++ build.
file(READ ${FROM} commands)
string(REGEX REPLACE " -(fschedule-insns|fsched-pressure|Wno-restrict)" "" commands "${commands}")
file(WRITE ${TO} "${commands}")
