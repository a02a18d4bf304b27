"""Every snippet of results/READING.md, run as it stands where its interpreter and packages are, prints the number that the
file holds."""

import os
import re
import shutil
import subprocess
import sys

from support.program import CommandTest, PATIENCE_SECONDS, PROGRAM, REPOSITORY, environment, main

try:
    import h5py
except ImportError:
    h5py = None

PATHS = 4096
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def snippets():
    """(language, text) of every fenced block of the page, in order."""
    page = (REPOSITORY / "results" / "READING.md").read_text(encoding="utf-8")
    return FENCE.findall(page)


class Snippets(CommandTest):
    @classmethod
    def setUpClass(cls):
        cls.maker = cls("setUp")
        cls.maker.setUp()
        cls.addClassCleanup(cls.maker.doCleanups)
        folder = cls.maker.folder
        (folder / "results").mkdir()
        (folder / "bin").mkdir()
        (folder / "bin" / "hashlease").symlink_to(PROGRAM)
        cls.maker.run_study("results/hybrid.h5", REPOSITORY / "configs" / "hybrid.toml", "--paths", PATHS)
        for language, text in snippets():
            if language == "sh":
                cls.run_in(folder, ["bash", "-euc", text])

    @staticmethod
    def run_in(folder, command, **options):
        path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
        process = subprocess.run(command, cwd=folder, env=environment(PATH=path), stdout=subprocess.PIPE, check=False,
                                 stderr=subprocess.PIPE, text=True, timeout=PATIENCE_SECONDS, **options)
        if process.returncode != 0:
            raise AssertionError(f"{command}: exit code {process.returncode}\n{process.stdout}\n{process.stderr}")
        return process.stdout

    def expected(self):
        if h5py is None:
            self.skipTest("this Python has no h5py")
        with h5py.File(self.maker.folder / "results" / "hybrid.h5") as file:
            risk = file["risk"]
            at = [[text.decode() for text in risk[axis][:]].index(label)
                  for axis, label in (("site", "hybrid"), ("outcome", "revenue"), ("period", "year 1"))]
            return float(risk["mean"][tuple(at)])

    def assert_number(self, printed, text):
        """The last number printed is the one in the file; a mean over paths adds up in another order."""
        found = float(re.findall(r"[-+0-9.eE]+", printed)[-1])
        tolerance = 1e-9 if "paths" in text else 0.0
        self.assertAlmostEqual(found / self.expected(), 1.0, delta=tolerance, msg=text)

    def run_all(self, language, command, minimum):
        chosen = [text for kind, text in snippets() if kind == language]
        self.assertGreaterEqual(len(chosen), minimum)
        for text in chosen:
            with self.subTest(text):
                self.assert_number(self.run_in(self.maker.folder, [*command, text]), text)

    def test_page_has_nothing_else(self):
        self.assertEqual({language for language, _ in snippets()}, {"python", "sh", "r", "sql"})

    def test_python(self):
        try:
            import dask  # noqa: F401
            import netCDF4  # noqa: F401
            import xarray  # noqa: F401
        except ImportError as error:
            self.skipTest(str(error))
        self.run_all("python", [sys.executable, "-W", "ignore", "-c"], 6)

    def test_r(self):
        rscript = shutil.which("Rscript")
        if rscript is None:
            self.skipTest("Rscript is not installed")
        if subprocess.run([rscript, "-e", "library(ncdf4)"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                          check=False).returncode != 0:
            self.skipTest("R has no package ncdf4")
        self.run_all("r", [rscript, "-e"], 2)

    def test_duckdb(self):
        program = shutil.which("duckdb")
        try:
            import duckdb  # noqa: F401
            command = [sys.executable, "-c", "import duckdb, sys\nfor statement in duckdb.extract_statements(sys.argv[1]):\n"
                       "    rows = duckdb.execute(statement).fetchall()\nprint(rows[0][0])"]
        except ImportError:
            command = [program, "-noheader", "-list", "-c"]
            if program is None:
                self.skipTest("neither the program nor the module duckdb is installed")
        self.run_all("sql", command, 2)


if __name__ == "__main__":
    main()
