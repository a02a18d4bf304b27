# cmake -DPROGRAM=... -DFOLDER=... -DSOURCE=... -DVERSION=... -DCONTACT=... -P: writes what an installation holds beside
# the files of the tree. The day of the Debian changelog is SOURCE_DATE_EPOCH where that is set.
file(MAKE_DIRECTORY ${FOLDER}/bash ${FOLDER}/zsh)

function(write_output file)
  execute_process(COMMAND ${PROGRAM} ${ARGN} OUTPUT_FILE ${file} COMMAND_ERROR_IS_FATAL ANY)
endfunction()
write_output(${FOLDER}/hashlease.1 man)
write_output(${FOLDER}/bash/hashlease completion bash)
write_output(${FOLDER}/zsh/_hashlease completion zsh)

# The first two paragraphs name the licence and the holder, the rest is the text.
file(READ ${SOURCE}/LICENSE license)
if(NOT license MATCHES "^MIT License\n\nCopyright \\(c\\) ([^\n]+)\n\n(.+)$")
  message(FATAL_ERROR "${SOURCE}/LICENSE is not the MIT licence that debian/copyright is made from")
endif()
set(holder ${CMAKE_MATCH_1})
string(STRIP "${CMAKE_MATCH_2}" license)
string(REPLACE "\n\n" "\n.\n" license "${license}")
string(REPLACE "\n" "\n " license "${license}")
file(WRITE ${FOLDER}/copyright
  "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: hashlease\n\n"
  "Files: *\nCopyright: ${holder}\nLicense: Expat\n ${license}\n")

string(TIMESTAMP day "%a, %d %b %Y %H:%M:%S +0000" UTC)
file(WRITE ${FOLDER}/changelog.Debian
  "hashlease (${VERSION}) unstable; urgency=medium\n\n  * What changed is in changelog.gz.\n\n -- ${CONTACT}  ${day}\n")
configure_file(${SOURCE}/CHANGELOG.md ${FOLDER}/changelog COPYONLY)

foreach(file hashlease.1 changelog changelog.Debian)
  execute_process(COMMAND gzip -9nc ${FOLDER}/${file} OUTPUT_FILE ${FOLDER}/${file}.gz COMMAND_ERROR_IS_FATAL ANY)
endforeach()
