#!/usr/bin/env bash
# How cost, memory and file size grow with a study, as the table of RECORD.md. See scaling.py for what it takes.
#
# usage: tests/bench/scaling.sh PROGRAM [--budget SECONDS] [--most-paths N] [--shard-paths N]
set -euo pipefail
exec python3 -B "$(dirname "${BASH_SOURCE[0]}")/scaling.py" "$@"
