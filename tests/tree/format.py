"""Every tracked source is laid out as clang-format lays it out.

usage: format.py REPOSITORY CLANG_FORMAT
Exit code 77 (skipped) without clang-format, or with one of another version than the sources were laid out with: the
versions disagree on details.
"""

import pathlib
import re
import subprocess
import sys

VERSION = "14"
SUFFIXES = {".hpp", ".cpp", ".cu", ".cuh"}


def sources_of(repository):
    """Tracked sources; in a copy without git, all of them."""
    listed = subprocess.run(["git", "-C", str(repository), "ls-files", "-z"], capture_output=True, text=True)
    if listed.returncode == 0:
        paths = [repository / name for name in listed.stdout.split("\0") if name]
    else:
        paths = [path for folder in ("host", "cuda", "tests") for path in (repository / folder).rglob("*")]
    return [path for path in paths if path.suffix in SUFFIXES and path.is_file()]


def main():
    repository, clang_format = pathlib.Path(sys.argv[1]), sys.argv[2]
    if not clang_format or clang_format.endswith("NOTFOUND"):
        print("skipped: clang-format is not installed")
        return 77
    banner = subprocess.run([clang_format, "--version"], capture_output=True, text=True, check=True).stdout
    version = re.search(r"version (\d+)", banner)
    if not version or version[1] != VERSION:
        print(f"skipped: the layout is that of clang-format {VERSION}, this is {banner.strip()}")
        return 77
    paths = sources_of(repository)
    if not paths:
        sys.exit(f"{repository}: no sources found")
    checked = subprocess.run([clang_format, "--dry-run", "-Werror", *map(str, paths)], cwd=repository)
    print(f"{len(paths)} files checked")
    return 1 if checked.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
