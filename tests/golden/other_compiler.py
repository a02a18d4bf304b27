"""Holds what another compiler makes of the sources to the golden hashes, on every instruction set of this machine.

usage: other_compiler.py CMAKE COMPILER REPOSITORY BUILD_FOLDER [options of CMake ...]

Builds `state_hashes`, which is all that takes part in a hash. With HASHLEASE_EXHAUSTIVE=1 also the whole program, without
a warning, which golden.py then runs: 20 processor minutes. The folder is kept, so that a second run builds only what
has changed. Exits with 77, a skip, without a COMPILER.
"""

import json
import os
import pathlib
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
EXHAUSTIVE = os.environ.get("HASHLEASE_EXHAUSTIVE") == "1"


def run(command, **options):
    done = subprocess.run(list(map(str, command)), check=False, **options)
    if done.returncode != 0:
        sys.exit(1)
    return done


def hashes(program, studies):
    """{instruction set: {study: hash}} as the program prints them."""
    found = {}
    for line in run([program, *studies], stdout=subprocess.PIPE, text=True).stdout.splitlines():
        instruction_set, study, value = line.split()
        found.setdefault(instruction_set, {})[study] = value
    return found


def main():
    cmake, compiler, repository, folder = sys.argv[1:5]
    if not compiler:
        print("SKIPPED: there is no other compiler")
        return 77
    run([cmake, "-S", repository, "-B", folder, f"-DCMAKE_CXX_COMPILER={compiler}", "-DCMAKE_BUILD_TYPE=Release",
         "-DHASHLEASE_CUDA=OFF", "-DHASHLEASE_TESTS=ON", "-DHASHLEASE_BENCHMARKS=OFF", *sys.argv[5:]])
    targets = ["state_hashes", *["hashlease"] * EXHAUSTIVE]
    run([cmake, "--build", folder, "--parallel", "2", "--target", *targets])
    golden = json.loads((FOLDER / "golden.json").read_text())
    found = hashes(pathlib.Path(folder) / "state_hashes", [FOLDER / f"{study}.toml" for study in golden])
    wrong = [f"{name}, {study}: {values.get(study)} instead of {golden[study]}"
             for name, values in found.items() for study in golden if values.get(study) != golden[study]]
    print(f"{compiler}: {len(golden)} studies on {', '.join(found)}", *wrong, sep="\n")
    if EXHAUSTIVE:
        run([sys.executable, "-B", FOLDER / "golden.py", pathlib.Path(folder) / "hashlease", repository])
    return 1 if wrong or not found else 0


if __name__ == "__main__":
    sys.exit(main())
