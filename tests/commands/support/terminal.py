"""A shell at a pseudo-terminal, as a person sits before it: types a line, presses TAB, and sees what became of it."""

import os
import pathlib
import pty
import select
import signal
import time

PATIENCE_SECONDS = 60
# Control-], pressed after the keys under test: the shell writes its line to a file, and then MARK to the terminal. No
# other key begins with it, so no shell waits for more.
DUMP = "\x1d"
# What a terminal shows arrives in order, so all that came before the mark was seen. Typed with its octal code, it is
# not taken for the echo of the set-up.
MARK = "line=written"
SHOW_MARK = r"printf 'line\075written'"


class Shell:
    """An interactive shell that has loaded a completion; `setup` binds DUMP to writing the line into the file `line`
    and to SHOW_MARK."""

    def __init__(self, command, setup, folder, environment):
        self.line = pathlib.Path(folder) / "line"
        self.ready = pathlib.Path(folder) / "ready"
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.chdir(folder)
            os.execvpe(command[0], command, environment)
        self.seen = b""
        self.type(setup + "; : > ready\n")
        self.wait_for(self.ready)

    def type(self, text):
        os.write(self.terminal, text.encode())

    def read(self, seconds):
        """Takes what the terminal shows, for at most this long."""
        ready, _, _ = select.select([self.terminal], [], [], seconds)
        if ready:
            try:
                self.seen += os.read(self.terminal, 65536)
            except OSError:  # the shell is gone
                time.sleep(seconds)

    def wait_for(self, file):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not file.exists():
            self.read(0.02)
            if time.monotonic() > deadline:
                raise AssertionError(f"{file.name} is not there; the terminal shows {self.seen[-2000:]!r}")

    def press(self, keys):
        """The line after these keys, and what the terminal showed meanwhile."""
        # ^U: the line of the call before is gone. A shell shows its line again after a mark, so what it shows of that one
        # comes before the mark of an empty line.
        self.dump("\x15")
        return self.dump(keys)

    def dump(self, keys):
        """Types the keys and DUMP: the line, and what the terminal showed until the mark."""
        self.line.unlink(missing_ok=True)
        self.seen = b""
        self.type(keys + DUMP)
        self.wait_for(self.line)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while MARK.encode() not in self.seen:
            self.read(0.02)
            if time.monotonic() > deadline:
                raise AssertionError(f"no mark after the keys; the terminal shows {self.seen[-2000:]!r}")
        shown = self.seen[:self.seen.index(MARK.encode())]
        return self.line.read_text().rstrip("\n"), shown.decode(errors="replace")

    def close(self):
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.terminal)
