#!/usr/bin/env bash
# The yardstick side by side: hashlease against NumPy, Numba, JAX, CuPy and QuantLib on this machine, in one run.
#
# usage: tests/bench/side_by_side.sh PROGRAM [options of side_by_side.py]
#
# Peers are installed with pip, as far as they can be had, into a virtual environment outside the tree:
# $HASHLEASE_PEERS, by default ~/.cache/hashlease/peers. HASHLEASE_PEERS=no installs nothing and takes python3 as it is.
# Compare only on a quiet machine.
set -euo pipefail

here=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
environment=${HASHLEASE_PEERS:-${XDG_CACHE_HOME:-$HOME/.cache}/hashlease/peers}
python=python3

# Installs a package unless it is there; a peer that cannot be had is left out of the table.
want() {
  "$python" -c "import $2" 2>/dev/null || "$python" -m pip install --quiet "$1" >/dev/null 2>&1 ||
    echo "side_by_side.sh: $1 cannot be installed here" >&2
}

if [[ $environment != no ]]; then
  [[ -x $environment/bin/python ]] || python3 -m venv "$environment"
  python=$environment/bin/python
  want numpy numpy
  want numba numba
  want QuantLib QuantLib
  if command -v nvidia-smi >/dev/null && nvidia-smi >/dev/null 2>&1; then
    want 'jax[cuda12]' jax
    want cupy-cuda12x cupy
  else
    want jax jax
  fi
fi
exec "$python" -B "$here/side_by_side.py" "$@"
