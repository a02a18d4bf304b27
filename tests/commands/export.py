"""`hashlease export`: what pandas and json read back is what xarray reads from the result, of every group and table."""

import io
import json
import os
import signal
import subprocess

import h5netcdf
import numpy as np
import pandas as pd
import xarray as xr

from support.program import CommandTest, PROGRAM, environment, main, smoke, smoke_text, start, wait_for_blocks

try:
    import h5py
except ImportError:
    h5py = None

GROUPS = ["risk", "market", "distribution", "paths", "tail", "state", "config", "provenance"]
BESIDE = ["standard_error", "ci_low", "ci_high", "exact"]


def read_csv(text):
    """As a user would; an empty text is one, and a site may be called "NA"."""
    return pd.read_csv(io.StringIO(text), dtype={"units": str}, keep_default_na=False, na_values=[""], float_precision="round_trip",
                       low_memory=False)


def as_text(variable):
    """What labels of a dataset are in a table: dates in ISO, flags by their meaning."""
    if variable.dtype.kind == "M":
        return np.datetime_as_string(variable.values, unit="D")
    if "flag_meanings" in variable.attrs:
        return np.array(variable.attrs["flag_meanings"].split(), dtype=object)[variable.values.astype(int)]
    return variable.values


class Export(CommandTest):
    @classmethod
    def setUpClass(cls):
        cls.maker = cls("setUp")
        cls.maker.setUp()
        cls.maker.run_study("a.h5", smoke(), "--paths", 1024)
        cls.maker.run_study("first.h5", smoke(), "--paths", 1024, "--shard", "2/2")
        cls.addClassCleanup(cls.maker.doCleanups)

    def setUp(self):
        super().setUp()
        self.file = self.maker.folder / "a.h5"

    def export(self, *arguments, file=None):
        outcome = self.succeed("export", file or self.file, *arguments)
        self.assertEqual(outcome.err, "")
        return outcome.out

    def table(self, *arguments, **options):
        return read_csv(self.export(*arguments, **options))

    def assert_same(self, found, expected, what):
        """For long lists, whose difference unittest would look for too long."""
        self.assertEqual(len(found), len(expected), what)
        wrong = [k for k, (one, other) in enumerate(zip(found, expected)) if one != other]
        if wrong:
            self.fail(f"{what}: {len(wrong)} differ, first {found[wrong[0]]!r}, expected {expected[wrong[0]]!r}")

    def assert_values(self, column, variable, what):
        """A column against a dataset, in row order, to the last bit."""
        expected = as_text(variable).ravel()
        if expected.dtype.kind in "fiu":
            found = pd.to_numeric(column).to_numpy()
            if expected.dtype.kind == "f":
                found = found.astype(expected.dtype)
            self.assertTrue(np.array_equal(found, expected, equal_nan=expected.dtype.kind == "f"), what)
        else:
            self.assert_same(list(column), list(expected), what)

    def test_every_table_is_what_xarray_reads(self):
        contents = self.table("--contents")
        with h5netcdf.File(self.file) as file:
            self.assertEqual(list(contents["group"].unique()), list(file.groups))
        self.assertLessEqual(set(GROUPS), set(contents["group"]))
        tables = contents[contents["table"] != "attributes"].groupby(["group", "table"], sort=False)
        self.assertGreater(len(tables), 12)
        for (group, name), columns in tables:
            data = xr.open_dataset(self.file, group=group)
            found = self.table("--group", group, "--table", name)
            axes = name.split(",")
            self.assertEqual(len(found), int(columns["rows"].iloc[0]), name)
            self.assertEqual(len(found), int(np.prod([data.sizes[axis] for axis in axes])), name)
            self.assertTrue(set(columns["column"]) <= set(found.columns), name)
            for variable in (v for v in data.variables if v in set(found.columns)):
                what = f"/{group} {name} {variable}"
                dims = data[variable].dims
                if dims == tuple(axes):
                    self.assert_values(found[variable], data[variable], what)
                elif set(dims) <= set(axes):
                    shape = {axis: data.sizes[axis] for axis in axes}
                    wide = data[variable].variable.set_dims(shape).transpose(*axes)
                    self.assert_values(found[variable], wide, what)
            data.close()

    def test_long_table_has_every_measure(self):
        risk = xr.open_dataset(self.file, group="risk").load()
        found = self.table()
        self.assertTrue(found.equals(self.table("--group", "risk", "--table", "all")))
        beside = [name for name in risk.data_vars if name.endswith(tuple("_" + word for word in BESIDE))]
        self.assertEqual(set(found["variable"]), set(risk.data_vars) - set(beside))
        for name in set(found["variable"]):
            rows = found[found["variable"] == name]
            self.assert_values(rows["value"], risk[name], name)
            self.assertEqual(set(rows["units"]), {risk[name].attrs["units"]}, name)
            for word in BESIDE[:3]:
                if f"{name}_{word}" in risk:
                    self.assert_values(rows[word], risk[f"{name}_{word}"], f"{name}_{word}")
                else:
                    self.assertTrue(rows[word].isna().all(), name)
            for axis in risk[name].dims:
                self.assertEqual(set(rows[axis]), set(risk[axis].values), name)
        tail = found[found["variable"] == "value_at_risk"]["exact"]
        self.assert_same(list(tail), list(as_text(risk["tail_exact"]).ravel()), "tail_exact")
        # One figure as somebody would look it up.
        pick = found.query("variable == 'expected_shortfall' and site == 'hybrid' and outcome == 'revenue' and "
                           "period == 'year 2' and confidence_level == 0.95")
        self.assertEqual(pick["value"].item(), float(risk["expected_shortfall"].sel(
            site="hybrid", outcome="revenue", period="year 2", confidence_level=0.95)))

    def test_json_says_the_same(self):
        for group in self.table("--contents")["group"].unique():
            with self.subTest(group):
                csv, rows = self.table("--group", group), json.loads(self.export("--group", group, "--format", "json"))
                self.assertEqual(len(rows), len(csv))
                self.assertTrue(all(list(row) == list(csv.columns) for row in rows))
                other = pd.DataFrame(rows)
                for column in csv.columns:
                    # An empty text and none are one in CSV.
                    left, right = csv[column], other[column].replace("", None)
                    self.assertTrue((left.isna() == right.isna()).all(), column)
                    keep = ~left.isna()
                    self.assert_same(list(left[keep].astype(right[keep].dtype)), list(right[keep]), column)

    def test_bins_know_their_distribution(self):
        data = xr.open_dataset(self.file, group="distribution").load()
        bins = self.table("--group", "distribution", "--table", "bin")
        owner = np.repeat(np.arange(data.sizes["distribution"]), data["bin_count"].values)
        self.assertTrue(np.array_equal(bins["distribution"], owner))
        for name in ("site", "quantity", "period", "value_units"):
            self.assert_same(list(bins[name]), list(data[name].values[owner]), name)
        totals = bins.groupby("distribution")["count"].sum()
        self.assertTrue(np.array_equal(totals, data["path_count"]))

    def test_variables(self):
        found = self.table("--variables", "value_at_risk,expected_shortfall")
        self.assertEqual(list(found.columns), ["site", "outcome", "period", "period_kind", "period_start", "period_end",
                                               "confidence_level", "value_at_risk", "expected_shortfall"])
        found = self.table("--variables", "mean", "--variables", "revenue_correlation")
        self.assertEqual(set(found["variable"]), {"mean", "revenue_correlation"})
        self.assertTrue(found["standard_error"].notna().any())

    def test_paths_of_a_shard_keep_their_numbers(self):
        found = self.table("--group", "paths", file=self.maker.folder / "first.h5")
        self.assertEqual((found["path"].min(), found["path"].max()), (512, 1023))

    def test_configuration(self):
        found = self.table("--group", "config").set_index("name")
        self.assertEqual(found.loc["run.paths", "value"], "1024")
        self.assertEqual(found.loc["market.btc.price", "units"], "USD")
        config = xr.open_dataset(self.file, group="config")
        self.assertEqual(found.loc["toml", "value"], str(config["toml"].values))

    def test_names_that_need_quotes(self):
        names = ["North, phase 2", "Süd", "NA"]
        text = smoke_text()
        for old, new in zip(("mining-only", "ai-only", "hybrid"), names):
            text = text.replace(f'name = "{old}"', f"name = '{new}'")
            text = text.replace(f"{old} =", f"'{new}' =")
        (self.folder / "study.toml").write_text(text, encoding="utf-8")
        self.run_study("b.h5", "study.toml", "--paths", 64)
        found = self.table("--variables", "mean", file="b.h5")
        self.assertEqual(list(found["site"].unique()), names)
        rows = json.loads(self.export("--variables", "mean", "--format", "json", file="b.h5"))
        self.assertEqual(list(dict.fromkeys(row["site"] for row in rows)), names)

    def test_file(self):
        self.export("-o", "risk.csv")
        self.assertTrue((self.folder / "risk.csv").read_text() == self.export("-o", "-"))
        self.assertEqual(self.export("-o", "tail.json", "--group", "/tail/", "--format", "json"), "")
        self.refuse(["risk.csv: already exists; use --force"], "export", self.file, "-o", "risk.csv")
        self.export("-o", "risk.csv", "--group", "paths", "--force")
        self.assertTrue((self.folder / "risk.csv").read_text().startswith("site,year,"))
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["risk.csv", "tail.json"])

    def test_memory_does_not_grow_with_the_paths(self):
        self.run_study("large.h5", smoke(), "--paths", 1 << 18)

        def peak_kib(file):
            process = subprocess.Popen([PROGRAM, "export", file, "--group", "paths"], cwd=self.folder,
                                       env=environment(), stdout=subprocess.DEVNULL)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            self.assertEqual(process.returncode, 0)
            return usage.ru_maxrss

        self.assertLess(peak_kib("large.h5") - peak_kib(self.file), 12 * 1024)


class Refusals(CommandTest):
    def setUp(self):
        super().setUp()
        self.run_study("a.h5", smoke(), "--paths", 64)

    def test_names_that_are_not_there(self):
        self.refuse(['has no group "rsik"', "it has risk, ", ", distribution, "], "export", "a.h5", "--group", "rsik")
        self.refuse(['has no table "site,path"', '"site,outcome,period"', "all, attributes"], "export", "a.h5",
                    "--table", "site,path")
        self.refuse(["did you mean quantile?"], "export", "a.h5", "--variables", "quantille")
        self.refuse(["csv,json"], "export", "a.h5", "--format", "xml", "-o", "a.xml")
        self.refuse(["--group"], "export", "a.h5", "--group", "")

    def test_places(self):
        self.refuse(["is both input and output"], "export", "a.h5", "-o", "./a.h5", "--force")
        self.refuse(["cannot be created: No such file or directory"], "export", "a.h5", "-o", "absent/a.csv")
        (self.folder / "there").mkdir()
        self.refuse(["is a folder"], "export", "a.h5", "-o", "there", "--force")

    def test_files_that_are_no_sound_result(self):
        whole = (self.folder / "a.h5").read_bytes()
        damaged = bytearray(whole)
        damaged[len(damaged) // 2] ^= 1
        (self.folder / "damaged.h5").write_bytes(damaged)
        (self.folder / "cut.h5").write_bytes(whole[:-100])
        (self.folder / "foreign.h5").write_text("a,b\n1,2\n")
        (self.folder / "folder.h5").mkdir()
        for file, fragments in [("damaged.h5", ["SHA-256", "damaged", "run the study again"]),
                                ("cut.h5", ["truncated", "run the study again"]),
                                ("foreign.h5", ["neither HDF5 nor a result", "give a result file"]),
                                ("folder.h5", ["is not a file"]), ("absent.h5", ["there is no such file"])]:
            with self.subTest(file):
                self.refuse([file, *fragments], "export", file, "-o", "out.csv")
                self.refuse([file, *fragments], "export", file, "--contents", "-o", "out.csv")

    def test_newer_format(self):
        if h5py is None:
            self.skipTest("this Python has no h5py")
        with h5py.File(self.folder / "a.h5", "r+") as file:
            file.attrs.modify("hashlease_format_version", file.attrs["hashlease_format_version"] + 1)
        self.refuse(["newer than this program's", "use the hashlease that wrote it"], "export", "a.h5")

    def test_unfinished_run(self):
        process = start("run", smoke(), "--block-paths", 64, "-o", "b.h5", folder=self.folder)
        wait_for_blocks(process, self.folder / "b.h5.parts", 2)
        process.kill()
        process.communicate()
        self.refuse(["b.h5: is not finished", "of 4096 paths; run the study again"], "export", "b.h5")

    def test_full_disk_behind_standard_output(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            process = subprocess.run([PROGRAM, "export", "a.h5"], cwd=self.folder, env=environment(), stdout=full,
                                     stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual(process.returncode, 1)
        self.assertIn("No space left on device", process.stderr)

    def test_reader_that_has_seen_enough(self):
        process = start("export", "a.h5", "--group", "risk", folder=self.folder)
        self.assertTrue(process.stdout.readline().startswith("variable,"))
        process.stdout.close()
        message = process.stderr.read()
        process.stderr.close()
        self.assertEqual((process.wait(), message), (0, ""))

    def test_interrupted(self):
        self.run_study("large.h5", smoke(), "--paths", 1 << 16)
        process = start("export", "large.h5", "--group", "paths", "-o", "out.csv", folder=self.folder)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        self.assertFalse((self.folder / "out.csv").exists())
        self.succeed("export", "large.h5", "--group", "paths", "-o", "out.csv")
        self.assertFalse((self.folder / "out.csv.tmp").exists())


if __name__ == "__main__":
    main()
