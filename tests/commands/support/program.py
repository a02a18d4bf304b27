"""What the tests of the commands share: runs of the program, studies, temporary folders, tools of HDF5.

A test script is `python3 SCRIPT PROGRAM REPOSITORY [unittest arguments]` and calls `main()`. It exits with 0, with 1
after a failure, and with 77 (a skip for CTest) when every test in it was skipped.
"""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM = pathlib.Path(sys.argv[1]).resolve() if len(sys.argv) > 2 else None
REPOSITORY = pathlib.Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else None
SKIPPED = 77
# Long enough for a sanitizer on a busy machine; nothing here waits for it when all is well.
PATIENCE_SECONDS = 240


class Outcome:
    """How a run of the program ended."""

    def __init__(self, process, seconds):
        self.code, self.out, self.err, self.seconds = process.returncode, process.stdout, process.stderr, seconds

    def __str__(self):
        return f"exit code {self.code}\nstandard output:\n{self.out[-2000:]}\nstandard error:\n{self.err[-2000:]}"


# Variables of schedulers, under which these tests may run themselves.
SCHEDULERS = ("SLURM_", "SBATCH_", "AWS_BATCH_", "OMPI_", "JOB_COMPLETION_INDEX")


def environment(**changes):
    """The environment without what would change the program's behaviour; None removes a variable."""
    merged = {name: value for name, value in os.environ.items() if not name.startswith(SCHEDULERS)}
    merged.update(LC_ALL="C.UTF-8", TERM="xterm")
    merged.pop("NO_COLOR", None)
    for name, value in changes.items():
        merged.pop(name, None)
        if value is not None:
            merged[name] = value
    return merged


def default_signals():
    """In a child: signals as a shell in the foreground leaves them, whoever started the tests."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_DFL)


def hashlease(*arguments, folder, prepare=None, **variables):
    """Runs the program to its end in `folder`; `prepare` is called in the child before."""

    def before():
        default_signals()
        if prepare is not None:
            prepare()

    start = time.monotonic()
    process = subprocess.run([str(PROGRAM), *map(str, arguments)], cwd=folder, env=environment(**variables),
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                             encoding="utf-8", timeout=PATIENCE_SECONDS, preexec_fn=before, check=False)
    return Outcome(process, time.monotonic() - start)


def start(*arguments, folder, **options):
    """Starts the program and returns the Popen."""
    return subprocess.Popen([str(PROGRAM), *map(str, arguments)], cwd=folder, env=environment(),
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                            encoding="utf-8", preexec_fn=default_signals, **options)


def listing(folder):
    """Every file below `folder` with its size and time of change, and every folder."""
    entries = {}
    for path in pathlib.Path(folder).rglob("*"):
        status = path.lstat()
        what = (status.st_size, status.st_mtime_ns) if path.is_file() else "folder"
        entries[path.relative_to(folder).as_posix()] = what
    return entries


def manifest_blocks(parts):
    """The acknowledged blocks of a parts folder; none when there is no manifest yet, or no longer."""
    try:
        return json.loads((pathlib.Path(parts) / "manifest.json").read_text())["blocks"]
    except FileNotFoundError:
        return []


def wait_for_blocks(process, parts, count):
    """Waits until a running program has acknowledged `count` blocks."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while len(manifest_blocks(parts)) < count:
        if process.poll() is not None:
            raise AssertionError(f"ended early: {process.communicate()}")
        if time.monotonic() > deadline:
            process.kill()
            raise AssertionError(f"fewer than {count} blocks after {PATIENCE_SECONDS} s")
        time.sleep(0.005)


def require_tool(name):
    """Path of a tool, or a skip."""
    tool = shutil.which(name)
    if tool is None:
        raise unittest.SkipTest(f"{name} is not installed")
    return tool


def fast_folder():
    """Where files go: into memory when it has room, because a run waits for its disk after every block."""
    memory = pathlib.Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 1 << 30
    return memory if roomy and "TMPDIR" not in os.environ else None


class CommandTest(unittest.TestCase):
    """A test with a folder of its own."""

    maxDiff = None

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="hashlease-test-", dir=fast_folder()))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def succeed(self, *arguments, **options):
        """Runs the program in the test's folder; it has to end well."""
        outcome = hashlease(*arguments, folder=self.folder, **options)
        self.assertEqual(outcome.code, 0, f"{arguments}: {outcome}")
        return outcome

    def fail_with(self, code, fragments, *arguments, **options):
        """Runs the program; it has to end with `code`, every fragment in its message, nothing on standard output."""
        outcome = hashlease(*arguments, folder=self.folder, **options)
        self.assertEqual(outcome.code, code, f"{arguments}: {outcome}")
        self.assertEqual(outcome.out, "", f"{arguments}: {outcome}")
        for fragment in fragments:
            self.assertIn(fragment, outcome.err, f"{arguments}: {outcome}")
        return outcome

    def refuse(self, fragments, *arguments, **options):
        """As fail_with for bad input: exit code 2, and not a byte of the folder changed."""
        before = listing(self.folder)
        outcome = self.fail_with(2, fragments, *arguments, **options)
        self.assertEqual(listing(self.folder), before, f"{arguments}: {outcome}")
        return outcome

    def run_study(self, output, *arguments, **options):
        """Runs a small study into `output` and returns its JSON summary."""
        return json.loads(self.succeed("run", *arguments, "-o", output, "--json", "--quiet", **options).out)

    def assert_same_result(self, first, second):
        """By h5diff: no difference outside /provenance. Whether it could compare everything shows in its output."""
        tool = require_tool("h5diff")
        process = subprocess.run([tool, "--exclude-path", "/provenance", self.folder / first, self.folder / second],
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        self.assertEqual((process.returncode, process.stdout), (0, ""), f"{first} and {second}")


def smoke():
    """The small study of these tests: a mining site, an AI site and a blend, 4,096 paths, weekly."""
    return pathlib.Path(__file__).resolve().parent.parent / "smoke.toml"


def smoke_text():
    """Its text, to be written anywhere."""
    return smoke().read_text().replace('"../golden', f'"{smoke().parent.parent}/golden')


def main():
    if REPOSITORY is None:
        sys.exit(f"usage: {sys.argv[0]} PROGRAM REPOSITORY [unittest arguments]")
    program = unittest.main(module="__main__", argv=sys.argv[:1] + sys.argv[3:], exit=False, verbosity=2)
    result = program.result
    if result.wasSuccessful() and result.testsRun > 0 and len(result.skipped) == result.testsRun:
        sys.exit(SKIPPED)
    sys.exit(0 if result.wasSuccessful() else 1)
