"""An object file compiled for one instruction set must not lend code to files compiled for the baseline.

The linker keeps one copy of each inline function or template instantiation that several objects define. Were it to keep
the copy compiled for AVX-512, the program would die on a processor without it, even where the run-time choice is right.
So such an object may define no weak symbol, except those that name the instruction set's own types or namespace.

usage: shared_code.py NM ISA SOURCE OBJECT...
Checks the one object that was compiled from the file named SOURCE.
"""

import pathlib
import re
import subprocess
import sys

WEAK = re.compile(r"^[0-9a-f]+ [WVu] (.*)$")


def main():
    nm, isa, source, objects = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
    chosen = [name for name in objects if pathlib.Path(name).name.startswith(f"{source}.")]
    if len(chosen) != 1:
        sys.exit(f"expected one object of {source}, found {chosen}")
    listing = subprocess.run([nm, "-C", chosen[0]], capture_output=True, text=True, check=True).stdout
    if not listing.strip():
        sys.exit(f"{chosen[0]}: nm lists no symbol")
    lent = [match[1] for match in map(WEAK.match, listing.splitlines()) if match and f"{isa}::" not in match[1]]
    print(*(f"weak: {name}" for name in lent), sep="\n")
    print(f"{len(lent)} weak symbols of the baseline in {pathlib.Path(chosen[0]).name}")
    return 1 if lent else 0


if __name__ == "__main__":
    sys.exit(main())
