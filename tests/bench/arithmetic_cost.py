"""Counts the machine instructions of arithmetic_cost.cu: what equal bits cost against the fast intrinsics of a GPU.

usage: arithmetic_cost.py [NVCC] [ARCHITECTURE]      by default nvcc on PATH or of CUDA_HOME, sm_90
Instructions up to a kernel's end, padding left out, read from the cubin (128-bit instructions, opcode in the low twelve
bits; sm_70 and later). The exact count holds the few of the rare branches of each square root. Exit code 77: no nvcc.
"""

import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
EXACT = ["--fmad=false", "--prec-div=true", "--prec-sqrt=true", "--ftz=false"]
FAST = ["--use_fast_math"]
NOP, EXIT = 0x918, 0x94D


def count(cubin):
    """Kernel -> instructions up to its first exit."""
    section_offset, = struct.unpack_from("<Q", cubin, 40)
    entry_size, entries, names_index = struct.unpack_from("<HHH", cubin, 58)
    sections = [struct.unpack_from("<IIQQQQIIQQ", cubin, section_offset + i * entry_size) for i in range(entries)]
    counts = {}
    for section in sections:
        name = cubin[sections[names_index][4] + section[0]:].split(b"\0")[0].decode()
        if not name.startswith(".text."):
            continue
        code = cubin[section[4]:section[4] + section[5]]
        opcodes = [struct.unpack_from("<Q", code, at)[0] & 0xFFF for at in range(0, len(code), 16)]
        counts[name[len(".text."):]] = sum(opcode != NOP for opcode in opcodes[:opcodes.index(EXIT) + 1])
    return counts


def compiled(nvcc, architecture, flags, folder):
    cubin = pathlib.Path(folder) / "cost.cubin"
    subprocess.run([nvcc, "-std=c++20", "-O3", f"-arch={architecture}", *flags, "-I", HERE.parent.parent / "host", "-cubin",
                    "-o", cubin, HERE / "arithmetic_cost.cu"], check=True)
    return count(cubin.read_bytes())


def main():
    nvcc = sys.argv[1] if len(sys.argv) > 1 else shutil.which("nvcc") or os.environ.get("CUDA_HOME", "") + "/bin/nvcc"
    architecture = sys.argv[2] if len(sys.argv) > 2 else "sm_90"
    if not pathlib.Path(nvcc).exists():
        print("no nvcc", file=sys.stderr)
        return 77
    with tempfile.TemporaryDirectory() as folder:
        exact, fast = (compiled(nvcc, architecture, flags, folder) for flags in (EXACT, FAST))
    print("| instructions | fast intrinsics | equal bits | ratio |\n|---|---|---|---|")
    print(f"| four words | {fast['words']} | {exact['words']} | |")
    for what, kernel in (("four words, four normals", "normals"), ("a daily step", "step")):
        few, many = fast[f"{kernel}_fast"], exact[f"{kernel}_exact"]
        print(f"| {what} | {few} | {many} | {many / few:.2f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
