"""Builds the program with another compiler and holds it to the golden hashes.

usage: other_compiler.py CMAKE COMPILER REPOSITORY BUILD_FOLDER [options of CMake ...]

The folder is kept, so that a second run builds only what has changed. Exits with 77, a skip, without a COMPILER.
"""

import pathlib
import subprocess
import sys


def main():
    cmake, compiler, repository, folder = sys.argv[1:5]
    if not compiler:
        print("SKIPPED: there is no other compiler")
        return 77
    configure = [cmake, "-S", repository, "-B", folder, f"-DCMAKE_CXX_COMPILER={compiler}",
                 "-DCMAKE_BUILD_TYPE=Release", "-DHASHLEASE_CUDA=OFF", "-DHASHLEASE_TESTS=OFF",
                 "-DHASHLEASE_BENCHMARKS=OFF", *sys.argv[5:]]
    for command in (configure, [cmake, "--build", folder, "--parallel", "2", "--target", "hashlease"]):
        if subprocess.run(command, check=False).returncode != 0:
            return 1
    golden = pathlib.Path(__file__).resolve().parent / "golden.py"
    program = pathlib.Path(folder) / "hashlease"
    return subprocess.run([sys.executable, "-B", golden, program, repository], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
