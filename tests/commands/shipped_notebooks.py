"""The notebooks of results/notebooks: stripped and free of machine paths; executed from a clean kernel on a small study,
where their own last cells compare what they worked out with the tables of the program."""

import json
import os
import pathlib
import re
import unittest

from support.program import CommandTest, PROGRAM, REPOSITORY, hashlease, main

try:
    import dask  # noqa: F401
    import ipykernel  # noqa: F401
    import matplotlib  # noqa: F401
    import nbformat
    import numpy as np
    import pandas as pd
    from nbclient.exceptions import CellExecutionError
    from nbconvert.preprocessors import ExecutePreprocessor
    MISSING = ""
except ImportError as error:
    MISSING = f"notebooks are not executed: {error}"
try:
    import h5py
except ImportError:
    h5py = None

NAMES = ["01_headline", "02_tail", "03_market", "04_own_risk_measure"]
PATHS = 32768
MACHINE_PATH = re.compile(r"/(home|root|tmp|work|Users|mnt|usr|srv)/|[A-Z]:\\\\")


def notebook_path(name):
    return REPOSITORY / "results" / "notebooks" / f"{name}.ipynb"


class Stored(unittest.TestCase):
    def test_there_are_these(self):
        found = sorted(path.stem for path in (REPOSITORY / "results" / "notebooks").glob("*.ipynb"))
        self.assertEqual(found, NAMES)

    def test_stripped(self):
        for name in NAMES:
            with self.subTest(name):
                text = notebook_path(name).read_text(encoding="utf-8")
                self.assertIsNone(MACHINE_PATH.search(text))
                notebook = json.loads(text)
                cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
                self.assertGreater(len(cells), 3)
                for cell in cells:
                    self.assertEqual((cell["outputs"], cell["execution_count"]), ([], None), cell["id"])
                self.assertEqual({**notebook["metadata"], "kernelspec": None},
                                 {"kernelspec": None, "language_info": {"name": "python"}})
                self.assertIn("assert", "".join(cells[-1]["source"]), "the last cell checks")
                self.assertIn('"HASHLEASE_RESULT", "../hybrid.h5"', "".join(cells[0]["source"]))

    def test_valid(self):
        if MISSING:
            self.skipTest(MISSING)
        for name in NAMES:
            nbformat.validate(nbformat.read(notebook_path(name), as_version=nbformat.NO_CONVERT))


def write_history(folder):
    """A made-up history in the layout that 03_market.ipynb reads, long enough for all that it takes from it."""
    dice = np.random.default_rng(1)
    folder.mkdir()
    days = pd.date_range("2017-12-01", "2025-06-01")
    price = 10_000 * np.exp(np.cumsum(0.03 * dice.standard_normal(days.size)))
    difficulty = 1e12 * np.exp(np.linspace(0, 4.6, days.size))
    ratio = 0.02 * np.exp(0.7 * dice.standard_normal(days.size))
    pd.DataFrame({"date": days.date, "price_usd": price, "difficulty_implied": difficulty, "fees_total_btc": 450 * ratio,
                  "issuance_btc": 450.0,
                  "hashprice_usd_per_ph_s_day": 86400e15 / (difficulty * 2**32) * 3.125 * (1 + ratio) * price,
                  }).to_csv(folder / "btc_network_daily.csv", index=False)
    months = pd.date_range("2023-09-01", "2025-09-01", freq="MS")
    pd.DataFrame({"date": months.date, "gpu": "H100-80GB", "provider": "panel_median", "market": "on-demand",
                  "usd_per_gpu_hour": 4 * np.exp(-0.02 * np.arange(months.size) + 0.05 * dice.standard_normal(months.size)),
                  }).to_csv(folder / "gpu_rental_prices.csv", index=False)
    hours = pd.date_range("2021-12-01", "2025-01-01", freq="h", tz="UTC")
    pd.DataFrame({"hour_start_utc": hours.strftime("%Y-%m-%dT%H:%MZ"),
                  "hb_west_usd_per_mwh": 10 * np.sinh(1.5 + 0.8 * dice.standard_normal(hours.size)),
                  }).to_csv(folder / "ercot_rtm_hub_hourly.csv", index=False)


@unittest.skipIf(MISSING, MISSING)
class Executed(CommandTest):
    @classmethod
    def setUpClass(cls):
        cls.maker = cls("setUp")
        cls.maker.setUp()
        cls.maker.run_study("study.h5", REPOSITORY / "configs" / "hybrid.toml", "--paths", PATHS)
        cls.addClassCleanup(cls.maker.doCleanups)
        cls.has_replay = " replay " in hashlease("--help", folder=cls.maker.folder).out

    def execute(self, name, result=None, replace=("", ""), **variables):
        """All that a notebook prints; it runs in a folder of its own with nobody's Jupyter settings."""
        text = notebook_path(name).read_text(encoding="utf-8")
        self.assertIn(replace[0], text)
        notebook = nbformat.reads(text.replace(*replace) if replace[0] else text, as_version=4)
        private = {key: str(self.folder) for key in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "MPLCONFIGDIR")}
        changed = {"HASHLEASE_RESULT": str(result or self.maker.folder / "study.h5"), "HASHLEASE_PROGRAM": str(PROGRAM),
                   "HASHLEASE_DATA": "", "PYDEVD_DISABLE_FILE_VALIDATION": "1", **private, **variables}
        before = {key: os.environ.get(key) for key in changed}
        os.environ.update(changed)
        try:
            executor = ExecutePreprocessor(timeout=240, kernel_name="python3")
            executor.preprocess(notebook, {"metadata": {"path": str(self.folder)}})
        finally:
            for key, value in before.items():
                os.environ.pop(key) if value is None else os.environ.update({key: value})
        outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
        pictures = sum("image/png" in output.get("data", {}) for output in outputs)
        self.assertGreater(pictures, 0)
        warnings = [output.text for output in outputs if output.get("name") == "stderr"]
        # Chunks of dask smaller than those of the file are what a test asks for, and nothing that a notebook does.
        expected = "separate the stored chunks" if replace[0] else "\0"
        self.assertFalse([text for text in warnings if "Warning" in text and expected not in text], name)
        return "".join(output.get("text", "") for output in outputs)

    def test_headline(self):
        text = self.execute("01_headline")
        self.assertIn(f"{PATHS:,} paths; sites: mining-only, ai-only, hybrid", text)
        self.assertIn("all figures agree with /risk", text)

    def test_tail(self):
        text = self.execute("02_tail")
        self.assertIn("all figures agree with /tail", text)
        self.assertIn("replayed paths earn what the run computed" if self.has_replay else "this hashlease has no replay",
                      text)

    def test_tail_without_the_program(self):
        text = self.execute("02_tail", HASHLEASE_PROGRAM=str(self.folder / "absent"))
        self.assertIn("does not run: set HASHLEASE_PROGRAM", text)
        self.assertIn("all figures agree with /tail", text)

    def test_market_without_history(self):
        text = self.execute("03_market")
        self.assertIn("figures quoted in configs/markets/stated-2024-11-23.toml stand in", text)
        self.assertIn("models and engine agree", text)

    def test_market_with_history(self):
        write_history(self.folder / "history")
        text = self.execute("03_market", HASHLEASE_DATA=str(self.folder / "history"))
        self.assertIn("history from HASHLEASE_DATA: BTC and network, lease rates, power", text)
        self.assertIn("months after the start are known", text)
        self.assertIn("models and engine agree", text)

    def test_own_risk_measure(self):
        # Chunks far smaller than the study, as they would be than a study larger than memory.
        text = self.execute("04_own_risk_measure", replace=("max(CHUNK // stored, 1) * stored", "1 << 12"))
        self.assertIn("all figures agree with /risk and with a plain sort", text)

    def test_the_checks_can_fail(self):
        if h5py is None:
            self.skipTest("this Python has no h5py")
        wrong = self.folder / "wrong.h5"
        wrong.write_bytes((self.maker.folder / "study.h5").read_bytes())
        with h5py.File(wrong, "r+") as file:
            file["risk/mean"][...] *= 1.0001
        with self.assertRaisesRegex(CellExecutionError, "AssertionError"):
            self.execute("01_headline", result=wrong)


class Quoted(unittest.TestCase):
    """What 03_market.ipynb quotes stands in the market file."""

    def test_figures(self):
        market = (REPOSITORY / "configs" / "markets" / "stated-2024-11-23.toml").read_text(encoding="utf-8")
        source = pathlib.Path(notebook_path("03_market")).read_text(encoding="utf-8")
        for figure in ("0.68", "0.0128", "26.1", "61.1", "0.0178", "0.031", "0.100", "0.153", "0.71", "0.85", "-0.32", "0.21",
                       "45.4", "0.045", "0.011", "0.099", "0.903", "24.9"):
            self.assertIn(figure, market)
            self.assertIn(figure, source)


if __name__ == "__main__":
    main()
