"""A result of file format 2, as the version before wrote it: shown, checked and exported, but not merged.

tests/io/sample/format-2.h5.gz holds 64 paths of a miner with a loan, of whom 28 (43.75 %) default.
"""

import gzip
import pathlib
import re
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from support.program import REPOSITORY, CommandTest, main  # noqa: E402


class FormerFormat(CommandTest):
    def setUp(self):
        super().setUp()
        with gzip.open(REPOSITORY / "tests/io/sample/format-2.h5.gz") as packed:
            with open(self.folder / "two.h5", "wb") as file:
                shutil.copyfileobj(packed, file)

    def test_the_report_knows_the_former_names(self):
        self.succeed("report", "two.h5", "-o", "two.html")
        page = re.sub(r"<[^>]*>", " ", (self.folder / "two.html").read_text()).replace("\u00a0", " ")
        for what in (r"miner\s+44 ± 6\s+44 ± 6\s+44 ± 6",  # default, insolvent, equity lost
                     r"miner\s+1\.23 ± 0\.05",  # the median of the lowest DSCR
                     "The lowest cover ratio"):  # drawn from a histogram with its former name
            self.assertTrue(re.search(what, page), what)

    def test_it_is_verified_and_shown(self):
        self.assertIn("sound", self.succeed("verify", "two.h5").out)
        self.assertIn("finished, 64 of 64 paths", self.succeed("status", "two.h5").out)

    def test_it_is_exported_as_it_is(self):
        table = self.succeed("export", "two.h5", "--group", "survival", "--table", "site").out
        self.assertIn("minimum_cover_ratio,", table)

    def test_its_paths_are_replayed(self):
        worst = self.succeed("replay", "two.h5", "--worst", "miner", "cash_flow", 1, "--format", "csv").out
        self.assertIn("dscr", worst)

    def test_it_is_not_merged(self):
        self.refuse(["two.h5: has file format 2", "merges only that"], "merge", "two.h5", "-o", "b.h5")
        self.assertFalse((self.folder / "b.h5").exists())


if __name__ == "__main__":
    main()
