"""The nightly script of host/packaging/systemd without systemd: whole nights, kills at every stage, mails, failures.

The mail server is a script that keeps what it gets.
"""

import email
import fcntl
import os
import pathlib
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "commands"))
from support.program import (PROGRAM, REPOSITORY, CommandTest, environment, main, manifest_blocks, require_tool, smoke)

UNITS = REPOSITORY / "host" / "packaging" / "systemd"
SCRIPT = UNITS / "overnight"
PATIENCE_SECONDS = 120
# A night of 256 blocks: long enough that a signal meets it at work on a loaded machine too.
LONG_PATHS = 16384
LONG = {"OPTIONS": f"--threads 1 --block-paths 64 --paths {LONG_PATHS}"}
KEEP_MAIL = """#!/bin/sh
cat > "$MAILS/$(date +%s%N).eml"
exit "${MAIL_EXIT:-0}"
"""


class Night(CommandTest):
    def setUp(self):
        super().setUp()
        require_tool("flock")
        for name in ("results", "mails", "copies"):
            (self.folder / name).mkdir()
        self.sendmail = self.script("sendmail", KEEP_MAIL)
        self.settings = {"STUDY": str(smoke()), "RESULTS": str(self.folder / "results"), "NAME": "night",
                         "HASHLEASE": str(PROGRAM), "SENDMAIL": str(self.sendmail), "MAIL_TO": "desk@example.org",
                         "COPY_TO": str(self.folder / "copies"), "MAILS": str(self.folder / "mails"),
                         "OPTIONS": "--threads 1 --block-paths 64"}

    def script(self, name, text):
        file = self.folder / name
        file.write_text(text)
        file.chmod(0o755)
        return file

    def begin(self, command, **changes):
        return subprocess.Popen([str(SCRIPT), command], cwd=self.folder, env=environment(**{**self.settings, **changes}),
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                start_new_session=True)

    def call(self, command, code=0, **changes):
        process = self.begin(command, **changes)
        shown = process.communicate(timeout=PATIENCE_SECONDS)[0]
        self.assertEqual(process.returncode, code, shown)
        return shown

    def results(self, pattern="night-*"):
        return sorted(path.name.replace(self.night(), "NIGHT") for path in (self.folder / "results").glob(pattern))

    def night(self):
        names = [path.name for path in (self.folder / "results").glob("night-*")]
        return names[0][:len("night-2024-11-23")] if names else "none"

    def file(self, suffix):
        return self.folder / "results" / (self.night() + suffix)

    def mails(self):
        return [email.message_from_bytes(file.read_bytes()) for file in sorted((self.folder / "mails").iterdir())]

    def assert_delivered(self):
        self.assertEqual(self.results(), ["NIGHT.h5", "NIGHT.html", "NIGHT.log"])
        report = self.file(".html").read_bytes()
        self.assertEqual([(path.name, path.read_bytes()) for path in (self.folder / "copies").iterdir()],
                         [(self.file(".html").name, report)])
        mail = self.mails()[-1]
        self.assertEqual((mail["To"], mail["Subject"]), ("desk@example.org", f"hashlease: {self.file('.html').name}"))
        text, page = mail.get_payload()
        self.assertIn("finished", text.get_payload())
        self.assertEqual((page.get_content_type(), page.get_filename()), ("text/html", self.file(".html").name))
        self.assertEqual(page.get_payload(decode=True), report)

    def wait_for_blocks(self, process, count):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while len(manifest_blocks(self.file(".h5.parts"))) < count:
            self.assertIsNone(process.poll(), "ended early")
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.005)

    def interrupt(self, number, group):
        """Starts a long night and ends it by a signal amid its blocks."""
        process = self.begin("run", **LONG)
        self.wait_for_blocks(process, 3)
        (os.killpg if group else os.kill)(process.pid, number)
        process.communicate(timeout=PATIENCE_SECONDS)
        self.wait_for_lock()
        self.assertIn("NIGHT.h5.pending", self.results())
        self.assertNotIn("NIGHT.h5", self.results())
        return process.returncode

    def wait_for_lock(self):
        """Waits for the program too: killed together with the script, it may end after it, and holds the lock till then."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        with (self.folder / "results" / ".night.lock").open() as lock:
            while True:
                try:
                    return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    self.assertLess(time.monotonic(), deadline)
                    time.sleep(0.005)

    def test_a_night(self):
        self.call("run")
        self.assert_delivered()
        self.succeed("verify", self.file(".h5"))

    def test_once_a_night(self):
        self.call("run")
        self.assertIn("nothing to do", self.call("run"))
        self.call("resume")
        self.assertEqual(len(self.mails()), 1)

    def test_nothing_to_resume(self):
        self.call("resume")
        self.assertEqual(self.results(), [])

    def test_killed_run_resumes_to_the_same_result(self):
        self.interrupt(signal.SIGKILL, group=True)
        self.call("resume", **LONG)
        self.assert_delivered()
        self.assertIn("resuming", self.file(".log").read_text())
        self.succeed("run", smoke(), "-o", "whole.h5", "--quiet", "--paths", LONG_PATHS)
        self.assert_same_result(self.file(".h5"), "whole.h5")

    def test_stop_is_no_failure(self):
        self.assertEqual(self.interrupt(signal.SIGTERM, group=True), 143)
        self.call("run", **LONG)
        self.assert_delivered()

    def test_killed_after_the_simulation(self):
        self.call("run", MAIL_TO="", COPY_TO="")
        self.file(".html").unlink()
        self.file(".h5.pending").touch()
        self.call("resume")
        self.assert_delivered()

    def test_killed_before_the_parts_were_removed(self):
        self.call("run", MAIL_TO="", COPY_TO="", OPTIONS="--keep-parts")
        self.assertIn("NIGHT.h5.parts", self.results())
        self.file(".h5.pending").touch()
        self.call("resume")
        self.assert_delivered()

    def test_mail_that_fails_is_sent_again(self):
        self.call("run", code=75, MAIL_EXIT="75")
        self.assertIn("NIGHT.h5.pending", self.results())
        self.call("resume")
        self.assert_delivered()

    def test_copy_that_fails(self):
        self.call("run", code=1, COPY_TO=str(self.folder / "none"))
        self.assertIn("NIGHT.h5.pending", self.results())
        self.assertEqual(self.mails(), [])

    def test_one_at_a_time(self):
        process = self.begin("run", OPTIONS="--threads 1 --block-paths 64 --paths 400000")
        self.wait_for_blocks(process, 1)
        self.assertIn("another call is at work", self.call("run"))
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()

    def test_failure_is_told(self):
        study = self.folder / "broken.toml"
        study.write_text("[run]\npahts = 1\n")
        shown = self.call("run", code=2, STUDY=str(study))
        self.assertIn("run.pahts: unknown key", shown)
        self.assertEqual(self.mails(), [])
        self.call("failed", STUDY=str(study))
        mail = self.mails()[-1]
        self.assertIn("FAILED", mail["Subject"])
        self.assertIn("run.pahts: unknown key", mail.get_payload(0).get_payload())

    def test_a_night_that_cannot_be_finished_does_not_keep_tonight(self):
        old = self.folder / "results" / "night-2001-01-01.h5"
        old.write_bytes(b"not a result")
        (self.folder / "results" / "night-2001-01-01.h5.pending").touch()
        process = self.begin("run")
        process.communicate(timeout=PATIENCE_SECONDS)
        self.assertNotEqual(process.returncode, 0)
        self.assertTrue((self.folder / "results" / "night-2001-01-01.h5.pending").exists())
        self.assertEqual(len(list((self.folder / "copies").iterdir())), 1)

    def test_bad_usage(self):
        self.assertIn("usage", self.call("tonight", code=2))
        self.assertIn("STUDY is not set", self.call("run", code=2, STUDY=""))
        self.assertEqual(self.results(), [])


class Units(CommandTest):
    def test_script_is_clean(self):
        checked = subprocess.run([require_tool("shellcheck"), SCRIPT], capture_output=True, text=True, check=False)
        self.assertEqual(checked.returncode, 0, checked.stdout)

    def test_settings_are_those_the_script_knows(self):
        usage = subprocess.run([SCRIPT, "--help"], capture_output=True, text=True, check=True).stdout
        for line in (UNITS / "overnight.conf").read_text().splitlines():
            if line and not line.startswith("#"):
                self.assertRegex(usage, rf"(?m)^  {line.split('=')[0]} +\S")

    def test_systemd_reads_the_units(self):
        """With the program's path put where the script is here, systemd finds nothing to say."""
        tool = require_tool("systemd-analyze")
        for unit in UNITS.glob("hashlease-*.*"):
            text = unit.read_text().replace("/usr/libexec/hashlease/overnight", str(SCRIPT))
            (self.folder / unit.name).write_text(text.replace("Documentation=man:hashlease(1)\n", ""))
        names = [str(self.folder / unit.name) for unit in UNITS.glob("hashlease-*.*")]
        self.assertEqual(len(names), 3)
        # An own root, or other units of this machine have their say; none of them is needed.
        checked = subprocess.run([tool, "verify", *names], capture_output=True, text=True, check=False)
        said = [line for line in (checked.stdout + checked.stderr).splitlines() if "hashlease" in line]
        self.assertEqual((said, checked.returncode), ([], 0), checked.stderr)


if __name__ == "__main__":
    main()
