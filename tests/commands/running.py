"""What `run` shows and leaves: progress on a terminal and in a pipe, summaries, names, precedence of options."""

import fcntl
import json
import os
import pty
import re
import shutil
import struct
import subprocess
import termios
import time

from support.program import (CommandTest, PATIENCE_SECONDS, PROGRAM, REPOSITORY, default_signals, environment,
                             hashlease, listing, main, smoke, smoke_text, start)

ESCAPE = "\x1b"
# Seconds of one core: long enough to be shown, whatever the machine.
LONG = [REPOSITORY / "configs" / "hybrid.toml", "--paths", 131_072, "--threads", 1, "--backend", "cpu"]
# share done, count, rate, time left, and each site's estimate with its standard error
PROGRESS = re.compile(r"(\d+\.\d) %  [\d,]+ of [\d,]+ paths  \d+\.\d M path-steps/s  .+ left"
                      r"  annual revenue \[M USD\]: mining-only [\d.]+ \+- [\d.]+ ai-only [\d.]+ \+- [\d.]+"
                      r" hybrid [\d.]+ \+- [\d.]+")


def on_terminal(*arguments, folder, columns=220, **variables):
    """Runs the program with a terminal as standard error. Returns exit code, standard output, what the terminal got."""
    controller, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    process = subprocess.Popen([str(PROGRAM), *map(str, arguments)], cwd=folder, env=environment(**variables),
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=terminal,
                               preexec_fn=default_signals)
    os.close(terminal)
    shown = b""
    while True:
        try:
            piece = os.read(controller, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        shown += piece
    out = process.communicate()[0].decode()
    os.close(controller)
    return process.returncode, out, shown.decode()


class Progress(CommandTest):
    def test_bar_on_a_terminal(self):
        code, out, shown = on_terminal("run", *LONG, "-o", "a.h5", folder=self.folder)
        self.assertEqual(code, 0, shown)
        draws = [draw.split(ESCAPE)[0] for draw in shown.split("\r") if draw.startswith("[")]
        self.assertGreater(len(draws), 1, shown)
        shares = []
        for draw in draws:
            self.assertRegex(draw, r"^\[#*\.*\] ")
            found = PROGRESS.search(draw)
            self.assertIsNotNone(found, draw)
            shares.append(float(found.group(1)))
        self.assertEqual(shares, sorted(shares))
        self.assertTrue(all(0 < share <= 100 for share in shares), shares)
        self.assertTrue(shown.rstrip("\n").endswith(f"\r{ESCAPE}[K"), "the bar is cleared")
        self.assertNotIn(ESCAPE, out)

    def test_bar_stays_on_one_line(self):
        code, _, shown = on_terminal("run", *LONG, "-o", "a.h5", folder=self.folder, columns=60, NO_COLOR="1")
        self.assertEqual(code, 0, shown)
        draws = [draw.split(ESCAPE)[0] for draw in shown.split("\r") if draw.startswith("[")]
        self.assertGreater(len(draws), 1, shown)
        self.assertEqual({len(draw) for draw in draws}, {59})

    def test_terminal_that_cannot_move_its_cursor(self):
        for terminal in ("dumb", None):
            code, _, shown = on_terminal("run", smoke(), "-o", f"{terminal}.h5", folder=self.folder, TERM=terminal)
            self.assertEqual(code, 0, shown)
            self.assertNotIn(ESCAPE, shown)

    def test_lines_in_a_pipe(self):
        process = start("run", LONG[0], "--paths", 10_000_000, "--threads", 1, "--backend", "cpu", "--block-paths",
                        65_536, "--set", "run.keep_paths=[]", "-o", "a.h5", folder=self.folder)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        begin, text = time.monotonic(), ""
        while not PROGRESS.search(text):
            self.assertLess(time.monotonic() - begin, PATIENCE_SECONDS)
            line = process.stderr.readline()
            self.assertTrue(line.endswith("\n"), text)
            text += line
        self.assertGreater(time.monotonic() - begin, 5, "a log is not flooded")
        self.assertNotIn(ESCAPE, text)
        self.assertNotIn("\r", text)


class Summary(CommandTest):
    def test_table(self):
        outcome = self.succeed("run", smoke(), "--paths", 1024, "--backend", "cpu")
        lines = outcome.out.splitlines()
        self.assertIn("1,024 paths; million USD a year, +- one standard error", lines[0])
        for word in ("site", "revenue", "cash flow", "variation %", "log vol %", "VaR 95", "ES 95", "VaR 99", "ES 99"):
            self.assertIn(word, lines[1])
        for site, line in zip(("mining-only", "ai-only", "hybrid"), lines[2:5]):
            self.assertRegex(line, rf"^  {site} ( +[\d.]+ \+- [\d.]+){{8}}$")
        self.assertRegex(lines[-1], r"^smoke\.h5 written in ")
        self.assertNotIn(ESCAPE, outcome.out + outcome.err)
        self.assertRegex(outcome.err, r"Small study of the tests: 1,024 paths on cpu, \w+, \d+ threads?;")

    def test_json_alone_on_standard_output(self):
        outcome = self.succeed("run", smoke(), "--paths", 1024, "--backend", "cpu", "--json")
        summary = json.loads(outcome.out)
        self.assertEqual(summary["paths"], 1024)
        self.assertEqual(summary["unit"], "USD")
        self.assertEqual(summary["file"], "smoke.h5")
        self.assertRegex(summary["state_hash"], r"^[0-9a-f]{64}$")
        self.assertEqual([site["site"] for site in summary["sites"]], ["mining-only", "ai-only", "hybrid"])
        for site in summary["sites"]:
            for measure in ("annual_revenue", "annual_cash_flow", "revenue_coefficient_of_variation",
                            "revenue_log_volatility"):
                self.assertGreater(site[measure]["standard_error"], 0)
            self.assertEqual([tail["level"] for tail in site["tail"]], [0.95, 0.99, 0.999])
        self.assertIn("1,024 paths on cpu", outcome.err)

    def test_json_has_no_numbers_that_json_lacks(self):
        outcome = self.succeed("run", smoke(), "--paths", 1, "--json")
        summary = json.loads(outcome.out, parse_constant=lambda word: self.fail(f"{word} is not JSON"))
        self.assertIsNone(summary["sites"][0]["annual_revenue"]["standard_error"])

    def test_quiet(self):
        outcome = self.succeed("run", smoke(), "--paths", 64, "--quiet")
        self.assertEqual((outcome.out, outcome.err), ("", ""))
        both = self.succeed("run", smoke(), "--paths", 64, "--quiet", "--json", "--force")
        self.assertEqual((json.loads(both.out)["paths"], both.err), (64, ""))

    def test_merge_shows_the_same(self):
        whole = self.run_study("whole.h5", smoke(), "--paths", 256)
        for shard in (1, 2):
            self.run_study(f"{shard}.h5", smoke(), "--paths", 256, "--shard", f"{shard}/2")
        merged = json.loads(self.succeed("merge", "2.h5", "1.h5", "-o", "merged.h5", "--json").out)
        self.assertEqual(merged["sites"], whole["sites"])
        self.assertEqual(merged["state_hash"], whole["state_hash"])
        self.assertIn("merged.h5 written", self.succeed("merge", "2.h5", "1.h5", "-o", "merged.h5", "--force").out)
        quiet = self.succeed("merge", "2.h5", "1.h5", "-o", "merged.h5", "--force", "--quiet")
        self.assertEqual((quiet.out, quiet.err), ("", ""))


class Files(CommandTest):
    def test_default_names(self):
        self.succeed("run", smoke(), "--paths", 64, "--quiet")
        self.succeed("run", smoke(), "--paths", 128, "--shard", "2/2", "--quiet")
        (self.folder / "results").mkdir()
        self.succeed("run", smoke(), "--paths", 64, "--quiet")
        self.succeed("run", smoke(), "--paths", 128, "--shard", "1/2", "--quiet")
        self.assertEqual(sorted(listing(self.folder)),
                         ["results", "results/smoke.h5", "results/smoke.shard-1-of-2.h5", "smoke.h5",
                          "smoke.shard-2-of-2.h5"])

    def test_keep_parts(self):
        arguments = ["run", smoke(), "--paths", 512, "--block-paths", 100, "--json"]
        first = self.succeed(*arguments, "--keep-parts")
        parts = [name for name in listing(self.folder) if name.startswith("smoke.h5.parts/block-")]
        self.assertEqual(len(parts), 4, "100 paths are rounded up to 128")
        again = self.succeed(*arguments, "--force")
        self.assertIn("resuming: 512 of 512 paths were done before", again.err)
        self.assertEqual(json.loads(first.out)["state_hash"], json.loads(again.out)["state_hash"])
        self.assertEqual(sorted(listing(self.folder)), ["smoke.h5"])

    def test_names_with_spaces_and_quotes(self):
        awkward = self.folder / "it's a $study"
        awkward.mkdir()
        (awkward / "größe 1.toml").write_text(smoke_text())
        self.succeed("run", "it's a $study/größe 1.toml", "--paths", 64)
        self.assertTrue((self.folder / "größe 1.h5").exists())

    def test_a_failed_run_leaves_the_old_result(self):
        self.run_study("a.h5", smoke(), "--paths", 64)
        before = (self.folder / "a.h5").read_bytes()
        outcome = hashlease("run", smoke(), "--paths", 64, "-o", "a.h5", "--force", "--set",
                            "market.btc.annual_volatility=11", folder=self.folder)
        self.assertEqual(outcome.code, 2)
        self.assertEqual((self.folder / "a.h5").read_bytes(), before)


class Audit(CommandTest):
    def test_audited_blocks_and_the_same_result(self):
        plain = self.run_study("plain.h5", smoke(), "--paths", 4096)
        audited = self.succeed("run", smoke(), "--paths", 4096, "--block-paths", 256, "--audit", 25, "-o", "a.h5", "--json")
        self.assertEqual(json.loads(audited.out)["state_hash"], plain["state_hash"])
        self.assertRegex(audited.err, r"audit: 1,024 of 4,096 paths recomputed on cpu, .*: the same bits")
        if shutil.which("h5dump"):
            notices = subprocess.run(["h5dump", "-a", "/provenance/notices", "a.h5"], cwd=self.folder, check=True,
                                     capture_output=True, text=True).stdout
            self.assertIn("audit: 1,024 of 4,096 paths", notices)

    def test_bad_share(self):
        for share in ("-1", "101", "some", ""):
            self.refuse(["--audit"], "run", smoke(), f"--audit={share}", "-o", "a.h5")


class Precedence(CommandTest):
    def hash_of(self, *arguments):
        return self.run_study("a.h5", smoke(), "--force", *arguments)["state_hash"]

    def test_later_and_shorter_options_win(self):
        plain = self.hash_of("--paths", 64, "--seed", 9)
        self.assertNotEqual(plain, self.hash_of("--paths", 64))
        for arguments in (["--set", "run.paths=64", "--set", "run.seed=9"],
                          ["--set", "run.paths=128", "--paths", 64, "--seed", 9],
                          ["--paths", 64, "--set", "run.paths=128", "--set", "run.seed=1", "--seed", 9],
                          ["--set", "run.seed=1", "--set", "run.seed=9", "--paths", "6.4e1"],
                          ["--set=run.seed=9", "--paths=64"]):
            with self.subTest(arguments):
                self.assertEqual(self.hash_of(*arguments), plain)

    def test_set_overrides_the_market_file(self):
        plain = self.hash_of("--paths", 64)
        self.assertEqual(self.hash_of("--paths", 64, "--set", "market.btc.price=100000"), plain)
        self.assertNotEqual(self.hash_of("--paths", 64, "--set", "market.btc.price=100001"), plain)
        self.assertNotEqual(self.hash_of("--paths", 64, "--set", "site.ai-only.gpu.H100.contract.share=0.6"), plain)

    def test_set_in_front_of_the_configuration(self):
        plain = self.hash_of("--paths", 64)
        outcome = self.succeed("run", "--set", "run.paths=64", smoke(), "--force", "--json", "-o", "a.h5")
        self.assertEqual(json.loads(outcome.out)["state_hash"], plain)


if __name__ == "__main__":
    main()
