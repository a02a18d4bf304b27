"""How the cost of a study grows with paths, months, sites, threads and shards; peak memory and file size. One machine, one
go, every run a `hashlease run` with its file; prints Markdown.

usage: scaling.py PROGRAM [--budget SECONDS] [--most-paths N] [--base-paths N] [--shard-paths N]
Runs that would not fit what is left of the budget (1500 s) are named as not reached. The study is configs/overnight.toml:
daily steps, three sites, no column kept; for the most paths its first site in weekly steps over twelve months.
"""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

STUDY = pathlib.Path(__file__).resolve().parent.parent.parent / "configs" / "overnight.toml"
STEPS_PER_MONTH = 730 / 24
MONTHS, SITES, SHARDS = [12, 24, 48, 120], [1, 4, 16, 64], [1, 2, 8]
PATHS, WEEKLY_PATHS = [10**5, 10**6, 10**7], [10**5, 10**6, 10**7, 10**8, 10**9]
WEEKLY_STEPS_PER_MONTH = 52 / 12


class Run:
    """Wall clock, processor time [s], peak memory and file size [byte] of a command."""

    def __init__(self, command, output):
        start = time.monotonic()
        process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"{command}: exit code {process.returncode}")
        self.wall = time.monotonic() - start
        self.processor = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss * 1024
        self.file = output.stat().st_size


def with_sites(text, count):
    """The study with `count` copies of its first site."""
    head, *sites = re.split(r"(?m)^(?=\[\[site\]\])", text)
    name = re.search(r'^name = "(.*)"', sites[0], re.MULTILINE)[1]
    copies = [sites[0].replace(f'name = "{name}"', f'name = "{name}-{k}"', 1) for k in range(1, count + 1)]
    return head.replace('include = "', f'include = "{STUDY.parent}/') + "".join(copies)


class Table:
    """Runs within the budget, as rows."""

    def __init__(self, options, folder):
        self.program, self.folder, self.base = options.program, folder, options.base_paths
        self.end = time.monotonic() + options.budget
        self.rows, self.not_reached = [], []
        self.largest = None  # (paths x steps x sites, seconds) of the largest run so far

    def run(self, what, paths, months=24, sites=3, threads=None, study=STUDY, shard=None, weekly=False):
        """Adds a row and returns its run; None when it would take longer than is left."""
        steps = paths * months * (WEEKLY_STEPS_PER_MONTH if weekly else STEPS_PER_MONTH)
        size = steps * max(sites, 3)
        if self.largest is not None and time.monotonic() + self.largest[1] * size / self.largest[0] > self.end:
            self.not_reached.append(what)
            return None
        output = self.folder / f"{len(self.rows)}.h5"
        command = [self.program, "run", study, "--backend", "cpu", "--quiet", "--paths", paths, "--set",
                   f"run.horizon_months={months}", "-o", output]
        command += ["--set", "run.step=weekly"] if weekly else []
        command += ["--threads", threads] if threads else []
        command += ["--shard", shard] if shard else []
        run = Run(command, output)
        if shard is None and threads is None:
            self.largest = max(self.largest or (0, 0.0), (size, run.wall))
        if shard is None:
            self.rows.append(f"| {what} | {run.wall:.2f} | {1e9 * run.wall / steps:.2f} | "
                             f"{1e9 * run.processor / steps:.2f} | {run.memory / 1e6:.0f} | {run.file / 1e6:.1f} |")
            output.unlink()
        return run

    def shards(self, count, paths):
        """Shards one after the other, and their merge against them."""
        simulated, files = 0.0, []
        for k in range(1, count + 1):
            run = self.run(f"{count} shards", paths, shard=f"{k}/{count}")
            if run is None:
                return
            simulated += run.wall
            files.append(self.folder / f"{count}-{k}.h5")
            (self.folder / f"{len(self.rows)}.h5").rename(files[-1])
        merged = self.folder / f"merged-{count}.h5"
        run = Run([self.program, "merge", *files, "--quiet", "-o", merged], merged)
        self.rows.append(f"| {count} shard{'s' if count > 1 else ''}, {paths:,} paths in all, merge alone | {run.wall:.2f} | "
                         f"{100 * run.wall / simulated:.1f} % of simulating | | {run.memory / 1e6:.0f} | "
                         f"{run.file / 1e6:.1f} |")

    def text(self):
        lines = ["| study | wall clock [s] | ns a path-step | processor ns a path-step | peak memory [MB] | file [MB] |",
                 "|---|---|---|---|---|---|", *self.rows]
        if self.not_reached:
            lines += ["", "Not reached within the budget: " + "; ".join(self.not_reached) + "."]
        return "\n".join(lines)


def measure(options, folder):
    table = Table(options, folder)
    cores = len(os.sched_getaffinity(0))
    threads = sorted({1, cores} | {2**k for k in range(cores.bit_length()) if 2**k < cores})
    for count in threads:
        table.run(f"{count} thread{'s' if count > 1 else ''}, {options.base_paths:,} paths", options.base_paths,
                  threads=count)
    for months in MONTHS:
        table.run(f"{months} months, {options.base_paths:,} paths", options.base_paths, months=months)
    for sites in SITES:
        study = folder / f"{sites}-sites.toml"
        study.write_text(with_sites(STUDY.read_text(), sites))
        table.run(f"{sites} site{'s' if sites > 1 else ''}, {options.base_paths // 4:,} paths", options.base_paths // 4,
                  sites=sites, study=study)
    for count in SHARDS:
        table.shards(count, options.shard_paths)
    for paths in PATHS:
        if paths <= options.most_paths:
            table.run(f"{paths:,} paths", paths)
    study = folder / "one-site.toml"
    study.write_text(with_sites(STUDY.read_text(), 1))
    for paths in WEEKLY_PATHS:
        what = f"{paths:,} paths, 52 weeks, 1 site"
        if paths > options.most_paths:
            table.not_reached.append(what)
        else:
            table.run(what, paths, months=12, sites=1, study=study, weekly=True)
    return table.text()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", type=lambda text: pathlib.Path(text).resolve())
    parser.add_argument("--budget", type=float, default=1500.0)
    parser.add_argument("--most-paths", type=lambda text: int(float(text)), default=10**9)
    parser.add_argument("--base-paths", type=lambda text: int(float(text)), default=10**5)
    parser.add_argument("--shard-paths", type=lambda text: int(float(text)), default=10**7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(measure(options, pathlib.Path(folder)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
