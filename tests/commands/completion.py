"""Completion in the shells themselves, at a pseudo-terminal, and the man page through man and groff."""

import os
import re
import shutil
import subprocess
import unittest

from support.program import PROGRAM, REPOSITORY, CommandTest, environment, main, require_tool
from support.terminal import SHOW_MARK, Shell

ONE_PART = re.compile(r"^  (\w[\w-]*)  ")


def commands_of_help(text):
    """Names of the sub-commands in the text of --help."""
    lines = text[text.index("\nStudy:"):]
    return [match[1] for match in map(ONE_PART.match, lines.splitlines()) if match]


class Completion:
    """The tests of both shells. A subclass says how to start one."""

    maxDiff = None
    shell = None

    def setUp(self):
        super().setUp()
        tool = require_tool(self.shell)
        (self.folder / "bin").mkdir()
        (self.folder / "bin" / "hashlease").symlink_to(PROGRAM)
        (self.folder / "studies").mkdir()
        shutil.copy(REPOSITORY / "configs" / "smoke.toml", self.folder / "studies" / "smoke.toml")
        shutil.copytree(REPOSITORY / "configs" / "markets", self.folder / "studies" / "markets")
        (self.folder / "my study.toml").write_text("")
        (self.folder / "night.h5").write_text("")
        (self.folder / "notes.txt").write_text("")
        script = self.folder / "completion"
        script.write_text(self.succeed("completion", self.shell).out)
        variables = environment(PATH=f"{self.folder / 'bin'}:{os.environ['PATH']}", TERM="dumb", HISTFILE=None,
                                HOME=str(self.folder), COLUMNS="200", ENV=None, BASH_ENV=None)
        self.terminal = Shell(self.arguments(tool), self.setup_text(), self.folder, variables)
        self.addCleanup(self.terminal.close)

    def completes(self, typed, line):
        """TAB after `typed` makes it this line."""
        got, seen = self.terminal.press(typed + "\t")
        self.assertEqual(got.rstrip(" "), line, seen)

    def offers(self, typed, *words, but=()):
        """TAB, and TAB again, lists these words."""
        _, seen = self.terminal.press(typed + "\t\t")
        for word in words:
            self.assertRegex(seen, rf"(?<![\w.-]){re.escape(word)}(?![\w-])", typed)
        for word in but:
            self.assertNotRegex(seen, rf"(?<![\w.-]){re.escape(word)}(?![\w-])", typed)

    def test_sub_commands(self):
        commands = commands_of_help(self.succeed("--help").out)
        self.assertGreater(len(commands), 7)
        self.offers("hashlease ", *commands)
        self.completes("hashlease veri", "hashlease verify")

    def test_options(self):
        self.completes("hashlease run --block", "hashlease run --block-paths" + self.joint)
        self.offers("hashlease verify --", "--json", "--time-limit", "--help", but=["--paths"])
        self.completes("hashlease merge a.h5 b.h5 --for", "hashlease merge a.h5 b.h5 --force")

    def test_words(self):
        self.offers("hashlease run --backend ", "auto", "cpu", "cuda")
        self.completes("hashlease run --backend cu", "hashlease run --backend cuda")
        self.completes("hashlease run --backend=cu", "hashlease run --backend=cuda")
        self.completes("hashlease run --instruction-set ba", "hashlease run --instruction-set baseline")
        self.completes("hashlease completion z", "hashlease completion zsh")

    def test_files_by_type(self):
        self.completes("hashlease status n", "hashlease status night.h5")
        self.completes("hashlease check my", "hashlease check my\\ study.toml")
        self.completes("hashlease run -o ni", "hashlease run -o night.h5")
        self.completes("hashlease run studies/sm", "hashlease run studies/smoke.toml")
        self.completes("hashlease merge night.h5 ni", "hashlease merge night.h5 night.h5")
        self.offers("hashlease run ", "studies/", but=["night.h5", "notes.txt"])

    def test_keys(self):
        self.completes("hashlease describe market.btc.annual_v", "hashlease describe market.btc.annual_volatility")
        self.completes("hashlease describe site.gpu.kilo", "hashlease describe site.gpu.kilowatt_per_gpu")

    def test_assignments(self):
        self.completes("hashlease run --set market.btc.annual_v", "hashlease run --set market.btc.annual_volatility=")
        self.completes("hashlease run --set run.step=w", "hashlease run --set run.step=weekly")
        self.offers("hashlease run --set run.loss_reference=", "mean", "zero")
        self.completes("hashlease run --set=run.step=da", "hashlease run --set=run.step=daily")
        self.completes("hashlease run --set market.include=studies/markets/2024",
                       "hashlease run --set market.include=studies/markets/2024-11-23.toml")

    def test_keys_of_the_configuration_on_the_line(self):
        line = "hashlease run studies/smoke.toml --set "
        self.completes(line + "market.gpu.H100.lease", line + "market.gpu.H100.lease_rate=")
        self.completes(line + "site.mining-only.asic.S21.eff", line + "site.mining-only.asic.S21.efficiency=")
        self.completes(line + "site.ai-only.power.sell_back=f", line + "site.ai-only.power.sell_back=false")
        # A configuration that cannot be read leaves the keys that every configuration has.
        line = "hashlease run my\\ study.toml --set "
        self.completes(line + "run.see", line + "run.seed=")


class Bash(Completion, CommandTest):
    shell = "bash"
    joint = ""

    def arguments(self, tool):
        return [tool, "--norc", "--noprofile", "-i"]

    def setup_text(self):
        return ("set +o history; bind 'set enable-bracketed-paste off'; bind 'set bell-style none'; "
                "bind 'set completion-query-items 0'; bind 'set page-completions off'; "
                "dump() { printf '%s\\n' \"$READLINE_LINE\" > line; " + SHOW_MARK + "; }; bind -x '\"\\C-]\": dump'; "
                "source ./completion")

    def test_no_file_of_another_type(self):  # zsh offers other files where there is none of the type
        self.completes("hashlease verify no", "hashlease verify no")

    def test_words_where_equals_breaks_none(self):
        self.terminal.type("COMP_WORDBREAKS=${COMP_WORDBREAKS//=}\n")
        self.completes("hashlease run --backend=cu", "hashlease run --backend=cuda")
        self.completes("hashlease run --set run.step=w", "hashlease run --set run.step=weekly")

    def test_script_is_clean(self):
        tool = require_tool("shellcheck")
        checked = subprocess.run([tool, "completion"], cwd=self.folder, capture_output=True, text=True, check=False)
        self.assertEqual(checked.returncode, 0, checked.stdout)


class Zsh(Completion, CommandTest):
    shell = "zsh"
    joint = "="

    def arguments(self, tool):
        return [tool, "-f", "-i"]

    def setup_text(self):
        return ("unsetopt zle_bracketed_paste 2>/dev/null; unset zle_bracketed_paste; setopt no_beep; LISTMAX=0; "
                "autoload -Uz compinit; compinit -u -D; dump() { print -r -- \"$BUFFER\" > line; " + SHOW_MARK + " }; zle -N dump; "
                "bindkey -e; bindkey '^]' dump; source ./completion")

    def test_descriptions(self):
        self.offers("hashlease describe --", "--keys-of")
        _, seen = self.terminal.press("hashlease \t\t")
        self.assertIn("simulate a study and write its result file", seen)

    def test_as_a_function_of_fpath(self):
        (self.folder / "functions").mkdir()
        (self.folder / "completion").rename(self.folder / "functions" / "_hashlease")
        self.terminal.type("unfunction _hashlease; fpath=($PWD/functions $fpath); compinit -u -D\n")
        self.completes("hashlease veri", "hashlease verify")
        self.completes("hashlease run --backend cu", "hashlease run --backend cuda")


class Manual(CommandTest):
    def setUp(self):
        super().setUp()
        self.page = self.succeed("man").out
        (self.folder / "hashlease.1").write_text(self.page)

    def test_names_every_command_and_option(self):
        text = self.page.replace("\\-", "-")
        commands = commands_of_help(self.succeed("--help").out)
        for command in commands:
            self.assertIn(f".SS {command}\n", text)
            for option in re.findall(r"(?m)^  (?:-\w,)?(--[\w-]+)", self.succeed(command, "--help").out):
                self.assertIn(f"\\fB{option}\\fR", text, command)

    def test_exit_status(self):
        codes = (REPOSITORY / "host" / "base" / "error.hpp").read_text()
        codes = re.findall(r"^  \w+ = (\d+),", codes, re.MULTILINE)
        status = self.page[self.page.index(".SH EXIT STATUS"):self.page.index(".SH FILES")]
        self.assertEqual(re.findall(r"\\fB(\d+)\\fR", status), codes)

    def test_examples_are_those_of_help(self):
        general = self.succeed("--help").out
        page = self.page.replace("\\-", "-").replace("\\(dq", '"')
        for command in [[], *([name] for name in commands_of_help(general))]:
            examples = re.findall(r"(?m)^  (hashlease .*)$", self.succeed(*command, "--help").out)
            self.assertGreaterEqual(len(examples), 1, command)
            for example in examples:
                self.assertIn(f"\n{example}\n", page, command)

    def test_groups(self):
        headings = re.findall(r"(?m)^\.SH (\w+) COMMANDS$", self.page)
        self.assertEqual(headings, ["STUDY", "MARKET", "SCALE", "REFERENCE"])

    def test_groff_has_no_warning(self):
        tool = require_tool("groff")
        checked = subprocess.run([tool, "-man", "-ww", "-z", "hashlease.1"], cwd=self.folder, capture_output=True,
                                 text=True, check=False)
        self.assertEqual((checked.returncode, checked.stderr), (0, ""))

    def test_man_shows_it(self):
        tool = require_tool("man")
        require_tool("groff")
        shown = subprocess.run([tool, "--warnings", "-l", "hashlease.1"], cwd=self.folder, capture_output=True,
                               text=True, check=False, env=environment(MANWIDTH="80", MANPAGER="cat", PAGER="cat"))
        self.assertEqual((shown.returncode, shown.stderr), (0, ""))
        for words in ("EXIT STATUS", "CONFIGURATION", "--set KEY=VALUE", "[[market.gpu]]"):
            self.assertIn(words, shown.stdout)


if __name__ == "__main__":
    main()
