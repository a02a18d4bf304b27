"""`hashlease calibrate` on simulated histories: a market that studies take, a report, and for bad files all errors with
their lines, exit code 2 and nothing written."""

import datetime
import json
import math
import pathlib
import random
import re

from support.program import CommandTest, hashlease, listing, main, smoke

FIRST = datetime.date(2022, 6, 1)
DAYS = 900
MODELS = ["gbm", "merton", "gjr_garch", "regime", "bates", "bootstrap"]


def btc_text():
    """A price that wanders, blocks by chance at a constant difficulty, fees of about 2 %; a halving after 600 days."""
    dice = random.Random(1)
    price, fee = math.log(50000.0), 0.0
    difficulty = 60e12
    lines = ["date,price_usd,network_hashrate_th_per_s,difficulty_implied,fees_total_btc,issuance_btc,blocks_mined"]
    for day in range(DAYS):
        price += dice.gauss(0.0, 0.03)
        fee = 0.9 * fee + dice.gauss(0.0, 0.3) + (1.5 if dice.random() < 0.05 else 0.0)
        if day % 14 == 13:
            difficulty *= math.exp(dice.gauss(0.015, 0.03))
        blocks = round(dice.gauss(144, 12))
        issuance = blocks * (6.25 if day < 600 else 3.125)
        if day == 600:
            issuance += 10 * 3.125  # ten blocks before the halving
        hashrate = blocks * difficulty * 2**32 / 86400 / 1e12
        lines.append(f"{FIRST + datetime.timedelta(day)},{math.exp(price):.2f},{hashrate:.3f},{difficulty:.1f},"
                     f"{issuance * 0.02 * math.exp(fee):.6f},{issuance},{blocks}")
    return "\n".join(lines) + "\n"


def power_text(days=450):
    dice = random.Random(2)
    start = datetime.datetime(2023, 1, 1)
    lines = ["hour_start_utc,hb_east_usd_per_mwh,hb_west_usd_per_mwh"]
    level = 0.0
    for hour in range(24 * days):
        if hour % 24 == 0:
            level = 0.5 * level + dice.gauss(1.6 if hour % 2400 == 0 else 0.0, 0.5)
        price = 10 * math.sinh(1.6 + level + dice.gauss(0.0, 0.5) + (3.0 if hour % 2400 < 24 else 0.0))
        lines.append(f"{start + datetime.timedelta(hours=hour):%Y-%m-%dT%H:%MZ},{price + 1:.2f},{price:.2f}")
    return "\n".join(lines) + "\n"


def gpu_text(names=("H100-80GB",)):
    dice = random.Random(3)
    lines = ["date,gpu,provider,market,usd_per_gpu_hour"]
    rate = math.log(4.0)
    for month in range(20):
        rate += dice.gauss(-0.02, 0.05)
        date = f"{2023 + month // 12}-{month % 12 + 1:02}-01"
        lines += [f"{date},{name},panel_median,on-demand,{math.exp(rate):.3f}" for name in names]
    return "\n".join(lines) + "\n"


class Calibrate(CommandTest):
    def setUp(self):
        super().setUp()
        (self.folder / "btc.csv").write_text(btc_text())
        (self.folder / "power.csv").write_text(power_text())
        (self.folder / "gpu.csv").write_text(gpu_text())

    def calibrate(self, *arguments):
        return hashlease("calibrate", *arguments, folder=self.folder)

    def study_with(self, market, step="daily"):
        """The small study of the tests on another market, checked."""
        text = smoke().read_text().replace("../golden/market.toml", market).replace('"weekly"', f'"{step}"')
        (self.folder / "study.toml").write_text(text)
        return hashlease("check", "study.toml", folder=self.folder)

    def knows(self, model):
        """Whether the engine has the model."""
        return model in hashlease("describe", "market.btc.model", folder=self.folder).out

    def test_every_model_is_written_as_studies_take_it(self):
        for model in MODELS:
            with self.subTest(model=model):
                done = self.calibrate("btc.csv", "power.csv", "gpu.csv", "--hub", "west", "--model", model, "-o",
                                      f"{model}.toml")
                self.assertEqual(done.code, 0, done)
                self.assertIn("What the data cannot tell", done.out)
                text = (self.folder / f"{model}.toml").read_text()
                self.assertIn(f'model = "{model}"', text)
                self.assertIn("annual_drift = 0.0", text)
                self.assertIn("n = 899", text)
                self.assertIn('hub = "ercot-west"', text)
                self.assertLessEqual(max(map(len, text.splitlines())), 120)
                if self.knows(model):
                    checked = self.study_with(f"{model}.toml")
                    self.assertEqual(checked.code, 0, checked)

    def test_market_runs(self):
        self.assertEqual(self.calibrate("btc.csv", "power.csv", "gpu.csv", "-o", "m.toml", "--quiet").code, 0)
        self.assertEqual(self.study_with("m.toml").code, 0)
        done = hashlease("run", "study.toml", "--paths", "64", "-o", "r.h5", "--quiet", folder=self.folder)
        self.assertEqual(done.code, 0, done)

    def test_level_without_drift_is_told(self):
        """Hashprice settles where the response takes up what hashrate grows more than the reference falls."""
        shipped = (pathlib.Path(__file__).resolve().parents[2] / "configs" / "markets" / "2024-11-23.toml").read_text()
        self.assertEqual(self.calibrate("btc.csv", "power.csv", "gpu.csv", "-o", "m.toml", "--quiet").code, 0)
        told = []
        for text in (shipped, (self.folder / "m.toml").read_text()):
            value = {key: float(number) for key, number in re.findall(r"(?m)^(\w+) = (-?[\d.]+(?:e[+-]?\d+)?)\s", text)}
            excess = value["annual_hashrate_growth"] - value["annual_efficiency_gain"]
            response = value["response_down" if excess > 0 else "response_up"]
            level = math.exp(-excess / response) if response > 0 else 0.0
            said = re.search(r"hashprice goes to (\d+) % of the line", text.replace("\n# ", " "))
            told.append(said is not None)
            if 0.0101 < level < 99.9:
                self.assertAlmostEqual(int(said[1]), 100 * level, delta=0.6 + level)
            elif level < 0.0099:
                self.assertIsNone(said)
        self.assertTrue(told[0])

    def test_gpu_classes_by_name(self):
        (self.folder / "two.csv").write_text(gpu_text(("H100-80GB", "A100-80GB")))
        for wanted, classes in [([], ["A100", "H100"]), (["--gpu-class", "H100"], ["H100"])]:
            done = self.calibrate("btc.csv", "power.csv", "two.csv", *wanted, "-o", "m.toml", "--force", "--quiet")
            self.assertEqual(done.code, 0, done)
            text = (self.folder / "m.toml").read_text()
            self.assertEqual(sorted(re.findall(r'(?m)^class = "(.*?)"', text)), classes)
        (self.folder / "m.toml").unlink()
        done = self.calibrate("btc.csv", "power.csv", "two.csv", "--gpu-class", "B200", "-o", "m.toml")
        self.assertEqual(done.code, 2, done)
        self.assertIn("B200", done.err)
        self.assertNotIn("m.toml", listing(self.folder))

    def test_report_and_dates(self):
        until = FIRST + datetime.timedelta(799)
        done = self.calibrate("btc.csv", "--power", "power.csv", "--gpu", "gpu.csv", "--until", until, "--since",
                              "2022-07-01", "-o", "m.toml", "--report", "m.json", "--json")
        self.assertEqual(done.code, 0, done)
        report = json.loads(done.out)
        self.assertEqual(report, json.loads((self.folder / "m.json").read_text()))
        self.assertEqual(report["last_day"], str(until))
        fits = {fit["model"]: fit for fit in report["fits"]}
        self.assertEqual(fits["gbm"]["sample_size"], 800 - 30)
        parameters = {entry["key"]: entry for entry in fits["gbm"]["parameters"]}
        self.assertFalse(parameters["annual_drift"]["is_identified"])
        self.assertAlmostEqual(parameters["annual_volatility"]["value"], 0.03 * 365.25**0.5, delta=0.06)
        # 210,000 x 4 less the ten blocks that were mined on the day of the halving, plus all since.
        rows = [line.split(",") for line in btc_text().splitlines()[1:]]
        blocks = sum(int(row[6]) for row in rows[600:800])
        self.assertEqual(report["block_height"], 840000 - 1 + blocks - 10)

    def test_sections_without_data_come_from_a_base(self):
        alone = self.calibrate("btc.csv", "-o", "m.toml")
        self.assertEqual(alone.code, 2, alone)
        self.assertIn("[power]", alone.err)
        self.assertNotIn("m.toml", listing(self.folder))
        base = smoke().parent.parent / "golden" / "market.toml"
        done = self.calibrate("btc.csv", "-o", "m.toml", "--base", base, "--quiet")
        self.assertEqual(done.code, 0, done)
        self.assertEqual(self.study_with("m.toml").code, 0)

    def test_plain_columns(self):
        rows = [line.split(",") for line in btc_text().splitlines()[1:]]
        price = "date,value\n" + "".join(f"{row[0]},{row[1]}\n" for row in rows)
        (self.folder / "price.csv").write_text(price)
        rest = "\n".join(",".join([line.split(",")[0]] + line.split(",")[2:]) for line in btc_text().splitlines())
        (self.folder / "network.csv").write_text(rest + "\n")
        split = self.calibrate("price_usd=price.csv", "network.csv", "power.csv", "-o", "split.toml", "--json")
        whole = self.calibrate("btc.csv", "power.csv", "-o", "whole.toml", "--json")
        self.assertEqual(split.code, 0, split)
        values = [[fit["parameters"] for fit in json.loads(done.out)["fits"]] for done in (split, whole)]
        self.assertEqual(*values)

    def test_bad_files_are_told_whole_and_nothing_is_written(self):
        lines = btc_text().splitlines()
        del lines[30:32]                                           # days 30 and 31 are missing
        lines[50] = lines[50].replace(lines[50].split(",")[1], "0")
        lines.insert(70, lines[70])                                # twice
        (self.folder / "bad.csv").write_text("\n".join(lines) + "\n")
        (self.folder / "gpu_bad.csv").write_text(gpu_text().replace(",3.", ",312."))
        before = listing(self.folder)
        done = self.calibrate("bad.csv", "power.csv", "gpu_bad.csv", "-o", "m.toml", "--report", "m.json")
        self.assertEqual(done.code, 2, done)
        for fragment in ("bad.csv:31: 2 days are missing before it", "bad.csv:51: price_usd is 0",
                         "bad.csv:72: ", "stands there again (before in line 71)", "gpu_bad.csv:", "not of a node"):
            self.assertIn(fragment, done.err)
        self.assertEqual(listing(self.folder), before)

    def test_series_that_stand_still_are_told(self):
        rows = [line.split(",") for line in btc_text().splitlines()]
        still = "\n".join(",".join([row[0], row[1] if number == 0 else "50000"] + row[2:])
                          for number, row in enumerate(rows))
        (self.folder / "still.csv").write_text(still + "\n")
        flat = [line.split(",")[0] + ",40,40" for line in power_text().splitlines()[1:]]
        (self.folder / "flat.csv").write_text("\n".join([power_text().splitlines()[0]] + flat) + "\n")
        for arguments, what in [(["still.csv", "power.csv"], "BTC price"), (["btc.csv", "flat.csv"], "power price")]:
            done = self.calibrate(*arguments, "-o", "m.toml")
            self.assertEqual(done.code, 2, done)
            self.assertIn(f"the {what} never changes", done.err)

    def test_outputs_are_kept_and_options_checked(self):
        (self.folder / "there.toml").write_text("mine")
        for arguments, fragment in [
                (["btc.csv", "power.csv", "-o", "there.toml"], "--force"),
                (["btc.csv", "power.csv", "-o", "btc.csv", "--force"], "both input and output"),
                (["btc.csv", "power.csv", "-o", "absent/m.toml"], "No such file or directory"),
                (["btc.csv", "-o", "m.toml", "--until", "2024-13-01"], "is not a date"),
                (["btc.csv", "-o", "m.toml", "--until", "2031-01-01"], "before --until"),
                (["btc.csv", "-o", "m.toml", "--since", "2024-09-01"], "too few"),
                (["btc.csv", "btc.csv", "-o", "m.toml"], "holds"),
                (["nowhere.csv", "-o", "m.toml"], "no such file"),
                (["btc.csv", "power.csv", "-o", "m.toml", "--model", "sabr"], "--model")]:
            with self.subTest(arguments=arguments):
                before = listing(self.folder)
                done = self.calibrate(*arguments)
                self.assertEqual(done.code, 2, done)
                self.assertIn(fragment, done.err)
                self.assertEqual(listing(self.folder), before)


if __name__ == "__main__":
    main()
