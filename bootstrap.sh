#!/usr/bin/env bash
# Builds, runs and tests hashlease on Debian 12/13 and Ubuntu 22.04/24.04 (see usage). Elsewhere it installs nothing and
# uses what it finds.
set -euo pipefail

repository=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$repository/build

usage() {
  cat <<'USAGE'
usage: bootstrap.sh COMMAND

  build        install what is missing, then build build/hashlease
  run [ARGS]   build, then `hashlease run ARGS`; without ARGS the headline study:
               configs/hybrid.toml into results/hybrid.h5, and its report hybrid.html
  test         build with the tests and run them all

Packages are installed with apt, as root or through sudo, and only those that are
missing. Where that is not wanted: HASHLEASE_INSTALL=no.
Other variables: CXX (compiler), HASHLEASE_CUDA (AUTO, ON, OFF), JOBS (compile jobs).
USAGE
}

fail() {
  printf 'bootstrap.sh: %s\n' "$*" >&2
  exit 1
}

# Runs a command silently; on failure shows all it printed and passes its exit code on.
quietly() {
  local log code=0
  log=$(mktemp)
  "$@" >"$log" 2>&1 </dev/null || code=$?
  if ((code != 0)); then
    cat "$log" >&2
    printf 'bootstrap.sh: failed (exit code %d): %s\n' "$code" "$*" >&2
  fi
  rm -f "$log"
  return "$code"
}

# --- Packages ---------------------------------------------------------------------------------------------------------

installed() { [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

# Prints a C++ compiler that is new enough: $CXX as it is, else the first g++ of version 12 or later.
find_compiler() {
  local candidate major
  for candidate in "${CXX:-}" g++ g++-14 g++-13 g++-12; do
    if [[ -z $candidate ]] || ! command -v "$candidate" >/dev/null; then continue; fi
    major=$("$candidate" -dumpversion) && major=${major%%.*}
    if [[ $candidate == "${CXX:-}" ]] || ((major >= 12)); then
      command -v "$candidate"
      return
    fi
  done
}

# shellcheck source=/dev/null
release() { (. /etc/os-release && printf '%s %s' "$ID" "${VERSION_ID:-}"); }

# Whether packages that are installed may not start their services (policy-rc.d answers 101).
services_are_not_started() {
  local code=0
  [[ -x /usr/sbin/policy-rc.d ]] || return 1
  /usr/sbin/policy-rc.d slurmd start >/dev/null 2>&1 </dev/null || code=$?
  ((code == 101))
}

# Prints the packages that COMMAND needs and this system lacks. A tool counts by its name on PATH, however it came there.
missing_packages() {
  local package tool
  local libraries=(libhdf5-dev libcli11-dev nlohmann-json3-dev libfmt-dev librandom123-dev libssl-dev)
  local tools=(cmake:cmake ninja:ninja-build pkg-config:pkg-config)
  if [[ $(release) == "ubuntu 22.04" ]]; then
    # Its toml++ is version 2.5: CMake fetches version 3 with git instead.
    tools+=(git:git)
    libraries+=(ca-certificates)
    [[ -n $(find_compiler) ]] || echo g++-12
  else
    libraries+=(libtomlplusplus-dev)
    [[ -n $(find_compiler) ]] || echo g++
  fi
  if [[ $1 == test ]]; then
    tools+=(python3:python3 h5diff:hdf5-tools)
    # Completion, manual, packages and their scripts; a test without its tool is skipped.
    tools+=(zsh:zsh man:man-db groff:groff-base shellcheck:shellcheck dpkg-shlibdeps:dpkg-dev file:file)
    # Reports in a browser. Ubuntu has Chromium as a snap only, which cannot be driven without its daemon.
    if [[ $(release) == debian* ]]; then
      tools+=(chromium:chromium chromedriver:chromium-driver)
      python_has selenium || libraries+=(python3-selenium)
      # Slurm's packages start and enable services. They come only where the system forbids that, as containers do.
      if services_are_not_started; then libraries+=(slurmctld slurmd slurm-client munge); fi
    fi
    # The pages as a site; Ubuntu 22.04 has an MkDocs without hooks.
    if [[ $(release) != "ubuntu 22.04" ]]; then tools+=(mkdocs:mkdocs); fi
    python_has jsonschema || libraries+=(python3-jsonschema)
    libraries+=(libgtest-dev libbenchmark-dev)
    python_has "numpy, xarray, h5netcdf, netCDF4" || libraries+=(python3-numpy python3-xarray python3-h5netcdf python3-netcdf4)
    # The notebooks need these beside them, in one interpreter.
    python_has "xarray, h5netcdf, netCDF4, pandas, matplotlib, dask, nbconvert, ipykernel" ||
      libraries+=(python3-numpy python3-xarray python3-h5netcdf python3-netcdf4 python3-pandas python3-matplotlib python3-dask
        python3-nbconvert python3-ipykernel)
  fi
  for tool in "${tools[@]}"; do
    command -v "${tool%%:*}" >/dev/null || echo "${tool##*:}"
  done
  for package in "${libraries[@]}"; do
    installed "$package" || echo "$package"
  done
}

# Whether some python3 can import these modules, a list with commas.
python_has() {
  local python
  for python in "${HASHLEASE_PYTHON:-}" python3 /usr/bin/python3; do
    [[ -n $python ]] && "$python" -c "import $1" 2>/dev/null && return
  done
  return 1
}

install_missing() {
  local packages privilege=()
  [[ ${HASHLEASE_INSTALL:-yes} != no ]] || return 0
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    echo "bootstrap.sh: no apt here, nothing is installed; host/docs/install.md lists what the build needs" >&2
    return 0
  fi
  mapfile -t packages < <(missing_packages "$1")
  ((${#packages[@]} > 0)) || return 0
  if ((EUID != 0)); then
    command -v sudo >/dev/null ||
      fail "these packages are missing, and installing them takes root or sudo: apt-get install ${packages[*]}"
    privilege=(sudo)
    sudo -v || fail "these packages are missing, and sudo did not let you in: apt-get install ${packages[*]}"
  fi
  privilege+=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300)
  echo "Installing ${packages[*]}"
  quietly "${privilege[@]}" update
  quietly "${privilege[@]}" install -y --no-install-recommends "${packages[@]}"
}

# --- Build ------------------------------------------------------------------------------------------------------------

# All cores, as far as memory allows: a compiler at its worst takes about 1.5 GiB.
job_count() {
  local cores memory_kib limit jobs
  cores=$(nproc)
  memory_kib=$(awk '/^MemAvailable:/ {print $2}' /proc/meminfo)
  limit=$(cat /sys/fs/cgroup/memory.max 2>/dev/null || echo max)
  if [[ $limit =~ ^[0-9]+$ ]] && ((limit / 1024 < memory_kib)); then memory_kib=$((limit / 1024)); fi
  jobs=$((memory_kib / 1572864))
  ((jobs <= cores)) || jobs=$cores
  ((jobs >= 1)) || jobs=1
  echo "${JOBS:-$jobs}"
}

# configure TESTS: tests ON or OFF. Shows CMake's output only when it fails, and always its warnings of ours. Tests without
# a GPU have no use for the code of every architecture, which is half of what nvcc takes.
configure() {
  local compiler log few_architectures=$1 code=0
  if nvidia-smi -L >/dev/null 2>&1; then few_architectures=OFF; fi
  compiler=$(find_compiler)
  [[ -n $compiler ]] || fail "no C++20 compiler found: g++ 12 or later, or set CXX"
  local options=(-S "$repository" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release "-DHASHLEASE_TESTS=$1"
    "-DHASHLEASE_CUDA=${HASHLEASE_CUDA:-AUTO}" "-DHASHLEASE_FEW_ARCHITECTURES=$few_architectures")
  # The compiler of a build folder stays the one it was made with; naming another would start it over.
  [[ -f $build/CMakeCache.txt ]] || options+=("-DCMAKE_CXX_COMPILER=$compiler")
  [[ -z ${HASHLEASE_PYTHON:-} ]] || options+=("-DHASHLEASE_PYTHON=$HASHLEASE_PYTHON")
  log=$(mktemp)
  cmake "${options[@]}" >"$log" 2>&1 || code=$?
  if ((code != 0)); then
    cat "$log" >&2
    fail "CMake could not configure the build"
  fi
  grep '^hashlease: warning:' "$log" >&2 || true
  rm -f "$log"
}

build_targets() {
  cmake --build "$build" -j "$(job_count)" --target "$@"
}

# --- Commands ---------------------------------------------------------------------------------------------------------

command_build() {
  install_missing build
  configure OFF
  build_targets hashlease
}

command_run() {
  command_build >&2
  if (($# > 0)); then
    exec "$build/hashlease" run "$@"
  fi
  cd "$repository"
  mkdir -p results
  if [[ -e results/hybrid.h5 ]]; then
    echo "Keeping the earlier results/hybrid.h5 as results/hybrid.previous.h5" >&2
    mv -f results/hybrid.h5 results/hybrid.previous.h5
  fi
  exec "$build/hashlease" run configs/hybrid.toml -o results/hybrid.h5 --report results/hybrid.html
}

command_test() {
  install_missing test
  configure ON
  build_targets all
  cd "$build"
  exec ctest --output-on-failure -j "$(nproc)"
}

case ${1:-} in
  build | run | test) "command_$1" "${@:2}" ;;
  -h | --help | help) usage ;;
  '') usage >&2 && exit 2 ;;
  *) printf 'bootstrap.sh: unknown command: %s\n\n' "$1" >&2 && usage >&2 && exit 2 ;;
esac
