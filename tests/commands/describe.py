"""`hashlease describe`: keys and the quantities of results, at a terminal and as the pages that ship."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from support.program import REPOSITORY, CommandTest, main  # noqa: E402


class Describe(CommandTest):
    def test_the_shipped_pages_are_the_programs(self):
        """To write one anew: hashlease describe --results --markdown > results/README.md"""
        for page, options in (("configs/README.md", []), ("results/README.md", ["--results"])):
            shipped = (REPOSITORY / page).read_text()
            self.assertTrue(shipped == self.succeed("describe", *options, "--markdown").out, f"{page} is not up to date")

    def test_quantities_are_found_by_name(self):
        for name in ("expected_shortfall", "/risk/expected_shortfall"):
            text = self.succeed("describe", "--results", name).out
            self.assertIn("/risk/expected_shortfall: float64 (site, outcome, period, confidence_level), USD", text)
            self.assertNotIn("/risk/mean", text)
        group = self.succeed("describe", "--results", "survival").out
        self.assertIn("(present: a site has a treasury or debt)", group)
        self.assertIn("/survival/minimum_dscr: float64 (site)\n", group)
        self.assertNotIn("/survival/minimum_dscr_standard_error", group)  # stands beside its quantity

    def test_quantities_are_found_by_their_meaning(self):
        text = self.succeed("describe", "--results", "dependence", "Tail").out
        self.assertIn("/risk/mining_ai_tail_dependence_low", text)
        self.assertNotIn("/risk/mean:", text)

    def test_everything_is_listed_without_words(self):
        text = self.succeed("describe", "--results").out
        for group in ("risk", "survival", "paths", "state", "backtest"):
            self.assertIn(f"\n  /{group}/", text)

    def test_what_is_nowhere_is_refused(self):
        self.refuse(["'expected_shortfull' in its name or meaning; did you mean expected_shortfall?"],
                    "describe", "--results", "expected_shortfull")
        self.refuse(["lists all"], "describe", "--results", "xyzzy")


if __name__ == "__main__":
    main()
