"""The package on systems that have nothing else, and the CPU image's steps, each in a root of its own.

usage: bare_system.py PROGRAM REPOSITORY
Takes minutes, root, debootstrap and a Debian mirror, so it runs only where HASHLEASE_BARE_SYSTEMS says what to try:
release names of Debian (bookworm trixie) and `docker` (the steps of host/packaging/Dockerfile.cpu). A package of a
release before needs a build with HASHLEASE_STATIC=ON.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "commands"))
from support.program import REPOSITORY, main, require_tool

WANTED = os.environ.get("HASHLEASE_BARE_SYSTEMS", "").split()
MIRROR = os.environ.get("HASHLEASE_DEBIAN_MIRROR")  # otherwise debootstrap's own
# Roots already made by debootstrap, FOLDER/bookworm; they are copied, never changed.
MADE = os.environ.get("HASHLEASE_BARE_ROOTS")
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def run(*command, **options):
    print("+", *command, flush=True)
    return subprocess.run(command, check=True, **options)


class Root:
    """A Debian system in a folder."""

    def __init__(self, folder, release):
        self.folder, self.environment, self.user = folder, {"PATH": PATH, "LC_ALL": "C.UTF-8"}, "0"
        made = pathlib.Path(MADE or "/nonexistent") / release
        if made.is_dir():
            run("cp", "-a", made, folder)
        else:
            mirror = [MIRROR] if MIRROR else []
            run("debootstrap", "--variant=minbase", release, folder, *mirror, stdout=subprocess.DEVNULL)
        shutil.copy("/etc/resolv.conf", folder / "etc/resolv.conf")

    def __call__(self, script, **options):
        """A shell command inside, as self.user."""
        command = ["chroot", f"--userspec={self.user}:{self.user}", str(self.folder), "sh", "-ec", script]
        return run(*command, env={**self.environment, "DEBIAN_FRONTEND": "noninteractive"}, **options)

    def shown(self, script):
        return self(script, stdout=subprocess.PIPE, text=True).stdout


class BareSystem(unittest.TestCase):
    def setUp(self):
        if not WANTED:
            self.skipTest("HASHLEASE_BARE_SYSTEMS names no system")
        if os.geteuid() != 0:
            self.skipTest("a root of its own takes root")
        require_tool("debootstrap")
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="hashlease-bare-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def package(self):
        run(os.environ["HASHLEASE_CPACK"], "-G", "DEB", "-B", str(self.folder / "out"),
            cwd=os.environ["HASHLEASE_BUILD_FOLDER"], stdout=subprocess.DEVNULL)
        (package,) = (self.folder / "out").glob("hashlease_*.deb")
        return package

    def check_system(self, release):
        package = self.package()
        system = Root(self.folder / release, release)
        shutil.copy(package, system.folder / "tmp")
        system("apt-get -qq update && apt-get -qq install -y --no-install-recommends "
               f"/tmp/{package.name} man-db bash-completion adduser >/dev/null")
        system("useradd --create-home --shell /bin/bash miner")
        system.user = system.shown("id -u miner").strip()
        system.environment["HOME"] = "/home/miner"
        self.assertIn("hashlease 0.", system.shown("hashlease --version"))
        system("cd && hashlease run /usr/share/hashlease/configs/smoke.toml -o smoke.h5")
        system("cd && hashlease verify smoke.h5")
        system("cd && hashlease report smoke.h5 -o smoke.html && test -s smoke.html")
        self.assertIn("EXIT STATUS", system.shown("MANPAGER=cat man hashlease"))
        self.assertEqual(system.shown(
            "bash -c '. /usr/share/bash-completion/bash_completion; _completion_loader hashlease; "
            "COMP_LINE=\"hashlease veri\" COMP_POINT=14 COMP_WORDS=(hashlease veri) COMP_CWORD=1; "
            "_hashlease; echo ${COMPREPLY[@]}'"), "verify\n")
        system("test -s /usr/share/zsh/vendor-completions/_hashlease")
        system("/usr/libexec/hashlease/overnight --help >/dev/null")
        system("mkdir -p /tmp/nights && STUDY=/usr/share/hashlease/configs/smoke.toml RESULTS=/tmp/nights "
               "/usr/libexec/hashlease/overnight run && ls /tmp/nights/smoke-*.html")
        system.user = "0"
        system("apt-get -qq purge -y hashlease >/dev/null && ! find /usr -name '*hashlease*' | grep .")

    def test_bookworm(self):
        self.check_release("bookworm")

    def test_trixie(self):
        self.check_release("trixie")

    def check_release(self, release):
        if release not in WANTED:
            self.skipTest(f"HASHLEASE_BARE_SYSTEMS does not name {release}")
        self.check_system(release)


class Image(BareSystem):
    """The steps of the CPU image, a root for each stage in place of an image."""

    test_bookworm = test_trixie = None
    RELEASES = {"debian:12-slim": "bookworm", "debian:13-slim": "trixie"}

    def instructions(self):
        text = (REPOSITORY / "host/packaging/Dockerfile.cpu").read_text()
        text = re.sub(r"(?m)^#.*\n", "", text).replace("\\\n", " ")
        return [line.split(None, 1) for line in text.splitlines() if line.strip()]

    def copy_in(self, arguments, stages):
        *options, source, target = arguments.split()
        inside = stages["last"].folder / target.lstrip("/")
        if not options:
            self.assertEqual((source, target), (".", "/source"))
            listed = run("git", "-C", str(REPOSITORY), "ls-files", "-z", stdout=subprocess.PIPE).stdout
            inside.mkdir()
            for name in listed.decode().split("\0")[:-1]:
                if (REPOSITORY / name).is_file():
                    (inside / name).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(REPOSITORY / name, inside / name)
            return
        origin = stages[options[0].removeprefix("--from=")].folder
        for file in origin.glob(source.lstrip("/")):
            shutil.copy(file, inside)

    def test_docker(self):
        if "docker" not in WANTED:
            self.skipTest("HASHLEASE_BARE_SYSTEMS does not name docker")
        stages, entry = {}, ""
        for word, arguments in self.instructions():
            if word == "FROM":
                image, *name = arguments.split(" AS ")
                stages["last"] = Root(self.folder / f"stage-{len(stages)}", self.RELEASES[image])
                stages[name[0] if name else "final"] = stages["last"]
            elif word == "RUN":
                stages["last"](arguments, stdout=subprocess.DEVNULL)
            elif word == "COPY":
                self.copy_in(arguments, stages)
            elif word == "USER":
                stages["last"].user = arguments
            elif word == "ENTRYPOINT":
                entry = arguments
            else:
                self.assertIn(word, ("LABEL", "WORKDIR", "VOLUME", "STOPSIGNAL", "CMD"))
        system = stages["final"]
        self.assertEqual((system.user, entry), ("10001", '["hashlease"]'))
        system("cd /results && hashlease run /usr/share/hashlease/configs/smoke.toml && hashlease verify smoke.h5")


if __name__ == "__main__":
    main()
