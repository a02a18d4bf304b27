"""hashlease backtest: table, JSON and file on a small history, and what it refuses."""

import csv
import datetime
import json
import math
import random
import subprocess
import sys

from support.program import REPOSITORY, CommandTest, main

try:
    import xarray
except ImportError:
    xarray = None

STUDY = REPOSITORY / "configs/hybrid.toml"
COLUMNS = ["date", "price_usd", "network_hashrate_th_per_s", "difficulty_implied", "fees_total_btc", "issuance_btc",
           "blocks_mined"]
# Of the last block before the first day: the halving at 630,000 comes after 99 days and a half.
HEIGHT = 630_000 - 144 * 99 - 73


def history(path, days=700, late_volatility=0.6):
    """A GBM price, of another volatility from day 480 on; 144 blocks a day; difficulty that grows by 1 % a retarget."""
    words = random.Random(1)
    height, log_price = HEIGHT, math.log(9000)
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for day in range(days):
            issuance = difficulty = 0.0
            for _ in range(144):
                height += 1
                issuance += 50 / 2 ** (height // 210_000)
                difficulty += 1.5e13 * 1.01 ** ((height - HEIGHT) // 2016) / 144
            hashrate = difficulty * 2**32 * 144 / 86400 / 1e12
            fees = 0.03 * issuance * math.exp(words.gauss(0, 0.2))
            date = datetime.date(2020, 1, 1) + datetime.timedelta(days=day)
            writer.writerow([date, f"{math.exp(log_price):.6f}", f"{hashrate:.6f}", f"{difficulty:.6f}", f"{fees:.8f}",
                             f"{issuance:.8f}", 144])
            volatility = late_volatility if day >= 480 else 0.6
            log_price += words.gauss(0, volatility / math.sqrt(365.25))


def rates(path, months=14):
    with open(path, "w", encoding="utf-8") as file:
        file.write("date,gpu,provider,market,usd_per_gpu_hour\n")
        for month in range(months):
            date = f"{2024 + month // 12}-{month % 12 + 1:02}-01"
            file.write(f"{date},H100-80GB,panel_median,on-demand,{3 - 0.02 * month:.3f}\n")


class Backtest(CommandTest):
    def setUp(self):
        super().setUp()
        history(self.folder / "btc.csv")

    def run_backtest(self, *arguments):
        return self.succeed("backtest", STUDY, "btc.csv", "--window", 365, "--paths", 1024, *arguments)

    def test_json(self):
        rates(self.folder / "gpu.csv")
        result = json.loads(self.run_backtest("gpu.csv", "--models", "gbm,merton", "--horizons", "1,3", "--json").out)
        self.assertEqual((result["first_origin"], result["paths"]), ("2021-02-01", 1024))
        labels = [(s["variable"], s["horizon_months"], s["model"]) for s in result["series"]]
        self.assertEqual(labels, [(variable, horizon, model) for variable in ("btc_price", "hashprice")
                                  for horizon in (1, 3) for model in ("gbm", "merton")] +
                         [("lease_rate H100", 1, "ou"), ("lease_rate H100", 3, "ou")])
        for series in result["series"]:
            self.assertEqual(len(series["coverage"]), 6)
            self.assertEqual(sum(series["transform_histogram"]), series["outcomes"])
            self.assertIn(series["verdict"], ("not_rejected", "rejected", "too_few"))
            for coverage in series["coverage"]:
                for test in ("proportion_of_failures", "independence", "conditional_coverage"):
                    self.assertGreaterEqual(coverage[test]["statistic"], 0)
                    self.assertTrue(0 <= coverage[test]["exact_p_value"] <= 1)
        again = json.loads(self.run_backtest("gpu.csv", "--models", "gbm,merton", "--horizons", "1,3", "--json",
                                             "--threads", 3).out)
        self.assertEqual(again["series"], result["series"])

    def test_table(self):
        out = self.run_backtest("--from", "2021-03-01", "--to", "2021-10-01", "--models", "gbm").out
        self.assertIn("origins 2021-03-01 to 2021-10-01", out)
        lines = [line.split() for line in out.splitlines()]
        self.assertEqual([line[:4] for line in lines if line and line[0] in ("btc_price", "hashprice")],
                         [[variable, horizon, "gbm", n] for variable in ("btc_price", "hashprice")
                          for horizon, n in (("1", "8/8"), ("3", "6/2"))])
        self.assertIn("too few outcomes to tell", out)

    def test_a_calm_past_and_a_wild_future(self):
        """The fit knows calm days alone; what comes is rejected."""
        history(self.folder / "turn.csv", days=900, late_volatility=3.0)
        out = self.succeed("backtest", STUDY, "turn.csv", "--window", 480, "--paths", 1024, "--models", "gbm",
                           "--horizons", "1", "--from", "2021-05-01", "--json").out
        verdicts = {series["variable"]: series["verdict"] for series in json.loads(out)["series"]}
        self.assertEqual(verdicts["btc_price"], "rejected")

    def test_what_is_not_tested_is_told(self):
        rates(self.folder / "gpu.csv")
        (self.folder / "gpu.csv").write_text((self.folder / "gpu.csv").read_text().replace("H100", "L40"))
        lines = [",".join(line.split(",")[:2]) for line in (self.folder / "btc.csv").read_text().splitlines()]
        (self.folder / "price.csv").write_text("\n".join(lines) + "\n")
        out = self.succeed("backtest", STUDY, "price.csv", "gpu.csv", "--window", 365, "--paths", 1024, "--models",
                           "gbm", "--horizons", "1").out
        self.assertIn("price.csv: has prices but no network data, so hashprice is not tested", out)
        self.assertIn("gpu.csv: has no GPU class of the configuration with a median rate", out)

    def test_file(self):
        self.run_backtest("--models", "gbm", "--horizons", "1,3", "-o", "test.h5")
        self.assertIn("sound", self.succeed("verify", "test.h5").out)
        exported = self.succeed("export", "test.h5", "--group", "backtest", "--table", "series").out
        self.assertEqual(len(exported.splitlines()), 5)
        self.assertIn("hashprice 3 months gbm", exported)
        self.fail_with(2, ["test.h5", "--force"], "backtest", STUDY, "btc.csv", "-o", "test.h5")
        self.fail_with(2, ["test.h5", "backtest"], "replay", "test.h5", "--path", 0)
        self.run_backtest("--models", "gbm", "--horizons", "1,3", "-o", "again.h5")
        self.assert_same_result("test.h5", "again.h5")

    def test_opens_in_xarray(self):
        if xarray is None:
            self.skipTest("xarray is not installed")
        self.run_backtest("--models", "gbm", "--horizons", "1,3", "-o", "test.h5")
        for engine in ({}, {"engine": "h5netcdf"}):
            with xarray.open_dataset(self.folder / "test.h5", group="backtest", **engine) as data:
                self.assertEqual(data["coverage"].dims, ("series", "level", "side"))
                self.assertEqual(data["forecast_quantile"].dims, ("forecast", "probability"))
                self.assertEqual(list(data["variable"].values), ["btc_price"] * 2 + ["hashprice"] * 2)
                self.assertEqual(str(data["forecast_origin"].values[0])[:10], "2021-02-01")
                # The transform is what the quantiles say.
                below = data["forecast_outcome"] < data["forecast_quantile"].sel(probability=0.05)
                self.assertTrue(bool((below == (data["forecast_transform"] < 0.05)).all()))

    def test_file_is_as_documented(self):
        if xarray is None:
            self.skipTest("xarray is not installed")
        self.run_backtest("--models", "gbm", "--horizons", "1", "-o", "test.h5")
        script = [sys.executable, "-B", REPOSITORY / "tests/io/documented_schema.py"]
        subprocess.run([*script, self.folder / "test.h5", REPOSITORY], check=True, stdout=subprocess.DEVNULL)

    def test_refusals(self):
        small = ("--window", 365, "--paths", 1024)
        self.refuse(["there is no", "nowhere.csv"], "backtest", STUDY, "nowhere.csv")
        self.refuse(["no history that can be tested"], "backtest", STUDY, self.write("x.csv", "a,b\n1,2\n"))
        self.refuse(["btc.csv: is a second history"], "backtest", STUDY, "btc.csv", "btc.csv", *small)
        self.refuse(["no model gjr_garc", "did you mean gjr_garch"], "backtest", STUDY, "btc.csv", "--models", "gbm,gjr_garc", *small)
        self.refuse(["--from: '2020-13-45' is not a date"], "backtest", STUDY, "btc.csv", "--from", "2020-13-45", *small)
        self.refuse(["--from 2021-06-01 is after --to 2021-01-01"], "backtest", STUDY, "btc.csv", "--from", "2021-06-01",
                    "--to", "2021-01-01", *small)
        self.refuse(["leave no origin", "1461 days"], "backtest", STUDY, "btc.csv")
        self.refuse(["leave no origin"], "backtest", STUDY, "btc.csv", "--from", "2030-01-01", *small)
        self.refuse(["--horizons"], "backtest", STUDY, "btc.csv", "--horizons", "0", *small)
        self.refuse(["run.pathz", "did you mean paths"], "backtest", STUDY, "btc.csv", "--set", "run.pathz=5", *small)
        self.refuse(["nowhere"], "backtest", STUDY, "btc.csv", "-o", "nowhere/test.h5", *small)
        rows = (self.folder / "btc.csv").read_text().splitlines()
        del rows[300]
        rows[100] = rows[100].replace(rows[100].split(",")[1], "-5")
        self.refuse(["holes.csv:101", "holes.csv:301"], "backtest", STUDY,
                    self.write("holes.csv", "\n".join(rows) + "\n"), *small)

    def write(self, name, text):
        (self.folder / name).write_text(text)
        return name


if __name__ == "__main__":
    main()
