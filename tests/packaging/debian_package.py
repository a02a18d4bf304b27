"""The Debian package as `cpack` makes it from the program that is built: its fields, its files, lintian's opinion, and
the program run from where the package puts it."""

import gzip
import os
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "commands"))
from support.program import PROGRAM, REPOSITORY, CommandTest, environment, main, require_tool

# What lintian may say of a package that is not meant for Debian's own archive.
EXPECTED_OF_LINTIAN = {"initial-upload-closes-no-bugs", "embedded-library", "hardening-no-pie"}


class Package(CommandTest):
    @classmethod
    def setUpClass(cls):
        for tool in ("dpkg-deb", "dpkg-shlibdeps", "file", "gzip"):
            require_tool(tool)
        cls.build = pathlib.Path(os.environ["HASHLEASE_BUILD_FOLDER"])

    def setUp(self):
        super().setUp()
        made = subprocess.run([os.environ["HASHLEASE_CPACK"], "-G", "DEB", "-B", self.folder / "out"], cwd=self.build,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
                              env=environment(SOURCE_DATE_EPOCH="1732320000"))
        self.assertEqual(made.returncode, 0, made.stdout)
        (self.package,) = (self.folder / "out").glob("hashlease_*.deb")
        self.root = self.folder / "root"
        subprocess.run(["dpkg-deb", "-x", self.package, self.root], check=True)

    def field(self, name):
        return subprocess.run(["dpkg-deb", "-f", self.package, name], capture_output=True, text=True,
                              check=True).stdout.strip()

    def owners_and_modes(self):
        listing = subprocess.run(["dpkg-deb", "-c", self.package], capture_output=True, text=True, check=True).stdout
        return [line.split()[:2] for line in listing.splitlines()]

    def test_package(self):
        """One build of the package for all of it: a package takes seconds."""
        self.check_fields()
        self.check_files()
        self.check_program()
        self.check_lintian()

    def check_fields(self):
        version = re.search(r"project\(hashlease VERSION ([\d.]+)", (REPOSITORY / "CMakeLists.txt").read_text())[1]
        self.assertEqual((self.field("Package"), self.field("Version")), ("hashlease", f"{version}-1"))
        depends = {name.split()[0] for name in self.field("Depends").split(", ")}
        self.assertIn("libc6", depends)
        linked = subprocess.run(["ldd", PROGRAM], capture_output=True, text=True, check=True).stdout
        self.assertEqual("libhdf5" in linked, any(name.startswith("libhdf5") for name in depends), depends)

    def check_files(self):
        share = self.root / "usr/share"
        for study in (REPOSITORY / "configs").rglob("*"):
            copy = share / "hashlease" / study.relative_to(REPOSITORY)
            if study.is_file() and study.name != "README.md":
                self.assertEqual(copy.read_bytes(), study.read_bytes())
        self.assertTrue((share / "hashlease/configs/hashlease.schema.json").is_file())
        written = {"man/man1/hashlease.1.gz": ["man"], "bash-completion/completions/hashlease": ["completion", "bash"],
                   "zsh/vendor-completions/_hashlease": ["completion", "zsh"]}
        for name, arguments in written.items():
            content = (share / name).read_bytes()
            content = gzip.decompress(content) if name.endswith(".gz") else content
            self.assertEqual(content.decode(), self.succeed(*arguments).out, name)
        documentation = share / "doc/hashlease"
        self.assertIn("License: Expat\n Permission is hereby granted", (documentation / "copyright").read_text())
        for name in ("README.md", "configs/README.md", "configs/cases/README.md", "results/README.md", "changelog.gz",
                     "host/docs/index.md", "host/docs/decisions/index.md",
                     "results/notebooks/01_headline.ipynb", "changelog.Debian.gz",
                     "examples/systemd/hashlease-overnight@.service", "examples/systemd/overnight.conf",
                     "examples/docker/Dockerfile.cpu"):
            self.assertTrue((documentation / name).is_file(), name)
        unit = (documentation / "examples/systemd/hashlease-overnight@.service").read_text()
        script = self.root / re.search(r"ExecStart=/(\S+)", unit)[1]
        self.assertTrue(os.access(script, os.X_OK), script)
        for mode, owner in self.owners_and_modes():
            self.assertEqual(owner, "root/root")
            self.assertRegex(mode, r"^(d|-)rw[x-]r-[x-]r-[x-]$")

    def check_program(self):
        """From the package's own folders, without a file of the build."""
        program = self.root / "usr/bin/hashlease"
        study = self.root / "usr/share/hashlease/configs/smoke.toml"

        def run(*arguments):
            return subprocess.run([program, *arguments], cwd=self.folder, capture_output=True, text=True, check=False,
                                  env=environment())

        done = run("run", study, "-o", "smoke.h5", "--quiet")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.succeed("verify", "smoke.h5")
        hint = run("check", "smoke.toml")
        self.assertEqual((hint.returncode, hint.stderr),
                         (2, f"smoke.toml: no such file; the one that came with the program is {study}\n"))
        unknown = run("check", "none.toml")
        self.assertEqual((unknown.returncode, unknown.stderr), (2, "none.toml: no such file\n"))

    def check_lintian(self):
        try:
            tool = require_tool("lintian")
        except Exception as skip:  # the rest of the test counts
            print(skip)
            return
        said = subprocess.run([tool, "--tag-display-limit", "0", "--allow-root", self.package], capture_output=True,
                              text=True, check=False).stdout
        tags = {match[1] for match in re.finditer(r"(?m)^[EW]: hashlease: (\S+)", said)}
        self.assertEqual(tags - EXPECTED_OF_LINTIAN, set(), said)


if __name__ == "__main__":
    main()
