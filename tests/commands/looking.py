"""The commands that look and change nothing: verify, describe, check, --help and --version."""

import hashlib
import json
import random
import re
import shlex
import shutil
import statistics

from support.program import (CommandTest, PROGRAM, REPOSITORY, hashlease, listing, main, smoke, smoke_text, start,
                             wait_for_blocks)

try:
    import h5py
except ImportError:
    h5py = None

DAMAGES = 40


def seal(path):
    """Puts a checksum that holds behind a file that was changed."""
    content = path.read_bytes()
    content = content[:content.rindex(b"\nHASHLEASE-SHA256 ")] if b"\nHASHLEASE-SHA256 " in content else content
    path.write_bytes(content + b"\nHASHLEASE-SHA256 " + hashlib.sha256(content).hexdigest().encode() + b"\n")


class Verify(CommandTest):
    def condition(self, file, *options):
        """Verdict of `verify` as (exit code, condition, text); text and JSON forms have to agree."""
        before = listing(self.folder)
        plain = hashlease("verify", file, *options, folder=self.folder)
        outcome = hashlease("verify", file, "--json", *options, folder=self.folder)
        verdict = json.loads(outcome.out)
        self.assertEqual(plain.code, outcome.code)
        self.assertEqual(plain.out, f"{file}: {verdict['condition']}: {verdict['text']}\n")
        self.assertEqual(outcome.err, "")
        self.assertEqual(listing(self.folder), before)
        return outcome.code, verdict["condition"], verdict["text"]

    def test_sound(self):
        self.run_study("a.h5", smoke(), "--paths", 64)
        code, condition, text = self.condition("a.h5")
        self.assertEqual((code, condition), (0, "sound"))
        self.assertRegex(text, r'^\d+ datasets, paths 0 to 63, study "Small study of the tests"')

    def test_every_damage_is_found(self):
        self.run_study("a.h5", smoke(), "--paths", 64)
        whole = (self.folder / "a.h5").read_bytes()
        dice = random.Random(20241123)
        for _ in range(DAMAGES):
            data = bytearray(whole)
            at = dice.randrange(len(data))
            data[at] ^= 1 << dice.randrange(8)
            (self.folder / "b.h5").write_bytes(data)
            outcome = hashlease("verify", "b.h5", folder=self.folder)
            self.assertEqual(outcome.code, 1, f"byte {at}: {outcome}")
        for what, data in [("cut", whole[:-1]), ("half", whole[:len(whole) // 2]), ("longer", whole + b"\0"),
                           ("start lost", whole[512:]), ("zeros", bytes(len(whole)))]:
            (self.folder / "b.h5").write_bytes(data)
            code, condition, _ = self.condition("b.h5")
            self.assertEqual(code, 1, what)
            self.assertIn(condition, ("damaged", "foreign"), what)

    def test_unfinished(self):
        process = start("run", smoke(), "--block-paths", 64, "-o", "a.h5", folder=self.folder)
        wait_for_blocks(process, self.folder / "a.h5.parts", 2)
        process.kill()
        process.communicate()
        code, condition, text = self.condition("a.h5")
        self.assertEqual((code, condition), (1, "unfinished"))
        self.assertRegex(text, r"a\.h5\.parts has \d+ of 4096 paths; run the study again")

    def test_foreign(self):
        (self.folder / "empty.h5").write_bytes(b"")
        (self.folder / "folder.h5").mkdir()
        shutil.copy(smoke(), self.folder / "text.h5")
        self.run_study("a.h5", smoke(), "--paths", 64, "--keep-parts")
        shutil.copy(next((self.folder / "a.h5.parts").glob("block-*")), self.folder / "block.h5")
        for name in ("empty.h5", "folder.h5", "text.h5", "block.h5"):
            with self.subTest(name):
                self.assertEqual(self.condition(name)[:2], (1, "foreign"))
        if h5py is not None:
            with h5py.File(self.folder / "other.h5", "w") as file:
                file["x"] = 1.0
            self.assertEqual(self.condition("other.h5")[:2], (1, "foreign"))
        self.refuse(["absent.h5: there is no such file"], "verify", "absent.h5")

    def test_newer(self):
        if h5py is None:
            self.skipTest("this Python has no h5py")
        self.run_study("a.h5", smoke(), "--paths", 64)
        with h5py.File(self.folder / "a.h5", "r+") as file:
            file.attrs.modify("hashlease_format_version", file.attrs["hashlease_format_version"] + 1)
        code, condition, text = self.condition("a.h5")
        self.assertEqual((code, condition), (1, "newer_format"), text)
        for command in (["status", "a.h5"], ["merge", "a.h5", "-o", "b.h5"]):
            outcome = hashlease(*command, folder=self.folder)
            self.assertIn(outcome.code, (1, 2), outcome)
            self.assertRegex(outcome.err, "newer|version")
        self.assertFalse((self.folder / "b.h5").exists())

    def test_older(self):
        """A result of format version 1 is verified and exported; its state is not taken up."""
        if h5py is None:
            self.skipTest("this Python has no h5py")
        self.run_study("a.h5", smoke(), "--paths", 64)
        with h5py.File(self.folder / "a.h5", "r+") as file:
            file.attrs.modify("hashlease_format_version", file.attrs["hashlease_format_version"] * 0 + 1)
        seal(self.folder / "a.h5")
        code, condition, text = self.condition("a.h5")
        self.assertEqual((code, condition), (0, "sound"), text)
        self.assertIn("format version 1", text)
        self.succeed("export", "a.h5", "--group", "tail", "-o", "tail.csv")
        self.refuse(["a.h5: has file format 1", "whose state this version cannot read"], "status", "a.h5")
        self.refuse(["a.h5: has file format 1", "run the shard again"], "merge", "a.h5", "-o", "b.h5")
        self.assertFalse((self.folder / "b.h5").exists())

    def test_renamed(self):
        """The state of format 2 is shown and checked, but merging would mix names."""
        if h5py is None:
            self.skipTest("this Python has no h5py")
        self.run_study("a.h5", smoke(), "--paths", 128, "--shard", "1/2")
        with h5py.File(self.folder / "a.h5", "r+") as file:
            file.attrs.modify("hashlease_format_version", file.attrs["hashlease_format_version"] * 0 + 2)
        seal(self.folder / "a.h5")
        self.assertIn("sound", self.succeed("verify", "a.h5").out)
        self.succeed("status", "a.h5")
        self.refuse(["a.h5: has file format 2", "merges only that"], "merge", "a.h5", "-o", "b.h5")
        self.assertFalse((self.folder / "b.h5").exists())

    def test_time_limit(self):
        self.run_study("a.h5", smoke(), "--paths", 64)
        code, condition, _ = self.condition("a.h5", "--time-limit", "60")
        self.assertEqual((code, condition), (0, "sound"))


class Merge(CommandTest):
    def shard(self, name, *arguments):
        self.run_study(name, smoke(), "--paths", 512, *arguments)

    def test_shards_that_do_not_make_a_study(self):
        for k in (1, 2, 3, 4):
            self.shard(f"{k}.h5", "--shard", f"{k}/4")
        self.shard("half.h5", "--shard", "1/2")
        self.shard("other.h5", "--shard", "2/4", "--seed", 5)
        (self.folder / "cut.h5").write_bytes((self.folder / "2.h5").read_bytes()[:-1])
        shutil.copy(smoke(), self.folder / "text.h5")
        for names, fragments in [(["1", "2", "4"], ["256 to 383", "missing: shard 3/4",
                                                   "run", "--paths 512", "--shard 3/4 -o 3.h5\n"]),
                                 (["1"], ["128 to 511", "missing"]),
                                 (["half", "2", "3", "4"], ["half.h5", "2.h5", "overlap"]),
                                 (["1", "1", "2", "3", "4"], ["1.h5", "overlap"]),
                                 (["1", "other", "3", "4"], ["other.h5 to study", "only shards of one study can be merged"]),
                                 (["1", "cut", "3", "4"], ["cut.h5: cannot be merged", "shard 2/4",
                                                          "--shard 2/4 -o 2.h5\n"]),
                                 (["cut", "1", "absent", "4"], ["cut.h5: cannot", "absent.h5: there is no such file",
                                                                "shards 2/4, 3/4", "--shard 2/4 -o 2.h5",
                                                                "--shard 3/4 -o 3.h5"]),
                                 (["1", "2", "3", "4", "cut"], ["cut.h5", "leave it out"]),
                                 (["cut", "text"], ["cut.h5: cannot be merged", "text.h5: cannot be merged"]),
                                 (["1", "text", "3", "4"], ["text.h5", "cannot be merged"]),
                                 (["1", "absent", "3", "4"], ["absent.h5", "no such file"])]:
            with self.subTest(names):
                self.refuse(fragments, "merge", *(f"{name}.h5" for name in names), "-o", "all.h5")
        self.refuse(["1.h5", "--force"], "merge", "1.h5", "2.h5", "3.h5", "4.h5", "-o", "1.h5")
        self.succeed("merge", "half.h5", "4.h5", "3.h5", "-o", "all.h5")

    def test_the_command_shown_makes_what_is_missing(self):
        """Whatever the shards were called: by the user, by the program, or by an array."""
        study = self.folder / "my study.toml"
        study.write_text(smoke_text())
        whole = self.run_study("whole.h5", study, "--paths", 512)["state_hash"]
        for what, number, extra, names in [("plain", "{}/3", ["-o", "o'{}.h5"], "o'{}.h5"),
                                           ("program", "{}/3", [], "my study.shard-{}-of-3.h5"),
                                           ("array", "auto/3", ["-o", "it.h5"], "it.shard-{}-of-3.h5")]:
            with self.subTest(what):
                for k in (1, 3):
                    self.succeed("run", study, "--paths", 512, "--shard", number.format(k), "--quiet",
                                 *(word.format(k) for word in extra), JOB_COMPLETION_INDEX=str(k - 1))
                files = [names.format(k) for k in (1, 2, 3)]
                (self.folder / files[1]).write_text("no result")
                message = self.refuse([files[1], "shard 2/3"], "merge", *files, "-o", f"{what}.h5").err
                command = shlex.split(message.splitlines()[-1])
                self.assertEqual(command[0], str(PROGRAM))
                self.succeed(*command[1:])
                merged = json.loads(self.succeed("merge", *files, "-o", f"{what}.h5", "--json").out)
                self.assertEqual(merged["state_hash"], whole)


class Describe(CommandTest):
    def test_everything(self):
        text = self.succeed("describe").out
        page = (REPOSITORY / "configs" / "README.md").read_text()
        keys = re.findall(r"^  ([a-z_.]+): ", text, re.MULTILINE)
        self.assertGreater(len(keys), 60)
        for key in keys:
            self.assertIn(f"`{key.rsplit('.', 1)[-1]}`", page)

    def test_one_key(self):
        text = self.succeed("describe", "market.gpu.lease_rate").out
        self.assertEqual(text, "  market.gpu.lease_rate: number, above 0, at most 1000 USD/GPU-hour, required\n"
                               "      Spot lease rate at the start.\n")
        self.assertEqual(self.succeed("describe", "market.gpu.H100.lease_rate").out, text)
        both = self.succeed("describe", "annual_volatility").out
        self.assertIn("market.btc.annual_volatility", both)
        self.assertIn("market.gpu_demand.annual_volatility", both)
        self.assertIn("market.btc.jump_mean", self.succeed("describe", "market.btc").out)

    def test_unknown_key(self):
        self.refuse(["market.btc.prise", "market.btc.price"], "describe", "market.btc.prise")
        self.refuse(["no such configuration key"], "describe", "qqqqqqqqqqqq")


class Check(CommandTest):
    def test_estimates(self):
        outcome = self.succeed("check", REPOSITORY / "configs" / "hybrid.toml", "--threads", 2)
        self.assertEqual(outcome.err, "")
        self.assertRegex(outcome.out, r"hybrid\.toml: valid\n")
        self.assertIn("1,000,000, 730 daily steps over 24 months from 2024-11-23, 3 sites", outcome.out)
        self.assertRegex(outcome.out, r"(?m)^  time +about .+ on 2 CPU threads$")
        self.assertRegex(outcome.out, r"(?m)^  memory +about [\d.]+ [kMG]B$")
        self.assertRegex(outcome.out, r"(?m)^  file +about [\d.]+ [kMG]B, and [\d.]+ [kMG]B of parts until it is done$")

    def test_json(self):
        estimate = json.loads(self.succeed("check", smoke(), "--paths", 64_000, "--json").out)
        self.assertEqual((estimate["valid"], estimate["paths"], estimate["months"], estimate["sites"]),
                         (True, 64_000, 24, 3))
        for key in ("cpu_seconds", "memory_bytes", "file_bytes", "parts_bytes"):
            self.assertGreater(estimate[key], 0)

    def test_size_of_the_file_is_about_right(self):
        estimate = json.loads(self.succeed("check", smoke(), "--json").out)["file_bytes"]
        self.run_study("a.h5", smoke())
        size = (self.folder / "a.h5").stat().st_size
        self.assertLess(0.5 * size, estimate)
        self.assertLess(estimate, 2.0 * size)

    def test_every_shipped_study(self):
        for study in sorted((REPOSITORY / "configs").glob("*.toml")):
            self.assertIn(": valid\n", self.succeed("check", study).out)

    def test_quick(self):
        """The promise is 50 ms on an idle machine; the bound leaves room for a busy one."""
        study = REPOSITORY / "configs" / "hybrid.toml"
        for arguments in (["check", study], ["describe"]):
            median = statistics.median(self.succeed(*arguments).seconds for _ in range(7))
            print(f"{arguments[0]}: median {median * 1e3:.0f} ms")
            self.assertLess(median, 0.5)


class Help(CommandTest):
    def test_help(self):
        text = self.succeed("--help").out
        for word in ("run", "check", "describe", "status", "verify", "merge", "--version", "Examples:", "Exit codes:",
                     "130", "143"):
            self.assertIn(word, text)
        groups = re.findall(r"(?m)^(\w+):\n(?:  \w+ .*\n)*?  (run|calibrate|merge|describe)  ", text)
        self.assertEqual(groups, [("Study", "run"), ("Market", "calibrate"), ("Scale", "merge"), ("Reference", "describe")])
        examples = re.findall(r"^  hashlease (\w+) ", text, re.MULTILINE)
        self.assertEqual(examples, ["check", "run", "report"])
        flags = {"run": ["-o", "--paths", "--seed", "--threads", "--block-paths", "--backend", "--shard", "--set",
                         "--force", "--keep-parts", "--json", "--quiet", "--instruction-set"],
                 "check": ["--set", "--paths", "--seed", "--threads", "--json"], "describe": ["key"],
                 "status": ["--json"], "verify": ["--json", "--time-limit"], "merge": ["-o", "--force", "--json"]}
        for command, words in flags.items():
            text = self.succeed(command, "--help").out
            for word in words:
                self.assertIn(word, text, command)

    def test_version(self):
        text = self.succeed("--version").out
        project = re.search(r"project\(hashlease VERSION ([\d.]+)", (REPOSITORY / "CMakeLists.txt").read_text())
        self.assertTrue(text.startswith(f"hashlease {project.group(1)}\n"), text)
        for line in (r"compiler +(g\+\+|clang\+\+|clang|gcc).* \d+", r"CUDA +(not built in|\d+\.\d+)",
                     r"HDF5 +\d+\.\d+\.\d+", r"instruction sets baseline", r"GPU devices +\S"):
            self.assertRegex(text, rf"(?m)^{line}")


if __name__ == "__main__":
    main()
