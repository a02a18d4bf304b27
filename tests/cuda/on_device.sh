#!/usr/bin/env bash
# Everything about the CUDA backend that only a GPU can show, in one go, what matters most first: are the numbers right,
# does a sanitizer find anything, how fast is it and what holds it up, does the night's study run to its end.
#
# usage: tests/cuda/on_device.sh BUILD [FOLDER] [--quick]
#
# BUILD has hashlease and test_cuda. Each step writes FOLDER/STEP.log (default: on-device); a table of steps, exit codes
# and seconds ends the output. --quick: only the numbers. HASHLEASE_PEERS: as for tests/bench/side_by_side.sh.
# Exit code: 0 all done, 1 a step failed, 77 no GPU. A tool that is not installed is named, and its step left out.
set -uo pipefail

source_folder=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
quick=no
arguments=()
for argument in "$@"; do
  if [[ $argument == --quick ]]; then quick=yes; else arguments+=("$argument"); fi
done
if [[ ${#arguments[@]} -lt 1 ]]; then
  sed -n '2,10s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
  exit 2
fi
build=$(cd -P "${arguments[0]}" && pwd) || exit 2
program=$build/hashlease
if ! nvidia-smi -L >/dev/null 2>&1; then
  echo "no GPU here"
  exit 77
fi
mkdir -p "${arguments[1]:-on-device}"
folder=$(cd -P "${arguments[1]:-on-device}" && pwd)
table=()
failed=0

# step NAME COMMAND...: runs it with its output in NAME.log and adds a row to the table.
step() {
  local name=$1 start=$SECONDS code=0
  shift
  if ! command -v "$1" >/dev/null; then
    table+=("$(printf '%-22s %4s %6s  %s' "$name" - - "$1 is not installed")")
    return
  fi
  "$@" >"$folder/$name.log" 2>&1 || code=$?
  if grep -q '\[  SKIPPED \]' "$folder/$name.log"; then code=77; fi  # a test that found no GPU has shown nothing
  table+=("$(printf '%-22s %4d %5ds  %s' "$name" "$code" $((SECONDS - start)) "$(tail -n 1 "$folder/$name.log")")")
  [[ $code -eq 0 ]] || failed=1
}

numbers() {
  step roots-and-words "$build/test_cuda" --gtest_filter='DeviceRoots.*:DeviceReciprocals.*:DeviceWords.*'
  step agreement "$build/test_cuda" --gtest_filter='CudaAgreement.*'
  HASHLEASE_GOLDEN_BACKEND=cuda step golden-hashes python3 -B "$source_folder/tests/golden/golden.py" "$program" "$source_folder" Golden.test_hashes
}

sanitizers() {
  local tool
  for tool in memcheck racecheck initcheck synccheck; do
    step "sanitizer-$tool" compute-sanitizer --tool "$tool" --error-exitcode 1 "$build/test_cuda" \
      --gtest_filter='CudaAgreement.AnyNumberOfPaths*:CudaAgreement.SitesWithDebt*:CudaAgreement.StudiesWithTables*'
  done
}

speed() {
  local study=$source_folder/configs/bench/yardstick.toml
  step bench-headline "$program" bench "$source_folder/configs/hybrid.toml" --seconds 2
  step bench-yardstick "$program" bench "$study" --seconds 2
  step side-by-side bash "$source_folder/tests/bench/side_by_side.sh" "$program" --rounds 3 --paths 4194304
  step limiters ncu --section SpeedOfLight --section Occupancy --section WarpStateStats --section LaunchStats \
    --launch-count 24 "$program" run "$study" --backend cuda --paths 4194304 --quiet --force -o "$folder/limiters.h5"
}

whole_runs() {
  local study=$source_folder/configs/overnight.toml
  step weekly-300-million "$program" run "$study" --backend cuda --set run.step=weekly --paths 300000000 --force \
    -o "$folder/weekly.h5"
  step overnight "$program" run "$study" --backend cuda --paths 300000000 --force -o "$folder/overnight.h5"
  step verify "$program" verify "$folder/overnight.h5"
}

nvidia-smi -L
"$program" --version
numbers
if [[ $quick == no ]]; then
  sanitizers
  speed
  whole_runs
fi
printf '%s\n' "step                   code   time  last line" "${table[@]}"
exit "$failed"
