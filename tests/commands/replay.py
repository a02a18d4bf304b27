"""hashlease replay: the ledger of one path from the file alone, to the bit, and what it refuses."""

import csv
import io
import json
import struct

from support.program import REPOSITORY, CommandTest, hashlease, main

try:
    import h5py
except ImportError:  # the netCDF library reads the file just as well
    h5py = None
try:
    import netCDF4
except ImportError:
    netCDF4 = None

PATHS = 1000
SITES = ("mining-only", "ai-only", "hybrid")


def read(file, name):
    """A dataset of a result, or a skip of what needs it."""
    if h5py is not None:
        with h5py.File(file, "r") as data:
            return data[name][...]
    with netCDF4.Dataset(file) as data:
        return data[name][...].data


def float32(value):
    """A number as the nearest float32."""
    return struct.unpack("f", struct.pack("f", value))[0]


def add_up(values):
    """The sum as the run forms it: float32, in order."""
    total = 0.0
    for value in values:
        total = float32(total + value)
    return total


class Replay(CommandTest):
    def setUp(self):
        super().setUp()
        self.succeed("run", REPOSITORY / "configs/hybrid.toml", "-o", "s.h5", "--paths", PATHS, "--quiet")

    def ledger(self, *arguments):
        return json.loads(self.succeed("replay", "s.h5", *arguments, "--format", "json").out)

    def test_equals_the_run_to_the_bit(self):
        if h5py is None and netCDF4 is None:
            self.skipTest("neither h5py nor netCDF4 is installed")
        revenue = read(self.folder / "s.h5", "paths/annual_revenue")
        cash_flow = read(self.folder / "s.h5", "paths/annual_cash_flow")
        for path in (0, 1, 63, 64, 517, PATHS - 1):
            ledger = self.ledger("--path", path)
            for site, name in enumerate(SITES):
                items = ledger["sites"][name]
                for year in range(2):
                    months = slice(12 * year, 12 * year + 12)
                    self.assertEqual(add_up(items["revenue"]["values"][months]), float(revenue[site, year, path]))
                    self.assertEqual(add_up(items["cash_flow"]["values"][months]), float(cash_flow[site, year, path]))

    def test_worst(self):
        if h5py is None and netCDF4 is None:
            self.skipTest("neither h5py nor netCDF4 is installed")
        paths = read(self.folder / "s.h5", "tail/lowest_path")
        values = read(self.folder / "s.h5", "tail/lowest_value")
        for site, name in enumerate(SITES):
            for at, measure in enumerate(("revenue", "cash_flow")):
                for rank in (1, 7):
                    ledger = self.ledger("--worst", name, measure, rank)
                    self.assertEqual(ledger["path"], int(paths[site, at, rank - 1]))
                    horizon = add_up(ledger["sites"][name][measure]["values"])
                    self.assertEqual(horizon, float(values[site, at, rank - 1]))

    def test_formats_agree(self):
        ledger = self.ledger("--path", 5)
        self.assertEqual(ledger["path"], 5)
        self.assertEqual(len(ledger["months"]), 24)
        self.assertEqual(ledger["months"][:2], ["2024-11-23", "2024-12-23"])
        rows = list(csv.DictReader(io.StringIO(self.succeed("replay", "s.h5", "--path", 5, "--format", "csv").out)))
        self.assertEqual(list(rows[0]), ["month", "start", "scope", "item", "unit", "value"])
        series = 0
        for scope, group in [("market", ledger["market"]), *ledger["sites"].items()]:
            for item, content in group.items():
                values = [row for row in rows if row["scope"] == scope and row["item"] == item]
                self.assertEqual([float32(float(row["value"])) for row in values],
                                 [float32(value) for value in content["values"]])
                self.assertEqual({row["unit"] for row in values}, {content["unit"]})
                series += 1
        self.assertEqual(len(rows), 24 * series)
        table = self.succeed("replay", "s.h5", "--path", 5).out
        self.assertIn("path 5 of 1,000", table)
        for word in ("btc_price_end", "H100 lease_rate_mean", "hybrid", "mining_revenue", "2026-10-23"):
            self.assertIn(word, table)
        self.assertLessEqual(max(map(len, table.splitlines())), 160)

    def test_one_site(self):
        ledger = self.ledger("--path", 5, "--site", "hybrid")
        self.assertEqual((list(ledger["sites"]), ledger["market"]), (["hybrid"], {}))
        everything = self.ledger("--path", 5, "--site", "mining-only", "--all")
        self.assertIn("btc_price_end", everything["market"])
        self.assertEqual(set(everything["sites"]["mining-only"]["contract_ai_revenue"]["values"]), {0.0})

    def test_output_file(self):
        self.succeed("replay", "s.h5", "--path", 1, "--format", "csv", "-o", "path.csv")
        written = (self.folder / "path.csv").read_text()
        self.assertEqual(written, self.succeed("replay", "s.h5", "--path", 1, "--format", "csv").out)
        self.fail_with(2, ["path.csv", "--force"], "replay", "s.h5", "--path", 2, "-o", "path.csv")
        self.assertEqual((self.folder / "path.csv").read_text(), written)
        self.succeed("replay", "s.h5", "--path", 2, "-o", "path.csv", "--force")
        self.assertNotEqual((self.folder / "path.csv").read_text(), written)

    def test_instruction_sets_and_shards(self):
        whole = self.ledger("--path", 700)
        for shard in ("1/2", "2/2"):
            self.succeed("run", REPOSITORY / "configs/hybrid.toml", "-o", "shard.h5", "--paths", PATHS, "--quiet",
                         "--shard", shard, "--force")
            outcome = hashlease("replay", "shard.h5", "--path", 700, "--format", "json", folder=self.folder)
            self.assertEqual(json.loads(outcome.out), whole)

    def test_refusals(self):
        for fragments, arguments in (
            (["path 1000", "0 to 999"], ["--path", 1000]),
            (["--path N", "--worst"], []),
            (["unknown site 'hybird'", "hybrid"], ["--path", 1, "--site", "hybird"]),
            (["unknown site 'x'", "mining-only"], ["--worst", "x", "revenue", 1]),
            (["unknown measure 'revenu'", "revenue"], ["--worst", "hybrid", "revenu", 1]),
            (["ranks 1 to"], ["--worst", "hybrid", "revenue", 100000]),
            (["'two'"], ["--worst", "hybrid", "revenue", "two"]),
        ):
            self.fail_with(2, fragments, "replay", "s.h5", *arguments)
        (self.folder / "text.h5").write_text("no HDF5")
        self.fail_with(1, ["text.h5"], "replay", "text.h5", "--path", 1)
        self.fail_with(2, ["none.h5", "no such file"], "replay", "none.h5", "--path", 1)


if __name__ == "__main__":
    main()
