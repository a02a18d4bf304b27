"""Looks at the code that nvcc generates for the kernels, since much of "the same bits" can be read there.

In PTX: every addition, subtraction, multiplication, division and root of floating point is rounded to nearest on its own
(without `.rn` the assembler may fuse a product and a sum), nothing is flushed to zero or approximate but the start of a
root or a reciprocal that is refined; the model computes in fp32 only; the sums of the reductions fuse nothing. In the
machine code of the kernels that simulate: no stack, no spills.

usage: generated_code.py BUILD_FOLDER | --self-test
Exit code 77 (skipped) when the build folder has no compile commands.
"""

import json
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

ROUNDED = re.compile(r"^(add|sub|mul|fma|mad|div|rcp|sqrt)\.(?!.*\b(?:rn|rni)\b)(?:[a-z]+\.)*f(32|64)$")
# What square_root_in_range and reciprocal_in_range start from; tests/random and device_roots_test.cpp show that what
# they come to is rounded to nearest.
REFINED = {"rsqrt.approx.ftz.f32", "rcp.approx.ftz.f32"}
MODEL = ["market_kernel.cu", "site_kernel.cu"]
SUMS = ["column_sums.cu"]
# Kernels, as they appear in mangled names: paths live in registers and shared memory.
KERNELS = {"market_kernel.cu": ["simulate_marketILi1ELi1ELNS_10ConditionsE0E", "simulate_marketILi4ELi2ELNS_10ConditionsE0E",
                                "simulate_marketILi4ELi2ELNS_10ConditionsE2E", "simulate_any_marketILNS_10ConditionsE0E",
                                "simulate_any_marketILNS_10ConditionsE1E", "simulate_any_marketILNS_10ConditionsE2E"],
           "site_kernel.cu": ["simulate_sitesILNS_8SiteKindE1E", "simulate_sitesILNS_8SiteKindE2E"]}


def instructions_of(ptx):
    """Operation codes of a PTX text."""
    return [match[1] for match in re.finditer(r"^\s*(?:@!?%p\d+\s+)?([a-z][\w.:]*)\s[^\n]*;\s*$", ptx, re.MULTILINE)]


def violations_of(ptx, is_model):
    found = []
    codes = instructions_of(ptx)
    if not any(code.startswith("fma.rn.f32" if is_model else "add.rn.f64") for code in codes):
        found.append("the expected arithmetic does not occur: nothing was looked at")
    for code in sorted(set(codes)):
        if is_model and code in REFINED:
            continue
        if ROUNDED.match(code):
            found.append(f"not rounded on its own: {code}")
        if ".ftz" in code or ".approx" in code or ".full" in code:
            found.append(f"not IEEE: {code}")
        if is_model and "f64" in code:
            found.append(f"double precision in the model: {code}")
        if not is_model and code.startswith("fma") and "f64" in code:
            found.append(f"fused in a sum: {code}")
        if code.startswith("call"):
            found.append(f"a function that was not inlined: {code}")
    return found


def stack_violations_of(report, kernels):
    """Kernels with a stack frame or spills. `report`: what ptxas -v prints."""
    found = []
    for kernel in kernels:
        match = re.search(rf"Function properties for \S*{kernel}\S*\s*\n\s*(\d+) bytes stack frame, (\d+) bytes spill "
                          r"stores, (\d+) bytes spill loads", report)
        if not match:
            found.append(f"{kernel}: no report")
        elif any(int(number) > 0 for number in match.groups()):
            found.append(f"{kernel}: {match[0].splitlines()[1].strip()}")
    return found


def base_command(commands, name):
    """The compile command of cuda/NAME without its launcher, architectures, output and dependency file."""
    entry = next(item for item in commands if item["file"].endswith(f"/cuda/{name}"))
    words = shlex.split(entry["command"])
    words = words[next(k for k, word in enumerate(words) if pathlib.Path(word).name.startswith("nvcc")):]
    kept, skip = [], 0
    for word in words:
        if skip:
            skip -= 1
        elif word in ("-o", "-MT", "-MF"):
            skip = 1
        elif word not in ("-c", "-MD") and not word.startswith(("--generate-code", "-gencode", "-arch")):
            kept.append(word)
    return kept, entry["directory"]


def architectures_of(commands, name):
    """The oldest, the newest and sm_90 of those that cuda/NAME is compiled for."""
    entry = next(item for item in commands if item["file"].endswith(f"/cuda/{name}"))
    every = sorted(set(re.findall(r"\bsm_\d+", entry["command"])), key=lambda name: int(name[3:]))
    return sorted({every[0], every[-1], *(name for name in every if name == "sm_90")})


def run(words, directory):
    done = subprocess.run(words, cwd=directory, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{shlex.join(words)}\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def examine(build):
    commands = json.loads((build / "compile_commands.json").read_text())
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for name in MODEL + SUMS:
            words, directory = base_command(commands, name)
            ptx = pathlib.Path(folder) / "kernel.ptx"
            run([*words, "-arch=compute_80", "-ptx", "-o", str(ptx)], directory)
            found += [f"{name}: {line}" for line in violations_of(ptx.read_text(), name in MODEL)]
            for architecture in architectures_of(commands, name) if name in KERNELS else []:
                report = run([*words, f"-arch={architecture}", "-Xptxas=-v", "-cubin", "-o", f"{folder}/kernel.cubin"],
                             directory)
                found += [f"{name}, {architecture}: {line}" for line in stack_violations_of(report, KERNELS[name])]
    return found


def self_test():
    good = "\trcp.approx.ftz.f32 %f5, %f6;\n\tfma.rn.f32 \t%f1, %f2, %f3, %f4;\n\t@%p1 add.rn.f32 %f1, %f2, %f3;\n\tmul.lo.s32 %r1, %r2, %r3;\n"
    bad = {"contracted": "\tmul.f32 %f1, %f2, %f3;\n", "flushed": "\tadd.rn.ftz.f32 %f1, %f2, %f3;\n",
           "approximate": "\tdiv.approx.f32 %f1, %f2, %f3;\n", "double": "\tadd.rn.f64 %fd1, %fd2, %fd3;\n",
           "call": "\tcall.uni (retval0), sinf, (param0);\n"}
    clean = "Function properties for _Zsimulate_sitesE\n    0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads"
    failed = [f"good: {line}" for line in violations_of(good, True) + stack_violations_of(clean, ["simulate_sites"])]
    failed += [f"not caught: {name}" for name, line in bad.items() if not violations_of(good + line, True)]
    failed += ["not caught: nothing to look at"] * (not violations_of("", True))
    failed += ["not caught: no report"] * (not stack_violations_of(clean, ["simulate_market"]))
    for part in ("bytes stack", "bytes spill stores", "bytes spill loads"):
        unclean = clean.replace(f"0 {part}", f"4 {part}")
        failed += [f"not caught: {part}"] * (not stack_violations_of(unclean, ["simulate_sites"]))
    return failed


def main():
    if sys.argv[1:] == ["--self-test"]:
        found = self_test()
    else:
        build = pathlib.Path(sys.argv[1])
        if not (build / "compile_commands.json").exists():
            print("skipped: no compile_commands.json")
            return 77
        found = examine(build)
    print(*found, sep="\n")
    print(f"{len(found)} violations")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
