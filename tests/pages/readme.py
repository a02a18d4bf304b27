"""What README.md tells a newcomer to do works as it stands: its study of fifteen lines and the commands below it.

usage: readme.py PROGRAM REPOSITORY [unittest arguments]
"""

import pathlib
import re
import shlex
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "commands"))
from support.program import CommandTest, REPOSITORY, main  # noqa: E402

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MOST_LINES = 15
MOST_WORDS = 850
PATHS = 1024
PATHS_OF_TABLE = 16384
MOST_ERRORS = 5  # standard errors between a figure of the page and that of fewer paths
FIGURE = re.compile(r"(-?[\d.]+) \+- ([\d.]+)")


def section(name):
    """Text of README.md below the heading `name`, up to the next."""
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    return re.search(rf"^## {re.escape(name)}\n(.*?)(?=^## |\Z)", readme, re.MULTILINE | re.DOTALL)[1]


def blocks(language, text):
    return [body for kind, body in FENCE.findall(text) if kind == language]


class OwnSite(CommandTest):
    def setUp(self):
        super().setUp()
        (self.folder / "configs").symlink_to(REPOSITORY / "configs")
        text = section("Your own site")
        (self.study,) = blocks("toml", text)
        (self.commands,) = blocks("sh", text)
        (self.folder / "my-site.toml").write_text(self.study, encoding="utf-8")

    def lines(self):
        """The arguments of each command, which all call build/hashlease."""
        for line in self.commands.splitlines():
            program, *arguments = shlex.split(line, comments=True)
            self.assertEqual(program, "build/hashlease", line)
            yield arguments

    def test_fifteen_lines(self):
        self.assertLessEqual(len(self.study.splitlines()), MOST_LINES)

    def test_check(self):
        self.assertEqual(self.succeed("check", "my-site.toml").err, "")

    def test_run(self):
        summary = self.run_study("tiny.h5", "my-site.toml", "--paths", PATHS)
        self.assertEqual([site["site"] for site in summary["sites"]], ["my-site"])

    def test_commands(self):
        names = []
        for arguments in self.lines():
            names.append(arguments[0])
            tiny = ["--paths", PATHS] if arguments[0] == "run" else []
            self.succeed(*arguments, *tiny)
        self.assertEqual(names, ["check", "run", "run", "describe"])
        for name in ("my-site.h5", "my-site.html", "at-spot.h5"):
            self.assertTrue((self.folder / name).is_file(), name)

    def test_a_wrong_line_is_refused(self):
        """The test would notice a study that does not fit the program."""
        for right, wrong in (
            ("pue = 1.25", "pues = 1.25"),
            ("power_mw = 15.0", "power_mw = 150.0"),
            ("2024-11-23.toml", "none.toml"),
        ):
            text = self.study.replace(right, wrong)
            self.assertNotEqual(text, self.study)
            (self.folder / "wrong.toml").write_text(text, encoding="utf-8")
            self.refuse(["wrong.toml"], "check", "wrong.toml")


def table(text):
    """Columns, and (site, figures with their standard errors) of each row, of a summary table."""
    lines = text.splitlines()
    head = next(k for k, line in enumerate(lines) if line.split()[:1] == ["site"])
    rows = []
    for line in lines[head + 1 :]:
        figures = [(float(value), float(error)) for value, error in FIGURE.findall(line)]
        if figures and line.startswith("  "):
            rows.append((line.split()[0], figures))
    return re.split(r" {2,}", lines[head].strip()), rows


class FirstPage(CommandTest):
    def test_the_table_is_that_of_the_program(self):
        (printed,) = blocks("", section("A first answer"))
        columns, rows = table(printed)
        study = REPOSITORY / "configs" / "hybrid.toml"
        found = table(self.succeed("run", study, "-o", "hybrid.h5", "--paths", PATHS_OF_TABLE).out)
        self.assertEqual((columns, [site for site, _ in rows]), (found[0], [site for site, _ in found[1]]))
        for (site, figures), (_, others) in zip(rows, found[1]):
            self.assertEqual((len(figures), len(others)), (len(columns) - 1,) * 2)
            for column, (value, error), (other, other_error) in zip(columns[1:], figures, others):
                self.assertLessEqual(abs(value - other), MOST_ERRORS * (error + other_error), f"{site}, {column}")
                self.assertLess(error, 0.3 * other_error, f"{site}, {column}: the page has more paths")

    def test_it_is_short(self):
        self.assertLessEqual(len((REPOSITORY / "README.md").read_text(encoding="utf-8").split()), MOST_WORDS)

    def test_the_first_command_is_there(self):
        (commands,) = blocks("sh", section("A first answer"))
        script, command = shlex.split(commands.splitlines()[0], comments=True)
        usage = (REPOSITORY / script).read_text(encoding="utf-8")
        self.assertIn(f"command_{command}()", usage)
        for name in ("hybrid.h5", "hybrid.html"):
            self.assertIn(f"results/{name}", usage)


if __name__ == "__main__":
    main()
