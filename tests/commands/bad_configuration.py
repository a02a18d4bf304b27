"""Configurations and command lines that cannot be used: exit code 2, a message with place, value, bounds and unit, and
not a byte written."""

import re

from support.program import CommandTest, hashlease, main, smoke, smoke_text

# (what is wrong, text of smoke.toml, its replacement, what the message has to say). An @ in the replacement marks the
# place that the message has to name.
EDITS = [
    ("zero paths", "paths = 4_096", "paths = @0", ["run.paths: 0 is below 1 (1 to 2^48)"]),
    ("negative paths", "paths = 4_096", "paths = @-1", ["run.paths: -1 is below 1"]),
    ("2^48 + 1 paths", "paths = 4_096", "paths = @281_474_976_710_657", ["run.paths: 281474976710657", "1 to 2^48"]),
    ("infinite paths", "paths = 4_096", "paths = @inf", ["run.paths", "1 to 2^48"]),
    ("paths of the wrong type", "paths = 4_096", 'paths = @"many"', ["run.paths", "integer", '"many"']),
    ("half a path", "paths = 4_096", "paths = @0.5", ["run.paths", "0.5"]),
    ("paths missing", "paths = 4_096", "", ["run.paths: missing (1 to 2^48)"]),
    ("horizon not whole", "horizon_months = 24", "horizon_months = @2.5",
     ["run.horizon_months: 2.5 is not a whole number of months (1 to 360 months)"]),
    ("horizon too long", "horizon_months = 24", "horizon_months = @361", ["horizon_months: 361", "1 to 360 months"]),
    ("horizon zero", "horizon_months = 24", "horizon_months = @0", ["run.horizon_months: 0", "1 to 360 months"]),
    ("start before Bitcoin", "start_date = 2024-11-23", "start_date = @2009-01-02", ["2009-01-02", "2009-01-03"]),
    ("end after the calendar", "start_date = 2024-11-23", "start_date = @2098-01-02", ["2098-01-02", "2100-01-01"]),
    ("a day that does not exist", "start_date = 2024-11-23", 'start_date = @"2023-02-29"', ["run.start_date", "date"]),
    ("a date with a time", "start_date = 2024-11-23", "start_date = @2024-11-23T00:00:00Z", ["run.start_date", "date"]),
    ("unknown step", '"weekly"', '@"monthly"', ["run.step", '"monthly"', "daily, weekly"]),
    ("unknown backend", '"auto"', '@"gpu"', ["run.backend", '"gpu"', "auto, cpu, cuda"]),
    ("level of one", "0.99, 0.999]", "0.99, @1.0]", ["run.confidence_levels", "above 0.5, below 1"]),
    ("levels out of order", "[0.95, 0.99, 0.999]", "[0.99, 0.95]", ["run.confidence_levels", "strictly"]),
    ("unknown column", '"annual_cash_flow"]', '@"annual_profit"]', ["run.keep_paths", '"annual_profit"']),
    ("out of bounds, share", "fixed_share = 0.7", "fixed_share = @1.5", ["fixed_share: 1.5", "0 to 1"]),
    ("out of bounds, unit", "efficiency = 17.5", "efficiency = @4.9", ["efficiency: 4.9", "5 to 200 J/TH"]),
    ("not a number", "efficiency = 17.5", "efficiency = @nan", ["efficiency", "5 to 200 J/TH"]),
    ("unknown key", "uptime = 0.96", "@upttime = 0.96", ["upttime: unknown key", "did you mean uptime"]),
    ("unknown table", "[site.power]", "[site.@powr]", ["powr", "did you mean power"]),
    ("table where a value belongs", "paths = 4_096", "paths = @{ count = 5 }", ["run.paths", "integer", "table"]),
    ("unknown GPU class", 'class = "H100"', 'class = @"H200"', ['"H200"', "H100"]),
    ("more equipment than megawatts", "power_mw = 30.0", "power_mw = 30.5",
     ["site.mining-only.power_mw", "100.5 MW", "0.5 MW more", "100 MW"]),
    ("blend of an unknown site", "{ mining-only = 0.5, ai", "{ mining = @0.5, ai",
     ["site.hybrid.blend.mining", "no site", '"mining"', "mining-only"]),
    ("blend of more than all", "{ mining-only = 0.5,", "{ mining-only = 0.6,", ["site.hybrid.blend", "1.1", "above 1"]),
    ("blend of itself", "{ mining-only = 0.5,", "{ hybrid = 0.5,", ["site.hybrid.blend.hybrid"]),
    ("two sites of one name", 'name = "ai-only"', 'name = @"mining-only"', ["name", '"mining-only"', "earlier"]),
    ("a site without a name", 'name = "ai-only"', "", ["site[1]", "name", "missing"]),
    ("indefinite correlation matrix", "[[site]]\nname = \"mining-only\"",
     '[market.dependence]\ncorrelation = @{ "btc,power" = 0.9, "btc,fee" = 0.9, "fee,power" = -0.9 }\n'
     "[[site]]\nname = \"mining-only\"",
     ["market.dependence.correlation", "not positive definite", "eigenvalue is -0.8", "nearest"]),
    ("correlation of one", "[[site]]\nname = \"mining-only\"",
     '[market.dependence]\ncorrelation = { "btc,power" = @1.0 }\n[[site]]\nname = "mining-only"', ["below 1"]),
    ("market file missing", "golden/market.toml", "golden/nowhere.toml", ["nowhere.toml", "no such file"]),
    ("market file a folder", "golden/market.toml", "golden", ["golden", "directory"]),
    ("format of the future", "format = 1", "format = @2", ["format: 2", "1 to 1"]),
]

# (what is wrong, arguments behind `run smoke.toml`, what the message has to say)
ARGUMENTS = [
    ("zero paths", ["--paths", "0"], ["run.paths: 0 is below 1 (1 to 2^48)"]),
    ("too many paths", ["--paths", "281474976710657"], ["281474976710657", "1 to 2^48"]),
    ("paths beyond all integers", ["--paths", "9" * 30], ["run.paths", "1 to 2^48"]),
    ("paths as text", ["--paths", "lots"], ["run.paths", "lots"]),
    ("empty paths", ["--paths", ""], ["--paths"]),
    ("negative seed", ["--seed", "-1"], ["run.seed: -1 is below 0"]),
    ("empty seed", ["--seed", ""], ["--seed"]),
    ("no threads", ["--threads", "0"], ["--threads", "1 to 4096"]),
    ("half a thread", ["--threads", "1.5"], ["--threads", "1.5"]),
    ("empty blocks", ["--block-paths", "0"], ["--block-paths", "1 to"]),
    ("negative blocks", ["--block-paths", "-64"], ["--block-paths", "-64"]),
    ("unknown backend", ["--backend", "opencl"], ["run.backend", '"opencl"', "auto, cpu, cuda"]),
    ("empty backend", ["--backend", ""], ["--backend"]),
    ("unknown instruction set", ["--instruction-set", "mmx"], ["--instruction-set", "mmx", "baseline"]),
    ("empty instruction set", ["--instruction-set", ""], ["--instruction-set"]),
    ("shard without count", ["--shard", "2"], ["--shard 2", "k/n"]),
    ("shard zero", ["--shard", "0/2"], ["--shard 0/2", "k from 1 to n"]),
    ("shard beyond", ["--shard", "3/2"], ["--shard 3/2", "k from 1 to n"]),
    ("shard of none", ["--shard", "1/0"], ["--shard 1/0"]),
    ("shard with a tail", ["--shard", "1/2x"], ["--shard 1/2x"]),
    ("negative shard", ["--shard", "-1/2"], ["-1/2"]),
    ("shard beyond integers", ["--shard", "1/99999999999999999999"], ["--shard", "1,000,000"]),
    ("empty shard", ["--shard", ""], ["--shard"]),
    ("more shards than leaves", ["--paths", "128", "--shard", "1/3"], ["--shard 1/3", "at most 2 shards"]),
    ("unknown flag", ["--frobnicate"], ["--frobnicate"]),
    ("two configurations", ["again.toml"], ["again.toml"]),
    ("set without a value", ["--set", "run.paths"], ["--set run.paths", "key=value"]),
    ("set of an unknown key", ["--set", "run.path=5"], ["--set run.path=5", "unknown key", "paths"]),
    ("set of an unknown site", ["--set", "site.nowhere.power_mw=5"], ["nowhere", "mining-only"]),
    ("set out of bounds", ["--set", "market.btc.annual_volatility=11"], ["11", "0 to 10 1/sqrt(year)"]),
    ("empty output", ["-o", ""], ["--output"]),
]


class BadConfiguration(CommandTest):
    def study(self, old, new):
        """Writes smoke.toml with an edit; returns the place of the mark as "line:column", or None."""
        text = smoke_text()
        self.assertIn(old, text)
        text = text.replace(old, new, 1)
        mark = text.find("@")
        place = None
        if mark >= 0:
            text = text.replace("@", "", 1)
            place = f"{text.count(chr(10), 0, mark) + 1}:{mark - text.rfind(chr(10), 0, mark)}"
        (self.folder / "study.toml").write_text(text)
        return place

    def test_each_error_of_a_file(self):
        for what, old, new, fragments in EDITS:
            with self.subTest(what):
                place = self.study(old, new)
                prefix = "study.toml:" + (f"{place}: " if place else "")
                if "market file" not in what:
                    fragments = [prefix, *fragments]
                run = self.refuse(fragments, "run", "study.toml", "-o", "study.h5")
                check = self.refuse(fragments, "check", "study.toml")
                self.assertEqual(run.err, check.err)

    def test_each_error_of_the_arguments(self):
        for what, arguments, fragments in ARGUMENTS:
            with self.subTest(what):
                self.refuse(fragments, "run", smoke(), *arguments)

    def test_all_errors_of_a_file_at_once(self):
        wrong = {"paths = 4_096": "paths = 0", "horizon_months = 24": "horizon_months = 2.5",
                 "fixed_share = 0.7": "fixed_share = 7", "efficiency = 17.5": 'efficiency = "good"',
                 'class = "H100"': 'class = "H900"', "[site.gpu.contract]": "[site.gpu.contrat]",
                 "blend = { mining-only = 0.5,": "blend = { coal = 0.5,"}
        text = smoke_text()
        for old, new in wrong.items():
            self.assertIn(old, text)
            text = text.replace(old, new, 1)
        (self.folder / "study.toml").write_text(text)
        message = self.refuse([], "check", "study.toml", "--set", "market.btc.price=-1").err
        places = [tuple(map(int, place)) for place in re.findall(r"^study\.toml:(\d+):(\d+): ", message, re.MULTILINE)]
        self.assertEqual(len(places), len(wrong), message)
        self.assertEqual(places, sorted(places), message)
        self.assertIn("--set market.btc.price=-1: market.btc.price: -1", message)
        for fragment in ["0 is below 1", "2.5 is not a whole", "7 is above 1", '"good"', '"H900"', "contrat", '"coal"']:
            self.assertIn(fragment, message)

    def test_files_that_are_no_configuration(self):
        (self.folder / "empty.toml").write_text("")
        (self.folder / "noise.toml").write_bytes(bytes(range(256)) * 40)
        (self.folder / "broken.toml").write_text("[run]\nseed = 1\npaths = = 5\n")
        (self.folder / "twice.toml").write_text("[run]\nseed = 1\nseed = 2\n")
        (self.folder / "large.toml").write_text("# padding\n" * 2_000_000)
        (self.folder / "folder.toml").mkdir()
        for name, fragments in [("missing.toml", ["missing.toml: no such file"]), ("", ["configuration"]),
                                ("folder.toml", ["is a directory"]), ("noise.toml", ["noise.toml:1:"]),
                                ("broken.toml", ["broken.toml:3:"]), ("twice.toml", ["twice.toml:3:", "seed"]),
                                ("large.toml", ["large.toml", "16 MB"]),
                                ("empty.toml", ["[run] is missing", "[market] is missing", "[[site]]"])]:
            for command in ("run", "check"):
                with self.subTest(name, command=command):
                    self.refuse(fragments, command, name)

    def test_result_as_configuration(self):
        self.run_study("smoke.h5", smoke(), "--paths", 64)
        for command in ("run", "check"):
            self.refuse(["smoke.h5", "is an HDF5 file, not a configuration"], command, "smoke.h5")

    def test_command_lines(self):
        for arguments, fragments in [([], ["sub-command", "--help"]), (["simulate"], ["simulate", "--help"]),
                                     (["simulate", "--help"], ["simulate: there is no such sub-command\n", "run, check,"]),
                                     (["mrege", "a.h5", "-o", "b.h5"], ["no such sub-command; did you mean merge?"]),
                                     (["run"], ["configuration", "--help"]), (["check"], ["configuration"]),
                                     (["merge", "-o", "all.h5"], ["shards"]), (["merge", "one.h5"], ["--output"]),
                                     (["status"], ["file"]), (["verify"], ["file"]),
                                     (["verify", "x.h5", "--time-limit", "0"], ["--time-limit"]),
                                     (["describe", "run.pathz"], ["run.pathz", "run.paths"]),
                                     (["--frobnicate"], ["--frobnicate"])]:
            with self.subTest(arguments):
                self.refuse(fragments, *arguments)

    def test_cuda_without_a_gpu(self):
        version = self.succeed("--version").out
        if "GPU devices      none" not in version:
            self.skipTest("this machine has a GPU and the program was built for it")
        for arguments in (["--backend", "cuda"], ["--set", "run.backend=cuda"]):
            self.refuse(["cuda", "--backend cpu"], "run", smoke(), *arguments)

    def test_instruction_sets_of_other_cpus(self):
        sets = re.search(r"^instruction sets (.*)$", self.succeed("--version").out, re.MULTILINE).group(1).split(", ")
        for name in {"avx2", "avx512"} - set(sets):
            self.refuse([name, "baseline"], "run", smoke(), "--instruction-set", name)

    def test_more_than_the_machine_has(self):
        outcome = self.refuse(["memory", "--threads"], "run", smoke(), "--threads", 4096, "--set",
                              "run.horizon_months=360", "--set", "run.keep_paths=[]", "--paths", 4096)
        self.assertRegex(outcome.err, r"needs about [\d.]+ [GT]B of memory and this machine has [\d.]+ GB")
        self.refuse(["free", "run.keep_paths"], "run", smoke(), "--paths", 2**47, "--block-paths", 2**20)

    def test_a_failing_check_fails_here(self):
        """The tables above can fail: a sound study is not refused."""
        outcome = hashlease("check", smoke(), folder=self.folder)
        self.assertEqual((outcome.code, outcome.err), (0, ""))
        with self.assertRaises(AssertionError):
            self.refuse([], "check", smoke())


if __name__ == "__main__":
    main()
