"""Runs the yardstick in hashlease and in every peer that this interpreter has, in turn, and prints one table.

usage: side_by_side.py PROGRAM [--rounds N] [--paths N] [--peers numpy,numba,...] [--seconds S] | --self-test
The best round of each counts. Peers have to agree with NumPy within their standard errors, and hashlease with NumPy
with one demand behind rate and occupancy, within that and what configs/bench/yardstick.toml says it does otherwise.
Exit code 1 when they do not, 77 when there is no peer.
"""

import argparse
import csv
import io
import json
import math
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
CONFIGURATION = HERE.parent.parent / "configs" / "bench" / "yardstick.toml"
PEERS = ["numpy", "numba", "jax", "cupy", "quantlib"]
SITES = ["mining", "ai", "both"]
STANDARD_ERRORS = 4.0
# Kurtosis that the error of a standard deviation is worked out with: mining's, the largest, is about 6.
KURTOSIS = 6.0
# What hashlease does otherwise: difficulty lags hashrate by the retarget, which leaves miners 0.6 % more and moves them
# 2 % more; hours, and power that starts at its long-run law instead of its median.
MEAN_ALLOWANCE, DEVIATION_ALLOWANCE = 0.012, 0.04
# Scope of hashlease's market stage on one core: paths alone, which is all that QuantLib is asked for.
PATHS_ALONE = "one core, market stage alone"
# QuantLib draws a sequence per path, a thousand times slower than the fastest.
SLOW = {"quantlib": 64}


def differences(name, one, other, mean_allowance=0.0, deviation_allowance=0.0):
    """Lines about sites on which two results differ by more than chance and the allowances."""
    found = []
    for site, mean, deviation, other_mean, other_deviation in zip(SITES, one["mean"], one["deviation"], other["mean"],
                                                                  other["deviation"]):
        counts = 1.0 / one["paths"] + 1.0 / other["paths"]
        error = STANDARD_ERRORS * other_deviation * math.sqrt(counts)
        if not abs(mean - other_mean) <= error + mean_allowance * abs(other_mean):
            found.append(f"{name}, {site}: mean {mean:.6g} and {other_mean:.6g}")
        error = STANDARD_ERRORS * other_deviation * math.sqrt((KURTOSIS - 1.0) / 4.0 * counts)
        if not abs(deviation - other_deviation) <= error + deviation_allowance * other_deviation:
            found.append(f"{name}, {site}: standard deviation {deviation:.6g} and {other_deviation:.6g}")
    return found


def hashlease_rates(report):
    """Path-steps per second by scope, from the JSON of `hashlease bench`."""
    rates = {}
    for row in report["program"]:
        scope = "gpu" if row["threads"] == 0 else "one core" if row["threads"] == 1 else "all cores"
        rates[scope] = row["simulation_and_statistics"]
    rates.setdefault("all cores", rates["one core"])
    rates[PATHS_ALONE] = max(row["market"] for row in report["one_core"])
    return rates


def hashlease_moments(text, paths):
    """Mean and standard deviation of each site, from the CSV of `hashlease export`."""
    rows = {row["site"]: row for row in csv.DictReader(io.StringIO(text))
            if (row["outcome"], row["period"]) == ("cash_flow", "horizon")}
    return {"paths": paths, "mean": [float(rows[site]["mean"]) for site in SITES],
            "deviation": [float(rows[site]["standard_deviation"]) for site in SITES]}


def best(rounds):
    """The fastest round, and how far the slowest was below it."""
    return max(rounds), 1.0 - min(rounds) / max(rounds)


def table(ours, peers):
    """Markdown. `ours`: scope -> rates; `peers`: name -> (scope, rates)."""
    lines = ["| what | on | million path-steps/s | spread | hashlease is faster by |", "|---|---|---|---|---|"]
    for scope, rates in ours.items():
        rate, spread = best(rates)
        what = "hashlease, paths alone" if scope == PATHS_ALONE else "hashlease, all its statistics"
        lines.append(f"| {what} | {scope} | {rate / 1e6:.4g} | {100 * spread:.0f} % | |")
    for name, (scope, rates) in peers.items():
        rate, spread = best(rates)
        faster = f"{best(ours[scope])[0] / rate:.3g}" if scope in ours else "no GPU here"
        if name == "quantlib":
            faster += f"; paths alone {best(ours[PATHS_ALONE])[0] / rate:.3g}"
        lines.append(f"| {name} | {scope} | {rate / 1e6:.4g} | {100 * spread:.0f} % | {faster} |")
    return "\n".join(lines)


def output(*command):
    """Standard output of a command; None when it says that it cannot run here (77)."""
    process = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True, check=False)
    if process.returncode == 77:
        return None
    if process.returncode != 0:
        sys.exit(f"{command}: exit code {process.returncode}")
    return process.stdout


def run_peer(name, paths, *options):
    text = output(sys.executable, "-B", HERE / "peers.py", name, "--paths", min(paths, SLOW.get(name, paths)),
                  "--rounds", 1, *options)
    return None if text is None else json.loads(text)


def run_hashlease(program, paths):
    """Moments of a study of as many paths."""
    with tempfile.TemporaryDirectory() as folder:
        result = pathlib.Path(folder) / "yardstick.h5"
        output(program, "run", CONFIGURATION, "--paths", paths, "--quiet", "-o", result)
        text = output(program, "export", result, "--group", "risk", "--variables", "mean,standard_deviation")
    return hashlease_moments(text, paths)


def measure(options):
    ours, peers, results = {}, {}, {}
    for _ in range(options.rounds):
        for name in list(options.peers):
            result = run_peer(name, options.paths)
            if result is None:
                options.peers.remove(name)
                continue
            results[name] = result
            peers.setdefault(name, (result["scope"], []))[1].extend(result["rates"])
        report = json.loads(output(options.program, "bench", CONFIGURATION, "--json", "--seconds", options.seconds))
        for scope, rate in hashlease_rates(report).items():
            ours.setdefault(scope, []).append(rate)
    return ours, peers, results


def disagreements(options, results):
    found = []
    for name, result in results.items():
        if name != "numpy" and "mean" in result and "numpy" in results:
            found += differences(name, result, results["numpy"])
    if "numpy" in results:
        reference = run_peer("numpy", options.paths, "--shared-demand")
        found += differences("hashlease", run_hashlease(options.program, options.paths), reference, MEAN_ALLOWANCE,
                             DEVIATION_ALLOWANCE)
    return found


def self_test():
    """Parsing and verdicts on made-up results, good and bad."""
    one = {"paths": 10000, "mean": [100.0, 200.0, 150.0], "deviation": [10.0, 20.0, 15.0]}
    assert differences("same", one, one) == []
    for key, value in (("mean", 100.7), ("deviation", 10.8)):
        other = {**one, key: [value, *one[key][1:]]}
        assert len(differences("off", other, one)) == 1, key
        assert differences("allowed", other, one, 0.01, 0.1) == [], key
    assert differences("undefined", {**one, "mean": [math.nan] * 3}, one) != []
    report = {"one_core": [{"market": 3e8}, {"market": 1e6}],
              "program": [{"threads": 1, "simulation_and_statistics": 2e8},
                          {"threads": 4, "simulation_and_statistics": 7e8},
                          {"threads": 0, "simulation_and_statistics": 9e10}]}
    assert hashlease_rates(report) == {"one core": 2e8, "all cores": 7e8, "gpu": 9e10, PATHS_ALONE: 3e8}
    text = "site,outcome,period,mean,standard_deviation\nai,cash_flow,horizon,2,3\nmining,cash_flow,horizon,1,4\n" \
           "both,cash_flow,horizon,5,6\nboth,cash_flow,year 1,7,8\nboth,revenue,horizon,9,9\n"
    assert hashlease_moments(text, 7) == {"paths": 7, "mean": [1, 2, 5], "deviation": [4, 3, 6]}
    printed = table({"one core": [1e8, 2e8]}, {"numpy": ("one core", [2e7, 1e7]), "cupy": ("gpu", [1e9])})
    assert "| numpy | one core | 20 | 50 % | 10 |" in printed and "no GPU here" in printed, printed
    printed = table({"one core": [2e8], PATHS_ALONE: [3e8]}, {"quantlib": ("one core", [1e6])})
    assert "| 200; paths alone 300 |" in printed and "| hashlease, paths alone |" in printed, printed


def main():
    if sys.argv[1:] == ["--self-test"]:
        self_test()
        return 0
    parser = argparse.ArgumentParser()
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--paths", type=int, default=131072)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--peers", type=lambda text: text.split(","), default=PEERS)
    options = parser.parse_args()
    options.peers = list(options.peers)
    ours, peers, results = measure(options)
    if not peers:
        print("no peer is installed", file=sys.stderr)
        return 77
    print(table(ours, peers))
    found = disagreements(options, results)
    print(*(found or ["means and standard deviations agree"]), sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
