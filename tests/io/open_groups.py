"""Every group of a result file opens in xarray's default engine and in h5netcdf, with no options, and says the same.

usage: open_groups.py RESULT.h5 REPOSITORY
"""

import sys

import numpy as np
import xarray as xr

GROUPS = ["risk", "survival", "market", "convergence", "distribution", "joint", "paths", "tail", "equipment", "state",
          "config", "provenance"]


def open_both(path, group):
    default = xr.open_dataset(path) if group is None else xr.open_dataset(path, group=group)
    other = xr.open_dataset(path, engine="h5netcdf", **({} if group is None else {"group": group}))
    return default.load(), other.load()


def same_attributes(a, b):
    assert a.keys() == b.keys(), (sorted(a), sorted(b))
    for key in a:
        assert np.array_equal(np.asarray(a[key]), np.asarray(b[key])), (key, a[key], b[key])


def check_group(path, group):
    default, other = open_both(path, group)
    # `equals` takes NaN for equal to NaN.
    assert default.equals(other), f"/{group}: the engines read different values"
    same_attributes(default.attrs, other.attrs)
    for name in default.variables:
        same_attributes(default[name].attrs, other[name].attrs)
        assert "long_name" in default[name].attrs, f"/{group}/{name} says nothing of itself"
    print(f"/{group or ''}: {len(default.variables)} variables, sizes {dict(default.sizes)}")
    return default


def check_equipment(equipment):
    """100 MW of 17.5 J/TH at a PUE of 1.05 in a site of 101 MW, and of GPUs of 1.275 kW at 1.25; the hybrid of 100 MW is half of
    each."""
    half = 0.5 * 100 / 101
    for name, mining, ai, hybrid in (("hashrate", 100 / 18.375, 0, 100 / 18.375 * half), ("mining_power", 100, 0, 100 * half),
                                     ("gpu_count", 0, 80_000 / 1.275, 40_000 / 1.275), ("gpu_power", 0, 100, 50),
                                     ("gpu_it_power", 0, 80, 40)):
        np.testing.assert_allclose(equipment[name].values, [mining, ai, hybrid], rtol=1e-12, err_msg=name)
    assert equipment["hashrate"].attrs["units"] == "EH/s"
    # The sample's first site has a hall of colocation, and the blend its share of it.
    assert equipment["hall_it_power"].values[0] > 0


def check_risk(risk):
    assert risk["mean"].dims == ("site", "outcome", "period")
    assert list(risk["site"].values) == ["mining-only", "ai-only", "hybrid"]
    assert risk["mean"].attrs["units"] == "USD"
    assert risk["mean"].attrs["ancillary_variables"] == "mean_standard_error"
    assert np.isnan(risk["mean"].encoding["_FillValue"])
    first = risk["mean"].sel(site="hybrid", outcome="revenue", period="month 1")
    assert np.isfinite(first) and np.isfinite(risk["mean_standard_error"].sel(
        site="hybrid", outcome="revenue", period="month 1"))
    assert first.coords["period_start"].values == np.datetime64("2024-11-23"), "dates are decoded, and come along"
    assert first.coords["period_end"].values == np.datetime64("2024-12-23")
    horizon = risk["mean"].sel(period="horizon")
    assert horizon.coords["period_end"].values == np.datetime64("2026-11-23")
    assert horizon.coords["period_kind"].attrs["flag_meanings"] == "month year horizon"
    for name in risk.data_vars:
        if risk[name].dtype.kind == "f":
            assert "units" in risk[name].attrs, name
    for name in ("mean", "quantile", "value_at_risk", "revenue_correlation", "mining_ai_correlation"):
        assert name + "_standard_error" in risk


def check_consistency(risk, paths, distribution, tail):
    """The same paths stand behind all groups."""
    revenue = paths["annual_revenue"].sel(site="hybrid", year="year 1").astype("float64")
    finite = revenue[np.isfinite(revenue)]
    pick = dict(site="hybrid", outcome="revenue", period="year 1")
    assert int(risk["count"].sel(**pick)) == finite.size
    np.testing.assert_allclose(float(risk["mean"].sel(**pick)), finite.mean(), rtol=1e-12)
    np.testing.assert_allclose(float(risk["standard_deviation"].sel(**pick)), finite.std(ddof=1), rtol=1e-9)
    ordered = np.sort(finite.values)
    for probability in risk["probability"].values:
        rank = int(np.ceil(probability * ordered.size - 1e-9))
        assert float(risk["quantile"].sel(**pick, probability=probability)) == ordered[rank - 1]
    chosen = ((distribution["site"] == "hybrid") & (distribution["quantity"] == "revenue")
              & (distribution["period"] == "year 1")).values
    (index,) = np.flatnonzero(chosen)
    begin = int(distribution["bin_offset"][index])
    bins = distribution.isel(bin=slice(begin, begin + int(distribution["bin_count"][index])))
    edges = np.append(bins["bin_lower"].values, bins["bin_upper"].values[-1])
    between = np.searchsorted(edges, ordered.astype("float32"), side="right") - 1
    assert np.array_equal(np.bincount(between, minlength=bins.sizes["bin"]), bins["count"].values)
    lowest = tail["lowest_value"].sel(site="hybrid", outcome="revenue")
    assert np.all(np.diff(lowest.values) >= 0)
    assert tail["lowest_path"].values.min() >= 0


def check_market(market):
    assert market["btc_price"].dims == ("month",) and market["lease_rate"].dims == ("month", "gpu_class")
    assert market["btc_price"].attrs["units"] == "USD"
    assert market["btc_price"].attrs["ancillary_variables"] == "btc_price_standard_error"
    assert list(market["gpu_class"].values) == ["H100"]
    last = market["occupancy_quantile"].sel(month="month 24", gpu_class="H100")
    assert last.coords["month_end"].values == np.datetime64("2026-11-23"), "dates are decoded, and come along"
    assert np.all(np.diff(last.values) >= 0) and np.all(np.isfinite(last.values))
    assert int(market["difficulty_count"].min()) > 0


def check_survival(survival, distribution, paths_group):
    paths = 1500
    assert list(survival["site"].values) == ["mining-only", "hybrid"], "the blend has the entity of its part"
    assert survival["insolvent"].dims == ("site", "quarter") and list(survival["quarter"].values) == list(range(1, 9))
    last = survival["insolvent"].sel(site="mining-only", quarter=8)
    assert last.coords["quarter_start"].values == np.datetime64("2026-08-23"), "dates are decoded, and come along"
    assert last.coords["quarter_end"].values == np.datetime64("2026-11-23")
    for name in ("below_lock_up", "in_default", "defaulted", "insolvent", "paid_back", "minimum_dscr_here",
                 "equity_lost"):
        share = survival[name].values
        counts = share * paths
        assert np.allclose(counts, np.round(counts), atol=1e-9), name
        error = survival[name + "_standard_error"].values
        np.testing.assert_allclose(error, np.sqrt(share * (1 - share) / (paths - 1)), rtol=1e-12)
        low, high = survival[name + "_ci_low"].values, survival[name + "_ci_high"].values
        assert np.all(low <= share) and np.all(share <= high) and np.all(high - low < 4.2 * np.maximum(error, 1e-3))
        assert survival[name].attrs["ancillary_variables"].split() == [
            f"{name}_{suffix}" for suffix in ("standard_error", "ci_low", "ci_high")]
    for name in ("defaulted", "paid_back"):
        assert np.all(np.diff(survival[name].values) >= 0), name
    here = survival["minimum_dscr_here"].sum("quarter") * paths + survival["minimum_dscr_quarter_undefined"]
    assert np.allclose(here, paths)
    months = survival["insolvency_month_quantile"].values
    assert np.array_equal(months, np.round(months)), "months are whole"
    for name in survival.data_vars:
        assert survival[name].dtype.kind != "f" or "units" in survival[name].attrs, name
    assert paths_group["annual_cash"].attrs["cell_methods"] == "year: point"
    assert paths_group["annual_distribution"].attrs["cell_methods"] == "year: sum"
    chosen = ((distribution["site"] == "hybrid") & (distribution["quantity"] == "payback_month")).values
    (index,) = np.flatnonzero(chosen)
    undefined = int(survival["payback_month_undefined"].sel(site="hybrid"))
    assert int(distribution["path_count"][index]) == paths - undefined
    assert str(distribution["value_units"][index].values) == "month"


def check_convergence(convergence, risk):
    counts = convergence["path_count"].values
    assert list(counts) == [1024, 1500], counts
    last = convergence.sel(path_count=1500)
    horizon = risk.sel(period="horizon", outcome="cash_flow")
    for name, of_risk in (("mean_cash_flow", "mean"), ("value_at_risk", "value_at_risk"),
                          ("expected_shortfall", "expected_shortfall")):
        for suffix in ("", "_standard_error"):
            expected = horizon[of_risk + suffix]
            if "confidence_level" in expected.dims:
                expected = expected.isel(confidence_level=slice(0, 2))
            assert np.array_equal(last[name + suffix].values, expected.values), name
    assert np.all(convergence["mean_revenue_standard_error"].diff("path_count") < 0)


def check_joint(joint, risk):
    assert list(joint["site"].values) == ["hybrid"]
    assert int(joint["cell_count"].item()) == joint.sizes["cell"]
    assert int(joint["count"].sum()) == int(joint["path_count"].item())
    assert np.all(joint["mining_revenue_upper"] > joint["mining_revenue_lower"])
    middle = (joint["ai_revenue_lower"].values.astype("float64") + joint["ai_revenue_upper"].values) / 2
    mean = float(np.average(middle, weights=joint["count"].values))
    expected = float(risk["mean"].sel(site="hybrid", outcome="ai_revenue", period="horizon"))
    assert abs(mean / expected - 1) < 2**-7, (mean, expected)
    dependence = risk["mining_ai_tail_dependence"]
    assert np.all(np.isnan(dependence.sel(site="mining-only"))) and "comment" in dependence.attrs
    hybrid = dict(site="hybrid")
    assert np.all(risk["mining_ai_tail_dependence_low"].sel(hybrid) <= dependence.sel(hybrid))
    assert np.all(dependence.sel(hybrid) <= risk["mining_ai_tail_dependence_high"].sel(hybrid))


def main():
    path = sys.argv[1]
    opened = {group: check_group(path, group) for group in [None, *GROUPS]}
    assert opened[None].attrs["Conventions"] == "CF-1.10"
    assert opened[None].attrs["hashlease_format_version"] == 3
    check_risk(opened["risk"])
    check_survival(opened["survival"], opened["distribution"], opened["paths"])
    check_market(opened["market"])
    check_convergence(opened["convergence"], opened["risk"])
    check_joint(opened["joint"], opened["risk"])
    check_equipment(opened["equipment"])
    check_consistency(opened["risk"], opened["paths"], opened["distribution"], opened["tail"])
    assert opened["paths"]["path"].dims == ("path",) and "path" not in opened["paths"].variables
    config = opened["config"]
    assert config.attrs["market.btc.annual_volatility"] > 0
    assert config.attrs["market.btc.price.units"] == "USD"
    assert 'title = "Smoke run of the headline study"' in str(config["toml"].values)


if __name__ == "__main__":
    main()
