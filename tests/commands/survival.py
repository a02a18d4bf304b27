"""Survival of sites with debt as a user gets it: the group of the file is the replayed paths counted, however the study
was run; the summary and the export say the same.

usage: survival.py PROGRAM REPOSITORY [unittest arguments]
"""

import csv
import io
import json
import math

from support.program import REPOSITORY, CommandTest, main, smoke

try:
    import h5py
except ImportError:  # the netCDF library reads the file just as well
    h5py = None
try:
    import netCDF4
except ImportError:
    netCDF4 = None

PATHS = 96
CASE = ("--paths", PATHS, "--set", "run.horizon_months=26", "--set", "run.step=weekly")
QUARTERS = 9  # the last of two months
FIRST_TEST = 5  # month; covenants are tested from the second quarter on
ENTITIES = ("leveraged", "cautious")


def read(file, name):
    if h5py is not None:
        with h5py.File(file, "r") as data:
            return data[name][...]
    with netCDF4.Dataset(file) as data:
        return data[name][...].data


class Recount:
    """What the months of one path say of a site."""

    def __init__(self, items):
        self.items = {name: content["values"] for name, content in items.items()}
        self.months = len(self.items["cash"])

    def is_insolvent(self, month):
        return month >= 0 and self.items["insolvent"][month] == 1

    def is_tested(self, quarter):
        month = 3 * quarter + 2
        return FIRST_TEST <= month < self.months and not self.is_insolvent(month - 1)

    def holds(self, quarter, flag):
        return self.is_tested(quarter) and self.items[flag][3 * quarter + 2] == 1

    def ratio(self, quarter):
        return self.items["dscr"][3 * quarter + 2] if self.is_tested(quarter) else None

    def figures(self, quarter):
        """By the name of the dataset: whether the path counts in the quarter."""
        ratios = [(self.ratio(k), k) for k in range(QUARTERS) if self.ratio(k) is not None]
        return {
            "tested": self.is_tested(quarter),
            "undefined_dscr": self.is_tested(quarter) and self.ratio(quarter) is None,
            "below_lock_up": self.holds(quarter, "lock_up"),
            "in_default": self.holds(quarter, "covenant_default"),
            "defaulted": any(self.holds(k, "covenant_default") for k in range(quarter + 1)),
            "insolvent": self.is_insolvent(min(3 * quarter + 2, self.months - 1)),
            "minimum_dscr_here": bool(ratios) and min(ratios)[1] == quarter,
        }


class Survival(CommandTest):
    def run_case(self, output, *arguments):
        return self.run_study(output, REPOSITORY / "configs/cases/financed-miner.toml", *CASE, *arguments)

    def test_file_is_the_replayed_paths_counted(self):
        if h5py is None and netCDF4 is None:
            self.skipTest("neither h5py nor netCDF4 is installed")
        self.run_case("s.h5", "--set", "site.cautious.debt.equipment-loan.pik_share=1", "--set",
                      "site.cautious.debt.equipment-loan.grace_months=9")
        counts = {}
        months = {site: [] for site in ENTITIES}
        for path in range(PATHS):
            ledger = json.loads(self.succeed("replay", "s.h5", "--path", path, "--all", "--format", "json").out)
            for at, site in enumerate(ENTITIES):
                recount = Recount(ledger["sites"][site])
                for quarter in range(QUARTERS):
                    for name, counted in recount.figures(quarter).items():
                        counts[name, at, quarter] = counts.get((name, at, quarter), 0) + counted
                months[site] += [m + 1 for m in range(recount.months) if recount.is_insolvent(m)][:1]
        for (name, at, quarter), count in counts.items():
            found = float(read(self.folder / "s.h5", f"survival/{name}")[at, quarter])
            is_count = name in ("tested", "undefined_dscr")
            self.assertEqual(found, count if is_count else count / PATHS, (name, ENTITIES[at], quarter + 1))
        for at, site in enumerate(ENTITIES):
            undefined = int(read(self.folder / "s.h5", "survival/insolvency_month_undefined")[at])
            self.assertEqual(undefined, PATHS - len(months[site]))
            mean = float(read(self.folder / "s.h5", "survival/insolvency_month")[at])
            if months[site]:
                self.assertTrue(math.isclose(mean, sum(months[site]) / len(months[site]), rel_tol=1e-12))
        self.assertGreater(counts["insolvent", 0, QUARTERS - 1], 0)
        self.assertGreater(counts["undefined_dscr", 1, 1], 0)

    def test_however_it_is_run(self):
        whole = self.run_case("whole.h5", "--threads", 1)
        self.run_case("blocks.h5", "--threads", 2, "--block-paths", 64, "--keep-parts")
        for shard in (1, 2):
            self.run_case(f"shard-{shard}.h5", "--shard", f"{shard}/2")
        merged = json.loads(self.succeed("merge", "shard-1.h5", "shard-2.h5", "-o", "merged.h5", "--json").out)
        (self.folder / "blocks.h5").unlink()
        resumed = self.run_case("blocks.h5", "--block-paths", 64)  # from the parts alone
        for other in (merged, resumed):
            self.assertEqual(other["state_hash"], whole["state_hash"])
            self.assertEqual(other["sites"], whole["sites"])
        for file in ("blocks.h5", "merged.h5"):
            self.assert_same_result("whole.h5", file)
            self.succeed("verify", file)

    def test_summary_and_export(self):
        summary = self.run_case("s.h5")
        by_site = {site["site"]: site for site in summary["sites"]}
        self.assertNotIn("survival", by_site["unlevered"])
        for site in ENTITIES:
            for key in ("defaulted", "insolvent", "equity_lost"):
                share = by_site[site]["survival"][key]
                self.assertTrue(share["ci_low"] <= share["value"] <= share["ci_high"], share)
                error = math.sqrt(share["value"] * (1 - share["value"]) / (PATHS - 1))
                self.assertTrue(math.isclose(share["standard_error"], error, rel_tol=1e-12, abs_tol=1e-15))
        table = self.succeed("run", REPOSITORY / "configs/cases/financed-miner.toml", *CASE, "-o", "t.h5").out
        rows = [line.split() for line in table[table.index("Survival over 26 months"):].splitlines()]
        insolvent = by_site["leveraged"]["survival"]["insolvent"]
        row = next(row for row in rows if row[:1] == ["leveraged"])
        self.assertIn(f"{100 * insolvent['value']:.0f}", row)  # its error is 4 %
        self.assertFalse([row for row in rows if row[:1] == ["unlevered"]])
        exported = self.succeed("export", "s.h5", "--group", "survival", "--table", "site,quarter").out
        lines = list(csv.DictReader(io.StringIO(exported)))
        self.assertEqual(len(lines), len(ENTITIES) * QUARTERS)
        self.assertEqual(float(lines[QUARTERS - 1]["insolvent"]), insolvent["value"])

    def test_studies_without_an_entity_say_nothing_of_it(self):
        out = self.succeed("run", smoke(), "-o", "s.h5", "--paths", 256).out
        self.assertNotIn("Survival", out)
        self.refuse(["no group \"survival\""], "export", "s.h5", "--group", "survival")
        self.refuse(["run.keep_paths", "the study has no annual_cash: no site has a treasury or debt"], "run", smoke(),
                    "--set", "run.keep_paths=[\"annual_cash\"]", "-o", "t.h5")


if __name__ == "__main__":
    main()
