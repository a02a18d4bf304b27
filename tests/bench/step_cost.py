"""Counts the instructions that a common day issues in the market kernel, read from its machine code.

No GPU is needed: nvcc compiles the kernel, nvdisasm lists it with the source lines that each instruction comes from, and
the count follows the longest way through a day that touches nothing rare: no chain event, no second jump of a day,
neither floor nor cap in reach, no end of a month. What four steps share is drawn once for them: a turn of a loop for each
use of normals, and the words.

usage: step_cost.py [--arch sm_90] [--normals 2] [--most N] [--list] | --self-test
Needs nvcc and nvdisasm on PATH (exit code 77 without). --normals: uses of normals of every path, 2 in the headline study
(fees, a class's own demand); --most: exit code 1 if a day issues more; --list prints the way.
"""

import argparse
import bisect
import collections
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent.parent
FLAGS = ["-std=c++20", "-O3", "--fmad=false", "--prec-div=true", "--prec-sqrt=true", "--ftz=false", "-lineinfo", "-cubin",
         f"-I{REPOSITORY}/host", f"-I{REPOSITORY}"]
KERNEL = "simulate_marketILi1ELi1ELNS_10ConditionsE0E"  # one profile, one class
# Functions that a common day does not enter, and conditions whose other branch it takes.
RARE = {"poisson_count", "mine_through_events", "apply_chain_events", "retargeted", "write_month", "month_days", "reset"}
RARE_CONDITIONS = ["if (any_of(floor_near))", "if (any_of(cap_near))", "if (step.hourly_deviation == 0.0F)",
                   "if (hours.deviation == 0.0F)", "if (law.size > 1 &&"]
SHARED = {"draw_normals", "draw_words"}
FUNCTION = re.compile(r"^(?:template.*> )?\s*HASHLEASE_FUNCTION .*?\b(\w+)\(")


class Source:
    """Tells of a line of a file which function it stands in, and whether a rare condition guards it."""

    def __init__(self):
        self.files = {}

    def read(self, name):
        if name not in self.files:
            starts, names, guarded = [0], [""], set()
            lines = pathlib.Path(name).read_text().splitlines() if pathlib.Path(name).is_file() else []
            for number, line in enumerate(lines, 1):
                if match := FUNCTION.match(line):
                    starts.append(number)
                    names.append(match[1])
                if any(condition in line for condition in RARE_CONDITIONS):
                    inner = number + 1
                    indent = len(line) - len(line.lstrip())
                    while inner <= len(lines) and len(lines[inner - 1]) - len(lines[inner - 1].lstrip()) > indent:
                        guarded.add(inner)
                        inner += 1
            self.files[name] = starts, names, guarded
        return self.files[name]

    def function(self, frame):
        starts, names, _ = self.read(frame[0])
        return names[bisect.bisect_right(starts, frame[1]) - 1]

    def is_guarded(self, frame):
        return frame[1] in self.read(frame[0])[2]


class Block:
    def __init__(self, label):
        self.label = label
        self.instructions = []  # (text, frames)
        self.next = []

    def add(self, text, frames):
        self.instructions.append((text, frames))


FRAME = re.compile(r'\s*//## File "([^"]+)", line (\d+)')
INSTRUCTION = re.compile(r"\s*/\*[0-9a-f]+\*/\s+(.*?)\s*;")


def blocks_of(listing, kernel):
    """The basic blocks of a kernel, linked."""
    sections = re.split(r"\n\t\.section\s+", listing)
    text = next(part for part in sections if part.startswith(".text.") and kernel in part.split(",")[0])
    blocks, frames, in_frames = [Block("entry")], (), False
    for line in text.splitlines():
        if match := re.match(r"(\.L_x_\d+):", line):
            blocks.append(Block(match[1]))
        elif match := FRAME.match(line):
            frames = (frames if in_frames else ()) + ((str(pathlib.Path(match[1]).resolve()), int(match[2])),)
            in_frames = True
        elif match := INSTRUCTION.match(line):
            in_frames = False
            blocks[-1].add(match[1], frames)
            if re.search(r"\b(BRA|EXIT|RET)\b", match[1]):
                blocks.append(Block(""))
    blocks = [block for block in blocks if block.instructions or block.label]
    numbers = {block.label: number for number, block in enumerate(blocks) if block.label}
    for number, block in enumerate(blocks):
        last = block.instructions[-1][0] if block.instructions else ""
        if target := re.search(r"\bBRA\b.*`\((\.L_x_\d+)\)", last):
            block.next.append(numbers[target[1]])
        is_end = re.match(r"(BRA|EXIT|RET)\b", last)
        if not is_end and number + 1 < len(blocks):
            block.next.append(number + 1)
    return blocks


def is_rare(block, source):
    if any(re.search(r"\bCALL\b", text) for text, _ in block.instructions):
        return True
    def rare(frames):
        return any(source.function(frame) in RARE or source.is_guarded(frame) for frame in frames)
    # Where ways meet again an instruction has the line of either.
    telling = [frames for text, frames in block.instructions if not text.startswith("BSYNC")]
    return bool(telling) and all(rare(frames) for frames in telling)


def is_shared(block, source):
    hits = sum(any(source.function(frame) in SHARED for frame in frames) for _, frames in block.instructions)
    return hits * 2 > len(block.instructions)


def longest(blocks, start, end, allowed):
    """The longest way from `start` to `end`, forwards only."""
    best = {end: (len(blocks[end].instructions), [end])}
    for number in range(end - 1, start - 1, -1):
        if not allowed(number):
            continue
        ways = [best[following] for following in blocks[number].next if following > number and following in best]
        if ways:
            length, way = max(ways)
            best[number] = length + len(blocks[number].instructions), [number, *way]
    return best.get(start, (0, []))


def day_loop(blocks):
    """First and last block of the loop over days, the longest there is."""
    loops = [(following, number) for number, block in enumerate(blocks) for following in block.next if following <= number]
    return max(loops, key=lambda loop: loop[1] - loop[0])


def shared_of(blocks, source, own, normals):
    """Instructions that four steps share, `normals` turns of the loop over what every path draws."""
    start, end = day_loop(blocks)
    once, _ = longest(blocks, start, end, lambda number: not is_rare(blocks[number], source))
    turns = []
    for number, block in enumerate(blocks):
        for following in block.next:
            if following <= number and is_shared(blocks[following], source) and is_shared(block, source):
                turns.append(longest(blocks, following, number, lambda _: True)[0])
    return once - own + (normals - 1) * max(turns, default=0)


def listing_of(architecture):
    with tempfile.TemporaryDirectory() as folder:
        cubin = f"{folder}/kernel.cubin"
        subprocess.run(["nvcc", *FLAGS, f"-arch={architecture}", str(REPOSITORY / "cuda/market_kernel.cu"), "-o", cubin],
                       check=True)
        return subprocess.run(["nvdisasm", "-gi", "-c", cubin], capture_output=True, text=True, check=True).stdout


def count(listing, kernel, normals):
    """Own instructions of a day, those that four days share, and the way of the first."""
    source = Source()
    blocks = blocks_of(listing, kernel)
    start, end = day_loop(blocks)
    own, way = longest(blocks, start, end,
                       lambda number: not is_rare(blocks[number], source) and not is_shared(blocks[number], source))
    return own, shared_of(blocks, source, own, normals), [step for number in way for step in blocks[number].instructions]


SAMPLE_SOURCE = """HASHLEASE_FUNCTION void draw_normals() {
  draw;
}
HASHLEASE_FUNCTION void day() {
  common;
  if (any_of(floor_near)) {
    rare;
  }
}
"""
# A day of 3 + 2 + 1 instructions on its longer way; two of shared draws; three that are rare; a slow path that is called.
SAMPLE = """
\t.section\t.text.kernel,"ax"
.L_x_0:
@5
        /*0*/ MOV R1, R2 ;
        /*0*/ @P0 BRA `(.L_x_2) ;
@2
.L_x_1:
        /*0*/ MUFU R1, R2 ;
        /*0*/ @P0 BRA `(.L_x_1) ;
.L_x_2:
@5
        /*0*/ @P1 BRA `(.L_x_4) ;
@7
        /*0*/ FADD R1, R2 ;
        /*0*/ FADD R1, R2 ;
        /*0*/ BRA `(.L_x_5) ;
.L_x_4:
@5
        /*0*/ FMUL R1, R2 ;
        /*0*/ BRA `(.L_x_6) ;
.L_x_5:
@5
        /*0*/ CALL slow ;
.L_x_6:
@5
        /*0*/ @P2 BRA `(.L_x_0) ;
        /*0*/ EXIT ;
"""


def self_test():
    with tempfile.NamedTemporaryFile("w", suffix=".hpp") as file:
        file.write(SAMPLE_SOURCE)
        file.flush()
        listing = re.sub(r"@(\d+)\n", rf'\t//## File "{file.name}", line \1\n', SAMPLE)
        found = count(listing, "kernel", 3)[:2]
    if found != (6, 6):
        print(f"found {found}, not (6, 6)")
        return 1
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arch", default="sm_90", choices=["sm_80", "sm_86", "sm_89", "sm_90"])
    parser.add_argument("--kernel", default=KERNEL)
    parser.add_argument("--normals", type=int, default=2)
    parser.add_argument("--most", type=int)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--self-test", action="store_true")
    options = parser.parse_args()
    if options.self_test:
        return self_test()
    for tool in ("nvcc", "nvdisasm"):
        if shutil.which(tool) is None:
            print(f"skipped: no {tool} on PATH")
            return 77
    own, shared, way = count(listing_of(options.arch), options.kernel, options.normals)
    if options.list:
        for text, frames in way:
            print(f"{text:70} " + " < ".join(f"{pathlib.Path(name).name}:{line}" for name, line in frames[:3]))
    kinds = collections.Counter(re.sub(r"^@!?U?P\d+\s+", "", text).split()[0].split(".")[0] for text, _ in way)
    print("own, by kind: " + ", ".join(f"{name} {number}" for name, number in kinds.most_common()))
    day = own + shared / 4
    print(f"{options.arch}: {own} of a day's own, {shared} that four days share: {day:.0f} a day")
    return 1 if options.most is not None and not 0 < day <= options.most else 0


if __name__ == "__main__":
    sys.exit(main())
