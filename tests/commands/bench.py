"""`hashlease bench`: what it measures and prints, that its estimate is its own figures', and that the figures it compares
with are those on record. No speed is asserted.
"""

import json
import shutil

from support.program import REPOSITORY, CommandTest, main, smoke


class Bench(CommandTest):
    def bench(self, *arguments, **options):
        return json.loads(self.succeed("bench", *arguments, "--json", "--seconds", 0.002, **options).out)

    def test_every_stage_of_a_study(self):
        found = self.bench(smoke(), "--threads", 2, "--paths", 123_456)
        sets = [row["instruction_set"] for row in found["one_core"]]
        self.assertEqual(sets[-1], "baseline")
        for row in found["one_core"]:
            # Slower than nothing at all: the three are different measurements, on a machine that may do other things.
            self.assertGreater(row["sites"], 0)
            self.assertGreater(row["market"], 0)
            self.assertGreater(row["simulation"], 0)
        self.assertEqual([row["threads"] for row in found["program"] if row["threads"]], [1, 2])
        self.assertEqual(found["program"][0]["backend"].split(", ")[0], "cpu")
        self.assertEqual(found["paths"], 123_456)
        rate = found["program"][-1]["simulation_and_statistics"]
        self.assertAlmostEqual(found["expected_seconds"], found["paths"] * found["steps"] / rate, delta=1e-9)
        self.assertEqual(found["recorded"], [], "the record is of another study")
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), [], "nothing is written")

    def test_as_text(self):
        text = self.succeed("bench", smoke(), "--seconds", 0.002, "--paths", 1_000_000).out
        for words in ("market", "sites", "both in turn", "baseline", "1 thread", "statistics take", "1,000,000 paths: about"):
            self.assertIn(words, text)
        self.assertNotIn("recorded", text)

    def test_the_headline_study_against_the_record(self):
        """In a source tree, and beside an installed program."""
        shutil.copytree(REPOSITORY / "configs", self.folder / "configs", ignore=shutil.ignore_patterns("cases"))
        record = (REPOSITORY / "tests" / "bench" / "RECORD.md").read_text()
        found = self.bench("--threads", 1)
        self.assertGreater(len(found["recorded"]), 3)
        for row in found["recorded"]:
            self.assertIn(row["figure"], record)
            self.assertIn(row["date"], record)
            self.assertIn(f"{row['rate'] / 1e6:g}", row["figure"])
        self.assertIn("x the recorded", self.succeed("bench", "--seconds", 0.002, "--threads", 1).out)
        # With a key changed it is another study.
        self.assertEqual(self.bench("--threads", 1, "--set", "run.step=weekly")["recorded"], [])

    def test_bad_input(self):
        self.refuse(["nowhere.toml"], "bench", "nowhere.toml")
        self.refuse(["--seconds"], "bench", smoke(), "--seconds", 0)
        self.refuse(["--threads"], "bench", smoke(), "--threads", 0)


if __name__ == "__main__":
    main()
