"""Places that cannot be written to, disks that fill up, and parts folders that cannot be used: the exit code as
documented, a message that names the file and what to do, and no partial result."""

import json
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from support.program import (CommandTest, PROGRAM, environment, hashlease, listing, main, manifest_blocks,  # noqa: E402
                             smoke, smoke_text, start, wait_for_blocks)

PATHS = 512


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
                                 ("there", "in the way"), ("there/", "in the way"), ("absent/", "No such file"),
                                 ("pipe", "in the way"), ("loop/a.h5", "symbolic links"), ("x" * 300, "too long"),
                                 ("x" * 250, "too long"), ("/proc/a.h5", "No such file"), ("/dev/null", "in the way")]:
            with self.subTest(output[:20]):
                self.refuse([output.rstrip("/"), fragment], "run", smoke(), "--paths", 64, "-o", output)
        self.run_study("part.h5", smoke(), "--paths", 64)
        for output, fragment in [("absent/a.h5", "No such file"), ("there", "in the way"), ("part.h5", "--force")]:
            with self.subTest(output, command="merge"):
                self.refuse([output, fragment], "merge", "part.h5", "-o", output)

    def test_read_only_file_system(self):
        disk = Mount(self, self.folder / "disk", "1m")
        disk.make_read_only()
        self.refuse(["disk/a.h5", "Read-only file system"], "run", smoke(), "-o", "disk/a.h5")

    def test_folder_of_somebody_else(self):
        self.folder.chmod(0o755)
        closed = self.folder / "closed"
        closed.mkdir()
        closed.chmod(0o555)
        drop = (lambda: os.setuid(65534)) if os.getuid() == 0 else None
        if drop and subprocess.run([PROGRAM, "--version"], preexec_fn=drop, check=False, cwd="/", env=environment(),
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode != 0:
            self.skipTest("the program cannot be started by another user")
        (self.folder / "study.toml").write_text(smoke_text())
        (self.folder / "study.toml").chmod(0o644)
        self.refuse(["closed/a.h5", "Permission denied"], "run", "study.toml", "-o", "closed/a.h5", prepare=drop)

    def test_result_in_the_way(self):
        first = self.run_study("a.h5", smoke(), "--paths", PATHS)
        self.refuse(["a.h5: exists", "--force", "-o"], "run", smoke(), "--paths", PATHS, "-o", "a.h5")
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
        disk = Mount(self, self.folder / "disk", "160m").folder
        arguments = ["run", smoke(), "--paths", 8192, "--block-paths", 128, "-o", "disk/a.h5"]
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
        disk = Mount(self, self.folder / "disk", "160m").folder
        arguments = ["run", smoke(), "--paths", 8192, "--block-paths", 128, "-o", "disk/a.h5"]
        process = start(*arguments, folder=self.folder)
        wait_for_blocks(process, disk / "a.h5.parts", 56)
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


class PartsFolders(CommandTest):
    STUDY = ["--paths", PATHS, "--block-paths", 128]

    def setUp(self):
        super().setUp()
        self.parts = self.folder / "a.h5.parts"

    def leave_parts(self, *arguments):
        """Finished blocks without a result."""
        expected = self.run_study("a.h5", smoke(), *(arguments or self.STUDY), "--keep-parts")["state_hash"]
        (self.folder / "a.h5").unlink()
        return expected

    def refuse_parts(self, fragments, *arguments):
        return self.refuse(["a.h5.parts", *fragments], "run", smoke(), *(arguments or self.STUDY), "-o", "a.h5")

    def test_parts_of_another_study(self):
        self.leave_parts()
        for change in (["--paths", 640], ["--seed", 5], ["--set", "market.btc.price=1000"], ["--set", "title='other'"]):
            with self.subTest(change):
                self.refuse_parts(["of the study", "remove the folder", "choose another output"], *self.STUDY[2:], *change)
        self.refuse_parts(["paths 0 to 511", "every shard"], *self.STUDY, "--shard", "1/2")
        outcome = self.succeed("run", smoke(), *self.STUDY, "-o", "a.h5", "--threads", 1, "--backend", "cpu")
        self.assertIn("resuming: 512 of 512 paths were done before", outcome.err)

    def test_foreign_folders(self):
        self.parts.write_text("a file")
        self.refuse_parts(["in the way"])
        self.parts.unlink()
        self.parts.mkdir()
        (self.parts / "thesis.docx").write_text("years of work")
        self.refuse_parts(["thesis.docx", "no folder of unfinished parts"])
        (self.parts / "thesis.docx").rename(self.parts / "manifest.json")
        (self.parts / "lock").touch()
        self.refuse_parts(["manifest.json", "damaged", "remove"])
        (self.parts / "manifest.json").write_text('{"format": "other"}')
        self.refuse_parts(["manifest.json", "no list of parts of hashlease"])

    def test_damaged_manifest(self):
        self.leave_parts()
        manifest = self.parts / "manifest.json"
        whole = manifest.read_text()
        for what, text in [("empty", ""), ("cut", whole[:-40]), ("no list", "[1, 2]"), ("deep", "[" * 100_000),
                           ("a digit", whole.replace('"study_paths": 512', '"study_paths": 513')),
                           ("a range", whole.replace('"first_path": 128', '"first_path": 129'))]:
            with self.subTest(what):
                self.assertNotEqual(text, whole)
                manifest.write_text(text)
                self.refuse_parts(["manifest.json"])
        newer = json.loads(whole)
        newer["format_version"] += 1
        manifest.write_text(json.dumps(newer))
        self.refuse_parts(["manifest.json", "newer"])

    def test_damaged_blocks_are_simulated_again(self):
        expected = self.leave_parts()
        blocks = [self.parts / block["file"] for block in manifest_blocks(self.parts)]
        blocks[0].unlink()
        data = bytearray(blocks[1].read_bytes())
        data[len(data) // 2] ^= 1
        blocks[1].write_bytes(data)
        os.truncate(blocks[2], 100)
        outcome = self.succeed("run", smoke(), *self.STUDY, "-o", "a.h5", "--json")
        for block in blocks[:3]:
            self.assertIn(block.name, outcome.err)
        self.assertIn("simulated again", outcome.err)
        self.assertIn("resuming: 128 of 512 paths", outcome.err)
        self.assertEqual(json.loads(outcome.out)["state_hash"], expected)

    def test_leftovers_of_a_killed_run_go(self):
        expected = self.leave_parts()
        (self.parts / "block-000000000000000-64.h5.tmp").write_bytes(b"half")
        (self.parts / "block-000000000009999-64.h5").write_bytes(b"not in the manifest")
        (self.parts / "manifest.json.tmp").write_bytes(b"{")
        (self.folder / "a.h5.tmp").write_bytes(b"half a result")
        self.assertEqual(self.run_study("a.h5", smoke(), *self.STUDY)["state_hash"], expected)
        self.assertEqual(sorted(listing(self.folder)), ["a.h5"])

    def test_two_runs_of_one_output(self):
        process = start("run", smoke(), "--paths", 1_000_000, "--block-paths", 64, "-o", "a.h5", folder=self.folder)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        wait_for_blocks(process, self.parts, 1)
        second = hashlease("run", smoke(), "--paths", 1_000_000, "-o", "a.h5", folder=self.folder)
        self.assertEqual((second.code, second.out), (2, ""), second)
        self.assertIn("another hashlease is writing there", second.err)
        self.assertIsNone(process.poll())


if __name__ == "__main__":
    main()
