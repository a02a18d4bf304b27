"""Every decision is one dated file of the same form, and its index lists each with its title and date.

usage: decisions.py REPOSITORY | --self-test
"""

import pathlib
import re
import sys
import tempfile

SECTIONS = ["Context", "Decision", "Consequence", "Measured"]
NAME = re.compile(r"^(\d{4}-\d{2}-\d{2})-[a-z0-9-]+\.md$")
FORM = re.compile(r"\A# (?P<title>[^\n]+)\n\n(?P<date>\d{4}-\d{2}-\d{2})\n(?P<rest>.*)\Z", re.DOTALL)
ROW = re.compile(r"^\| (?P<date>\S+) \| \[(?P<title>.+)\]\((?P<file>[^()\s]+)\) \|$", re.MULTILINE)


def violations(folder):
    """One line for each file that has another form or another row in the index."""
    found = []
    rows = {row["file"]: row for row in ROW.finditer((folder / "index.md").read_text(encoding="utf-8"))}
    files = sorted(path for path in folder.glob("*.md") if path.name != "index.md")
    found += [f"index.md: {name} is listed and not there" for name in sorted(set(rows) - {path.name for path in files})]
    for path in files:
        name, form = NAME.match(path.name), FORM.match(path.read_text(encoding="utf-8"))
        row = rows.get(path.name)
        if not name or not form or form["date"] != name[1]:
            found.append(f"{path.name}: has to be named DATE-words.md, and to start with a title and that date")
        elif [line[3:] for line in form["rest"].splitlines() if line.startswith("#")] != SECTIONS:
            found.append(f"{path.name}: its sections have to be {', '.join(SECTIONS)}")
        elif any(not part.strip() for part in re.split(r"^## .*$", form["rest"], flags=re.MULTILINE)[1:]):
            found.append(f"{path.name}: a section is empty")
        elif row is None or (row["date"], row["title"]) != (form["date"], form["title"]):
            found.append(f"{path.name}: index.md has to list it with its date and title")
    return found, len(files)


def self_test():
    """The right form passes, each kind of wrong one is found."""
    name, row = "2026-01-02-a-word.md", "| 2026-01-02 | [A word](2026-01-02-a-word.md) |\n"
    good = "# A word\n\n2026-01-02\n" + "".join(f"\n## {section}\n\nText.\n" for section in SECTIONS)
    bad = {
        "date": (name, good.replace("2026-01-02", "2026-01-03"), row),
        "name": ("a-word.md", good, row.replace("2026-01-02-a", "a")),
        "section": (name, good.replace("## Measured", "## Cost"), row),
        "order": (name, good.replace("Context", "Measured", 1), row),
        "empty": (name, good.replace("Text.", "", 1), row),
        "row": (name, good, ""),
        "title": (name, good, row.replace("A word", "Another")),
        "gone": (name, good, row + row.replace("a-word", "gone")),
    }
    failed = []
    for what, (file, text, index) in {"good": (name, good, row), **bad}.items():
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "index.md").write_text(index)
            (pathlib.Path(folder) / file).write_text(text)
            if (len(violations(pathlib.Path(folder))[0]) != 0) != (what != "good"):
                failed.append(f"{what}: {violations(pathlib.Path(folder))}")
    return failed


def main():
    if sys.argv[1:] == ["--self-test"]:
        found, what = self_test(), "self-test"
    else:
        found, count = violations(pathlib.Path(sys.argv[1]) / "host/docs/decisions")
        if not count:
            sys.exit("no decisions found")
        what = f"{count} decisions"
    print(*found, sep="\n")
    print(f"{what}: {len(found)} violations")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
