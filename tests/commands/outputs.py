"""Places that cannot be written to, disks that fill up, threads that cannot be had: the exit code as documented, a
message that names the file and what to do, and no partial result."""

import json
import os
import re
import resource
import shutil
import subprocess

from support.program import (CommandTest, PROGRAM, environment, hashlease, listing, main, manifest_blocks,
                             smoke, start, wait_for_blocks)

PATHS = 512
NOBODY = 65534


def become_nobody():
    """In a child of root: a user whom permissions and limits bind."""
    if os.getuid() == 0:
        os.setuid(NOBODY)


def require_nobody(test):
    """Lets nobody into the test's folder; a skip where nobody cannot start the program."""
    test.folder.chmod(0o777)
    tried = subprocess.run([PROGRAM, "--version"], preexec_fn=become_nobody, check=False, cwd="/", env=environment(),
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if tried.returncode != 0:
        test.skipTest("the program cannot be started by another user")
    (test.folder / "market.toml").write_bytes((smoke().parent.parent / "golden" / "market.toml").read_bytes())
    text = smoke().read_text().replace("../golden/market.toml", "market.toml")
    (test.folder / "study.toml").write_text(text)
    for name in ("study.toml", "market.toml"):
        (test.folder / name).chmod(0o644)


class Mount:
    """A small file system in memory; a skip where it may not be mounted."""

    def __init__(self, test, folder, size):
        self.folder = folder
        folder.mkdir()
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=False,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if done.returncode != 0:
            test.skipTest("no file system may be mounted here")
        test.addCleanup(subprocess.run, ["umount", "-l", folder], check=True)

    def make_read_only(self):
        subprocess.run(["mount", "-o", "remount,ro", self.folder], check=True)


class Places(CommandTest):
    def test_places_where_no_file_can_be(self):
        (self.folder / "file").write_text("text")
        (self.folder / "there").mkdir()
        (self.folder / "loop").symlink_to("loop")
        os.mkfifo(self.folder / "pipe")
        for output, fragment in [("absent/a.h5", "No such file or directory"), ("file/a.h5", "Not a directory"),
                                 ("there", "is a folder"), ("there/", "is a folder"), ("absent/", "No such file"),
                                 ("pipe", "not a plain file"), ("loop/a.h5", "symbolic links"), ("x" * 300, "too long"),
                                 ("x" * 250, "too long"), ("/proc/a.h5", "No such file"), ("/dev/null", "not a plain file")]:
            with self.subTest(output[:20]):
                self.refuse([output.rstrip("/"), fragment], "run", smoke(), "--paths", 64, "-o", output)
        self.run_study("part.h5", smoke(), "--paths", 64)
        for output, fragment in [("absent/a.h5", "No such file"), ("there", "is a folder"), ("part.h5", "--force")]:
            with self.subTest(output, command="merge"):
                self.refuse([output, fragment], "merge", "part.h5", "-o", output)

    def test_read_only_file_system(self):
        disk = Mount(self, self.folder / "disk", "1m")
        disk.make_read_only()
        self.refuse(["disk/a.h5", "Read-only file system"], "run", smoke(), "-o", "disk/a.h5")

    def test_folder_of_somebody_else(self):
        require_nobody(self)
        closed = self.folder / "closed"
        closed.mkdir()
        closed.chmod(0o555)
        self.refuse(["closed/a.h5", "Permission denied"], "run", "study.toml", "-o", "closed/a.h5",
                    prepare=become_nobody)

    def test_threads_that_cannot_be_started(self):
        require_nobody(self)

        def become_nobody_alone():
            resource.setrlimit(resource.RLIMIT_NPROC, (1, 1))
            become_nobody()

        self.fail_with(1, ["of 64 threads could be started", "fewer --threads"], "run", "study.toml", "--threads", 64,
                       "--backend", "cpu", "-o", "a.h5", prepare=become_nobody_alone)
        self.assertFalse((self.folder / "a.h5").exists())
        self.run_study("a.h5", "study.toml", "--threads", 2)

    def test_result_in_the_way(self):
        first = self.run_study("a.h5", smoke(), "--paths", PATHS)
        self.refuse(["a.h5: already exists; use --force to replace it, or name another output"], "run", smoke(), "--paths", PATHS, "-o", "a.h5")
        other = self.run_study("a.h5", smoke(), "--paths", PATHS, "--seed", 7, "--force")
        self.assertNotEqual(first["state_hash"], other["state_hash"])
        self.assertEqual(sorted(listing(self.folder)), ["a.h5"])


class FullDisk(CommandTest):
    def test_every_limit_on_the_size_of_a_file(self):
        """A disk that takes no more, at every stage: first block, manifest, later, result."""
        expected = self.run_study("plain.h5", smoke(), "--paths", PATHS)["state_hash"]
        size = (self.folder / "plain.h5").stat().st_size
        failed = 0
        for limit in [0, 1, 1000, 30_000, 300_000, 1_000_000, size // 2, size - 1, size, 2 * size]:
            with self.subTest(limit=limit):
                outcome = hashlease("run", smoke(), "--paths", PATHS, "--block-paths", 128, "-o", "a.h5", "--json",
                                    folder=self.folder,
                                    prepare=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
                if outcome.code != 0:
                    failed += 1
                    self.assertEqual((outcome.code, outcome.out), (1, ""), outcome)
                    self.assertIn("a.h5", outcome.err)
                    self.assertIn("File too large", outcome.err)
                    self.assertFalse((self.folder / "a.h5").exists())
                    self.assertFalse((self.folder / "a.h5.tmp").exists())
                self.assertEqual(self.run_study("a.h5", smoke(), "--paths", PATHS, "--force")["state_hash"], expected)
                (self.folder / "a.h5").unlink()
                self.assertEqual(sorted(listing(self.folder)), ["plain.h5"])
        self.assertGreaterEqual(failed, 8)

    def test_disk_that_fills_up_during_the_run(self):
        disk = Mount(self, self.folder / "disk", "280m").folder
        arguments = ["run", smoke(), "--paths", 8192, "--block-paths", 64, "-o", "disk/a.h5"]
        process = start(*arguments, folder=self.folder)
        wait_for_blocks(process, disk / "a.h5.parts", 2)
        with open(disk / "filler", "wb", buffering=0) as filler:
            for piece in (1 << 20, 1 << 12):
                try:
                    while True:
                        filler.write(bytes(piece))
                except OSError:
                    pass
        out, err = process.communicate()
        self.assertEqual((process.returncode, out), (1, ""), err)
        self.assertIn("No space left on device", err)
        self.assertIn("disk/a.h5.parts/", err)
        self.assertIn(f"To continue, run the same command again:\n  {PROGRAM} run", err)
        self.assertFalse((disk / "a.h5").exists())
        acknowledged = manifest_blocks(disk / "a.h5.parts")
        self.assertGreaterEqual(len(acknowledged), 2)
        (disk / "filler").unlink()
        outcome = self.succeed(*arguments, "--json")
        self.assertIn("resuming:", outcome.err)
        self.assertNotIn("damaged", outcome.err)
        plain = self.run_study("plain.h5", smoke(), "--paths", 8192)
        self.assertEqual(json.loads(outcome.out)["state_hash"], plain["state_hash"])

    def test_disk_too_small_from_the_start(self):
        Mount(self, self.folder / "disk", "1m")
        self.refuse(["need about", "free", "-o"], "run", smoke(), "-o", "disk/a.h5")

    def test_what_is_done_counts_as_room(self):
        """A run that fitted when it started still fits when it is resumed."""
        disk = Mount(self, self.folder / "disk", "280m").folder
        arguments = ["run", smoke(), "--paths", 8192, "--block-paths", 64, "-o", "disk/a.h5"]
        process = start(*arguments, folder=self.folder)
        wait_for_blocks(process, disk / "a.h5.parts", 96)
        process.kill()
        process.communicate()
        done = sum(path.stat().st_size for path in (disk / "a.h5.parts").iterdir())
        Mount(self, self.folder / "small", "1m")
        refused = self.refuse(["need about"], *arguments[:-1], "small/a.h5").err
        needed = float(re.search(r"need about ([\d.]+) MB", refused).group(1)) * 1e6
        with open(disk / "filler", "wb") as filler:  # leaves less than a run from the start asks for
            filler.write(bytes(int(shutil.disk_usage(disk).free - needed + done / 2)))
        self.fail_with(2, ["need about"], *arguments[:-1], "disk/b.h5")
        self.succeed(*arguments)

    def test_standard_output_that_cannot_be_written(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("there is no /dev/full")
        with open("/dev/full", "w", encoding="utf-8") as full:
            process = subprocess.run([PROGRAM, "describe"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual(process.returncode, 1)
        self.assertIn("standard output", process.stderr)


if __name__ == "__main__":
    main()
