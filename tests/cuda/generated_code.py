"""Looks at the code that nvcc generates for the kernels, since much of "the same bits" can be read there.

In PTX: every addition, subtraction, multiplication, division and root of floating point is rounded to nearest on its own
(without `.rn` the assembler may fuse a product and a sum), nothing is flushed to zero or approximate but the start of a root that is refined; the model computes
in fp32 only; the sums of the reductions fuse nothing. In the machine code of the kernels that simulate small studies,
paths live in registers: no stack, no spills. The site stage, whose sites hold arrays anyway, stays within bounds of both.

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
# What square_root_in_range starts from; tests/random and device_roots_test.cpp show that its result is the rounded root.
REFINED = "rsqrt.approx.ftz.f32"
MODEL = ["market_kernel.cu", "site_kernel.cu"]
SUMS = ["column_sums.cu"]
# Kernels, as they appear in mangled names, and what a thread may have of stack frame, spill stores and spill loads [byte]:
# nothing where everything stays in registers. A site's tranches, halls, conversions and instruments are arrays in local
# memory, and of what all mechanisms hold together the assembler puts a little there too.
STACK = {"market_kernel.cu": {"simulate_marketILi1ELi1ELNS_10ConditionsE0E": (0, 0, 0),
                              "simulate_marketILi4ELi2ELNS_10ConditionsE0E": (0, 0, 0),
                              "simulate_marketILi4ELi2ELNS_10ConditionsE2E": (0, 0, 0)},
         "site_kernel.cu": {"simulate_sites": (2048, 256, 512)}}


def instructions_of(ptx):
    """Operation codes of a PTX text."""
    return [match[1] for match in re.finditer(r"^\s*(?:@!?%p\d+\s+)?([a-z][\w.:]*)\s[^\n]*;\s*$", ptx, re.MULTILINE)]


def violations_of(ptx, is_model):
    found = []
    codes = instructions_of(ptx)
    if not any(code.startswith("fma.rn.f32" if is_model else "add.rn.f64") for code in codes):
        found.append("the expected arithmetic does not occur: nothing was looked at")
    for code in sorted(set(codes)):
        if ROUNDED.match(code):
            found.append(f"not rounded on its own: {code}")
        if is_model and code == REFINED:
            continue
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
    """`report`: what ptxas -v prints."""
    found = []
    for kernel, most in kernels.items():
        match = re.search(rf"Function properties for \S*{kernel}\S*\s*\n\s*(\d+) bytes stack frame, (\d+) bytes spill "
                          r"stores, (\d+) bytes spill loads", report)
        if not match:
            found.append(f"{kernel}: no report")
        elif any(int(number) > limit for number, limit in zip(match.groups(), most)):
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
            if name in STACK:
                report = run([*words, "-arch=sm_80", "-Xptxas=-v", "-cubin", "-o", f"{folder}/kernel.cubin"], directory)
                found += [f"{name}: {line}" for line in stack_violations_of(report, STACK[name])]
    return found


def self_test():
    good = "\tfma.rn.f32 \t%f1, %f2, %f3, %f4;\n\t@%p1 add.rn.f32 %f1, %f2, %f3;\n\tmul.lo.s32 %r1, %r2, %r3;\n"
    bad = {"contracted": "\tmul.f32 %f1, %f2, %f3;\n", "flushed": "\tadd.rn.ftz.f32 %f1, %f2, %f3;\n",
           "approximate": "\tdiv.approx.f32 %f1, %f2, %f3;\n", "double": "\tadd.rn.f64 %fd1, %fd2, %fd3;\n",
           "call": "\tcall.uni (retval0), sinf, (param0);\n"}
    report = "Function properties for _Zsimulate_sitesE\n    8 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads"
    failed = [f"good: {line}" for line in violations_of(good, True)]
    failed += [f"not caught: {name}" for name, line in bad.items() if not violations_of(good + line, True)]
    failed += ["not caught: nothing to look at"] * (not violations_of("", True))
    failed += ["not caught: stack"] * (not stack_violations_of(report, {"simulate_sites": (0, 0, 0)}))
    failed += ["not caught: spill"] * (not stack_violations_of(report.replace("0 bytes spill s", "4 bytes spill s"),
                                                               {"simulate_sites": (8, 0, 8)}))
    failed += ["allowed stack refused"] * bool(stack_violations_of(report, {"simulate_sites": (8, 0, 0)}))
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
