"""A result as a notebook reads it: both engines of xarray open every group with no options, the tables have names,
units, standard errors and dates, and the numbers obey their identities on every path."""

import warnings

import numpy as np
import xarray as xr

from support.program import CommandTest, main, smoke

GROUPS = ["risk", "market", "convergence", "distribution", "joint", "paths", "tail", "state", "config", "provenance"]
OUTCOMES = ["revenue", "mining_revenue", "ai_revenue", "contract_ai_revenue", "spot_ai_revenue", "power_cost",
            "operating_cost", "cash_flow"]
warnings.filterwarnings("ignore")  # of libraries among themselves
SITES = ["mining-only", "ai-only", "hybrid"]
KEEP_ALL = "run.keep_paths=[" + ", ".join(f'"annual_{outcome}"' for outcome in OUTCOMES) + "]"
# Each path is summed in fp32: a few units in the last place.
FEW_ULP = 4e-7


class Notebook(CommandTest):
    def setUp(self):
        super().setUp()
        self.run_study("hybrid.h5", smoke(), "--set", KEEP_ALL)
        self.file = self.folder / "hybrid.h5"

    def open(self, group, **options):
        data = xr.open_dataset(self.file, group=group, **options)
        self.addCleanup(data.close)
        return data

    def test_both_engines_open_every_group(self):
        for group in GROUPS:
            with self.subTest(group):
                default = self.open(group).load()
                other = self.open(group, engine="h5netcdf").load()
                self.assertTrue(default.equals(other))
                self.assertGreater(len(default.variables), 0)

    def test_risk_table(self):
        risk = self.open("risk")
        self.assertEqual(list(risk["site"].values), SITES)
        self.assertEqual(list(risk["outcome"].values), OUTCOMES)
        shown = repr(risk)
        for word in ("mining-on", "mean_standard_error", "revenue_log_volatility", "datetime64"):
            self.assertIn(word, shown)
        self.assertEqual(risk["mean"].attrs["units"], "USD")
        self.assertEqual(risk["revenue_log_volatility"].attrs["units"], "1/sqrt(year)")
        measures = [name for name in risk.data_vars if risk[name].dtype.kind == "f"
                    and not name.endswith(("_standard_error", "_ci_low", "_ci_high"))]
        without = {"minimum", "maximum", "loss_reference", "mining_ai_tail_dependence_low",
                   "mining_ai_tail_dependence_high"}  # figures of the sample, not estimates
        self.assertGreater(len(measures), 10)
        for name in measures:
            self.assertIn("units", risk[name].attrs, name)
            self.assertIn("long_name", risk[name].attrs, name)
            if name not in without:
                self.assertIn(f"{name}_standard_error", risk, name)
                self.assertEqual(risk[name].dims, risk[f"{name}_standard_error"].dims)

    def test_dates_are_decoded(self):
        risk = self.open("risk")
        start = risk["period_start"].sel(period="month 1").values
        self.assertEqual(start, np.datetime64("2024-11-23"))
        self.assertEqual(risk["period_end"].sel(period="horizon").values, np.datetime64("2026-11-23"))
        self.assertEqual(self.open("paths")["year_start"].sel(year="year 2").values, np.datetime64("2025-11-23"))

    def columns(self):
        paths = self.open("paths").load()
        values = {outcome: paths[f"annual_{outcome}"].astype("float64") for outcome in OUTCOMES}
        for outcome, column in values.items():
            self.assertEqual(column.dims, ("site", "year", "path"))
            self.assertTrue(bool(np.isfinite(column).all()), outcome)
        return values

    def assert_close(self, found, expected, scale, what):
        worst = float((abs(found - expected) / np.maximum(abs(scale), 1.0)).max())
        self.assertLess(worst, FEW_ULP, what)

    def test_identities_on_every_path(self):
        c = self.columns()
        self.assertEqual(c["revenue"].sizes["path"], 4096)
        self.assert_close(c["revenue"], c["mining_revenue"] + c["ai_revenue"], c["revenue"], "revenue by stream")
        ai_revenue = c["contract_ai_revenue"] + c["spot_ai_revenue"]
        self.assert_close(c["ai_revenue"], ai_revenue, ai_revenue, "AI revenue")
        gross = c["revenue"] + abs(c["power_cost"]) + c["operating_cost"]
        self.assert_close(c["cash_flow"], c["revenue"] - c["power_cost"] - c["operating_cost"], gross, "cash flow")
        for outcome in ("mining_revenue", "contract_ai_revenue", "spot_ai_revenue"):
            self.assertGreaterEqual(float(c[outcome].min()), 0.0)
        self.assertEqual(float(abs(c["ai_revenue"].sel(site="mining-only")).max()), 0.0)
        self.assertEqual(float(abs(c["mining_revenue"].sel(site="ai-only")).max()), 0.0)

    def test_blend_is_its_parts(self):
        for outcome, column in self.columns().items():
            parts = 0.5 * column.sel(site="mining-only") + 0.5 * column.sel(site="ai-only")
            gross = 0.5 * abs(column.sel(site="mining-only")) + 0.5 * abs(column.sel(site="ai-only"))
            self.assert_close(column.sel(site="hybrid"), parts, gross, outcome)

    def test_tables_are_those_of_the_columns(self):
        risk = self.open("risk").load()
        for outcome, column in self.columns().items():
            for year in ("year 1", "year 2"):
                table = risk.sel(outcome=outcome, period=year)
                mean = column.sel(year=year).mean("path")
                deviation = column.sel(year=year).std("path", ddof=1)
                np.testing.assert_allclose(table["mean"], mean, rtol=1e-12, atol=1e-6)
                np.testing.assert_allclose(table["standard_deviation"], deviation, rtol=1e-9, atol=1e-3)
                np.testing.assert_allclose(table["mean_standard_error"], deviation / 64.0, rtol=1e-9, atol=1e-3)
                self.assertTrue((table["count"] == 4096).all())
        total = self.columns()["revenue"].sum("year").mean("path")
        np.testing.assert_allclose(risk["mean"].sel(outcome="revenue", period="horizon"), total, rtol=1e-7)

    def test_months_add_up(self):
        risk = self.open("risk").load()
        mean = risk["mean"]
        months = [f"month {month}" for month in range(1, 25)]
        for parts, whole in ((months, "horizon"), (months[:12], "year 1"), (months[12:], "year 2")):
            total = mean.sel(period=parts).sum("period")
            np.testing.assert_allclose(total, mean.sel(period=whole), rtol=1e-6, atol=1.0)


if __name__ == "__main__":
    main()
