"""Reports as a user gets them: whole, well-formed, self-contained, escaped, with the numbers of the result; and what
happens with input that is none.

usage: page.py PROGRAM REPOSITORY [unittest arguments]
"""

import json
import os
import pathlib
import re
import resource
import shutil
import sys
import xml.etree.ElementTree as ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "commands"))

from support.program import REPOSITORY, CommandTest, hashlease, main, smoke, smoke_text  # noqa: E402

SECTIONS = ["revenue", "losses", "risk", "streams", "survival", "frontier", "market", "convergence", "configuration",
            "provenance", "limits"]
TITLE = '<script>alert("1")</script> & \'Söhne\''
NAME = "<b onclick> & Söhne"


def parse(path):
    """The page as a tree; it is well-formed XML too."""
    return ElementTree.fromstring(pathlib.Path(path).read_text(encoding="utf-8"))


def text_of(element):
    return re.sub(r"\s+", " ", "".join(element.itertext()).replace("\u00a0", " ")).strip()


def with_class(tree, tag, name):
    return [element for element in tree.iter(tag) if name in element.get("class", "").split()]


class ReportTest(CommandTest):
    """What the tests of pages share."""

    def report(self, *arguments, output="page.html"):
        self.succeed("report", *arguments, "-o", output)
        return parse(self.folder / output)

    def section(self, tree, name):
        return next(element for element in tree.iter("section") if element.get("id") == name)

    def check_self_contained(self, tree):
        for element in tree.iter():
            self.assertNotIn(element.tag, ("script", "iframe", "img", "object"))
            for name, value in element.attrib.items():
                self.assertFalse(name.startswith("on"), name)
                if name in ("src", "href"):
                    self.assertTrue(value.startswith("#") or value == "data:,", value)
        style = next(tree.iter("style")).text
        self.assertNotIn("url(", style)
        self.assertNotIn("@import", style)

    def check_charts(self, tree):
        ids = [element.get("id") for element in tree.iter() if element.get("id")]
        self.assertEqual(len(ids), len(set(ids)))
        charts = list(tree.iter("svg"))
        self.assertGreater(len(charts), 10)
        for chart in charts:
            self.assertEqual(chart.get("role"), "img")
            for name in chart.get("aria-labelledby").split():
                labelled = next(element for element in chart if element.get("id") == name)
                self.assertGreater(len(labelled.text), 5)
            self.assertTrue(list(chart.iter("text")))
            for path in chart.iter("path"):
                self.assertNotRegex(path.get("d"), "nan|inf")


class Page(ReportTest):
    def test_whole_page(self):
        summary = self.run_study("study.h5", smoke())
        tree = self.report("study.h5")
        self.assertEqual([element.get("id") for element in tree.iter("section")],
                         [name for name in (element.get("href")[1:] for element in tree.iter("a"))])
        self.assertEqual([element.get("id") for element in tree.iter("section")], SECTIONS)
        for name in SECTIONS:
            self.assertGreater(len(text_of(self.section(tree, name))), 60, name)
        self.check_self_contained(tree)
        self.check_charts(tree)
        first = with_class(tree, "ul", "answers")[0]
        for site in summary["sites"]:
            sentence = next(text_of(item) for item in first if text_of(item).startswith(site["site"] + " "))
            shown = re.search(r"earns ([\d,.]+) ±", sentence)[1]
            decimals = len(shown.partition(".")[2])  # as many as its standard error leaves a meaning
            self.assertEqual(shown, f"{site['annual_revenue']['value'] / 1e6:,.{decimals}f}")

    def test_every_site_has_its_row_of_numbers(self):
        summary = self.run_study("study.h5", smoke())
        table = next(self.section(self.report("study.h5"), "risk").iter("table"))
        rows = {text_of(row[0]): [text_of(cell) for cell in row] for row in table.iter("tr")}
        for site in summary["sites"]:
            value, error = rows[site["site"]][1].split(" ± ")
            decimals = len(value.partition(".")[2])
            self.assertEqual(value, f"{site['annual_revenue']['value'] / 1e6:,.{decimals}f}")
            self.assertEqual(error, f"{site['annual_revenue']['standard_error'] / 1e6:,.{decimals}f}")

    def test_survival(self):
        """Of the sites with debt alone, with the numbers of the summary; what is not counted is bounded."""
        summary = self.run_study("study.h5", REPOSITORY / "configs/cases/financed-miner.toml", "--paths", 1024, "--set",
                                 "run.step=weekly", "--set", "site.cautious.debt.equipment-loan.principal=1e5", "--set",
                                 "site.cautious.covenant.quarters_to_insolvency=12")
        tree = self.report("study.h5")
        self.check_self_contained(tree)
        self.check_charts(tree)
        section = self.section(tree, "survival")
        tables = [{text_of(row[0]): [text_of(cell) for cell in row] for row in table.iter("tr")}
                  for table in section.iter("table")]
        self.assertEqual(len(tables), 2)
        by_site = {site["site"]: site.get("survival") for site in summary["sites"]}
        for table in tables:
            self.assertEqual(list(table), ["site", "leveraged", "cautious"])
        for column, key in ((1, "defaulted"), (2, "insolvent"), (3, "equity_lost"), (4, "paid_back")):
            figure = by_site["leveraged"][key]
            value, error = tables[0]["leveraged"][column].split(" ± ")
            decimals = len(value.partition(".")[2])
            self.assertEqual(value, f"{100 * figure['value']:.{decimals}f}")
            self.assertEqual(error, f"{100 * figure['standard_error']:.{decimals}f}")
        self.assertEqual(by_site["cautious"]["insolvent"]["value"], 0)
        self.assertRegex(tables[0]["cautious"][2], r"^0 \(< 0\.3[78]\)$")  # 3.84 / (1024 + 3.84)
        lowest = by_site["leveraged"]["minimum_dscr_median"]["value"]
        shown = tables[1]["leveraged"][1].split(" ± ")[0]
        self.assertEqual(shown, f"{lowest:.{len(shown.partition('.')[2])}f}")
        titles = [title.text for title in section.iter("title")]
        self.assertEqual(titles[:2], ["Survival curves", "The lowest cover ratio"])
        self.assertIn("leveraged: covenants and solvency", titles)
        described = " ".join(text_of(element) for element in section.iter("desc"))
        solvent = 100 * (1 - by_site["leveraged"]["insolvent"]["value"])
        self.assertIn(f"leveraged: {solvent:.2f} % after 36 months", described)

    def test_names_are_escaped(self):
        study = self.folder / "study.toml"
        text = smoke_text().replace('"Small study of the tests"', json.dumps(TITLE, ensure_ascii=False))
        study.write_text(text.replace('name = "hybrid"', f'name = "{NAME}"'))
        self.run_study("study.h5", study)
        tree = self.report("study.h5")
        self.assertFalse(list(tree.iter("script")))
        self.assertEqual(text_of(next(tree.iter("h1"))), TITLE)
        self.assertIn(NAME, {text_of(cell) for cell in tree.iter("th")})
        chart = self.folder / "chart.svg"
        self.succeed("report", "study.h5", "--chart", chart)
        self.assertIn(NAME, {element.text for element in ElementTree.parse(chart).iter()
                             if element.tag.endswith("}text")})

    def test_chart_alone_has_its_own_colours(self):
        self.run_study("study.h5", smoke())
        self.succeed("report", "study.h5", "--chart", "chart.svg")
        self.assertFalse((self.folder / "study.html").exists())
        text = (self.folder / "chart.svg").read_text()
        self.assertNotIn("var(", text)
        self.assertIn("#0072b2", text)
        self.assertTrue(ElementTree.fromstring(text).tag.endswith("}svg"))

    def test_what_is_missing_is_said(self):
        study = self.folder / "study.toml"
        text = smoke_text()
        study.write_text(text[: text.rindex("[[site]]")])  # without the blend
        self.run_study("study.h5", study, "--set", "run.market_distribution=false", "--set",
                       "run.monthly_distribution=[]", "--set", "run.keep_paths=[]", "--set", "run.horizon_months=9")
        tree = self.report("study.h5")
        lines = [text_of(element) for element in with_class(tree, "p", "left-out")]
        for fragment in ("run.monthly_distribution", "run.market_distribution", "both mining and AI", "has debt"):
            self.assertTrue([line for line in lines if fragment in line], f"{fragment} in {lines}")
        self.assertIn("the 9 months", text_of(with_class(tree, "ul", "answers")[0]))

    def test_history_is_drawn(self):
        self.run_study("study.h5", smoke())
        (self.folder / "history.csv").write_text("date,price_usd\n" + "".join(
            f"2024-{month:02}-01,{50000 + 1000 * month}\n" for month in range(1, 12)))
        self.assertFalse(with_class(self.report("study.h5"), "path", "history"))
        tree = self.report("study.h5", "--history", "history.csv")
        self.assertEqual(len(with_class(tree, "path", "history")), 2)  # the line and its entry in the legend

    def test_run_leaves_a_report(self):
        (self.folder / "mine.html").write_text("by hand")
        self.refuse(["mine.html", "--force"], "run", smoke(), "-o", "study.h5", "--report", "mine.html")
        self.refuse(["shard"], "run", smoke(), "-o", "study.h5", "--shard", "1/2", "--report", "page.html")
        self.run_study("study.h5", smoke(), "--report", "page.html")
        self.report("study.h5", output="again.html")
        self.assertEqual((self.folder / "page.html").read_bytes(), (self.folder / "again.html").read_bytes())

    def test_size_and_time(self):
        self.run_study("study.h5", smoke())
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.report("study.h5")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        self.assertLess(seconds, 2.0 if "san" not in os.environ.get("HASHLEASE_SANITIZE", "") else 20.0)
        self.assertLess((self.folder / "page.html").stat().st_size, 2_000_000)


class Comparison(ReportTest):
    def test_two_studies(self):
        base = self.run_study("base.h5", smoke())
        other = self.run_study("other.h5", smoke(), "--set", "market.btc.annual_volatility=0.8")
        tree = self.report("base.h5", "other.h5")
        self.check_self_contained(tree)
        keys = [text_of(row[0]) for row in self.section(tree, "configurations").iter("tr")]
        self.assertEqual(keys, ["key", "market.btc.annual_volatility"])
        table = next(self.section(tree, "measures").iter("table"))
        rows = {text_of(row[0]): [text_of(cell) for cell in row] for row in table.iter("tr")}
        difference = (other["sites"][0]["annual_revenue"]["value"] - base["sites"][0]["annual_revenue"]["value"]) / 1e6
        paired = rows["mean revenue a year *"]
        value, error = (float(text.replace("−", "-")) for text in paired[4].split(" ± "))
        self.assertAlmostEqual(value, difference, delta=max(0.01, error))
        independent = [float(text.split(" ± ")[1]) for text in paired[2:4]]
        self.assertLess(error, max(independent))  # what both studies share drops out
        self.assertEqual(rows["log volatility of revenue"][5], "clear")

    def test_the_same_study_twice(self):
        self.run_study("base.h5", smoke())
        shutil.copy(self.folder / "base.h5", self.folder / "copy.h5")
        tree = self.report("base.h5", "copy.h5")
        verdicts = {text_of(row[5]) for row in self.section(tree, "measures").iter("tr") if len(row) == 6}
        self.assertEqual(verdicts, {"difference", "none"})
        self.assertIn("one study", text_of(self.section(tree, "configurations")))

    def test_sites_that_do_not_match(self):
        study = self.folder / "study.toml"
        study.write_text(smoke_text().replace('name = "hybrid"', 'name = "blend"'))
        self.run_study("a.h5", smoke())
        self.run_study("b.h5", study)
        notice = text_of(with_class(self.report("a.h5", "b.h5"), "p", "notice")[0])
        self.assertIn("hybrid (in A), blend (in B)", notice)


class BadInput(CommandTest):
    def test_files_that_are_no_result(self):
        (self.folder / "text.h5").write_text("no HDF5 at all\n" * 100)
        self.refuse(["text.h5", "give a result file"], "report", "text.h5", "-o", "page.html")
        self.refuse(["nothing.h5"], "report", "nothing.h5", "-o", "page.html")
        self.refuse(["files is required"], "report")
        try:
            import h5py
        except ImportError:
            self.skipTest("no h5py to make foreign files with")
        with h5py.File(self.folder / "foreign.h5", "w") as file:
            file["x"] = [1.0]
        self.refuse(["foreign.h5", "not a result of hashlease", "give a result file"], "report", "foreign.h5", "-o", "p.html")
        self.run_study("study.h5", smoke())
        shutil.copy(self.folder / "study.h5", self.folder / "newer.h5")
        with h5py.File(self.folder / "newer.h5", "r+") as file:
            file.attrs["hashlease_format_version"] = 999
        self.refuse(["newer.h5", "999", "newer"], "report", "newer.h5", "-o", "page.html")

    def test_damage(self):
        self.run_study("study.h5", smoke())
        content = (self.folder / "study.h5").read_bytes()
        for name, damaged in (("flip.h5", content[:50000] + bytes([content[50000] ^ 1]) + content[50001:]),
                              ("cut.h5", content[: len(content) // 2])):
            (self.folder / name).write_bytes(damaged)
            self.refuse([name, "damaged", "run the study again"], "report", name, "-o", "page.html")
            self.refuse([name], "report", "study.h5", name, "-o", "page.html")

    def test_parts_and_shards(self):
        self.succeed("run", smoke(), "--shard", "1/2", "-o", "shard.h5", "--quiet")
        self.refuse(["shard.h5", "is a shard", "hashlease merge"], "report", "shard.h5", "-o", "page.html")
        self.run_study("study.h5", smoke(), "--keep-parts")
        (self.folder / "study.h5").unlink()
        self.refuse(["study.h5"], "report", "study.h5", "-o", "page.html")

    def test_output(self):
        self.run_study("study.h5", smoke())
        (self.folder / "mine.html").write_text("<p>written by hand</p>")
        self.refuse(["mine.html: already exists; use --force"], "report", "study.h5", "-o", "mine.html")
        self.refuse(["study.h5", "input and output"], "report", "study.h5", "-o", "study.h5", "--force")
        self.refuse(["nowhere"], "report", "study.h5", "-o", "nowhere/page.html")
        self.refuse(["is a folder"], "report", "study.h5", "-o", ".")
        self.refuse(["-o FILE.html"], "report", "study.h5", "study.h5")
        self.succeed("report", "study.h5", "-o", "mine.html", "--force")
        first = (self.folder / "mine.html").read_bytes()
        self.succeed("report", "study.h5", "-o", "mine.html")  # a report replaces a report
        self.assertEqual((self.folder / "mine.html").read_bytes(), first)
        self.succeed("report", "study.h5")
        self.assertTrue((self.folder / "study.html").is_file())

    def test_history(self):
        self.run_study("study.h5", smoke())
        (self.folder / "bad.csv").write_text("date,price_usd\n2024-11-22,1\n2024-11-23,x\n")
        self.refuse(["bad.csv:3", '"x" is no number'], "report", "study.h5", "--history", "bad.csv")
        self.refuse(["no file"], "report", "study.h5", "--history", "nowhere.csv")
        self.refuse(["--history"], "report", "study.h5", "study.h5", "-o", "p.html", "--history", "bad.csv")

    def test_too_many_files(self):
        self.run_study("study.h5", smoke())
        self.refuse(["2 to 6 files"], "report", *["study.h5"] * 7, "-o", "page.html")

    def test_a_full_disk_loses_no_earlier_report(self):
        self.run_study("study.h5", smoke())
        self.succeed("report", "study.h5", "-o", "page.html")
        before = (self.folder / "page.html").read_bytes()
        outcome = hashlease("report", "study.h5", "-o", "page.html", folder=self.folder,
                            prepare=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000)))
        self.assertNotEqual(outcome.code, 0)
        self.assertEqual((self.folder / "page.html").read_bytes(), before)


if __name__ == "__main__":
    main()
