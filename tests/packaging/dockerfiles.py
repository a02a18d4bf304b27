"""The Dockerfiles say what they should; building images takes a daemon and a registry, and is no test of the suite."""

import re
import subprocess
import unittest
import sys
import pathlib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "commands"))
from support.program import REPOSITORY, main, require_tool

FOLDER = REPOSITORY / "host" / "packaging"
FILES = sorted(FOLDER.glob("Dockerfile.*"))


def packages_of_bootstrap():
    """What `bootstrap.sh build` installs on Debian."""
    text = (REPOSITORY / "bootstrap.sh").read_text()
    libraries = re.search(r"local libraries=\(([^)]*)\)", text)[1].split()
    tools = [tool.split(":")[1] for tool in re.search(r"local tools=\(([^)]*)\)", text)[1].split()]
    return {*libraries, *tools, "libtomlplusplus-dev", "g++"}


class Dockerfiles(unittest.TestCase):
    def test_there_are_two(self):
        self.assertEqual([file.suffix for file in FILES], [".cpu", ".cuda"])

    def test_build_stage_has_what_bootstrap_installs(self):
        for file in FILES:
            build = file.read_text().split("\nFROM ")[1]
            installed = re.search(r"apt-get install -y --no-install-recommends \\\n(.*?)\n    &&", build, re.DOTALL)[1]
            installed = set(installed.replace("\\", " ").split())
            self.assertLessEqual(packages_of_bootstrap(), installed, file)
            # Beside them only what cpack calls.
            self.assertEqual(installed - packages_of_bootstrap(), {"dpkg-dev", "file", "gzip"}, file)

    def test_last_stage(self):
        for file in FILES:
            last = file.read_text().split("\nFROM ")[-1]
            self.assertRegex(last, r"\nUSER [1-9]\d+\n", "an ordinary user")
            self.assertRegex(last, r"\nVOLUME /results\n")
            self.assertRegex(last, r'\nENTRYPOINT \["hashlease"\]\n')
            self.assertNotRegex(last, r"g\+\+|cmake|-dev")
            for label in ("title", "description", "licenses"):
                self.assertIn(f"org.opencontainers.image.{label}=", last)

    def test_context_leaves_results_and_builds_out(self):
        ignored = (REPOSITORY / ".dockerignore").read_text().split()
        for name in (".git", "build", "build-*", "results/*.h5"):
            self.assertIn(name, ignored)

    def test_hadolint(self):
        tool = require_tool("hadolint")
        for file in FILES:
            checked = subprocess.run([tool, file], capture_output=True, text=True, check=False)
            self.assertEqual(checked.returncode, 0, checked.stdout)


if __name__ == "__main__":
    main()
